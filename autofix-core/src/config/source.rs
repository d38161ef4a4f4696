//! The file that a configuration was read from.

use super::positions::{Place, Positions};
use super::{Diagnostic, diagnostic::shown, redact};
use std::fmt;

/// Longest piece of a line that is shown, in characters.
const SHOWN: usize = 120;

/// Name, text and places of the keys. Two configurations that say the same are equal wherever they
/// stand, so all sources are.
#[derive(Default)]
pub(super) struct Source {
    file: String,
    text: String,
    positions: Positions,
}

impl Source {
    /// Takes a text without byte order mark.
    pub(super) fn new(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), text: text.to_owned(), positions: Positions::read(text) }
    }

    pub(super) fn position(&self, key: &str) -> Option<Place> {
        self.positions.exact(key)
    }

    /// Whether there is any key in it that could be read.
    pub(super) fn has_keys(&self) -> bool {
        self.positions.has_keys()
    }

    pub(super) fn key_at(&self, place: Place) -> Option<&str> {
        self.positions.key_at(place)
    }

    /// Trouble at a key, or at the nearest key around it.
    pub(super) fn at_key(&self, key: &str, code: &'static str, problem: impl Into<String>) -> Diagnostic {
        self.at(self.positions.near(key), code, problem)
    }

    /// Trouble at a piece of a key's value, where it can be seen in the key's line.
    pub(super) fn at_mark(
        &self,
        key: &str,
        mark: &str,
        code: &'static str,
        problem: impl Into<String>,
    ) -> Diagnostic {
        let Some((line, column)) = self.positions.near(key) else { return self.at(None, code, problem) };
        let after: String = self.line(line).chars().skip(column.saturating_sub(1) as usize).collect();
        let further = after.split_once(mark).map_or(0, |(before, _)| before.chars().count());
        self.at(Some((line, column + u32::try_from(further).unwrap_or(0))), code, problem)
    }

    /// Trouble at a place; `None` for the file as a whole.
    pub(super) fn at(
        &self,
        place: Option<Place>,
        code: &'static str,
        problem: impl Into<String>,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::of_file(code, &self.file, &problem.into());
        let Some((line, column)) = place.filter(|(line, _)| *line > 0) else { return diagnostic };
        let mut above: Vec<&str> = lines(&self.text).take(line.saturating_sub(1) as usize).collect();
        above.reverse();
        let text = shown(&redact::line(self.line(line), above).replace('\t', "    "));
        let tabs =
            self.line(line).chars().take(column.saturating_sub(1) as usize).filter(|c| *c == '\t').count();
        let before = (column.max(1) as usize - 1 + tabs * 3).min(text.chars().count());
        // What is blacked out has no columns of its own.
        let black = text
            .find(redact::BLACK)
            .and_then(|at| text.get(..at))
            .map_or(before, |kept| kept.chars().count());
        let before = before.min(black);
        let (source_line, before) = cut(&text, before);
        let caret = source_line.chars().take(before).map(width).sum();
        Diagnostic { line, column: column.max(1), source_line, caret, ..diagnostic }
    }

    pub(super) fn line(&self, number: u32) -> &str {
        lines(&self.text).nth(number.saturating_sub(1) as usize).unwrap_or_default()
    }
}

/// Lines as YAML counts them: `\n`, `\r\n` and a lone `\r` end one.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..));
        Some(line)
    })
}

/// The part of a long line around a column, and the column in it.
fn cut(text: &str, before: usize) -> (String, usize) {
    let text = text.trim_end();
    let length = text.chars().count();
    if length <= SHOWN {
        return (text.to_owned(), before);
    }
    let start = before.saturating_sub(SHOWN / 2).min(length - SHOWN);
    let piece: String = text.chars().skip(start).take(SHOWN).collect();
    let head = if start > 0 { "…" } else { "" };
    let tail = if start + SHOWN < length { "…" } else { "" };
    (format!("{head}{piece}{tail}"), before - start + head.chars().count())
}

/// Cells that a character takes in a terminal, near enough to put a caret below it.
fn width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold secrets.
        write!(f, "Source({})", self.file)
    }
}

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Source {}
