//! Reads JSON lines with a `text` (and perhaps a `type` and an `id`), prints the type that comes first
//! and, where a type was given, how often it was right.

use autofix_core::classify::Classifier;
use serde_json::Value;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let classifier = Classifier::new(&autofix_plugins::signatures());
    let mut out = std::io::stdout().lock();
    let (mut known, mut right, mut named, mut named_right) = (0_u32, 0_u32, 0_u32, 0_u32);
    for line in std::io::stdin().lock().lines() {
        let Ok(record) = serde_json::from_str::<Value>(&line?) else { continue };
        let text = |key: &str| record.get(key).and_then(Value::as_str);
        let report = classifier.analyze(text("text").unwrap_or_default(), None);
        let first = report.issues.first();
        let found = first.map_or("unknown", |issue| issue.issue_type.as_str());
        let why =
            first.and_then(|issue| issue.evidence.first()).map_or("", |evidence| evidence.signature.as_str());
        let expected = text("type").unwrap_or_default();
        if !expected.is_empty() {
            known += 1;
            right += u32::from(expected == found);
            named += u32::from(found != "unknown");
            named_right += u32::from(found != "unknown" && expected == found);
        }
        let mark = if expected == found { "ok" } else { "--" };
        writeln!(out, "{mark}\t{}\t{expected}\t{found}\t{why}", text("id").unwrap_or_default())?;
    }
    writeln!(out, "right {right} of {known}; named {named}, of these right {named_right}")
}
