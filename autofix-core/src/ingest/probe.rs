//! For the fuzzing of the readers: asks each of them everything, which a log alone does not.

use super::block::Block;
use super::frame;
use super::log::Log;
use super::{READERS, Read, runtimes};

/// Asks every reader at every line, whatever the others answered, and answers what they said as they
/// said it: the line that was asked about, and the block. Once with all of the log above a line free
/// to be taken, once with none of it.
#[doc(hidden)]
pub fn every_reader(log: &Log) -> Vec<(usize, Block)> {
    let readers: Vec<Read> = READERS.iter().chain(runtimes::READERS).copied().collect();
    let mut answers = Vec::new();
    for at in 0..log.len() {
        for read in &readers {
            answers.extend(
                [0, at].into_iter().filter_map(|floor| read(log, at, floor)).map(|block| (at, block)),
            );
        }
    }
    answers
}

/// Reads a line as a line of a stack of every runtime, and answers how many take it for one. `below` is
/// the line that stands below it.
#[doc(hidden)]
pub fn every_frame(line: &str, below: &str) -> usize {
    let frames = [
        frame::javascript(line),
        frame::python(line),
        frame::java(line),
        frame::dotnet(line),
        frame::go_call(line, below),
        frame::go_place(line).map(|(path, number)| frame::go_source(path, number, None, None)),
        frame::rust_place(line),
        frame::rust_call(line).map(|name| frame::rust_source(line, 1, None, Some(&name))),
        frame::ruby(line).map(|ruby| ruby.frame),
        frame::php(line).map(|(place, name)| frame::php_place(place, Some(name))),
        frame::location(line).map(|(path, line, column)| frame::frame(path, Some(line), column, None)),
    ];
    let known = frames.iter().flatten().filter(|frame| frame.file.trim() == frame.file).count();
    known + usize::from(frame::is_stack(line)) + usize::from(frame::is_gem(line))
}
