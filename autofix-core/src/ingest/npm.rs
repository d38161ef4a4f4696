//! npm, pnpm and yarn.

use super::block::{Block, Reader};
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    if line.trim_start().starts_with("ERR_PNPM_")
        || line.trim_start().starts_with("error An unexpected error")
    {
        return Some(Block::new(Reader::Npm, at, at, line));
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
