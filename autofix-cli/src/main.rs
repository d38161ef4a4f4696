//! The command `autofix`: from an error log to a proved fix.

mod cli;
mod commands;
mod failure;
mod input;
mod interrupt;
mod issues;
mod mining;
mod output;
mod progress;
mod show;

use clap::Parser;
use clap::error::ErrorKind;
use cli::Cli;
use failure::Failure;
use output::Output;
use std::process::ExitCode;

/// How a command ended, as the exit status tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// There is nothing to fix.
    Nothing,
    /// A fix was found, but it did not pass validation; nothing was changed.
    NotValidated,
    /// It was interrupted.
    Interrupted,
}

impl Outcome {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 2,
            Self::NotValidated => 3,
            Self::Interrupted => 130,
        }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let output = Output::new(&cli.global);
    match commands::run(cli.command, &output) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            output.failure(&failure);
            ExitCode::FAILURE
        }
    }
}

/// The parser would end with 2, which here means that nothing was found.
fn usage(error: &clap::Error) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let own = std::env::args_os().take_while(|argument| argument != "--");
    if !asked && own.into_iter().any(|argument| argument == "--json") {
        let words = error.render().to_string();
        let message = words.trim().strip_prefix("error: ").unwrap_or(words.trim()).to_owned();
        Output::json_only().failure(&Failure::new("usage", message));
    } else {
        // Where even that cannot be written, nothing can be said.
        error.print().ok();
    }
    if asked { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
