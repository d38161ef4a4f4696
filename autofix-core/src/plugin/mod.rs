//! What a repair is made of: the trait, what it sees, what it proposes.

mod context;
mod draft;
mod position;
mod registry;

pub use context::FixContext;
pub use draft::{Draft, DraftError};
pub(crate) use draft::{digest, fix_id, rollback_plan};
pub use position::{PositionError, offset_of};
pub use registry::Registry;

use crate::edit::EditError;
use crate::model::{Analysis, Fix, IssueType, PluginInfo, PluginRef, Safety};
use crate::rewrite::JsonError;
use crate::workspace::WorkspaceError;
use async_trait::async_trait;
use std::borrow::Cow;

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginMetadata {
    /// Unique name, kebab-case.
    pub name: Cow<'static, str>,
    /// Its version.
    pub version: Cow<'static, str>,
    /// One line, imperative, without a full stop.
    pub summary: Cow<'static, str>,
    /// Types of issues that it repairs.
    pub supported_errors: Vec<IssueType>,
    /// The most that it may ever claim for a fix.
    pub max_safety: Safety,
}

impl PluginMetadata {
    /// Metadata of a plugin that comes with AutoFix.
    pub fn built_in(
        name: &'static str,
        summary: &'static str,
        supported_errors: Vec<IssueType>,
        max_safety: Safety,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            version: Cow::Borrowed(env!("CARGO_PKG_VERSION")),
            summary: Cow::Borrowed(summary),
            supported_errors,
            max_safety,
        }
    }

    /// Name and version, as a fix carries them.
    pub fn reference(&self) -> PluginRef {
        PluginRef { name: self.name.to_string(), version: self.version.to_string() }
    }

    /// The whole of it, as it crosses languages.
    pub fn info(&self) -> PluginInfo {
        PluginInfo {
            name: self.name.to_string(),
            version: self.version.to_string(),
            summary: self.summary.to_string(),
            supported_errors: self.supported_errors.clone(),
            max_safety: self.max_safety,
        }
    }
}

/// Why a plugin has no fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// It looked, and there is nothing that it may repair. The reason is for people.
    #[error("{0}")]
    Declined(String),
    /// A file could not be read.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// It made edits that contradict each other.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A JSON file cannot be edited.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// It is broken.
    #[error("the plugin failed: {0}")]
    Failed(String),
}

/// A kind of repair.
///
/// A plugin compares facts of the project with the words of an error. It declines rather than
/// guesses, never hides a symptom, and never knows of other plugins.
#[async_trait]
pub trait FixPlugin: Send + Sync {
    /// What the plugin says of itself.
    fn metadata(&self) -> &PluginMetadata;

    /// Whether it may know the answer. Pure and cheap.
    fn can_handle(&self, error_type: &IssueType) -> bool {
        self.metadata().supported_errors.contains(error_type)
    }

    /// Reads the issue. Declines when it is not one of its own after all.
    async fn analyze(&self, cx: &FixContext<'_>) -> Result<Analysis, PluginError> {
        let issue = cx.issue();
        Ok(Analysis {
            error_type: issue.issue_type.clone(),
            severity: issue.severity,
            affected_files: issue.affected_files.clone(),
            suggested_fix: String::new(),
            details: std::collections::BTreeMap::default(),
        })
    }

    /// Proposes fixes, best first. Declines with a reason rather than guesses.
    async fn generate_fix(&self, cx: &FixContext<'_>, analysis: &Analysis)
    -> Result<Vec<Draft>, PluginError>;

    /// A last word on a fix of its own, after it was resolved against the files.
    async fn validate_fix(&self, _cx: &FixContext<'_>, _fix: &Fix) -> Result<(), PluginError> {
        Ok(())
    }
}
