//! `.autofix.yml`: read, checked, written; errors point at the line that is wrong.
//!
//! ```
//! use autofix_core::config::Config;
//!
//! let config = Config::parse(".autofix.yml", b"project:\n  name: FlowBuilder\n").unwrap();
//! assert_eq!(config.project.name.as_written(), "FlowBuilder");
//!
//! let error = Config::parse(".autofix.yml", b"project:\n  naem: FlowBuilder\n").unwrap_err();
//! assert_eq!((error.code(), error.line, error.column), ("unknown_key", 2, 3));
//! assert_eq!(error.suggestion.as_deref(), Some("name"));
//! ```
//!
//! A value with `${NAME}` or `${NAME:-default}` is kept as it was written, and resolved where it
//! is used, so that a variable which nobody needs may be unset.

mod analysis;
mod check;
mod deployment;
mod diagnostic;
mod encoding;
mod fix_patterns;
mod interpolation;
mod monitoring;
mod nearest;
mod notifications;
mod positions;
mod read;
mod redact;
mod render;
mod source;
#[cfg(test)]
mod tests;
mod translate;
mod value;
mod walk;

pub use analysis::{AnalysisRules, FingerprintMatch, FingerprintRule, RedactPattern, SplitBy};
pub use deployment::{Deployment, EnvironmentVariable, Target};
pub use diagnostic::{ConfigError, ConfigWarning, Diagnostic};
pub use fix_patterns::{FixPattern, Priority};
pub use monitoring::{CustomLogs, GitHub, Monitoring, Sentry};
pub use nearest::nearest;
pub use notifications::{Email, Notifications, Slack};
pub use read::MAX_BYTES;
pub use render::{SCHEMA_URL, render};
pub use value::{Environment, Exposed, Interpolated, Secret};

use crate::project::ProjectType;
use serde::{Deserialize, Deserializer};
use source::Source;
use std::sync::Arc;

/// Configuration of AutoFix for one project: the file `.autofix.yml` at its root.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Config {
    /// What the project is.
    pub project: Project,
    /// Where errors come from.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Monitoring>"))]
    pub monitoring: Monitoring,
    /// Where the project runs, and how it gets there.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Deployment>"))]
    pub deployment: Deployment,
    /// Which kinds of error are repaired, how, and whether unattended. A kind that is not listed is
    /// repaired on request only.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<FixPattern>>"))]
    pub fix_patterns: Vec<FixPattern>,
    /// How logs and errors are read.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AnalysisRules>"))]
    pub analysis: AnalysisRules,
    /// Who is told.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Notifications>"))]
    pub notifications: Notifications,
    #[serde(skip)]
    source: Arc<Source>,
}

/// What the project is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Project {
    /// Id of the project at an AutoFix server. Left out where no server is used.
    #[serde(default)]
    pub id: Option<Interpolated>,
    /// Name of the project, for people.
    pub name: Interpolated,
    /// Kind of project. Left out, it is detected from the project's files.
    #[serde(default, rename = "type")]
    pub project_type: Option<ProjectType>,
    /// Address of the repository.
    #[serde(default)]
    pub repository: Option<Interpolated>,
}

impl Config {
    /// Reads a configuration. `file_name` is only for errors. The bytes are UTF-8, with or without
    /// a byte order mark, with any line ends, at most [`MAX_BYTES`]. JSON is read too, for YAML
    /// contains it.
    pub fn parse(file_name: &str, bytes: &[u8]) -> Result<Self, ConfigError> {
        read::parse(file_name, bytes)
    }

    /// What is sound but most likely not meant: literal secrets, patterns that contradict each
    /// other, settings that have no effect. In the order of the file.
    pub fn check(&self) -> Vec<ConfigWarning> {
        check::check(self)
    }

    /// The patterns whose `template` is none of these names: neither a built-in plugin nor a recipe
    /// of the project. The names are the host's to give.
    pub fn check_templates(&self, known: &[&str]) -> Vec<ConfigWarning> {
        check::templates(self, known)
    }

    /// Line and column of a key such as `deployment.frontend.platform` or `fix_patterns[1].type`;
    /// both from 1, the column in characters. `None` where the file does not have it.
    pub fn position(&self, key: &str) -> Option<(u32, u32)> {
        self.source.position(key)
    }
}

/// A section that is there but empty (`monitoring:`) is as good as one that is left out.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The JSON Schema of `.autofix.yml`, for editors.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Config);
    schema.insert("$id".to_owned(), SCHEMA_URL.into());
    schema.insert("title".to_owned(), "AutoFix configuration (.autofix.yml)".into());
    let mut schema = schema.to_value();
    unwrap_descriptions(&mut schema);
    schema
}

/// Where a source line ends is of no meaning to an editor.
#[cfg(feature = "schema")]
fn unwrap_descriptions(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            fields.values_mut().for_each(unwrap_descriptions);
        }
        Value::Array(items) => items.iter_mut().for_each(unwrap_descriptions),
        _ => {}
    }
}
