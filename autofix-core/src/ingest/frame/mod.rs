//! One line of a stack, a file for each runtime.

mod dotnet;
mod go;
mod java;
mod javascript;
mod php;
mod python;
mod ruby;
mod rust;

pub(crate) use dotnet::dotnet;
pub(crate) use go::{go_call, go_place, go_source};
pub(crate) use java::java;
pub(crate) use javascript::javascript;
pub(crate) use php::{php, php_place};
pub(crate) use python::python;
pub(crate) use ruby::{is_foreign as is_gem, ruby};
pub(crate) use rust::{place as rust_source, rust_call, rust_place};

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
    "/.pnp.cjs",
    "/.pnp.loader.mjs",
    "/.yarn/",
    "/.cache/deno/",
];
const FOREIGN_START: &[&str] = &[
    "node:",
    "ext:",
    "bun:",
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

/// Whether a path ends in one of these.
pub(crate) fn has_end(path: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| path.ends_with(end))
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

/// Whether a line is a place or a call of the stack of any runtime.
pub(crate) fn is_stack(line: &str) -> bool {
    javascript(line).is_some()
        || python(line).is_some()
        || java(line).is_some()
        || dotnet(line).is_some()
        || go_place(line).is_some()
        || rust_place(line).is_some()
        || rust_call(line).is_some()
        || ruby(line).is_some()
        || php(line).is_some()
}
