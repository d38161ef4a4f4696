//! Where a script says that its map is, and maps inside of the script.

use super::{MapError, digit};
use std::borrow::Cow;

const KEY: &str = "sourceMappingURL=";

/// The URL of the map that a script names in its last lines: a path beside it, or the map itself
/// (`data:`).
pub(crate) fn reference(script: &str) -> Option<&str> {
    let at = script.rfind(KEY)?;
    let before = script.get(..at)?.trim_end_matches([' ', '\t']);
    if !(before.ends_with("//#") || before.ends_with("//@") || before.ends_with("/*#")) {
        return None;
    }
    let rest = script.get(at + KEY.len()..)?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).unwrap_or(rest.len());
    let (url, behind) = rest.split_at(end);
    // Behind it nothing runs any more; elsewhere it is a text in the script.
    let behind = behind.trim_start().strip_prefix("*/").unwrap_or(behind);
    let ends = behind.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with("//"));
    let url = url.strip_suffix("*/").unwrap_or(url);
    (ends && !url.is_empty()).then_some(url)
}

/// The map in a `data:` URL; `None` for another URL.
pub(crate) fn decode_url(url: &str) -> Option<Result<String, MapError>> {
    let (head, data) = url.strip_prefix("data:")?.split_once(',')?;
    let bytes =
        if head.ends_with(";base64") { base64(&percent(data)) } else { Some(percent(data).into_owned()) };
    Some(bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(MapError::Encoding))
}

/// `%7B` is `{`; a sign that is no code stays.
pub(crate) fn percent(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'%') {
        return Cow::Borrowed(bytes);
    }
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = if *byte == b'%' { hex(at + 1).zip(hex(at + 2)) } else { None };
        if let Some(code) = code.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            out.push(code);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    Cow::Owned(out)
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().position(|byte| *byte == b'=').unwrap_or(text.len());
    let mut out = Vec::with_capacity(end / 4 * 3 + 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.get(..end)? {
        // The alphabet of URLs is read too.
        let plain = match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        };
        bits = (bits << 6 | u32::from(digit(plain)?)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    Some(out)
}
