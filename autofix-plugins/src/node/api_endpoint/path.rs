//! A path that no route answers: the route that is meant, and what differs from it.

use crate::prelude::*;
use autofix_core::facts::client::ClientCall;
use autofix_core::facts::server::{Route, ServerApp};

/// How a call's path leads to a route's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// The call lacks these segments, behind so many of its own.
    Missing(usize, String),
    /// The call has these segments too many, behind so many others.
    Extra(usize, String),
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
    let asked = segments(&call.url, url);
    let mut found: Vec<(u32, Difference, &Route)> = Vec::new();
    for app in servers {
        for (_, route) in app.routes() {
            if method != "*" && !route.answers_method(method) {
                continue;
            }
            if let Some((cost, difference)) = difference(&asked, &route.path) {
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
        Difference::Missing(at, segments) => {
            let gap = Gap { call, url, at: *at, segments };
            missing(cx, draft, servers, &file, &gap).await
        }
        Difference::Extra(_, segments) => {
            // Written twice, once in the base and once at the call; or the routes are mounted without it.
            let because = format!("The routes are served without /{segments}");
            let own = std::iter::once((call.file.clone(), call.url_span));
            for (path, within) in own.chain(call.base.iter().map(|base| (base.file.clone(), base.span))) {
                let text = cx.read(&path).await?;
                if let Some(at) = path_start(&text, within, &format!("/{segments}")) {
                    let span = Span::new(at, at + u32::try_from(segments.len() + 1).unwrap_or(0));
                    let safe = if path == call.file { Safety::Safe } else { Safety::Unsafe };
                    return Ok(draft.safety(safe).replace(&path, span, "", because)?);
                }
            }
            cx.decline(format!("the call has /{segments} too much, but it is not written at the call"))
        }
    }
}

/// Segments that a call lacks.
struct Gap<'a> {
    call: &'a ClientCall,
    url: &'a UrlPattern,
    /// Segments of the URL before the gap.
    at: usize,
    segments: &'a str,
}

/// Puts missing segments where they belong: into the base when every call through it lacks them, else at the call.
async fn missing(
    cx: &FixContext<'_>,
    draft: Draft,
    servers: &[ServerApp],
    file: &ModuleFile,
    gap: &Gap<'_>,
) -> Result<Draft, PluginError> {
    let Gap { call, url, at, segments } = *gap;
    let because = format!("The routes are served under /{segments}");
    // How many of the path's segments the base gives.
    let based = url.segments.len().saturating_sub(call.own.segments.len());
    if let Some(base) = call.base.as_ref().filter(|_| at == based) {
        let calls = cx.facts().client_calls().await;
        let mut others = calls.iter().filter(|it| it.base.as_ref() == Some(base));
        let all_lack = others.all(|it| {
            !servers.iter().any(|app| app.routes().any(|(_, route)| it.url.answered_by(&route.path)))
        });
        if all_lack {
            let text = cx.read(&base.file).await?;
            let written = base.span.of(&text);
            let close = base.span.end - 1;
            let slash = u32::from(written.trim_matches(['\'', '"', '`']).ends_with('/'));
            let end = Span::new(close - slash, close);
            let tail = if slash == 1 { "/" } else { "" };
            return Ok(draft.safety(Safety::Unsafe).replace(
                &base.file,
                end,
                format!("/{segments}{tail}"),
                because,
            )?);
        }
    }
    // Before the segment of the call that follows the gap.
    let next = at.checked_sub(based).and_then(|at| call.own.segments.get(at)).and_then(Option::as_ref);
    let start = match next {
        Some(next) => path_start(&file.text, call.url_span, &format!("/{next}")),
        None => None,
    };
    match start {
        Some(start) => {
            let mut edits = EditSet::new();
            edits.insert(start, format!("/{segments}"))?;
            Ok(draft.safety(Safety::Safe).edit(&call.file, edits, because))
        }
        None => cx.decline(format!("the call lacks /{segments}, but its path is not written at the call")),
    }
}

