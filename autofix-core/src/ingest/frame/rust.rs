//! Frames of Rust's backtraces: a numbered line with the function, a line below with its place.

use super::{frame, has_end, location};
use crate::model::Frame;

/// Reads `   5: ledger::Ledger::last`, with or without an address, as the function's name.
pub(crate) fn rust_call(line: &str) -> Option<String> {
    let (number, name) = line.trim_start().split_once(": ")?;
    if number.is_empty() || number.len() > 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let name = name.trim();
    let name = match name.strip_prefix("0x") {
        Some(rest) => rest.split_once(" - ")?.1,
        None => name,
    };
    Some(without_hashes(name))
}

/// Reads `             at ./src/lib.rs:19:50`; a call of another runtime is none.
pub(crate) fn rust_place(line: &str) -> Option<Frame> {
    let rest = line.strip_prefix("    ")?.trim().strip_prefix("at ")?;
    let (path, number, column) = location(rest)?;
    (has_end(path, &[".rs"]) && !path.contains('(')).then(|| place(path, number, column, None))
}

/// A place of Rust; paths below the working folder are printed with and without their `./`.
pub(crate) fn place(path: &str, line: u32, column: Option<u32>, function: Option<&str>) -> Frame {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut frame = frame(path, Some(line), column, function);
    let foreign = ["/rustc/", "/.cargo/", "/.rustup/", "/cargo/registry/", "/cargo/git/", "/vendor/"];
    frame.in_app &= !path.starts_with("library/") && !foreign.iter().any(|part| path.contains(part));
    frame
}

/// `std[e28293b1aa0f68bd]::io` and `core::fmt::h0123456789abcdef` carry hashes of the build.
fn without_hashes(name: &str) -> String {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let name = match name.rsplit_once("::h") {
        Some((head, hash)) if is_hash(hash) => head,
        _ => name,
    };
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((head, tail)) = rest.split_once('[') {
        out.push_str(head);
        rest = match tail.split_once(']') {
            Some((hash, tail)) if is_hash(hash) => tail,
            _ => {
                out.push('[');
                tail
            }
        };
    }
    out.push_str(rest);
    out
}
