//! The browser build: a compiler for WebAssembly, the module, its JavaScript, and its tests in Node.

pub(crate) mod cache;
mod debian;
mod optimize;
mod toolchain;
mod version;

use crate::shell::{self, cargo, program, root, target};
use crate::{Outcome, setup};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use toolchain::host;

const TARGET: &str = "wasm32-unknown-unknown";

/// Installs what the other tasks of this module need and this machine lacks.
pub(crate) fn setup() -> Outcome {
    setup::programs()?;
    toolchain::toolchain()?;
    optimize::install()?;
    Ok(())
}

/// Builds the module with its JavaScript and its types; answers the folder that they are in.
pub(crate) fn build() -> Result<PathBuf, String> {
    setup::programs()?;
    let toolchain = toolchain::toolchain()?;
    let build = ["build", "--profile", "wasm", "--package", "autofix-wasm", "--target", TARGET];
    shell::run(toolchain.of(&mut cargo(&build)))?;

    let module = target().join(TARGET).join("wasm/autofix_wasm.wasm");
    let folder = target().join("wasm-bindings");
    cache::remove(&folder)?;
    cache::create(&folder)?;
    let mut bind = cargo(&["run", "--quiet", "--package", "xtask-wasm-bindgen", "--"]);
    shell::run(bind.arg(&module).args(["web", "autofix"]).arg(&folder))?;
    // Node takes a `.js` file without it for CommonJS.
    write(&folder.join("package.json"), "{ \"type\": \"module\" }\n")?;
    optimize::run(&folder.join("autofix_bg.wasm"))?;
    Ok(folder)
}

/// Holds the module against the vectors, in Node.
pub(crate) fn test() -> Outcome {
    let folder = build()?;
    let test = root().join("bindings/wasm/tests/vectors.mjs");
    shell::run(program(&root(), "node", &["--test"]).arg(test).env("AUTOFIX_WASM", folder))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| cache::at(path, &error))
}
