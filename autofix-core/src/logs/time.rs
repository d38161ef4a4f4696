//! Dates and times of day in the forms that logs have.

const MONTHS: [&[u8; 3]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
const DAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

fn number(text: &[u8]) -> u32 {
    text.iter().take(9).fold(0, |sum, b| sum * 10 + u32::from(b.wrapping_sub(b'0')))
}

fn from(text: &[u8], at: usize) -> &[u8] {
    text.get(at..).unwrap_or_default()
}

fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// A number of one to `most` digits in a range, and its length.
fn part(text: &[u8], most: usize, low: u32, high: u32) -> Option<usize> {
    let length = digits(text);
    let value = number(text.get(..length)?);
    (length > 0 && length <= most && (low..=high).contains(&value)).then_some(length)
}

fn name(text: &[u8], names: &[&[u8; 3]]) -> Option<usize> {
    let [a, b, c] = *text.first_chunk::<3>()?;
    let lower = [a | 0x20, b | 0x20, c | 0x20];
    if !a.is_ascii_uppercase() || !names.iter().any(|name| **name == lower) {
        return None;
    }
    (!byte(text, 3).is_ascii_alphabetic()).then_some(3)
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| **b == b' ').count()
}

/// `hh:mm[:ss]` with a fraction and a zone where they are written.
pub(super) fn clock(text: &[u8]) -> Option<usize> {
    clock_with(text, b':')
}

fn clock_with(text: &[u8], mark: u8) -> Option<usize> {
    let mut end = part(text, 2, 0, 24)?;
    if byte(text, end) != mark {
        return None;
    }
    let minutes = part(from(text, end + 1), 2, 0, 59)?;
    end += 1 + minutes;
    if byte(text, end) == mark
        && let Some(seconds) = part(from(text, end + 1), 2, 0, 60)
    {
        end += 1 + seconds;
        if matches!(byte(text, end), b'.' | b',' | b':') {
            let fraction = digits(from(text, end + 1));
            if (1..=9).contains(&fraction) {
                end += 1 + fraction;
            }
        }
    } else if minutes != 2 {
        return None;
    }
    let after = byte(text, end);
    if after == b'Z' && !byte(text, end + 1).is_ascii_alphanumeric() {
        return Some(end + 1);
    }
    // An address of a card or of a network begins with the same digits.
    if after.is_ascii_alphanumeric() || (after == b':' && byte(text, end + 1).is_ascii_hexdigit()) {
        return None;
    }
    Some(end + zone(from(text, end)))
}

/// ` +0200`, `+02:00`, ` UTC`.
fn zone(text: &[u8]) -> usize {
    let lead = usize::from(byte(text, 0) == b' ');
    let rest = from(text, lead);
    if matches!(byte(rest, 0), b'+' | b'-') {
        let hours = digits(from(rest, 1));
        if hours == 4 && !byte(rest, 5).is_ascii_alphanumeric() {
            return lead + 5;
        }
        if hours == 2 && byte(rest, 3) == b':' && digits(from(rest, 4)) == 2 {
            return lead + 6;
        }
    }
    for name in [&b"UTC"[..], b"GMT", b"CEST", b"CET", b"PST", b"PDT", b"EST", b"EDT"] {
        if rest.starts_with(name) && !byte(rest, name.len()).is_ascii_alphanumeric() {
            return lead + name.len();
        }
    }
    0
}

