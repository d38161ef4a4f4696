//! One line of a stack.

use crate::model::Frame;

/// Folders that hold other people's code or a tool's output.
const FOREIGN: &[&str] = &[
    "node_modules/",
    "site-packages/",
    "dist-packages/",
    ".vite/deps",
    "/.pyenv/",
    "/lib/python",
    "/venv/",
    "/.venv/",
    "/.next/",
    "_next/static/",
    "webpack/bootstrap",
    "webpack/runtime",
    "/@vite/",
    "/.cargo/",
    "/jvm/",
];
const FOREIGN_START: &[&str] = &[
    "node:",
    "internal/",
    "chrome-extension:",
    "moz-extension:",
    "safari-extension:",
    "safari-web-extension:",
    "<",
    "native ",
    "(native",
    "data:",
    "blob:",
    "rsc:",
    "about:",
    "webpack/",
    "lib/python",
    ".next/",
    "venv/",
    ".venv/",
];

/// Whether a path of a stack belongs to the project: not a dependency, not the runtime, not an extension.
pub fn in_app(path: &str) -> bool {
    let path = path.replace('\\', "/");
    !path.is_empty()
        && path != "native"
        && !FOREIGN_START.iter().any(|start| path.starts_with(start))
        && !FOREIGN.iter().any(|part| path.contains(part))
}

/// Whether a path of a stack may be a script that a tool wrote, with a map.
pub(crate) fn is_script(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    [".js", ".mjs", ".cjs"].iter().any(|end| path.ends_with(end))
        && !path.contains("node_modules")
        && !path.contains("/.vite/")
        && !["node:", "internal/", "webpack", "rsc:", "turbopack:", "<", "/@vite/"]
            .iter()
            .any(|start| path.starts_with(start))
        && !path.contains("-extension:")
}

/// The files of the project that a stack names, innermost first.
pub(crate) fn affected(frames: &[Frame]) -> Vec<String> {
    let mut affected: Vec<String> = Vec::new();
    for frame in frames.iter().filter(|frame| frame.in_app && !frame.file.contains("://")) {
        if !affected.contains(&frame.file) {
            affected.push(frame.file.clone());
        }
    }
    affected
}

/// A frame whose `in_app` follows from its path.
pub(crate) fn frame(file: &str, line: Option<u32>, column: Option<u32>, function: Option<&str>) -> Frame {
    let file = file.trim();
    Frame {
        file: file.to_owned(),
        line,
        column,
        function: function.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
        in_app: in_app(file),
    }
}

/// Splits `path:line:column` or `path:line`; the path may hold colons itself.
pub(crate) fn location(text: &str) -> Option<(&str, u32, Option<u32>)> {
    let (head, last) = text.rsplit_once(':')?;
    let last: u32 = last.parse().ok()?;
    if let Some((path, line)) = head.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        return (!path.is_empty()).then_some((path, line, Some(last)));
    }
    // A host and its port are no file and line.
    let host = head.strip_prefix("http://").or_else(|| head.strip_prefix("https://"));
    (!head.is_empty() && host.is_none_or(|host| host.contains('/'))).then_some((head, last, None))
}

/// Reads a line of a V8, Firefox or Safari stack.
pub(crate) fn javascript(line: &str) -> Option<Frame> {
    let text = line.trim_start_matches("# ").trim();
    if let Some(rest) = text.strip_prefix("at ") {
        return v8(rest);
    }
    let (function, place) = text.split_once('@')?;
    if function.contains(' ') || !(place.starts_with("http") || place.starts_with("file:")) {
        return None;
    }
    let (path, line, column) = location(place)?;
    Some(frame(path, Some(line), column, Some(function)))
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
    (known || (column.is_some() && path.contains('.') && !path.contains(' ')))
        .then(|| frame(path, Some(line), column, None))
}

/// Reads `File "x.py", line 3, in f`.
pub(crate) fn python(line: &str) -> Option<Frame> {
    let rest = line.trim_start_matches([' ', '|', '+']).strip_prefix("File \"")?;
    let (path, rest) = rest.split_once("\", line ")?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[..digits].parse().ok()?;
    Some(frame(path, Some(number), None, rest[digits..].strip_prefix(", in ")))
}

/// Reads `at pkg.Class.method(File.java:12)`.
pub(crate) fn java(line: &str) -> Option<Frame> {
    let rest = line.trim().strip_prefix("at ")?;
    let (method, place) = rest.split_once('(')?;
    if method.contains([' ', '/', '\\']) && !method.contains("java.base/") || !method.contains('.') {
        return None;
    }
    let place = place.split(')').next()?;
    let (file, number) = match place.rsplit_once(':') {
        Some((file, number)) => (file, number.parse().ok()),
        None => (place, None),
    };
    let known = [".java", ".kt", ".scala", ".groovy", ".clj"].iter().any(|end| file.ends_with(end));
    (known || file == "Native Method" || file == "Unknown Source").then(|| {
        let mut frame = frame(file, number, None, Some(method));
        frame.in_app = known
            && !["java.", "javax.", "jdk.", "sun.", "kotlin.", "org.springframework.", "java.base/"]
                .iter()
                .any(|start| method.starts_with(start));
        frame
    })
}
