//! Allowed origins that the environment gives: the `.env` file, else what stands in for the variable.

use super::options::{allow_in, same_but_for_spelling};
use crate::prelude::*;
use autofix_core::facts::env::{definitions, nearest};
use autofix_core::facts::values::{Located, definition, env_name};
use autofix_core::syntax::tree::{Expr, ExprKind};

/// `process.env.X`, with a default or `.split(',')`: the `.env` file, else the default.
pub(super) async fn allow_in_env(
    cx: &FixContext<'_>,
    draft: Draft,
    value: &Located,
    origin: &str,
    inline: bool,
) -> Result<Draft, PluginError> {
    let mut reads = Vec::new();
    let mut splits = false;
    collect(&value.expr, &mut reads, &mut splits);
    let Some((name, default)) = reads.into_iter().next() else {
        return cx.decline("the allowed origins are computed, and cannot be edited here");
    };
    let defined = definitions(cx.facts()).await;
    if let Some(defined) = nearest(&defined, &value.file.path, &name) {
        let text = cx.read(&defined.file).await?;
        let Some(line) = LineIndex::new(&text).span(defined.line) else {
            return cx.decline(format!("{} cannot be read", defined.file));
        };
        if defined.value.split(',').any(|known| known.trim() == origin) {
            return cx.decline(format!("{name} names {origin} already; the server was started without it"));
        }
        let own = line.of(&text);
        let Some(at) = own.find(&defined.value).filter(|_| !defined.value.is_empty()) else {
            return cx.decline(format!("{name} is empty in {}", defined.file));
        };
        let start = line.start + u32::try_from(at).unwrap_or(0);
        let span = Span::new(start, start + u32::try_from(defined.value.len()).unwrap_or(0));
        let new = if splits && !same_but_for_spelling(Some(&defined.value), origin) {
            format!("{},{origin}", defined.value)
        } else {
            origin.to_owned()
        };
        return Ok(draft.safety(Safety::Unsafe).replace(
            &defined.file,
            span,
            new,
            format!("Allow {origin} by {name}"),
        )?);
    }
    match default {
        Some(default) if default.as_str().is_some() => {
            let style = Style::of(&value.file);
            let old = default.as_str().unwrap_or_default();
            let misspelt = same_but_for_spelling(Some(old), origin);
            let new = match (splits, inline) {
                (true, _) => style.string(&format!("{old},{origin}")),
                (false, true) if !misspelt => {
                    format!("[{}, {}]", default.span.of(&value.file.text), style.string(origin))
                }
                _ => style.string(origin),
            };
            let draft = draft.safety(Safety::Unsafe);
            Ok(draft.replace(
                &value.file.path,
                default.span,
                new,
                format!("Allow {origin} unless {name} says otherwise"),
            )?)
        }
        Some(default) => {
            let default = definition(cx.facts(), &value.file, &default).await;
            match default.expr.kind {
                ExprKind::Array(_) => Box::pin(allow_in(cx, draft, &default, origin, false)).await,
                _ => cx.decline(format!("set {name} to {origin} where the server runs")),
            }
        }
        None => cx.decline(format!(
            "the allowed origin comes from {name}, which is not defined in the project: set it to {origin}"
        )),
    }
}

/// Reads of the environment in an expression, each with what stands in for it.
fn collect(expr: &Expr, reads: &mut Vec<(String, Option<Expr>)>, splits: &mut bool) {
    match &expr.kind {
        ExprKind::Logical { operator: "||" | "??", left, right } => {
            let before = reads.len();
            collect(left, reads, splits);
            if let Some(read) = reads.get_mut(before) {
                read.1.get_or_insert_with(|| (**right).clone());
            }
        }
        ExprKind::Call(call) => {
            if let Some((object, method)) = call.method() {
                *splits |= method.value == "split";
                collect(object, reads, splits);
            }
        }
        ExprKind::Cond { test, then, otherwise } => {
            let before = reads.len();
            collect(test, reads, splits);
            collect(then, reads, splits);
            if let Some(read) = reads.get_mut(before) {
                read.1.get_or_insert_with(|| (**otherwise).clone());
            }
        }
        _ => reads.extend(env_name(expr).map(|name| (name, None))),
    }
}
