//! What is generated and committed: the JSON Schema, the vectors, the types of other languages.

mod python;
mod records;
mod shapes;
mod typescript;

use crate::Outcome;
use crate::shell::{root, say};
use autofix_core::engine::Engine;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes every generated file, or tells which one is not fresh.
pub(crate) fn run(check: bool) -> Outcome {
    let mut stale = Vec::new();
    let files = files()?;
    for (path, text) in &files {
        if fs::read_to_string(path).ok().as_deref() == Some(text) {
            continue;
        }
        stale.push(path.display().to_string());
        if !check {
            let folder = path.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(path, text))
                .map_err(|error| format!("{}: {error}", path.display()))?;
            say(&format!("wrote {}", path.display()));
        }
    }
    for path in abandoned(&files)? {
        stale.push(path.display().to_string());
        if !check {
            fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    if check && !stale.is_empty() {
        Err(format!("not fresh, run `cargo xtask gen`:\n  {}", stale.join("\n  ")))
    } else {
        Ok(())
    }
}

fn pretty(value: &serde_json::Value) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn files() -> Result<BTreeMap<PathBuf, String>, String> {
    let mut all = BTreeMap::new();
    let schema = root().join("schemas/autofix.schema.json");
    all.insert(schema, pretty(&autofix_core::config::json_schema())?);
    let shapes = shapes::shapes()?;
    all.insert(root().join("bindings/node/js/types.ts"), typescript::write(&shapes));
    all.insert(root().join("bindings/python/python/autofix/types.py"), python::write(&shapes));
    all.insert(root().join("bindings/uniffi/src/model.rs"), formatted(&records::write(&shapes))?);
    let engine = Engine::new(autofix_plugins::registry(), &autofix_plugins::signatures());
    let source = root().join("autofix-plugins/src");
    let vectors = autofix_testkit::plugin_vectors(&source, &engine).map_err(|error| error.to_string())?;
    for (plugin, vectors) in vectors {
        all.insert(root().join(format!("tests/vectors/{plugin}.json")), pretty(&vectors)?);
    }
    Ok(all)
}

/// Vectors of plugins that are gone.
fn abandoned(files: &BTreeMap<PathBuf, String>) -> Result<Vec<PathBuf>, String> {
    let folder = root().join("tests/vectors");
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "json") && !files.contains_key(&path) {
            all.push(path);
        }
    }
    Ok(all)
}

/// Rust as `cargo fmt` leaves it.
fn formatted(source: &str) -> Result<String, String> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let mut rustfmt = Command::new("rustfmt");
    rustfmt.current_dir(root()).args(["--edition", "2024", "--emit", "stdout"]);
    rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped());
    let failed = |error: std::io::Error| format!("rustfmt: {error}");
    let mut child = rustfmt.spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(source.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err("rustfmt refuses what was generated".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
