//! One pass over a message: chunks, values with their kinds, gaps.

use super::class::{self, COLON, DIGIT, END, GAP, HARD, LETTER, POINT, SLASH};
use super::kind::Kind;
use super::{time, value};

/// Hears the parts of a message, in their order and without holes.
pub(super) trait Sink {
    /// Bytes that stand for themselves.
    fn text(&mut self, text: &[u8]);
    /// Blanks and whatever does not show.
    fn gap(&mut self, text: &[u8]);
    /// A value.
    fn value(&mut self, kind: Kind, text: &[u8]);
}

/// What has not ended by then is no escape sequence, and is not searched any further.
const LONGEST_ESCAPE: usize = 512;

/// Bytes of an escape sequence of a terminal at the beginning of a text, 1 where it is none.
fn escape(text: &[u8]) -> usize {
    match text.get(1) {
        Some(b'[') => {
            let body =
                text.iter().take(LONGEST_ESCAPE).skip(2).take_while(|b| (0x20..0x40).contains(*b)).count();
            (2 + body + 1).min(text.len())
        }
        Some(b']') => match memchr::memchr(7, text.get(..LONGEST_ESCAPE).unwrap_or(text)) {
            Some(end) => end + 1,
            None => 2,
        },
        _ => 1,
    }
}

/// How long the gap at the beginning of a text is.
#[inline]
pub(super) fn gap(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if byte == 0x1b {
            at += escape(text.get(at..).unwrap_or_default());
        } else if class::of(byte) & GAP != 0 {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Reads a message.
pub(super) fn scan(text: &[u8], sink: &mut impl Sink) {
    let mut at = 0;
    // The key of a value that follows at once, as in `key=value`.
    let mut key: Option<&[u8]> = None;
    let mut last: &[u8] = &[];
    // A mark that assigns stands before the gap before.
    let mut assigned = false;
    // The two words before.
    let mut before: (&[u8], &[u8]) = (&[], &[]);
    while let Some(&byte) = text.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let kind = class::of(byte);
        if kind & GAP != 0 {
            let length = gap(rest);
            sink.gap(rest.get(..length).unwrap_or_default());
            at += length;
            (assigned, key, last) = (key.is_some() || last.ends_with(b":"), None, &[]);
            continue;
        }
        if kind & HARD != 0 {
            let whole = match key {
                Some(name) if !is_message(name) => match byte {
                    b'"' | b'\'' => quoted(rest).map(|length| (Kind::Quoted, length)),
                    _ => bracketed(rest).map(|length| (Kind::Any, length)),
                },
                _ => None,
            };
            if let Some((kind, length)) = whole {
                sink.value(kind, rest.get(..length).unwrap_or_default());
                at += length;
            } else {
                let signed = matches!(byte, b'<' | b'>') && rest.get(1).is_some_and(u8::is_ascii_digit);
                let measured = if signed { value::measured(rest.get(1..).unwrap_or_default()) } else { None };
                if let Some((kind, length)) = measured {
                    sink.value(kind, rest.get(..=length).unwrap_or_default());
                    at += length + 1;
                } else {
                    sink.text(rest.get(..1).unwrap_or_default());
                    at += 1;
                }
            }
            key = (byte == b'=' && !last.is_empty()).then_some(last);
            last = &[];
            continue;
        }
        // What stands for a date or a measure may have blanks inside.
        if kind & DIGIT != 0 || byte.is_ascii_uppercase() {
            let found = match time::stamp(rest) {
                Some(length) => Some((Kind::Time, length)),
                None if kind & DIGIT != 0 => value::measured(rest),
                None => None,
            };
            if let Some((kind, length)) = found
                && rest.get(length).is_none_or(|b| class::of(*b) & (DIGIT | LETTER) == 0)
            {
                sink.value(kind, rest.get(..length).unwrap_or_default());
                at += length;
                (key, last) = (None, &[]);
                continue;
            }
        }
        let mut seen = 0;
        let mut length = 0;
        for &byte in rest {
            let class = class::of(byte);
            if class & END != 0 {
                break;
            }
            seen |= class;
            length += 1;
        }
        if seen & (COLON | SLASH) == (COLON | SLASH)
            && let Some(scheme) = value::scheme(rest.get(..length).unwrap_or_default())
        {
            // A query has marks that would end a chunk.
            length = scheme + url(rest.get(scheme..).unwrap_or_default());
        }
        if byte == b'/' && rest.get(..length).is_some_and(|chunk| chunk.contains(&b'?')) {
            length = url(rest).max(length);
        }
        let chunk = rest.get(..length).unwrap_or_default();
        match key {
            Some(name) if !is_message(name) => {
                // A value such as `Work{7}` is one.
                if rest.get(length).is_some_and(|b| matches!(b, b'{' | b'[' | b'('))
                    && let Some(more) = rest.get(length..).and_then(bracketed)
                {
                    length += more;
                    sink.value(Kind::Any, rest.get(..length).unwrap_or_default());
                } else {
                    keyed(chunk, seen, sink);
                }
            }
            _ if names_user(before, chunk) && seen & (COLON | SLASH) == 0 => keyed(chunk, seen, sink),
            _ if assigned && seen == LETTER && value::is_bool(chunk) => sink.value(Kind::Bool, chunk),
            _ => read(chunk, seen, sink),
        }
        at += length;
        assigned = false;
        key = None;
        last = chunk;
        before = (before.1, chunk);
    }
}

/// Keys whose value is for people: its words tell what happened.
pub(super) fn is_message(key: &[u8]) -> bool {
    const KEYS: [&[u8]; 9] =
        [b"msg", b"message", b"level", b"event", b"error", b"err", b"severity", b"lvl", b"@message"];
    KEYS.iter().any(|it| it.eq_ignore_ascii_case(key))
}

/// Whether a word names a user, by the two before it: `for user root`, `password for root`.
fn names_user((first, second): (&[u8], &[u8]), word: &[u8]) -> bool {
    const LEAD: [&[u8]; 6] = [b"for", b"by", b"of", b"as", b"invalid", b"from"];
    match second {
        b"user" => LEAD.contains(&first),
        b"for" => {
            matches!(first, b"password" | b"publickey") && !matches!(word, b"invalid" | b"illegal" | b"user")
        }
        _ => false,
    }
}

/// The length of a value in brackets, both included; the brackets inside are balanced.
fn bracketed(text: &[u8]) -> Option<usize> {
    const LONGEST: usize = 400;
    let mut open: usize = 0;
    for (at, byte) in text.iter().enumerate().take(LONGEST) {
        match byte {
            b'{' | b'[' | b'(' | b'<' => open += 1,
            b'}' | b']' | b')' | b'>' => open = open.checked_sub(1)?,
            _ => {}
        }
        if open == 0 {
            return (at > 1).then_some(at + 1);
        }
    }
    None
}

/// The length of a text in quotation marks, both included.
pub(super) fn quoted(text: &[u8]) -> Option<usize> {
    let mark = *text.first()?;
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'\\' => at += 2,
            byte if *byte == mark => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn url(text: &[u8]) -> usize {
    let inside = |b: &&u8| {
        class::of(**b) & GAP == 0
            && !matches!(**b, b'"' | b'\'' | b'<' | b'>' | b')' | b']' | b'}' | b'`' | b'|')
    };
    let length = text.iter().take_while(inside).count();
    let end = text.get(..length).unwrap_or_default();
    length - end.iter().rev().take_while(|b| matches!(b, b',' | b';' | b'.' | b':' | b'!' | b'?')).count()
}

/// The value of a key: whatever it is, it is a value.
fn keyed(chunk: &[u8], seen: u8, sink: &mut impl Sink) {
    let tail = chunk.iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'!' | b'?')).count();
    let (body, tail) = chunk.split_at(chunk.len() - tail);
    if !body.is_empty() {
        sink.value(value::kind(body, seen).unwrap_or(Kind::Word), body);
    }
    if !tail.is_empty() {
        sink.text(tail);
    }
}

