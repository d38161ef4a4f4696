//! The options of the `cors` middleware: what they allow, and the edit that allows what was refused.

use super::env::allow_in_env;
use super::{Reason, is_loopback};
use crate::prelude::*;
use autofix_core::facts::server::{ChainItem, ChainKind};
use autofix_core::facts::values::{Const, Located, constant, definition};
use autofix_core::rewrite;
use autofix_core::syntax::tree::{Expr, ExprKind, Func, Stmt};
use autofix_core::syntax::{Visitor, walk_func, walk_module};
use std::sync::Arc;

/// Methods that browsers and the middleware allow without being told.
const DEFAULT_METHODS: &[&str] = &["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"];

/// Makes the middleware of a chain's item allow what was refused.
pub(super) async fn repair(
    cx: &FixContext<'_>,
    item: &ChainItem,
    reason: &Reason,
    origin: &str,
    credentials: bool,
) -> Result<Draft, PluginError> {
    let ChainKind::Cors { call, options } = &item.kind else {
        return cx.decline("the middleware cannot be read");
    };
    let Some(file) = cx.facts().module(&item.file).await else {
        return cx.decline(format!("{} cannot be read", item.file));
    };
    let Some(options) = options else { return no_options(cx, &file, *call, reason, origin, credentials) };
    let options = definition(cx.facts(), &file, options).await;
    if options.expr.as_object().is_none() {
        return cx.decline("the options of the CORS middleware are computed, and cannot be edited here");
    }
    match reason {
        Reason::Origin | Reason::PreflightStatus => allow_origin(cx, &options, origin).await,
        Reason::WildcardWithCredentials | Reason::Credentials => {
            with_credentials(cx, &options, reason, origin).await
        }
        Reason::Method(method) => list(cx, &options, "methods", method, DEFAULT_METHODS).await,
        Reason::Header(header) => list(cx, &options, "allowedHeaders", header, &[]).await,
        Reason::SeveralValues => {
            cx.decline("the header is set twice; a proxy or another middleware adds it as well")
        }
        Reason::Redirect => {
            cx.decline("the preflight is redirected: the URL of the call differs from the route's")
        }
    }
}

/// `cors()` reflects `*`: only credentials are refused by it.
fn no_options(
    cx: &FixContext<'_>,
    file: &Arc<ModuleFile>,
    call: Span,
    reason: &Reason,
    origin: &str,
    credentials: bool,
) -> Result<Draft, PluginError> {
    if !credentials || !matches!(reason, Reason::WildcardWithCredentials | Reason::Credentials) {
        return cx
            .decline("the app allows every origin already; the refused answer comes from somewhere else");
    }
    let style = Style::of(file);
    let text = call.of(&file.text);
    let Some(open) = text.rfind('(') else { return cx.decline("the call of the middleware cannot be read") };
    let at = call.start + u32::try_from(open).unwrap_or(0) + 1;
    let options = format!("{{ origin: {}, credentials: true }}", style.string(origin));
    Ok(cx
        .fix(format!("Name {origin} as the origin that may send credentials"))
        .replace(&file.path, Span::new(at, call.end - 1), options, "Name the origin, allow credentials")?
        .confidence(0.9))
}

/// Names the origin where anyone may call, and lets it send cookies: the browser wants both at once.
async fn with_credentials(
    cx: &FixContext<'_>,
    options: &Located,
    reason: &Reason,
    origin: &str,
) -> Result<Draft, PluginError> {
    let (file, object) = (&options.file, &options.expr);
    let literal = Style::of(file).string(origin);
    let named = object.prop("origin");
    let anyone = names_anyone(cx, options).await;
    let mut edits = EditSet::new();
    let draft = match (anyone, reason) {
        (true, _) => {
            if let Some(prop) = named {
                edits.replace(prop.value.span, literal.clone())?;
            }
            cx.fix(format!("Name {origin} as the origin that may send credentials"))
        }
        (false, Reason::WildcardWithCredentials) => allow_origin(cx, options, origin).await?,
        (false, _) => cx.fix("Allow credentials for the named origins"),
    };
    let missing = anyone && named.is_none();
    match object.prop("credentials") {
        Some(prop) => {
            if !matches!(prop.value.kind, ExprKind::Bool(true)) {
                edits.replace(prop.value.span, "true")?;
            }
            if missing {
                edits.merge(&rewrite::add_property(file, object, "origin", &literal)?)?;
            }
        }
        // Two properties at one place are one edit.
        None if missing => {
            let both = format!("{literal}, credentials: true");
            edits.merge(&rewrite::add_property(file, object, "origin", &both)?)?;
        }
        None => edits.merge(&rewrite::add_property(file, object, "credentials", "true")?)?,
    }
    let draft = draft.safety(Safety::Unsafe).confidence(0.9);
    Ok(if edits.is_empty() { draft } else { draft.edit(&file.path, edits, "Allow credentials") })
}

