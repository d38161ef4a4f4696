//! The kind of a chunk that is one value.

use super::class::{COLON, DIGIT, LETTER, MARK, POINT, SLASH};
use super::kind::Kind;
use super::time;

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// `12`, `-1.5`, `3e-4`: its length.
fn number(text: &[u8]) -> Option<usize> {
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let whole = digits(text.get(sign..)?);
    if whole == 0 {
        return None;
    }
    let mut end = sign + whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(text.get(end + 1..)?);
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'-' | b'+')));
        let exponent = digits(text.get(end + 1 + sign..)?);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some(end)
}

fn unit(text: &[u8]) -> Option<Kind> {
    let mut small = [0; 12];
    for (to, from) in small.get_mut(..text.len())?.iter_mut().zip(text) {
        *to = from.to_ascii_lowercase();
    }
    match small.get(..text.len())? {
        b"b" | b"kb" | b"mb" | b"gb" | b"tb" | b"kib" | b"mib" | b"gib" | b"tib" | b"byte" | b"bytes"
        | b"kbytes" | b"mbytes" | b"kbps" | b"mbps" | b"gbps" => Some(Kind::Size),
        b"ns" | b"us" | b"ms" | b"s" | b"sec" | b"secs" | b"second" | b"seconds" | b"min" | b"mins"
        | b"minute" | b"minutes" | b"h" | b"hour" | b"hours" | b"d" | b"day" | b"days" | b"m" | b"msec"
        | b"msecs" | b"usec" | b"millis" | b"milliseconds" => Some(Kind::Duration),
        _ => None,
    }
}

/// `12 ms`, `1.16 KB`, `512MB`: a number with its unit, one blank between them or none; `5 m` is too short to be sure.
#[inline]
pub(super) fn measured(text: &[u8]) -> Option<(Kind, usize)> {
    // Most numbers have no unit: the byte behind the digits tells.
    let whole = digits(text);
    match text.get(whole)? {
        b' ' if !text.get(whole + 1)?.is_ascii_alphabetic() => return None,
        b' ' | b'.' | b'-' | b'+' => {}
        byte if byte.is_ascii_alphabetic() => {}
        _ => return None,
    }
    let end = number(text)?;
    let blank = usize::from(text.get(end) == Some(&b' '));
    let rest = text.get(end + blank..)?;
    let first = *rest.first()?;
    if !first.is_ascii_alphabetic() || (blank == 0 && text.get(end) == Some(&b' ')) {
        return None;
    }
    let length = rest.iter().take(13).take_while(|b| b.is_ascii_alphabetic()).count();
    if rest.get(length).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'/' | b'@')) {
        return None;
    }
    if blank == 1 && length == 1 && first != b's' {
        return None;
    }
    let kind = unit(rest.get(..length)?)?;
    Some((kind, end + blank + length))
}

/// `true` and its like.
pub(super) fn is_bool(text: &[u8]) -> bool {
    let words: [&[u8]; 5] = [b"true", b"false", b"null", b"none", b"nil"];
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Where the rest of a URL begins, behind `scheme://`.
pub(super) fn scheme(text: &[u8]) -> Option<usize> {
    let length = text
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-' | b':'))
        .count();
    let length = length.checked_sub(1)?;
    (length >= 2 && text.get(length..)?.starts_with(b"://")).then_some(length + 3)
}

fn ip4(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    for part in 0..4 {
        if part > 0 {
            if text.get(at) != Some(&b'.') {
                return None;
            }
            at += 1;
        }
        let length = digits(text.get(at..)?);
        let number = text.get(at..at + length).filter(|number| (1..=3).contains(&number.len()))?;
        if number.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')) > 255 {
            return None;
        }
        at += length;
    }
    Some(at)
}

fn ip6(text: &[u8]) -> bool {
    let colons = memchr::memchr_iter(b':', text).count();
    let body = text.strip_prefix(b"::ffff:").unwrap_or(text);
    if body.len() < text.len() && ip4(body) == Some(body.len()) {
        return true;
    }
    let hex = text.iter().all(|b| b.is_ascii_hexdigit() || *b == b':');
    let short = text.split(|b| *b == b':').all(|part| part.len() <= 4);
    let double = text.windows(2).any(|pair| pair == b"::");
    hex && short && ((colons == 7 && !double) || (double && (2..=7).contains(&colons)))
}

fn is_hex(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit)
}

