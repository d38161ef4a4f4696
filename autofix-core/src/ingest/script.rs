//! Errors as Bun and Deno print them: `error: words`, and around them the source line with its mark, properties
//! and the stack. Node's form is `v8`'s.

use super::block::{Block, Reader};
use super::frame::javascript;
use super::log::Log;
use super::v8;

/// Lines between an error's first one and its stack.
const BETWEEN: usize = 20;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let told = line.strip_prefix("error: ");
    let named = || v8::error_name(line).filter(|name| line.starts_with(name)).map(|_| line);
    let properties = is_property(log.line(at + 1));
    // An error with a name and a stack alone is anybody's.
    let words = told.or_else(|| named().filter(|_| properties))?;
    let words = words.strip_prefix("Uncaught ").unwrap_or(words);
    let words = words.strip_prefix("(in promise) ").unwrap_or(words);
    let mut said = vec![words];
    let mut last = at;
    let mut next = at + 1;
    while next < log.len() && next <= at + BETWEEN {
        let line = log.line(next);
        let trimmed = line.trim();
        if javascript(line).is_some_and(|frame| frame.line.is_some()) {
            let mut frames = Vec::new();
            let last = v8::stack(log, next, &mut frames);
            return Some(Block::new(Reader::JavaScript, at, last, &said.join("\n")).with_frames(frames));
        }
        // The stack may begin with a call that has no place.
        let call = trimmed.starts_with("at ");
        let ends = line.starts_with("error: ") || line.starts_with("Bun v") || line.starts_with("(fail)");
        if ends || (v8::error_name(line).is_some_and(|name| line.starts_with(name))) {
            break;
        }
        let aside = trimmed.is_empty()
            || call
            || v8::is_code_frame(trimmed)
            || v8::is_mark(line)
            || v8::is_mark(log.line(next + 1));
        if is_property(line) {
            last = next;
        } else if !aside && !trimmed.starts_with("hint: ") {
            said.push(line);
        }
        next += 1;
    }
    (last > at).then(|| Block::new(Reader::JavaScript, at, last, words))
}

/// ` code: "EADDRINUSE",`, as Bun prints what an error has besides its message.
fn is_property(line: &str) -> bool {
    let Some((key, value)) = line.trim().split_once(": ") else { return false };
    line.starts_with(' ')
        && matches!(key, "code" | "errno" | "syscall" | "path" | "address" | "port" | "detail" | "hint")
        && (value.starts_with('"') || value.trim_end_matches(',').parse::<i64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_block_with_its_source_line() {
        let cases = [
            (
                "error: Uncaught (in promise) TypeError: no\nf(x);\n ^\n    at file:///srv/tide.ts:9:25\n",
                "TypeError: no",
                3,
                1,
            ),
            (
                "error: expect(received).toBe(expected)\n\nExpected: 1\nReceived: 2\n\n      at <anonymous> (/srv/a.ts:9:25)\n",
                "expect(received).toBe(expected)\nExpected: 1\nReceived: 2",
                5,
                1,
            ),
            (
                "error: Failed to start server.\n syscall: \"listen\",\n   errno: 0,\n    code: \"EADDRINUSE\"\n\n      at /srv/a.ts:1:20\n",
                "Failed to start server.",
                5,
                1,
            ),
            (
                "PostgresError: Failed to connect\n code: \"ERR_X\"\n\nBun v1.4.5\n",
                "PostgresError: Failed to connect",
                1,
                0,
            ),
            ("error: Import \"x\" no\n  hint: try\n    at file:///srv/a.ts:1:23\n", "Import \"x\" no", 2, 1),
        ];
        for (text, message, last, frames) in cases {
            let block = read(&Log::new(text), 0, 0).expect("an error");
            assert_eq!((block.message.as_str(), block.last, block.frames.len()), (message, last, frames));
        }
        for text in [
            "error: no\nerror: never\n    at f (/srv/a.ts:1:2)",
            "error: no",
            "TypeError: no\n    at /srv/a.js:1:2",
        ] {
            assert_eq!(read(&Log::new(text), 0, 0), None, "{text}");
        }
    }
}
