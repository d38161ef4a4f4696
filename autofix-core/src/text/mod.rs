//! Offsets and lines. Inside, an offset is always a number of UTF-8 bytes.

mod line_index;
mod span;

pub use line_index::{LineCol, LineIndex};
pub use span::Span;

/// The line end that a text uses most.
pub fn line_end(text: &str) -> &'static str {
    let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let pairs = text.matches("\r\n").count();
    if pairs * 2 > feeds { "\r\n" } else { "\n" }
}

/// Indentation of the line that holds `offset`: its leading blanks and tabs.
pub fn indentation(text: &str, offset: u32) -> &str {
    let offset = (offset as usize).min(text.len());
    let start = text.as_bytes()[..offset].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let rest = &text[start..];
    &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()]
}

/// One step of indentation as the text uses it: a tab, or the smallest common run of blanks.
pub fn indentation_unit(text: &str) -> String {
    let mut widths = [0_u32; 9];
    let mut previous = 0_usize;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(2_000) {
        if line.starts_with('\t') {
            return "\t".to_owned();
        }
        let width = line.len() - line.trim_start_matches(' ').len();
        let step = width.abs_diff(previous);
        if (2..=8).contains(&step) && !line.trim_start().starts_with('*') {
            widths[step] += 1;
        }
        previous = width;
    }
    let best = (2..=8).max_by_key(|&step| (widths[step], 8 - step)).filter(|&step| widths[step] > 0);
    " ".repeat(best.unwrap_or(2))
}
