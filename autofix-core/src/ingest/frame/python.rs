//! Frames of Python.

use super::frame;
use crate::model::Frame;

/// Reads `File "x.py", line 3, in f`.
pub(crate) fn python(line: &str) -> Option<Frame> {
    let rest = line.trim_start_matches([' ', '|', '+']).strip_prefix("File \"")?;
    let (path, rest) = rest.split_once("\", line ")?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[..digits].parse().ok()?;
    // A dump of the fault handler has no comma.
    let function = rest[digits..].trim_start_matches(',').strip_prefix(" in ");
    let mut frame = frame(path, Some(number), None, function);
    // Cython tells the path of its build and the whole name of the function: a compiled package, not a source.
    let compiled = function.is_some_and(|name| name.contains('.') && !name.contains('<'));
    frame.in_app &= !(compiled && !path.starts_with('/') && !path.contains(":\\"));
    Some(frame)
}
