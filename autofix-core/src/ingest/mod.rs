//! From the bytes of a log to the errors in it. One file per format; every reader is asked at every
//! line that no earlier block covers, and answers with the block that begins there.

#![cfg_attr(
    not(feature = "servers"),
    allow(dead_code, unused_imports, reason = "what only the readers of servers ask for")
)]

mod block;
mod browser;
mod bundler;
mod checker;
mod clean;
mod command;
#[cfg(feature = "servers")]
mod django;
#[cfg(feature = "servers")]
mod dotnet;
mod envelope;
mod frame;
#[cfg(feature = "servers")]
mod go;
mod http;
mod interrupt;
#[cfg(feature = "servers")]
mod java;
mod level;
mod lint;
mod log;
mod next;
mod npm;
mod path_map;
#[cfg(feature = "servers")]
mod php;
mod plain;
#[cfg(feature = "servers")]
mod probe;
#[cfg(feature = "servers")]
mod pytest;
#[cfg(feature = "servers")]
mod python;
mod record;
mod redact;
mod report;
#[cfg(feature = "servers")]
mod rich;
#[cfg(feature = "servers")]
mod ruby;
#[cfg(feature = "servers")]
mod runtimes;
#[cfg(feature = "servers")]
mod rust;
mod script;
mod source_map;
mod tap;
mod test_runner;
mod tsc;
mod v8;
mod webpack;

pub use block::{Block, Reader};
pub(crate) use command::Commands;
pub use frame::in_app;
pub(crate) use frame::{affected, is_script};
pub use level::Level;
pub use log::Log;
pub(crate) use log::Opener;
pub use path_map::PathMap;
#[cfg(feature = "servers")]
#[doc(hidden)]
pub use probe::{every_frame, every_reader};
pub use redact::{Patterns, redact, redact_json, redact_with};
pub(crate) use redact::{compile, redact_field};
pub use source_map::{MAX_MAP, MapError, Original, SourceMap};
pub(crate) use source_map::{decode_url, percent, reference};

type Read = fn(&Log, usize, usize) -> Option<Block>;

/// In the order they are asked: the more a format says about itself, the earlier.
const READERS: &[Read] = &[
    record::read,
    #[cfg(feature = "servers")]
    rich::read,
    #[cfg(feature = "servers")]
    pytest::read,
    // Ruby has a form that begins as Python's does; .NET's frames begin as V8's do.
    #[cfg(feature = "servers")]
    runtimes::read,
    #[cfg(feature = "servers")]
    python::read,
    bundler::read,
    webpack::read,
    tsc::read,
    next::read,
    npm::read,
    test_runner::read,
    tap::read,
    report::read,
    lint::read,
    checker::read,
    #[cfg(feature = "servers")]
    django::read,
    browser::read,
    script::read,
    v8::read,
    http::read,
    plain::read,
];

/// Finds every block of a log that tells of an error, in the order of the lines. Blocks do not overlap.
pub fn read(log: &Log) -> Vec<Block> {
    read_with(log, READERS)
}

fn read_with(log: &Log, readers: &[Read]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while at < log.len() {
        let found = if log.line(at).trim().is_empty() {
            None
        } else {
            readers.iter().find_map(|read| read(log, at, floor))
        };
        match found {
            Some(mut block) => {
                block.first = block.first.clamp(floor, at);
                block.last = block.last.clamp(at, log.len() - 1);
                at = block.last + 1;
                floor = at;
                blocks.push(block);
            }
            None => at += 1,
        }
    }
    blocks
}
