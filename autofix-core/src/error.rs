//! The error of the core, with a stable code for every language.

use crate::workspace::WorkspaceError;

/// What can go wrong outside of a plugin. A plugin's own trouble is in the report instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// A fix cannot be applied to the files as they are.
    #[error("{file} was changed since the fix was made; make the fix again")]
    Stale {
        /// The file.
        file: String,
    },
    /// A fix or a diff is malformed.
    #[error("{0}")]
    InvalidFix(String),
    /// Something given to a call makes no sense.
    #[error("{0}")]
    InvalidInput(String),
}

impl Error {
    /// Stable name of the kind of error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Workspace(error) => error.code(),
            Self::Stale { .. } => "stale",
            Self::InvalidFix(_) => "invalid_fix",
            Self::InvalidInput(_) => "invalid_input",
        }
    }
}