/// Whether every origin is answered: no origin is named, `*`, or the one that asks is sent back.
async fn names_anyone(cx: &FixContext<'_>, options: &Located) -> bool {
    let Some(prop) = options.expr.prop("origin") else { return true };
    let value = definition(cx.facts(), &options.file, &prop.value).await;
    matches!(value.expr.kind, ExprKind::Bool(true)) || value.expr.as_str() == Some("*")
}

async fn allow_origin(cx: &FixContext<'_>, options: &Located, origin: &str) -> Result<Draft, PluginError> {
    let draft = cx
        .fix(format!("Allow the origin {origin}"))
        .safety(if is_loopback(origin) { Safety::Safe } else { Safety::Unsafe })
        .confidence(0.95);
    let Some(prop) = options.expr.prop("origin") else {
        let value = Style::of(&options.file).string(origin);
        let edits = rewrite::add_property(&options.file, &options.expr, "origin", &value)?;
        return Ok(draft.safety(Safety::Unsafe).edit(&options.file.path, edits, "Name the allowed origin"));
    };
    let value = definition(cx.facts(), &options.file, &prop.value).await;
    let inline = value.file.path == options.file.path && value.expr.span == prop.value.span;
    // A name may stand for the text elsewhere too, so the list is made where the name is used.
    if let (false, Some(text)) = (inline, value.expr.as_str())
        && text != "*"
        && text != origin
        && !same_but_for_spelling(Some(text), origin)
    {
        let literal = Style::of(&options.file).string(origin);
        let both = format!("[{}, {literal}]", prop.value.span.of(&options.file.text));
        return Ok(draft.replace(&options.file.path, prop.value.span, both, format!("Allow {origin}"))?);
    }
    allow_in(cx, draft, &value, origin, inline).await
}

/// Edits the place where the allowed origins are written. `inline` says that it is the option itself.
pub(super) async fn allow_in(
    cx: &FixContext<'_>,
    draft: Draft,
    value: &Located,
    origin: &str,
    inline: bool,
) -> Result<Draft, PluginError> {
    let style = Style::of(&value.file);
    let literal = style.string(origin);
    let path = &value.file.path;
    let because = format!("Allow {origin}");
    match &value.expr.kind {
        ExprKind::Array(items) => {
            let mut known = Vec::new();
            for item in items {
                let item = definition(cx.facts(), &value.file, item).await;
                let text = constant(cx.facts(), &item.file, &item.expr).await.text();
                known.push((item, text));
            }
            if known.iter().any(|(_, text)| text.as_deref() == Some(origin)) {
                return cx.decline(format!("{origin} is in the list of allowed origins already"));
            }
            // The same origin, written so that it never matches.
            if let Some((item, _)) = known.iter().find(|(item, text)| {
                item.expr.as_str().is_some() && same_but_for_spelling(text.as_deref(), origin)
            }) {
                return Ok(draft.replace(
                    &item.file.path,
                    item.expr.span,
                    literal,
                    format!("Write the origin as browsers send it: {origin}"),
                )?);
            }
            // The first entry may be an environment variable that is meant for this.
            Ok(draft.edit(path, rewrite::add_element(&value.file, &value.expr, &literal)?, because))
        }
        ExprKind::Str(text) => {
            if text == origin {
                return cx.decline(format!("{origin} is the allowed origin already"));
            }
            if text == "*" || same_but_for_spelling(Some(text), origin) {
                return Ok(draft.replace(path, value.expr.span, literal, because)?);
            }
            let both = format!("[{}, {literal}]", value.expr.span.of(&value.file.text));
            Ok(draft.replace(path, value.expr.span, both, because)?)
        }
        ExprKind::Regex(_) => {
            let both = format!("[{}, {literal}]", value.expr.span.of(&value.file.text));
            Ok(draft.replace(path, value.expr.span, both, because)?)
        }
        ExprKind::Bool(true) => {
            cx.decline("the app answers every origin already; the refused answer comes from somewhere else")
        }
        ExprKind::Bool(false) => {
            Ok(draft.safety(Safety::Unsafe).replace(path, value.expr.span, literal, because)?)
        }
        ExprKind::Func(func) => match list_in(func) {
            Some(list) => {
                let list = definition(cx.facts(), &value.file, &list).await;
                if matches!(list.expr.kind, ExprKind::Func(_) | ExprKind::Ident(_)) {
                    return cx.decline("the origins are checked by a function whose list was not found");
                }
                Box::pin(allow_in(cx, draft, &list, origin, false)).await
            }
            None => cx.decline("the origins are checked by a function without a list"),
        },
        _ => allow_in_env(cx, draft, value, origin, inline).await,
    }
}

