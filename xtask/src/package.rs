//! What users install, in `target/packages`.

use crate::shell::{say, target};
use crate::{Outcome, python};
use std::fs;
use std::path::PathBuf;

/// One package: it builds itself, and answers the path of its file.
type Build = fn() -> Result<PathBuf, String>;

/// Packages by the language that they are for.
const PARTS: &[(&str, Build)] = &[("python", python::package)];

/// Builds every package, or those named.
pub(crate) fn run(names: &[&str]) -> Outcome {
    if let Some(name) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != *name)) {
        let known: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        return Err(format!("no package `{name}`; there are {}", known.join(", ")));
    }
    let folder = target().join("packages");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (_, build) in PARTS.iter().filter(|(part, _)| names.is_empty() || names.contains(part)) {
        let built = build()?;
        let Some(name) = built.file_name() else { continue };
        let path = folder.join(name);
        fs::copy(&built, &path).map_err(|error| format!("{}: {error}", path.display()))?;
        say(&format!("packed {}", path.display()));
    }
    Ok(())
}
