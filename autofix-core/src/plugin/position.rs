//! Named places in a file. A place that a file does not have is an error, never a guess.

use crate::facts::server;
use crate::model::Position;
use crate::syntax::tree::{ExprKind, Stmt, StmtKind};
use crate::syntax::{Language, parse};
use crate::text::LineIndex;

/// Why a position was not found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file has no place `{position}`: {reason}")]
pub struct PositionError {
    /// The position, as it is written in a change.
    pub position: String,
    /// What was looked for.
    pub reason: String,
}

/// The byte where whole lines are inserted for a position.
pub fn offset_of(position: Position, path: &str, text: &str) -> Result<u32, PositionError> {
    let missing =
        |name: &str, reason: &str| PositionError { position: name.to_owned(), reason: reason.to_owned() };
    let end = u32::try_from(text.len()).map_err(|_| missing("end_of_file", "the file is too large"))?;
    match position {
        Position::EndOfFile => return Ok(end),
        Position::Line { line } => {
            let index = LineIndex::new(text);
            return match index.span(line) {
                Some(span) => Ok(span.start),
                None if line == index.lines() + 1 => Ok(end),
                None => Err(missing(&format!("line {line}"), &format!("it has {} lines", index.lines()))),
            };
        }
        _ => {}
    }
    let module = (Language::of(path).and_then(|language| parse(language, text)))
        .ok_or_else(|| missing(name(position), "only JavaScript and TypeScript files have it"))?;
    let after = |offset: u32| line_after(text, offset);
    let before = |offset: u32| line_before(text, offset);
    match position {
        Position::StartOfFile => Ok(if module.start == 0 { 0 } else { after(module.start) }),
        Position::AfterImports => (module.body.iter().rev())
            .find(|stmt| is_import(stmt))
            .map(|stmt| after(stmt.span.end))
            .ok_or_else(|| missing("after_imports", "it imports nothing")),
        Position::AfterExpressInit => (server::local_apps(&module).into_iter())
            .find(|app| app.framework == server::Framework::Express)
            .map(|app| after(app.created.end))
            .ok_or_else(|| missing("after_express_init", "no `express()` is called at its top level")),
        Position::AfterAppInit => (server::local_apps(&module).first())
            .map(|app| after(app.created.end))
            .ok_or_else(|| missing("after_app_init", "no server app is made at its top level")),
        Position::BeforeRoutes => (server::route_statements(&module).first())
            .map(|span| before(span.start))
            .ok_or_else(|| missing("before_routes", "it registers no routes")),
        Position::AfterRoutes => (server::route_statements(&module).last())
            .map(|span| after(span.end))
            .ok_or_else(|| missing("after_routes", "it registers no routes")),
        Position::BeforeListen => (server::listen_statements(&module).first())
            .map(|span| before(span.start))
            .ok_or_else(|| missing("before_listen", "nothing listens in it")),
        Position::EndOfFile | Position::Line { .. } => Ok(end),
    }
}

fn name(position: Position) -> &'static str {
    match position {
        Position::StartOfFile => "start_of_file",
        Position::AfterImports => "after_imports",
        Position::AfterExpressInit => "after_express_init",
        Position::AfterAppInit => "after_app_init",
        Position::BeforeRoutes => "before_routes",
        Position::AfterRoutes => "after_routes",
        Position::BeforeListen => "before_listen",
        Position::EndOfFile => "end_of_file",
        Position::Line { .. } => "line",
    }
}

fn is_import(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Import(_) => true,
        StmtKind::Var(declarators) => declarators.iter().any(|it| {
            it.init.as_ref().is_some_and(|init| match &init.kind {
                ExprKind::Call(call) => call.callee.as_ident() == Some("require"),
                ExprKind::Member { object, .. } => {
                    object.as_call().is_some_and(|call| call.callee.as_ident() == Some("require"))
                }
                _ => false,
            })
        }),
        StmtKind::Expr(expr) => expr.as_call().is_some_and(|call| call.callee.as_ident() == Some("require")),
        _ => false,
    }
}

/// The beginning of the line after the one that holds an offset.
fn line_after(text: &str, offset: u32) -> u32 {
    let at = (offset as usize).min(text.len());
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |more| at + more + 1);
    u32::try_from(end).unwrap_or(offset)
}

/// The beginning of the line that holds an offset.
fn line_before(text: &str, offset: u32) -> u32 {
    let at = (offset as usize).min(text.len());
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    u32::try_from(start).unwrap_or(offset)
}
