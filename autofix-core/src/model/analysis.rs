//! What a plugin made of an issue.

use super::{IssueType, Severity};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A plugin's reading of an issue, handed to its own `generate_fix`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Analysis {
    /// The root cause as the plugin sees it.
    pub error_type: IssueType,
    /// How much it hurts.
    pub severity: Severity,
    /// Files that a repair would touch.
    #[serde(default)]
    pub affected_files: Vec<String>,
    /// Short name of the repair, such as `add_cors_middleware`.
    #[serde(default)]
    pub suggested_fix: String,
    /// What else the plugin wants to hand on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, Value>,
}
