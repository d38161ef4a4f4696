//! npm, pnpm and yarn.

use super::block::{Block, Reader};
use super::frame::javascript;
use super::log::Log;

/// Codes with which Yarn 2 and later ends a step in failure; its others are news and warnings.
const YARN: [&str; 14] = [
    "YN0001", "YN0009", "YN0016", "YN0018", "YN0027", "YN0028", "YN0035", "YN0041", "YN0058", "YN0071",
    "YN0078", "YN0080", "YN0081", "YN0082",
];

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    if line.trim_start().starts_with("ERR_PNPM_") {
        // Between the code and the words stands a blank that nobody types.
        let words: Vec<&str> = line.split_whitespace().collect();
        return Some(Block::new(Reader::Npm, at, at, &words.join(" ")));
    }
    if line.trim_start().starts_with("error An unexpected error") {
        return Some(Block::new(Reader::Npm, at, at, line));
    }
    if let Some(block) = yarn(log, at) {
        return Some(block);
    }
    bare(line)?;
    let mut last = at;
    while last + 1 < log.len() && bare(log.line(last + 1)).is_some() {
        last += 1;
    }
    let words = (at..=last)
        .filter_map(|at| bare(log.line(at)))
        .find(|text| !text.trim().is_empty() && !text.starts_with("code "));
    Some(Block::new(Reader::Npm, at, last, words.or_else(|| bare(line)).unwrap_or(line)))
}

fn bare(line: &str) -> Option<&str> {
    ["npm error", "npm ERR!", "npm error!"].iter().find_map(|start| line.strip_prefix(start)).map(str::trim)
}

/// The lines of one failed step of Yarn, the changes of a lock file that it prints between them included.
fn yarn(log: &Log, at: usize) -> Option<Block> {
    let (code, words) = step(log.line(at)).filter(|(code, _)| YARN.contains(code))?;
    // An exception has a stack, which is read as such.
    if javascript(log.line(at + 1)).is_some() {
        return None;
    }
    let mut message = words;
    let mut last = at;
    let mut next = at + 1;
    while let Some((other, words)) =
        step(log.line(next)).filter(|(other, _)| *other == code || *other == "YN0000")
    {
        if other == code {
            last = next;
            if message.starts_with(['+', '-', ' ']) {
                message = words;
            }
        }
        next += 1;
    }
    Some(Block::new(Reader::Npm, at, last, &format!("{code}: {message}")))
}

/// `➤ YN0028: │ words` within a step.
fn step(line: &str) -> Option<(&str, &str)> {
    let (code, words) = line.strip_prefix("➤ ")?.split_once(": ")?;
    let words = words.strip_prefix('│')?;
    Some((code, words.strip_prefix(' ').unwrap_or(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_of_yarn_is_one_error() {
        let log = Log::new(
            "➤ YN0000: │  \"crane@workspace:packages/crane\":\n➤ YN0028: │ -    semver: \"1\"\n➤ YN0000: │  \n\
             ➤ YN0028: │ The lockfile would have been modified\n➤ YN0000: └ Completed\n",
        );
        assert_eq!(read(&log, 0, 0), None);
        let block = read(&log, 1, 0).expect("an error");
        assert_eq!(
            (block.message.as_str(), block.last),
            ("YN0028: The lockfile would have been modified", 3)
        );
        let news = Log::new("➤ YN0085: │ + semver@npm:7.7.3\n➤ YN0013: │ No new packages added\n");
        assert_eq!(read(&news, 0, 0), None);
        let pnpm = Log::new(" ERR_PNPM_NO_SCRIPT\u{2009} Missing script: deploy");
        assert_eq!(read(&pnpm, 0, 0).expect("an error").message, "ERR_PNPM_NO_SCRIPT Missing script: deploy");
    }
}
