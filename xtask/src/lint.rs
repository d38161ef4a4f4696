//! Formatting, lints, documentation and freshness of what is generated. Warnings are errors.

use crate::shell::{self, cargo};
use crate::{Outcome, generate, node, setup};

/// Runs every check that needs no test.
pub(crate) fn run() -> Outcome {
    setup::components()?;
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--package",
        "autofix",
        "--no-default-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    shell::run(
        cargo(&["doc", "--workspace", "--no-deps", "--all-features"]).env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    generate::run(true)?;
    node::lint()
}
