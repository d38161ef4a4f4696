//! What listeners hear.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Name of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventType {
    /// An issue came in. Data: the issue.
    IssueReported,
    /// A plugin proposed a fix. Data: the fix.
    FixGenerated,
    /// A fix passed validation. Data: the fix.
    FixValidated,
    /// A fix was written. Data: the fix.
    FixApplied,
    /// A candidate fell. Data: the rejection.
    FixRejected,
    /// Applying or rolling back went wrong. Data: fix and error.
    FixFailed,
    /// A fix was taken back. Data: the fix.
    FixRolledBack,
    /// A deployment began.
    DeploymentStarted,
    /// A deployment ended well.
    DeploymentCompleted,
    /// A deployment failed.
    DeploymentFailed,
}

impl EventType {
    /// Every event, in the order of a fix's life.
    pub const ALL: [Self; 10] = [
        Self::IssueReported,
        Self::FixGenerated,
        Self::FixValidated,
        Self::FixApplied,
        Self::FixRejected,
        Self::FixFailed,
        Self::FixRolledBack,
        Self::DeploymentStarted,
        Self::DeploymentCompleted,
        Self::DeploymentFailed,
    ];

    /// The name that listeners use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IssueReported => "issue_reported",
            Self::FixGenerated => "fix_generated",
            Self::FixValidated => "fix_validated",
            Self::FixApplied => "fix_applied",
            Self::FixRejected => "fix_rejected",
            Self::FixFailed => "fix_failed",
            Self::FixRolledBack => "fix_rolled_back",
            Self::DeploymentStarted => "deployment_started",
            Self::DeploymentCompleted => "deployment_completed",
            Self::DeploymentFailed => "deployment_failed",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// What happened.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// To what.
    pub data: Value,
}
