use super::{Interpolated, Secret, or_default};
use serde::Deserialize;

/// Where errors come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Monitoring {
    /// Errors that Sentry collected.
    #[serde(default)]
    pub sentry: Option<Sentry>,
    /// Issues and webhooks of GitHub.
    #[serde(default)]
    pub github: Option<GitHub>,
    /// The project's own log files.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<CustomLogs>"))]
    pub custom_logs: CustomLogs,
}

/// Errors that Sentry collected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sentry {
    /// The DSN: `${SENTRY_DSN}`.
    #[serde(default)]
    pub dsn: Option<Secret>,
    /// Whether it is used. Left out: it is.
    #[serde(default)]
    pub enabled: Option<bool>,
}

impl Sentry {
    /// Whether it is used.
    pub fn is_enabled(&self) -> bool {
        self.enabled.unwrap_or(true)
    }
}

/// Issues and webhooks of GitHub.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GitHub {
    /// What signs the webhooks: `${GITHUB_WEBHOOK_SECRET}`. Unsigned ones are refused.
    #[serde(default)]
    pub webhook_secret: Option<Secret>,
    /// Whether issues of the repository are read as errors. Left out: they are not.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pub issues_enabled: bool,
}

/// The project's own log files. Paths are relative to the project's root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomLogs {
    /// Log file or folder of the browser's side.
    #[serde(default)]
    pub frontend_path: Option<Interpolated>,
    /// Log file or folder of the server.
    #[serde(default)]
    pub backend_path: Option<Interpolated>,
}
