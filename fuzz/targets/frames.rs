//! Any text as lines of stacks, and its paths as paths of the project.
#![no_main]

use autofix_core::ingest::{PathMap, every_frame, in_app};
use autofix_core::model::Frame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.split('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        every_frame(line, lines.get(at + 1).copied().unwrap_or_default());
        in_app(line);
    }
    let files = ["src/a.js", "src/b/a.js", "app/é.py", "main.go"].map(str::to_owned);
    let map = PathMap::new(&files);
    let mut frames: Vec<Frame> = lines
        .iter()
        .map(|line| Frame { file: (*line).to_owned(), in_app: true, ..Frame::default() })
        .collect();
    map.map(&mut frames);
    for line in lines {
        assert!(map.resolve(line).is_none_or(|found| files.contains(&found)), "{line}");
    }
});
