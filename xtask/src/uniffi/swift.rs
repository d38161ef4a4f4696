//! Swift. There is no compiler for it on Debian, so what can be held here is that the sources are fresh.

use super::{generate, library, read};
use crate::Outcome;
use crate::shell::{self, program, say, target};
use crate::wasm::cache;
use std::path::{Path, PathBuf};

/// What uniffi writes, and where the package has it.
const SOURCES: &[(&str, &str)] = &[
    ("AutoFix.swift", "Sources/AutoFix/AutoFix.swift"),
    ("AutoFixFFI.h", "Sources/AutoFixFFI/AutoFixFFI.h"),
    ("AutoFixFFI.modulemap", "Sources/AutoFixFFI/module.modulemap"),
];

fn folder() -> PathBuf {
    super::folder().join("swift")
}

fn generated() -> Result<PathBuf, String> {
    let into = target().join("uniffi/swift");
    generate(&library(false)?, "swift", &into)?;
    Ok(into)
}

/// Writes the committed sources.
pub(crate) fn write() -> Outcome {
    let generated = generated()?;
    for (from, to) in SOURCES {
        cache::copy(&generated.join(from), &folder().join(to))?;
        say(&format!("wrote bindings/uniffi/swift/{to}"));
    }
    Ok(())
}

/// Whether the committed sources are what uniffi writes today.
pub(crate) fn test() -> Outcome {
    let generated = generated()?;
    for (from, to) in SOURCES {
        if read(&generated.join(from))? != read(&folder().join(to))? {
            return Err(format!("bindings/uniffi/swift/{to} is not fresh, run `cargo xtask gen swift`"));
        }
    }
    Ok(())
}

/// The folder for `SwiftPM` with the library of this platform, as an archive.
pub(crate) fn package(into: &Path) -> Result<Vec<PathBuf>, String> {
    test()?;
    let name = format!("autofix-swift-{}", super::version());
    let work = target().join("uniffi/swift-release");
    let tree = work.join(&name);
    cache::remove(&tree)?;
    for (_, file) in SOURCES {
        cache::copy(&folder().join(file), &tree.join(file))?;
    }
    for file in ["Package.swift", "README.md"] {
        cache::copy(&folder().join(file), &tree.join(file))?;
    }
    cache::copy(&library(true)?, &tree.join("lib").join(super::LIBRARY))?;
    let file = into.join(format!("{name}.tar.gz"));
    let mut tar = program(&work, "tar", &["--create", "--gzip", "--file"]);
    shell::run(tar.arg(&file).arg(&name))?;
    Ok(vec![file])
}
