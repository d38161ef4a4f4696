//! The lines of a log as a person would read them on the terminal.

use super::redact::Redactor;
use std::borrow::Cow;

/// A longer line is cut: nothing that a reader looks for stands further right.
const MAX_LINE: usize = 16 * 1024;

/// Cleaned, redacted lines. An index counts from 0; [`Log::number`] is what people call the line.
#[derive(Debug, Clone, Default)]
pub struct Log {
    lines: Vec<String>,
    count: u32,
}

impl Log {
    /// Cleans a log: line ends, escape sequences, progress overwrites, NULs and the prefixes that
    /// container tools put before each line are taken away, secrets are replaced by placeholders.
    pub fn new(text: &str) -> Self {
        let mut redactor = Redactor::new();
        let lines: Vec<String> = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .split('\n')
            .map(|raw| redactor.line(strip_container_prefix(clean(raw).as_ref())))
            .collect();
        let filled = if text.ends_with('\n') || text.is_empty() { lines.len() - 1 } else { lines.len() };
        Self { lines, count: u32::try_from(filled).unwrap_or(u32::MAX) }
    }

    /// Reads bytes of any encoding; what is not UTF-8 becomes a replacement character.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(&String::from_utf8_lossy(bytes))
    }

    /// Number of lines; a final line end does not begin another one.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Number of indices.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A line by index; empty past the end.
    pub fn line(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", String::as_str)
    }

    /// Line number, from 1, of an index.
    pub fn number(index: usize) -> u32 {
        u32::try_from(index + 1).unwrap_or(u32::MAX)
    }

    /// The lines of a range of indices, both ends inclusive.
    pub fn text(&self, first: usize, last: usize) -> String {
        let last = (last + 1).min(self.lines.len());
        self.lines.get(first..last).map(|lines| lines.join("\n")).unwrap_or_default()
    }
}

fn clean(raw: &str) -> Cow<'_, str> {
    let raw = raw.strip_suffix('\r').unwrap_or(raw);
    // A progress bar rewrites its line: what stands after the last return is what was left to see.
    let raw = match raw.rfind('\r') {
        Some(at) if !raw[at + 1..].trim().is_empty() => &raw[at + 1..],
        _ => raw,
    };
    let raw = cut(raw);
    if !raw.bytes().any(|b| b == 0x1b || b == 0 || b == 0x08 || b == b'\r') && !raw.contains('\u{9b}') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(strip_escapes(raw))
}

fn cut(raw: &str) -> &str {
    if raw.len() <= MAX_LINE {
        return raw;
    }
    let mut end = MAX_LINE;
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

/// Takes `web-1  | `, `[pod/web-7f/web] ` and the CRI form `<time> stdout F ` away.
fn strip_container_prefix(line: &str) -> &str {
    let is_split = line.as_bytes().contains(&b'|');
    if is_split
        && let Some((name, rest)) =
            line.split_once(" | ").or_else(|| line.strip_suffix(" |").map(|n| (n, "")))
    {
        let name = name.trim_end();
        let service = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = service.len() < name.len() && service.ends_with(['-', '_']);
        if numbered
            && service.len() > 1
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        {
            return rest;
        }
    }
    if let Some(rest) = line.strip_prefix("[pod/")
        && let Some((_, rest)) = rest.split_once("] ")
    {
        return rest;
    }
    // Most lines begin otherwise, and are not searched.
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        for stream in [" stdout F ", " stderr F ", " stdout P ", " stderr P "] {
            if let Some((time, rest)) = line.split_once(stream)
                && time.len() <= 40
                && time.contains('T')
            {
                return rest;
            }
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_as_on_the_terminal() {
        let cases = [
            ("\u{1b}[31mError\u{1b}[0m: no\r\n", "Error: no"),
            ("10%\r50%\rdone", "done"),
            ("web-1  | listening", "listening"),
            ("web-1  |     at f (/app/a.js:1:2)", "    at f (/app/a.js:1:2)"),
            ("[pod/web-7f/web] Error: x", "Error: x"),
            ("2026-01-02T03:04:05.6Z stderr F Error: x", "Error: x"),
            ("\u{1b}]8;;http://a\u{7}link\u{1b}]8;;\u{7}", "link"),
            ("a\0b", "ab"),
            ("  1 | const a = 1", "  1 | const a = 1"),
            ("\u{feff}first", "first"),
        ];
        for (raw, clean) in cases {
            assert_eq!(Log::new(raw).line(0), clean, "{raw:?}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_input() {
        let log = Log::new("a\r\n\r\nb\n");
        assert_eq!((log.count(), log.line(2), Log::number(2), log.line(99)), (3, "b", 3, ""));
        assert_eq!(Log::new("").count(), 0);
        assert_eq!(Log::new("x").count(), 1);
        assert_eq!(Log::new(&"é".repeat(20_000)).line(0).len(), MAX_LINE);
        assert_eq!(Log::from_bytes(b"a\xffb").line(0), "a\u{fffd}b");
    }
}
