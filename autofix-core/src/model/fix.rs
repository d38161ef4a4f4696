//! A repair: what happens to which file, whole or not at all.

use serde::{Deserialize, Serialize};

/// How far a fix may be trusted. Ordered: the later, the safer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Safety {
    /// Shown to a person, never applied.
    DisplayOnly,
    /// Right in all likelihood, but changes behaviour that a person should see. Applied on request.
    Unsafe,
    /// Repairs the fault and nothing else. May be applied unattended.
    Safe,
}

/// Where a fix stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// A named place in a file. A place that the file does not have is an error, never a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Before this line, from 1; one past the last line is the end.
    #[serde(untagged)]
    Line {
        /// The line.
        line: u32,
    },
}

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Path inside the workspace, `/` between the parts.
    pub file: String,
    /// What happens.
    pub action: Action,
    /// Where an `insert` was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// New path of a `rename`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Unified diff, as `git apply` and `patch -p1` accept it.
    pub diff: String,
    /// What this change does, for people.
    #[serde(default)]
    pub description: String,
    /// SHA-256 of the file that the diff was made from, in hex; absent for a new file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// Which plugin made a fix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PluginRef {
    /// Name of the plugin.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A repair that is applied whole or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
