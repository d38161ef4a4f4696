//! The one error of this crate.

use autofix_core::config::ConfigError;
use autofix_core::validate::{Fallen, SandboxError, StoreError};
use autofix_core::workspace::WorkspaceError;

/// What can go wrong in a call. A plugin's own trouble is in the report instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AutoFixError {
    /// The core refused.
    #[error(transparent)]
    Core(#[from] autofix_core::Error),
    /// `.autofix.yml` cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A fix could not be written or taken back.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// A command could not be run.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// A fix did not pass validation; nothing was changed.
    #[error("the fix did not pass validation: {}; nothing was changed", .0.rejection.reason)]
    NotValidated(Box<Fallen>),
    /// A fix that may only be shown was to be applied.
    #[error("fix `{0}` may only be shown: it needs a person's judgement, so make the change by hand")]
    DisplayOnly(String),
    /// A fix names an issue that this object never saw.
    #[error("issue `{0}` is not known here; report the issue or analyse its log first")]
    UnknownIssue(String),
    /// Something given to a call makes no sense.
    #[error("{0}")]
    InvalidInput(String),
}

impl AutoFixError {
    /// Stable name of the kind of error, the same in every language. The codes of the errors inside
    /// pass through.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Core(error) => error.code(),
            Self::Config(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Workspace(error) => error.code(),
            Self::Sandbox(SandboxError::Unavailable) => "sandbox_unavailable",
            Self::Sandbox(SandboxError::Start { .. }) => "command_not_started",
            Self::Sandbox(_) => "sandbox_failed",
            Self::NotValidated(_) => "not_validated",
            Self::DisplayOnly(_) => "display_only",
            Self::UnknownIssue(_) => "unknown_issue",
            Self::InvalidInput(_) => "invalid_input",
        }
    }
}
