//! The vectors as folders, for languages that have no JSON of their own.

use crate::Outcome;
use crate::shell::{root, target};
use crate::wasm::cache;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes every vector to `<plugin>/<number>/{files/…, log, expected.json}`; answers the folder.
pub(super) fn folder() -> Result<PathBuf, String> {
    let into = target().join("uniffi/vectors");
    cache::remove(&into)?;
    for file in super::files(&root().join("tests/vectors"))? {
        let plugin = file.file_stem().unwrap_or_default().to_owned();
        let vectors: Value = serde_json::from_str(&super::read(&file)?).map_err(|error| error.to_string())?;
        for (number, vector) in vectors.as_array().into_iter().flatten().enumerate() {
            let folder = into.join(&plugin).join(format!("{number:03}"));
            let files = vector["files"].as_object().ok_or("a vector without files")?;
            for (path, text) in files {
                write(&folder.join("files").join(path), text.as_str().unwrap_or_default())?;
            }
            write(&folder.join("log"), vector["log"].as_str().unwrap_or_default())?;
            write(&folder.join("expected.json"), &vector["expected"].to_string())?;
        }
    }
    Ok(into)
}

fn write(path: &Path, text: &str) -> Outcome {
    if let Some(folder) = path.parent() {
        cache::create(folder)?;
    }
    fs::write(path, text).map_err(|error| cache::at(path, &error))
}
