//! Frames of PHP.

use super::frame;
use crate::model::Frame;

/// Reads `#0 /app/x.php(12): f()` as the place of the call and the name of what was called there.
pub(crate) fn php(line: &str) -> Option<(Option<(&str, u32)>, &str)> {
    let rest = line.trim().strip_prefix('#')?;
    let (number, rest) = rest.split_once(' ')?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if rest.starts_with("{main}") {
        return Some((None, "{main}"));
    }
    if let Some(call) = rest.strip_prefix("[internal function]: ") {
        return Some((None, name(call)));
    }
    let (place, call) = rest.split_once("): ")?;
    let (path, line) = place.rsplit_once('(')?;
    Some((Some((path, line.parse().ok()?)), name(call)))
}

/// The name of a call without its arguments.
fn name(call: &str) -> &str {
    let call = call.trim();
    if let Some(closure) = call.find("{closure")
        && let Some(end) = call[closure..].find('}')
    {
        return &call[..=closure + end];
    }
    call.split('(').next().unwrap_or(call)
}

/// A frame at a place; without one it is PHP's own.
pub(crate) fn php_place(place: Option<(&str, u32)>, function: Option<&str>) -> Frame {
    let Some((path, line)) = place else {
        return frame("<internal>", None, None, function);
    };
    let mut frame = frame(path, Some(line), None, function);
    let path = path.replace('\\', "/");
    let foreign = ["/vendor/", "/share/php/", "phar://"].iter().any(|part| path.contains(part));
    frame.in_app &= !foreign && !path.starts_with("vendor/") && !path.starts_with("php shell code");
    frame
}
