//! Where a script says that its map is, and maps inside of the script.

use super::MapError;
use data_url::DataUrl;
use percent_encoding::percent_decode_str;
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
    let decoded = DataUrl::process(url).ok()?.decode_to_vec();
    let text = decoded.ok().and_then(|(bytes, _)| String::from_utf8(bytes).ok());
    Some(text.ok_or(MapError::Encoding))
}

/// `%7B` is `{`; a sign that is no code stays.
pub(crate) fn percent(text: &str) -> Cow<'_, [u8]> {
    percent_decode_str(text).into()
}
