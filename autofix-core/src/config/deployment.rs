use super::{ConfigError, Environment, Exposed, Interpolated, or_default};
use crate::project::Platform;
use serde::Deserialize;
use std::fmt;

/// Where the project runs, and how it gets there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deployment {
    /// The browser's side. A full-stack project has only this one.
    #[serde(default)]
    pub frontend: Option<Target>,
    /// The server.
    #[serde(default)]
    pub backend: Option<Target>,
}

/// One thing that is deployed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Target {
    /// Where it is deployed.
    pub platform: Platform,
    /// Command line that builds it, run at the project's root.
    #[serde(default)]
    pub build_command: Option<Interpolated>,
    /// Folder that the build writes to, from the project's root.
    #[serde(default)]
    pub build_path: Option<Interpolated>,
    /// Branch that is deployed from.
    #[serde(default)]
    pub deploy_branch: Option<Interpolated>,
    /// File that starts the server, from the project's root.
    #[serde(default)]
    pub entry_point: Option<Interpolated>,
    /// Environment of the running program, each as `NAME=value`.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<EnvironmentVariable>>"))]
    pub environment_vars: Vec<EnvironmentVariable>,
}

/// `NAME=value` for the environment of a deployed program. The value may be a secret, so it is not
/// shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct EnvironmentVariable(pub(super) Interpolated);

impl EnvironmentVariable {
    /// The name; `None` when it is not written as `NAME=value`, which parsing refuses.
    pub fn name(&self) -> Option<&str> {
        let (name, _) = self.0.as_written().split_once('=')?;
        let mut letters = name.chars();
        let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        (first && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')).then_some(name)
    }

    /// Name and value, with variables put in.
    pub fn resolve(&self, environment: &dyn Environment) -> Result<(String, Exposed), ConfigError> {
        let resolved = self.0.resolve(environment)?;
        let (name, value) = resolved.split_once('=').unwrap_or((&resolved, ""));
        Ok((name.to_owned(), Exposed::new(value.to_owned())))
    }

    pub(super) fn value(&self) -> &str {
        self.0.as_written().split_once('=').map_or("", |(_, value)| value)
    }
}

impl fmt::Debug for EnvironmentVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnvironmentVariable({}=[redacted])", self.name().unwrap_or_default())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EnvironmentVariable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EnvironmentVariable".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*=",
            "description": "`NAME=value` for the environment of a deployed program.",
        })
    }
}
