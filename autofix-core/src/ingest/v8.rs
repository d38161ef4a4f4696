//! Stacks of JavaScript engines, and the form in which Node prints a crash.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use crate::model::Frame;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// How far below its first line a message may still run on before its stack.
const MESSAGE_LINES: usize = 60;
/// How many lines of properties, causes and code frames follow a stack.
const TAIL_LINES: usize = 400;

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    if let Some(block) = crash(log, at) {
        return Some(block);
    }
    if javascript(log.line(at)).is_some() {
        let first = if at > floor && !log.line(at - 1).trim().is_empty() { at - 1 } else { at };
        let message = if first < at { log.line(first) } else { "" };
        let mut frames = Vec::new();
        let last = stack(log, at, &mut frames);
        // A single arrow of prose (`at /x:1`) is no stack, and neither is one frame without a place.
        return frames
            .iter()
            .any(|frame| frame.line.is_some())
            .then(|| Block::new(Reader::JavaScript, first, last, message).with_frames(frames));
    }
    // A line right above a stack is its header, whatever its words.
    let above_stack = javascript(log.line(at + 1)).is_some_and(|frame| frame.line.is_some());
    if !above_stack {
        error_name(log.line(at))?;
    }
    with_header(log, at)
}

/// A header whose stack follows, perhaps after more lines of the message.
fn with_header(log: &Log, at: usize) -> Option<Block> {
    let mut next = at + 1;
    while next < log.len() && next <= at + MESSAGE_LINES {
        let line = log.line(next);
        if javascript(line).is_some() {
            break;
        }
        if starts_other(line) {
            return None;
        }
        next += 1;
    }
    javascript(log.line(next))?;
    let mut frames = Vec::new();
    let last = stack(log, next, &mut frames);
    // The source that a runner shows is no part of what was said: it changes with every edit.
    let code = (at + 1..next).find(|&line| is_code_frame(log.line(line).trim()));
    let message = log.text(at, code.unwrap_or(next) - 1);
    Some(Block::new(Reader::JavaScript, at, last, &message).with_frames(frames))
}

fn starts_other(line: &str) -> bool {
    error_name(line).is_some_and(|name| line.trim_start().starts_with(name))
        || line.starts_with("Traceback (")
        || line.starts_with("Node.js v")
        || line.starts_with("Uncaught ")
        || line.starts_with("http://")
        || line.starts_with("npm e")
        || line.starts_with("npm E")
        || (line.starts_with('{') && line.len() > 2)
}

/// Node prints the place, the source line, a caret, a blank line, the error, its stack and the version.
fn crash(log: &Log, at: usize) -> Option<Block> {
    let head = log.line(at).trim();
    let (path, number, None) = frame::location(head)? else { return None };
    let rooted = path.starts_with('/') || path.get(1..3) == Some(":\\") || path.starts_with("file:");
    let script =
        [".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx", ".jsx", ".vue"].iter().any(|end| path.ends_with(end));
    let named = path.starts_with(['.', '<']) || path.starts_with("node:") || path.starts_with("evalmachine.");
    if !rooted && (path.contains(' ') || !(script || named)) || rooted && path.contains(' ') && !script {
        return None;
    }
    let mark = (at + 2..at + 6).find(|&line| is_mark(log.line(line)))?;
    let header = (mark + 1..mark + 4).find(|&line| !log.line(line).trim().is_empty())?;
    let mut end = header;
    let mut frames = Vec::new();
    while end < log.len() && end < header + MESSAGE_LINES && javascript(log.line(end)).is_none() {
        if log.line(end).starts_with("Node.js v")
            || (end > header && frame::location(log.line(end)).is_some_and(|(p, ..)| p == path))
        {
            break;
        }
        end += 1;
    }
    let message = log.text(header, end.saturating_sub(1).max(header));
    // An error without a stack of its own begins with what it holds: `[AggregateError: x] {`, `[errors]: [`.
    let opened = (header..end).filter(|&line| log.line(line).ends_with(['{', '['])).count();
    let own = message.split(" {\n").next().filter(|_| opened > 0).unwrap_or(&message);
    let message = own.strip_prefix('[').and_then(|own| own.strip_suffix(']')).unwrap_or(own);
    let last = if javascript(log.line(end)).is_some() {
        stack_within(log, end, &mut frames, i32::try_from(opened).unwrap_or(0))
    } else {
        end.min(log.len() - 1)
    };
    let place = frame::frame(path, Some(number), caret_column(log.line(mark)), None);
    if place.in_app && !frames.iter().any(|frame| frame.in_app && frame.file == place.file) {
        frames.insert(0, place);
    }
    Some(Block::new(Reader::JavaScript, at, last, message.trim_end()).with_frames(frames))
}

fn caret_column(mark: &str) -> Option<u32> {
    mark.find('^').and_then(|at| u32::try_from(at + 1).ok())
}

/// A line of carets and blanks only.
pub(super) fn is_mark(line: &str) -> bool {
    line.contains('^') && line.bytes().all(|b| matches!(b, b'^' | b' ' | b'\t' | b'~'))
}

/// Reads frames from `at` on, with what Node and Next print after them; answers the last line.
pub(super) fn stack(log: &Log, at: usize, frames: &mut Vec<Frame>) -> usize {
    stack_within(log, at, frames, 0)
}

