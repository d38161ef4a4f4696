//! Failed tests of pytest, in its long and short styles.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;
use crate::model::Frame;

const MAX_LINES: usize = 600;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let name = heading(log.line(at), b'_')?;
    let mut frames: Vec<Frame> = Vec::new();
    let mut message = String::new();
    let mut last = at;
    let mut parts_of_message = true;
    for next in at + 1..log.len().min(at + MAX_LINES) {
        let line = log.line(next);
        // A line of underscores and blanks parts the calls of one failure.
        if heading(line, b'_').is_some() || heading(line, b'=').is_some() {
            break;
        }
        if let Some(words) = line.strip_prefix("E ").map(str::trim).filter(|words| !words.is_empty()) {
            if parts_of_message {
                if !message.is_empty() {
                    message.push('\n');
                }
                message.push_str(words);
            }
        } else {
            parts_of_message = message.is_empty();
            if let Some(frame) = place(line, name) {
                frames.push(frame);
            }
        }
        if !line.trim().is_empty() {
            last = next;
        }
    }
    if message.is_empty() && frames.is_empty() {
        return None;
    }
    frames.reverse();
    let message = if message.is_empty() { name } else { &message };
    Some(Block::new(Reader::TestRunner, at, last, message).with_frames(frames))
}

/// The words between two rows of one sign: `____ test_total ____`.
fn heading(line: &str, sign: u8) -> Option<&str> {
    let mark = char::from(sign);
    let words = line.trim_matches(mark);
    let row = line.len() - words.len();
    (row >= 6 && line.len() > 20 && words.starts_with(' ') && words.ends_with(' ') && words.trim().len() > 1)
        .then(|| words.trim())
}

/// `tests/test_a.py:12: in total`, `tests/test_a.py:12: KeyError`, `file /app/tests/test_a.py, line 5`.
fn place(line: &str, name: &str) -> Option<Frame> {
    if let Some((path, number)) = line.strip_prefix("file ").and_then(|rest| rest.split_once(", line ")) {
        return Some(frame::frame(path, number.parse().ok(), None, None));
    }
    let (head, rest) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?;
    let (path, number) = head.rsplit_once(':')?;
    let number = number.parse().ok()?;
    if crate::workspace::extension(path) != "py" || path.contains(' ') {
        return None;
    }
    let function = rest.strip_prefix("in ").or(Some(name).filter(|name| !name.contains(' ')));
    Some(frame::frame(path, Some(number), None, function))
}

#[cfg(test)]
mod tests {
    use super::super::{Log, Reader, read};

    #[test]
    fn failures_are_read_in_both_styles() {
        let long = "=========== FAILURES ===========\n____________ test_total ____________\n\n    def test_total():\n>       assert total([1]) == 2\n\ntests/test_a.py:4: \n_ _ _ _ _ _ _ _ _ _ _ _ _ _ _\n\n    def total(x):\n>       return x['a']\nE       KeyError: 'a'\n\nshop/cart.py:7: KeyError\n=========== short test summary info ===========\nFAILED tests/test_a.py::test_total - KeyError: 'a'\n";
        let short = "____________ test_b ____________\ntests/test_a.py:4: in test_b\n    assert f() == 2\nE   assert 1 == 2\nE    +  where 1 = f()\n1 failed in 0.1s\n";
        for (text, message, file, line) in [
            (long, "KeyError: 'a'", "shop/cart.py", 7),
            (short, "assert 1 == 2\n+  where 1 = f()", "tests/test_a.py", 4),
        ] {
            let blocks = read(&Log::new(text));
            let block = blocks.iter().find(|block| block.reader == Reader::TestRunner).expect("a failure");
            assert_eq!(block.message, message);
            assert_eq!((block.frames[0].file.as_str(), block.frames[0].line), (file, Some(line)));
        }
    }
}
