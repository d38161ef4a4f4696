//! What is going on while a command of the project runs.

use crate::output::{DIM, Output, styled};
use async_trait::async_trait;
use autofix::host::LocalSandbox;
use autofix::{CommandOutcome, CommandSpec, Sandbox, SandboxError};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A sandbox that says on stderr what it runs.
pub(crate) struct Watched {
    inner: LocalSandbox,
    output: Output,
    spinner: ProgressBar,
    runs: AtomicUsize,
}

impl Watched {
    pub(crate) fn new(inner: LocalSandbox, output: &Output) -> Self {
        let spinner = if output.moves() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            spinner.set_style(style);
        }
        Self { inner, output: output.clone(), spinner, runs: AtomicUsize::new(0) }
    }

    /// Takes the spinner away, so that the answer stands alone.
    pub(crate) fn finish(&self) {
        self.spinner.finish_and_clear();
    }
}

#[async_trait]
impl Sandbox for Watched {
    async fn run(
        &self,
        command: &CommandSpec,
        changes: &BTreeMap<String, Option<Arc<str>>>,
    ) -> Result<CommandOutcome, SandboxError> {
        let run = self.runs.fetch_add(1, Ordering::Relaxed) + 1;
        let with = match (run, changes.len()) {
            (_, 0) => "as it is".to_owned(),
            (_, 1) => "with 1 file repaired".to_owned(),
            (_, files) => format!("with {files} files repaired"),
        };
        let said = format!("run {run}, {with}: {}", crate::output::printable(&command.argv.join(" ")));
        if self.output.moves() {
            self.spinner.enable_steady_tick(Duration::from_millis(100));
            self.spinner.set_message(said.clone());
        } else {
            self.output.remark(&styled(DIM, &said));
        }
        let outcome = self.inner.run(command, changes).await;
        if let Ok(outcome) = &outcome
            && self.output.verbose
        {
            let ended = ended(outcome);
            self.spinner.suspend(|| self.output.remark(&styled(DIM, format!("{said}: {ended}"))));
        }
        outcome
    }
}

/// How a command ended, for people.
pub(crate) fn ended(outcome: &CommandOutcome) -> String {
    match (&outcome.limit, outcome.exit_code, outcome.kept_running) {
        (Some(limit), _, _) => format!("ended by its limit ({limit})"),
        (None, _, true) => "came up and keeps running".to_owned(),
        (None, Some(code), false) => format!("exit status {code}"),
        (None, None, false) => "ended by a signal".to_owned(),
    }
}
