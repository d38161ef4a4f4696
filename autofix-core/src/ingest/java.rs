//! Stacks of the JVM.

use super::block::{Block, Reader};
use super::frame::java;
use super::log::Log;

const MAX_LINES: usize = 400;

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let line = log.line(at);
    let first = if java(line).is_some() {
        if at > floor { at - 1 } else { at }
    } else if line.starts_with("Exception in thread ")
        || (line.contains("Exception") && java(log.line(at + 1)).is_some())
    {
        at
    } else {
        return None;
    };
    let mut frames = Vec::new();
    let mut last = at;
    for next in at..(at + MAX_LINES).min(log.len()) {
        let text = log.line(next).trim();
        if let Some(frame) = java(text) {
            frames.push(frame);
        } else if next > at
            && !text.starts_with("Caused by:")
            && !text.starts_with("Suppressed:")
            && !text.starts_with("... ")
        {
            break;
        }
        last = next;
    }
    Some(Block::new(Reader::Java, first, last, log.line(first)).with_frames(frames))
}
