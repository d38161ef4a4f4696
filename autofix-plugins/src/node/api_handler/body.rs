//! A body that is read where no parser has read it.

use super::places;
use crate::prelude::*;
use autofix_core::facts::client::ClientCall;
use autofix_core::facts::handler::{function_around, request_name};
use autofix_core::facts::server::{BodyParser, ChainItem, ChainKind, Framework, ServerApp};
use autofix_core::facts::style::Style;
use autofix_core::rewrite;
use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Visitor, walk_module};
use autofix_core::text::indentation;

/// Whether the failing line reads a request's body and the words say that it is `undefined`.
pub(super) async fn is_missing_body(cx: &FixContext<'_>) -> bool {
    let words = [cx.words(), &cx.issue().message].join("\n");
    let undefined = (words.contains("of undefined") || words.contains("as it is undefined"))
        || (words.contains("is not iterable") && words.contains("undefined"));
    if !undefined {
        return false;
    }
    if words.contains(".body'") || words.contains(".body\"") || words.contains(".body`") {
        return true;
    }
    match places(cx).await.first() {
        Some(place) => reads_body(&place.file, place.span),
        None => false,
    }
}

/// Whether a line holds `req.body`, by the handler's own name of the request.
fn reads_body(file: &ModuleFile, line: Span) -> bool {
    struct Body<'f> {
        file: &'f ModuleFile,
        line: Span,
        found: bool,
    }
    impl Visitor<'_> for Body<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Member { object, property } = &expr.kind
                && property.value == "body"
                && self.line.contains(property.span.start)
                && let Some(name) = object.as_ident()
            {
                let func = function_around(&self.file.tree, expr.span.start);
                self.found |= func.and_then(request_name) == Some(name);
            }
            !self.found
        }
    }
    let mut body = Body { file, line, found: false };
    walk_module(&file.tree, &mut body);
    body.found
}

pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let servers = cx.facts().servers().await;
    let places = places(cx).await;
    let Some(place) = places.first() else { return cx.decline("the stack names no file of the project") };
    let answers = |app: &&ServerApp| route_index(app, &place.file.path, place.offset).is_some();
    let Some(app) = servers.iter().find(answers) else {
        return cx.decline(format!("no app was found that uses the handler in {}", place.file.path));
    };
    if app.framework != Framework::Express {
        return cx.decline(format!("the app in {} is not an Express app", app.file));
    }
    let index = route_index(app, &place.file.path, place.offset).unwrap_or_default();
    let wanted = wanted_parser(cx, app, index).await;
    let parser =
        app.chain.iter().position(|item| matches!(item.kind, ChainKind::BodyParser(kind) if kind == wanted));
    match parser {
        Some(at) if at < index => cx.decline(
            "a parser reads bodies before this route: the client sends no `Content-Type` that it knows, or no body",
        ),
        Some(at) => relocate(cx, &app.chain[at], &app.chain, index).await,
        None => add(cx, app, wanted).await,
    }
}

/// Position in the chain of the route whose handler holds an offset.
fn route_index(app: &ServerApp, file: &str, offset: u32) -> Option<usize> {
    app.chain.iter().position(|item| match &item.kind {
        ChainKind::Route(route) => {
            let in_handler = route.handlers.iter().any(|it| it.file == file && it.span.contains(offset));
            in_handler || (item.file == file && item.call.contains(offset))
        }
        ChainKind::Middleware { handler: Some(handler), .. } => {
            handler.file == file && handler.span.contains(offset)
        }
        _ => false,
    })
}

/// Forms are read as forms where the only client of the route sends one; else JSON.
async fn wanted_parser(cx: &FixContext<'_>, app: &ServerApp, index: usize) -> BodyParser {
    let ChainKind::Route(route) = &app.chain[index].kind else { return BodyParser::Json };
    let calls = cx.facts().client_calls().await;
    let mut callers = calls
        .iter()
        .filter(|call: &&ClientCall| call.url.answered_by(&route.path) && route.answers_method(&call.method));
    let Some(caller) = callers.next() else { return BodyParser::Json };
    match cx.read(&caller.file).await {
        Ok(text) => {
            let sent = caller.call.of(&text);
            if sent.contains("URLSearchParams") || sent.contains("x-www-form-urlencoded") {
                BodyParser::Urlencoded
            } else {
                BodyParser::Json
            }
        }
        Err(_) => BodyParser::Json,
    }
}

async fn add(cx: &FixContext<'_>, app: &ServerApp, wanted: BodyParser) -> Result<Draft, PluginError> {
    let Some(file) = cx.facts().module(&app.file).await else {
        return cx.decline(format!("{} cannot be read", app.file));
    };
    // The name under which this file knows express.
    let created = app.created.of(&file.text);
    let imports = autofix_core::facts::modules::imports(&file.tree);
    let known = imports.iter().filter(|import| import.from.value == "express").find_map(|import| {
        import
            .names
            .iter()
            .find(|name| matches!(name.imported.value.as_str(), "default" | "*"))
            .map(|name| name.local.value.clone())
    });
    let Some(express) = known else {
        return cx
            .decline(format!("`{created}` does not name express, so its parsers cannot be named either"));
    };
    let style = Style::of(&file);
    let call = match wanted {
        BodyParser::Urlencoded => format!("{express}.urlencoded({{ extended: true }})"),
        _ => format!("{express}.json()"),
    };
    let indent = indentation(&file.text, app.created.start);
    let mut edits = EditSet::new();
    edits.insert(
        app.created.end,
        format!("{}{indent}{}.use({call}){}", style.line_end, app.name, style.semicolon()),
    )?;
    let description = format!("Read request bodies before the routes: `{call}`");
    Ok(cx
        .fix(description)
        .edit(&app.file, edits, "Add the body parser")
        .safety(Safety::Unsafe)
        .confidence(0.9))
}

/// Moves a parser that stands behind the route to the front of the app's own statements.
async fn relocate(
    cx: &FixContext<'_>,
    parser: &ChainItem,
    chain: &[ChainItem],
    index: usize,
) -> Result<Draft, PluginError> {
    let Some(file) = cx.facts().module(&parser.file).await else {
        return cx.decline(format!("{} cannot be read", parser.file));
    };
    let ahead =
        chain[..=index].iter().filter(|item| item.file == parser.file && item.stmt.end <= parser.stmt.start);
    let before = match ahead.min_by_key(|item| item.stmt.start) {
        Some(item) => item.stmt,
        // The route came through a router's file; its mount stands before the parser in the app's file.
        None => match mount_before(&file, parser) {
            Some(stmt) => stmt,
            None => return cx.decline("the body parser stands behind the route, in another file"),
        },
    };
    let mut edits = EditSet::new();
    rewrite::move_statement(&file.text, parser.stmt, before, &mut edits)?;
    Ok(cx
        .fix("Read request bodies before the routes, not after them")
        .edit(&parser.file, edits, "Move the body parser before the routes")
        .safety(Safety::Unsafe)
        .confidence(0.9))
}

/// The first statement of a file that mounts a router ahead of an item.
fn mount_before(file: &ModuleFile, item: &ChainItem) -> Option<Span> {
    autofix_core::facts::server::route_statements(&file.tree)
        .into_iter()
        .find(|stmt| stmt.end <= item.stmt.start)
}
