//! Any bytes as a log: every reader at every line, then all of them as the engine asks them.
#![no_main]

use autofix_core::ingest::{Log, every_reader, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let log = Log::from_bytes(bytes);
    for (at, block) in every_reader(&log) {
        assert!(block.first <= at && at <= block.last, "{block:?} does not hold line {at}");
        assert!(block.last < log.len(), "{block:?} ends behind line {}", log.len());
        let context = block.context(&log, None);
        assert!(context.lines.iter().all(|line| (1..=log.count()).contains(line)), "{:?}", context.lines);
    }
    let mut next = 0;
    for block in read(&log) {
        assert!(next <= block.first && block.first <= block.last && block.last < log.len(), "{block:?}");
        next = block.last + 1;
    }
});
