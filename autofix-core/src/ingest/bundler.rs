//! Vite, Rollup, Rolldown and esbuild.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use super::v8;
use crate::model::Frame;

const MAX_LINES: usize = 120;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim_start();
    let starts = line.starts_with("error during build:")
        || line.starts_with("✘ [ERROR]")
        || line.starts_with("✗ Build failed")
        || line.starts_with("Build failed with ")
        || line.starts_with("[vite]: Rollup failed")
        || line.starts_with("error when starting dev server:")
        || line.starts_with("failed to load config from ")
        || line.starts_with("[!] ")
        || line.contains("[vite] Internal server error:")
        || line.contains("Pre-transform error:")
        || (line.contains("[vite]") && line.contains(" error"))
        || line.starts_with("Error:   Failed to scan for dependencies")
        || is_code(line);
    if !starts {
        return None;
    }
    let bare = |line: &str| {
        line.trim_end().ends_with(':') || line.starts_with('✗') || line.starts_with("Build failed with")
    };
    let words = (at..(at + 8).min(log.len()))
        .map(|at| log.line(at))
        .find(|line| !line.trim().is_empty() && !bare(line.trim()));
    let mut frames: Vec<Frame> = Vec::new();
    let mut last = at;
    let mut next = at;
    let mut blanks = 0;
    while next < log.len() && next < at + MAX_LINES {
        let line = log.line(next);
        let trimmed = line.trim();
        if next > at && stops(trimmed) {
            break;
        }
        if javascript(line).is_some() {
            last = v8::stack(log, next, &mut frames);
            next = last + 1;
            // Vite names the file after the stack too.
            if !["file:", "id:"].iter().any(|key| log.line(next).trim_start().starts_with(key)) {
                break;
            }
            continue;
        }
        if trimmed.is_empty() {
            blanks += 1;
            if blanks > 3 {
                break;
            }
        } else {
            if let Some(frame) = place(trimmed)
                && !frames.iter().any(|known| known.file == frame.file && known.line == frame.line)
            {
                let front = frames.iter().position(|known| !known.in_app).unwrap_or(frames.len());
                frames.insert(front, frame);
            }
            last = next;
        }
        next += 1;
    }
    Some(Block::new(Reader::Bundler, at, last, words.unwrap_or(line)).with_frames(frames))
}

fn stops(line: &str) -> bool {
    line.starts_with("npm ")
        || line.starts_with("Node.js v")
        || line.starts_with("✘ [ERROR]")
        || line.starts_with("VITE v")
        || line.starts_with("➜")
        || line.contains("[vite]") && line.contains(" error")
}

/// Rolldown's `[UNRESOLVED_IMPORT] …`.
fn is_code(line: &str) -> bool {
    line.strip_prefix('[').and_then(|rest| rest.split_once("] ")).is_some_and(|(code, _)| {
        code.len() > 5 && code.contains('_') && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    })
}

/// The place in the project's source that a line names.
fn place(line: &str) -> Option<Frame> {
    if let Some(rest) = line.strip_prefix("file: ").or_else(|| line.strip_prefix("File: ")) {
        let rest = rest.split(" (").next().unwrap_or(rest);
        let (path, number, column) =
            frame::location(rest).map_or((rest, None, None), |(p, l, c)| (p, Some(l), c));
        return Some(frame::frame(path, number, column, None));
    }
    // `╭─[ src/x.jsx:1:2 ]`
    if let Some((_, rest)) = line.split_once("─[") {
        let (path, number, column) = frame::location(rest.trim_end_matches([' ', ']', '─']).trim())?;
        return Some(frame::frame(path, Some(number), column, None));
    }
    // `src/x.js (1:8): "a" is not exported by …`
    if let Some((head, _)) = line.split_once("): ")
        && let Some((path, place)) = head.rsplit_once(" (")
    {
        let path = path.rsplit(' ').next().unwrap_or(path);
        let mut numbers = place.split(':').map(str::parse::<u32>);
        if let (Some(Ok(number)), Some(Ok(column))) = (numbers.next(), numbers.next()) {
            return Some(frame::frame(path, Some(number), Some(column), None));
        }
    }
    // `from "src/x.js"`, the importer of what could not be resolved.
    if line.contains("resolve")
        && let Some((_, rest)) = line.split_once(" from \"")
    {
        let path = rest.split('"').next()?;
        return Some(frame::frame(path.split('?').next().unwrap_or(path), None, None, None));
    }
    // `src/x.js:1:8: ERROR: …`, `    src/x.js:1:8:`
    let head = line.split(": ").next().unwrap_or(line).trim_end_matches(':');
    if head.contains(' ') {
        return None;
    }
    let (path, number, column) = frame::location(head)?;
    (path.contains('.') && !path.contains("://")).then(|| frame::frame(path, Some(number), column, None))
}
