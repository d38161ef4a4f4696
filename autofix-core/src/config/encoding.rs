//! From bytes to text, or to the name of what they are instead.

use super::{ConfigError, Diagnostic, diagnostic::shown, read::MAX_BYTES};

/// The text without its byte order mark.
pub(super) fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, ConfigError> {
    if bytes.len() > MAX_BYTES {
        let problem = format!("the file has {} bytes", bytes.len());
        return Err(Diagnostic::of_file("too_large", file, &problem)
            .expecting(format!("at most {MAX_BYTES} bytes; a configuration has a few thousand"))
            .into());
    }
    if let Some(name) = wide(bytes) {
        let problem = format!("the file is {name}");
        return Err(Diagnostic::of_file("not_utf8", file, &problem)
            .expecting("UTF-8; save the file as UTF-8")
            .into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| foreign(file, bytes, error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Encodings of two or four bytes for each character, by their mark or by the zeros of ASCII.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] => Some("UTF-16 (little-endian)"),
        [0xfe, 0xff, ..] => Some("UTF-16 (big-endian)"),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some("UTF-16 (little-endian, without a mark)"),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some("UTF-16 (big-endian, without a mark)"),
        _ => None,
    }
}

fn foreign(file: &str, bytes: &[u8], at: usize) -> ConfigError {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default()).into_owned();
    let line = before.matches('\n').count() + 1;
    let column =
        before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}').chars().count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    let problem = format!("the file is not UTF-8: byte 0x{byte:02X} is no character");
    let mut diagnostic = Diagnostic::of_file("not_utf8", file, &problem)
        .expecting("UTF-8; the file may be in an older encoding (Windows-1252, Big5, GBK): save it as UTF-8");
    // The rest of the line could be a secret in any encoding, so only its beginning is shown.
    let shown_line = super::redact::line(before.rsplit('\n').next().unwrap_or_default(), []);
    diagnostic.source_line = format!("{}…", shown(shown_line.trim_start_matches('\u{feff}')));
    diagnostic.caret = diagnostic.source_line.chars().count() - 1;
    diagnostic.line = u32::try_from(line).unwrap_or(u32::MAX);
    diagnostic.column = u32::try_from(column).unwrap_or(u32::MAX);
    diagnostic.into()
}
