//! Syslog in both its forms, the journal, hosted platforms that write alike, and klog.

use super::Layer;
use crate::ingest::level::Level;
use std::borrow::Cow;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `<34>…`, before either form.
pub(super) fn priority(line: &str) -> Option<Layer<'_>> {
    let (number, rest) = line.get(1..)?.split_once('>')?;
    let number: u8 = (number.len() <= 3).then(|| number.parse().ok())??;
    let level = Some(Level::syslog(number % 8));
    if let Some(rest) = rest.strip_prefix("1 ") {
        return structured(rest).map(|layer| layer.at(level));
    }
    let layer = traditional(rest).or_else(|| stamped(rest));
    // A program that writes to the journal by its standard output puts the number alone.
    layer.or_else(|| (number < 8).then(|| Layer::new(rest))).map(|layer| layer.at(level))
}

/// RFC 5424 behind its version: `time host app procid msgid [data] words`.
fn structured(rest: &str) -> Option<Layer<'_>> {
    let mut parts = rest.splitn(6, ' ');
    let (_time, _host, app, process, _id) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let mut text = parts.next()?;
    if let Some(after) = text.strip_prefix("- ").or_else(|| (text == "-").then_some("")) {
        text = after;
    } else {
        while text.starts_with('[') {
            text = &text[data_end(text)?..];
        }
        text = text.strip_prefix(' ').unwrap_or(text);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // What came by the older protocol keeps the blank behind its tag.
    let text = text.strip_prefix(' ').filter(|text| !text.starts_with(' ')).unwrap_or(text);
    Some(Layer::new(unescaped(text)).of(format!("{app}[{process}]")))
}

/// Where a structured element ends: `[id key="va\]lue"]`.
fn data_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// RFC 3164, and the journal's short form: `Nov 22 10:00:00 host app[12]: words`.
pub(super) fn traditional(line: &str) -> Option<Layer<'_>> {
    let month = line.get(..3)?;
    if !MONTHS.contains(&month) {
        return None;
    }
    let bytes = line.as_bytes();
    let day = (*bytes.get(4)?, *bytes.get(5)?);
    let dated = bytes.get(3) == Some(&b' ')
        && (day.0 == b' ' || day.0.is_ascii_digit())
        && day.1.is_ascii_digit()
        && bytes.get(6) == Some(&b' ')
        && bytes.get(9) == Some(&b':')
        && bytes.get(12) == Some(&b':');
    if !dated {
        return None;
    }
    let (clock, rest) = line.get(7..)?.split_once(' ')?;
    (clock.len() <= 15).then(|| tagged(rest, true))?
}

/// A line that begins with a time of RFC 3339: the journal's `short-iso`, rsyslog's own form, hosted
/// platforms (`time app[web.1]: words`), and a bare time in front of every line.
pub(super) fn stamped(line: &str) -> Option<Layer<'_>> {
    let (time, rest) = line.split_once(' ')?;
    let bytes = time.as_bytes();
    let is_time = (19..=40).contains(&bytes.len())
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && bytes.get(10) == Some(&b'T')
        && bytes.get(13) == Some(&b':')
        && bytes.iter().all(|b| b.is_ascii_digit() || b"-:.,T+Z".contains(b));
    if !is_time {
        return None;
    }
    // With a host, only the process id tells a tag from the words of a message.
    let hosted = || tagged(rest, true).filter(|layer| layer.stream.ends_with(']'));
    Some(tagged(rest, false).or_else(hosted).unwrap_or_else(|| Layer::new(rest)))
}

