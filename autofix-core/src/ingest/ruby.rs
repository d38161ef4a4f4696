//! Ruby: what ends a program, in both orders, and the stacks that loggers and tests print.

use super::block::{Block, Reader};
use super::frame::{self, ruby};
use super::log::Log;
use super::v8::is_mark;
use crate::model::Frame;

const STACK_LINES: usize = 2_000;
const MAX_FRAMES: usize = 200;
/// The source line and its marks stand between a message and its stack.
const BETWEEN: usize = 8;

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let line = log.line(at);
    if line.ends_with("Traceback (most recent call last):") {
        return reversed(log, at, floor);
    }
    uncaught(log, at, floor)
        .or_else(|| syntax(log, at))
        .or_else(|| failure(log, at))
        .or_else(|| logged(log, at))
}

/// A header as Ruby prints it, with its stack.
struct Segment {
    message: String,
    frames: Vec<Frame>,
    last: usize,
}

/// `x.rb:3:in 'f': words (Class)`, its further lines, and `from` lines.
fn segment(log: &Log, at: usize) -> Option<Segment> {
    let head = ruby(log.line(at)).filter(|head| !head.from)?;
    let words = head.rest.strip_prefix(": ")?;
    let mut last = at;
    let mut next = at + 1;
    let mut class = class_of(words);
    while next < log.len() && next < at + BETWEEN * 4 {
        let line = log.line(next);
        if ruby(line).is_some_and(|found| found.from) {
            break;
        }
        let code = line.trim().is_empty() || line.starts_with(' ') || is_mark(line);
        // The class may close the last line of a message of several.
        if class.is_none() && ruby(line).is_none() {
            class = class_of(line);
        } else if !code || ruby(line).is_some() {
            break;
        }
        next += 1;
    }
    if ruby(log.line(next)).is_none_or(|found| !found.from) {
        next = at + 1;
    }
    let mut frames = vec![head.frame];
    while next < log.len() && next < at + STACK_LINES {
        let line = log.line(next);
        match ruby(line) {
            Some(found) if found.from => {
                if frames.len() < MAX_FRAMES {
                    frames.push(found.frame);
                }
            }
            _ if line.trim_start().starts_with("... ") && line.ends_with(" levels...") => {}
            _ => break,
        }
        last = next;
        next += 1;
    }
    if class.is_none() && last == at {
        return None;
    }
    let (words, class) = class.unwrap_or((words, ""));
    let words = if class_of(head.rest).is_some() || class.is_empty() { words } else { &head.rest[2..] };
    let message =
        if class.is_empty() || words == class { words.to_owned() } else { format!("{class}: {words}") };
    // The marks below a message without callers.
    if last == at {
        let mark = (at + 1..at + BETWEEN).find(|&line| is_mark(log.line(line)));
        let between = |mark: usize| {
            (at + 1..mark).all(|line| log.line(line).trim().is_empty() || log.line(line).starts_with(' '))
        };
        last = mark.filter(|&mark| between(mark)).unwrap_or(at);
    }
    Some(Segment { message, frames, last })
}

/// `words (Class)`: both parts.
fn class_of(text: &str) -> Option<(&str, &str)> {
    let (words, class) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let named = class.starts_with(|c: char| c.is_ascii_uppercase())
        && class.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b':');
    named.then(|| (words.trim(), class))
}

/// The causes follow what they caused; the last is the root.
fn uncaught(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let mut segments = vec![segment(log, at)?];
    let mut last = segments.last()?.last;
    while segments.len() < 20
        && segments.last().is_some_and(|known| known.frames.len() >= 2)
        && let Some(next) = segment(log, last + 1)
    {
        last = next.last;
        segments.push(next);
    }
    let thread = at > floor && log.line(at - 1).starts_with("#<Thread:");
    let first = if thread { at - 1 } else { at };
    let message = segments.last()?.message.clone();
    let frames = segments.into_iter().rev().flat_map(|segment| segment.frames).collect();
    Some(Block::new(Reader::Ruby, first, last, &message).with_frames(frames))
}

