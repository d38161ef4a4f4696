//! AutoFix in a browser: files in memory, no commands. It converts, calls and converts; what it
//! answers is decided below it.

use autofix::AutoFixError;
use autofix::blocking::AutoFix;
use autofix::model::FixReport;
use std::collections::BTreeMap;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of AutoFix.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Repairs what a log tells of a project: `files_json` is an object of texts by path, the answer is
/// the JSON of the report. Throws where the files are no such object, or their configuration is wrong.
#[wasm_bindgen]
pub fn repair(files_json: &str, log: &str) -> Result<String, JsError> {
    let files: BTreeMap<String, String> = serde_json::from_str(files_json)?;
    let report = repair_files(files, log)?;
    Ok(serde_json::to_string(&report)?)
}

fn repair_files(files: BTreeMap<String, String>, log: &str) -> Result<FixReport, AutoFixError> {
    AutoFix::builder().files(files).build()?.repair_log(log)
}
