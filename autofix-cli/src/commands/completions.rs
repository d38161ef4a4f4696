//! `autofix completions`.

use crate::Outcome;
use crate::cli::Cli;
use clap::CommandFactory;
use clap_complete::{Shell, generate};
use std::io::Write;

pub(crate) fn run(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "autofix", &mut script);
    // A reader that went away wants no more of it.
    std::io::stdout().lock().write_all(&script).ok();
    Outcome::Done
}
