//! Which errors are the same one.

use crate::model::{Frame, IssueType};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const MAX_MESSAGE: usize = 200;

/// The message with what changes from one occurrence to the next replaced: numbers, hexadecimal ids,
/// UUIDs, the folders of absolute paths. Only its first line counts.
pub fn normalize_message(message: &str) -> String {
    let first = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut out = String::new();
    let mut rest = first;
    while !rest.is_empty() && out.len() < MAX_MESSAGE {
        let end = rest.find(is_break).unwrap_or(rest.len());
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

fn is_break(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '=' | '<' | '>')
}

fn word(word: &str, out: &mut String) {
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if hex && word.len() == 36 && word.matches('-').count() == 4 {
        out.push_str("<uuid>");
    } else if word.starts_with("0x") || (hex && word.len() >= 8 && digits > 0 && !word.contains('-')) {
        out.push_str("<hex>");
    } else if word.starts_with('/') || word.get(1..3) == Some(":\\") {
        numbers(word.rsplit(['/', '\\']).next().unwrap_or(word), out);
    } else {
        numbers(word, out);
    }
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
        let _ = write!(key, "|{path}:{}", frame.function.as_deref().unwrap_or_default());
    }
    key
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
        ] {
            assert_eq!(normalize_message(a), normalize_message(b));
        }
        assert_ne!(normalize_message("TS2307: x"), normalize_message("TS2339: x"));
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
        assert_eq!(of(frame("a.js", 1, "f")).len(), 18);
    }
}