/// A segment of the path that was called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    /// Its text, in the code or in the log; `None` where neither says it.
    text: Option<String>,
    /// It is written in the code; else it is a value, such as an id.
    literal: bool,
}

/// The segments of a call: what the code leaves open is filled from the log.
fn segments(call: &UrlPattern, asked: &UrlPattern) -> Vec<Segment> {
    let filled = call.segments.len() == asked.segments.len();
    (call.segments.iter().enumerate())
        .map(|(index, segment)| Segment {
            text: segment.clone().or_else(|| asked.segments.get(index).filter(|_| filled).cloned().flatten()),
            literal: segment.is_some(),
        })
        .collect()
}

/// How a path differs from a pattern, and how much; `None` when it is another one altogether.
fn difference(asked: &[Segment], pattern: &str) -> Option<(u32, Difference)> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    // A name that is written in the code is no value of a parameter.
    let fits = |part: &str, segment: &Segment| {
        if part.starts_with(':') {
            !segment.literal
        } else {
            segment.text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(part))
        }
    };
    let literal = |parts: &[&str]| parts.iter().any(|part| !part.starts_with([':', '*', '{']));
    let same = |parts: &[&str], asked: &[Segment]| {
        parts.iter().zip(asked).all(|(part, segment)| fits(part, segment))
    };
    if parts.len() > asked.len() {
        let more = parts.len() - asked.len();
        return (0..=asked.len()).find_map(|at| {
            let missing = &parts[at..at + more];
            let rest = [&parts[..at], &parts[at + more..]].concat();
            let plain = missing.iter().all(|part| !part.starts_with([':', '*', '{']));
            (plain && literal(&rest) && same(&rest, asked))
                .then(|| (u32::try_from(more).unwrap_or(9), Difference::Missing(at, missing.join("/"))))
        });
    }
    if parts.len() < asked.len() {
        let more = asked.len() - parts.len();
        return (0..=parts.len()).find_map(|at| {
            let extra: Vec<&str> = (asked[at..at + more].iter())
                .map(|segment| segment.text.as_deref().filter(|_| segment.literal))
                .collect::<Option<_>>()?;
            let rest = [&asked[..at], &asked[at + more..]].concat();
            (literal(&parts) && same(&parts, &rest))
                .then(|| (u32::try_from(more).unwrap_or(9), Difference::Extra(at, extra.join("/"))))
        });
    }
    let mut differing =
        parts.iter().zip(asked).enumerate().filter(|(_, (part, segment))| !fits(part, segment));
    let (at, (part, segment)) = differing.next()?;
    if differing.next().is_some() || part.starts_with(['*', ':', '{']) || !segment.literal {
        return None;
    }
    let called = segment.text.as_deref()?;
    let cost = spelling(called, part)?;
    Some((cost, Difference::Spelt(at, called.to_owned(), (*part).to_owned())))
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
            ("/users/1", "/api/users/:id", Some(Difference::Missing(0, "api".into()))),
            ("/api/api/users", "/api/users", Some(Difference::Extra(0, "api".into()))),
            ("/api/users/1", "/api/v1/users/:id", Some(Difference::Missing(1, "v1".into()))),
            ("/api/invoices", "/api/users/:id", None),
            ("/api/orders", "/api/users", None),
            ("/api/users/1/posts", "/api/items/:id/orders", None),
            (
                "/api/todo-items",
                "/api/todoItems",
                Some(Difference::Spelt(1, "todo-items".into(), "todoItems".into())),
            ),
        ];
        for (path, pattern, expected) in table {
            // A number stands for what the code leaves open.
            let value = |text: &str| text.parse::<u32>().is_ok();
            let mut call = UrlPattern::of(path);
            call.segments.iter_mut().for_each(|it| *it = it.take().filter(|text| !value(text)));
            let asked = segments(&call, &UrlPattern::of(path));
            assert_eq!(difference(&asked, pattern).map(|it| it.1), *expected, "{path} {pattern}");
        }
    }
}
