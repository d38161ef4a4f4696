//! `ESLint`'s default report: a file, then its findings.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let path = log.line(at).trim();
    if path.contains(' ')
        || !path.contains('.')
        || !path.contains(['/', '\\'])
        || finding(log.line(at + 1)).is_none()
    {
        return None;
    }
    let mut frames = Vec::new();
    let mut message = None;
    let mut last = at;
    while let Some((line, column, error, text)) = finding(log.line(last + 1)) {
        last += 1;
        if error {
            message.get_or_insert(text);
            frames.push(frame::frame(path, Some(line), Some(column), None));
        }
    }
    Some(Block::new(Reader::Lint, at, last, message?).with_frames(frames))
}

fn finding(line: &str) -> Option<(u32, u32, bool, &str)> {
    let (place, rest) = line.trim().split_once(' ')?;
    let (number, column) = place.split_once(':')?;
    let rest = rest.trim_start();
    let error = rest.starts_with("error ");
    if !error && !rest.starts_with("warning ") {
        return None;
    }
    let text = rest.split_once(' ').map_or("", |(_, text)| text.trim());
    Some((number.parse().ok()?, column.parse().ok()?, error, text))
}
