//! The Test Anything Protocol, as `node --test` and Vitest write it: `not ok 2 - name`, and below it what is known
//! of the failure, as YAML between `---` and `...`.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;

const MAX_LINES: usize = 150;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let name = log.line(at).trim_start().strip_prefix("not ok ")?;
    if name.contains("# TODO") || name.contains("# SKIP") {
        return None;
    }
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([' ', '-']);
    let name = name.split(" # ").next().unwrap_or(name);
    if log.line(at + 1).trim() != "---" {
        return None;
    }
    let last = (at + 2..log.len().min(at + MAX_LINES)).find(|&line| log.line(line).trim() == "...")?;
    let mut found = Failure::default();
    let mut next = at + 2;
    while next < last {
        next = found.read(log, next, last);
    }
    if found.is_summary {
        return None;
    }
    let message = match (found.name, found.error) {
        (name, error) if name.is_empty() || error.starts_with(&name) => error,
        (name, error) => format!("{name}: {error}"),
    };
    let message = if message.is_empty() { name.to_owned() } else { message };
    Some(Block::new(Reader::TestRunner, at, last, &message).with_frames(found.frames))
}

/// Whether a line is the error of a suite, of which each failed test has its own.
pub(super) fn is_summary(log: &Log, at: usize) -> bool {
    at > 0 && is_suite(log.line(at - 1).trim())
}

fn is_suite(line: &str) -> bool {
    line == "failureType: 'subtestsFailed'"
}

#[derive(Default)]
struct Failure {
    name: String,
    error: String,
    frames: Vec<crate::model::Frame>,
    is_summary: bool,
}

impl Failure {
    /// Reads the key of a line; answers the line behind its value.
    fn read(&mut self, log: &Log, at: usize, last: usize) -> usize {
        let line = log.line(at);
        self.is_summary |= is_suite(line.trim());
        let Some((key, value)) = line.trim().split_once(':') else { return at + 1 };
        let depth = indent(line);
        let end = (at + 1..last)
            .find(|&next| !log.line(next).trim().is_empty() && indent(log.line(next)) <= depth)
            .unwrap_or(last);
        let value = value.trim();
        let is_block = value.starts_with(['|', '>']);
        match key {
            "stack" if is_block => {
                let frame = |line: usize| javascript(&format!("at {}", log.line(line).trim()));
                self.frames.extend((at + 1..end).filter_map(frame));
            }
            "at" if self.frames.is_empty() => {
                let place = frame::location(unquoted(value).trim())
                    .map(|(path, line, column)| frame::frame(path, Some(line), column, None));
                self.frames.extend(place);
            }
            "name" if self.name.is_empty() => self.name = unquoted(value),
            "error" | "message" if is_block && self.error.is_empty() => {
                let lines: Vec<&str> = (at + 1..end).map(|line| log.line(line).trim()).collect();
                lines.join("\n").trim().clone_into(&mut self.error);
            }
            "error" | "message" if !value.is_empty() && self.error.is_empty() => self.error = unquoted(value),
            _ => {}
        }
        if is_block { end } else { at + 1 }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A scalar of YAML without its quotes.
fn unquoted(value: &str) -> String {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    if let Some(inner) = inner('\'') {
        return inner.replace("''", "'").replace("\\'", "'");
    }
    match inner('"') {
        Some(inner) => serde_json::from_str(value).unwrap_or_else(|_| inner.to_owned()),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_test_says_what_threw_and_where() {
        let node = "    not ok 2 - finds a colour\n      ---\n      duration_ms: 0.2\n      \
            failureType: 'testCodeFailure'\n      error: \"Cannot read properties of undefined (reading 'hex')\"\n      \
            name: 'TypeError'\n      stack: |-\n        colour (/srv/src/weave.js:2:75)\n        \
            Test.run (node:internal/test_runner/test:796:25)\n      ...\n";
        let vitest = "not ok 1 - dye.test.ts > weld # time=2.49ms\n    ---\n    error:\n        \
            name: \"TypeError\"\n        message: \"Cannot read properties of undefined (reading 'hex')\"\n    \
            at: \"/srv/src/weave.js:2:75\"\n    ...\n";
        for (text, last) in [(node, 9), (vitest, 6)] {
            let block = read(&Log::new(text), 0, 0).expect("a failure");
            assert_eq!(block.message, "TypeError: Cannot read properties of undefined (reading 'hex')");
            assert_eq!((block.frames[0].file.as_str(), block.last), ("/srv/src/weave.js", last));
        }
    }

    #[test]
    fn what_is_expected_to_fail_and_what_only_sums_up_is_no_error() {
        let suite =
            "not ok 1 - weave\n  ---\n  failureType: 'subtestsFailed'\n  error: '1 subtest failed'\n  ...\n";
        for text in [suite, "not ok 1 - weave # TODO later\n  ---\n  error: 'x'\n  ...\n", "not ok with me"] {
            let log = Log::new(text);
            assert_eq!(read(&log, 0, 0), None, "{text}");
        }
        assert!(is_summary(&Log::new(suite), 3));
    }
}
