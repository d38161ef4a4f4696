//! Vectors: cases with their whole answer, for the suites of other languages.

use crate::case::Case;
use crate::folder::{FolderError, read_folder};
use crate::run::{CaseFailure, repair};
use autofix_core::engine::Engine;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

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

/// The vectors of every plugin below a folder, by the plugin's name. A plugin is the folder that its
/// folder `cases` is in, and its name has `-` for `_`.
pub fn plugin_vectors(root: &Path, engine: &Engine) -> Result<BTreeMap<String, Value>, FolderError> {
    let mut by_plugin: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for (path, case) in read_folder(root)? {
        let folder = path.parent().and_then(Path::parent).and_then(Path::file_name).unwrap_or_default();
        by_plugin.entry(folder.to_string_lossy().replace('_', "-")).or_default().push(case);
    }
    let mut all = BTreeMap::new();
    for (plugin, cases) in by_plugin {
        all.insert(plugin, vectors(&cases, engine)?);
    }
    Ok(all)
}
