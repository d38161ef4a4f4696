use super::{Interpolated, or_default};
use crate::model::{IssueType, Severity};
use serde::{Deserialize, Deserializer};

/// How one kind of error is treated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FixPattern {
    /// Kind of error, such as `cors_error`; a kind of a plugin of one's own is allowed.
    #[serde(rename = "type", deserialize_with = "issue_type")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "issue_type_schema"))]
    pub issue_type: IssueType,
    /// How soon it is repaired. Left out: `medium`.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Apply a safe and validated fix without asking. Left out: ask.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pub auto_fix: bool,
    /// The plugin, or the recipe in `.autofix/recipes`, that repairs it. Left out: whichever can.
    #[serde(default)]
    pub template: Option<Interpolated>,
}

impl FixPattern {
    /// How soon it is repaired.
    pub fn priority(&self) -> Priority {
        self.priority.unwrap_or(Priority::Medium)
    }
}

/// How soon something is repaired. Ordered: the later, the sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Priority {
    /// When there is nothing else.
    Low,
    /// In its turn.
    Medium,
    /// Before others.
    High,
    /// At once.
    Critical,
}

impl From<Priority> for Severity {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::Low => Self::Low,
            Priority::Medium => Self::Medium,
            Priority::High => Self::High,
            Priority::Critical => Self::Critical,
        }
    }
}

/// Aliases become the canonical name here, so that patterns compare equal to issues.
fn issue_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IssueType, D::Error> {
    Ok(IssueType::new(&String::deserialize(deserializer)?))
}

/// Editors offer the known kinds and take any other.
#[cfg(feature = "schema")]
fn issue_type_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let known: Vec<&str> = IssueType::ALL.iter().map(IssueType::as_str).collect();
    schemars::json_schema!({ "anyOf": [{ "enum": known }, { "type": "string", "minLength": 1 }] })
}
