//! Every case of every plugin, held against every check; and the vectors made of them.
//!
//! `UPDATE_CASES=1 cargo test -p autofix-plugins --test cases` rewrites diffs that differ.

use autofix_core::engine::Engine;
use std::path::Path;

fn engine() -> Engine {
    Engine::new(autofix_plugins::registry(), &autofix_plugins::signatures())
}

#[test]
fn every_case_holds() {
    let summary = autofix_testkit::run_folder(&source(), &engine()).unwrap();
    assert!(summary.cases > 0, "no case was found");
    assert!(summary.failures.is_empty() && summary.updated.is_empty(), "\n{summary}");
}

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
