//! .NET and Mono: exceptions with their inner ones, records of ASP.NET's console logger, compilers.

use super::block::{Block, Reader};
use super::frame::{self, dotnet};
use super::log::Log;
use crate::model::Frame;

/// How far below its header a stack may begin.
const MESSAGE_LINES: usize = 30;
const STACK_LINES: usize = 1_000;
const MAX_FRAMES: usize = 200;
/// Makers of coded errors: compilers, the build, packages, the SDK.
const CODES: [&str; 9] = ["CS", "MSB", "NU", "NETSDK", "FS", "BC", "RZ", "BL", "CA"];

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    if let Some(block) = record(log, at) {
        return Some(block);
    }
    // Mono says first that nobody caught it.
    if line.trim() == "Unhandled Exception:" {
        return exception(log, at, at + 1);
    }
    if exception_name(line).is_some() {
        return exception(log, at, at);
    }
    compiler(log, at)
}

/// The name of an exception with its namespace, where a header has it: `Ns.OddException: words`.
fn exception_name(line: &str) -> Option<&str> {
    let at = line.find("Exception").filter(|&at| at <= 300)?;
    let end = at + "Exception".len();
    let start =
        line[..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '`' | '+')));
    let start = start.map_or(0, |p| p + line[p..].chars().next().map_or(1, char::len_utf8));
    let rest = &line[end..];
    if line[start..end].ends_with(".Exception") || start == at {
        // `Unhandled exception. System.Exception: words` and words that only speak of an exception.
        return (line[start..end].len() > "Exception".len() && rest.starts_with(':'))
            .then_some(&line[start..end]);
    }
    let follows =
        rest.is_empty() || rest.starts_with(": ") || rest.starts_with(" (") || rest.starts_with(" --->");
    (follows && line[start..end].contains('.')).then_some(&line[start..end])
}

/// The exception whose header is at `head`, with what stands above it from `first` on.
fn exception(log: &Log, first: usize, head: usize) -> Option<Block> {
    let start = (head + 1..=head + MESSAGE_LINES)
        .take_while(|&next| next < log.len())
        .find(|&next| dotnet(log.line(next)).is_some())?;
    // Another kind of line between would make two logs one.
    if (head + 1..start).any(|next| log.line(next).trim().is_empty()) {
        return None;
    }
    let mut frames: Vec<Frame> = Vec::new();
    let mut last = start;
    for next in start..(start + STACK_LINES).min(log.len()) {
        let line = log.line(next);
        if let Some(frame) = dotnet(line) {
            if frames.len() < MAX_FRAMES {
                frames.push(frame);
            }
        } else if !line.trim_start().starts_with("--- End of ")
            && !line.trim_start().starts_with("---> (Inner")
        {
            break;
        }
        last = next;
    }
    Some(Block::new(Reader::DotNet, first, last, &words(&log.text(head, start - 1))).with_frames(frames))
}

/// The innermost exception's own words: what follows the last arrow.
fn words(header: &str) -> String {
    let inner = header.rsplit("---> ").next().unwrap_or(header);
    let inner = inner.strip_prefix("(Inner Exception #0) ").unwrap_or(inner).trim();
    let from =
        exception_name(inner.lines().next().unwrap_or(inner)).and_then(|name| inner.find(name)).unwrap_or(0);
    inner[from..].trim_end().to_owned()
}

/// `fail: Category[0]` and the indented lines below it.
fn record(log: &Log, at: usize) -> Option<Block> {
    let line = log.line(at);
    let category = line.strip_prefix("fail: ").or_else(|| line.strip_prefix("crit: "))?;
    if !category.ends_with(']') || !category.contains('[') || !log.line(at + 1).starts_with("      ") {
        return None;
    }
    let mut end = at + 1;
    while end + 1 < log.len() && end < at + STACK_LINES && log.line(end + 1).starts_with("   ") {
        end += 1;
    }
    let head = (at + 1..=end.min(at + MESSAGE_LINES)).find(|&next| exception_name(log.line(next)).is_some());
    if let Some(mut block) = head.and_then(|head| exception(log, at, head)) {
        block.last = block.last.max(end);
        return Some(block);
    }
    Some(Block::new(Reader::DotNet, at, end, log.line(at + 1)))
}

/// `X.cs(8,17): error CS0103: words [/app/x.csproj]`; without a place where the project itself is wrong.
fn compiler(log: &Log, at: usize) -> Option<Block> {
    let line = log.line(at);
    let (head, rest) = match line.trim_start().strip_prefix("error ") {
        Some(rest) => ("", rest),
        None => line.split_once(": error ")?,
    };
    let (code, words) = rest.split_once(": ")?;
    let maker = code.trim_end_matches(|c: char| c.is_ascii_digit());
    if !CODES.contains(&maker) || code.len() < maker.len() + 3 {
        return None;
    }
    let words = words.split(" [/").next().unwrap_or(words);
    let words =
        words.rsplit_once(" [").filter(|(_, end)| end.ends_with("proj]")).map_or(words, |(words, _)| words);
    let place =
        head.trim().strip_suffix(')').and_then(|head| head.rsplit_once('(')).and_then(|(path, place)| {
            let mut numbers = place.split(',').map(|number| number.parse::<u32>().ok());
            Some((path, numbers.next()??, numbers.next().flatten()))
        });
    let frames =
        place.map(|(path, line, column)| frame::frame(path, Some(line), column, None)).into_iter().collect();
    Some(Block::new(Reader::DotNet, at, at, &format!("{code}: {words}")).with_frames(frames))
}
