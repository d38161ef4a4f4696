//! A file in the way of CommonJS rewritten as an ES module.

use super::named::local_name;
use crate::node::build::sites;
use crate::prelude::*;
use autofix_core::edit::EditError;
use autofix_core::facts::modules::{self, ImportKind, Resolved, resolve};
use autofix_core::syntax::tree::{Expr, ExprKind, Pattern, Stmt, StmtKind};
use autofix_core::syntax::{Visitor, walk_module, walk_stmt};
use autofix_core::workspace::{parent, relative};
use std::collections::BTreeMap;

/// The edits, and the own files that were required; the reason where it cannot be done.
pub(super) async fn to_esm(facts: &Facts<'_>, file: &ModuleFile) -> Result<(EditSet, Vec<String>), String> {
    let requires = modules::imports(&file.tree).into_iter().filter(|it| it.kind == ImportKind::Require);
    let requires: Vec<_> = requires.collect();
    let mut edits = EditSet::new();
    let mut own = Vec::new();
    let mut done = 0;
    let style = Style { esm: true, ..Style::of(file) };
    let mut hoisted = Hoisted { facts, file, style: &style, names: BTreeMap::new() };
    for stmt in &file.tree.body {
        if let Some(value) = exported(stmt) {
            let text = match shorthands(value) {
                // Those who import single names must still find them.
                Some(names) => format!("export {{ {} }}", names.join(", ")),
                None => format!("export default {}", value.span.of(&file.text)),
            };
            let rest = Span::new(stmt.span.start, value.span.end);
            edits.replace(rest, text).map_err(say)?;
            continue;
        }
        if !requires.iter().any(|it| stmt.span.covers(it.span)) {
            continue;
        }
        let Some((binding, import)) = whole(stmt, &requires) else {
            done += hoisted.stmt(stmt, &requires, &mut edits, &mut own).await?;
            continue;
        };
        let specifier = &import.from.value;
        let from = spelt(facts, file, specifier, &mut own).await?;
        let code = match binding {
            None => format!("import {}{}", style.string(&from), style.semicolon()),
            Some(Pattern::Name(name)) => hoisted.import(&name.value, specifier, &from).await,
            Some(Pattern::Object(parts)) => {
                let mut names = Vec::new();
                let mut members = Vec::new();
                for (key, part) in parts {
                    let Some(local) = part.name() else {
                        return Err(format!("{} takes apart what `{specifier}` exports", file.path));
                    };
                    names.push(if key == local { key.clone() } else { format!("{key} as {local}") });
                    members.push(if key == local { key.clone() } else { format!("{key}: {local}") });
                }
                // Names of a package's CommonJS module cannot be relied on; its default can.
                if matches!(resolve(facts, &file.path, specifier).await, Resolved::Package(_)) {
                    let local = super::named::free_name(file, &local_name(specifier));
                    let (line, end) = (style.line_end, style.semicolon());
                    let import = style.import_default(&local, &from);
                    format!("{import}{line}const {{ {} }} = {local}{end}", members.join(", "))
                } else {
                    let from = style.string(&from);
                    format!("import {{ {} }} from {from}{}", names.join(", "), style.semicolon())
                }
            }
            Some(Pattern::Array(_)) => return Err(format!("{} takes apart an array", file.path)),
        };
        edits.replace(stmt.span, code).map_err(say)?;
        done += 1;
    }
    if done < requires.len() {
        return Err(format!("`require` is called inside a function of {}", file.path));
    }
    if leftovers(file) {
        return Err(format!("{} uses `exports`, `module` or a computed `require` in other ways", file.path));
    }
    Ok((edits, own))
}

#[allow(clippy::needless_pass_by_value)]
fn say(error: EditError) -> String {
    error.to_string()
}

/// What `module.exports = …` exports.
fn exported(stmt: &Stmt) -> Option<&Expr> {
    let StmtKind::Expr(expr) = &stmt.kind else { return None };
    let ExprKind::Assign { target, value, plain: true } = &expr.kind else { return None };
    (target.path().as_deref() == Some("module.exports")).then_some(value)
}

/// The names of `{ a, b }`.
fn shorthands(value: &Expr) -> Option<Vec<&str>> {
    let props = value.as_object().filter(|props| !props.is_empty())?;
    props.iter().map(|prop| prop.value.as_ident().filter(|_| prop.shorthand)).collect()
}

/// A statement that is one `require` and nothing else, with what it binds.
fn whole<'s>(
    stmt: &'s Stmt,
    requires: &'s [modules::ImportFact],
) -> Option<(Option<&'s Pattern>, &'s modules::ImportFact)> {
    let of = |expr: &Expr| requires.iter().find(|it| it.span == expr.span);
    match &stmt.kind {
        StmtKind::Var(all) => match all.as_slice() {
            [only] => Some((Some(&only.pattern), of(only.init.as_ref()?)?)),
            _ => None,
        },
        StmtKind::Expr(expr) => Some((None, of(expr)?)),
        _ => None,
    }
}

/// The specifier as Node wants it; an own file is noted.
async fn spelt(
    facts: &Facts<'_>,
    file: &ModuleFile,
    specifier: &str,
    own: &mut Vec<String>,
) -> Result<String, String> {
    match resolve(facts, &file.path, specifier).await {
        Resolved::File(path) => {
            let spelt = relative(parent(&file.path), &path);
            own.push(path);
            Ok(spelt)
        }
        Resolved::Missing(path) => Err(format!("{path}, which {} requires, is not there", file.path)),
        Resolved::BuiltIn | Resolved::Package(_) => Ok(specifier.to_owned()),
    }
}