/// A date of numbers, and whether it says the year.
fn date(text: &[u8]) -> Option<(usize, bool)> {
    let first = digits(text);
    let mark = byte(text, first);
    match (first, mark) {
        (4, b'-' | b'/' | b'.') => {
            if !(1900..=2199).contains(&number(from(text, 0).get(..4)?)) {
                return None;
            }
            let month = part(from(text, 5), 2, 1, 12)?;
            let day = 5 + month;
            if byte(text, day) != mark {
                return None;
            }
            Some((day + 1 + part(from(text, day + 1), 2, 1, 31)?, true))
        }
        (8, _) => {
            let plausible = (1900..=2199).contains(&number(text.get(..4)?))
                && (1..=12).contains(&number(text.get(4..6)?))
                && (1..=31).contains(&number(text.get(6..8)?));
            plausible.then_some((8, true))
        }
        (1 | 2, b'/' | b'-' | b'.' | b' ') => {
            let second = from(text, first + 1);
            if let Some(length) = name(second, &MONTHS) {
                let end = first + 1 + length;
                if byte(text, end) != mark {
                    return None;
                }
                let year = digits(from(text, end + 1));
                return matches!(year, 2 | 4).then_some((end + 1 + year, true));
            }
            if mark == b' ' || part(text, 2, 0, 31).is_none() {
                return None;
            }
            let end = first + 1 + part(second, 2, 1, 31)?;
            if byte(text, end) == mark {
                let year = digits(from(text, end + 1));
                let whole =
                    matches!(year, 2 | 4) && !matches!(byte(text, end + 1 + year), b'.' | b'/' | b'-');
                return whole.then_some((end + 1 + year, true));
            }
            (first == 2 && end == 5 && mark != b'/').then_some((end, false))
        }
        _ => None,
    }
}

/// `[Sun] Dec 4 [2005] 04:47:44 [2005]`; a weekday before other forms too.
fn named(text: &[u8]) -> Option<usize> {
    // A longer word is the usual case.
    if !matches!(byte(text, 3), b' ' | b',') {
        return None;
    }
    let mut at = 0;
    if let Some(length) = name(text, &DAYS) {
        at = length + usize::from(byte(text, length) == b',');
        let gap = blanks(from(text, at));
        if !(1..=2).contains(&gap) {
            return None;
        }
        at += gap;
        if byte(text, at).is_ascii_digit() {
            return stamp_of_digits(from(text, at)).map(|length| at + length);
        }
    }
    at += name(from(text, at), &MONTHS)?;
    let gap = blanks(from(text, at));
    if !(1..=2).contains(&gap) {
        return None;
    }
    at += gap;
    at += part(from(text, at), 2, 1, 31)?;
    at += usize::from(byte(text, at) == b',');
    if byte(text, at) == b' ' && digits(from(text, at + 1)) == 4 {
        at += 5;
        at += usize::from(byte(text, at) == b',');
    }
    if byte(text, at) != b' ' {
        return (!byte(text, at).is_ascii_alphanumeric()).then_some(at);
    }
    let Some(length) = clock(from(text, at + 1)) else { return Some(at) };
    at += 1 + length;
    if byte(text, at) == b' '
        && digits(from(text, at + 1)) == 4
        && !byte(text, at + 5).is_ascii_alphanumeric()
    {
        let year = number(from(text, at + 1).get(..4)?);
        if (1900..=2199).contains(&year) {
            at += 5;
        }
    }
    Some(at)
}

/// `2026-03-04 10:00:01` with its fraction: the form of most logs, read without looking for others.
fn usual(text: &[u8]) -> Option<usize> {
    let fixed: &[u8; 19] = text.first_chunk()?;
    let fits = fixed.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        10 => matches!(byte, b' ' | b'T'),
        13 | 16 => *byte == b':',
        _ => byte.is_ascii_digit(),
    });
    if !fits || !matches!(fixed[0], b'1' | b'2') || fixed[5] > b'1' || fixed[8] > b'3' || fixed[11] > b'2' {
        return None;
    }
    let mut end = 19;
    if matches!(byte(text, end), b'.' | b',') {
        let fraction = digits(from(text, end + 1));
        if !(1..=9).contains(&fraction) {
            return None;
        }
        end += 1 + fraction;
    }
    // Zones and whatever else are left to the long way.
    let ends =
        matches!(byte(text, end), b']' | b'|') || (byte(text, end) == b' ' && zone(from(text, end)) == 0);
    ends.then_some(end)
}

