//! The columns at the beginning of a line.

use super::time;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Column {
    /// A date, a time, or both, in brackets or not.
    Stamp,
    /// The same in the form of syslog: the month's name, the day, the time.
    SyslogStamp,
    /// A level, such as `INFO`, in brackets or not.
    Level,
    /// A text in brackets.
    Group,
    /// Digits alone.
    Number,
    /// A mark that stands alone, such as `-` or `|`.
    Mark,
    /// A word that ends with a colon, such as `sshd[12]:`.
    Tag,
    /// Two words or more with points between them, without blanks.
    Dotted,
    /// Any other word.
    Word,
}

impl Column {
    pub(super) fn is_stamp(self) -> bool {
        matches!(self, Self::Stamp | Self::SyslogStamp)
    }
}

/// A column of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'l> {
    pub(super) column: Column,
    /// Its bytes, without what separates it from the next.
    pub(super) text: &'l [u8],
    /// Where the next one begins.
    pub(super) next: usize,
    /// Whether two blanks or a tab follow, as in a table.
    pub(super) padded: bool,
}

/// Longest column in brackets.
const LONGEST_GROUP: usize = 400;

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether a word is a level, as loggers write it; the trailing mark may stand.
pub(super) fn is_level(word: &[u8]) -> bool {
    const LEVELS: [&[u8]; 24] = [
        b"INFO",
        b"WARN",
        b"ERROR",
        b"DEBUG",
        b"WARNING",
        b"FATAL",
        b"TRACE",
        b"NOTICE",
        b"SEVERE",
        b"CRITICAL",
        b"FAILURE",
        b"ERR",
        b"CRIT",
        b"ALERT",
        b"EMERG",
        b"PANIC",
        b"VERBOSE",
        b"FINE",
        b"FINER",
        b"FINEST",
        b"CONFIG",
        b"INFORMATION",
        b"DBG",
        b"WRN",
    ];
    let word = word.strip_suffix(b":").or_else(|| word.strip_suffix(b",")).unwrap_or(word);
    match word {
        [one] => b"DIWEVF".contains(one),
        [first, ..] if first.is_ascii_alphabetic() && word.len() <= 11 => {
            // A level is written in one way: all small, all capital, or with a capital.
            LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word))
        }
        _ => false,
    }
}