/// Imports made of `require` inside longer statements.
struct Hoisted<'a> {
    facts: &'a Facts<'a>,
    file: &'a ModuleFile,
    style: &'a Style,
    /// Local names by specifier.
    names: BTreeMap<String, String>,
}

impl Hoisted<'_> {
    /// Imports what was required in a statement, in front of it; answers the number of calls.
    async fn stmt(
        &mut self,
        stmt: &Stmt,
        requires: &[modules::ImportFact],
        edits: &mut EditSet,
        own: &mut Vec<String>,
    ) -> Result<usize, String> {
        let inside: Vec<_> = requires.iter().filter(|it| stmt.span.covers(it.span)).collect();
        if let Some(outside) = inside.iter().find(|it| !at_once(stmt, it.span)) {
            let name = &outside.from.value;
            return Err(format!("`require('{name}')` is called inside a function of {}", self.file.path));
        }
        let end = self.style.semicolon();
        // An import runs before every statement, so that a call of `config` would come too late.
        if let [only] = inside.as_slice()
            && only.from.value == "dotenv"
            && configures(stmt, only.span)
        {
            let code = format!("import {}{end}", self.style.string("dotenv/config"));
            edits.replace(stmt.span, code).map_err(say)?;
            return Ok(1);
        }
        let mut code = String::new();
        for import in &inside {
            let specifier = &import.from.value;
            let local = if let Some(local) = self.names.get(specifier) {
                local.clone()
            } else {
                let local = super::named::free_name(self.file, &local_name(specifier));
                let from = spelt(self.facts, self.file, specifier, own).await?;
                code.push_str(&self.import(&local, specifier, &from).await);
                code.push_str(self.style.line_end);
                local
            };
            edits.replace(import.span, local).map_err(say)?;
        }
        let leading =
            self.file.tree.body.iter().take_while(|it| requires.iter().any(|r| it.span.covers(r.span)));
        let leading: Vec<Span> = leading.map(|it| it.span).collect();
        let code = code.trim_end_matches(self.style.line_end);
        if code.is_empty() {
            return Ok(inside.len());
        }
        let line = self.style.line_end;
        match leading.last() {
            _ if leading.contains(&stmt.span) => edits.insert(stmt.span.start, format!("{code}{line}")),
            Some(last) => edits.insert(last.end, format!("{line}{code}")),
            None => edits.insert(stmt.span.start, format!("{code}{line}")),
        }
        .map_err(say)?;
        Ok(inside.len())
    }

    /// The import of a whole module under a name.
    async fn import(&mut self, local: &str, specifier: &str, from: &str) -> String {
        self.names.insert(specifier.to_owned(), local.to_owned());
        if let Resolved::File(path) = resolve(self.facts, &self.file.path, specifier).await
            && let Some(other) = self.facts.module(&path).await
            && other.tree.body.iter().filter_map(exported).any(|value| shorthands(value).is_some())
        {
            // It will export names, and no default.
            let (from, end) = (self.style.string(from), self.style.semicolon());
            return format!("import * as {local} from {from}{end}");
        }
        self.style.import_default(local, from)
    }
}

/// `required.config()`, without options
fn configures(stmt: &Stmt, required: Span) -> bool {
    let StmtKind::Expr(expr) = &stmt.kind else { return false };
    expr.as_call().is_some_and(|call| {
        call.args.is_empty()
            && call.method().is_some_and(|(on, name)| on.span == required && name.value == "config")
    })
}

/// Whether an expression of a statement runs with it, not in a function that is called later.
fn at_once(stmt: &Stmt, span: Span) -> bool {
    struct Seen(Span, bool);
    impl Visitor<'_> for Seen {
        fn expr(&mut self, expr: &Expr) -> bool {
            self.1 |= expr.span == self.0;
            !matches!(expr.kind, ExprKind::Func(_) | ExprKind::Class(_))
        }
    }
    if !matches!(stmt.kind, StmtKind::Expr(_) | StmtKind::Var(_)) {
        return false;
    }
    let mut seen = Seen(span, false);
    walk_stmt(stmt, &mut seen);
    seen.1
}

/// Whether `module`, `exports` or a `require` that is no import is left.
fn leftovers(file: &ModuleFile) -> bool {
    struct Left {
        found: usize,
        exported: usize,
    }
    impl Visitor<'_> for Left {
        fn expr(&mut self, expr: &Expr) -> bool {
            match &expr.kind {
                ExprKind::Ident(name) if matches!(name.as_str(), "module" | "exports") => self.found += 1,
                ExprKind::Call(call)
                    if call.callee.as_ident() == Some("require")
                        && call.args.first().and_then(Expr::as_str).is_none() =>
                {
                    self.found += 1;
                }
                _ => {}
            }
            true
        }
    }
    let exported = file.tree.body.iter().filter(|stmt| exported(stmt).is_some()).count();
    let mut left = Left { found: 0, exported };
    walk_module(&file.tree, &mut left);
    left.found > left.exported
}

/// Whether a file is written in the way of CommonJS.
pub(super) async fn is_common_js(facts: &Facts<'_>, path: &str) -> bool {
    let Some(file) = facts.module(path).await else { return false };
    let requires = sites::of_file(facts, path).await.iter().any(|it| it.import.kind == ImportKind::Require);
    !modules::is_es_module(&file)
        && (requires || file.tree.body.iter().any(|stmt| exported(stmt).is_some()) || leftovers(&file))
}
