//! Failed tests of Jest and Vitest.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use super::v8;

const MAX_LINES: usize = 150;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim_start();
    let jest = line.strip_prefix("● ");
    let vitest = line.strip_prefix("FAIL ").filter(|rest| rest.contains(" > "));
    let name = jest.or(vitest)?;
    let mut frames = Vec::new();
    let mut message = String::new();
    let mut last = at;
    let mut next = at + 1;
    while next < log.len() && next < at + MAX_LINES {
        let text = log.line(next).trim();
        if text.starts_with("● ")
            || text.starts_with("Test Suites:")
            || text.starts_with("⎯⎯")
            || text.starts_with("FAIL ")
        {
            break;
        }
        if let Some(place) = text.strip_prefix("❯ ") {
            let place = place.rsplit(' ').next().unwrap_or(place);
            if let Some((path, number, column)) = frame::location(place) {
                frames.push(frame::frame(path, Some(number), column, None));
            }
        } else if let Some(frame) = javascript(text) {
            frames.push(frame);
        }
        if !text.is_empty() {
            last = next;
            if message.is_empty() || (v8::error_name(text).is_some() && v8::error_name(&message).is_none()) {
                text.clone_into(&mut message);
            }
        }
        next += 1;
    }
    let message = if message.is_empty() { name } else { &message };
    Some(Block::new(Reader::TestRunner, at, last, message).with_frames(frames))
}
