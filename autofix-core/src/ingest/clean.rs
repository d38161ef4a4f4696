//! What a terminal would have made of a line.

use std::borrow::Cow;

/// Takes away line ends, escape sequences, what a progress bar wrote over, and control characters.
pub(super) fn clean(raw: &str) -> Cow<'_, str> {
    let raw = raw.strip_suffix('\r').unwrap_or(raw);
    // A progress bar rewrites its line: what stands after the last return is what was left to see.
    let raw = match raw.rfind('\r') {
        Some(at) if !raw[at + 1..].trim().is_empty() => &raw[at + 1..],
        _ => raw,
    };
    if !raw.bytes().any(|b| matches!(b, 0x1b | 0 | 0x08 | b'\r')) && !raw.contains('\u{9b}') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(strip_escapes(raw))
}

/// [`clean`] for each line of a text.
#[cfg(feature = "servers")]
pub(super) fn lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// The beginning of a text, at most so many bytes.
pub(crate) fn cut(raw: &str, most: usize) -> &str {
    if raw.len() <= most {
        return raw;
    }
    let mut end = most;
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    &raw[..end]
}

fn strip_escapes(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.next() {
                Some('[') => skip_csi(&mut chars),
                Some(']' | 'P' | '_' | '^' | 'X') => {
                    while let Some(c) = chars.next() {
                        if c == '\u{7}' || (c == '\u{1b}' && chars.next_if_eq(&'\\').is_some()) {
                            break;
                        }
                    }
                }
                Some('(' | ')' | '#' | '%') => {
                    chars.next();
                }
                _ => {}
            },
            '\u{9b}' => skip_csi(&mut chars),
            '\u{8}' => {
                out.pop();
            }
            '\0' | '\r' => {}
            c => out.push(c),
        }
    }
    out
}

fn skip_csi(chars: &mut impl Iterator<Item = char>) {
    for c in chars {
        if ('@'..='~').contains(&c) {
            return;
        }
    }
}
