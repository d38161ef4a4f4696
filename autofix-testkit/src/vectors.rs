//! Vectors: cases with their whole answer, for the suites of other languages.

use crate::case::Case;
use crate::run::{CaseFailure, repair};
use autofix_core::engine::Engine;
use serde_json::{Map, Value, json};

/// A list with one entry a case: `name`, `title`, `files` (text by path), `log`, and `expected`, the
/// report of the engine with its diffs. The same input must give the same report in every language.
pub fn vectors(cases: &[Case], engine: &Engine) -> Result<Value, CaseFailure> {
    let mut all = Vec::with_capacity(cases.len());
    for case in cases {
        let report = repair(case, engine)?.report();
        let files: Map<String, Value> =
            case.files.iter().map(|file| (file.path.clone(), Value::from(file.text.as_str()))).collect();
        all.push(json!({
            "name": case.name,
            "title": case.title,
            "files": files,
            "log": case.log,
            "expected": report,
        }));
    }
    Ok(Value::Array(all))
}
