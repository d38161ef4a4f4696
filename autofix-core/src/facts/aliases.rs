//! What the compiler and the bundler each know of aliases, told apart.

use super::modules::find;
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

/// A compiler configuration: its folder, its path, its options.
struct Compiler {
    folder: String,
    path: String,
    options: serde_json::Value,
}

/// The folders above a file, the nearest first.
fn folders(from: &str) -> Vec<&str> {
    let mut all = vec![parent(from)];
    while let Some(last) = all.last().filter(|last| !last.is_empty()) {
        all.push(parent(last));
    }
    all
}

/// Compiler configurations that hold for a file, the nearest first.
async fn compilers(facts: &Facts<'_>, from: &str) -> Vec<Compiler> {
    let mut all = Vec::new();
    for folder in folders(from) {
        for name in ["tsconfig.json", "jsconfig.json", "tsconfig.app.json"] {
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if !facts.has_file(&path).await {
                continue;
            }
            let Ok(text) = facts.text(&path).await else { continue };
            let parsed: Result<serde_json::Value, _> =
                jsonc_parser::parse_to_serde_value(&text, &jsonc_parser::ParseOptions::default());
            if let Some(options) = parsed.ok().and_then(|config| config.get("compilerOptions").cloned()) {
                all.push(Compiler { folder: folder.to_owned(), path, options });
            }
        }
    }
    all
}

impl Compiler {
    fn base_url(&self) -> Option<&str> {
        self.options.get("baseUrl")?.as_str()
    }

    /// The folder that paths begin at.
    fn base(&self) -> Option<String> {
        join(&self.folder, self.base_url().unwrap_or("."))
    }

    /// The pattern that a specifier falls under, what stands for its `*`, and its targets.
    fn entry<'s>(&self, specifier: &'s str) -> Option<(&str, &'s str, Vec<&str>)> {
        self.options.get("paths")?.as_object()?.iter().find_map(|(pattern, targets)| {
            let rest = match pattern.strip_suffix('*') {
                Some(prefix) => specifier.strip_prefix(prefix)?,
                None => (specifier == pattern).then_some("")?,
            };
            let targets = targets.as_array()?.iter().filter_map(|target| target.as_str()).collect();
            Some((pattern.as_str(), rest, targets))
        })
    }
}

/// The path that an alias of the compiler (`paths`, `baseUrl`) or of the bundler gives a specifier.
pub(super) async fn resolve(facts: &Facts<'_>, from: &str, specifier: &str) -> Option<String> {
    for compiler in compilers(facts, from).await {
        let Some(base) = compiler.base() else { continue };
        if let Some((_, rest, targets)) = compiler.entry(specifier) {
            let paths: Vec<String> =
                targets.iter().filter_map(|target| join(&base, &target.replacen('*', rest, 1))).collect();
            for path in &paths {
                if find(facts, path).await.is_some() {
                    return Some(path.clone());
                }
            }
            return paths.into_iter().next();
        }
        if compiler.base_url().is_some()
            && let Some(path) = join(&base, specifier)
            && find(facts, &path).await.is_some()
        {
            return Some(path);
        }
    }
    for folder in folders(from) {
        if let Some(found) = dev_server::alias(facts, folder, specifier).await {
            return Some(found);
        }
    }
    None
}

/// The entry of `paths` that a specifier in a file falls under: the nearest configuration's.
pub async fn path_alias(facts: &Facts<'_>, from: &str, specifier: &str) -> Option<PathAlias> {
    compilers(facts, from).await.into_iter().find_map(|compiler| {
        let (pattern, _, targets) = compiler.entry(specifier)?;
        let target = join(&compiler.base()?, targets.first()?)?;
        Some(PathAlias { pattern: pattern.to_owned(), target, config: compiler.path.clone() })
    })
}

/// The path that `resolve.alias` of the Vite configuration in a folder gives a specifier.
pub async fn bundler_alias(facts: &Facts<'_>, folder: &str, specifier: &str) -> Option<String> {
    dev_server::alias(facts, folder, specifier).await
}
