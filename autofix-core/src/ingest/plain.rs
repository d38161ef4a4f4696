//! Lines that call themselves an error, without any stack.

use super::block::{Block, Reader};
use super::level::Level;
use super::log::Log;
use super::{tap, v8};

const LEVELS: [&str; 8] =
    ["ERROR", "FATAL", "CRITICAL", "[error]", "[ERROR]", "[FATAL]", "[fatal]", "SEVERE"];

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let level = log.level(at);
    // A program that says itself that a line is harmless is believed.
    if level.is_some_and(|level| level < Level::Warn) {
        return None;
    }
    // A suite of TAP that says no more than that one of its tests failed.
    if tap::is_summary(log, at) {
        return None;
    }
    let trimmed = line.trim_start();
    let name = v8::error_name(line);
    let named = name.is_some_and(|name| starts_named(trimmed, name));
    let spoken = [
        "error: ",
        "Error: ",
        "fatal: ",
        "fatal error: ",
        "FATAL ERROR: ",
        "CommandError: ",
        "panic: ",
        "E: ",
    ]
    .iter()
    .any(|start| trimmed.starts_with(start));
    if named || spoken || leveled(trimmed) || level == Some(Level::Error) {
        let message = if named { trimmed } else { words(trimmed) };
        return Some(Block::new(Reader::Plain, at, at, message));
    }
    None
}

/// The name begins the line, perhaps after a word or two such as `Uncaught` or `[Error: …]`.
fn starts_named(line: &str, name: &str) -> bool {
    line.find(name).is_some_and(|at| {
        let before = line[..at].trim_end_matches(['[', '(']).trim();
        before.is_empty()
            || before.ends_with(':')
            || before.starts_with("Uncaught")
            || before.starts_with("Unhandled")
    })
}

/// A level word in the head of the line, where loggers put it.
fn leveled(line: &str) -> bool {
    line.split_whitespace().take(7).any(|word| {
        let bare = word.trim_end_matches(':').trim_end_matches(']').trim_start_matches('[');
        matches!(bare, "ERROR" | "FATAL" | "CRITICAL" | "SEVERE") || LEVELS.contains(&word)
    })
}

/// What follows the level.
fn words(line: &str) -> &str {
    for level in LEVELS {
        if let Some(at) = line.find(level).filter(|&at| at < 80) {
            let rest = line[at + level.len()..].trim_start_matches([':', ']', ' ', '-', '|']);
            if !rest.is_empty() {
                return rest;
            }
        }
    }
    line
}
