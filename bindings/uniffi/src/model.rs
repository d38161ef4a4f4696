//! Written by `cargo xtask gen` from the model. Change it there.

use serde::{Deserialize, Serialize};

/// What happens to a file.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new file.
    Create,
    /// Parts of a file are replaced.
    Modify,
    /// Text is added at a named position.
    Insert,
    /// The file goes.
    Delete,
    /// The file moves, and may change.
    Rename,
}

/// What `analyze` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct AnalysisReport {
    /// Number of lines read.
    pub lines: u32,
    /// Most likely root cause first.
    pub issues: Vec<Issue>,
    /// Templates of the lines, most frequent first.
    pub patterns: Vec<LogPattern>,
}

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Change {
    /// Path inside the workspace, `/` between the parts.
    pub file: String,
    /// What happens.
    pub action: Action,
    /// Where an `insert` was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// New path of a `rename`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Unified diff, as `git apply` and `patch -p1` accept it.
    pub diff: String,
    /// What this change does, for people.
    pub description: String,
    /// SHA-256 of the file that the diff was made from, in hex; absent for a new file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub base: String,
}

/// Name of an event.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
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

/// Why an issue has its type: a line of the log and what was seen in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Evidence {
    /// Line of the log, from 1.
    pub line: u32,
    /// Name of the signature that matched.
    pub signature: String,
    /// The text that matched, redacted and shortened.
    pub text: String,
}

/// A repair that is applied whole or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Fix {
    /// `fix_` and a hash of what it does: the same repair has the same id.
    pub id: String,
    /// The issue that it repairs.
    pub issue_id: String,
    /// Where it stands.
    pub state: FixState,
    /// Who made it.
    pub plugin: PluginRef,
    /// 0 to 1; only ranks candidates.
    pub confidence: f64,
    /// How far it may be trusted.
    pub safety: Safety,
    /// What it does, for people.
    pub description: String,
    /// Every file it touches, sorted by path.
    pub changes: Vec<Change>,
    /// Commands that a person would run to see that it works.
    pub test_commands: Vec<String>,
    /// How it is taken back.
    pub rollback_plan: String,
}

/// What `fix` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
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

/// Where a fix stands.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum FixState {
    /// Proposed by a plugin.
    Generated,
    /// Passed every step of validation.
    Validated,
    /// Written to the workspace.
    Applied,
    /// Taken back.
    RolledBack,
    /// A person or a policy said no.
    Rejected,
    /// Something went wrong; the reason is beside it.
    Failed,
}

/// How `fix` ended.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
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

/// One call of a stack, or one place that a tool named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Frame {
    /// Path inside the workspace when it could be mapped there, else as the log has it.
    pub file: String,
    /// Line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, from 1, in the unit of the runtime that printed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Name of the function, where the runtime knew it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// The project's own code: not a dependency, not the runtime.
    pub in_app: bool,
}

/// A problem with its root cause named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Issue {
    /// `issue_` and a hash of the fingerprint.
    pub id: String,
    /// The root cause.
    pub r#type: String,
    /// 0 to 1.
    pub confidence: f64,
    /// How much it hurts.
    pub severity: Severity,
    /// The error's own words, redacted.
    pub message: String,
    /// Grouping key: stable over numbers, ids and line shifts.
    pub fingerprint: String,
    /// The stack, innermost first.
    pub frames: Vec<Frame>,
    /// Files of the project that the error names.
    pub affected_files: Vec<String>,
    /// First and last line of the log that the issue was first read from, from 1, inclusive.
    pub lines: Vec<u32>,
    /// How often it occurred.
    pub count: u32,
    /// What the type rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The type that came next; absent when nothing spoke for another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<RunnerUp>,
    /// The redacted text that the issue was read from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// What the reporter added.
    #[serde(default, with = "crate::json::option", skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}

/// A template of log lines and how often it occurred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct LogPattern {
    /// Stable over runs and files.
    pub id: String,
    /// The line with its variable parts replaced.
    pub template: String,
    /// Number of lines.
    pub count: u32,
}

