//! Inputs that fuzzing found, or that came up while it ran: each is read, soundly and in time.

use autofix_core::classify::Classifier;
use autofix_core::ingest::{Log, every_frame, every_reader};
use std::time::{Duration, Instant};

/// Much more than any row takes, also in a slow build on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

/// What it was, and the log.
fn rows() -> Vec<(&'static str, Vec<u8>)> {
    let word = "Error".repeat(3_200);
    vec![
        ("a word of thousands of `Error`, below headers that look for their stack", {
            format!("a Error: x {word}x\n").repeat(20).into_bytes()
        }),
        ("the same word as the whole of a line", format!("{word}x\n").repeat(20).into_bytes()),
    ]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
fn what_was_found_is_read() {
    for (what, bytes) in rows() {
        let begin = Instant::now();
        let report = Classifier::new(&[]).analyze(&String::from_utf8_lossy(&bytes), None);
        let log = Log::from_bytes(&bytes);
        assert!(report.issues.iter().all(|issue| issue.lines[1] <= log.count()), "{what}");
        for (at, block) in every_reader(&log) {
            assert!(block.first <= at && at <= block.last && block.last < log.len(), "{what}: {block:?}");
        }
        for at in 0..log.len() {
            every_frame(log.line(at), log.line(at + 1));
        }
        assert!(begin.elapsed() < LIMIT, "{what}: {:?}", begin.elapsed());
    }
}

#[test]
fn the_name_of_an_error_is_its_first_that_words_follow() {
    let cases = [
        ("MyErrorError: no", "MyErrorError: no"),
        ("ErrorLog: at (x) app.ConfigError: no", "ErrorLog: at (x) app.ConfigError: no"),
        ("é Error [CODE]: no", "é Error [CODE]: no"),
    ];
    for (line, message) in cases {
        let log = Log::new(&format!("{line}\n\n    at f (/app/a.js:1:2)\n"));
        let blocks = autofix_core::ingest::read(&log);
        assert_eq!(blocks.first().map(|block| block.message.as_str()), Some(message), "{line}");
        assert_eq!(blocks.first().map(|block| block.frames.len()), Some(1), "{line}");
    }
}
