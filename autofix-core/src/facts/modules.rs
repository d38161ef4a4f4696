//! Modules: what they import and export, and which file a specifier means.

use super::{Facts, ModuleFile};
use crate::syntax::tree::{Call, Export, Expr, ExprKind, Module, Pattern, Stmt, StmtKind, Text};
use crate::syntax::{Visitor, walk_module};
use crate::text::Span;
use crate::workspace::{extension, join, parent};
use std::collections::BTreeMap;

/// How a module is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// `import … from`
    Static,
    /// `export … from`
    ReExport,
    /// `require(…)`
    Require,
    /// `import(…)`
    Dynamic,
}

/// One import of a file.
#[derive(Debug, Clone)]
pub struct ImportFact {
    /// The specifier, with the bytes of its literal.
    pub from: Text,
    /// How.
    pub kind: ImportKind,
    /// Name in the other module (`default`, `*` or a name) and here.
    pub names: Vec<ImportedName>,
    /// Only types are taken.
    pub type_only: bool,
    /// The bytes of the statement, or of the call.
    pub span: Span,
}

/// One name that is taken from a module.
#[derive(Debug, Clone)]
pub struct ImportedName {
    /// Name there.
    pub imported: Text,
    /// Name here.
    pub local: Text,
    /// `import { type T }`.
    pub type_only: bool,
    /// The bytes of the whole specifier.
    pub span: Span,
}

/// One name that a file exports.
#[derive(Debug, Clone)]
pub struct ExportFact {
    /// `default`, or the name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// It does not exist at run time.
    pub is_type: bool,
}

/// Every import of a file, in order.
pub fn imports(tree: &Module) -> Vec<ImportFact> {
    let mut all = Vec::new();
    for stmt in &tree.body {
        match &stmt.kind {
            StmtKind::Import(import) => all.push(ImportFact {
                from: import.from.clone(),
                kind: ImportKind::Static,
                names: (import.names.iter())
                    .map(|name| ImportedName {
                        imported: name.imported.clone(),
                        local: name.local.clone(),
                        type_only: name.type_only,
                        span: name.span,
                    })
                    .collect(),
                type_only: import.type_only
                    || (!import.names.is_empty() && import.names.iter().all(|n| n.type_only)),
                span: stmt.span,
            }),
            StmtKind::Export(Export::Names { names, from: Some(from), type_only }) => all.push(ImportFact {
                from: from.clone(),
                kind: ImportKind::ReExport,
                names: (names.iter())
                    .map(|(local, exported)| ImportedName {
                        imported: local.clone(),
                        local: exported.clone(),
                        type_only: *type_only,
                        span: local.span,
                    })
                    .collect(),
                type_only: *type_only,
                span: stmt.span,
            }),
            StmtKind::Export(Export::All { from, .. }) => all.push(ImportFact {
                from: from.clone(),
                kind: ImportKind::ReExport,
                names: Vec::new(),
                type_only: false,
                span: stmt.span,
            }),
            _ => {}
        }
    }
    let mut calls = Requires { found: Vec::new(), bound: BTreeMap::new() };
    walk_module(tree, &mut calls);
    for (from, kind, span) in calls.found {
        let names = calls.bound.remove(&span.start).unwrap_or_default();
        all.push(ImportFact { from, kind, names, type_only: false, span });
    }
    all.sort_by_key(|import| import.span.start);
    all
}

struct Requires {
    found: Vec<(Text, ImportKind, Span)>,
    bound: BTreeMap<u32, Vec<ImportedName>>,
}

impl Visitor<'_> for Requires {
    fn stmt(&mut self, stmt: &Stmt) -> bool {
        if let StmtKind::Var(declarators) = &stmt.kind {
            for declarator in declarators {
                let Some(init) = &declarator.init else { continue };
                let (call, member) = match &init.unawaited().kind {
                    ExprKind::Member { object, property } => (&**object, Some(property)),
                    _ => (init.unawaited(), None),
                };
                if required(call).is_some() {
                    self.bound.insert(call.span.start, bound_names(&declarator.pattern, member));
                }
            }
        }
        true
    }

    fn expr(&mut self, expr: &Expr) -> bool {
        if let Some((from, kind)) = required(expr) {
            self.found.push((from, kind, expr.span));
        }
        true
    }
}

