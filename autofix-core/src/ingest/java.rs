//! Stacks of the JVM with their chains of causes, and what the compilers of Java and Kotlin say.

use super::block::{Block, Reader};
use super::frame::{self, java};
use super::log::Log;
use super::v8::is_mark;
use crate::model::Frame;

const MAX_LINES: usize = 2_000;
const MAX_FRAMES: usize = 200;
/// How far below its first line a message may run on before its stack.
const MESSAGE_LINES: usize = 30;

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    if java(log.line(at)).is_some() {
        // The beginning is cut off; what stands above tells most.
        let first = if at > floor && !log.line(at - 1).trim().is_empty() { at - 1 } else { at };
        let message = if first < at { log.line(first) } else { "" };
        return Some(stack(log, first, at, message));
    }
    if let Some(stack_at) = header(log, at) {
        return Some(stack(log, at, stack_at, &words(&log.text(at, stack_at - 1))));
    }
    // A logger's line above the exception that it tells of.
    let level = ["ERROR", "SEVERE", "FATAL", "WARN", "WARNING"];
    let head = |word: &str| level.contains(&word.trim_matches(['[', ']', ':', '|']));
    if log.line(at).split_whitespace().take(7).any(head)
        && let Some(stack_at) = header(log, at + 1)
    {
        return Some(stack(log, at, stack_at, &words(&log.text(at + 1, stack_at - 1))));
    }
    compiler(log, at)
}

/// Where the stack of a header begins, if the line at `at` is one.
fn header(log: &Log, at: usize) -> Option<usize> {
    let line = log.line(at);
    if !line.starts_with("Exception in thread ") {
        exception_name(line)?;
    }
    for next in at + 1..=at + MESSAGE_LINES {
        let text = log.line(next);
        if java(text).is_some() {
            return Some(next);
        }
        if next >= log.len() || exception_name(text).is_some() || text.starts_with("Exception in thread ") {
            return None;
        }
    }
    None
}

/// A qualified name of a class that can be thrown, at the head of a line or behind a colon.
fn exception_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    for start in [Some(0), line.rfind(" - ").map(|at| at + 3), line.find(": ").map(|at| at + 2)] {
        let text = line.get(start?..)?;
        let end = text
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$')))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let thrown = ["Exception", "Error", "Throwable"].iter().any(|word| name.ends_with(word));
        if name.contains('.') && thrown && (rest.is_empty() || rest.starts_with(':')) {
            return Some(name);
        }
    }
    None
}

/// The words of a header without the thread that it was thrown in.
fn words(header: &str) -> String {
    let bare = header.strip_prefix("Exception in thread ").and_then(|rest| rest.split_once("\" "));
    bare.map_or(header, |(_, words)| words).trim_end().to_owned()
}

/// One exception of a chain.
#[derive(Default)]
struct Segment {
    message: String,
    frames: Vec<Frame>,
}

fn stack(log: &Log, first: usize, at: usize, message: &str) -> Block {
    let mut chain = vec![Segment { message: message.to_owned(), ..Segment::default() }];
    let mut suppressed: Vec<Frame> = Vec::new();
    // Suppressed exceptions are indented below the one that suppressed them.
    let depth = indent(log.line(at));
    let mut beside = false;
    let mut root_first = false;
    let mut last = at;
    let mut next = at;
    let mut count = 0;
    while next < log.len() && next < at + MAX_LINES {
        let line = log.line(next);
        let text = line.trim_start();
        let joins = ["Caused by: ", "Wrapped by: "].iter().find_map(|word| text.strip_prefix(word));
        if let Some(frame) = java(line) {
            beside &= indent(line) > depth;
            count += 1;
            if count <= MAX_FRAMES {
                let frames =
                    chain.last_mut().filter(|_| !beside).map_or(&mut suppressed, |known| &mut known.frames);
                frames.push(frame);
            }
        } else if text.starts_with("Suppressed: ") {
            beside = true;
        } else if let Some(words) = joins {
            root_first |= text.starts_with('W');
            beside = indent(line) >= depth && depth > 0;
            let end = (next + 1..next + MESSAGE_LINES).find(|&end| java(log.line(end)).is_some());
            let end = end.filter(|_| !is_end(log.line(next + 1))).unwrap_or(next + 1);
            if !beside && !words.starts_with("[CIRCULAR REFERENCE") {
                let rest = log.text(next + 1, end - 1);
                let message = if end > next + 1 { format!("{words}\n{rest}") } else { words.to_owned() };
                chain.push(Segment { message, frames: Vec::new() });
            }
            next = end - 1;
        } else if !is_end(line) {
            break;
        }
        last = next;
        next += 1;
    }
    if !root_first {
        chain.reverse();
    }
    let message = chain.first().map(|root| root.message.clone()).unwrap_or_default();
    let mut frames: Vec<Frame> = chain.into_iter().flat_map(|segment| segment.frames).collect();
    frames.append(&mut suppressed);
    Block::new(Reader::Java, first, last, &message).with_frames(frames)
}

/// `... 23 more`, `... 2 common frames omitted`
fn is_end(line: &str) -> bool {
    let text = line.trim_start();
    text.starts_with("... ") && (text.ends_with(" more") || text.ends_with("omitted"))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// `src/X.java:8: error: words` with its source and mark; `e: file:///app/x.kt:5:2 words`; Maven's form.
fn compiler(log: &Log, at: usize) -> Option<Block> {
    let line = log.line(at);
    let (path, number, column, words) = javac(line).or_else(|| kotlinc(line)).or_else(|| maven(line))?;
    let frames = vec![frame::frame(path, Some(number), column, None)];
    let mut last = at;
    for next in at + 1..at + 6 {
        let text = log.line(next);
        if is_mark(text) || text.starts_with("  symbol:") || text.starts_with("  location:") {
            last = next;
        } else if !text.starts_with(' ') && next > at + 1 {
            break;
        }
    }
    Some(Block::new(Reader::Java, at, last, words).with_frames(frames))
}

type Told<'a> = (&'a str, u32, Option<u32>, &'a str);

fn javac(line: &str) -> Option<Told<'_>> {
    let (place, words) = line.split_once(": error: ")?;
    let (path, number, column) = frame::location(place)?;
    is_source(path).then_some((path, number, column, words))
}

fn kotlinc(line: &str) -> Option<Told<'_>> {
    let rest = line.strip_prefix("e: ")?;
    let rest = rest.strip_prefix("file://").unwrap_or(rest);
    let (place, words) = rest.split_once(' ')?;
    let (path, number, column) = frame::location(place.trim_end_matches(':'))?;
    is_source(path).then_some((path, number, column, words))
}

fn maven(line: &str) -> Option<Told<'_>> {
    let (place, words) = line.strip_prefix("[ERROR] ")?.split_once("] ")?;
    let (path, place) = place.split_once(":[")?;
    let (number, column) = place.split_once(',')?;
    is_source(path).then_some((path, number.parse().ok()?, Some(column.parse().ok()?), words))
}

fn is_source(path: &str) -> bool {
    [".java", ".kt", ".kts", ".scala", ".groovy"].iter().any(|end| path.ends_with(end))
        && !path.contains(": ")
}
