//! Findings of Django's system checks: `app.Model.field: (fields.E300) …`.

use super::block::{Block, Reader};
use super::log::Log;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at);
    let (head, rest) = line.split_once(": (")?;
    let (code, words) = rest.split_once(") ")?;
    let (area, number) = code.split_once('.')?;
    let level = number.chars().next()?;
    let coded = area.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
        && matches!(level, 'E' | 'W' | 'C')
        && number.len() == 4
        && number[level.len_utf8()..].bytes().all(|b| b.is_ascii_digit());
    if !coded || head.contains("://") || (level == 'W') {
        return None;
    }
    let mut last = at;
    while last < at + 6 && log.line(last + 1).starts_with(['\t', ' ']) {
        last += 1;
    }
    Some(Block::new(Reader::Django, at, last, &format!("({code}) {words}")))
}
