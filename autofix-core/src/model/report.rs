//! What a run answers. A report is never an error: what fell is in it, with its reason.

use super::{Fix, Issue, LogPattern};
use serde::{Deserialize, Serialize};

/// How one step of validation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StepStatus {
    /// Holds.
    Passed,
    /// Does not hold: the fix falls.
    Failed,
    /// Could not be asked here, and why is in `detail`.
    Skipped,
}

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValidationStep {
    /// `bounds`, `applies`, `parses`, `policy`, `plugin`, `settled` or `command`.
    pub name: String,
    /// How it ended.
    pub status: StepStatus,
    /// What was seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The whole ladder for one fix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Validation {
    /// No step failed.
    pub passed: bool,
    /// A command went from red to green with it.
    pub proved_by_command: bool,
    /// In the order they ran; the first failure is the last step.
    pub steps: Vec<ValidationStep>,
}

/// A candidate that is not in the answer, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rejection {
    /// Name of the plugin.
    pub plugin: String,
    /// Why, for people.
    pub reason: String,
}

/// What `analyze` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnalysisReport {
    /// Number of lines read.
    pub lines: u32,
    /// Most likely root cause first.
    pub issues: Vec<Issue>,
    /// Templates of the lines, most frequent first.
    pub patterns: Vec<LogPattern>,
}

/// How `fix` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FixStatus {
    /// Written to the workspace.
    Applied,
    /// Found and validated, not written.
    Generated,
    /// Nothing to repair was found.
    Declined,
    /// A repair was found but did not pass validation; nothing was changed.
    Failed,
}

/// What `fix` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FixReport {
    /// How it ended.
    pub status: FixStatus,
    /// The issue that was worked on.
    pub issue: Option<Issue>,
    /// The repair.
    pub fix: Option<Fix>,
    /// The ladder that the repair went up.
    pub validation: Option<Validation>,
    /// Every candidate that fell.
    pub rejections: Vec<Rejection>,
}
