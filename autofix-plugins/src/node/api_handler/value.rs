//! A value that is not what the handler takes it for: a promise that was not awaited, or nothing found.

use super::{Place, places};
use crate::prelude::*;
use autofix_core::facts::handler::{function_around, response_name};
use autofix_core::facts::values::function;
use autofix_core::syntax::tree::{Declarator, Expr, ExprKind, Func, Stmt, StmtKind};
use autofix_core::syntax::{Visitor, walk_func, walk_module};
use autofix_core::text::indentation;

/// Methods that answer `undefined` or `null` where nothing is found.
const FINDERS: &[&str] = &[
    "find",
    "findOne",
    "findById",
    "findByPk",
    "findUnique",
    "findFirst",
    "findOneBy",
    "get",
    "first",
    "at",
];

/// What the error says: the name that was used, where it says it, and the property that was read.
struct Words {
    /// The property or method that was wanted.
    property: String,
    /// It was called, and is no function.
    called: bool,
}

/// Repairs the value that the failing line uses; `None` where the words are of another kind.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let Some(words) = [cx.words(), &cx.issue().message].into_iter().find_map(words) else { return Ok(None) };
    for place in places(cx).await {
        let Some(func) = function_around(&place.file.tree, place.offset) else { continue };
        let Some(name) = used_name(func, &place, &words.property) else { continue };
        let Some((stmt, declarator)) = declared(func, &name, place.span.start) else { continue };
        let Some(init) = &declarator.init else { continue };
        if let Some(draft) = unawaited(cx, &place, func, &name, init).await? {
            return Ok(Some(draft));
        }
        if !words.called && is_finder(init) && !is_asked_for(func, &name) {
            return guard(cx, &place, func, &name, stmt).map(Some);
        }
    }
    Ok(None)
}

/// `Cannot read properties of undefined (reading 'x')`, `rows.map is not a function`.
fn words(text: &str) -> Option<Words> {
    if let Some((_, rest)) = text.split_once("Cannot read properties of ")
        && let Some((_, rest)) = rest.split_once("(reading '")
    {
        let (property, _) = rest.split_once('\'')?;
        return Some(Words { property: property.to_owned(), called: false });
    }
    let (before, _) = text.split_once(" is not a function")?;
    let path = before.split_whitespace().next_back()?;
    let (_, property) = path.rsplit_once('.')?;
    Some(Words { property: property.to_owned(), called: true })
}

/// The plain name whose property is read on the failing line, through at most one member between them.
fn used_name(func: &Func, place: &Place, property: &str) -> Option<String> {
    struct Used<'p> {
        line: Span,
        property: &'p str,
        found: Vec<String>,
    }
    impl Visitor<'_> for Used<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Member { object, property } = &expr.kind
                && property.value == self.property
                && self.line.contains(property.span.start)
            {
                let root = match &object.kind {
                    ExprKind::Member { object, .. } => object.as_ident(),
                    _ => object.as_ident(),
                };
                self.found.extend(root.map(str::to_owned));
            }
            true
        }
    }
    let mut used = Used { line: place.span, property, found: Vec::new() };
    walk_func(func, &mut used);
    used.found.sort();
    used.found.dedup();
    match used.found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The declaration of a name in a function, above a byte.