/// As [`stack`], below a number of lines that opened a brace or a bracket.
fn stack_within(log: &Log, at: usize, frames: &mut Vec<Frame>, mut depth: i32) -> usize {
    let mut last = at;
    let mut next = at;
    while next < log.len() && next < at + TAIL_LINES {
        let line = log.line(next);
        let trimmed = line.trim();
        let found = javascript(line);
        let takes = found.is_some()
            || depth > 0
            || trimmed.starts_with("[cause]:")
            || trimmed.starts_with("Emitted 'error' event")
            || trimmed.starts_with("... ")
                && (trimmed.contains("more") || trimmed.contains("lines matching"))
            || (trimmed == "{" || is_code_frame(trimmed))
            || trimmed.starts_with("Node.js v");
        if !takes {
            // The version stands behind a blank line.
            if trimmed.is_empty() && log.line(next + 1).starts_with("Node.js v") {
                next += 1;
                continue;
            }
            break;
        }
        if let Some(frame) = found
            && frames.len() < 200
        {
            frames.push(frame);
        }
        if trimmed.ends_with('{') || trimmed.ends_with('[') && depth > 0 {
            depth += 1;
        }
        if depth > 0 && trimmed.starts_with(['}', ']']) {
            depth -= 1;
        }
        last = next;
        if trimmed.starts_with("Node.js v") {
            break;
        }
        next += 1;
    }
    last
}

/// `> 12 | code`, `   | ^`.
pub(super) fn is_code_frame(trimmed: &str) -> bool {
    let rest = trimmed.strip_prefix('>').unwrap_or(trimmed).trim_start();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    rest.starts_with('|')
}

/// Asked several times of every line, so its tables are made once.
static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("Error"));

/// The name of the error that a line announces: `TypeError: x`, `Error [CODE]: x`, `Uncaught MyError`.
pub(super) fn error_name(line: &str) -> Option<&str> {
    let (mut from, mut start) = (0, 0);
    let mut best = None;
    while let Some(at) = ERROR.find(line.get(from..)?.as_bytes()).map(|at| at + from) {
        // Not from the line's beginning: one word may hold thousands of these.
        let between = &line[from..at];
        if let Some(gap) =
            between.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$' || c == '.'))
        {
            start = from + gap + between[gap..].chars().next().map_or(1, char::len_utf8);
        }
        if start > 200 {
            break;
        }
        from = at + "Error".len();
        let rest = &line[from..];
        if rest.is_empty() || rest.starts_with(": ") || rest == ":" || rest.starts_with(" [") {
            best = Some(&line[start..from]);
            break;
        }
    }
    best.or_else(|| {
        let rest = line.trim_start().strip_prefix("Uncaught ")?;
        let word = rest.split([':', ' ']).next()?;
        word.ends_with("Exception").then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Log, read};

    #[test]
    fn stacks_are_read_whole() {
        let cases = [
            (
                "TypeError: x is not a function\n    at f (/app/src/a.js:3:7)\n    at node:internal/x:1:2\n",
                "TypeError: x is not a function",
                "/app/src/a.js",
                3,
                (1, 3),
            ),
            (
                "/app/server.js:2\nfoo(\n   ^\n\nSyntaxError: Unexpected end of input\n    at wrap (node:internal/vm:1:2)\n\nNode.js v20.1.0\n",
                "SyntaxError: Unexpected end of input",
                "/app/server.js",
                2,
                (1, 8),
            ),
            (
                "Uncaught TypeError: no\n    at Proxy.r (http://localhost:5173/src/App.vue?t=3:9:4)\n",
                "Uncaught TypeError: no",
                "http://localhost:5173/src/App.vue?t=3",
                9,
                (1, 2),
            ),
            (
                "boom failed: Error: outer\n    at a (C:\\proj\\a.js:1:2) {\n  [cause]: Error: inner\n      at b (/app/b.js:2:1) {\n    code: 'X'\n  }\n}\n",
                "boom failed: Error: outer",
                "C:\\proj\\a.js",
                1,
                (1, 7),
            ),
            (
                "Error: e\n    at eval (eval at run (/app/r.js:4:5), <anonymous>:1:1)\n",
                "Error: e",
                "/app/r.js",
                4,
                (1, 2),
            ),
            (
                "ReferenceError: y\nf@http://localhost:3000/main.js:5:6\n",
                "",
                "http://localhost:3000/main.js",
                5,
                (1, 2),
            ),
            (
                "Error: async\n    at async Promise.all (index 0)\n    at async go (file:///app/x.mjs:7:1)\n",
                "Error: async",
                "file:///app/x.mjs",
                7,
                (1, 3),
            ),
        ];
        for (text, message, file, line, lines) in cases {
            let log = Log::new(text);
            let blocks = read(&log);
            assert_eq!(blocks.len(), 1, "{text}: {blocks:?}");
            let context = blocks[0].context(&log, None);
            if !message.is_empty() {
                assert_eq!(context.message, message);
            }
            let top = context.frames.iter().find(|frame| frame.in_app).expect("a frame of the project");
            assert_eq!((top.file.as_str(), top.line), (file, Some(line)), "{text}");
            assert_eq!(context.lines, vec![lines.0, lines.1], "{text}");
        }
    }

    #[test]
    fn prose_is_no_stack() {
        for text in [
            "we met at noon (roughly: 12:30)",
            "listening at http://localhost:3000",
            "  at <App>",
            "0 errors",
        ] {
            assert_eq!(read(&Log::new(text)), vec![], "{text}");
        }
    }
}
