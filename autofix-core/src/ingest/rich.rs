//! Tracebacks that Rich draws in a frame, as Typer, FastAPI's command and many logging handlers do.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;
use crate::model::Frame;

const MAX_LINES: usize = 2_000;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim();
    if !(line.starts_with(['╭', '┌']) && line.contains("Traceback (most recent call last)")) {
        return None;
    }
    let mut frames: Vec<Frame> = Vec::new();
    let mut locals = 0_u32;
    for next in at + 1..log.len().min(at + MAX_LINES) {
        let line = log.line(next).trim();
        if line.starts_with(['╰', '└']) {
            let message = log.line(next + 1).trim();
            frames.reverse();
            let last = if message.is_empty() { next } else { next + 1 };
            return Some(Block::new(Reader::Python, at, last, message).with_frames(frames));
        }
        // A line that is wider than the terminal loses its right side, and so does the frame around it.
        let inside = line.trim_start_matches(['│', '|', '┃']).trim_end_matches(['│', '|', '┃']).trim();
        if inside.starts_with('╭') {
            locals += 1;
        } else if inside.starts_with('╰') {
            locals = locals.saturating_sub(1);
        } else if locals == 0
            && let Some(frame) = place(inside)
        {
            frames.push(frame);
        }
    }
    None
}

/// `/app/report.py:7 in total`, and `in total:7` where the file is not shown.
fn place(inside: &str) -> Option<Frame> {
    let (place, function) = inside.split_once(" in ")?;
    let (path, line, _) = frame::location(place)?;
    (!path.contains(' ') && path.contains('.')).then(|| frame::frame(path, Some(line), None, Some(function)))
}

#[cfg(test)]
mod tests {
    use super::super::{Log, Reader, read};

    #[test]
    fn the_drawing_comes_off() {
        let text = "╭──────── Traceback (most recent call last) ────────╮\n│ /app/report.py:9 in <module>                       │\n│ ╭──── locals ────╮                                 │\n│ │ x = '/a.py:1 in f' │                             │\n│ ╰────────────────╯                                 │\n│ /app/report.py:4 in total                          │\n│ ❱ 4     return row['nights']                       │\n╰────────────────────────────────────────────────────╯\nKeyError: 'nights'\n";
        let blocks = read(&Log::new(text));
        assert_eq!(blocks.len(), 1, "{blocks:?}");
        let block = &blocks[0];
        assert_eq!(
            (block.reader, block.message.as_str(), block.last),
            (Reader::Python, "KeyError: 'nights'", 8)
        );
        let places: Vec<_> = block.frames.iter().map(|frame| (frame.file.as_str(), frame.line)).collect();
        assert_eq!(places, [("/app/report.py", Some(4)), ("/app/report.py", Some(9))]);
    }
}
