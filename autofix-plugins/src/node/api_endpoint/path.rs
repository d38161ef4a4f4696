//! A path that no route answers: the route that is meant, and what differs from it.

use crate::prelude::*;
use autofix_core::facts::client::ClientCall;
use autofix_core::facts::server::{Route, ServerApp};

/// How a call's path leads to a route's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// The call lacks these segments at its beginning.
    Missing(String),
    /// The call has these segments too many at its beginning.
    Extra(String),
    /// One segment is spelt otherwise: position, as called, as served.
    Spelt(usize, String, String),
}

/// Repairs a call whose path no route answers.
pub(super) async fn repair(
    cx: &FixContext<'_>,
    servers: &[ServerApp],
    call: &ClientCall,
    url: &UrlPattern,
) -> Result<Draft, PluginError> {
    let method = &call.method;
    let mut found: Vec<(u32, Difference, &Route)> = Vec::new();
    for app in servers {
        for (_, route) in app.routes() {
            if method != "*" && !route.answers_method(method) {
                continue;
            }
            if let Some((cost, difference)) = difference(url, &route.path) {
                found.push((cost, difference, route));
            }
        }
    }
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let Some((cost, difference, route)) = found.first() else {
        return cx.decline(format!("{method} {} is not served, and no route is like it", url.path()));
    };
    if let Some((_, other, other_route)) =
        found.iter().find(|(other, way, _)| other == cost && way != difference)
    {
        let _ = other;
        return cx.decline(format!(
            "{method} {} is not served; {} and {} are equally like it",
            url.path(),
            route.path,
            other_route.path
        ));
    }
    let Some(file) = cx.facts().module(&call.file).await else {
        return cx.decline(format!("{} cannot be read", call.file));
    };
    let draft = cx
        .fix(format!(
            "Call {} {}, which the server serves, instead of {}",
            route.method.to_uppercase(),
            route.path,
            url.path()
        ))
        .confidence(0.85);
    match difference {
        Difference::Spelt(_, called, served) => {
            let safe = if *cost <= 2 { Safety::Safe } else { Safety::Unsafe };
            let because = format!("/{called} → /{served}");
            if let Some(span) = segment_span(&file.text, call.url_span, called) {
                return Ok(draft.safety(safe).replace(&call.file, span, served.clone(), because)?);
            }
            if let Some(base) = &call.base {
                let text = cx.read(&base.file).await?;
                if let Some(span) = segment_span(&text, base.span, called) {
                    return Ok(draft.safety(Safety::Unsafe).replace(
                        &base.file,
                        span,
                        served.clone(),
                        because,
                    )?);
                }
            }
            cx.decline(format!("`{called}` should be `{served}`, but it is not written at the call"))
        }
        Difference::Missing(prefix) => missing(cx, draft, servers, call, &file, prefix).await,
        Difference::Extra(prefix) => {
            // Written twice: once in the base and once at the call.
            match path_start(&file.text, call.url_span, &format!("/{prefix}")) {
                Some(at) => {
                    let span = Span::new(at, at + u32::try_from(prefix.len() + 1).unwrap_or(0));
                    Ok(draft.safety(Safety::Safe).replace(
                        &call.file,
                        span,
                        "",
                        format!("The base URL holds /{prefix} already"),
                    )?)
                }
                None => {
                    cx.decline(format!("the call has /{prefix} too much, but it is not written at the call"))
                }
            }
        }
    }
}

/// Puts a missing prefix where it belongs: into the base when every call through it lacks it, else at the call.
async fn missing(
    cx: &FixContext<'_>,
    draft: Draft,
    servers: &[ServerApp],
    call: &ClientCall,
    file: &ModuleFile,
    prefix: &str,
) -> Result<Draft, PluginError> {
    let because = format!("The routes are mounted at /{prefix}");
    if let Some(base) = &call.base {
        let calls = cx.facts().client_calls().await;
        let mut others = calls.iter().filter(|it| it.base.as_ref() == Some(base));
        let all_lack = others.all(|it| {
            let served =
                servers.iter().any(|app| app.routes().any(|(_, route)| it.url.answered_by(&route.path)));
            !served
        });
        if all_lack {
            let text = cx.read(&base.file).await?;
            let written = base.span.of(&text);
            let close = base.span.end - 1;
            let inner = written.trim_matches(['\'', '"', '`']);
            let slash = u32::from(inner.ends_with('/'));
            let at = Span::new(close - slash, close);
            let tail = if slash == 1 { "/" } else { "" };
            return Ok(draft.safety(Safety::Unsafe).replace(
                &base.file,
                at,
                format!("/{prefix}{tail}"),
                because,
            )?);
        }
    }
    let first = call.own.segments.first().and_then(Option::as_ref);
    let start = match first {
        Some(first) => path_start(&file.text, call.url_span, &format!("/{first}")),
        None => None,
    };
    match start {
        Some(at) => {
            let mut edits = EditSet::new();
            edits.insert(at, format!("/{prefix}"))?;
            Ok(draft.safety(Safety::Safe).edit(&call.file, edits, because))
        }
        None => cx.decline(format!("the call lacks /{prefix}, but its path is not written at the call")),
    }
}

