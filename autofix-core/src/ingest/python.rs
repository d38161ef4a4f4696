//! Python tracebacks: chained, grouped, cut off at the top, and syntax errors.

use super::block::{Block, Reader};
use super::frame::python;
use super::log::Log;
use super::v8::is_mark;
use crate::model::Frame;

const MAX_LINES: usize = 3_000;
const MESSAGE_LINES: usize = 30;
const CHAIN: [&str; 2] =
    ["The above exception was the direct cause of", "During handling of the above exception, another"];

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let starts = is_head(log.line(at)) || python(log.line(at)).is_some();
    if !starts {
        return dump(log, at);
    }
    // A server names the request in the line above.
    let above =
        at.checked_sub(1).filter(|&above| above >= floor).map(|above| log.line(above)).unwrap_or_default();
    let names = ["Internal Server Error", "ERROR", "Exception", "Error", "SystemCheckError"]
        .iter()
        .any(|word| above.contains(word));
    let first = if names { at - 1 } else { at };
    let mut next = at;
    let mut last = at;
    let mut segments: Vec<Segment> = vec![Segment::default()];
    let mut joined = false;
    while next < log.len() && next < at + MAX_LINES {
        let line = log.line(next);
        let bare = line.trim_start_matches([' ', '|', '+']);
        if is_head(line) {
            if segments.last().is_some_and(|known| !known.frames.is_empty()) {
                segments.push(Segment { caused: joined && caused(log, next), ..Segment::default() });
            }
            joined = false;
        } else if let Some(frame) = python(line) {
            // Frames after an exception's own words belong to the next traceback.
            if let Some(known) = segments.last_mut().filter(|known| known.frames.len() < 400) {
                known.frames.push(frame);
            }
        } else if CHAIN.iter().any(|words| bare.starts_with(words)) {
            joined = true;
        } else if line.trim().is_empty() {
            if !chain_follows(log, next, joined) {
                break;
            }
        } else if let Some(words) = member(line) {
            if let Some(known) = segments.last_mut().filter(|known| known.message.is_empty()) {
                words.clone_into(&mut known.message);
            }
        } else if line.starts_with([' ', '\t'])
            || is_mark(line)
            || bare.starts_with("[Previous line repeated")
        {
        } else {
            let end = message_end(log, next);
            if let Some(known) = segments.last_mut() {
                known.message = log.text(next, end);
            }
            next = end;
            if !chain_follows(log, next + 1, false) {
                last = next;
                break;
            }
        }
        last = next;
        next += 1;
    }
    let (message, mut frames) = root(segments);
    if log.line(last + 1) == "Call stack:" {
        last = call_stack(log, last + 2, &mut frames);
    }
    let bare = message.trim_start_matches("ERROR: ").to_owned();
    Some(Block::new(Reader::Python, first, last, &bare).with_frames(frames))
}

/// One traceback of a chain or of a group.
#[derive(Default)]
struct Segment {
    message: String,
    frames: Vec<Frame>,
    /// It says that the one above is its direct cause.
    caused: bool,
}

/// The words of the exception that has to be repaired, and all frames with its own in front. In a chain
/// of direct causes that is the first; without one the last, which hid the others; in a group its first
/// member that is no group.
fn root(mut segments: Vec<Segment>) -> (String, Vec<Frame>) {
    let is_group = |segment: &Segment| segment.message.contains(" sub-exception");
    let leaf = segments.iter().position(|segment| !is_group(segment));
    let mut at = match leaf {
        Some(leaf) if segments.iter().any(is_group) => leaf,
        _ => segments.len().saturating_sub(1),
    };
    while at > 0 && segments[at].caused {
        at -= 1;
    }
    let after = segments.split_off((at + 1).min(segments.len()));
    let message = segments.last().map(|known| known.message.clone()).unwrap_or_default();
    let rest = after.into_iter().map(|known| known.frames);
    let frames = segments.into_iter().rev().map(|known| known.frames).chain(rest);
    (message, frames.flat_map(|frames| frames.into_iter().rev()).collect())
}

/// The words of an exception in a group's margin: `  | ValueError: x`.
fn member(line: &str) -> Option<&str> {
    let (margin, words) = line.split_once("| ")?;
    let is_margin = margin.bytes().all(|b| matches!(b, b' ' | b'|'));
    (is_margin && !words.starts_with([' ', '+', '-'])).then_some(words)
}

