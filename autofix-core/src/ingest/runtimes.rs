//! The readers of the languages that run on servers, asked only of lines that may begin one of their forms.

use super::block::Block;
use super::log::Log;
use super::{Read, dotnet, go, java, php, ruby, rust};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// .NET and the JVM after the others: their headers are only a name.
pub(super) const READERS: &[Read] = &[ruby::read, go::read, rust::read, php::read, dotnet::read, java::read];

/// One of these is in every first line of every form, but for those that [`may_begin`] names.
const MARKS: &[&str] = &[
    "Error",
    "error",
    "Exception",
    "Throwable",
    "Errno::",
    "ERROR",
    "FATAL",
    "SEVERE",
    "WARN",
    "Warning: ",
    "Notice: ",
    "Failure:",
    "FAIL: ",
    "fail: ",
    "crit: ",
    "[object] (",
    "PHP ",
    ":in ",
    ".rb:",
    ".go:",
    "panic",
    "thread \'",
    "goroutine ",
    "runtime stack:",
    "Traceback (",
    "SIGQUIT: ",
    "SIGABRT: ",
    "#<Thread:",
];

/// Six readers with a dozen searches each would cost more than all else that is done with a healthy line.
static MARKED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

pub(super) fn read(log: &Log, at: usize, floor: usize) -> Option<Block> {
    may_begin(log, at).then(|| READERS.iter().find_map(|read| read(log, at, floor))).flatten()
}

fn may_begin(log: &Log, at: usize) -> bool {
    let line = log.line(at);
    let start = line.trim_start();
    start.starts_with("at ")
        || start.starts_with("e: ")
        || start.starts_with("from ")
        || log.line(at + 1) == "Stack trace:"
        || MARKED.as_ref().is_none_or(|marks| marks.is_match(line))
}