/// The specifier of `require('x')`, `require.resolve('x')` or `import('x')`.
pub(super) fn required(expr: &Expr) -> Option<(Text, ImportKind)> {
    let (argument, kind) = match &expr.kind {
        ExprKind::Call(call) if matches!(call.callee.path()?.as_str(), "require" | "require.resolve") => {
            (call.args.first()?, ImportKind::Require)
        }
        ExprKind::ImportCall(argument) => (&**argument, ImportKind::Dynamic),
        _ => return None,
    };
    Some((Text { value: argument.as_str()?.to_owned(), span: argument.span }, kind))
}

fn bound_names(pattern: &Pattern, member: Option<&Text>) -> Vec<ImportedName> {
    let name = |imported: &str, local: &Text| ImportedName {
        imported: Text { value: imported.to_owned(), span: member.map_or(local.span, |member| member.span) },
        local: local.clone(),
        type_only: false,
        span: local.span,
    };
    match (pattern, member) {
        (Pattern::Name(local), Some(member)) => vec![name(&member.value, local)],
        // `module.exports` is the default and the namespace at once.
        (Pattern::Name(local), None) => vec![name("default", local)],
        (Pattern::Object(parts), None) => {
            parts.iter().filter_map(|(key, part)| Some(name(key, part.names().first()?))).collect()
        }
        _ => Vec::new(),
    }
}

/// What a file exports by itself, and the modules that it passes on whole.
pub fn exports(tree: &Module) -> (Vec<ExportFact>, Vec<Text>) {
    let (mut all, mut whole) = (Vec::new(), Vec::new());
    let fact = |name: &str, span: Span, is_type: bool| ExportFact { name: name.to_owned(), span, is_type };
    for stmt in &tree.body {
        match &stmt.kind {
            StmtKind::Export(Export::Decl(inner)) => declared(inner, &mut |name, is_type| {
                all.push(fact(&name.value, name.span, is_type));
            }),
            StmtKind::Export(Export::Names { names, type_only, .. }) => {
                let is_type = |local: &str| {
                    *type_only || tree.body.iter().any(|stmt| matches!(&stmt.kind, StmtKind::Type { name, is_value: false } if name.value == local))
                };
                all.extend(
                    names.iter().map(|(local, name)| fact(&name.value, name.span, is_type(&local.value))),
                );
            }
            StmtKind::Export(Export::Default(_)) => all.push(fact("default", stmt.span, false)),
            StmtKind::Export(Export::All { name: Some(name), .. }) => {
                all.push(fact(&name.value, name.span, false));
            }
            StmtKind::Export(Export::All { name: None, from }) => whole.push(from.clone()),
            StmtKind::Expr(expr) => common_js(expr, &mut all),
            _ => {}
        }
    }
    (all, whole)
}

/// Names that a declaration binds.
pub(super) fn declared<'t>(stmt: &'t Stmt, see: &mut impl FnMut(&'t Text, bool)) {
    match &stmt.kind {
        StmtKind::Var(declarators) => {
            declarators.iter().flat_map(|it| it.pattern.names()).for_each(|name| see(name, false));
        }
        StmtKind::Func(func) => func.name.iter().for_each(|name| see(name, false)),
        StmtKind::Class(class) => class.name.iter().for_each(|name| see(name, false)),
        StmtKind::Type { name, is_value } => see(name, !is_value),
        _ => {}
    }
}

/// `module.exports = …`, `exports.a = …`
fn common_js(expr: &Expr, all: &mut Vec<ExportFact>) {
    let ExprKind::Assign { target, value, plain: true } = &expr.kind else { return };
    let Some(path) = target.path() else { return };
    let name = path.strip_prefix("module.").unwrap_or(&path);
    let span = target.span;
    if name == "exports" {
        all.push(ExportFact { name: "default".to_owned(), span, is_type: false });
        for key in value.as_object().unwrap_or_default().iter().filter_map(|prop| prop.key.as_ref()) {
            all.push(ExportFact { name: key.value.clone(), span: key.span, is_type: false });
        }
    } else if let Some(name) = name.strip_prefix("exports.") {
        all.push(ExportFact { name: name.to_owned(), span, is_type: false });
    }
    // `exports = module.exports = …`
    if matches!(value.kind, ExprKind::Assign { .. }) {
        common_js(value, all);
    }
}

/// Which thing a specifier means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A file of the project.
    File(String),
    /// A package: its name without a path inside it.
    Package(String),
    /// Part of Node itself.
    BuiltIn,
    /// A file of the project that is not there: the path that was looked for, without extension.
    Missing(String),
}

