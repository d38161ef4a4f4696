//! The line that compilers and linters agree on: `path:line:column: error: words`.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let (path, line, column, words) = finding(log.line(at))?;
    let mut last = at;
    // What is set in below belongs to the finding: the source, a mark, the rest of the words.
    while last < at + 8 && log.line(last + 1).starts_with("    ") {
        last += 1;
    }
    let frame = frame::frame(path, Some(line), column, None);
    Some(Block::new(Reader::Lint, at, last, words).with_frames(vec![frame]))
}

/// Languages of web projects; what a compiler of another one says is for its own tools.
const ENDS: [&str; 13] =
    ["py", "pyi", "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro"];

/// mypy, pyright and others of that form; and the codes of Ruff, Flake8 and Pylint.
fn finding(line: &str) -> Option<(&str, u32, Option<u32>, &str)> {
    let (head, words) = line.trim_start().split_once(": error: ").or_else(|| {
        let (head, words) = line.split_once(": ")?;
        coded(words).then_some((head, words))
    })?;
    if head.contains(' ') || head.contains("://") {
        return None;
    }
    let (path, number, column) = frame::location(head)?;
    let (_, end) = path.rsplit_once('.')?;
    ENDS.contains(&end).then_some((path, number, column, words.trim()))
}

/// `E999 SyntaxError: …`, `F821 Undefined name …`: findings that a program would fail of, not those of style.
fn coded(words: &str) -> bool {
    ["E9", "F82", "F63", "F70", "E06", "E11"].iter().any(|code| {
        words.strip_prefix(code).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Log, Reader, read};

    #[test]
    fn findings_are_told_and_prose_is_not() {
        for (text, expected) in [
            (
                "app/a.py:8: error: Missing return statement  [return]\n    def f():\n    ^~~",
                Some(("app/a.py", 8)),
            ),
            ("src/a.ts:3:7: error: expected ';'", Some(("src/a.ts", 3))),
            ("A.java:1: error: incompatible types", None),
            ("app/a.py:3:1: F821 Undefined name 'x'", Some(("app/a.py", 3))),
            ("app/a.py:3:80: E501 Line too long", None),
            ("note: error: none", None),
        ] {
            let blocks = read(&Log::new(text));
            let found = blocks.iter().find(|block| block.reader == Reader::Lint);
            let got = found.and_then(|block| block.frames.first());
            assert_eq!(got.map(|frame| (frame.file.as_str(), frame.line.unwrap_or(0))), expected, "{text}");
        }
    }
}
