//! `autofix fix`.

use super::{open, remark_recovered};
use crate::cli::Fix;
use crate::failure::Failure;
use crate::interrupt::until_interrupted;
use crate::output::{DIM, GREEN, Output, printable, styled};
use crate::progress::{Watched, ended};
use crate::{Outcome, input, issues, show};
use autofix::blocking::AutoFix;
use autofix::host::{Limits, LocalSandbox};
use autofix::model::{FixReport, FixStatus, Safety};
use autofix::{AutoFixError, Budget, CommandSpec};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};

/// Lines of a command's output that are shown when nothing could be repaired.
const LAST_WORDS: usize = 12;

pub(crate) fn run(arguments: &Fix, output: &Output) -> Result<Outcome, Failure> {
    let autofix = open(&arguments.project.root, output)?;
    let Some(mut report) = found(&autofix, arguments, output)? else {
        output.failure(&Failure::new("interrupted", "interrupted; nothing was changed"));
        return Ok(Outcome::Interrupted);
    };
    remark_recovered(&autofix, output);
    output.answer(&shown(&autofix, &report, output));
    if arguments.apply
        && report.status == FixStatus::Generated
        && let Some(fix) = report.fix.take()
    {
        if fix.safety == Safety::DisplayOnly {
            let failure = Failure::from(AutoFixError::DisplayOnly(fix.id.clone()));
            report.fix = Some(fix);
            return Err(failure.with_details(json!({ "report": report })));
        }
        let unattended = report.issue.as_ref().is_some_and(|issue| autofix.may_apply_unattended(issue, &fix));
        if unattended || agreed(arguments, output) {
            report.fix = Some(autofix.apply_fix(&fix)?);
            report.status = FixStatus::Applied;
        } else {
            report.fix = Some(fix);
        }
    }
    output.document(&report)?;
    output.answer(&next(arguments, &report, output));
    Ok(match report.status {
        FixStatus::Applied | FixStatus::Generated => Outcome::Done,
        FixStatus::Declined => Outcome::Nothing,
        FixStatus::Failed => Outcome::NotValidated,
    })
}

/// `None` when it was interrupted.
fn found(autofix: &AutoFix, arguments: &Fix, output: &Output) -> Result<Option<FixReport>, Failure> {
    if let Some(log) = &arguments.log {
        return Ok(Some(autofix.repair_log(&input::log(log)?)?));
    }
    if let Some(id) = &arguments.issue_id {
        let issue = issues::find(&arguments.project.root, id)?;
        return Ok(Some(autofix.generate_fix(&issue)?));
    }
    let sandbox =
        LocalSandbox::new(&arguments.project.root, Limits::default()).map_err(AutoFixError::from)?;
    if !sandbox.confinement().writes {
        output.remark("warning: this system cannot keep the command from writing outside of the copy");
    }
    let watched = Watched::new(sandbox, output);
    let command = CommandSpec::new(arguments.command.clone());
    let autofix = autofix::AutoFix::from(autofix.clone());
    let work = autofix.prove_with(&watched, &command, Budget::default());
    let proof = until_interrupted(work);
    watched.finish();
    let Some(proof) = proof? else { return Ok(None) };
    let proof = proof?;
    if !proof.before.is_green() {
        let before = format!("before: {}", ended(&proof.before));
        let after = proof.after.as_ref().map(|after| format!(", with the repair: {}", ended(after)));
        output.remark(&styled(DIM, format!("{before}{}", after.unwrap_or_default())));
        if proof.repair.fix.is_none() {
            output.remark(&last_words(&proof.before.output));
        }
    }
    Ok(Some(proof.repair.report()))
}

/// The end of what a command said, where a person may see what no plugin saw.
fn last_words(said: &str) -> String {
    let said = autofix::core::ingest::redact(said);
    let lines: Vec<&str> = said.trim_end().lines().collect();
    let from = lines.len().saturating_sub(LAST_WORDS);
    let shown = lines.iter().skip(from).map(|line| format!("  | {}", printable(line)));
    styled(DIM, shown.collect::<Vec<_>>().join("\n"))
}

fn shown(autofix: &AutoFix, report: &FixReport, output: &Output) -> String {
    if output.json {
        return String::new();
    }
    let mut text = String::new();
    if let Some(issue) = &report.issue {
        text.push_str(&show::issue(autofix, issue, output.verbose));
        text.push('\n');
    }
    if let Some(fix) = &report.fix {
        text.push_str(&show::fix(fix, report.validation.as_ref(), Output::is_seen()));
    }
    let said = match report.status {
        FixStatus::Declined if report.issue.is_none() && report.rejections.is_empty() => {
            "no error that AutoFix knows was found; nothing was changed\n"
        }
        FixStatus::Declined => "nothing to fix was found; nothing was changed\n",
        FixStatus::Failed => "a fix was found, but it did not pass validation; nothing was changed\n",
        FixStatus::Applied | FixStatus::Generated => "",
    };
    text.push_str(said);
    let hidden = report.fix.is_some() && !output.verbose;
    if !report.rejections.is_empty() && !hidden {
        if report.fix.is_some() {
            let _ = writeln!(text, "  {}", styled(DIM, "candidates that fell:"));
        }
        text.push_str(&show::rejections(&report.rejections));
    }
    text
}

/// Asks where a person can answer. A program that reads JSON cannot.
fn agreed(arguments: &Fix, output: &Output) -> bool {
    if arguments.yes || output.json || !std::io::stdin().is_terminal() {
        return true;
    }
    write!(anstream::stderr().lock(), "\nApply this fix? [y/N] ").ok();
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

fn next(arguments: &Fix, report: &FixReport, output: &Output) -> String {
    let Some(fix) = report.fix.as_ref().filter(|_| !output.json) else { return String::new() };
    let root = printable(&arguments.project.root.display().to_string());
    let root = if root == "." { String::new() } else { format!(" --root {root}") };
    match report.status {
        FixStatus::Applied => format!(
            "\n{} {} file(s) changed\nto take it back: autofix rollback {}{root}\n",
            styled(GREEN.bold(), "applied"),
            fix.changes.len(),
            fix.id
        ),
        FixStatus::Generated if arguments.apply => "\nnothing was changed\n".to_owned(),
        FixStatus::Generated if fix.safety == Safety::DisplayOnly => {
            "\nnothing was changed; make this change by hand if it is right\n".to_owned()
        }
        FixStatus::Generated => "\nnothing was changed; add --apply to write it\n".to_owned(),
        FixStatus::Declined | FixStatus::Failed => String::new(),
    }
}
