//! Access lines of the common loggers; only answers of 400 and above are told of.

use super::block::{Block, Reader};
use super::log::Log;

const VERBS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let (verb, path, status) = access(log.line(at))?;
    (status >= 400).then(|| Block::new(Reader::Http, at, at, &format!("{verb} {path} {status}")))
}

/// Whether a line is an access line, whatever the answer was.
pub(super) fn is_access(line: &str) -> bool {
    access(line).is_some()
}

/// Method, path and status of an access line: `GET /x 404`, `"GET /x HTTP/1.1" 404`, `--> GET /x 404`.
fn access(line: &str) -> Option<(&str, &str, u16)> {
    for (at, word) in words(line) {
        let Some(verb) = VERBS.iter().find(|verb| word.trim_start_matches(['"', '[', '(']) == **verb) else {
            continue;
        };
        let mut rest = line.get(at + word.len()..)?.split_whitespace();
        let path = rest.next()?.trim_matches('"');
        if !path.starts_with('/') && !path.starts_with("http") {
            continue;
        }
        for _ in 0..3 {
            let Some(next) = rest.next() else { break };
            let next = next.trim_matches(['"', '-', '>', '[', ']', '(', ')', ',']);
            if next.len() == 3
                && let Ok(status) = next.parse()
                && (100..600).contains(&status)
            {
                return Some((verb, path, status));
            }
        }
        return None;
    }
    None
}

/// The first words of a line with their offsets.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .take(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_loggers_are_read() {
        for (line, expected) in [
            ("PUT /api/tasks/1 404", Some(("PUT", "/api/tasks/1", 404))),
            ("GET /a 200 1.2 ms - 15", Some(("GET", "/a", 200))),
            ("127.0.0.1 - - [22/Nov/2026 14:09:03] \"GET /x HTTP/1.1\" 500 -", Some(("GET", "/x", 500))),
            (
                "INFO:     127.0.0.1:41 - \"POST /api HTTP/1.1\" 405 Method Not Allowed",
                Some(("POST", "/api", 405)),
            ),
            (" POST /api/upload 413 in 106ms", Some(("POST", "/api/upload", 413))),
            ("Cannot GET /api/x", None),
            ("GET the book", None),
        ] {
            assert_eq!(access(line), expected, "{line}");
        }
    }
}
