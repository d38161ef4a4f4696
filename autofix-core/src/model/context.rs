//! An error as it was received, before it has a type.

use super::{Frame, IssueType};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One error: what a reader found in a log, or what a program reported.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorContext {
    /// Type, where the reporter knows it.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub issue_type: Option<IssueType>,
    /// The error's own words, without the stack.
    pub message: String,
    /// The stack as text; `stack` is read too.
    #[serde(alias = "stack", skip_serializing_if = "Option::is_none")]
    pub stack_trace: Option<String>,
    /// The stack, innermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Files that the reporter holds for affected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affected_files: Vec<String>,
    /// First and last line of the log, from 1; empty when there was no log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u32>,
    /// The whole block of text that was read, redacted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How often it occurred; 0 is read as 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub count: u32,
    /// What the reporter added.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}
