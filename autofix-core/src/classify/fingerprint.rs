//! Which errors are the same one.

use crate::model::{Frame, IssueType};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

const MAX_MESSAGE: usize = 200;

/// The message with what changes from one occurrence to the next replaced: numbers, hexadecimal ids,
/// UUIDs, the folders of absolute paths. Only its first line counts.
pub fn normalize_message(message: &str) -> String {
    let first = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut out = String::new();
    let mut rest = first;
    while !rest.is_empty() && out.len() < MAX_MESSAGE {
        // A query has signs in it that end every other word.
        let url = rest.starts_with("http://") || rest.starts_with("https://");
        let ends = |c: char| if url { is_url_break(c) } else { is_break(c) };
        let end = rest.find(ends).unwrap_or(rest.len());
        if end == 0 {
            let width = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..width]);
            rest = &rest[width..];
        } else {
            word(&rest[..end], &mut out);
            rest = &rest[end..];
        }
    }
    out
}

fn is_url_break(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | '<' | '>')
}

fn is_break(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '=' | '<' | '>')
}

fn word(word: &str, out: &mut String) {
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if hex && word.len() == 36 && word.matches('-').count() == 4 {
        out.push_str("<uuid>");
    } else if is_time(word) {
        out.push_str("<time>");
    } else if word.starts_with("0x") || (hex && word.len() >= 8 && digits > 0 && !word.contains('-')) {
        out.push_str("<hex>");
    } else if is_id(word, digits) {
        out.push_str("<id>");
    } else if let Some((scheme, rest)) = word.split_once("://") {
        // The same call fails on every host.
        out.push_str(scheme);
        out.push_str("://<host>");
        let path = rest.find('/').map_or("", |at| &rest[at..]);
        segments(path.split(['?', '#']).next().unwrap_or(path), out);
    } else if word.starts_with('/') || word.get(1..3) == Some(":\\") {
        segments(word.rsplit(['/', '\\']).next().unwrap_or(word), out);
    } else {
        segments(word, out);
    }
}

/// A date, alone or with a time of day.
fn is_time(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 10
        && bytes.get(..4).is_some_and(|year| year.iter().all(u8::is_ascii_digit))
        && matches!(bytes.get(4), Some(b'-' | b'/'))
        && bytes.get(5..7).is_some_and(|month| month.iter().all(u8::is_ascii_digit))
        && bytes.get(7) == bytes.get(4)
        && bytes.iter().all(|b| b.is_ascii_digit() || b"-/:.,TZ+".contains(b))
}

/// A random id, such as a key of a database, a session or a container has: letters and digits mixed.
fn is_id(word: &str, digits: usize) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    word.len() >= 16 && digits >= 3 && letters >= 3 && letters + digits == word.len()
}

/// A path or name, part by part, the hash of a bundle's name taken out.
fn segments(text: &str, out: &mut String) {
    for (at, part) in text.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        if is_id(part, part.bytes().filter(u8::is_ascii_digit).count()) {
            out.push_str("<id>");
        } else {
            numbers(&without_hash(part), out);
        }
    }
}

