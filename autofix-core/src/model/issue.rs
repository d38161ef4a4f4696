//! A classified problem, with where it was seen and what it rests on.

use super::IssueType;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How much an issue hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// One call of a stack, or one place that a tool named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Frame {
    /// Path inside the workspace when it could be mapped there, else as the log has it.
    pub file: String,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, from 1, in the unit of the runtime that printed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Name of the function, where the runtime knew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The project's own code: not a dependency, not the runtime.
    pub in_app: bool,
}

/// Why an issue has its type: a line of the log and what was seen in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Line of the log, from 1.
    pub line: u32,
    /// Name of the signature that matched.
    pub signature: String,
    /// The text that matched, redacted and shortened.
    pub text: String,
}

/// The type that came next, and why it lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunnerUp {
    /// The other type.
    #[serde(rename = "type")]
    pub issue_type: IssueType,
    /// Line of the log that speaks for it, from 1.
    pub line: u32,
    /// Name of the signature that matched.
    pub signature: String,
    /// What speaks for each of the two, for people.
    pub reason: String,
}

/// A problem with its root cause named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issue {
    /// `issue_` and a hash of the fingerprint.
    pub id: String,
    /// The root cause.
    #[serde(rename = "type")]
    pub issue_type: IssueType,
    /// 0 to 1.
    pub confidence: f64,
    /// How much it hurts.
    pub severity: Severity,
    /// The error's own words, redacted.
    pub message: String,
    /// Grouping key: stable over numbers, ids and line shifts.
    pub fingerprint: String,
    /// The stack, innermost first.
    #[serde(default)]
    pub frames: Vec<Frame>,
    /// Files of the project that the error names.
    #[serde(default)]
    pub affected_files: Vec<String>,
    /// First and last line of the log that the issue was first read from, from 1, inclusive.
    #[serde(default)]
    pub lines: Vec<u32>,
    /// How often it occurred.
    #[serde(default = "one")]
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
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, Value>,
}

fn one() -> u32 {
    1
}

/// A template of log lines and how often it occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogPattern {
    /// Stable over runs and files.
    pub id: String,
    /// The line with its variable parts replaced.
    pub template: String,
    /// Number of lines.
    pub count: u32,
}