/// How a concrete path differs from a pattern, and how much; `None` when it is another one altogether.
fn difference(url: &UrlPattern, pattern: &str) -> Option<(u32, Difference)> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    let asked = &url.segments;
    let fits = |part: &str, segment: &Option<String>| {
        part.starts_with(':') || segment.as_deref().is_some_and(|segment| segment.eq_ignore_ascii_case(part))
    };
    let literal = |parts: &[&str]| parts.iter().any(|part| !part.starts_with(':') && !part.starts_with('*'));
    if parts.len() > asked.len() {
        let (prefix, rest) = parts.split_at(parts.len() - asked.len());
        let plain = prefix.iter().all(|part| !part.starts_with([':', '*', '{']));
        let same = rest.iter().zip(asked).all(|(part, segment)| fits(part, segment));
        return (plain && same && literal(rest))
            .then(|| (u32::try_from(prefix.len()).unwrap_or(9), Difference::Missing(prefix.join("/"))));
    }
    if parts.len() < asked.len() {
        let (prefix, rest) = asked.split_at(asked.len() - parts.len());
        let prefix: Vec<&str> = prefix.iter().map(|segment| segment.as_deref()).collect::<Option<_>>()?;
        let same = parts.iter().zip(rest).all(|(part, segment)| fits(part, segment));
        return (same && literal(&parts))
            .then(|| (u32::try_from(prefix.len()).unwrap_or(9), Difference::Extra(prefix.join("/"))));
    }
    let mut differing =
        parts.iter().zip(asked).enumerate().filter(|(_, (part, segment))| !fits(part, segment));
    let (at, (part, segment)) = differing.next()?;
    if differing.next().is_some() || part.starts_with('*') {
        return None;
    }
    let called = segment.as_deref()?;
    let others_agree = parts.len() > 1
        && parts
            .iter()
            .zip(asked)
            .enumerate()
            .any(|(index, (part, segment))| index != at && !part.starts_with(':') && fits(part, segment));
    let cost = spelling(called, part)?;
    (others_agree || cost <= 2).then(|| (cost, Difference::Spelt(at, called.to_owned(), (*part).to_owned())))
}

/// How far two names are apart: plural and letters' case are next to each other. `None` for other words.
fn spelling(a: &str, b: &str) -> Option<u32> {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let (a, b) = (plain(a), plain(b));
    if a == b {
        return Some(0);
    }
    let plural = |one: &str, many: &str| {
        many == format!("{one}s")
            || many == format!("{one}es")
            || one.strip_suffix('y').is_some_and(|stem| many == format!("{stem}ies"))
    };
    if plural(&a, &b) || plural(&b, &a) {
        return Some(1);
    }
    let distance = edit_distance(&a, &b);
    let longest = a.len().max(b.len());
    (distance <= 2 && distance * 3 <= longest).then(|| u32::try_from(distance).unwrap_or(9) + 1)
}

/// Levenshtein's distance.
fn edit_distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(a, b)
}

/// The bytes of a whole path segment inside an expression.
fn segment_span(text: &str, within: Span, segment: &str) -> Option<Span> {
    let source = within.of(text);
    let mut found = source.match_indices(segment).filter(|(at, _)| {
        let before = source[..*at].chars().next_back();
        let after = source[at + segment.len()..].chars().next();
        let edge = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '-'));
        edge(before) && edge(after)
    });
    let (at, _) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let start = within.start + u32::try_from(at).ok()?;
    Some(Span::new(start, start + u32::try_from(segment.len()).ok()?))
}

/// The byte at which a path begins inside an expression.
fn path_start(text: &str, within: Span, path: &str) -> Option<u32> {
    let source = within.of(text);
    let at = source.find(path)?;
    let end = source[at + path.len()..].chars().next();
    let whole = end.is_none_or(|c| matches!(c, '/' | '\'' | '"' | '`' | '?' | '$' | '#'));
    whole.then(|| within.start + u32::try_from(at).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_apart() {
        let table: &[(&str, &str, Option<Difference>)] = &[
            ("/api/user", "/api/users", Some(Difference::Spelt(1, "user".into(), "users".into()))),
            ("/users/1", "/api/users/:id", Some(Difference::Missing("api".into()))),
            ("/api/api/users", "/api/users", Some(Difference::Extra("api".into()))),
            ("/api/orders", "/api/users", None),
            ("/api/users/1/posts", "/api/items/:id/orders", None),
            (
                "/api/todo-items",
                "/api/todoItems",
                Some(Difference::Spelt(1, "todo-items".into(), "todoItems".into())),
            ),
        ];
        for (path, pattern, expected) in table {
            assert_eq!(
                difference(&UrlPattern::of(path), pattern).map(|it| it.1),
                *expected,
                "{path} {pattern}"
            );
        }
    }
}
