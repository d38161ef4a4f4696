//! `@autofix/sdk`: one tarball with this platform's engine and the browsers', which installs without a
//! registry, and the packages of single platforms that a release has beside it.

use super::{manifest, pack};
use crate::node::{self, Profile};
use crate::wasm::cache;
use std::fs;
use std::path::{Path, PathBuf};

/// Builds and packs it.
pub(crate) fn package(into: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = node::folder();
    // A binary of another day would be packed along.
    for binary in node::binaries(&folder)? {
        fs::remove_file(&binary).map_err(|error| cache::at(&binary, &error))?;
    }
    node::build(Profile::Release)?;
    let [binary] = node::binaries(&folder)?.try_into().map_err(|found: Vec<PathBuf>| {
        format!("one native module is expected in bindings/node, not {found:?}")
    })?;
    let tarball = pack(&folder, into)?;

    // The napi CLI writes inside the package alone.
    let made = folder.join("npm");
    cache::remove(&made)?;
    node::napi(&["create-npm-dirs"])?;
    let platforms = into.join("platform/sdk");
    cache::remove(&platforms)?;
    cache::create(&into.join("platform"))?;
    fs::rename(&made, &platforms).map_err(|error| cache::at(&platforms, &error))?;
    let platform = platform(&binary)?;
    let own = platforms.join(&platform);
    if !own.is_dir() {
        return Err(format!("{platform} is not among the targets of bindings/node/package.json"));
    }
    cache::copy(&binary, &own.join(binary.file_name().unwrap_or_default()))?;
    manifest(&own, "version")?;
    Ok(vec![tarball, pack(&own, &into.join("platform"))?])
}

/// `linux-x64-gnu` of `autofix.linux-x64-gnu.node`.
fn platform(binary: &Path) -> Result<String, String> {
    let name = binary.file_name().unwrap_or_default().to_string_lossy();
    let middle = name.strip_prefix("autofix.").and_then(|rest| rest.strip_suffix(".node"));
    middle.map(str::to_owned).ok_or_else(|| format!("{name} does not name its platform"))
}
