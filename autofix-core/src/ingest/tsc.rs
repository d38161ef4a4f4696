//! The TypeScript compiler, plain and pretty.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let (head, rest) = line.split_once("error TS")?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || !rest[digits..].starts_with(':') {
        return None;
    }
    let head = head.trim_end().trim_end_matches([':', '-', ' ']);
    let plain = head.strip_suffix(')').and_then(|head| head.rsplit_once('(')).and_then(|(path, place)| {
        let (line, column) = place.split_once(',')?;
        Some((path, line.parse().ok()?, column.parse().ok()))
    });
    let place = plain.or_else(|| frame::location(head));
    let frames = place
        .map(|(path, number, column)| frame::frame(path, Some(number), column, None))
        .into_iter()
        .collect();
    let mut last = at;
    while last + 1 < log.len()
        && last < at + 20
        && log.line(last + 1).starts_with("  ")
        && !log.line(last + 1).contains("error TS")
    {
        last += 1;
    }
    Some(Block::new(Reader::TypeScript, at, last, &format!("TS{rest}")).with_frames(frames))
}
