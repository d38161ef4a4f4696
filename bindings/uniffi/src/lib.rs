//! AutoFix for Kotlin, Java, Ruby and Swift: convert, call, convert. Everything else is in
//! `autofix-bridge`. What may have any shape (a report's context) is JSON text.

mod events;
mod json;
mod model;
mod plugin;

pub use events::{AutoFixEvent, EventListener};
pub use model::*;
pub use plugin::{
    FixPlugin, PluginDescription, PluginError, PluginIssue, PluginProject, ProposedChange, ProposedFix,
};

use autofix_bridge::{Client, Failure, Keys, Opening};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

uniffi::setup_scaffolding!("autofix");

/// Something that AutoFix refuses or cannot do.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum AutoFixError {
    /// `code` is stable and the same in every language.
    #[error("{reason} ({code})")]
    Refused {
        /// Stable name of the kind of error, such as `stale`.
        code: String,
        /// What happened, where, and what to do.
        reason: String,
    },
}

impl From<Failure> for AutoFixError {
    fn from(failure: Failure) -> Self {
        Self::Refused { code: failure.code, reason: failure.message }
    }
}

/// What an `AutoFix` is made of. Everything may be left out.
#[derive(Debug, Clone, Default, uniffi::Record)]
pub struct AutoFixOptions {
    /// Id of the project. Left out: `project.id` of the configuration.
    #[uniffi(default = None)]
    pub project_id: Option<String>,
    /// Where the project runs, such as `production`. Left out: `development`.
    #[uniffi(default = None)]
    pub environment: Option<String>,
    /// Folder of the project. Left out: the process's folder.
    #[uniffi(default = None)]
    pub root: Option<String>,
    /// Texts by path, in place of a folder. Nothing is written to disk then.
    #[uniffi(default = None)]
    pub files: Option<HashMap<String, String>>,
    /// The text of a configuration, in place of `.autofix.yml`.
    #[uniffi(default = None)]
    pub config: Option<String>,
    /// Where `${NAME}` of the configuration comes from. Left out: the process's environment.
    #[uniffi(default = None)]
    pub variables: Option<HashMap<String, String>>,
    /// Milliseconds that one method of a plugin may take.
    #[uniffi(default = 10000)]
    pub plugin_timeout: u32,
    /// A server to talk to. Not part of this version; giving it is an error.
    #[uniffi(default = None)]
    pub endpoint: Option<String>,
    /// Token for the server. Without an `endpoint` it is not used.
    #[uniffi(default = None)]
    pub api_token: Option<String>,
}

/// An error as it is reported.
#[derive(Debug, Clone, Default, Serialize, uniffi::Record)]
pub struct IssueReport {
    /// The error's own words.
    pub message: String,
    /// Its type, where it is known; a type of one's own is kept.
    #[uniffi(default = None)]
    pub r#type: Option<String>,
    /// The stack as text.
    #[uniffi(default = None)]
    pub stack: Option<String>,
    /// What else is known: a JSON object.
    #[serde(with = "json::option", skip_serializing_if = "Option::is_none")]
    #[uniffi(default = None)]
    pub context: Option<String>,
    /// Files that are held for affected.
    #[uniffi(default = [])]
    pub affected_files: Vec<String>,
    /// How often it occurred. 0 is read as once.
    #[uniffi(default = 0)]
    pub count: u32,
}

/// Finds and repairs the errors of one project, in this process.
#[derive(uniffi::Object)]
pub struct AutoFix {
    client: Client,
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, AutoFixError> {
    let broken = |error: serde_json::Error| Failure::new("internal", error.to_string());
    Ok(serde_json::from_str(text).map_err(broken)?)
}

fn write(value: &impl Serialize) -> Result<String, AutoFixError> {
    Ok(serde_json::to_string(value).map_err(|error| Failure::input(error.to_string()))?)
}

#[uniffi::export]
impl AutoFix {
    /// Opens a project. `plugins` are asked before the built-in ones.
    #[uniffi::constructor(default(plugins = []))]
    pub fn new(options: AutoFixOptions, plugins: Vec<Arc<dyn FixPlugin>>) -> Result<Arc<Self>, AutoFixError> {
        let mut given = json!({
            "project_id": options.project_id,
            "environment": options.environment,
            "root": options.root,
            "variables": options.variables,
            "endpoint": options.endpoint,
            "api_token": options.api_token,
        });
        if let Some(config) = options.config {
            given["config"] = Value::from(config);
        }
        let files = options.files.map(|files| {
            files.into_iter().map(|(path, text)| (path, Arc::from(text))).collect::<Vec<(String, Arc<str>)>>()
        });
        let timeout = Duration::from_millis(options.plugin_timeout.into());
        let plugins = plugins.into_iter().map(|it| plugin::adapted(it, timeout)).collect();
        let client = Client::open(Opening { keys: Keys::Snake, options: given.to_string(), files, plugins })?;
        Ok(Arc::new(Self { client }))
    }

