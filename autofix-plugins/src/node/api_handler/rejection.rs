//! A rejected promise of an `async` handler, which ends a server under Express 4.

use super::places;
use crate::prelude::*;
use autofix_core::facts::handler::{function_around, unguarded_awaits};
use autofix_core::facts::packages::installed_version;
use autofix_core::facts::server::ChainKind;
use autofix_core::syntax::tree::{Expr, ExprKind, Func};
use autofix_core::syntax::{Visitor, walk_func};
use autofix_core::text::indentation;

/// Whether the words are those of node when nobody handles a rejection.
pub(super) fn is_unhandled(cx: &FixContext<'_>) -> bool {
    let all = [cx.words(), cx.log()].join("\n");
    [
        "triggerUncaughtException",
        "UnhandledPromiseRejection",
        "unhandledRejection",
        "Unhandled promise rejection",
        "Unhandled Rejection",
    ]
    .iter()
    .any(|sign| all.contains(sign))
}

pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let servers = cx.facts().servers().await;
    for place in places(cx).await {
        let Some(func) = outermost_async(&place.file, place.offset) else { continue };
        let is_handler = servers.iter().flat_map(|app| &app.chain).any(|item| match &item.kind {
            ChainKind::Route(route) => {
                route.handlers.iter().any(|it| it.file == place.file.path && it.span == func.span)
            }
            _ => false,
        });
        if !is_handler {
            continue;
        }
        if !is_express_4(cx, &place.file.path).await? {
            return cx
                .decline("this Express hands rejected promises on by itself; the error has another way out");
        }
        if unguarded_awaits(func).is_empty() {
            return cx.decline("every `await` of the handler is inside a `try` already");
        }
        return guard(cx, &place.file, func);
    }
    cx.decline("the stack names no `async` handler of an app's route")
}

async fn is_express_4(cx: &FixContext<'_>, file: &str) -> Result<bool, PluginError> {
    let Some(package) = cx.facts().package_of(file).await else {
        return cx.decline(format!("{file} belongs to no package.json"));
    };
    let installed = installed_version(cx.facts(), &package.folder, "express").await;
    let wanted = package.dependencies.get("express").map(|it| it.range.clone());
    match installed.or(wanted) {
        Some(version) => {
            let major: String = version
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(char::is_ascii_digit)
                .collect();
            Ok(major.parse::<u32>().is_ok_and(|major| major < 5))
        }
        None => cx.decline(format!("{} does not list express, so its version is not known", package.path)),
    }
}

fn outermost_async(file: &ModuleFile, offset: u32) -> Option<&Func> {
    let inner = function_around(&file.tree, offset)?;
    // A callback inside the handler: look outwards, from just before it.
    if inner.is_async && inner.params.len() >= 2 {
        return Some(inner);
    }
    let outer = function_around(&file.tree, inner.span.start.checked_sub(1)?)?;
    (outer.is_async && outer.params.len() >= 2 && outer.span != inner.span).then_some(outer)
}

/// Puts the handler's body into a `try` that hands the error on.
fn guard(cx: &FixContext<'_>, file: &ModuleFile, func: &Func) -> Result<Draft, PluginError> {
    if func.is_expression {
        return cx.decline("the handler is a single expression; give it a body with `try` and `next`");
    }
    let body = func.body_span.of(&file.text);
    if !body.contains('\n') || has_long_template(func, &file.text) {
        return cx.decline("the handler's body cannot be indented without changing a text in it");
    }
    let style = Style::of(file);
    let outer = indentation(&file.text, func.body_span.start);
    let inner = format!("{outer}{}", style.indent);
    let mut edits = EditSet::new();
    let next = match func.params.get(2).map(|param| param.name().map(str::to_owned)) {
        Some(Some(name)) => name,
        Some(None) => return cx.decline("the handler's third parameter is no plain `next`"),
        None => {
            let list = func.params_span.of(&file.text);
            let Some(last) = func.params.get(1).and_then(|param| param.names().last().map(|name| name.span))
            else {
                return cx.decline("the handler's parameters cannot be read");
            };
            if !list.starts_with('(') || func.params[1].name().is_none() {
                return cx.decline("the handler's parameters cannot be extended by `next`");
            }
            let tail = Span::new(last.end, func.params_span.end).of(&file.text);
            // A type behind the parameter: `res: Response`.
            let typed = tail.trim_start().starts_with(':');
            let at = if typed { func.params_span.end - 1 } else { last.end };
            let text = if typed { ", next: (error: unknown) => void" } else { ", next" };
            edits.insert(at, text)?;
            "next".to_owned()
        }
    };
    let open = func.body_span.start + 1;
    let close = func.body_span.end - 1;
    edits.insert(open, format!("{}{inner}try {{", style.line_end))?;
    let mut at = open;
    for line in Span::new(open, close).of(&file.text).split_inclusive('\n') {
        let start = at;
        at += u32::try_from(line.len()).unwrap_or(0);
        if start > open && !line.trim().is_empty() && at <= close && start < last_line(&file.text, close) {
            edits.insert(start, style.indent.clone())?;
        }
    }
    let last = last_line(&file.text, close);
    let handler = format!(
        "{inner}}} catch (error) {{{end}{inner}{unit}{next}(error){semi}{end}{inner}}}{end}",
        end = style.line_end,
        unit = style.indent,
        semi = style.semicolon()
    );
    edits.insert(last, handler)?;
    Ok(cx
        .fix("Hand errors of the async handler on to Express")
        .edit(&file.path, edits, "Catch what the handler awaits and pass it to `next`")
        .safety(Safety::Unsafe)
        .confidence(0.8))
}

/// The beginning of the line that holds an offset.
fn last_line(text: &str, offset: u32) -> u32 {
    let at = text[..offset as usize].rfind('\n').map_or(0, |at| at + 1);
    u32::try_from(at).unwrap_or(0)
}

fn has_long_template(func: &Func, text: &str) -> bool {
    struct Long<'t>(&'t str, bool);
    impl Visitor<'_> for Long<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            let source = expr.span.of(self.0);
            let template =
                matches!(expr.kind, ExprKind::Template { .. } | ExprKind::Str(_)) && source.contains('\n');
            let tagged =
                matches!(expr.kind, ExprKind::Other(_)) && source.contains('`') && source.contains('\n');
            self.1 |= template || tagged;
            !self.1
        }
    }
    let mut long = Long(text, false);
    walk_func(func, &mut long);
    long.1
}