/// The order in which the newest call stands last; there a cause precedes what it caused.
fn reversed(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let is_numbered = |line: &str| {
        let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(": from ") && ruby(line).is_some()
    };
    if !is_numbered(log.line(at + 1)) {
        return None;
    }
    let mut message = None;
    let mut all = Vec::new();
    let mut frames = Vec::new();
    let mut last = at;
    for next in at + 1..(at + STACK_LINES).min(log.len()) {
        let line = log.line(next);
        let Some(found) = ruby(line) else {
            if line.trim_start().starts_with("... ") && line.ends_with(" levels...") {
                continue;
            }
            break;
        };
        let words = found.rest.strip_prefix(": ").unwrap_or(found.rest);
        frames.push(found.frame);
        last = next;
        if !is_numbered(line) {
            let (words, class) = class_of(words).unwrap_or((words, ""));
            message.get_or_insert(if class.is_empty() {
                words.to_owned()
            } else {
                format!("{class}: {words}")
            });
            all.extend(frames.drain(..).rev());
            if !is_numbered(log.line(next + 1)) {
                break;
            }
        }
    }
    all.extend(frames.drain(..).rev());
    all.truncate(MAX_FRAMES);
    let first = if at > floor && log.line(at - 1).starts_with("#<Thread:") { at - 1 } else { at };
    Some(Block::new(Reader::Ruby, first, last, &message.unwrap_or_default()).with_frames(all))
}

/// `x.rb:6: syntax error, unexpected …`, with the source and its marks.
fn syntax(log: &Log, at: usize) -> Option<Block> {
    let line = log.line(at);
    let (path, rest) = line.split_once(".rb:")?;
    let (number, words) = rest.split_once(": ")?;
    let path = path.strip_prefix("ruby: ").unwrap_or(path);
    if path.contains(": ") || !(words.starts_with("syntax error") || words.contains("(SyntaxError)")) {
        return None;
    }
    let path = format!("{path}.rb");
    let mut frame = frame::frame(&path, Some(number.parse().ok()?), None, None);
    frame.in_app &= !frame::is_gem(&path);
    let mut last = at;
    for next in at + 1..at + 12 {
        let line = log.line(next);
        if is_mark(line) || line.trim_start().starts_with("from ") {
            last = next;
        }
    }
    Some(Block::new(Reader::Ruby, at, last, &format!("SyntaxError: {words}")).with_frames(vec![frame]))
}

/// A failed assertion of minitest: `  2) Failure:` above `Test#name [x.rb:6]:`.
fn failure(log: &Log, at: usize) -> Option<Block> {
    let (number, word) = log.line(at).trim().split_once(") ")?;
    if word != "Failure:" || number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (name, place) = log.line(at + 1).strip_suffix("]:")?.split_once(" [")?;
    let (path, line) = place.rsplit_once(':')?;
    let frames = vec![frame::frame(path, Some(line.parse().ok()?), None, Some(name))];
    let mut last = at + 1;
    while last < at + 60 && !log.line(last + 1).trim().is_empty() {
        last += 1;
    }
    Some(Block::new(Reader::Ruby, at, last, &log.text(at + 2, last)).with_frames(frames))
}

/// A stack without `from` below the words of a logger or of a test.
fn logged(log: &Log, at: usize) -> Option<Block> {
    let line = log.line(at);
    let bare = |index: usize| ruby(log.line(index)).filter(|found| found.rest.is_empty() && !found.from);
    let (head, start) = if bare(at).is_some() {
        (None, at)
    } else {
        let tells =
            ["Error", "Exception", "Errno::", "ERROR", "FATAL"].iter().any(|word| line.contains(word));
        if !tells {
            return None;
        }
        let start = (at + 1..=at + BETWEEN).find(|&next| bare(next).is_some())?;
        let code = |next: usize| log.line(next).trim().is_empty() || log.line(next).starts_with([' ', '\t']);
        (at + 1..start).all(code).then_some((Some(at), start))?
    };
    let mut frames = Vec::new();
    let mut last = start;
    while last < start + STACK_LINES
        && let Some(found) = bare(last)
    {
        if frames.len() < MAX_FRAMES {
            frames.push(found.frame);
        }
        last += 1;
    }
    // One place alone may be an ordinary remark.
    if head.is_none() && frames.len() < 2 {
        return None;
    }
    let message = message(line, log, at, start, head.is_some());
    Some(Block::new(Reader::Ruby, at, last - 1, &message).with_frames(frames))
}

/// The words of a logged error without what the logger put before them.
fn message(line: &str, log: &Log, at: usize, start: usize, headed: bool) -> String {
    if !headed {
        return line.to_owned();
    }
    let words =
        line.split_once(" -- : ").or_else(|| line.split_once(" -- ")).map_or(line, |(_, words)| words);
    // Sinatra: `time - Class - words`.
    if let Some((head, rest)) = words.split_once(" - ")
        && let Some((class, rest)) = rest.split_once(" - ")
        && head.starts_with(|c: char| c.is_ascii_digit())
    {
        return format!("{class}: {}", rest.trim_end_matches(':'));
    }
    // The class may stand behind the marks.
    let class = (at..start).filter_map(|next| class_of(log.line(next))).map(|(_, class)| class).next_back();
    match class {
        Some(class) if !words.contains(class) => format!("{class}: {}", words.trim_end_matches(':')),
        _ => words.trim_end_matches(':').to_owned(),
    }
}