/// Something that a person should know about a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct ManifestNote {
    /// The file.
    pub file: String,
    /// What is the matter.
    pub message: String,
}

/// One package of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct PackageStatus {
    /// Folder inside the workspace; empty for the root.
    pub folder: String,
    /// The manifest that it was read from, such as `client/package.json`.
    pub manifest: String,
    /// Name in the manifest.
    pub name: Option<String>,
    /// `frontend`, `backend`, `fullstack` or `other`.
    pub role: String,
    /// What it is made with, such as `express`.
    pub frameworks: Vec<String>,
}

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct PluginInfo {
    /// Unique name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it does, in one line.
    pub summary: String,
    /// Types of issues that it repairs.
    pub supported_errors: Vec<String>,
    /// The most that it may ever claim for a fix.
    pub max_safety: Safety,
}

/// Which plugin made a fix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct PluginRef {
    /// Name of the plugin.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A named place in a file. A place that the file does not have is an error, never a guess.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Before everything but a `#!` line and directives.
    StartOfFile,
    /// After the last import.
    AfterImports,
    /// After the statement that creates the Express app.
    AfterExpressInit,
    /// After the statement that creates the app, whatever the framework.
    AfterAppInit,
    /// Before the first route.
    BeforeRoutes,
    /// After the last route.
    AfterRoutes,
    /// Before the call that starts listening.
    BeforeListen,
    /// At the end.
    EndOfFile,
    /// The line.
    #[serde(untagged)]
    Line {
        /// The line.
        line: u32,
    },
}

/// What a project is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct ProjectStatus {
    /// Its id, where it has one.
    pub id: Option<String>,
    /// Its name: of the configuration, else of its manifest.
    pub name: Option<String>,
    /// The template that fits, such as `react-node`; absent when none does.
    pub r#type: Option<String>,
    /// Whether there is a configuration.
    pub configured: bool,
    /// Where it runs, such as `production`.
    pub environment: String,
    /// Every package, sorted by folder.
    pub packages: Vec<PackageStatus>,
    /// Why the project has its type.
    pub evidence: Vec<String>,
    /// What is wrong with the manifests.
    pub notes: Vec<ManifestNote>,
}

/// A candidate that is not in the answer, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Rejection {
    /// Name of the plugin.
    pub plugin: String,
    /// Why, for people.
    pub reason: String,
}

/// The type that came next, and why it lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct RunnerUp {
    /// The other type.
    pub r#type: String,
    /// Line of the log that speaks for it, from 1.
    pub line: u32,
    /// Name of the signature that matched.
    pub signature: String,
    /// What speaks for each of the two, for people.
    pub reason: String,
}

/// How far a fix may be trusted. Ordered: the later, the safer.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Safety {
    /// Shown to a person, never applied.
    DisplayOnly,
    /// Right in all likelihood, but changes behaviour that a person should see. Applied on request.
    Unsafe,
    /// Repairs the fault and nothing else. May be applied unattended.
    Safe,
}

/// How much an issue hurts.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cosmetic, or a warning.
    Low,
    /// Something works wrongly.
    Medium,
    /// A feature is down.
    High,
    /// The program does not start, or data is at risk.
    Critical,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct StatusReport {
    /// What the project is.
    pub project: ProjectStatus,
    /// Number of issues that were reported or read from logs since the object was made.
    pub issues: u32,
    /// Fixes that were applied, oldest first.
    pub fixes: Vec<Fix>,
}

/// How one step of validation ended.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Holds.
    Passed,
    /// Does not hold: the fix falls.
    Failed,
    /// Could not be asked here, and why is in `detail`.
    Skipped,
}

/// The whole ladder for one fix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct Validation {
    /// No step failed.
    pub passed: bool,
    /// A command went from red to green with it.
    pub proved_by_command: bool,
    /// In the order they ran; the first failure is the last step.
    pub steps: Vec<ValidationStep>,
}

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]
pub struct ValidationStep {
    /// `bounds`, `applies`, `parses`, `policy`, `plugin`, `settled` or `command`.
    pub name: String,
    /// How it ended.
    pub status: StepStatus,
    /// What was seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}