/// `host app[12]: words`, or without the host.
pub(super) fn tagged(rest: &str, host: bool) -> Option<Layer<'_>> {
    let rest = if host { rest.split_once(' ')?.1 } else { rest };
    let colon = rest.as_bytes().iter().take(80).position(|b| *b == b':')?;
    let (tag, text) = (&rest[..colon], &rest[colon + 1..]);
    let (name, id) = match tag.strip_suffix(']').and_then(|tag| tag.split_once('[')) {
        Some((name, id)) => (name, Some(id)),
        None => (tag, None),
    };
    let is_tag = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./()@".contains(&b))
        && name.bytes().any(|b| b.is_ascii_alphabetic())
        && id.is_none_or(|id| !id.is_empty() && !id.contains([' ', '[']));
    // Without a host and a process id it is as likely to be the program's own words.
    if !is_tag || !(text.is_empty() || text.starts_with(' ')) || (!host && id.is_none()) {
        return None;
    }
    Some(Layer::new(unescaped(text.strip_prefix(' ').unwrap_or(text))).of(tag))
}

/// Daemons write line ends and tabs inside of a message as `#012` and `#011`.
fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains("#01") {
        Cow::Owned(text.replace("#012", "\n").replace("#011", "\t").replace("#015", ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// `E1122 10:00:00.123456    7 file.go:12] words`, as Kubernetes' own programs write.
pub(super) fn klog(line: &str) -> Option<Layer<'_>> {
    let bytes = line.as_bytes();
    let level = match bytes.first()? {
        b'I' => Level::Info,
        b'W' => Level::Warn,
        b'E' | b'F' => Level::Error,
        _ => return None,
    };
    let headed = bytes.get(1..5)?.iter().all(u8::is_ascii_digit)
        && bytes.get(5) == Some(&b' ')
        && bytes.get(8) == Some(&b':')
        && bytes.get(11) == Some(&b':');
    let (head, text) = if headed { line.split_once("] ")? } else { return None };
    (head.len() < 120).then(|| Layer::new(text).at(Some(level)))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str) -> Option<Layer<'_>>;
    type Expected = Option<(&'static str, Option<Level>, &'static str)>;

    #[test]
    fn every_form_gives_program_level_and_words() {
        let error = Some(Level::Error);
        let cases: &[(Read, &str, Expected)] = &[
            (priority, "<11>Nov 22 10:00:00 box api[12]: no", Some(("api[12]", error, "no"))),
            (
                priority,
                "<11>1 2026-11-22T10:00:00Z box api 12 ID1 [a b=\"]\"][c] no",
                Some(("api[12]", error, "no")),
            ),
            (priority, "<11>1 2026-11-22T10:00:00Z box api - - - no", Some(("api[-]", error, "no"))),
            (priority, "<3>no", Some(("", error, "no"))),
            (priority, "<div>no</div>", None),
            (traditional, "Nov  2 10:00:00 box sshd[7]: bye", Some(("sshd[7]", None, "bye"))),
            (traditional, "Nov 22 10:00:00 box api: a#012#011b", Some(("api", None, "a\n\tb"))),
            (traditional, "Nov 22nd was fine: really", None),
            (stamped, "2026-11-22T10:00:00+0000 box api[12]: no", Some(("api[12]", None, "no"))),
            (stamped, "2026-11-22T10:00:00.12+00:00 app[web.1]: no", Some(("app[web.1]", None, "no"))),
            (
                stamped,
                "2026-11-22T10:00:00.1234567Z     at f (a.js:1:2)",
                Some(("", None, "    at f (a.js:1:2)")),
            ),
            (stamped, "2026-11-22T10:00:00Z Error: two: three", Some(("", None, "Error: two: three"))),
            (stamped, "2026-11-22T10:00:00Z ERROR pool: gone", Some(("", None, "ERROR pool: gone"))),
            (stamped, "2026-11-22 10:00:00 x", None),
            (klog, "E1122 10:00:00.123456       1 a.go:7] no", Some(("", error, "no"))),
            (klog, "E1122 is a code", None),
        ];
        for (read, line, expected) in cases {
            let got =
                read(line).map(|layer| (layer.stream.into_owned(), layer.level, layer.text.into_owned()));
            let expected = expected.map(|(stream, level, text)| (stream.to_owned(), level, text.to_owned()));
            assert_eq!(got, expected, "{line}");
        }
    }
}