/// `index-BxY3kd9Q.js` and `main.4f3a9c1b.chunk.js` are `index.js` and `main.chunk.js`.
pub(super) fn without_hash(name: &str) -> Cow<'_, str> {
    let is_script = [".js", ".mjs", ".cjs", ".css", ".map"].iter().any(|end| name.ends_with(end));
    if !is_script {
        return Cow::Borrowed(name);
    }
    let mut kept = String::new();
    let mut changed = false;
    let mut rest = name;
    while let Some(at) = rest.find(['.', '-', '~']) {
        let end = rest[at + 1..].find(['.', '-', '~']).map_or(rest.len(), |next| at + 1 + next);
        kept.push_str(&rest[..at]);
        if is_hash(&rest[at + 1..end]) {
            changed = true;
        } else {
            kept.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    if is_hash(kept.strip_suffix(".js").unwrap_or_default()) {
        return Cow::Borrowed("<id>.js");
    }
    if changed { Cow::Owned(kept) } else { Cow::Borrowed(name) }
}

/// What a bundler puts into a name: eight letters and more, not a word.
fn is_hash(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let upper = part.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let lower = part.bytes().filter(u8::is_ascii_lowercase).count();
    (8..=64).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && (digits > 0 || (upper > 1 && lower > 0))
}

/// Numbers become `<n>`, but a number that is part of a code (`TS2307`, `utf8`) stays.
fn numbers(word: &str, out: &mut String) {
    let mut in_name = false;
    let mut in_number = false;
    for c in word.chars() {
        if c.is_ascii_digit() && !in_name {
            if !in_number {
                out.push_str("<n>");
            }
            in_number = true;
        } else {
            in_number = false;
            in_name = c.is_alphanumeric() || c == '_';
            out.push(c);
        }
    }
}

/// The grouping key: root cause, message, and the innermost function of the project. Line numbers are
/// not in it, so an edit above the error does not make it another one.
pub fn fingerprint(issue_type: &IssueType, message: &str, frames: &[Frame]) -> String {
    let mut key = format!("{issue_type}|{}", normalize_message(message));
    if let Some(frame) = frames.iter().find(|frame| frame.in_app) {
        let path = frame
            .file
            .split_once("://")
            .map_or(frame.file.as_str(), |(_, rest)| rest.split_once('/').map_or(rest, |(_, path)| path));
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let (folder, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
        let bundle = without_hash(name);
        // Where the project lies on the machine is not a part of it.
        let absolute = folder.starts_with('/') || folder.get(1..2) == Some(":");
        let mut parts: Vec<&str> = folder.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
        if absolute {
            parts = parts.split_off(parts.len().saturating_sub(2));
        }
        parts.push(&bundle);
        // In a bundle the names of functions are as short-lived as its hash.
        let function = frame.function.as_deref().filter(|_| bundle == name).unwrap_or_default();
        let _ = write!(key, "|{}:{}", parts.join("/"), function_name(function));
    }
    key
}

/// The name without what a compiler appends: `f::h0123456789abcdef`, `f$1`.
fn function_name(name: &str) -> &str {
    let name = match name.rsplit_once("::h") {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => name,
        _ => name,
    };
    name.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('$').unwrap_or(name)
}

/// `issue_` and the first 12 hexadecimal digits of the SHA-256 of a fingerprint.
pub fn issue_id(fingerprint: &str) -> String {
    let digest = Sha256::digest(fingerprint.as_bytes());
    let mut id = "issue_".to_owned();
    for byte in digest.iter().take(6) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_error_has_the_same_words() {
        for (a, b) in [
            ("no user 17 in 0.5ms", "no user 4711 in 12.25ms"),
            ("open '/tmp/a1/x.js'", "open '/srv/b/x.js'"),
            ("id 6b02f9595f4b38dddd63fd89", "id 6b02f9595f4b38dddd63fd90"),
            ("req 123e4567-e89b-12d3-a456-426614174000", "req 00000000-e89b-12d3-a456-426614174000"),
            ("a\nb", "a\nc"),
            ("at 2026-11-22T10:00:00.1Z no", "at 2027-01-01T23:59:59.9Z no"),
            ("job clx3k2j9a0000qwer5 died", "job clx3k2j9a0001abcd6 died"),
            ("GET http://localhost:3000/api/x/7?q=1 404", "GET http://shop.example.org/api/x/8 404"),
            ("load /assets/index-BxY3kd9Q.js", "load /assets/index-C1aZ04tt.js"),
            ("Loading chunk 4f3a9c1b.js", "Loading chunk 77ab01cd.js"),
        ] {
            assert_eq!(normalize_message(a), normalize_message(b));
        }
        for (a, b) in [
            ("TS2307: x", "TS2339: x"),
            ("load settings.js", "load database.js"),
            ("load checkout-form.js", "load checkout-list.js"),
            ("GET http://a/x 404", "GET http://a/y 404"),
        ] {
            assert_ne!(normalize_message(a), normalize_message(b));
        }
    }

    #[test]
    fn lines_do_not_count_but_functions_do() {
        let frame = |file: &str, line, function: &str| Frame {
            file: file.into(),
            line: Some(line),
            function: Some(function.into()),
            in_app: true,
            ..Frame::default()
        };
        let of = |frame| issue_id(&fingerprint(&IssueType::RUNTIME_ERROR, "x", &[frame]));
        assert_eq!(of(frame("a.js", 1, "f")), of(frame("a.js", 9, "f")));
        assert_ne!(of(frame("a.js", 1, "f")), of(frame("a.js", 1, "g")));
        assert_eq!(of(frame("http://h:1/a.js?t=1", 1, "f")), of(frame("http://h:2/a.js?t=2", 1, "f")));
        assert_eq!(of(frame("/srv/a/shop/src/a.js", 1, "f")), of(frame("/home/b/shop/src/a.js", 1, "f")));
        assert_eq!(
            of(frame("http://h/assets/index-BxY3kd9Q.js", 1, "t")),
            of(frame("http://i/assets/index-Zk08_aQ1.js", 7, "Ae"))
        );
        assert_eq!(
            of(frame("a.rs", 1, "f::h0123456789abcdef")),
            of(frame("a.rs", 1, "f::hfedcba9876543210"))
        );
        assert_ne!(of(frame("/srv/shop/src/a.js", 1, "f")), of(frame("/srv/shop/lib/a.js", 1, "f")));
        assert_eq!(of(frame("a.js", 1, "f")).len(), 18);
    }
}
