//! A compiler that knows WebAssembly, whatever this machine has.

use super::{TARGET, debian};
use crate::shell::{has, output, program, say, status};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to `rustup` or `debian`, it takes that way only; for trying one out.
const CHOICE: &str = "AUTOFIX_WASM_TOOLCHAIN";

/// How `cargo` builds for WebAssembly here.
pub(crate) enum Toolchain {
    /// As it is: the installed compiler has the target.
    Installed,
    /// With a compiler of our own beside the installed one.
    Own {
        /// The compiler.
        rustc: PathBuf,
        /// The linker, which the installed toolchain brings.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Tells `cargo` of it. The module holds no path of the machine that it was built on.
    pub(crate) fn of<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        if let Some(registry) = registry() {
            let flag = format!("--remap-path-prefix={}=/registry", registry.display());
            cargo.env("CARGO_ENCODED_RUSTFLAGS", flag);
        }
        match self {
            Self::Installed => cargo,
            Self::Own { rustc, linker } => {
                cargo.env("RUSTC", rustc).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            }
        }
    }
}

/// Finds a toolchain, or installs one: what is there first, then what is quick.
pub(crate) fn toolchain() -> Result<Toolchain, String> {
    let choice = std::env::var(CHOICE).unwrap_or_default();
    match choice.as_str() {
        "" | "rustup" | "debian" => {}
        other => return Err(format!("{CHOICE} is `{other}`: neither `rustup` nor `debian`")),
    }
    if choice != "debian" && is_installed()? {
        return Ok(Toolchain::Installed);
    }
    if choice != "rustup"
        && let Some(rustc) = debian::installed()?
    {
        return own(rustc);
    }
    if choice != "debian" && add()? {
        return Ok(Toolchain::Installed);
    }
    if choice == "rustup" {
        return Err(format!("rustup does not give {TARGET}"));
    }
    own(debian::install()?)
}

/// Whether the installed compiler has a standard library for the target, whoever installed it.
fn is_installed() -> Result<bool, String> {
    let libraries = rustc(&["--print", "target-libdir", "--target", TARGET])?;
    let Ok(entries) = std::fs::read_dir(libraries) else { return Ok(false) };
    Ok(entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

/// Where cargo unpacks the sources of dependencies.
fn registry() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).map(PathBuf::from);
    let home = named("CARGO_HOME").or_else(|| named("HOME").map(|home| home.join(".cargo")))?;
    Some(home.join("registry/src"))
}

fn add() -> Result<bool, String> {
    if !has("rustup") {
        return Ok(false);
    }
    let mut add = program(Path::new("."), "rustup", &["target", "add", TARGET]);
    if status(add.env("RUSTUP_MAX_RETRIES", "1"))? == Some(0) {
        return is_installed();
    }
    say("rustup cannot fetch the target: taking another way");
    Ok(false)
}

fn own(rustc: PathBuf) -> Result<Toolchain, String> {
    let installed = self::rustc(&["--print", "sysroot"])?;
    let linker = Path::new(&installed).join("lib/rustlib").join(host()?).join("bin/rust-lld");
    if linker.is_file() {
        Ok(Toolchain::Own { rustc, linker })
    } else {
        Err(format!("{}: not there; install Rust with rustup, which brings this linker", linker.display()))
    }
}

/// The platform that the installed compiler runs on, such as `x86_64-unknown-linux-gnu`.
pub(crate) fn host() -> Result<String, String> {
    let version = rustc(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| format!("rustc names no host in: {version}"))
}

fn rustc(args: &[&str]) -> Result<String, String> {
    output(&mut program(Path::new("."), "rustc", args))
}
