//! Every test of the project, in parts.

use crate::shell::{self, cargo};
use crate::{Outcome, node, python, setup, uniffi, wasm};

/// Parts with the arguments of `cargo test` that run them.
const PARTS: &[(&str, &[&str])] = &[
    ("core", &["test", "--package", "autofix-core", "--features", "schema"]),
    ("plugins", &["test", "--package", "autofix-plugins"]),
    ("kit", &["test", "--package", "autofix-testkit"]),
    ("host", &["test", "--package", "autofix"]),
    ("cli", &["test", "--package", "autofix-cli"]),
];

/// A part with ways of its own.
type Test = fn() -> Outcome;

/// Parts that are not of `cargo test`: compiled for browsers, and the packages of other languages.
const OTHERS: &[(&str, Test)] = &[
    ("wasm", wasm::test),
    ("node", node::test),
    ("python", python::test),
    ("kotlin", uniffi::kotlin::test),
    ("ruby", uniffi::ruby::test),
    ("swift", uniffi::swift::test),
];

/// Runs these parts.
fn parts(names: &[&str]) -> Outcome {
    for name in names {
        if let Some((_, test)) = OTHERS.iter().find(|(part, _)| part == name) {
            test()?;
            continue;
        }
        let Some((_, args)) = PARTS.iter().find(|(part, _)| part == name) else {
            let known = PARTS.iter().map(|(part, _)| *part).chain(OTHERS.iter().map(|(part, _)| *part));
            return Err(format!("no part `{name}`; there are {}", known.collect::<Vec<_>>().join(", ")));
        };
        shell::run(&mut cargo(args))?;
    }
    Ok(())
}

/// Runs every test, or the parts named.
pub(crate) fn run(names: &[&str]) -> Outcome {
    setup::programs()?;
    if !names.is_empty() {
        return parts(names);
    }
    shell::run(&mut cargo(&["test", "--workspace", "--all-features"]))?;
    OTHERS.iter().try_for_each(|(_, test)| test())
}