fn stamp_of_digits(text: &[u8]) -> Option<usize> {
    // Most numbers are no date, and the mark behind them tells at once.
    let length = digits(text);
    let possible = match byte(text, length) {
        b':' => length <= 2,
        b'-' | b'/' | b'.' => matches!(length, 1 | 2 | 4 | 8),
        b' ' => length == 8 || (length <= 2 && byte(text, length + 1).is_ascii_uppercase()),
        b'T' | b't' | b'_' => length == 8,
        _ => false,
    };
    if !possible {
        return None;
    }
    if length == 4
        && let Some(length) = usual(text)
    {
        return Some(length);
    }
    if let Some((end, year)) = date(text) {
        let mark = byte(text, end);
        let next = from(text, end + 1);
        if matches!(mark, b'T' | b' ' | b'_' | b'-' | b':' | b't')
            && let Some(length) =
                clock(next).or_else(|| if mark == b'-' { clock_with(next, b'.') } else { None })
        {
            return Some(end + 1 + length);
        }
        // What goes on is a longer word that only begins like a date.
        let ended = !mark.is_ascii_alphanumeric() && !matches!(mark, b'-' | b'_' | b'/');
        let plain = byte(text, 4).is_ascii_digit() && digits(text) == 8;
        return (year && ended && !plain).then_some(end);
    }
    clock(text)
}

/// The length of a date, a time, or both, at the beginning of a text; blanks inside are part of it.
#[inline]
pub(super) fn stamp(text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    if first.is_ascii_digit() {
        stamp_of_digits(text)
    } else if first.is_ascii_uppercase() {
        named(text)
    } else {
        None
    }
}

/// The forms that only stand at the beginning of a line: seconds since 1970, `yymmdd hhmmss`, `I0102 15:04:05.6`.
pub(super) fn bare_stamp(text: &[u8]) -> Option<usize> {
    let length = digits(text);
    let after = byte(text, length);
    let ends = |at: usize| matches!(byte(text, at), b' ' | b'\t' | b'|' | b']' | b',' | b':' | 0);
    match length {
        10 | 13 | 16 if byte(text, 0) == b'1' => {
            if after == b'.' {
                let fraction = digits(from(text, length + 1));
                return (fraction > 0 && ends(length + 1 + fraction)).then_some(length + 1 + fraction);
            }
            ends(length).then_some(length)
        }
        6 if after == b' ' && digits(from(text, 7)) == 6 && ends(13) => {
            let day = text.get(2..4).map(number).zip(text.get(4..6).map(number))?;
            let time = text.get(7..9).map(number).zip(text.get(9..11).map(number))?;
            let plausible =
                (1..=12).contains(&day.0) && (1..=31).contains(&day.1) && time.0 < 24 && time.1 < 60;
            plausible.then_some(13)
        }
        0 if matches!(byte(text, 0), b'I' | b'W' | b'E' | b'F' | b'D') && digits(from(text, 1)) == 4 => {
            let length = clock(from(text, 6))?;
            (byte(text, 5) == b' ').then_some(6 + length)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_dates_and_times() {
        for text in [
            "2015-10-18 18:01:47,978",
            "2026-03-04T10:00:00.123Z",
            "2026-03-04T10:00:00+02:00",
            "20171223-22:15:29:606",
            "17/06/09 20:10:40",
            "04/Mar/2026:10:00:00 +0000",
            "Sun Dec 04 04:47:44 2005",
            "Jun 14 15:16:01",
            "Jul  2 04:15:43",
            "Mon, 02 Jan 2006 15:04:05 GMT",
            "2005-06-03-15.42.50.675872",
            "2005.06.03",
            "03-17 16:13:38.811",
            "10.30 16:49:06",
            "15:04:05",
            "00:01",
            "2016/9/27:20:30:31.455",
        ] {
            assert_eq!(stamp(text.as_bytes()), Some(text.len()), "{text}");
        }
        for text in [
            "1.2.3.4",
            "12",
            "May fail",
            "Monday",
            "1:2",
            "3/4",
            "192.168.1.1:80",
            "00:1a:2b:3c:4d:5e",
            "99:99",
        ] {
            assert_eq!(stamp(text.as_bytes()), None, "{text}");
        }
        for (text, length) in [("1077804742 1", 10), ("081109 203615 148", 13), ("I0102 15:04:05.678 x", 18)]
        {
            assert_eq!(bare_stamp(text.as_bytes()), Some(length), "{text}");
        }
    }
}
