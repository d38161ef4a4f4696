//! Next.js: failed builds, failed pages, and its marked error lines.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use super::v8;
use crate::model::Frame;

const MAX_LINES: usize = 80;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim_start();
    let marked = line.starts_with("⨯ ");
    let starts = marked
        || line.starts_with("Failed to compile")
        || line.starts_with("> Build error occurred")
        || line.starts_with("> Build failed because of")
        || line.starts_with("Error occurred prerendering page")
        || line.starts_with("Type error: ")
        || (line.starts_with("Turbopack build failed"));
    if !starts {
        return None;
    }
    let mut frames: Vec<Frame> = Vec::new();
    let mut last = at;
    let mut next = at;
    while next < log.len() && next < at + MAX_LINES {
        let text = log.line(next);
        let trimmed = text.trim();
        if next > at && stops(trimmed) {
            break;
        }
        if javascript(text).is_some() {
            last = v8::stack(log, next, &mut frames);
            break;
        }
        if trimmed.is_empty() && marked {
            break;
        }
        if let Some(frame) = place(trimmed) {
            frames.push(frame);
        }
        if !trimmed.is_empty() {
            last = next;
        }
        next += 1;
    }
    let bare = !marked && !line.starts_with("Type error") && !line.starts_with("Error occurred");
    let message =
        if bare { words(log, at + 1, last).unwrap_or(line) } else { line.trim_start_matches("⨯ ") };
    Some(Block::new(Reader::Next, at, last, message).with_frames(frames))
}

fn stops(line: &str) -> bool {
    line.starts_with("⨯ ")
        || line.starts_with("✓ ")
        || line.starts_with("○ ")
        || line.starts_with("npm ")
        || ["GET ", "POST ", "PUT ", "DELETE ", "PATCH ", "HEAD "].iter().any(|verb| line.starts_with(verb))
        || line.starts_with("Export encountered an error")
}

fn words(log: &Log, from: usize, to: usize) -> Option<&str> {
    (from..=to).map(|at| log.line(at).trim()).find(|line| !line.is_empty() && place(line).is_none())
}

/// `./app/page.tsx:10:5`
fn place(line: &str) -> Option<Frame> {
    if line.contains(' ') || !(line.starts_with("./") || line.starts_with("app/") || line.starts_with("src/"))
    {
        return None;
    }
    let (path, number, column) =
        frame::location(line).map_or((line, None, None), |(p, l, c)| (p, Some(l), c));
    path.contains('.').then(|| frame::frame(path, number, column, None))
}
