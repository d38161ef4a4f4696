//! Headers that an app sets by hand: `res.setHeader('Access-Control-Allow-Origin', …)`.

use super::{Reason, is_loopback};
use crate::prelude::*;
use autofix_core::facts::handler::{function_around, request_name};
use autofix_core::facts::server::{ChainKind, ServerApp};
use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Visitor, walk_module};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The headers of one file, each with the expression of its value.
pub(super) struct Headers {
    file: Arc<ModuleFile>,
    set: Vec<(String, Expr)>,
}

impl Headers {
    fn value(&self, name: &str) -> Option<&Expr> {
        self.set.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Headers that the files of an app set by hand, if they set the origin's.
pub(super) async fn headers(facts: &Facts<'_>, app: &ServerApp) -> Option<Headers> {
    struct Set(Vec<(String, Expr)>);
    impl Visitor<'_> for Set {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Call(call) = &expr.kind
                && let Some((_, method)) = call.method()
                && matches!(method.value.as_str(), "setHeader" | "header" | "set" | "append")
            {
                match call.args.as_slice() {
                    [name, value, ..] if name.as_str().is_some_and(is_cors) => {
                        self.0.push((name.as_str().unwrap_or_default().to_owned(), value.clone()));
                    }
                    [object] => {
                        for prop in object.as_object().unwrap_or_default() {
                            if let Some(key) = prop.key.as_ref().filter(|key| is_cors(&key.value)) {
                                self.0.push((key.value.clone(), prop.value.clone()));
                            }
                        }
                    }
                    _ => {}
                }
            }
            true
        }
    }
    fn is_cors(name: &str) -> bool {
        name.to_ascii_lowercase().starts_with("access-control-allow-")
    }
    // The function that sets them may be in another file than the statement that registers it.
    let handlers = app.chain.iter().filter_map(|item| match &item.kind {
        ChainKind::Middleware { handler, .. } => handler.as_ref().map(|handler| &handler.file),
        _ => None,
    });
    let registering = app.chain.iter().map(|item| &item.file);
    let files: BTreeSet<&String> = std::iter::once(&app.file).chain(registering).chain(handlers).collect();
    for path in files {
        let Some(file) = facts.module(path).await else { continue };
        let mut set = Set(Vec::new());
        walk_module(&file.tree, &mut set);
        let headers = Headers { file, set: set.0 };
        if headers.value("Access-Control-Allow-Origin").is_some() {
            return Some(headers);
        }
    }
    None
}

/// Makes headers that are set by hand allow what was refused.
pub(super) fn repair(
    cx: &FixContext<'_>,
    headers: &Headers,
    reason: &Reason,
    origin: &str,
    credentials: bool,
) -> Result<Draft, PluginError> {
    let file = &headers.file;
    let style = Style::of(file);
    match reason {
        Reason::Method(item) => add_to(cx, headers, "Access-Control-Allow-Methods", item),
        Reason::Header(item) => add_to(cx, headers, "Access-Control-Allow-Headers", item),
        Reason::Origin | Reason::WildcardWithCredentials => {
            let Some(value) = headers.value("Access-Control-Allow-Origin") else {
                return cx.decline("the header of the origin was not found");
            };
            let Some(written) = value.as_str() else {
                return cx.decline("the allowed origin is computed, and cannot be edited here");
            };
            if written == origin {
                return cx.decline(format!(
                    "{origin} is allowed already; the refused answer comes from somewhere else"
                ));
            }
            let new = if written == "*" || written.trim_end_matches('/') == origin {
                style.string(origin)
            } else {
                // Both the origin that was meant and the one that calls: the header holds a single one.
                let Some(request) = function_around(&file.tree, value.span.start).and_then(request_name)
                else {
                    return cx.decline("the header is set outside of a request handler");
                };
                format!(
                    "[{0}, {1}].includes({request}.headers.origin) ? {request}.headers.origin : {0}",
                    value.span.of(&file.text),
                    style.string(origin)
                )
            };
            let safe = is_loopback(origin) && !credentials && written != "*";
            Ok(cx
                .fix(format!("Allow the origin {origin}"))
                .replace(&file.path, value.span, new, format!("Allow {origin}"))?
                .safety(if safe { Safety::Safe } else { Safety::Unsafe })
                .confidence(0.85))
        }
        Reason::Credentials => {
            cx.decline("answer `Access-Control-Allow-Credentials: true` beside the named origin")
        }
        Reason::PreflightStatus => {
            cx.decline("the preflight (OPTIONS) is answered with an error by a later handler")
        }
        Reason::SeveralValues => {
            cx.decline("the header is set twice; a proxy or another middleware adds it as well")
        }
        Reason::Redirect => {
            cx.decline("the preflight is redirected: the URL of the call differs from the route's")
        }
    }
}

fn add_to(cx: &FixContext<'_>, headers: &Headers, header: &str, item: &str) -> Result<Draft, PluginError> {
    let Some(value) = headers.value(header) else {
        return cx.decline(format!("the app sets no `{header}`"));
    };
    let Some(written) = value.as_str() else {
        return cx.decline(format!("`{header}` is computed, and cannot be edited here"));
    };
    if written.split(',').any(|it| it.trim().eq_ignore_ascii_case(item)) {
        return cx.decline(format!("`{header}` holds {item} already"));
    }
    let separator = if written.contains(", ") || !written.contains(',') { ", " } else { "," };
    let new = Style::of(&headers.file).string(&format!("{written}{separator}{item}"));
    Ok(cx
        .fix(format!("Allow {item} in `{header}`"))
        .replace(&headers.file.path, value.span, new, format!("Allow {item}"))?
        .safety(Safety::Safe)
        .confidence(0.9))
}
