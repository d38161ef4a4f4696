//! Ruby.

use super::{generate, library, vectors};
use crate::shell::{self, program, root, target};
use crate::wasm::cache;
use crate::{Outcome, setup};
use std::path::{Path, PathBuf};

/// A file that tells a Debian package, and the package.
const PACKAGES: &[(&str, &str)] = &[("/usr/bin/ruby", "ruby"), ("/usr/share/doc/ruby-ffi", "ruby-ffi")];

/// The gem's files in a folder, with the library inside.
fn tree(library: &Path, into: &Path) -> Outcome {
    cache::remove(into)?;
    let source = super::folder().join("ruby");
    for name in ["autofix.gemspec", "README.md", "lib/autofix.rb"] {
        cache::copy(&source.join(name), &into.join(name))?;
    }
    cache::copy(&root().join("LICENSE"), &into.join("LICENSE"))?;
    generate(library, "ruby", &into.join("lib/autofix/generated"))?;
    cache::copy(library, &into.join("lib").join(super::LIBRARY))
}

/// The tests, on the files of the gem; then the example.
pub(crate) fn test() -> Outcome {
    setup::files(PACKAGES)?;
    let gem = target().join("uniffi/ruby");
    tree(&library(false)?, &gem)?;
    // What uniffi writes is not free of warnings.
    let ruby = || {
        let mut ruby = program(&root(), "ruby", &["-W0", "-I"]);
        ruby.arg(gem.join("lib"));
        ruby
    };
    let tests = super::folder().join("ruby/test/test_autofix.rb");
    shell::run(ruby().arg(tests).env("AUTOFIX_VECTORS", vectors::folder()?))?;
    shell::run(ruby().arg("examples/ruby/repair_log.rb").arg("examples/broken-shop"))
}

/// The gem, built for users.
pub(crate) fn package(folder: &Path) -> Result<Vec<PathBuf>, String> {
    setup::files(PACKAGES)?;
    let work = target().join("uniffi/ruby-release");
    tree(&library(true)?, &work)?;
    let file = folder.join(format!("autofix-{}-x86_64-linux.gem", super::version()));
    let mut build = program(&work, "gem", &["build", "--quiet", "autofix.gemspec", "--output"]);
    shell::run(build.arg(&file))?;
    Ok(vec![file])
}
