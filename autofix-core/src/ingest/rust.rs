//! Rust: panics, the chain that `main` answers with, what the compiler says.

use super::block::{Block, Reader};
use super::frame::{has_end, location, rust_call, rust_place, rust_source};
use super::log::Log;
use crate::model::Frame;

const MESSAGE_LINES: usize = 40;
const STACK_LINES: usize = 1_000;
/// Lines of the compiler's drawing below one message.
const DRAWING: usize = 200;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    if line.starts_with("thread '") {
        return panic(log, at).or_else(|| overflow(log, at));
    }
    if line.starts_with("error") {
        return compiler(log, at);
    }
    line.starts_with("Error: ").then(|| answer(log, at)).flatten()
}

/// `thread 'main' (7) panicked at src/main.rs:2:5:`, and before 1.73 `panicked at 'words', src/main.rs:2:5`.
fn panic(log: &Log, at: usize) -> Option<Block> {
    let (_, head) = log.line(at).split_once(" panicked at ")?;
    let mut last;
    let (message, place) = if let Some(place) = head.strip_suffix(':').and_then(location) {
        last = message_end(log, at);
        (log.text(at + 1, last), place)
    } else {
        let old = head.strip_prefix('\'')?;
        // The words may run over lines; their end is the quote before the place.
        last = (at..at + MESSAGE_LINES).find(|&next| old_end(log.line(next)).is_some())?;
        let (words, place) = old_end(log.line(last))?;
        let message = if last == at {
            words.split_once(" panicked at '").map_or(words, |(_, words)| words).to_owned()
        } else if last == at + 1 {
            format!("{old}\n{words}")
        } else {
            format!("{old}\n{}\n{words}", log.text(at + 1, last - 1))
        };
        (message, place)
    };
    let (path, line, column) = place;
    let place = rust_source(path, line, column, None);
    let mut frames = Vec::new();
    let mut next = last + 1;
    if log.line(next) == "stack backtrace:" {
        last = stack(log, next, &mut frames);
        next = last + 1;
    }
    while log.line(next).starts_with("note: ") {
        last = next;
        next += 1;
    }
    // A full backtrace has whole paths.
    if !frames.iter().any(|frame: &Frame| frame.file.ends_with(&place.file) && frame.line == place.line) {
        frames.insert(0, place);
    }
    Some(Block::new(Reader::Rust, at, last, &message).with_frames(frames))
}

/// Path, line and column.
type Place<'a> = (&'a str, u32, Option<u32>);

/// `words', src/main.rs:2:5`
fn old_end(line: &str) -> Option<(&str, Place<'_>)> {
    let (words, place) = line.rsplit_once("', ")?;
    let place = location(place)?;
    has_end(place.0, &[".rs"]).then_some((words, place))
}

fn message_end(log: &Log, at: usize) -> usize {
    let mut end = at;
    while end + 1 < log.len() && end < at + MESSAGE_LINES {
        let line = log.line(end + 1);
        if line.is_empty()
            || line.starts_with("note: ")
            || line == "stack backtrace:"
            || line.starts_with("thread '")
        {
            break;
        }
        end += 1;
    }
    end
}

/// The frames below the line at `at`; answers the last line.
fn stack(log: &Log, at: usize, frames: &mut Vec<Frame>) -> usize {
    let mut last = at;
    let mut function = None;
    while last + 1 < log.len() && last < at + STACK_LINES {
        let line = log.line(last + 1);
        if let Some(mut frame) = rust_place(line) {
            frame.function.clone_from(&function);
            frames.push(frame);
        } else if let Some(name) = rust_call(line) {
            function = Some(name);
        } else if !line.starts_with("      ") || !line.trim_start().starts_with("at ") {
            break;
        }
        last += 1;
    }
    last
}

/// A thread that ran out of stack names no place.
fn overflow(log: &Log, at: usize) -> Option<Block> {
    if !log.line(at).contains("has overflowed its stack") {
        return None;
    }
    let last = if log.line(at + 1).starts_with("fatal runtime error: ") { at + 1 } else { at };
    Some(Block::new(Reader::Rust, at, last, log.line(at)))
}

/// `Error: words` of `main`, with the causes and the backtrace that `anyhow` and `eyre` add.
fn answer(log: &Log, at: usize) -> Option<Block> {
    let words = log.line(at).strip_prefix("Error: ")?;
    let head = (at + 1..at + MESSAGE_LINES)
        .take_while(|&next| next < log.len())
        .find(|&next| matches!(log.line(next), "Caused by:" | "Stack backtrace:" | "Location:"));
    let mut frames = Vec::new();
    let mut message = words.to_owned();
    let mut last = at;
    let mut next = match head {
        // Only blank lines and the rest of the message may stand between.
        Some(head) if (at + 1..head).all(|line| !log.line(line).starts_with("Error: ")) => head,
        _ if is_debug(words) => at + 1,
        _ => return None,
    };
    while next < log.len() {
        match log.line(next) {
            "Caused by:" => {
                last = next;
                while log.line(last + 1).starts_with("   ") && last < next + MESSAGE_LINES {
                    last += 1;
                    log.line(last).clone_into(&mut message);
                }
                let text = message.trim();
                let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
                message = numbered.strip_prefix(": ").unwrap_or(text).to_owned();
            }
            "Stack backtrace:" => last = stack(log, next, &mut frames),
            "Location:" => {
                if let Some((path, line, column)) = location(log.line(next + 1).trim()) {
                    frames.push(rust_source(path, line, column, None));
                    last = next + 1;
                }
            }
            _ => break,
        }
        next = last + 1;
        if log.line(next).is_empty() {
            next += 1;
        }
    }
    (last > at || head.is_none()).then(|| Block::new(Reader::Rust, at, last, &message).with_frames(frames))
}

/// The form of a value of Rust: `ParseIntError { kind: InvalidDigit }`, `Custom("x")`.
fn is_debug(words: &str) -> bool {
    let name = words.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    words.starts_with(|c: char| c.is_ascii_uppercase())
        && ((name.starts_with(" { ") && name.ends_with(" }"))
            || (name.starts_with("(\"") && name.ends_with("\")")))
}

/// `error[E0425]: words` or `error: words` above ` --> src/main.rs:2:5`.
fn compiler(log: &Log, at: usize) -> Option<Block> {
    let rest = log.line(at).strip_prefix("error")?;
    let (code, words) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once("]: ").filter(|(code, _)| code.starts_with('E') && code.len() < 8)?,
        None => ("", rest.strip_prefix(": ")?),
    };
    let arrow = (at + 1..at + 5).find(|&next| log.line(next).trim_start().starts_with("--> "))?;
    let place = log.line(arrow).trim_start().strip_prefix("--> ")?;
    let (path, number, column) = location(place)?;
    let mut last = arrow;
    while last + 1 < log.len() && last < at + DRAWING && is_drawing(log.line(last + 1)) {
        last += 1;
    }
    let message = if code.is_empty() { words.to_owned() } else { format!("{code}: {words}") };
    let frames = vec![rust_source(path, number, column, None)];
    Some(Block::new(Reader::Rust, at, last, &message).with_frames(frames))
}

/// The source with its marks, and the advice below it.
fn is_drawing(line: &str) -> bool {
    let code = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = code.len() < line.len() && code.trim_start().starts_with('|');
    let advice = ["help: ", "note: ", "..."].iter().any(|start| line.starts_with(start));
    !line.trim().is_empty() && (numbered || advice || line.starts_with(' '))
}
