//! Plugins that are written in Kotlin, Ruby or Swift.

use crate::{Action, AutoFixError, Fix, Frame, Position, Safety, Severity, write};
use async_trait::async_trait;
use autofix_bridge::{ForeignPlugin, Method, Project};
use futures_timer::Delay;
use futures_util::future::{Either, select};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// What a plugin says of itself.
#[derive(Debug, Clone, Serialize, uniffi::Record)]
pub struct PluginDescription {
    /// Unique name, such as `cors-fix`.
    pub name: String,
    /// Its version.
    #[uniffi(default = "")]
    pub version: String,
    /// What it does, in one line.
    #[uniffi(default = "")]
    pub summary: String,
    /// Types of issues that it repairs.
    #[uniffi(default = [])]
    pub supported_errors: Vec<String>,
    /// The most that it may claim for a fix. Left out: `safe`.
    #[uniffi(default = None)]
    pub max_safety: Option<Safety>,
}

/// The error that a plugin is given.
#[derive(Debug, Clone, Deserialize, uniffi::Record)]
pub struct PluginIssue {
    /// Id of the issue.
    pub id: String,
    /// Its type.
    pub r#type: String,
    /// How much it hurts.
    pub severity: Severity,
    /// The error's own words, redacted.
    pub message: String,
    /// The stack, innermost first.
    #[serde(default)]
    pub frames: Vec<Frame>,
    /// Files of the project that the error names.
    #[serde(default)]
    pub affected_files: Vec<String>,
    /// The redacted text that the issue was read from.
    #[serde(default)]
    pub text: String,
    /// The whole redacted log that the issue comes from; empty for a reported one.
    #[serde(default)]
    pub log: String,
    /// What the reporter added: a JSON object.
    #[serde(default, with = "crate::json::option")]
    pub context: Option<String>,
}

/// What a plugin wants done to a file.
#[derive(Debug, Clone, Serialize, uniffi::Record)]
pub struct ProposedChange {
    /// Path inside the project.
    pub file: String,
    /// What happens to it.
    pub action: Action,
    /// Where an `insert` goes.
    #[uniffi(default = None)]
    pub position: Option<Position>,
    /// The lines of an `insert`.
    #[uniffi(default = None)]
    pub code: Option<String>,
    /// The whole text of a `create` or `modify`.
    #[uniffi(default = None)]
    pub content: Option<String>,
    /// Text that occurs exactly once in the file, for `modify`, …
    #[uniffi(default = None)]
    pub find: Option<String>,
    /// … and what takes its place.
    #[uniffi(default = None)]
    pub replace: Option<String>,
    /// A unified diff of the file, for `modify`.
    #[uniffi(default = None)]
    pub diff: Option<String>,
    /// The new path of a `rename`.
    #[uniffi(default = None)]
    pub to: Option<String>,
    /// What the change does, for people.
    #[uniffi(default = "")]
    pub description: String,
}

/// A fix as a plugin proposes it.
#[derive(Debug, Clone, Serialize, uniffi::Record)]
pub struct ProposedFix {
    /// What happens to which file.
    pub changes: Vec<ProposedChange>,
    /// What it does, for people.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// How far it may be trusted. Left out: `unsafe`, so a person applies it.
    #[uniffi(default = None)]
    pub safety: Option<Safety>,
    /// 0 to 1; only ranks.
    #[uniffi(default = None)]
    pub confidence: Option<f64>,
    /// Commands that a person would run to see that it works.
    #[uniffi(default = [])]
    pub test_commands: Vec<String>,
}

/// Why a plugin has no fix. Whatever a method throws loses the plugin's own fix only.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum PluginError {
    /// It looked, and there is nothing that it may repair.
    #[error("{reason}")]
    Declined {
        /// Why, for people.
        reason: String,
    },
    /// It is broken.
    #[error("{reason}")]
    Failed {
        /// What happened.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PluginError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}

/// The project as a plugin sees it while one of its methods runs.
#[derive(uniffi::Object)]
pub struct PluginProject(Project);

#[uniffi::export]
impl PluginProject {
    /// The text of a file.
    pub async fn read_file(&self, path: String) -> Result<String, AutoFixError> {
        Ok(self.0.read_file(&path).await?.to_string())
    }

    /// Every file that may be a source of the project, sorted.
    pub async fn list_files(&self) -> Result<Vec<String>, AutoFixError> {
        Ok(self.0.list_files().await?.to_vec())
    }
}

/// A kind of repair, written in the host's language.
#[uniffi::export(with_foreign)]
#[async_trait]
pub trait FixPlugin: Send + Sync {
    /// What it says of itself. Asked once.
    fn describe(&self) -> PluginDescription;

    /// Reads the error. The text that it answers is given to `generate_fix`; it may be empty.
    async fn analyze(&self, issue: PluginIssue, project: Arc<PluginProject>) -> Result<String, PluginError>;

    /// Proposes fixes, best first.
    async fn generate_fix(
        &self,
        analysis: String,
        project: Arc<PluginProject>,
    ) -> Result<Vec<ProposedFix>, PluginError>;

    /// A last word on a fix of its own: `null` accepts, a text is the reason against it.
    async fn validate_fix(
        &self,
        fix: Fix,
        project: Arc<PluginProject>,
    ) -> Result<Option<String>, PluginError>;
}

struct Adapted {
    plugin: Arc<dyn FixPlugin>,
    description: String,
    timeout: Duration,
}

/// A plugin as the engine takes it. Each answer may take `timeout`.
pub(crate) fn adapted(plugin: Arc<dyn FixPlugin>, timeout: Duration) -> Arc<dyn ForeignPlugin> {
    let description = json!(plugin.describe()).to_string();
    Arc::new(Adapted { plugin, description, timeout })
}

fn given<'a, T: Deserialize<'a>>(argument: &'a str) -> Result<T, String> {
    serde_json::from_str(argument).map_err(|error| error.to_string())
}

impl Adapted {
    async fn asked(&self, method: Method, argument: String, project: Project) -> Result<String, String> {
        let project = Arc::new(PluginProject(project));
        match method {
            Method::CanHandle => Ok("true".to_owned()),
            Method::Analyze => {
                let analysis = self.plugin.analyze(given(&argument)?, project).await;
                Ok(Value::from(analysis.map_err(|error| error.to_string())?).to_string())
            }
            Method::GenerateFix => match self.plugin.generate_fix(given(&argument)?, project).await {
                Ok(fixes) if fixes.is_empty() => Ok("null".to_owned()),
                Ok(fixes) => write(&fixes).map_err(|error| error.to_string()),
                Err(PluginError::Declined { reason }) => Ok(json!({ "declined": reason }).to_string()),
                Err(PluginError::Failed { reason }) => Err(reason),
            },
            Method::ValidateFix => {
                let verdict = self.plugin.validate_fix(given(&argument)?, project).await;
                let verdict = verdict.map_err(|error| error.to_string())?;
                Ok(verdict
                    .map_or(Value::Bool(true), |reason| json!({ "valid": false, "reason": reason }))
                    .to_string())
            }
        }
    }
}

#[async_trait]
impl ForeignPlugin for Adapted {
    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn call(&self, method: Method, argument: String, project: Project) -> Result<String, String> {
        let answer = pin!(self.asked(method, argument, project));
        match select(answer, Delay::new(self.timeout)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(format!("it did not answer within {} ms", self.timeout.as_millis())),
        }
    }
}
