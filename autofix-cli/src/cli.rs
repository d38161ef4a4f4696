//! What can be typed.

use autofix::core::project::ProjectType;
use clap::builder::PossibleValuesParser;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Finds the root cause of an error in a project's source, repairs it, proves the repair.
#[derive(Debug, Parser)]
#[command(name = "autofix", version, styles = STYLES, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  npm run build 2>&1 | autofix fix --log -     shows a fix for what went wrong
  autofix fix --log error.log --apply          writes it
  autofix fix -- npm test                      runs the tests in a copy, and proves the fix there
  autofix rollback fix_3f2a…                   takes it back, byte for byte

Exit status: 0 done, 1 error, 2 nothing found to fix, 3 a fix was found but did not pass validation.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How answers are given.
#[derive(Debug, Clone, Args)]
#[command(next_display_order = 100)]
pub(crate) struct Global {
    /// Answer with one JSON document
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Say more: every candidate that fell, all issues, all evidence
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say nothing but the answer
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}

/// Where the project is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Project {
    /// The project's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a `.autofix.yml` for this project
    Init(Init),
    /// Look after the configuration
    #[command(subcommand)]
    Config(Config),
    /// Read a log, and name the root causes in it
    Analyze(Analyze),
    /// Look at what the lines of a log have in common
    #[command(subcommand)]
    Logs(Logs),
    /// Repair the root cause of an error
    Fix(Fix),
    /// Take an applied fix back, byte for byte
    Rollback(Rollback),
    /// Show what the project is and which fixes were applied
    Status(Project),
    /// Look at the plugins
    #[command(subcommand)]
    Plugins(Plugins),
    /// Write completions for a shell
    #[command(
        after_help = "Example:\n  autofix completions bash > ~/.local/share/bash-completion/completions/autofix"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  autofix init
  autofix init --type react-node --name \"My shop\"")]
pub(crate) struct Init {
    /// Kind of project; detected when left out
    #[arg(long = "type", value_name = "TYPE", value_parser = project_types())]
    pub(crate) project_type: Option<String>,
    /// Name of the project; from its manifest when left out
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Overwrite a `.autofix.yml` that is there
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) project: Project,
}

fn project_types() -> PossibleValuesParser {
    PossibleValuesParser::new(ProjectType::ALL.map(ProjectType::as_str))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Check `.autofix.yml`: errors, and what is most likely not meant
    Check(Project),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  autofix analyze error.log
  npm run build 2>&1 | autofix analyze -
  autofix analyze --json server.log | jq '.issues[0].type'")]
pub(crate) struct Analyze {
    /// The log or error text; `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) log: PathBuf,
    #[command(flatten)]
    pub(crate) project: Project,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Logs {
    /// Find the templates of a log's lines
    Parse(Parse),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  autofix logs parse server.log               a table of templates, most frequent first
  journalctl | autofix logs parse -
  autofix logs parse --json --jobs 0 big.log  the template of every line, on all cores")]
pub(crate) struct Parse {
    /// The log, of any size; `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) log: PathBuf,
    /// Threads that read; 0 for as many as there are cores
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) jobs: usize,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["log", "issue_id", "command"]))]
#[command(after_help = "\
Examples:
  autofix fix --log error.log             shows the fix as a diff; writes nothing
  autofix fix --log error.log --apply     writes it; on a terminal it asks first
  autofix fix --apply --yes -- npm test   runs `npm test` in a copy, repairs until it succeeds, applies
  autofix fix --log error.log | git apply")]
pub(crate) struct Fix {
    /// The log or error text; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    /// An issue of the last `autofix analyze` in this project
    #[arg(long, value_name = "ID")]
    pub(crate) issue_id: Option<String>,
    /// Write the fix; without it, it is only shown
    #[arg(long)]
    pub(crate) apply: bool,
    /// Do not ask before writing
    #[arg(short, long, requires = "apply")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) project: Project,
    /// Run this command in a private copy, take its output as the log, and prove the fix with it
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  autofix rollback fix_3f2a91c04d5e")]
pub(crate) struct Rollback {
    /// Id of the fix, as `autofix fix` and `autofix status` show it
    #[arg(value_name = "FIX_ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) project: Project,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plugins {
    /// List every plugin, in the order in which they are asked
    List(Project),
}
