//! Plugins of the other language, inside the engine.

use crate::draft::{Answer, drafts};
use crate::project::{self, Project};
use crate::{Failure, Keys};
use async_trait::async_trait;
use autofix::model::{Analysis, ErrorContext, Fix, Issue, IssueType, Safety};
use autofix::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata};
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use serde::Deserialize;
use serde_json::{Value, json};
use std::pin::pin;
use std::sync::Arc;

/// Member of [`Analysis::details`] in which a plugin's own reading goes back to it as it was.
const OWN: &str = "own";

/// What a plugin of another language says of itself.
#[derive(Debug, Clone, Deserialize)]
pub struct Description {
    /// Unique name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// What it does, in one line.
    #[serde(default)]
    pub summary: String,
    /// Types of issues that it repairs.
    #[serde(default)]
    pub supported_errors: Vec<String>,
    /// The most that it may claim for a fix. Left out: `safe`.
    #[serde(default)]
    pub max_safety: Option<Safety>,
    /// It decides by its own `can_handle`, so it is asked for every type.
    #[serde(default)]
    pub asks: bool,
}

/// A method of a plugin. What it is given and answers is JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Given the type's name; answers whether it may know the answer.
    CanHandle,
    /// Given the error; answers an analysis, in any shape, or `null`.
    Analyze,
    /// Given what `Analyze` answered; answers a fix, several, or `null`.
    GenerateFix,
    /// Given the fix; `false`, or `{"valid": false, "reason": …}`, rejects it.
    ValidateFix,
}

/// A plugin that is written in the binding's language.
#[async_trait]
pub trait ForeignPlugin: Send + Sync {
    /// What it says of itself, as JSON of a [`Description`].
    fn describe(&self) -> String;

    /// Calls a method. An error is what it threw, in words; it loses the plugin's own fix only.
    async fn call(&self, method: Method, argument: String, project: Project) -> Result<String, String>;
}

pub(crate) struct Adapter {
    plugin: Arc<dyn ForeignPlugin>,
    metadata: PluginMetadata,
    asks: bool,
    keys: Keys,
}

impl Adapter {
    pub(crate) fn new(plugin: Arc<dyn ForeignPlugin>, keys: Keys) -> Result<Self, Failure> {
        let it: Description = keys.read("plugin", &plugin.describe())?;
        if it.name.trim().is_empty() {
            return Err(Failure::input("plugin: its name is empty; give it one, such as `cors-fix`"));
        }
        let version = if it.version.is_empty() { "0.0.0".to_owned() } else { it.version };
        let metadata = PluginMetadata {
            name: it.name.into(),
            version: version.into(),
            summary: it.summary.into(),
            supported_errors: it.supported_errors.iter().map(|name| IssueType::new(name)).collect(),
            max_safety: it.max_safety.unwrap_or(Safety::Safe),
        };
        Ok(Self { plugin, metadata, asks: it.asks, keys })
    }

    /// Calls a method, and answers what it asks of the project meanwhile.
    async fn call(
        &self,
        cx: &FixContext<'_>,
        method: Method,
        argument: String,
    ) -> Result<Value, PluginError> {
        let (project, mut requests) = Project::new();
        let mut call = pin!(self.plugin.call(method, argument, project));
        let answer = loop {
            match select(call.as_mut(), requests.next()).await {
                Either::Left((answer, _)) => break answer,
                Either::Right((Some(request), _)) => project::serve(cx, request).await,
                Either::Right((None, _)) => break call.await,
            }
        };
        let text = answer.map_err(PluginError::Failed)?;
        let broken =
            |error: serde_json::Error| PluginError::Failed(format!("its answer is no JSON: {error}"));
        serde_json::from_str(&text).map_err(broken)
    }

    fn write(&self, value: &impl serde::Serialize) -> Result<String, PluginError> {
        self.keys.write(value).map_err(|failure| PluginError::Failed(failure.message))
    }
}

/// An issue as plugins are given it: an error context whose type is known.
fn error_context(issue: &Issue, log: &str) -> Value {
    let context = ErrorContext {
        issue_type: Some(issue.issue_type.clone()),
        message: issue.message.clone(),
        stack_trace: None,
        frames: issue.frames.clone(),
        affected_files: issue.affected_files.clone(),
        lines: issue.lines.clone(),
        text: issue.excerpt.clone(),
        count: issue.count,
        context: issue.context.clone(),
    };
    let mut value = json!(context);
    for (key, more) in [("id", json!(issue.id)), ("severity", json!(issue.severity)), ("log", json!(log))] {
        value[key] = more;
    }
    value
}

#[async_trait]
impl FixPlugin for Adapter {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    fn can_handle(&self, error_type: &IssueType) -> bool {
        self.asks || self.metadata.supported_errors.contains(error_type)
    }

    async fn analyze(&self, cx: &FixContext<'_>) -> Result<Analysis, PluginError> {
        let issue = cx.issue();
        if self.asks {
            let argument = self.write(&issue.issue_type)?;
            if self.call(cx, Method::CanHandle, argument).await? != Value::Bool(true) {
                return cx.decline(format!("it does not handle issues of the type {}", issue.issue_type));
            }
        }
        let argument = self.write(&error_context(issue, cx.log()))?;
        let own = self.call(cx, Method::Analyze, argument).await?;
        Ok(Analysis {
            error_type: issue.issue_type.clone(),
            severity: issue.severity,
            affected_files: issue.affected_files.clone(),
            suggested_fix: String::new(),
            details: [(OWN.to_owned(), own)].into(),
        })
    }

    async fn generate_fix(
        &self,
        cx: &FixContext<'_>,
        analysis: &Analysis,
    ) -> Result<Vec<Draft>, PluginError> {
        // A plugin that does not analyse is given what is known without it.
        let argument = match analysis.details.get(OWN) {
            Some(Value::Null) | None => self.write(&Analysis { details: [].into(), ..analysis.clone() })?,
            Some(own) => own.to_string(),
        };
        let answer = self.call(cx, Method::GenerateFix, argument).await?;
        match Answer::read(self.keys, &answer).map_err(|failure| PluginError::Failed(failure.message))? {
            Answer::None => cx.decline("it proposes no fix"),
            Answer::Declined(reason) => cx.decline(reason),
            Answer::Fixes(fixes) => drafts(cx, fixes, &self.metadata.name).await,
        }
    }

    async fn validate_fix(&self, cx: &FixContext<'_>, fix: &Fix) -> Result<(), PluginError> {
        let answer = self.call(cx, Method::ValidateFix, self.write(fix)?).await?;
        let reason = || {
            let reason = answer.get("reason").and_then(Value::as_str);
            reason.unwrap_or("its own `validateFix` says no").to_owned()
        };
        match answer.get("valid").unwrap_or(&answer) {
            Value::Bool(false) => cx.decline(reason()),
            _ => Ok(()),
        }
    }
}
