//! The benchmarks: `autofix` against a structural search over the same generated project.

use crate::Outcome;
use crate::shell::{self, cargo, program, root, target};
use std::path::Path;

/// The search that is compared with. The version is fixed, so that figures can be compared.
const SEARCH: &str = "@ast-grep/cli@0.51.1";

/// Builds what is measured, installs the search into the build's folder, and measures.
pub(crate) fn run(args: &[&str]) -> Outcome {
    shell::run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "autofix-cli",
        "--package",
        "autofix-bench",
    ]))?;
    let target = target();
    let folder = target.join("bench-search");
    let search = folder.join("node_modules/.bin/ast-grep");
    if !is_installed(&folder) {
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", ".", SEARCH];
        shell::run(&mut program(&folder, "npm", &install))?;
    }
    let (autofix, search) = (text(&target.join("release/autofix"))?, text(&search)?);
    let bench = text(&target.join("release/autofix-bench"))?;
    let mut words = vec!["run", "--autofix", &autofix, "--ast-grep", &search];
    words.extend(args);
    shell::run(&mut program(&root(), &bench, &words))
}

/// Whether this very version is there.
fn is_installed(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("node_modules/@ast-grep/cli/package.json"));
    let version = SEARCH.rsplit('@').next().unwrap_or_default();
    manifest.is_ok_and(|manifest| manifest.contains(&format!("\"version\": \"{version}\"")))
}

fn text(path: &Path) -> Result<String, String> {
    let path = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    path.to_str().map(str::to_owned).ok_or_else(|| format!("{}: the path is not UTF-8", path.display()))
}