    /// Reports one error, and answers it as an issue. The same error reported again counts up.
    pub async fn report_issue(&self, report: IssueReport) -> Result<Issue, AutoFixError> {
        read(&self.client.report_issue(&write(&report)?).await?)
    }

    /// Reads a log or an error's text into issues, most likely root cause first.
    pub async fn analyze_log(&self, text: String) -> Result<AnalysisReport, AutoFixError> {
        read(&self.client.analyze_log(&text).await?)
    }

    /// Generates and validates the best fix of one issue. Nothing is written.
    pub async fn generate_fix(&self, issue: Issue) -> Result<FixReport, AutoFixError> {
        read(&self.client.generate_fix(&write(&issue)?).await?)
    }

    /// Reads a log, and generates and validates the best fix of the first issue that has one.
    /// Nothing is written.
    pub async fn repair_log(&self, text: String) -> Result<FixReport, AutoFixError> {
        read(&self.client.repair_log(&text).await?)
    }

    /// As `generate_fix`, and applies the fix if `.autofix.yml` allows that without asking.
    pub async fn auto_fix(&self, issue: Issue) -> Result<FixReport, AutoFixError> {
        read(&self.client.auto_fix(&write(&issue)?).await?)
    }

    /// Holds a fix against the files as they are now. A fix that falls is no error.
    pub async fn validate_fix(&self, fix: Fix) -> Result<Validation, AutoFixError> {
        read(&self.client.validate_fix(&write(&fix)?).await?)
    }

    /// Writes a fix, whole or not at all, and answers it as it is then.
    pub async fn apply_fix(&self, fix: Fix) -> Result<Fix, AutoFixError> {
        read(&self.client.apply_fix(&write(&fix)?).await?)
    }

    /// Takes an applied fix back, byte for byte. Refused where a file was edited since.
    pub async fn rollback_fix(&self, id: String) -> Result<Fix, AutoFixError> {
        read(&self.client.rollback_fix(&id).await?)
    }

    /// Runs a command of the project in a private copy, repairs what it fails with, and proves the
    /// repair by running it again. `argv` is the program and its arguments, without a shell.
    #[uniffi::method(default(folder = ""))]
    pub async fn prove(&self, argv: Vec<String>, folder: String) -> Result<FixReport, AutoFixError> {
        read(&self.client.prove(argv, folder).await?)
    }

    /// Every issue that was reported or read from a log, oldest first. The latest thousand are kept.
    pub async fn list_issues(&self) -> Result<Vec<Issue>, AutoFixError> {
        read(&self.client.list_issues().await?)
    }

    /// How things stand: what the project is, and which fixes were applied.
    pub async fn get_status(&self) -> Result<StatusReport, AutoFixError> {
        read(&self.client.get_status().await?)
    }

    /// Every plugin, in the order in which they are asked.
    pub fn list_plugins(&self) -> Result<Vec<PluginInfo>, AutoFixError> {
        read(&self.client.list_plugins()?)
    }

    /// The text of a file of the project as it is now.
    pub async fn read_file(&self, path: String) -> Result<String, AutoFixError> {
        Ok(self.client.read_file(&path).await?.to_string())
    }

    /// Hears every event from now on, on the thread that does the work.
    pub fn listen(&self, listener: Arc<dyn EventListener>) -> Result<(), AutoFixError> {
        Ok(self.client.on_event(move |name, data| {
            if let Some(event) = events::event(name, &data) {
                listener.on_event(event);
            }
        })?)
    }
}

/// A report as the JSON that every language writes.
#[uniffi::export]
pub fn fix_report_to_json(report: FixReport) -> Result<String, AutoFixError> {
    write(&report)
}

/// An issue as the JSON that every language writes.
#[uniffi::export]
pub fn issue_to_json(issue: Issue) -> Result<String, AutoFixError> {
    write(&issue)
}

/// A fix as the JSON that every language writes.
#[uniffi::export]
pub fn fix_to_json(fix: Fix) -> Result<String, AutoFixError> {
    write(&fix)
}

/// A fix from its JSON, such as one that another process wrote.
#[uniffi::export]
pub fn fix_from_json(text: String) -> Result<Fix, AutoFixError> {
    let wrong = |error: serde_json::Error| Failure::input(format!("fix: {error}"));
    Ok(serde_json::from_str(&text).map_err(wrong)?)
}

/// Version of the engine.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// What `serde` needs to read a tagged answer.
#[derive(Deserialize)]
struct Told {
    code: String,
    message: String,
}