fn declared<'f>(func: &'f Func, name: &str, before: u32) -> Option<(&'f Stmt, &'f Declarator)> {
    struct Declared<'f, 'n>(&'n str, u32, Option<(&'f Stmt, &'f Declarator)>);
    impl<'f> Visitor<'f> for Declared<'f, '_> {
        fn stmt(&mut self, stmt: &'f Stmt) -> bool {
            if let StmtKind::Var(declarators) = &stmt.kind
                && stmt.span.start < self.1
                && let Some(found) = declarators.iter().find(|it| it.pattern.name() == Some(self.0))
            {
                self.2 = Some((stmt, found));
            }
            true
        }
    }
    let mut declared = Declared(name, before, None);
    walk_func(func, &mut declared);
    declared.2
}

/// `const rows = load()` where `load` is an `async` function of the project.
async fn unawaited(
    cx: &FixContext<'_>,
    place: &Place,
    func: &Func,
    name: &str,
    init: &Expr,
) -> Result<Option<Draft>, PluginError> {
    let ExprKind::Call(call) = &init.kind else { return Ok(None) };
    let target = function(cx.facts(), &place.file, &call.callee).await;
    if !target.is_some_and(|target| target.expr.as_func().is_some_and(|func| func.is_async)) {
        return Ok(None);
    }
    let mut edits = EditSet::new();
    edits.insert(init.span.start, "await ")?;
    if !func.is_async {
        edits.insert(func.span.start, "async ")?;
    }
    let called = call.callee.span.of(&place.file.text);
    let draft = cx
        .fix(format!("Await `{called}()`: without it `{name}` is a promise"))
        .edit(&place.file.path, edits, format!("Await `{called}`"))
        .safety(Safety::Unsafe)
        .confidence(0.9);
    Ok(Some(draft))
}

fn is_finder(init: &Expr) -> bool {
    let Some((_, method)) = init.unawaited().as_call().and_then(|call| call.method()) else { return false };
    FINDERS.contains(&method.value.as_str())
}

/// Whether some condition of the function asks for the name itself.
fn is_asked_for(func: &Func, name: &str) -> bool {
    struct Asked<'n>(&'n str, bool);
    impl Visitor<'_> for Asked<'_> {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            if let StmtKind::If { test, .. } = &stmt.kind {
                self.1 |= asks(test, self.0);
            }
            !self.1
        }
    }
    fn asks(test: &Expr, name: &str) -> bool {
        match &test.kind {
            ExprKind::Ident(it) => it == name,
            ExprKind::Unary { operand, .. } => asks(operand, name),
            ExprKind::Logical { left, right, .. } | ExprKind::Binary { left, right, .. } => {
                asks(left, name) || asks(right, name)
            }
            _ => false,
        }
    }
    let mut asked = Asked(name, false);
    walk_func(func, &mut asked);
    asked.1
}

/// Answers 404 where nothing was found, in the words that the file uses for it.
fn guard(
    cx: &FixContext<'_>,
    place: &Place,
    func: &Func,
    name: &str,
    stmt: &Stmt,
) -> Result<Draft, PluginError> {
    let Some(response) = response_name(func).filter(|name| matches!(*name, "res" | "response")) else {
        return cx
            .decline(format!("`{name}` may be nothing here, and what is to happen then cannot be told"));
    };
    let style = Style::of(&place.file);
    let answer =
        known_answer(&place.file).unwrap_or_else(|| format!("{{ error: {} }}", style.string("not found")));
    let indent = indentation(&place.file.text, stmt.span.start);
    let code = format!(
        "{end}{indent}if (!{name}) return {response}.status(404).json({answer}){semi}",
        end = style.line_end,
        semi = style.semicolon()
    );
    let mut edits = EditSet::new();
    edits.insert(stmt.span.end, code)?;
    Ok(cx
        .fix(format!("Answer 404 where no `{name}` is found"))
        .edit(&place.file.path, edits, format!("`{name}` may be nothing"))
        .safety(Safety::Unsafe)
        .confidence(0.8))
}

/// What the file sends with its other answers of 404.
fn known_answer(file: &ModuleFile) -> Option<String> {
    struct Answers<'f>(&'f ModuleFile, Option<String>);
    impl Visitor<'_> for Answers<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Call(call) = &expr.kind
                && let Some((object, method)) = call.method()
                && method.value == "json"
                && let Some(status) = object.as_call()
                && status.method().is_some_and(|(_, method)| method.value == "status")
                && matches!(status.args.first().map(|arg| &arg.kind), Some(ExprKind::Num(code)) if (*code - 404.0).abs() < 0.5)
                && let Some(arg) = call.args.first()
                && let Some(props) = arg.as_object()
                && props.iter().all(|prop| matches!(prop.value.kind, ExprKind::Str(_)))
            {
                self.1.get_or_insert_with(|| arg.span.of(&self.0.text).to_owned());
            }
            true
        }
    }
    let mut answers = Answers(file, None);
    walk_module(&file.tree, &mut answers);
    answers.1
}
