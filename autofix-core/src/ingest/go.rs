//! Go: panics and fatal errors with their goroutines, data races, its compiler, its tests.

use super::block::{Block, Reader};
use super::frame::{self, go_call, go_place, go_source};
use super::log::Log;
use crate::model::Frame;

/// How far below its first line a panic's message may run on.
const MESSAGE_LINES: usize = 40;
/// A dump of every goroutine of a server is long.
const MAX_LINES: usize = 4_000;
const MAX_FRAMES: usize = 200;

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let line = log.line(at);
    if line == "WARNING: DATA RACE" {
        return Some(race(log, at, floor));
    }
    if let Some(words) = begin(line)
        && let Some(stack) = (at + 1..=at + MESSAGE_LINES).find(|&next| is_goroutine(log.line(next)))
    {
        return Some(crash(log, at, words, stack, floor));
    }
    // Of a stack whose beginning is cut off, what stands above tells most.
    if is_goroutine(line) && (at + 1..at + 4).any(|next| go_place(log.line(next)).is_some()) {
        let first = if at > floor && !log.line(at - 1).trim().is_empty() { at - 1 } else { at };
        let (frames, last) = stack(log, at);
        let message = if first < at { log.line(first) } else { line };
        return Some(Block::new(Reader::Go, first, last, message).with_frames(frames));
    }
    test(log, at).or_else(|| compiler(log, at, floor))
}

/// The words of a line that tells of a crash, without what introduces them.
fn begin(line: &str) -> Option<&str> {
    if let Some(words) = line.strip_prefix("panic: ") {
        return Some(words);
    }
    if line.starts_with("fatal error: ") || line.starts_with("SIGQUIT: ") || line.starts_with("SIGABRT: ") {
        return Some(line);
    }
    // A server tells whose request it was.
    let (_, served) = line.split_once("http: panic serving ")?;
    served.split_once(": ").map(|(_, words)| words)
}

/// `goroutine 17 [chan receive, 5 minutes]:`
fn is_goroutine(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("goroutine ") else { return line == "runtime stack:" };
    let state = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    state.len() < rest.len() && state.contains(" [") && state.ends_with("]:")
}

fn crash(log: &Log, at: usize, words: &str, goroutine: usize, floor: usize) -> Block {
    let mut end = at;
    // Deferred calls that panic too stand below the first panic, which is the cause.
    while end + 1 < goroutine {
        let next = log.line(end + 1);
        if next.is_empty() || next.trim_start().starts_with("panic: ") || next.starts_with("[signal ") {
            break;
        }
        end += 1;
    }
    let mut message = words.split(" [recovered").next().unwrap_or(words).to_owned();
    if end > at && log.line(at + 1) != log.line(at) {
        message = format!("{message}\n{}", log.text(at + 1, end));
    }
    let mut first = at;
    let above =
        |first: usize| first.checked_sub(1).filter(|&above| above >= floor).map(|above| log.line(above));
    while first + 4 > at
        && above(first).is_some_and(|line| line.starts_with("runtime: ") || line.starts_with("--- FAIL: "))
    {
        first -= 1;
    }
    let (frames, last) = stack(log, goroutine);
    Block::new(Reader::Go, first, last, &message).with_frames(frames)
}

/// The frames of the first goroutine that has a place; the others are only passed over.
fn stack(log: &Log, at: usize) -> (Vec<Frame>, usize) {
    let mut frames: Vec<Frame> = Vec::new();
    let (mut next, mut last) = (at, at);
    let (mut done, mut own) = (false, false);
    while next < log.len() && next < at + MAX_LINES {
        let line = log.line(next);
        if is_goroutine(line) {
            done = !frames.is_empty();
            // The runtime's own stack says nothing of who filled it.
            own = line.starts_with("runtime");
        } else if let Some(frame) = go_call(line, log.line(next + 1)) {
            if !done && !own && frames.len() < MAX_FRAMES {
                frames.push(frame);
            }
            next += 1;
        } else if line.is_empty() {
            // Another goroutine, or what the shell adds, may follow.
            if !is_goroutine(log.line(next + 1)) {
                break;
            }
        } else if line.starts_with("exit status ") {
            last = next;
            break;
        } else if !(line.starts_with("...") || line.starts_with(['\t', ' '])) {
            break;
        }
        last = next;
        next += 1;
    }
    // What panicked stands below the call of `panic`, what dealt with it above.
    if let Some(panic) = frames.iter().rposition(|frame| frame.function.as_deref() == Some("panic")) {
        frames.rotate_left(panic + 1);
    }
    (frames, last.min(log.len() - 1))
}

/// What the race detector writes between two lines of `=`.
fn race(log: &Log, at: usize, floor: usize) -> Block {
    let is_rule = |line: &str| line.starts_with("=======");
    let first = if at > floor && is_rule(log.line(at - 1)) { at - 1 } else { at };
    let mut frames = Vec::new();
    let mut last = at;
    for next in at + 1..(at + 300).min(log.len()) {
        let line = log.line(next);
        if !(line.is_empty() || line.starts_with(' ') || is_rule(line) || line.ends_with(':')) {
            break;
        }
        if let Some(frame) = go_call(line, log.line(next + 1))
            && frames.len() < MAX_FRAMES
        {
            frames.push(frame);
        }
        if !line.is_empty() {
            last = next;
        }
        if is_rule(line) {
            break;
        }
    }
    Block::new(Reader::Go, first, last, "DATA RACE").with_frames(frames)
}

/// `--- FAIL: TestX (0.00s)`, what is indented below it, and a panic in it.
fn test(log: &Log, at: usize) -> Option<Block> {
    let name = log.line(at).strip_prefix("--- FAIL: ")?.split(" (").next()?;
    if begin(log.line(at + 1)).is_some() {
        return None;
    }
    let mut frames = Vec::new();
    let mut message = None;
    let mut last = at;
    while last + 1 < log.len() && last < at + 400 && log.line(last + 1).starts_with([' ', '\t']) {
        last += 1;
        let text = log.line(last).trim();
        if let Some((place, words)) = text.split_once(".go:")
            && let Some((number, words)) = words.split_once(": ")
            && let Ok(number) = number.parse()
            && !place.contains(' ')
        {
            frames.push(go_source(&format!("{place}.go"), number, None, Some(name)));
            message.get_or_insert(words);
        }
    }
    let message = message.map_or_else(|| name.to_owned(), |words| format!("{name}: {words}"));
    Some(Block::new(Reader::Go, at, last, &message).with_frames(frames))
}

/// `cmd/shop/main.go:5:2: undefined: x`; the line above may name the package.
fn compiler(log: &Log, at: usize, floor: usize) -> Option<Block> {
    let line = log.line(at);
    let text = line.strip_prefix("vet: ").unwrap_or(line);
    let (path, rest) = text.split_once(".go:")?;
    let (place, words) = rest.split_once(": ")?;
    let (number, column) = place.split_once(':')?;
    if path.is_empty() || path.contains(' ') || words.starts_with("warning: ") {
        return None;
    }
    let frame = go_source(&format!("{path}.go"), number.parse().ok()?, Some(column.parse().ok()?), None);
    let first = if at > floor && log.line(at - 1).starts_with("# ") { at - 1 } else { at };
    let mut last = at;
    // `have (int)` and `want (string)`, or the command that adds a package.
    while last < at + 4
        && log.line(last + 1).starts_with('\t')
        && frame::go_place(log.line(last + 1)).is_none()
    {
        last += 1;
    }
    Some(Block::new(Reader::Go, first, last, words).with_frames(vec![frame]))
}
