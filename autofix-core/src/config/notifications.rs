use super::{Interpolated, Secret, or_default};
use serde::Deserialize;

/// Who is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notifications {
    /// Messages to Slack.
    #[serde(default)]
    pub slack: Option<Slack>,
    /// Messages by e-mail.
    #[serde(default)]
    pub email: Option<Email>,
}

/// Messages to Slack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slack {
    /// Address of an incoming webhook: `${SLACK_WEBHOOK}`. Who knows it can write there.
    #[serde(default)]
    pub webhook_url: Option<Secret>,
    /// Channels such as `"#alerts"`. The quotes are needed: `#` begins a comment in YAML.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Interpolated>>"))]
    pub channels: Vec<Interpolated>,
}

/// Messages by e-mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Email {
    /// Addresses.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Interpolated>>"))]
    pub recipients: Vec<Interpolated>,
    /// Write when a fix or a deployment fails. Left out: yes.
    #[serde(default)]
    pub on_failure: Option<bool>,
    /// Write when a fix or a deployment succeeds. Left out: no.
    #[serde(default)]
    pub on_success: Option<bool>,
}

impl Email {
    /// Whether failures are written about.
    pub fn tells_failure(&self) -> bool {
        self.on_failure.unwrap_or(true)
    }

    /// Whether successes are written about.
    pub fn tells_success(&self) -> bool {
        self.on_success.unwrap_or(false)
    }
}
