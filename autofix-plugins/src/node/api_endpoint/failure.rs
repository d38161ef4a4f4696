//! Requests that the log shows failing: method, path, and how.

use crate::prelude::*;

/// How a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// 404 or 405: somebody answered that there is no such route.
    NotServed,
    /// A page came back where data was wanted.
    Html,
    /// Nobody listens there.
    Refused,
}

/// A request that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// Upper case; `None` where the log does not say it.
    pub(super) method: Option<String>,
    /// The URL; `None` where the log does not say it.
    pub(super) url: Option<UrlPattern>,
    /// How.
    pub(super) kind: Kind,
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Every failed request that a log names, most telling first, each once.
pub(super) fn read(log: &str) -> Vec<Failure> {
    let mut all: Vec<Failure> = Vec::new();
    for line in log.lines() {
        if let Some(failure) = read_line(line) {
            all.push(failure);
        }
    }
    // A line that names the method says more than one that names the URL alone.
    all.sort_by_key(|failure| (failure.kind, failure.url.is_none(), failure.method.is_none()));
    let mut kept: Vec<Failure> = Vec::new();
    for failure in all {
        let known = kept.iter().any(|it| {
            let same_path = match (&it.url, &failure.url) {
                (Some(a), Some(b)) => a.segments == b.segments,
                _ => failure.url.is_none(),
            };
            same_path && it.kind == failure.kind && (failure.method.is_none() || it.method == failure.method)
        });
        if !known {
            kept.push(failure);
        }
    }
    kept
}

fn read_line(line: &str) -> Option<Failure> {
    let kind = if line.contains("Unexpected token '<'")
        || line.contains("Unexpected token <")
        || line.contains("<!doctype")
        || line.contains("<!DOCTYPE")
        || line.contains("unexpected character at line 1 column 1")
        || line.contains("is not valid JSON") && line.contains('<')
    {
        Kind::Html
    } else if line.contains("ERR_CONNECTION_REFUSED")
        || line.contains("http proxy error")
        || line.contains("ECONNREFUSED")
    {
        Kind::Refused
    } else if has_status(line, &["404", "405"])
        || METHODS.iter().any(|method| line.contains(&format!("Cannot {method} /")))
    {
        Kind::NotServed
    } else {
        return None;
    };
    let (method, url) = request(line, kind);
    if kind != Kind::Html && url.is_none() {
        return None;
    }
    Some(Failure { method, url, kind })
}

/// Whether a status stands in the line as a word of its own.
fn has_status(line: &str, statuses: &[&str]) -> bool {
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| statuses.contains(&word))
}

/// Method and URL in a line: `PUT /api/tasks/1 404`, `GET http://…`, `Cannot POST /x`, `http://…:port/x [error] …`.
fn request(line: &str, kind: Kind) -> (Option<String>, Option<UrlPattern>) {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '`' | '<' | '>' | ','))
        .filter(|word| !word.is_empty())
        .collect();
    for (at, word) in words.iter().enumerate() {
        let method = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        if METHODS.contains(&method)
            && let Some(url) = words.get(at + 1).and_then(|next| url_of(one_slash(next)))
        {
            return (Some(method.to_owned()), Some(url));
        }
    }
    if kind == Kind::Html {
        // What else such a line names is the script that failed, not the URL that was called.
        return (None, None);
    }
    let url = words.iter().find_map(|word| url_of(word).filter(|url| !is_script(url)));
    (None, url)
}

/// A path that a method stands before begins with one slash, whatever the client made of it.
fn one_slash(word: &str) -> &str {
    let rest = word.trim_start_matches('/');
    if rest.len() + 1 < word.len() { &word[word.len() - rest.len() - 1..] } else { word }
}

fn url_of(word: &str) -> Option<UrlPattern> {
    let word = word.trim_end_matches(['.', ':', ';']);
    let is_url = word.starts_with("http://") || word.starts_with("https://");
    if !is_url && !word.starts_with('/') || word.starts_with("//") {
        return None;
    }
    // `http://host/x.js:14:3` is a place in a script.
    let url = UrlPattern::of(word);
    (!is_script(&url)).then_some(url)
}

fn is_script(url: &UrlPattern) -> bool {
    let Some(Some(last)) = url.segments.last() else { return false };
    let name = last.split(':').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(
        ending,
        "js" | "jsx" | "ts" | "tsx" | "mjs" | "vue" | "css" | "map" | "ico" | "png" | "svg" | "jpg" | "html"
    ) || url.segments.iter().flatten().any(|part| part == "node_modules" || part == "@vite")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_requests_are_read() {
        let table: &[(&str, Option<&str>, Option<&str>, Kind)] = &[
            ("PUT /api/tasks/1 404 3.2 ms", Some("PUT"), Some("/api/tasks/1"), Kind::NotServed),
            (
                "GET http://localhost:3000/api/user 404 (Not Found)",
                Some("GET"),
                Some("/api/user"),
                Kind::NotServed,
            ),
            ("<pre>Cannot POST /login</pre>", Some("POST"), Some("/login"), Kind::NotServed),
            (
                "http://localhost:5173/api/x [error] Failed to load resource: the server responded with a status of 404 (Not Found)",
                None,
                Some("/api/x"),
                Kind::NotServed,
            ),
            (
                "http://localhost:5173/src/a.js:15 [error] SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON",
                None,
                None,
                Kind::Html,
            ),
            (
                "GET http://localhost:3001/api/x net::ERR_CONNECTION_REFUSED",
                Some("GET"),
                Some("/api/x"),
                Kind::Refused,
            ),
            ("[vite] http proxy error: /api/users", None, Some("/api/users"), Kind::Refused),
        ];
        for (line, method, path, kind) in table {
            let failure = read_line(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(failure.method.as_deref(), *method, "{line}");
            assert_eq!(failure.url.map(|url| url.path()).as_deref(), *path, "{line}");
            assert_eq!(failure.kind, *kind, "{line}");
        }
        assert_eq!(read_line("GET /api/tasks 200 4.040 ms"), None);
    }
}
