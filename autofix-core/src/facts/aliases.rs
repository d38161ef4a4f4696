//! What the compiler and the bundler each know of aliases, told apart.

use super::{Facts, dev_server};
use crate::workspace::{join, parent};

/// One entry of `paths` in a `tsconfig.json` or `jsconfig.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathAlias {
    /// The pattern as written: `@/*`.
    pub pattern: String,
    /// Its first target, from the root of the project: `web/src/*`.
    pub target: String,
    /// The configuration file.
    pub config: String,
}

/// The entry of `paths` that a specifier in a file falls under: the nearest configuration's.
pub async fn path_alias(facts: &Facts<'_>, from: &str, specifier: &str) -> Option<PathAlias> {
    let mut folder = parent(from);
    loop {
        for name in ["tsconfig.json", "jsconfig.json", "tsconfig.app.json"] {
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if facts.has_file(&path).await
                && let Ok(text) = facts.text(&path).await
                && let Some((pattern, target)) = path_entry(folder, &text, specifier)
            {
                return Some(PathAlias { pattern, target, config: path });
            }
        }
        if folder.is_empty() {
            return None;
        }
        folder = parent(folder);
    }
}

fn path_entry(folder: &str, text: &str, specifier: &str) -> Option<(String, String)> {
    let config: serde_json::Value =
        jsonc_parser::parse_to_serde_value(text, &jsonc_parser::ParseOptions::default()).ok()?;
    let options = config.get("compilerOptions")?;
    let base = join(folder, options.get("baseUrl").and_then(|value| value.as_str()).unwrap_or("."))?;
    options.get("paths")?.as_object()?.iter().find_map(|(pattern, targets)| {
        let fits = match pattern.strip_suffix('*') {
            Some(prefix) => specifier.starts_with(prefix),
            None => specifier == pattern,
        };
        let target = join(&base, targets.get(0)?.as_str()?)?;
        fits.then(|| (pattern.clone(), target))
    })
}

/// The path that `resolve.alias` of the Vite configuration in a folder gives a specifier.
pub async fn bundler_alias(facts: &Facts<'_>, folder: &str, specifier: &str) -> Option<String> {
    dev_server::alias(facts, folder, specifier).await
}
