//! A diff in colours, otherwise exactly as `git apply` takes it.

use crate::output::{BOLD, CYAN, GREEN, RED, printable, styled};

/// A diff of one file. Secrets in it are blacked out; where a person looks, so is what a terminal
/// would obey.
pub(crate) fn diff(text: &str, seen: bool) -> String {
    let redacted = autofix::core::ingest::redact(text);
    let mut shown = String::with_capacity(redacted.len() + 64);
    let mut in_hunk = false;
    for line in redacted.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let end = line.get(body.len()..).unwrap_or_default();
        in_hunk |= body.starts_with("@@ ");
        let style = match body.as_bytes().first() {
            Some(b'@') if in_hunk => CYAN,
            Some(b'+') if in_hunk => GREEN,
            Some(b'-') if in_hunk => RED,
            _ if !in_hunk => BOLD,
            _ => anstyle::Style::new(),
        };
        let body = if seen { printable(body) } else { body.to_owned() };
        let body = if body.is_empty() { body } else { styled(style, body) };
        shown.push_str(&body);
        shown.push_str(end);
    }
    shown
}
