//! Errors and warnings that point at the line that is wrong.

use std::fmt;
use std::ops::Deref;

/// What is wrong, where, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of trouble.
    pub code: &'static str,
    /// Name of the file, as it was given.
    pub file: String,
    /// Line, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 when the file as a whole is meant.
    pub column: u32,
    /// The offending line, shortened around the column, secrets blacked out.
    pub source_line: String,
    /// What is wrong.
    pub problem: String,
    /// What was expected; empty where the problem says it.
    pub expected: String,
    /// What was most likely meant.
    pub suggestion: Option<String>,
    /// Width in a terminal of what stands in `source_line` before the column.
    pub(super) caret: usize,
}

impl Diagnostic {
    pub(super) fn of_file(code: &'static str, file: &str, problem: &str) -> Self {
        Self { code, file: shown(file), problem: shown(problem), ..Self::default() }
    }

    pub(super) fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(super) fn suggesting(mut self, suggestion: Option<impl Into<String>>) -> Self {
        self.suggestion = suggestion.map(Into::into);
        self
    }
}

/// Text of a file as a terminal may show it: control characters could forge or hide what follows.
pub(super) fn shown(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}", self.problem)?;
        let mut gutter = 0;
        if self.line > 0 {
            let number = self.line.to_string();
            gutter = number.len();
            let caret = self.caret + 1;
            write!(f, "\n{:gutter$} |\n{number} | {}", "", self.source_line)?;
            write!(f, "\n{:gutter$} | {:>caret$}", "", "^")?;
        }
        if !self.expected.is_empty() {
            write!(f, "\n{:gutter$} = expected {}", "", self.expected)?;
        }
        if let Some(suggestion) = &self.suggestion {
            write!(f, "\n{:gutter$} = did you mean `{suggestion}`?", "")?;
        }
        Ok(())
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(Box<Diagnostic>);

impl ConfigError {
    /// Stable name of the kind of error: `empty`, `too_large`, `not_utf8`, `syntax`, `tab`,
    /// `several_documents`, `too_complex`, `unknown_key`, `duplicate_key`, `missing_key`,
    /// `unknown_value`, `wrong_type`, `invalid_value`, `malformed_variable` or `unset_variable`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }
}

impl From<Diagnostic> for ConfigError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }
}

impl Deref for ConfigError {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.0
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ConfigError {}

/// What is sound in a configuration but most likely not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigWarning(pub(super) Diagnostic);

impl ConfigWarning {
    /// Stable name of the kind of warning: `literal_secret`, `duplicate_pattern`,
    /// `duplicate_template`, `unknown_issue_type`, `unknown_template`, `outside_root`,
    /// `no_effect`, `unfit_platform` or `odd_value`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }
}

impl Deref for ConfigWarning {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.0
    }
}

impl fmt::Display for ConfigWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
