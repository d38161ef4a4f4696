//! What an error of one kind looks like. Tables of these live with the plugins, as `static` data.

use crate::ingest::Reader;
use crate::model::{IssueType, Severity};

/// What an error is to the others of its log, from what explains them to what they explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The cause of other errors, wherever it stands: a broken configuration of the tool itself.
    Root,
    /// An error of its own.
    Cause,
    /// What a client was told, not what failed: any error that a program tells of itself comes first.
    Symptom,
    /// A consequence of something else, if something else is there to be seen.
    Echo,
}

/// One look of one root cause. Every condition that is not empty must hold.
///
/// Conditions on codes, frames and readers outlive a framework's wording; prefer them to prose.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "conditions that do not know of each other")]
pub struct Signature {
    /// Name, shown as evidence; unique in its table.
    pub name: &'static str,
    /// The root cause.
    pub issue_type: IssueType,
    /// How much it hurts.
    pub severity: Severity,
    /// 0 to 1: how surely the cause follows from the look. Below 0.5 it is a last resort.
    pub weight: f64,
    /// One of these stands in the text as a whole token.
    pub codes: &'static [&'static str],
    /// All of these stand in the text.
    pub all: &'static [&'static str],
    /// One of these stands in the text.
    pub any: &'static [&'static str],
    /// None of these stands in the text.
    pub none: &'static [&'static str],
    /// One of these stands somewhere in the log, not necessarily in this error.
    pub log: &'static [&'static str],
    /// The exception that the error's words begin with is one of these: `FieldError` whatever its module,
    /// `django.db.utils.DataError` that one, `alembic.` every one of a module.
    pub raised: &'static [&'static str],
    /// The command that was running has one of these among its words, such as `vite build`.
    pub ran: &'static [&'static str],
    /// Matches the text (first and last 16 KiB).
    pub regex: Option<&'static str>,
    /// Whose code threw: the innermost frame outside of the runtime has one of these in its path.
    pub thrown_in: &'static [&'static str],
    /// Some frame has one of these in its path.
    pub through: &'static [&'static str],
    /// The innermost frame of the project has one of these in its path.
    pub app_path: &'static [&'static str],
    /// The stack has a frame of the project.
    pub needs_app: bool,
    /// Names its type only where the innermost frame of the project is a file of the workspace; elsewhere the
    /// error is [`IssueType::UNKNOWN`]. For languages that a web project may have beside its own, so that a
    /// tool's crash is not taken for its bug.
    pub in_project: bool,
    /// Formats in which this may be seen; empty for all.
    pub readers: &'static [Reader],
    /// Literals and codes match in any case.
    pub insensitive: bool,
    /// Its place among the errors of a log.
    pub role: Role,
    /// The missing module that the message names lies beside the project's own frames.
    pub own_module: bool,
}

impl Signature {
    /// A signature without conditions: it matches every error that a reader is certain of.
    pub const fn new(name: &'static str, issue_type: IssueType, weight: f64) -> Self {
        Self {
            name,
            issue_type,
            severity: Severity::High,
            weight,
            codes: &[],
            all: &[],
            any: &[],
            none: &[],
            log: &[],
            raised: &[],
            ran: &[],
            regex: None,
            thrown_in: &[],
            through: &[],
            app_path: &[],
            needs_app: false,
            in_project: false,
            readers: &[],
            insensitive: false,
            role: Role::Cause,
            own_module: false,
        }
    }

    /// Sets [`Signature::severity`].
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets [`Signature::codes`].
    pub const fn codes(mut self, codes: &'static [&'static str]) -> Self {
        self.codes = codes;
        self
    }

    /// Sets [`Signature::all`].
    pub const fn all(mut self, literals: &'static [&'static str]) -> Self {
        self.all = literals;
        self
    }

    /// Sets [`Signature::any`].
    pub const fn any(mut self, literals: &'static [&'static str]) -> Self {
        self.any = literals;
        self
    }

    /// Sets [`Signature::none`].
    pub const fn none(mut self, literals: &'static [&'static str]) -> Self {
        self.none = literals;
        self
    }

    /// Sets [`Signature::log`].
    pub const fn log(mut self, literals: &'static [&'static str]) -> Self {
        self.log = literals;
        self
    }

    /// Sets [`Signature::raised`].
    pub const fn raised(mut self, exceptions: &'static [&'static str]) -> Self {
        self.raised = exceptions;
        self
    }

    /// Sets [`Signature::ran`].
    pub const fn ran(mut self, commands: &'static [&'static str]) -> Self {
        self.ran = commands;
        self
    }

    /// Sets [`Signature::regex`].
    pub const fn regex(mut self, regex: &'static str) -> Self {
        self.regex = Some(regex);
        self
    }

    /// Sets [`Signature::thrown_in`].
    pub const fn thrown_in(mut self, paths: &'static [&'static str]) -> Self {
        self.thrown_in = paths;
        self
    }

    /// Sets [`Signature::through`].
    pub const fn through(mut self, paths: &'static [&'static str]) -> Self {
        self.through = paths;
        self
    }

    /// Sets [`Signature::app_path`].
    pub const fn app_path(mut self, paths: &'static [&'static str]) -> Self {
        self.app_path = paths;
        self
    }

    /// Sets [`Signature::needs_app`].
    pub const fn in_app(mut self) -> Self {
        self.needs_app = true;
        self
    }

    /// Sets [`Signature::in_project`].
    pub const fn in_project(mut self) -> Self {
        self.in_project = true;
        self
    }

    /// Sets [`Signature::readers`].
    pub const fn readers(mut self, readers: &'static [Reader]) -> Self {
        self.readers = readers;
        self
    }

    /// Sets [`Signature::insensitive`].
    pub const fn insensitive(mut self) -> Self {
        self.insensitive = true;
        self
    }

    /// Sets [`Role::Echo`].
    pub const fn echo(mut self) -> Self {
        self.role = Role::Echo;
        self
    }

    /// Sets [`Role::Symptom`].
    pub const fn symptom(mut self) -> Self {
        self.role = Role::Symptom;
        self
    }

    /// Sets [`Signature::own_module`].
    pub const fn own_module(mut self) -> Self {
        self.own_module = true;
        self
    }

    /// Sets [`Role::Root`].
    pub const fn root(mut self) -> Self {
        self.role = Role::Root;
        self
    }

    /// Whether the regex, if there is one, is well formed. One that is not never matches.
    pub fn compiles(&self) -> bool {
        self.regex.is_none_or(|regex| regex_lite::Regex::new(regex).is_ok())
    }

    /// Whether no words are asked for.
    pub(crate) fn has_no_literal(&self) -> bool {
        self.codes.is_empty() && self.all.is_empty() && self.any.is_empty() && self.raised.is_empty()
    }
}
