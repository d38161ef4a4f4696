//! A fix that passed, and the host's store that writes it.

use crate::model::{Fix, StepStatus, Validation, ValidationStep};
use async_trait::async_trait;
use std::sync::Arc;

/// One file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Path inside the workspace.
    pub path: String,
    /// Text before; `None` for a file that is new.
    pub before: Option<Arc<str>>,
    /// Text after; `None` for a file that goes.
    pub after: Option<Arc<str>>,
    /// For the new half of a rename: the old path, whose mode it inherits.
    pub moved_from: Option<String>,
}

/// A fix that went up the whole ladder. Only validation makes one, and only this can be applied.
#[derive(Debug, Clone)]
pub struct VerifiedFix {
    pub(super) fix: Fix,
    pub(super) files: Vec<FileChange>,
    pub(super) validation: Validation,
}

impl VerifiedFix {
    /// The fix.
    pub fn fix(&self) -> &Fix {
        &self.fix
    }

    /// Every file before and after, sorted by path.
    pub fn files(&self) -> &[FileChange] {
        &self.files
    }

    /// What it passed.
    pub fn validation(&self) -> &Validation {
        &self.validation
    }

    /// Notes that a command went from red to green with it.
    pub(crate) fn proved(mut self, detail: String) -> Self {
        self.validation.proved_by_command = true;
        self.validation.steps.push(ValidationStep {
            name: "command".to_owned(),
            status: StepStatus::Passed,
            detail,
        });
        self
    }

    /// One fix out of several that were verified one upon the other, for the files as they are at first.
    pub(crate) fn composed(fix: Fix, files: Vec<FileChange>, validation: Validation) -> Self {
        Self { fix, files, validation }
    }
}

/// Why a fix could not be written or taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file is not what it was when the fix was made, or when it was applied.
    #[error("{file} was edited since; nothing was changed")]
    Stale {
        /// The file.
        file: String,
    },
    /// No applied fix has this id.
    #[error("no applied fix `{0}`")]
    UnknownFix(String),
    /// The fix is not in the state that this needs.
    #[error("fix `{id}` is {state}; {needs}")]
    State {
        /// The fix.
        id: String,
        /// Its state.
        state: String,
        /// What would be needed.
        needs: String,
    },
    /// A path leads out of the workspace, by text or by a link.
    #[error("{0}: leads out of the workspace; nothing was changed")]
    Outside(String),
    /// The system failed; what was begun was undone.
    #[error("{path}: {reason}; nothing was changed")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The journal on disk cannot be read.
    #[error("{path}: the journal is damaged: {reason}")]
    Journal {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl StoreError {
    /// Stable name of the kind of error, the same in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Stale { .. } => "stale",
            Self::UnknownFix(_) => "unknown_fix",
            Self::State { .. } => "wrong_state",
            Self::Outside(_) => "outside_workspace",
            Self::Io { .. } => "io",
            Self::Journal { .. } => "journal_damaged",
        }
    }
}

/// Writes fixes and takes them back. The only thing that writes.
#[async_trait]
pub trait FixStore: Send + Sync {
    /// Writes every file of the fix, or none.
    async fn apply(&self, fix: &VerifiedFix) -> Result<Fix, StoreError>;

    /// Restores every byte and mode of an applied fix, or nothing.
    async fn rollback(&self, id: &str) -> Result<Fix, StoreError>;

    /// Every fix that was applied, oldest first, with its state.
    async fn list(&self) -> Result<Vec<Fix>, StoreError>;
}
