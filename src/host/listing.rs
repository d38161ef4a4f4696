//! Which files of a folder are the project's own.

use autofix_core::workspace::WorkspaceError;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

/// Folders that hold no sources, whatever `.gitignore` says: version control, dependencies, output.
const SKIPPED: &[&str] = &[
    ".git",
    ".hg",
    ".mypy_cache",
    ".next",
    ".nuxt",
    ".pytest_cache",
    ".svelte-kit",
    ".svn",
    ".tox",
    ".turbo",
    ".venv",
    "__pycache__",
    "bower_components",
    "build",
    "coverage",
    "dist",
    "node_modules",
];

/// Lists a project. The rules of `.gitignore` hold with or without a repository, and only those
/// inside the root: what is above it would make the answer depend on where the project lies.
pub(super) fn list(root: &Path) -> Result<Vec<String>, WorkspaceError> {
    let mut walk = Walk { files: Vec::with_capacity(1024), rules: Vec::new() };
    let mut exclude = GitignoreBuilder::new(root);
    if exclude.add(root.join(".git/info/exclude")).is_none() {
        walk.rules.extend(exclude.build());
    }
    let entries = fs::read_dir(root)
        .map_err(|error| WorkspaceError::Io { path: ".".to_owned(), reason: error.to_string() })?;
    let mut waiting = Vec::new();
    walk.folder(root, "", entries, &mut waiting);
    // Depth first: the rules in force are those of the folders between here and the root.
    while let Some(step) = waiting.pop() {
        match step {
            Step::Leave(rules) => walk.rules.truncate(rules),
            Step::Enter(path, name) => {
                // A folder that may not be read has no files for us.
                if let Ok(entries) = fs::read_dir(&path) {
                    waiting.push(Step::Leave(walk.rules.len()));
                    walk.folder(&path, &name, entries, &mut waiting);
                }
            }
        }
    }
    walk.files.sort_unstable();
    Ok(walk.files)
}

enum Step {
    Enter(PathBuf, String),
    Leave(usize),
}

struct Walk {
    files: Vec<String>,
    rules: Vec<Gitignore>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, name: &str, entries: fs::ReadDir, waiting: &mut Vec<Step>) {
        let entries: Vec<DirEntry> = entries.flatten().collect();
        if entries.iter().any(|entry| entry.file_name() == ".gitignore") {
            let mut rules = GitignoreBuilder::new(folder);
            // A line that is no pattern loses that line only.
            rules.add(folder.join(".gitignore"));
            self.rules.extend(rules.build());
        }
        for entry in entries {
            // Names that are not text, or that hold the other separator, could not be asked for.
            let file_name = entry.file_name();
            let Some(file_name) = file_name.to_str().filter(|name| !name.contains('\\')) else { continue };
            let Ok(kind) = entry.file_type() else { continue };
            let inner = if name.is_empty() { file_name.to_owned() } else { format!("{name}/{file_name}") };
            if kind.is_dir() {
                let skipped = SKIPPED.contains(&file_name) || inner == ".autofix/state";
                if !skipped && !self.ignored(&entry.path(), true) {
                    waiting.push(Step::Enter(entry.path(), inner));
                }
            } else if kind.is_file() && (is_environment(file_name) || !self.ignored(&entry.path(), false)) {
                self.files.push(inner);
            }
        }
    }

    /// The nearest rule decides.
    fn ignored(&self, path: &Path, is_folder: bool) -> bool {
        let decision = self.rules.iter().rev().map(|rules| rules.matched(path, is_folder));
        decision.into_iter().find(|decision| !decision.is_none()).is_some_and(|decision| decision.is_ignore())
    }
}

/// Environment files are seldom committed, and say which variables the project has.
fn is_environment(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.")
}
