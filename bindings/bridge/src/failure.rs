//! The error that crosses languages.

use autofix::AutoFixError;
use serde_json::json;

/// What a call failed with: the code that is the same in every language, and words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable name of the kind of error, such as `stale`.
    pub code: String,
    /// What happened, where, and what to do.
    pub message: String,
}

impl Failure {
    /// An error of the bridge itself.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }

    /// Something given to a call makes no sense.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new("invalid_input", message)
    }

    /// As `{"code": …, "message": …}`.
    pub fn to_json(&self) -> String {
        json!({ "code": self.code, "message": self.message }).to_string()
    }
}

impl From<AutoFixError> for Failure {
    fn from(error: AutoFixError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Failure {}
