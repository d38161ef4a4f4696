//! Running a project's command in a copy. The core asks; a host that can runs it.

use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A command of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSpec {
    /// The program and its arguments, as given, without a shell.
    pub argv: Vec<String>,
    /// Folder inside the workspace; empty for the root.
    pub folder: String,
}

impl CommandSpec {
    /// A command that is started in the workspace's root.
    pub fn new<S: Into<String>>(argv: impl IntoIterator<Item = S>) -> Self {
        Self { argv: argv.into_iter().map(Into::into).collect(), folder: String::new() }
    }
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandOutcome {
    /// Exit code; `None` when a signal or a limit ended it.
    pub exit_code: Option<i32>,
    /// Which limit ended it, for people: `time: 60 s`, `output: 8 MiB`.
    pub limit: Option<String>,
    /// What it wrote to stdout and stderr, in the order it came, lossily decoded.
    pub output: String,
    /// It was still running, in good health, when the time for it to fail was over: a server.
    pub kept_running: bool,
}

impl CommandOutcome {
    /// Whether it did what it should: ended with 0, or is a server that came up and stayed.
    pub fn is_green(&self) -> bool {
        self.exit_code == Some(0) || self.kept_running
    }
}

/// Why a command could not be run at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// This host runs nothing (a browser, or execution was not asked for).
    #[error("this host runs no commands")]
    Unavailable,
    /// The program is not there or may not be started.
    #[error("cannot start `{program}`: {reason}")]
    Start {
        /// The program.
        program: String,
        /// What the system said.
        reason: String,
    },
    /// The private copy could not be made.
    #[error("cannot copy the workspace: {0}")]
    Copy(String),
}

/// Runs commands in a private copy of the workspace, within limits.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// Runs a command in a fresh copy in which some files are changed (`None`: gone).
    /// The workspace itself is never touched.
    async fn run(
        &self,
        command: &CommandSpec,
        changes: &BTreeMap<String, Option<Arc<str>>>,
    ) -> Result<CommandOutcome, SandboxError>;
}
