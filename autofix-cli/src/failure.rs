//! What goes wrong, as it is told: what happened, where, what to do.

use autofix::{AutoFixError, ConfigError};
use serde_json::{Value, json};

/// An error of a command.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What to do about it; empty where the message says it.
    pub(crate) hint: &'static str,
    pub(crate) details: Box<Value>,
}

impl Failure {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint(code), details: Box::new(Value::Null) }
    }

    pub(crate) fn io(what: &str, error: &std::io::Error) -> Self {
        Self::new("io", format!("{what}: {error}"))
    }

    pub(crate) fn with_hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    pub(crate) fn with_details(self, details: Value) -> Self {
        Self { details: Box::new(details), ..self }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "error": { "code": self.code, "message": self.message, "details": self.details } })
    }
}

fn hint(code: &str) -> &'static str {
    match code {
        "unknown_fix" => "`autofix status` lists the fixes that were applied",
        "sandbox_unavailable" | "sandbox_failed" => "use `--log FILE` to repair without running a command",
        "command_not_started" => "is the program installed, and on the PATH?",
        "display_only" => "make the change by hand; `autofix fix` without --apply shows it",
        "journal_damaged" => {
            "nothing was changed; move the folder `.autofix/state/journal` away to go on without its fixes"
        }
        _ => "",
    }
}

impl From<AutoFixError> for Failure {
    fn from(error: AutoFixError) -> Self {
        let failure = Self::new(error.code(), error.to_string());
        match &error {
            AutoFixError::Config(error) => failure.with_details(config(error)),
            AutoFixError::NotValidated(fallen) => failure
                .with_details(json!({ "validation": fallen.validation, "rejection": fallen.rejection })),
            _ => failure,
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        AutoFixError::from(error).into()
    }
}

impl From<autofix::WorkspaceError> for Failure {
    fn from(error: autofix::WorkspaceError) -> Self {
        AutoFixError::from(error).into()
    }
}

fn config(error: &ConfigError) -> Value {
    diagnostic(error)
}

/// A place in `.autofix.yml` and what is wrong there.
pub(crate) fn diagnostic(found: &autofix::core::config::Diagnostic) -> Value {
    json!({
        "code": found.code,
        "file": found.file,
        "line": found.line,
        "column": found.column,
        "source_line": found.source_line,
        "problem": found.problem,
        "expected": found.expected,
        "suggestion": found.suggestion,
    })
}
