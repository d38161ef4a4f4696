//! The project's files, as the host gives them. Reading only: nothing here can write.

mod markers;
mod memory;
mod overlay;
mod path;

pub use markers::{MarkerSet, Markers};
pub use memory::MemoryWorkspace;
pub use overlay::Overlay;
pub use path::{extension, file_name, join, normalize, parent, relative};

use async_trait::async_trait;
use std::sync::Arc;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkspaceError {
    /// There is no such file.
    #[error("{0}: no such file in the workspace")]
    NotFound(String),
    /// The path leads out of the workspace.
    #[error("{0}: outside of the workspace")]
    Outside(String),
    /// The file is not UTF-8 text.
    #[error("{0}: not a UTF-8 text file")]
    NotText(String),
    /// The file is larger than the host reads.
    #[error("{path}: {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The host failed.
    #[error("{path}: {reason}")]
    Io {
        /// The file.
        path: String,
        /// What the host said.
        reason: String,
    },
}

impl WorkspaceError {
    /// Stable name of the kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Outside(_) => "outside_workspace",
            Self::NotText(_) => "not_text",
            Self::TooLarge { .. } => "too_large",
            Self::Io { .. } => "io",
        }
    }
}

/// Where sources are read. Paths are relative to the root, with `/` between the parts.
#[async_trait]
pub trait Workspace: Send + Sync {
    /// Every file that may be a source of the project, sorted. Version control, dependencies and
    /// build output (`.git`, `node_modules`, what `.gitignore` names) are left out.
    async fn list(&self) -> Result<Arc<[String]>, WorkspaceError>;

    /// The text of a file. Files that `list` leaves out can be read too.
    async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError>;

    /// Which markers occur in which file, in the order of `paths`. A file that cannot be read has
    /// none. Hosts that can read in parallel do it here.
    async fn scan(&self, paths: &[String], markers: &Markers) -> Vec<MarkerSet> {
        let mut found = Vec::with_capacity(paths.len());
        for path in paths {
            found.push(match self.read(path).await {
                Ok(text) => markers.find(text.as_bytes()),
                Err(_) => MarkerSet::default(),
            });
        }
        found
    }
}
