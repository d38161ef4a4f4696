//! What users install, into `target/packages`: a part for each kind of package.

mod cli;
mod node;
mod python;

use crate::shell::{self, say, target};
use crate::wasm::cache;
use crate::{Outcome, setup, uniffi};
use std::path::{Path, PathBuf};

/// A kind of package. It is told where the packages go, and answers the files that it put there.
type Part = fn(&Path) -> Result<Vec<PathBuf>, String>;

/// The kinds, in the order in which they are made.
const PARTS: &[(&str, Part)] = &[
    ("cli", cli::package),
    ("node", node::package),
    ("python", python::package),
    ("kotlin", uniffi::kotlin::package),
    ("ruby", uniffi::ruby::package),
    ("swift", uniffi::swift::package),
];

/// Makes every kind, or those that are named.
pub(crate) fn run(names: &[&str]) -> Outcome {
    if let Some(name) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != *name)) {
        let known: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        return Err(format!("no package `{name}`; there are {}", known.join(", ")));
    }
    setup::programs()?;
    let folder = target().join("packages");
    cache::create(&folder)?;
    let mut made = Vec::new();
    for (name, package) in PARTS.iter().filter(|(part, _)| names.is_empty() || names.contains(part)) {
        say(&format!("packaging {name}"));
        made.extend(package(&folder)?);
    }
    for file in &made {
        let size = file.metadata().map_err(|error| cache::at(file, &error))?.len();
        say(&format!("{} ({:.1} MB)", file.display(), megabytes(size)));
    }
    Ok(())
}

/// Packs the npm package of a folder, and answers the tarball.
fn pack(folder: &Path, into: &Path) -> Result<PathBuf, String> {
    let args = ["pack", "--silent", "--ignore-scripts", "--pack-destination"];
    let name = shell::output(shell::program(folder, "npm", &args).arg(into))?;
    let file = into.join(name.lines().last().unwrap_or_default().trim());
    if file.is_file() { Ok(file) } else { Err(format!("npm made no {}", file.display())) }
}

/// A member of the `package.json` in a folder, which is a text.
fn manifest(folder: &Path, member: &str) -> Result<String, String> {
    let file = folder.join("package.json");
    let text = std::fs::read_to_string(&file).map_err(|error| cache::at(&file, &error))?;
    let json: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let value = json.get(member).and_then(serde_json::Value::as_str);
    value.map(str::to_owned).ok_or_else(|| format!("{}: no text `{member}`", file.display()))
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit after the point")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
