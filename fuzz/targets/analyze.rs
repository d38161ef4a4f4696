//! Any bytes through the classifier: how the log is cut plays no part, and no secret comes out.
#![no_main]

use autofix_core::classify::Classifier;
use autofix_core::model::{AnalysisReport, ErrorContext};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::new(&autofix_plugins::signatures()));

/// What no report may hold: made up, and long enough that no input holds it by chance.
const SECRET: &str = "Zq7Lw2Xv9Rk4Tn6Bm1Hs8Jd3Fp5Gc0Ya";
/// Lines in which a program prints a secret.
const LINES: [fn(&str) -> String; 6] = [
    |secret| format!("remote: token ghp_{secret} was refused"),
    |secret| format!("Authorization: Bearer {secret}"),
    |secret| format!("DATABASE_URL=postgres://app:{secret}@db:5432/app"),
    |secret| format!("Error: login failed, password={secret}"),
    |secret| format!("{{\"level\":\"error\",\"msg\":\"refused\",\"apiKey\":\"{secret}\"}}"),
    |secret| format!("TypeError: fetch failed: https://api:{secret}@example.com/v1"),
];

fn in_pieces(log: &[u8], sizes: &[u8]) -> AnalysisReport {
    let mut reading = CLASSIFIER.read(None);
    let mut rest = log;
    for size in sizes.iter().cycle() {
        let (piece, after) = rest.split_at(rest.len().min(usize::from(*size) * 7 + 1));
        reading.push(piece);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    reading.push(rest);
    reading.finish()
}

fuzz_target!(|bytes: &[u8]| {
    // The end of the input steers, and is part of the log all the same: so any log is a seed.
    let steer = bytes.last_chunk::<8>().copied().unwrap_or_default();
    let whole = in_pieces(bytes, &[]);
    let pieces = in_pieces(bytes, &steer[..4]);
    assert_eq!(whole, pieces);
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(whole, CLASSIFIER.analyze(&text, None));

    if text.contains(SECRET) {
        return;
    }
    let aim = usize::from(u16::from_le_bytes([steer[4], steer[5]])) % (bytes.len() + 1);
    let cut = bytes[..aim].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = LINES[usize::from(steer[6]) % LINES.len()](SECRET);
    let seeded = [&bytes[..cut], line.as_bytes(), b"\n", &bytes[cut..]].concat();
    let report = in_pieces(&seeded, &[]);
    let json = serde_json::to_string(&report).unwrap();
    assert!(!json.contains(SECRET), "{json}");

    let reported =
        ErrorContext { text: String::from_utf8_lossy(&seeded).into_owned(), ..ErrorContext::default() };
    let json = serde_json::to_string(&CLASSIFIER.classify(&reported, None)).unwrap();
    assert!(!json.contains(SECRET), "{json}");
});
