//! From the bytes of a log to the errors in it. One file per format; every reader is asked at every
//! line that no earlier block covers, and answers with the block that begins there.

mod block;
mod browser;
mod bundler;
mod checker;
mod clean;
mod django;
mod dotnet;
mod envelope;
mod frame;
mod go;
mod http;
mod interrupt;
mod java;
mod level;
mod lint;
mod log;
mod next;
mod npm;
mod path_map;
mod php;
mod plain;
mod probe;
mod pytest;
mod python;
mod record;
mod redact;
mod rich;
mod ruby;
mod runtimes;
mod rust;
mod test_runner;
mod tsc;
mod v8;
mod webpack;

pub use block::{Block, Reader};
pub use frame::in_app;
pub use level::Level;
pub use log::Log;
pub(crate) use log::Opener;
pub use path_map::PathMap;
#[doc(hidden)]
pub use probe::{every_frame, every_reader};
pub use redact::{Patterns, redact, redact_json, redact_with};
pub(crate) use redact::{compile, redact_field};

type Read = fn(&Log, usize, usize) -> Option<Block>;

/// In the order they are asked: the more a format says about itself, the earlier.
const READERS: &[Read] = &[
    record::read,
    rich::read,
    pytest::read,
    // Ruby has a form that begins as Python's does; .NET's frames begin as V8's do.
    runtimes::read,
    python::read,
    bundler::read,
    webpack::read,
    tsc::read,
    next::read,
    npm::read,
    test_runner::read,
    lint::read,
    checker::read,
    django::read,
    browser::read,
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
