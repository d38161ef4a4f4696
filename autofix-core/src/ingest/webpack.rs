//! webpack.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;

const MAX_LINES: usize = 80;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let headed = line.starts_with("ERROR in ") || line.starts_with("WARNING in ");
    if !headed && !line.starts_with("Module not found: Error:") && !line.starts_with("Module build failed") {
        return None;
    }
    let mut last = at;
    let mut next = at + 1;
    while next < log.len() && next < at + MAX_LINES {
        let line = log.line(next);
        if line.starts_with("ERROR in ")
            || line.starts_with("WARNING in ")
            || line.starts_with("webpack ")
            || line.starts_with("npm ")
        {
            break;
        }
        if !line.trim().is_empty() {
            last = next;
        }
        next += 1;
    }
    let place = if headed {
        line.split_once(" in ").map_or("", |(_, rest)| rest)
    } else {
        log.line(at.saturating_sub(1))
    };
    // `./src/x.js 1:0-16`, or `./src/x.tsx:3:4`
    let mut words = place.split(' ');
    let path = words.next().unwrap_or_default();
    let mut frames = Vec::new();
    if path.starts_with("./") || path.starts_with('/') || path.starts_with("src/") {
        let (path, number, column) = if let Some((path, number, column)) = frame::location(path) {
            (path, Some(number), column)
        } else {
            let mut numbers = words.next().unwrap_or_default().split([':', '-']).map(str::parse::<u32>);
            // webpack counts columns from 0.
            (
                path,
                numbers.next().and_then(Result::ok),
                numbers.next().and_then(Result::ok).map(|column| column + 1),
            )
        };
        frames.push(frame::frame(path, number, column, None));
    }
    let message = if headed && !frames.is_empty() && at < last { log.line(at + 1) } else { line };
    Some(Block::new(Reader::Webpack, at, last, message).with_frames(frames))
}
