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

/// The modules: package, its features where they are not all, and name of its files. One for each set of parsers that
/// a project may need, and one that only reads errors.
const MODULES: [(&str, Option<&str>, &str); 3] = [
    ("autofix-wasm", None, "autofix"),
    ("autofix-wasm", Some("servers"), "base"),
    ("autofix-wasm-reader", None, "reader"),
];

/// Builds the modules with their JavaScript and their types; answers the folder that they are in.
pub(crate) fn build() -> Result<PathBuf, String> {
    setup::programs()?;
    let toolchain = toolchain::toolchain()?;
    let folder = target().join("wasm-bindings");
    cache::remove(&folder)?;
    cache::create(&folder)?;
    for (package, features, name) in MODULES {
        // One at a time: together they would be built with the features of all.
        let mut build = cargo(&["build", "--profile", "wasm", "--package", package, "--target", TARGET]);
        if let Some(features) = features {
            build.args(["--no-default-features", "--features", features]);
        }
        shell::run(toolchain.of(&mut build))?;
        let module = format!("wasm/{}.wasm", package.replace('-', "_"));
        let module = target().join(TARGET).join(module);
        let mut bind =
            cargo(&["run", "--quiet", "--profile", "tool", "--package", "xtask-wasm-bindgen", "--"]);
        shell::run(bind.arg(&module).args(["web", name]).arg(&folder))?;
        optimize::run(&folder.join(format!("{name}_bg.wasm")))?;
    }
    // Node takes a `.js` file without it for CommonJS.
    write(&folder.join("package.json"), "{ \"type\": \"module\" }\n")?;
    Ok(folder)
}

/// Holds the module against the vectors, in Node.
pub(crate) fn test() -> Outcome {
    let folder = build()?;
    let tests = ["bindings/wasm/tests/vectors.mjs", "bindings/wasm-reader/tests/reader.mjs"];
    let tests = tests.map(|test| root().join(test));
    shell::run(program(&root(), "node", &["--test"]).args(tests).env("AUTOFIX_WASM", folder))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| cache::at(path, &error))
}
