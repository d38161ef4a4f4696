//! AutoFix's reading half, for pages that only show what went wrong: logs and errors in, issues out. No project,
//! no plugins, no repair, and none of the patterns that only servers need, so a fraction of the whole engine.

use autofix_bridge::Keys;
use autofix_core::classify::Classifier;
use autofix_core::ingest::redact;
use autofix_core::logs;
use autofix_core::model::ErrorContext;
use std::sync::LazyLock;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Templates of a log that an analysis tells, most frequent first.
const PATTERNS: usize = 100;

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::new(&autofix_plugins::signatures()));

/// Reads a log into issues, most likely root cause first, as JSON.
#[wasm_bindgen(js_name = analyzeLog)]
pub fn analyze_log(text: &str) -> Result<String, JsError> {
    let mut report = CLASSIFIER.analyze(text, None);
    report.patterns = logs::patterns(text.as_bytes(), PATTERNS);
    for pattern in &mut report.patterns {
        pattern.template = redact(&pattern.template);
    }
    Keys::Camel.write(&report).map_err(|failure| JsError::new(&failure.to_json()))
}

/// Gives one error, as JSON, its type.
#[wasm_bindgen]
pub fn classify(error: &str) -> Result<String, JsError> {
    let error: ErrorContext =
        Keys::Camel.read("the error", error).map_err(|failure| JsError::new(&failure.to_json()))?;
    let issue = CLASSIFIER.classify(&error, None);
    Keys::Camel.write(&issue).map_err(|failure| JsError::new(&failure.to_json()))
}