fn closing(text: &[u8]) -> Option<usize> {
    let (open, close) = match text.first()? {
        b'[' => (b'[', b']'),
        b'(' => (b'(', b')'),
        b'<' => (b'<', b'>'),
        _ => return None,
    };
    let mut depth = 0usize;
    for at in memchr::memchr2_iter(open, close, text.get(..LONGEST_GROUP).unwrap_or(text)) {
        if text.get(at) == Some(&open) {
            depth += 1;
        } else {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn stamp_column(text: &[u8]) -> Option<(Column, usize)> {
    let length = match time::stamp(text) {
        // A time of few digits is too weak to be a column.
        Some(length) if length >= 8 => length,
        _ => time::bare_stamp(text)?,
    };
    let after = text.get(length).copied().unwrap_or(b' ');
    let ends = is_blank(after) || matches!(after, b'|' | b']' | b',' | b';' | b'\r');
    let ends = ends || (after == b':' && text.get(length + 1).copied().is_none_or(is_blank));
    let named = text.first().is_some_and(u8::is_ascii_alphabetic);
    let short = length <= 24 && text.get(..3).is_some_and(|it| it.iter().all(u8::is_ascii_alphabetic));
    let syslog = named && short && text.get(3).copied().is_some_and(is_blank);
    ends.then_some((if syslog { Column::SyslogStamp } else { Column::Stamp }, length))
}

/// Reads the column at a place of a line that is no blank.
pub(super) fn unit(line: &[u8], at: usize, bars: bool) -> Option<Unit<'_>> {
    let rest = line.get(at..)?;
    let first = *rest.first()?;
    let (column, length) = if let Some(found) = stamp_column(rest) {
        found
    } else if let Some(close) = closing(rest) {
        let inside = rest.get(1..close).unwrap_or_default().trim_ascii();
        let column = match stamp_column(inside) {
            Some((column, _)) => column,
            None if inside.len() > 1 && is_level(inside) => Column::Level,
            None => Column::Group,
        };
        let tagged = rest.get(close + 1) == Some(&b':');
        let glued = rest
            .get(close + 1 + usize::from(tagged))
            .copied()
            .is_some_and(|b| !is_blank(b) && b != b'[' && b != b'|');
        if glued && column == Column::Group {
            (Column::Word, word(rest, bars))
        } else {
            (column, close + 1 + usize::from(tagged))
        }
    } else {
        let length = word(rest, bars);
        let text = rest.get(..length).unwrap_or_default();
        let column = if text.iter().all(u8::is_ascii_digit) {
            Column::Number
        } else if is_level(text) {
            Column::Level
        } else if length <= 3 && !text.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) {
            Column::Mark
        } else if first != b'"' && text.len() > 1 && text.ends_with(b":") {
            Column::Tag
        } else if is_dotted(text) {
            Column::Dotted
        } else {
            Column::Word
        };
        (column, length)
    };
    let mut end = at + length;
    if column.is_stamp() && line.get(end).is_some_and(|b| matches!(b, b',' | b';' | b':')) {
        end += 1;
    }
    let mut next = end;
    if bars && line.get(next) == Some(&b'|') {
        next += 1;
    }
    while line.get(next).copied().is_some_and(is_blank) {
        next += 1;
    }
    let padded = next >= end + 2 || line.get(end) == Some(&b'\t');
    Some(Unit { column, text: rest.get(..length).unwrap_or_default(), next, padded })
}

fn word(rest: &[u8], bars: bool) -> usize {
    rest.iter().take_while(|b| !is_blank(**b) && (!bars || **b != b'|')).count().max(1)
}

fn is_dotted(text: &[u8]) -> bool {
    let mut points = 0;
    for byte in text {
        match byte {
            b'.' => points += 1,
            b'_' | b'$' | b'-' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
    }
    points > 0 && text.first().is_some_and(u8::is_ascii_alphabetic) && !text.ends_with(b".")
}

/// Skips a column of which nothing else matters than where it ends.
pub(super) fn skip(line: &[u8], at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    let group = if matches!(rest.first(), Some(b'[' | b'(')) { closing(rest) } else { None };
    let end = at + group.map_or_else(|| word(rest, false), |close| close + 1);
    end + begin(line.get(end..).unwrap_or_default())
}

/// Behind a column, if it is of this kind.
pub(super) fn skip_only(line: &[u8], at: usize, column: Column) -> Option<usize> {
    let rest = line.get(at..)?;
    let length = match column {
        Column::Group => {
            let close = closing(rest)?;
            close + 1 + usize::from(rest.get(close + 1) == Some(&b':'))
        }
        _ => word(rest, false),
    };
    let text = rest.get(..length)?;
    let fits = match column {
        Column::Number => text.iter().all(u8::is_ascii_digit),
        Column::Mark => length <= 3 && !text.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80),
        Column::Tag => text.len() > 1 && text.ends_with(b":") && text.first() != Some(&b'"'),
        Column::Dotted => is_dotted(text),
        Column::Group => true,
        Column::Stamp | Column::SyslogStamp | Column::Level | Column::Word => {
            return unit(line, at, false).filter(|unit| unit.column == column).map(|unit| unit.next);
        }
    };
    let end = at + length;
    (fits && !text.is_empty()).then(|| end + begin(line.get(end..).unwrap_or_default()))
}

/// The first byte that is no blank.
pub(super) fn begin(line: &[u8]) -> usize {
    line.iter().take_while(|b| is_blank(**b)).count()
}
