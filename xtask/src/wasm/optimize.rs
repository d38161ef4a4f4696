//! `wasm-opt`, which takes a fifth off the module.
//!
//! It comes from the npm registry into the cache: one file without dependencies at a fixed version,
//! that every checkout shares. Among the development dependencies of a package it would be fetched
//! (a hundred megabytes) for each of them, also where nobody builds the module. Debian's is too old:
//! it breaks the module's table of references.

use super::cache::at;
use crate::shell::{self, program};
use crate::{Outcome, node};
use std::fs;
use std::path::{Path, PathBuf};

const VERSION: &str = "132.0.0";

/// What the compiler and wasm-bindgen use, and every browser of these years has. `wasm-opt` would
/// read it in the module, but then falls silent where a toolchain leaves that out.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The program, installed where it is missing.
pub(crate) fn install() -> Result<PathBuf, String> {
    let folder = node::tool("binaryen", VERSION)?;
    Ok(folder.join("bin/wasm-opt"))
}

/// Makes a module smaller, in its place.
pub(crate) fn run(module: &Path) -> Outcome {
    let wasm_opt = install()?;
    let smaller = module.with_extension("opt.wasm");
    let mut command = program(Path::new("."), "node", &[]);
    command.arg(wasm_opt).arg("-Oz").args(FEATURES).arg(module).arg("-o").arg(&smaller);
    shell::run(&mut command)?;
    fs::rename(&smaller, module).map_err(|error| at(module, &error))
}