/// Extensions that bundlers try, in their order.
pub const EXTENSIONS: &[&str] =
    &["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".json"];

/// Which file or package a specifier means in a file, as a bundler resolves it.
pub async fn resolve(facts: &Facts<'_>, from: &str, specifier: &str) -> Resolved {
    let specifier = specifier.split(['?', '#']).next().unwrap_or_default();
    let base = if specifier.starts_with("./")
        || specifier.starts_with("../")
        || specifier == "."
        || specifier == ".."
    {
        join(parent(from), specifier)
    } else if let Some(aliased) = super::aliases::resolve(facts, from, specifier).await {
        Some(aliased)
    } else if let Some(rest) = specifier.strip_prefix('/') {
        // Vite: from the folder that holds the package.
        let folder = facts.package_of(from).await.map(|package| package.folder).unwrap_or_default();
        join(&folder, rest)
    } else {
        return package_name(specifier).map_or(Resolved::BuiltIn, Resolved::Package);
    };
    let Some(base) = base else { return Resolved::Missing(specifier.to_owned()) };
    match find(facts, &base).await {
        Some(file) => Resolved::File(file),
        None => Resolved::Missing(base),
    }
}

/// The file that a path without extension means.
pub(super) async fn find(facts: &Facts<'_>, base: &str) -> Option<String> {
    for extension in EXTENSIONS {
        let path = format!("{base}{extension}");
        if facts.has_file(&path).await {
            return Some(path);
        }
    }
    // TypeScript writes the extension of the output.
    for (written, meant) in
        [(".js", ".ts"), (".js", ".tsx"), (".jsx", ".tsx"), (".mjs", ".mts"), (".cjs", ".cts")]
    {
        if let Some(stem) = base.strip_suffix(written)
            && facts.has_file(&format!("{stem}{meant}")).await
        {
            return Some(format!("{stem}{meant}"));
        }
    }
    for extension in &EXTENSIONS[1..] {
        let path =
            if base.is_empty() { format!("index{extension}") } else { format!("{base}/index{extension}") };
        if facts.has_file(&path).await {
            return Some(path);
        }
    }
    None
}

/// The package of a bare specifier; `None` for what is part of Node.
pub fn package_name(specifier: &str) -> Option<String> {
    if specifier.starts_with("node:") || specifier.starts_with("bun:") {
        return None;
    }
    let mut parts = specifier.split('/');
    let first = parts.next().unwrap_or_default();
    let name = if first.starts_with('@') { format!("{first}/{}", parts.next()?) } else { first.to_owned() };
    (!NODE_MODULES.contains(&name.as_str())).then_some(name)
}

const NODE_MODULES: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// The import of a file that binds a name, and the name in the other module.
pub fn import_of<'i>(imports: &'i [ImportFact], local: &str) -> Option<(&'i ImportFact, &'i ImportedName)> {
    imports
        .iter()
        .find_map(|import| Some((import, import.names.iter().find(|name| name.local.value == local)?)))
}

/// The package that an expression's root name comes from: `express` for `express.json`.
pub fn package_of_expr(imports: &[ImportFact], expr: &Expr) -> Option<String> {
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Member { object, .. } | ExprKind::Index { object, .. } => at = object,
            ExprKind::Call(call) => {
                if let Some((from, _)) = required(at) {
                    return package_name(&from.value).filter(|_| !from.value.starts_with('.'));
                }
                at = &call.callee;
            }
            ExprKind::Ident(name) => {
                let (import, _) = import_of(imports, name)?;
                return package_name(&import.from.value).filter(|_| !import.from.value.starts_with('.'));
            }
            _ => return None,
        }
    }
}

/// Whether a file has any of the marks of an ES module.
pub fn is_es_module(file: &ModuleFile) -> bool {
    match extension(&file.path) {
        "mjs" | "mts" => true,
        "cjs" | "cts" => false,
        _ => file.tree.body.iter().any(|stmt| matches!(stmt.kind, StmtKind::Import(_) | StmtKind::Export(_))),
    }
}

/// The single call of a statement such as `app.use(…);`.
pub fn statement_call(stmt: &Stmt) -> Option<&Call> {
    match &stmt.kind {
        StmtKind::Expr(expr) => expr.unawaited().as_call(),
        _ => None,
    }
}
