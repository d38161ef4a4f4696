//! PHP: errors and warnings of its log and its output, uncaught exceptions, Laravel's records.

use super::block::{Block, Reader};
use super::frame::{php, php_place};
use super::log::Log;
use crate::model::Frame;

const MESSAGE_LINES: usize = 30;
const STACK_LINES: usize = 600;
const KINDS: [&str; 8] = [
    "Fatal error: ",
    "Parse error: ",
    "Recoverable fatal error: ",
    "Catchable fatal error: ",
    "Core error: ",
    "Compile error: ",
    "Warning: ",
    "Notice: ",
];

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    laravel(log, at).or_else(|| symfony(log, at)).or_else(|| match kind(line) {
        Some(words) => told(log, at, words),
        None => printed(log, at),
    })
}

/// What follows `PHP Fatal error:  ` anywhere in the head of a line, or `Fatal error: ` at its beginning.
fn kind(line: &str) -> Option<&str> {
    let named = |text| -> Option<&str> { KINDS.iter().find_map(|kind| str::strip_prefix(text, kind)) };
    if let Some(words) = named(line) {
        return Some(words.trim_start());
    }
    let at = line.find("PHP ").filter(|&at| at <= 200)?;
    // `PHP message: PHP Fatal error: …` is how a web server passes it on.
    let rest = line[at..].strip_prefix("PHP message: ").unwrap_or(&line[at..]);
    named(rest.strip_prefix("PHP ")?).map(str::trim_start)
}

/// `words in /app/x.php on line 3`, or an uncaught exception with its stack.
fn told(log: &Log, at: usize, words: &str) -> Option<Block> {
    if let Some(words) = words.strip_prefix("Uncaught ")
        && let Some(block) = exceptions(log, at, words)
    {
        return Some(block);
    }
    let (message, place) = words.rsplit_once(" in ")?;
    let (path, number) = place.split_once(" on line ")?;
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = number[..digits].parse().ok()?;
    let message = message.strip_prefix("Uncaught ").unwrap_or(message);
    let frames = vec![php_place(Some((path, number)), None)];
    Some(Block::new(Reader::Php, at, at, message).with_frames(frames))
}

/// An exception that a program printed itself: `Class: words in /app/x.php:3` above `Stack trace:`.
fn printed(log: &Log, at: usize) -> Option<Block> {
    if log.line(at + 1) != "Stack trace:" || !log.line(at + 2).starts_with('#') {
        return None;
    }
    exceptions(log, at, log.line(at))
}

/// One exception: its words, its place, its stack, and the last line of it.
fn exception<'a>(log: &'a Log, at: usize, words: &'a str) -> Option<(String, Vec<Frame>, usize)> {
    let is_stack = |line: usize| log.line(line).trim_end() == "Stack trace:";
    let head = (at..at + MESSAGE_LINES).find(|&line| is_stack(line + 1))?;
    let tail = if head == at { words } else { log.line(head) };
    let (end, place) = tail.rsplit_once(" in ")?;
    let place = place.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
    let message = match head - at {
        0 => end.to_owned(),
        1 => format!("{words}\n{end}"),
        _ => format!("{words}\n{}\n{end}", log.text(at + 1, head - 1)),
    };
    let (frames, last) = stack(log, head + 2, place);
    Some((message, frames, last))
}

/// A call stands beside the name of what it called, so every name belongs to the place above it.
fn stack<'a>(log: &'a Log, at: usize, mut place: Option<(&'a str, u32)>) -> (Vec<Frame>, usize) {
    let mut frames = Vec::new();
    let mut last = at.saturating_sub(1);
    while last + 1 < log.len() && last < at + STACK_LINES {
        let Some((next, name)) = php(log.line(last + 1)) else { break };
        frames.push(php_place(place, Some(name)));
        place = next;
        last += 1;
    }
    if frames.is_empty() || place.is_some() {
        frames.push(php_place(place, None));
    }
    (frames, last)
}

/// The first of a chain is the root; each `Next` was thrown because of the one above.
fn exceptions(log: &Log, at: usize, words: &str) -> Option<Block> {
    let (message, mut frames, mut last) = exception(log, at, words)?;
    for _ in 0..20 {
        let next = if log.line(last + 1).is_empty() { last + 2 } else { last + 1 };
        let Some(words) = log.line(next).strip_prefix("Next ") else { break };
        let Some((_, more, end)) = exception(log, next, words) else { break };
        frames.extend(more);
        last = end;
    }
    if log.line(last + 1).starts_with("  thrown in ") {
        last += 1;
    }
    Some(Block::new(Reader::Php, at, last, &message).with_frames(frames))
}

/// `… {"exception":"[object] (Class(code: 0): words at /app/x.php:3)`, `[stacktrace]`, its frames.
fn laravel(log: &Log, at: usize) -> Option<Block> {
    let (_, object) = log.line(at).split_once("\"exception\":\"[object] (")?;
    let (mut message, place) = object_of(object)?;
    let mut frames = Vec::new();
    let mut last = at;
    let mut place = Some(place);
    while let Some(thrown) = place {
        if log.line(last + 1) == "[stacktrace]" {
            let (mut found, end) = stack(log, last + 2, Some(thrown));
            last = end;
            // A previous exception follows what it led to.
            found.append(&mut frames);
            frames = found;
        } else {
            frames.insert(0, php_place(Some(thrown), None));
        }
        let next = if log.line(last + 1).is_empty() { last + 2 } else { last + 1 };
        let previous = log.line(next).strip_prefix("[previous exception] [object] (").and_then(object_of);
        place = previous.as_ref().map(|(_, place)| *place);
        if let Some((words, _)) = previous {
            message = words;
            last = next;
        }
        if frames.len() > STACK_LINES {
            break;
        }
    }
    if log.line(last + 1) == "\"}" || log.line(last + 1) == "\"} " {
        last += 1;
    }
    Some(Block::new(Reader::Php, at, last, &message).with_frames(frames))
}

/// `Class(code: 0): words at /app/x.php:3)`
fn object_of(text: &str) -> Option<(String, (&str, u32))> {
    let (class, rest) = text.split_once("(code: ")?;
    let (_, rest) = rest.split_once("): ")?;
    let (words, place) = rest.rsplit_once(" at ")?;
    let (path, line) = place.rsplit_once(':')?;
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    Some((format!("{}: {words}", class.replace("\\\\", "\\")), (path, line[..digits].parse().ok()?)))
}

/// `Uncaught PHP Exception Class: "words" at x.php line 3`
fn symfony(log: &Log, at: usize) -> Option<Block> {
    let (_, rest) = log.line(at).split_once("Uncaught PHP Exception ")?;
    let (class, rest) = rest.split_once(": \"")?;
    let (words, place) = rest.rsplit_once("\" at ")?;
    let (path, line) = place.rsplit_once(" line ")?;
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let frames = vec![php_place(Some((path, line[..digits].parse().ok()?)), None)];
    Some(Block::new(Reader::Php, at, at, &format!("{class}: {words}")).with_frames(frames))
}
