use super::{Draft, PluginError};
use crate::facts::Facts;
use crate::model::Issue;
use crate::workspace::WorkspaceError;
use std::sync::Arc;

/// What a plugin sees: the issue, the log around it, and the facts of the project.
pub struct FixContext<'a> {
    issue: &'a Issue,
    log: &'a str,
    facts: &'a Facts<'a>,
}

impl<'a> FixContext<'a> {
    /// Puts a plugin in front of an issue.
    pub fn new(issue: &'a Issue, log: &'a str, facts: &'a Facts<'a>) -> Self {
        Self { issue, log, facts }
    }

    /// The issue.
    pub fn issue(&self) -> &'a Issue {
        self.issue
    }

    /// The words of the issue with everything that was read with them: message, stack, code frame.
    pub fn words(&self) -> &'a str {
        if self.issue.excerpt.is_empty() { &self.issue.message } else { &self.issue.excerpt }
    }

    /// The whole redacted log that the issue comes from; empty for a reported one.
    pub fn log(&self) -> &'a str {
        self.log
    }

    /// The facts of the project.
    pub fn facts(&self) -> &'a Facts<'a> {
        self.facts
    }

    /// The text of a file.
    pub async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        self.facts.text(path).await
    }

    /// Begins a proposal. The description is imperative, for people.
    pub fn fix(&self, description: impl Into<String>) -> Draft {
        Draft::new(description)
    }

    /// The answer of a plugin that has no fix.
    pub fn decline<T>(&self, reason: impl Into<String>) -> Result<T, PluginError> {
        Err(PluginError::Declined(reason.into()))
    }
}
