//! What a machine needs beside Rust, by Debian's packages where they are missing.

use crate::Outcome;
use crate::shell::{self, has, program, say};
use std::path::Path;

/// A program that the tasks start, and the package that brings it.
const PROGRAMS: &[(&str, &str)] = &[("git", "git"), ("patch", "patch"), ("node", "nodejs"), ("npm", "npm")];

/// The browsers of the tests: the variable that may name one, its names, and the package that brings it.
const BROWSERS: &[(&str, &[&str], &str)] = &[
    ("CHROMIUM_PATH", &["chromium", "chromium-browser", "google-chrome"], "chromium"),
    ("FIREFOX_PATH", &["firefox-esr", "firefox"], "firefox-esr"),
];

/// Components of the Rust toolchain that `lint` needs.
const COMPONENTS: &[(&str, &str)] = &[("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")];

/// Parts of the Rust toolchain.
pub(crate) fn components() -> Outcome {
    for (name, component) in COMPONENTS {
        if !has(name) {
            shell::run(&mut program(Path::new("."), "rustup", &["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Installs what is missing. Does nothing, and needs no rights, where all is there.
pub(crate) fn programs() -> Outcome {
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|(name, _)| !has(name)).map(|(_, package)| *package).collect();
    install(&missing)
}

/// The browsers for the tests of the browser build, where neither the variable nor the path has one.
pub(crate) fn browsers() -> Outcome {
    let is_there = |variable: &str, names: &[&str]| {
        std::env::var_os(variable).is_some_and(|path| !path.is_empty()) || names.iter().any(|name| has(name))
    };
    let missing: Vec<&str> = BROWSERS
        .iter()
        .filter(|(variable, names, _)| !is_there(variable, names))
        .map(|(_, _, package)| *package)
        .collect();
    install(&missing)
}

/// A Python that can make environments. Debian has that in a package of its own.
pub(crate) fn python() -> Outcome {
    let mut check = program(Path::new("."), "python3", &["-c", "import venv, ensurepip"]);
    let is_there = has("python3") && shell::output(&mut check).is_ok();
    if is_there { Ok(()) } else { install(&["python3-venv"]) }
}

/// Debian packages that are told by a file of theirs, where the file is not there.
pub(crate) fn files(packages: &[(&str, &str)]) -> Outcome {
    let missing: Vec<&str> =
        packages.iter().filter(|(file, _)| !Path::new(file).exists()).map(|(_, package)| *package).collect();
    install(&missing)
}

fn install(missing: &[&str]) -> Outcome {
    if missing.is_empty() {
        return Ok(());
    }
    if !has("apt-get") {
        return Err(format!("please install {}: this machine has no apt-get to do it", missing.join(", ")));
    }
    say(&format!("installing {}", missing.join(", ")));
    let sudo = if has("sudo") { "sudo" } else { "env" };
    let folder = Path::new(".");
    shell::run(&mut program(folder, sudo, &["apt-get", "update", "-qq"]))?;
    let mut args =
        vec!["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    args.extend(missing);
    shell::run(&mut program(folder, sudo, &args))
}

/// Everything that the tasks need.
pub(crate) fn run() -> Outcome {
    programs()?;
    components()
}
