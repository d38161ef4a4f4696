//! Debian's Rust for the web, unpacked into the cache: for machines that reach Debian's packages but
//! not those of rustup. Nothing is installed into the system, so no rights are needed.
//!
//! Its compiler has no standard library for WebAssembly without an operating system; that is built
//! once, from its own sources.

use super::cache::{self, at, create, remove};
use super::{TARGET, version};
use crate::Outcome;
use crate::shell::{self, has, output, program, status};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The compiler, the sources of its standard library, and what its build scripts link.
const COMPILER: &str = "rustc-web";
const SOURCES: &str = "rust-web-src";
const LIBRARIES: &str = "libstd-rust-web-dev";

const WAYS_OUT: &str = "build on a machine where `rustup target add wasm32-unknown-unknown` works, or put a Rust that \
     has this target first in PATH";

/// Starts the compiler with the libraries beside it, wherever the folder is moved to.
const WRAPPER: &str = r#"#!/bin/sh
root="${0%/*}/root"
for folder in "$root"/usr/lib/*-linux-gnu; do
    LD_LIBRARY_PATH="$folder"
done
export LD_LIBRARY_PATH
exec "$root/usr/bin/rustc" "$@"
"#;

/// The newest compiler in the cache that is new enough for this project.
pub(crate) fn installed() -> Result<Option<PathBuf>, String> {
    let Ok(entries) = fs::read_dir(cache::folder()?) else { return Ok(None) };
    let newest = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let numbers = version::numbers(name.strip_prefix("wasm-")?)?;
            version::is_enough(&numbers).then(|| (numbers, entry.path().join("rustc")))
        })
        .max();
    Ok(newest.map(|(_, rustc)| rustc))
}

/// Downloads, unpacks and completes the compiler; answers its path.
pub(crate) fn install() -> Result<PathBuf, String> {
    for needed in ["apt-get", "apt-cache", "dpkg-deb", "dpkg-query"] {
        if !has(needed) {
            return Err(format!(
                "no way to compile for WebAssembly: this system has no {needed}; {WAYS_OUT}"
            ));
        }
    }
    let apt = Apt::fresh()?;
    let candidate = apt.candidate(COMPILER)?.ok_or_else(|| {
        format!("no way to compile for WebAssembly: Debian's packages here have no {COMPILER}; {WAYS_OUT}")
    })?;
    let upstream = version::upstream(&candidate);
    if !version::is_enough_text(upstream) {
        return Err(format!(
            "{COMPILER} is {candidate} here, and the project needs {}; add Debian's security updates to apt's \
             sources, or {WAYS_OUT}",
            version::NEEDED
        ));
    }
    let folder = cache::install(&format!("wasm-{upstream}"), |folder| {
        unpack(&apt, folder)?;
        write_wrapper(&folder.join("rustc"))?;
        build_library(folder)?;
        // Read by nobody from here on, and two thirds of the whole.
        for spent in ["packages", "build", "root/usr/src", "root/usr/share", "root/usr/lib/rustlib/src"] {
            remove(&folder.join(spent))?;
        }
        Ok(())
    })?;
    Ok(folder.join("rustc"))
}

/// Apt with the system's lists where they have what is looked for, else with lists of its own, which
/// anybody may fetch.
struct Apt {
    options: Vec<String>,
}

/// The user that root hands downloads to cannot see into a private cache.
const NO_SANDBOX: &str = "APT::Sandbox::User=root";

impl Apt {
    fn fresh() -> Result<Self, String> {
        let system = Self { options: vec![NO_SANDBOX.to_owned()] };
        if system.candidate(COMPILER)?.is_some_and(|found| version::is_enough_text(version::upstream(&found)))
            && system.can_fetch(COMPILER)?
        {
            return Ok(system);
        }
        let lists = cache::folder()?.join("apt-lists");
        create(&lists.join("partial"))?;
        let own = Self {
            options: vec![
                format!("Dir::State::lists={}", lists.display()),
                "Dir::Cache::pkgcache=".to_owned(),
                "Dir::Cache::srcpkgcache=".to_owned(),
                NO_SANDBOX.to_owned(),
            ],
        };
        shell::run(&mut own.command(Path::new("."), "apt-get", &["update", "-qq"]))?;
        Ok(own)
    }

    fn command(&self, folder: &Path, name: &str, args: &[&str]) -> std::process::Command {
        let options = self.options.iter().flat_map(|option| ["-o", option]);
        let args: Vec<&str> = options.chain(args.iter().copied()).collect();
        let mut command = program(folder, name, &args);
        // Names of fields are read below.
        command.env("LC_ALL", "C");
        command
    }

    /// The version of a package that would be installed.
    fn candidate(&self, package: &str) -> Result<Option<String>, String> {
        let policy = output(&mut self.command(Path::new("."), "apt-cache", &["policy", package]))?;
        let found = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
        Ok(found.filter(|version| *version != "(none)").map(str::to_owned))
    }

    /// Whether the archive still has what the lists promise; it keeps no version that was replaced.
    fn can_fetch(&self, package: &str) -> Result<bool, String> {
        let spare = tempfile::tempdir().map_err(|error| error.to_string())?;
        Ok(status(&mut self.command(spare.path(), "apt-get", &["download", "-qq", package]))? == Some(0))
    }

    /// Every package that must be unpacked: the three, and those of their libraries that the system
    /// does not have.
    fn closure(&self) -> Result<Vec<String>, String> {
        let mut args = vec!["depends", "--recurse"];
        args.extend(["--no-recommends", "--no-suggests", "--no-enhances"]);
        args.extend(["--no-conflicts", "--no-breaks", "--no-replaces", LIBRARIES]);
        let tree = output(&mut self.command(Path::new("."), "apt-cache", &args))?;
        let mut all = vec![COMPILER.to_owned(), SOURCES.to_owned()];
        for name in tree.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphanumeric())) {
            // A virtual package stands in angle brackets and is no file.
            if !is_in_system(name) {
                all.push(name.to_owned());
            }
        }
        Ok(all)
    }
}

fn is_in_system(package: &str) -> bool {
    let mut query =
        program(Path::new("."), "dpkg-query", &["--show", "--showformat", "${db:Status-Status}", package]);
    query.output().is_ok_and(|answer| answer.stdout == b"installed")
}

fn unpack(apt: &Apt, folder: &Path) -> Outcome {
    let packages = folder.join("packages");
    create(&packages)?;
    let names = apt.closure()?;
    let mut args = vec!["download", "-q"];
    args.extend(names.iter().map(String::as_str));
    shell::run(&mut apt.command(&packages, "apt-get", &args))?;
    for entry in fs::read_dir(&packages).map_err(|error| at(&packages, &error))? {
        let path = entry.map_err(|error| at(&packages, &error))?.path();
        if path.extension() == Some(OsStr::new("deb")) {
            let archive = path.to_string_lossy();
            shell::run(&mut program(folder, "dpkg-deb", &["--extract", &archive, "root"]))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn write_wrapper(path: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, WRAPPER)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .map_err(|error| at(path, &error))
}

#[cfg(not(unix))]
fn write_wrapper(path: &Path) -> Outcome {
    fs::write(path, WRAPPER).map_err(|error| at(path, &error))
}

/// Builds the standard library from the compiler's sources, and puts it where the compiler looks.
fn build_library(folder: &Path) -> Outcome {
    let build = folder.join("build");
    create(&build.join("src"))?;
    let manifest = "[package]\nname = \"nothing\"\nedition = \"2024\"\n\n[profile.release]\npanic = \"abort\"\n\n\
                    [workspace]\n";
    for (name, text) in [("Cargo.toml", manifest), ("src/lib.rs", "#![no_std]\n")] {
        let path = build.join(name);
        fs::write(&path, text).map_err(|error| at(&path, &error))?;
    }
    let mut cargo = shell::cargo(&["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET]);
    for foreign in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        cargo.env_remove(foreign);
    }
    cargo.current_dir(&build);
    cargo.env("CARGO_TARGET_DIR", build.join("target")).env("RUSTC", folder.join("rustc"));
    // `-Zbuild-std` on a stable compiler; no later build needs it.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // Without bitcode nothing with link-time optimization can be built on this library.
    let flags = format!("-Cembed-bitcode=yes\u{1f}--remap-path-prefix={}=/rust", folder.display());
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    shell::run(&mut cargo)?;

    let built = build.join("target").join(TARGET).join("release/deps");
    let libraries = folder.join("root/usr/lib/rustlib").join(TARGET).join("lib");
    create(&libraries)?;
    for entry in fs::read_dir(&built).map_err(|error| at(&built, &error))? {
        let path = entry.map_err(|error| at(&built, &error))?.path();
        let Some(name) = path.file_name().and_then(OsStr::to_str) else { continue };
        if path.extension() == Some(OsStr::new("rlib")) && !name.starts_with("libnothing-") {
            fs::copy(&path, libraries.join(name)).map_err(|error| at(&path, &error))?;
        }
    }
    Ok(())
}
