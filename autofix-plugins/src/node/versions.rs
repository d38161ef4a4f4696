//! Versions of packages where the project does not say them: its lock file, and a table of common ones.

use autofix_core::facts::Facts;
use autofix_core::workspace::{join, parent};
use serde_json::Value;

/// Name and newest version of packages that projects use often, sorted by name, one a line.
static KNOWN: &str = include_str!("versions.tsv");

/// The newest version of a common package that is known here.
pub(super) fn known(name: &str) -> Option<&'static str> {
    KNOWN
        .lines()
        .find_map(|line| line.split_once('\t').filter(|(known, _)| *known == name))
        .map(|(_, version)| version)
}

/// The version of a package in the nearest `package-lock.json`.
pub(super) async fn locked(facts: &Facts<'_>, folder: &str, name: &str) -> Option<String> {
    let mut at = folder;
    loop {
        if let Some(path) = join(at, "package-lock.json")
            && facts.has_file(&path).await
        {
            let text = facts.text(&path).await.ok()?;
            let lock: Value = serde_json::from_str(&text).ok()?;
            let entry = lock.get("packages").and_then(|all| all.get(format!("node_modules/{name}")));
            let entry = entry.or_else(|| lock.get("dependencies").and_then(|all| all.get(name)))?;
            return entry.get("version")?.as_str().map(str::to_owned);
        }
        if at.is_empty() {
            return None;
        }
        at = parent(at);
    }
}