/// A chunk of a message: one value, or parts with marks between them.
fn read(chunk: &[u8], seen: u8, sink: &mut impl Sink) {
    if seen & (DIGIT | SLASH) == 0 && (seen & POINT == 0 || value::host(chunk).is_none()) {
        if seen & COLON == 0 {
            match value::kind(chunk, seen) {
                Some(kind) if matches!(chunk.len(), 8 | 16) => sink.value(kind, chunk),
                _ => sink.text(chunk),
            }
            return;
        }
        if let Some((before, after)) = split(chunk, b':')
            && value::is_bool(after)
        {
            sink.text(before);
            sink.value(Kind::Bool, after);
            return;
        }
        sink.text(chunk);
        return;
    }
    let tail = chunk.iter().rev().take_while(|b| matches!(b, b'.' | b':' | b'!' | b'?')).count();
    let (body, tail) = chunk.split_at(chunk.len() - tail);
    // Dots that lead to a value, as in `enabled.....1`, are not part of a name.
    match body.windows(3).rposition(|three| three == b"...") {
        Some(at) if seen & SLASH == 0 => {
            let (before, after) = body.split_at(at + 3);
            sink.text(before);
            parts(after, classes(after), sink);
        }
        _ => parts(body, seen, sink),
    }
    if !tail.is_empty() {
        sink.text(tail);
    }
}

/// Splits after the last of a mark; the mark stays with what is before it.
fn split(chunk: &[u8], mark: u8) -> Option<(&[u8], &[u8])> {
    let at = chunk.iter().rposition(|b| *b == mark)?;
    chunk.split_at_checked(at + 1)
}

fn parts(body: &[u8], seen: u8, sink: &mut impl Sink) {
    if body.is_empty() {
        return;
    }
    if let Some(kind) = value::kind(body, seen) {
        sink.value(kind, body);
        return;
    }
    if seen & (DIGIT | SLASH | POINT) == 0 {
        sink.text(body);
        return;
    }
    // A mark before a value is not part of it.
    if let Some((first, rest)) = body.split_first()
        && class::of(*first) & (DIGIT | LETTER) == 0
        && !rest.is_empty()
    {
        sink.text(std::slice::from_ref(first));
        parts(rest, classes(rest), sink);
        return;
    }
    let mark = if seen & COLON != 0 && body.contains(&b':') {
        b':'
    } else if body.contains(&b'@') {
        b'@'
    } else if body.contains(&b'/') {
        b'/'
    } else if body.contains(&b'\\') {
        b'\\'
    } else {
        let digit = body.iter().any(u8::is_ascii_digit);
        if digit {
            sink.value(Kind::Identifier, body);
        } else {
            sink.text(body);
        }
        return;
    };
    let mut begin = 0;
    for (at, _) in body.iter().enumerate().filter(|(_, byte)| **byte == mark) {
        let part = body.get(begin..at).unwrap_or_default();
        parts(part, classes(part), sink);
        sink.text(body.get(at..=at).unwrap_or_default());
        begin = at + 1;
    }
    let part = body.get(begin..).unwrap_or_default();
    if mark == b':' && value::is_bool(part) {
        sink.value(Kind::Bool, part);
    } else {
        parts(part, classes(part), sink);
    }
}

/// Every class that a text has.
pub(super) fn classes(text: &[u8]) -> u8 {
    text.iter().fold(0, |seen, byte| seen | class::of(*byte))
}