fn uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn mac(text: &[u8]) -> bool {
    let mark = text.get(2).copied().unwrap_or(0);
    text.len() == 17
        && matches!(mark, b':' | b'-')
        && text.split(|b| *b == mark).count() == 6
        && text.split(|b| *b == mark).all(|part| part.len() == 2 && is_hex(part))
}

/// The name of a host that ends with a known top level: names of classes begin with one instead.
pub(super) fn host(text: &[u8]) -> Option<usize> {
    const TOP: [&[u8]; 14] = [
        b"com",
        b"net",
        b"org",
        b"edu",
        b"gov",
        b"mil",
        b"int",
        b"io",
        b"info",
        b"biz",
        b"local",
        b"arpa",
        b"dev",
        b"internal",
    ];
    const COUNTRIES: [&[u8]; 40] = [
        b"uk", b"de", b"fr", b"it", b"es", b"nl", b"be", b"ch", b"at", b"pl", b"cz", b"ru", b"ua", b"se",
        b"no", b"fi", b"dk", b"pt", b"gr", b"tr", b"il", b"in", b"cn", b"hk", b"tw", b"jp", b"kr", b"sg",
        b"my", b"th", b"id", b"vn", b"au", b"nz", b"us", b"ca", b"mx", b"br", b"ar", b"za",
    ];
    let (before, last) = text.split_at(text.iter().rposition(|b| *b == b'.')?);
    let last = last.get(1..)?;
    let labels = text.split(|b| *b == b'.');
    let sound = |label: &[u8]| {
        !label.is_empty() && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_')
    };
    if before.is_empty() || !labels.clone().all(sound) {
        return None;
    }
    let count = labels.count();
    let known = TOP.contains(&last) || (count >= 3 && COUNTRIES.contains(&last));
    known.then_some(text.len())
}

fn host_port(text: &[u8]) -> bool {
    let Some(at) = text.iter().rposition(|b| *b == b':') else { return false };
    let (name, port) = text.split_at(at);
    let port = port.get(1..).unwrap_or_default();
    let labels = || name.split(|b| *b == b'.');
    let sound =
        |label: &[u8]| !label.is_empty() && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    (1..=5).contains(&port.len())
        && digits(port) == port.len()
        && labels().count() >= 2
        && labels().all(sound)
        && (host(name).is_some() || !name.iter().any(u8::is_ascii_uppercase))
}

fn email(text: &[u8]) -> bool {
    let mut parts = text.split(|b| *b == b'@');
    let (Some(user), Some(host), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    !user.is_empty()
        && user.iter().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b))
        && host.contains(&b'.')
        && host
            .split(|b| *b == b'.')
            .all(|label| !label.is_empty() && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'))
        && host.rsplit(|b| *b == b'.').next().is_some_and(|top| top.iter().all(u8::is_ascii_alphabetic))
}

fn has_two(text: &[u8], mark: u8) -> bool {
    memchr::memchr_iter(mark, text).nth(1).is_some()
}

/// Whether a text is a path: from a root, or with two slashes.
fn path(text: &[u8]) -> bool {
    let [first, second, ..] = text else { return text == b"/" };
    match (first, second) {
        (b'/', b'/') => text.len() > 2,
        (b'/', _) => !second.is_ascii_digit() || ip4(text.get(1..).unwrap_or_default()).is_none(),
        (b'~', b'/' | b'\\') | (b'\\', b'\\') | (b'.', b'/') => true,
        (b'.', b'.') => text.get(2).is_some_and(|b| matches!(b, b'/' | b'\\')),
        (drive, b':') if drive.is_ascii_alphabetic() => {
            text.get(2).is_some_and(|b| matches!(b, b'/' | b'\\'))
        }
        _ => (has_two(text, b'/') || has_two(text, b'\\')) && text.iter().any(u8::is_ascii_alphabetic),
    }
}

