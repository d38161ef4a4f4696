//! `autofix-cli`: the command by npm. Its tarball holds the program of this platform, so that it installs
//! without a registry; a release has the programs in packages of their own.

use super::{manifest, pack};
use crate::node::PROGRAM;
use crate::shell::{self, cargo, root, say, target};
use crate::wasm::cache;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Platforms as npm names them: the name, `os`, `cpu` and `libc`.
const PLATFORMS: &[(&str, &str, &str, &str, Option<&str>)] = &[
    ("x86_64-unknown-linux-gnu", "linux-x64-gnu", "linux", "x64", Some("glibc")),
    ("aarch64-unknown-linux-gnu", "linux-arm64-gnu", "linux", "arm64", Some("glibc")),
    ("x86_64-unknown-linux-musl", "linux-x64-musl", "linux", "x64", Some("musl")),
    ("aarch64-unknown-linux-musl", "linux-arm64-musl", "linux", "arm64", Some("musl")),
    ("x86_64-apple-darwin", "darwin-x64", "darwin", "x64", None),
    ("aarch64-apple-darwin", "darwin-arm64", "darwin", "arm64", None),
    ("x86_64-pc-windows-msvc", "win32-x64", "win32", "x64", None),
    ("aarch64-pc-windows-msvc", "win32-arm64", "win32", "arm64", None),
];

/// Builds and packs it.
pub(crate) fn package(into: &Path) -> Result<Vec<PathBuf>, String> {
    let program = program()?;
    let name = program.file_name().unwrap_or_default().to_owned();
    let source = root().join("bindings/cli");
    let version = manifest(&source, "version")?;
    let host = crate::wasm::host()?;
    let Some((_, platform, os, cpu, libc)) = PLATFORMS.iter().find(|(target, ..)| *target == host) else {
        return Err(format!("{host} has no package for the command; add it to {}", file!()));
    };

    let folder = into.join("stage/cli");
    cache::remove(&folder)?;
    for path in ["bin", "platform"] {
        cache::create(&folder.join(path))?;
    }
    for file in ["package.json", "README.md", "LICENSE", "bin/autofix.js"] {
        cache::copy(&source.join(file), &folder.join(file))?;
    }
    let beside = folder.join("platform").join(platform);
    cache::create(&beside)?;
    cache::copy(&program, &beside.join(&name))?;
    let tarball = pack(&folder, into)?;

    say(&format!("@autofix/cli-{platform}"));
    let own = into.join("platform/cli").join(platform);
    cache::remove(&own)?;
    cache::create(&own)?;
    cache::copy(&program, &own.join(&name))?;
    cache::copy(&source.join("LICENSE"), &own.join("LICENSE"))?;
    let mut json = json!({
        "name": format!("@autofix/cli-{platform}"),
        "version": version,
        "description": format!("The program of autofix-cli for {platform}"),
        "license": manifest(&source, "license")?,
        "os": [os],
        "cpu": [cpu],
        "files": [name.to_string_lossy()],
        "preferUnplugged": true,
    });
    if let (Some(libc), Some(members)) = (libc, json.as_object_mut()) {
        members.insert("libc".to_owned(), json!([libc]));
    }
    let file = own.join("package.json");
    fs::write(&file, format!("{json:#}\n")).map_err(|error| cache::at(&file, &error))?;
    Ok(vec![tarball, pack(&own, &into.join("platform"))?])
}

/// The command, built for users.
fn program() -> Result<PathBuf, String> {
    if let Some(program) = std::env::var_os(PROGRAM) {
        return Ok(root().join(program));
    }
    shell::run(&mut cargo(&["build", "--release", "--package", "autofix-cli"]))?;
    Ok(target().join("release").join(format!("autofix{}", std::env::consts::EXE_SUFFIX)))
}
