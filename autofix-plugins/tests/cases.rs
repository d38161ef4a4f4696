//! Every case of every plugin, held against every check; and the vectors made of them.
//!
//! `UPDATE_CASES=1 cargo test -p autofix-plugins --test cases` rewrites diffs that differ.

use autofix_core::engine::Engine;
use autofix_testkit::{plugin_vectors, run_folder};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn engine() -> Engine {
    Engine::new(autofix_plugins::registry(), &autofix_plugins::signatures())
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_case_holds() {
    let summary = run_folder(&source(), &engine()).unwrap();
    assert!(summary.cases > 0, "no case was found");
    assert!(summary.failures.is_empty() && summary.updated.is_empty(), "\n{summary}");
}

#[test]
fn vectors_are_fresh() {
    let made = plugin_vectors(&source(), &engine()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    for (plugin, vectors) in &made {
        let file = folder.join(format!("{plugin}.json"));
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let committed: Value = serde_json::from_str(&text).unwrap_or_default();
        assert!(
            committed == *vectors,
            "{} is not what the cases give; run `cargo run -p autofix-testkit --example gen-vectors`",
            file.display()
        );
    }
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(made.contains_key(&name), "{} belongs to no plugin with cases", path.display());
    }
}