/// Where a message was logged whose arguments did not fit, as `logging` tells of it.
fn call_stack(log: &Log, at: usize, frames: &mut Vec<Frame>) -> usize {
    let mut calls = Vec::new();
    let mut next = at;
    while next < log.len() && next < at + 400 {
        let line = log.line(next);
        match python(line) {
            Some(frame) => calls.push(frame),
            None if line.starts_with("    ")
                || line.starts_with("Message: ")
                || line.starts_with("Arguments: ") => {}
            None => break,
        }
        next += 1;
    }
    frames.extend(calls.into_iter().rev());
    next - 1
}

/// What the fault handler dumps: the innermost call stands first.
fn dump(log: &Log, at: usize) -> Option<Block> {
    let is_thread = |line: &str| line.ends_with("(most recent call first):");
    let fatal = log.line(at).starts_with("Fatal Python error: ") || log.line(at).starts_with("Timeout (");
    if !fatal && !is_thread(log.line(at)) {
        return None;
    }
    let head = (at..at + 5).find(|&next| is_thread(log.line(next)))?;
    let mut frames = Vec::new();
    let mut last = head;
    let mut done = false;
    for next in head + 1..(head + MAX_LINES).min(log.len()) {
        let line = log.line(next);
        if let Some(frame) = python(line) {
            if !done && frames.len() < 400 {
                frames.push(frame);
            }
        } else if is_thread(line) {
            done = true;
        } else if !line.is_empty() || !is_thread(log.line(next + 1)) {
            break;
        }
        last = next;
    }
    Some(Block::new(Reader::Python, at, last, log.line(at)).with_frames(frames))
}

/// Whether the words above the traceback at `at` name a direct cause.
fn caused(log: &Log, at: usize) -> bool {
    (1..=3).filter_map(|up| at.checked_sub(up)).any(|above| log.line(above).contains(CHAIN[0]))
}

fn is_head(line: &str) -> bool {
    line.ends_with("Traceback (most recent call last):")
}

/// Whether the next filled line joins another traceback to this one.
fn chain_follows(log: &Log, at: usize, joined: bool) -> bool {
    (at..at + 3)
        .map(|line| log.line(line).trim_start_matches([' ', '|', '+']))
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| is_head(line) && joined || CHAIN.iter().any(|words| line.starts_with(words)))
}

/// The exception's own words run on until a blank line or a line of another make.
fn message_end(log: &Log, at: usize) -> usize {
    let mut end = at;
    while end + 1 < log.len() && end < at + MESSAGE_LINES {
        let line = log.line(end + 1);
        let goes_on = line.starts_with([' ', '\t', '[', '(', '-', '^'])
            || ["DETAIL:", "HINT:", "LINE ", "CONTEXT:"].iter().any(|start| line.starts_with(start));
        // `[2026-11-28 14:18:02,306] ERROR in app: …` of Flask and Celery is the next record.
        let dated = line.strip_prefix('[').is_some_and(|line| {
            line.bytes().take(4).all(|b| b.is_ascii_digit()) && line.as_bytes().get(4) == Some(&b'-')
        });
        if !goes_on || dated || line.trim().is_empty() || is_head(line) || line.starts_with("----") {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::{Log, read};

    #[test]
    fn tracebacks_are_read_innermost_first() {
        let chained = "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in f\n    g()\nKeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/app/m.py\", line 9, in <module>\n    f()\n  File \"/app/b.py\", line 2, in g\n    h()\nValueError: bad\nafterwards\n";
        let cases = [
            (chained, "ValueError: bad", "/app/b.py", 2, vec![1, 13]),
            (
                "  File \"/app/x.py\", line 3\n    def (\n        ^\nSyntaxError: invalid syntax\n",
                "SyntaxError: invalid syntax",
                "/app/x.py",
                3,
                vec![1, 4],
            ),
            (
                "Internal Server Error: /x\nTraceback (most recent call last):\n  File \"/app/venv/lib/python3.11/site-packages/q/z.py\", line 3, in z\n    y\n  File \"/app/v.py\", line 5, in v\n    y\nKeyError: 'y'\n",
                "KeyError: 'y'",
                "/app/v.py",
                5,
                vec![1, 7],
            ),
            (
                "    y\n  File \"/app/v.py\", line 5, in v\n    y\napp.errors.Odd: two\n  lines\n",
                "app.errors.Odd: two\n  lines",
                "/app/v.py",
                5,
                vec![2, 5],
            ),
        ];
        for (text, message, file, line, lines) in cases {
            let log = Log::new(text);
            let blocks = read(&log);
            assert_eq!(blocks.len(), 1, "{blocks:?}");
            let context = blocks[0].context(&log, None);
            assert_eq!((context.message.as_str(), context.lines), (message, lines));
            let top = context.frames.iter().find(|frame| frame.in_app).expect("a frame of the project");
            assert_eq!((top.file.as_str(), top.line), (file, Some(line)));
        }
    }
}