/// The kind of a text that is one value as a whole, given the classes of its bytes.
pub(super) fn kind(text: &[u8], seen: u8) -> Option<Kind> {
    let first = *text.first()?;
    if seen & !DIGIT == 0 {
        return Some(Kind::Number);
    }
    if seen & SLASH != 0 {
        if seen & COLON != 0 && scheme(text).is_some() {
            return Some(Kind::Url);
        }
        if email(text) {
            return Some(Kind::Email);
        }
        if seen & DIGIT != 0
            && let Some(slash) = text.iter().position(|b| *b == b'/')
        {
            let (address, prefix) = text.split_at(slash);
            let prefix = prefix.get(1..).unwrap_or_default();
            if ip4(address) == Some(address.len()) && prefix.len() <= 2 && digits(prefix) == prefix.len() {
                return Some(Kind::Ip);
            }
        }
        // The line of a source file stands behind its path.
        return path(text).then_some(Kind::Path);
    }
    if seen & DIGIT == 0 {
        if seen == LETTER && matches!(text.len(), 8 | 16) && is_hex(text) {
            return Some(Kind::Hex);
        }
        return if seen & POINT != 0 && seen & COLON == 0 && host(text).is_some() {
            Some(Kind::Host)
        } else {
            None
        };
    }
    if first.is_ascii_digit() && seen & (COLON | POINT | MARK) != 0 && time::stamp(text) == Some(text.len()) {
        return Some(Kind::Time);
    }
    if seen & COLON != 0 {
        return colons(text);
    }
    if number(text) == Some(text.len())
        || text.strip_suffix(b"%").is_some_and(|it| number(it) == Some(it.len()))
    {
        return Some(Kind::Number);
    }
    if let Some(rest) = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X"))
        && is_hex(rest)
    {
        return Some(Kind::Hex);
    }
    if seen & POINT != 0 {
        if ip4(text) == Some(text.len()) {
            return Some(Kind::Ip);
        }
        let version = text.strip_prefix(b"v").unwrap_or(text);
        if version.first().is_some_and(u8::is_ascii_digit)
            && has_two(version, b'.')
            && version.iter().all(|b| b.is_ascii_alphanumeric() || b".-+_".contains(b))
            && host(text).is_none()
        {
            return Some(Kind::Version);
        }
        if host(text).is_some() {
            return Some(Kind::Host);
        }
    }
    if uuid(text) {
        return Some(Kind::Uuid);
    }
    if mac(text) {
        return Some(Kind::Mac);
    }
    if seen & !(DIGIT | LETTER) == 0 && is_hex(text) {
        match text.len() {
            32 | 40 | 56 | 64 | 96 | 128 => return Some(Kind::Hash),
            8.. => return Some(Kind::Hex),
            _ => {}
        }
    }
    if let Some((kind, length)) = measured(text)
        && length == text.len()
    {
        return Some(kind);
    }
    let inside = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b"._-+#~$%&*!?".contains(b);
    let mark = first == b'#' || first == b'*' || first == b'+' || first == b'~' || first == b'&';
    (!mark && text.iter().all(inside)).then_some(Kind::Identifier)
}

fn colons(text: &[u8]) -> Option<Kind> {
    if let Some(end) = ip4(text) {
        let port = text.get(end + 1..)?;
        let whole =
            text.get(end) == Some(&b':') && (1..=5).contains(&port.len()) && digits(port) == port.len();
        return whole.then_some(Kind::IpPort);
    }
    if mac(text) {
        return Some(Kind::Mac);
    }
    if ip6(text) {
        return Some(Kind::Ip);
    }
    host_port(text).then_some(Kind::Host)
}

#[cfg(test)]
mod tests {
    use super::super::scan::classes;
    use super::*;

    #[test]
    fn values_have_their_kinds() {
        let cases = [
            ("12", Kind::Number),
            ("-1.5", Kind::Number),
            ("85%", Kind::Number),
            ("3e-4", Kind::Number),
            ("0x7fed8", Kind::Hex),
            ("1f3870be274f6c49b3e31a0c6728957f", Kind::Hash),
            ("10.0.0.1", Kind::Ip),
            ("10.0.0.0/8", Kind::Ip),
            ("fe80::1", Kind::Ip),
            ("10.0.0.1:80", Kind::IpPort),
            ("proxy.example.com:5070", Kind::Host),
            ("www.example.co.uk", Kind::Host),
            ("https://a.b/c?d", Kind::Url),
            ("/var/log/a.1", Kind::Path),
            ("C:\\Users\\a1", Kind::Path),
            ("b9000564-fe1a-409b-b8cc-1e88b294cd1d", Kind::Uuid),
            ("00:1a:2b:3c:4d:5e", Kind::Mac),
            ("12ms", Kind::Duration),
            ("1.5GB", Kind::Size),
            ("1.2.3-rc1", Kind::Version),
            ("a.b@c.org", Kind::Email),
            ("blk_-3886504", Kind::Identifier),
            ("10:20:30", Kind::Time),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text.as_bytes(), classes(text.as_bytes())), Some(expected), "{text}");
        }
        for text in ["word", "and/or", "a.b.C", "GET", "x:1"] {
            assert_eq!(kind(text.as_bytes(), classes(text.as_bytes())), None, "{text}");
        }
    }
}
