//! Structured records that tell of an error: their lines stand in the log as a person would read them.

use super::block::{Block, Reader};
use super::log::Log;
use super::{Level, READERS, read_with};

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let last = log.record(at)?;
    let bad = log.level(at) == Some(Level::Error);
    if !bad && last == at {
        return None;
    }
    // The record's own lines hold no further record, so this goes one step deep.
    let inner = read_with(&log.part(at, last), READERS);
    let stack = inner.iter().find(|block| !block.frames.is_empty());
    let spoken = || inner.iter().find(|block| block.reader.is_certain());
    match stack.or_else(|| if bad { spoken() } else { None }) {
        Some(found) => {
            let reader = if found.frames.is_empty() { Reader::Json } else { found.reader };
            Some(Block::new(reader, at, last, &found.message).with_frames(found.frames.clone()))
        }
        None => bad.then(|| Block::new(Reader::Json, at, last, log.line(at))),
    }
}
