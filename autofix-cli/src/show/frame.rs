//! The lines of a file around a place, with a caret below it.

use crate::output::{CYAN, DIM, RED, printable, styled};
use std::fmt::Write as _;

/// Lines before and after.
const CONTEXT: usize = 2;
/// Longest line that is shown, in characters.
const WIDTH: usize = 160;

/// A code frame; empty where the file has no such line. Line and column count from 1.
pub(crate) fn frame(file: &str, text: &str, line: u32, column: Option<u32>) -> String {
    let text = autofix::core::ingest::redact(text);
    let line = line as usize;
    let lines: Vec<&str> = text.lines().collect();
    if line == 0 || line > lines.len() {
        return String::new();
    }
    let first = line.saturating_sub(CONTEXT).max(1);
    let last = (line + CONTEXT).min(lines.len());
    let gutter = last.to_string().len();
    let place = column.map_or_else(|| format!("{file}:{line}"), |column| format!("{file}:{line}:{column}"));
    let mut shown = format!("  {}\n", styled(CYAN, printable(&place)));
    for (number, source) in lines.iter().enumerate().map(|(index, source)| (index + 1, source)) {
        if number < first || number > last {
            continue;
        }
        let here = number == line;
        let mark = if here { styled(RED, ">") } else { " ".to_owned() };
        let source: String = printable(&source.replace('\t', "    ")).chars().take(WIDTH).collect();
        let bar = styled(DIM, format!("{number:gutter$} |"));
        let _ = writeln!(shown, "  {mark} {bar} {source}");
        if here && let Some(before) = column.and_then(|column| caret(lines.get(line - 1)?, column)) {
            let bar = styled(DIM, format!("{:gutter$} |", ""));
            let _ = writeln!(shown, "    {bar} {:before$}{}", "", styled(RED.bold(), "^"));
        }
    }
    shown
}

/// Width of what stands before a column; `None` beyond the line, where a caret would point at nothing.
fn caret(line: &str, column: u32) -> Option<usize> {
    let before = (column as usize).checked_sub(1)?;
    let length = line.chars().count();
    let tabs = line.chars().take(before).filter(|c| *c == '\t').count();
    (before <= length).then_some(before + tabs * 3).filter(|width| *width < WIDTH)
}
