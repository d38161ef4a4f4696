//! Kotlin (with Java), Ruby and Swift: one library, and the sources that uniffi writes for each.

pub(crate) mod kotlin;
pub(crate) mod ruby;
pub(crate) mod swift;
mod vectors;

use crate::Outcome;
use crate::shell::{self, cargo, root, target};
use crate::wasm::cache;
use std::fs;
use std::path::{Path, PathBuf};

/// The library's file.
const LIBRARY: &str = "libautofix_uniffi.so";

/// What of this is written by hand.
fn folder() -> PathBuf {
    root().join("bindings/uniffi")
}

/// Builds the library; answers its file.
fn library(release: bool) -> Result<PathBuf, String> {
    let mut build = cargo(&["build", "--package", "autofix-uniffi"]);
    if release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    Ok(target().join(if release { "release" } else { "debug" }).join(LIBRARY))
}

/// Writes the sources of a language into a folder, which is emptied first.
fn generate(library: &Path, language: &str, into: &Path) -> Outcome {
    cache::remove(into)?;
    cache::create(into)?;
    let mut generate = cargo(&["run", "--quiet", "--profile", "tool"]);
    generate.args(["--package", "xtask-uniffi-bindgen", "--", "generate"]);
    generate.arg("--library").arg(library).args(["--language", language, "--no-format", "--out-dir"]);
    shell::run(generate.arg(into))
}

/// The version of all packages.
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| cache::at(path, &error))
}

/// The files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| cache::at(folder, &error))?;
    let mut all = Vec::new();
    for entry in entries {
        all.push(entry.map_err(|error| cache::at(folder, &error))?.path());
    }
    all.sort();
    Ok(all)
}