/// The list in `origin: (origin, callback) => { if (allowed.includes(origin)) … }`.
fn list_in(func: &Func) -> Option<Expr> {
    struct Lists(Option<Expr>);
    impl Visitor<'_> for Lists {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Call(call) = &expr.kind
                && let Some((object, method)) = call.method()
                && matches!(method.value.as_str(), "includes" | "indexOf" | "has" | "some" | "find")
                && object.as_ident().is_none_or(func_free)
            {
                self.0.get_or_insert_with(|| object.clone());
            }
            self.0.is_none()
        }
    }
    fn func_free(name: &str) -> bool {
        name != "origin"
    }
    let mut lists = Lists(None);
    walk_func(func, &mut lists);
    // `new Set([…])`
    match lists.0 {
        Some(Expr { kind: ExprKind::Call(call), .. }) if call.is_new => call.args.first().cloned(),
        other => other,
    }
}

async fn list(
    cx: &FixContext<'_>,
    options: &Located,
    key: &str,
    item: &str,
    implied: &[&str],
) -> Result<Draft, PluginError> {
    let draft = cx.fix(format!("Allow {item} in `{key}`")).safety(Safety::Safe).confidence(0.95);
    let because = format!("Allow {item}");
    let Some(prop) = options.expr.prop(key) else {
        if implied.iter().any(|known| known.eq_ignore_ascii_case(item)) || key == "allowedHeaders" {
            return cx.decline(format!("the middleware allows {item} already; another answer was refused"));
        }
        let style = Style::of(&options.file);
        let all: Vec<String> = implied.iter().copied().chain([item]).map(|it| style.string(it)).collect();
        let edits =
            rewrite::add_property(&options.file, &options.expr, key, &format!("[{}]", all.join(", ")))?;
        return Ok(draft.edit(&options.file.path, edits, because));
    };
    let value = definition(cx.facts(), &options.file, &prop.value).await;
    let holds = match constant(cx.facts(), &value.file, &value.expr).await {
        Const::List(items) => items.iter().filter_map(Const::text).any(|it| it.eq_ignore_ascii_case(item)),
        Const::Str(text) => text.split(',').any(|it| it.trim().eq_ignore_ascii_case(item)),
        _ => return cx.decline(format!("`{key}` is computed, and cannot be edited here")),
    };
    if holds {
        return cx.decline(format!("{item} is in `{key}` already"));
    }
    let style = Style::of(&value.file);
    match &value.expr.kind {
        ExprKind::Array(_) => {
            let edits = rewrite::add_element(&value.file, &value.expr, &style.string(item))?;
            Ok(draft.edit(&value.file.path, edits, because))
        }
        ExprKind::Str(text) => {
            let separator = if text.contains(", ") { ", " } else { "," };
            let all = style.string(&format!("{text}{separator}{item}"));
            Ok(draft.replace(&value.file.path, value.expr.span, all, because)?)
        }
        _ => cx.decline(format!("`{key}` is computed, and cannot be edited here")),
    }
}

/// Whether two origins differ only by a slash at the end, a path, letters' case or a missing scheme.
pub(super) fn same_but_for_spelling(written: Option<&str>, origin: &str) -> bool {
    let Some(written) = written else { return false };
    let bare = |text: &str| {
        let text = text.trim().to_ascii_lowercase();
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).to_owned();
        text.split('/').next().unwrap_or_default().to_owned()
    };
    let scheme = |text: &str| text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    written != origin
        && bare(written) == bare(origin)
        && (scheme(written).is_none() || scheme(written) == scheme(origin))
}

/// Names that a statement uses.
pub(super) fn names_in(file: &ModuleFile, stmt: Span) -> Vec<String> {
    struct Names(Span, Vec<String>);
    impl Visitor<'_> for Names {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Ident(name) = &expr.kind
                && self.0.covers(expr.span)
            {
                self.1.push(name.clone());
            }
            true
        }
    }
    let mut names = Names(stmt, Vec::new());
    walk_module(&file.tree, &mut names);
    names.1
}

/// Whether a statement declares one of these names.
pub(super) fn declares(stmt: &Stmt, names: &[String]) -> bool {
    match &stmt.kind {
        autofix_core::syntax::tree::StmtKind::Var(declarators) => {
            declarators.iter().flat_map(|it| it.pattern.names()).any(|name| names.contains(&name.value))
        }
        _ => false,
    }
}
