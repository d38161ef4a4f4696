//! One file for each command.

mod analyze;
mod completions;
mod config;
mod fix;
mod init;
mod logs;
mod plugins;
mod rollback;
mod status;

use crate::Outcome;
use crate::cli::{Command, Config, Logs, Plugins};
use crate::failure::Failure;
use crate::output::{Output, YELLOW, printable, styled};
use autofix::blocking::AutoFix;
use std::path::Path;

pub(crate) fn run(command: Command, output: &Output) -> Result<Outcome, Failure> {
    match command {
        Command::Init(arguments) => init::run(&arguments, output),
        Command::Config(Config::Check(project)) => config::check(&project, output),
        Command::Analyze(arguments) => analyze::run(&arguments, output),
        Command::Logs(Logs::Parse(arguments)) => logs::parse(&arguments, output),
        Command::Fix(arguments) => fix::run(&arguments, output),
        Command::Rollback(arguments) => rollback::run(&arguments, output),
        Command::Status(project) => status::run(&project, output),
        Command::Plugins(Plugins::List(project)) => plugins::list(&project, output),
        Command::Completions { shell } => Ok(completions::run(shell)),
    }
}

/// The project with its configuration.
fn open(root: &Path, output: &Output) -> Result<AutoFix, Failure> {
    let autofix = AutoFix::builder().root(root).build()?;
    match autofix.config_warnings().len() {
        0 => {}
        1 => remark_warnings(output, "1 warning"),
        number => remark_warnings(output, &format!("{number} warnings")),
    }
    Ok(autofix)
}

fn remark_warnings(output: &Output, number: &str) {
    let said = format!("{number} about .autofix.yml; `autofix config check` shows them");
    output.remark(&format!("{} {said}", styled(YELLOW, "warning:")));
}

/// The project without its configuration, for what does not depend on it.
fn open_plain(root: &Path) -> Result<AutoFix, Failure> {
    Ok(AutoFix::builder().root(root).ignore_config_file().build()?)
}

/// Says what an earlier command left half done, and that it was put right.
fn remark_recovered(autofix: &AutoFix, output: &Output) {
    for recovered in autofix.recovered() {
        let kept = match recovered.kept.as_slice() {
            [] => String::new(),
            files => format!("; edited since and left as they are: {}", files.join(", ")),
        };
        let said = format!("{} was interrupted half way and was undone{kept}", recovered.fix_id);
        output.remark(&format!("{} {}", styled(YELLOW, "note:"), printable(&said)));
    }
}
