//! Lines of a browser's console, as exported or as test drivers print them.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use super::v8;
use crate::model::Frame;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let (place, words) = source(line);
    let words = level(words);
    let tells = place.is_some()
        || words.starts_with("Access to ")
        || words.contains("net::ERR_")
        || words.starts_with("Failed to load ")
        || words.starts_with("Cross-Origin Request Blocked")
        || words.starts_with("Mixed Content:")
        || words.starts_with("Refused to ")
        || is_request(words)
        || words.starts_with("[Vue warn]")
        || words.starts_with("[Vue Router warn]");
    if !tells || words.trim().is_empty() {
        return None;
    }
    let mut frames: Vec<Frame> = place.into_iter().collect();
    let mut last = at;
    // Component traces and stacks belong to the line above them.
    while last < at + 40
        && log.line(last + 1).trim_start().starts_with("at <")
        && javascript(log.line(last + 1)).is_none()
    {
        last += 1;
    }
    if javascript(log.line(last + 1)).is_some() {
        let mut inner = Vec::new();
        last = v8::stack(log, last + 1, &mut inner);
        inner.append(&mut frames);
        frames = inner;
    }
    Some(Block::new(Reader::Browser, at, last, words).with_frames(frames))
}

/// `http://host/x.js:12 text`: where it was said, and what.
fn source(line: &str) -> (Option<Frame>, &str) {
    if !(line.starts_with("http://") || line.starts_with("https://")) {
        return (None, line);
    }
    let Some((url, words)) = line.split_once(' ') else { return (None, line) };
    let (path, number, column) = frame::location(url).map_or((url, None, None), |(p, l, c)| (p, Some(l), c));
    let mut frame = frame::frame(path, number, column, None);
    // A request's URL is no source of the project; only a script with a line is.
    frame.in_app = frame.in_app && number.is_some();
    (Some(frame), words)
}

fn level(words: &str) -> &str {
    ["[error] ", "[warning] ", "[severe] ", "[SEVERE] ", "[log] ", "[info] "]
        .iter()
        .find_map(|level| words.strip_prefix(level))
        .unwrap_or(words)
}

/// `GET http://host/x 404 (Not Found)`.
fn is_request(words: &str) -> bool {
    let mut parts = words.split(' ');
    let verb = parts.next().unwrap_or_default();
    let url = parts.next().unwrap_or_default();
    let status = parts.next().unwrap_or_default();
    matches!(verb, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS")
        && url.starts_with("http")
        && (status.starts_with(['4', '5']) || status.starts_with("net::"))
}
