//! Records of JSON: keys stand for themselves, their values are values, and what a message says is read like a line.

use super::class::{self, END};
use super::kind::Kind;
use super::scan::{Sink, classes, gap, is_message, quoted, scan};
use super::value;

/// Whether a message is one object.
pub(super) fn is_object(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    text.starts_with(b"{")
        && text.ends_with(b"}")
        && text.get(1..).is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.starts_with(b"\"") || rest.starts_with(b"}")
        })
}

/// Reads an object; of a broken one too, every byte is told.
pub(super) fn scan_object(text: &[u8], sink: &mut impl Sink) {
    let mut at = 0;
    let mut key: &[u8] = &[];
    while let Some(&byte) = text.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let length = if byte == b'"' {
            let length = quoted(rest).unwrap_or(rest.len());
            let whole = rest.get(..length).unwrap_or_default();
            let inside = whole.get(1..length.saturating_sub(1)).unwrap_or_default();
            let blanks = rest.get(length..).map_or(0, gap);
            // A skeleton has no blanks but those of gaps.
            let plain = whole.iter().all(|b| class::of(*b) & class::GAP == 0);
            if plain && rest.get(length + blanks) == Some(&b':') {
                key = inside;
                sink.text(whole);
            } else if is_message(key) && whole.len() > 1 && whole.ends_with(b"\"") {
                sink.text(b"\"");
                scan(inside, sink);
                sink.text(b"\"");
            } else {
                sink.value(Kind::Quoted, whole);
            }
            length
        } else if class::of(byte) & class::GAP != 0 {
            let length = gap(rest);
            sink.gap(rest.get(..length).unwrap_or_default());
            length
        } else if byte == b':' || class::of(byte) & END != 0 {
            sink.text(rest.get(..1).unwrap_or_default());
            1
        } else {
            let length = rest.iter().take_while(|b| class::of(**b) & END == 0).count();
            let scalar = rest.get(..length).unwrap_or_default();
            if is_message(key) {
                sink.text(scalar);
            } else {
                let kind = if value::is_bool(scalar) {
                    Kind::Bool
                } else {
                    value::kind(scalar, classes(scalar)).unwrap_or(Kind::Word)
                };
                sink.value(kind, scalar);
            }
            length
        };
        at += length.max(1);
    }
}
