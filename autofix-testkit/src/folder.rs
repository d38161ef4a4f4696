//! All cases of a folder.

use crate::case::{Case, CaseError};
use crate::run::{CaseFailure, Check, run_case};
use autofix_core::engine::Engine;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why a folder's cases cannot be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// A file is not a case.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// A case could not be run at all.
    #[error(transparent)]
    Run(#[from] CaseFailure),
    /// A folder or file cannot be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

/// How the cases of a folder came out.
#[derive(Debug, Default)]
pub struct Summary {
    /// Number of cases.
    pub cases: usize,
    /// Those that do not hold.
    pub failures: Vec<CaseFailure>,
    /// Files whose diff was rewritten, to be reviewed.
    pub updated: Vec<PathBuf>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.updated {
            writeln!(f, "rewritten, please review: {}", path.display())?;
        }
        for failure in &self.failures {
            writeln!(f, "{failure}\n")?;
        }
        write!(f, "{} of {} cases hold", self.cases - self.failures.len(), self.cases)
    }
}

/// Every case below a folder: the Markdown files in folders named `cases`, sorted by path. A case's
/// name is its path below `root`.
pub fn read_folder(root: &Path) -> Result<Vec<(PathBuf, Case)>, FolderError> {
    let mut paths = Vec::new();
    collect(root, &mut paths)?;
    paths.sort();
    let mut cases = Vec::with_capacity(paths.len());
    for path in paths {
        let text =
            std::fs::read_to_string(&path).map_err(|error| FolderError::Io { path: path.clone(), error })?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        cases.push((path, Case::parse(&name, &text)?));
    }
    Ok(cases)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), FolderError> {
    let io = |error| FolderError::Io { path: folder.to_owned(), error };
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let path = entry.path();
        // A link is not followed: it could lead in a circle.
        if entry.file_type().map_err(io)?.is_dir() {
            collect(&path, paths)?;
        } else if folder.file_name().is_some_and(|name| name == "cases")
            && path.extension().is_some_and(|extension| extension == "md")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// Runs every case below a folder. With `UPDATE_CASES=1` in the environment, the actual diff is
/// written into each case whose own differs; everything else about it must hold.
pub fn run_folder(root: &Path, engine: &Engine) -> Result<Summary, FolderError> {
    let update = std::env::var_os("UPDATE_CASES").is_some_and(|value| value == "1");
    let mut summary = Summary::default();
    for (path, case) in read_folder(root)? {
        summary.cases += 1;
        let Err(mut failure) = run_case(&case, engine) else { continue };
        let diff = failure.diff.as_deref().filter(|_| update);
        if let Some(text) = diff.and_then(|diff| case.with_diff(diff)) {
            std::fs::write(&path, text).map_err(|error| FolderError::Io { path: path.clone(), error })?;
            summary.updated.push(path);
            failure.problems.retain(|problem| problem.check != Check::Diff);
            if failure.problems.is_empty() {
                continue;
            }
        }
        summary.failures.push(failure);
    }
    Ok(summary)
}
