//! The TypeScript compiler, plain and pretty.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    if let Some(block) = deno(log, at) {
        return Some(block);
    }
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

/// Deno's checker: `TS2322 [ERROR]: words`, the source line, a mark, and the place as a frame.
fn deno(log: &Log, at: usize) -> Option<Block> {
    let (code, words) = log.line(at).split_once(" [ERROR]: ")?;
    let digits = code.strip_prefix("TS")?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let place = (at + 1..at + 8).find_map(|line| Some((line, frame::javascript(log.line(line))?)));
    let (mut last, frames) = place.map_or((at, vec![]), |(line, frame)| (line, vec![frame]));
    // What belongs to it stands below, set in: where the type was declared, with a place of its own.
    while log.line(last + 1).starts_with("    ")
        || log.line(last + 1).is_empty() && log.line(last + 2).starts_with("    ")
    {
        last += 1;
    }
    Some(Block::new(Reader::TypeScript, at, last, &format!("{code}: {words}")).with_frames(frames))
}

#[cfg(test)]
mod tests {
    use super::super::Log;
    use super::*;

    #[test]
    fn deno_names_the_place_below() {
        let log = Log::new(
            "TS2322 [ERROR]: no\nconst a: A = 1;\n      ~\n    at file:///srv/a.ts:2:7\n\n    \
             declared here\n        at file:///srv/a.ts:1:3\n\nerror: Type checking failed.\n",
        );
        let block = read(&log, 0, 0).expect("an error");
        assert_eq!((block.message.as_str(), block.last), ("TS2322: no", 6));
        assert_eq!((block.frames[0].file.as_str(), block.frames[0].line), ("file:///srv/a.ts", Some(2)));
        assert_eq!(read(&Log::new("TSX [ERROR]: no"), 0, 0), None);
    }
}
