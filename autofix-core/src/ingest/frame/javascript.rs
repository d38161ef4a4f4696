//! Frames of V8, Firefox and Safari.

use super::{frame, location};
use crate::model::Frame;

/// Reads a line of a V8, Firefox or Safari stack.
pub(crate) fn javascript(line: &str) -> Option<Frame> {
    let text = line.trim_start_matches("# ").trim();
    if let Some(rest) = text.strip_prefix("at ") {
        return v8(rest);
    }
    at_sign(text)
}

/// Reads `f@http://host/x.js:3:4` of Firefox and Safari.
fn at_sign(text: &str) -> Option<Frame> {
    let (function, place) = text.split_once('@')?;
    // `promise callback*f`, `async*f`, `setTimeout handler*f`: the name stands behind the star.
    let function = function.rsplit('*').next().unwrap_or(function);
    let function =
        function.strip_prefix("get ").or_else(|| function.strip_prefix("set ")).unwrap_or(function);
    let code = matches!(function, "global code" | "eval code" | "module code");
    let name = |b: u8| b.is_ascii_alphanumeric() || b"_$./<>[]#".contains(&b);
    if !code && !function.bytes().all(name) {
        return None;
    }
    if place == "[native code]" {
        return Some(frame("native", None, None, Some(function)));
    }
    // Code that was made at run time has no place in Safari.
    if place.is_empty() {
        return (!function.is_empty()).then(|| frame("<anonymous>", None, None, Some(function)));
    }
    // `http://host/x.js line 17 > eval:1:20`: the code that called eval is what a person can edit.
    if let Some((outer, _)) = place.split_once(" > ")
        && let Some((path, line)) = outer.rsplit_once(" line ")
    {
        return Some(frame(path, Some(line.parse().ok()?), None, Some(function)));
    }
    let (path, line, column) = location(place)?;
    let script = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".svelte", ".html"];
    let known = path.starts_with("http")
        || path.starts_with("file:")
        || path.starts_with("blob:")
        || path.contains("://")
        || column.is_some()
            && (path == "self-hosted"
                || path == "debugger eval code"
                || !path.contains('@') && script.iter().any(|end| path.ends_with(end)));
    if !known || path.contains(' ') && !path.contains('/') && path != "debugger eval code" {
        return None;
    }
    let mut frame = frame(path, Some(line), column, Some(function));
    let browser =
        ["self-hosted", "debugger eval", "resource:", "chrome:"].iter().any(|start| path.starts_with(start));
    frame.in_app &= !browser;
    Some(frame)
}

fn v8(rest: &str) -> Option<Frame> {
    let rest = rest.trim_end_matches(['{', ' ', ',']);
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    if let Some(inner) = rest.strip_suffix(')') {
        let open = inner.find(" (").or_else(|| inner.starts_with('(').then_some(0))?;
        let (function, place) = inner.split_at(open);
        let place = place.trim_start().trim_start_matches('(');
        let function = function.strip_prefix("new ").unwrap_or(function);
        // `eval at f (file:1:2), <anonymous>:1:1`: the code that called eval is what a person can edit.
        if let Some(eval) = place.strip_prefix("eval at ") {
            let outer = eval.rsplit('(').next().unwrap_or(eval);
            let outer = outer.split(')').next().unwrap_or(outer);
            let (path, line, column) = location(outer)?;
            return Some(frame(path, Some(line), column, Some(function)));
        }
        return match location(place) {
            Some((path, line, column)) => Some(frame(path, Some(line), column, Some(function))),
            None if place.starts_with('<') || place == "native" || place.starts_with("index ") => {
                Some(frame(if place.starts_with('<') { place } else { "native" }, None, None, Some(function)))
            }
            // Java writes `pkg.Class.method(File.java:12)` without the blank; other shapes are prose.
            None => None,
        };
    }
    if rest == "<anonymous>" {
        return Some(frame("<anonymous>", None, None, None));
    }
    let (path, line, column) = location(rest)?;
    let known = path.starts_with(['/', '.', '<'])
        || path.contains("://")
        || path.contains(['/', '\\'])
        || path.starts_with("node:");
    // A blank belongs to a path that begins at a root; elsewhere it is another runtime's line.
    let rooted = path.starts_with('/') || path.get(1..3) == Some(":\\") || path.contains("://");
    if path.contains(' ') && !rooted {
        return None;
    }
    (known || (column.is_some() && path.contains('.') && !path.contains(' ')))
        .then(|| frame(path, Some(line), column, None))
}
