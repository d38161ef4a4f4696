//! `autofix analyze`.

use super::open_plain;
use crate::cli::Analyze;
use crate::failure::Failure;
use crate::output::{DIM, Output, YELLOW, printable, styled};
use crate::{Outcome, input, issues, show};
use autofix::model::AnalysisReport;
use std::fmt::Write as _;

/// Issues that are shown unless more is asked for.
const SHOWN: usize = 5;

pub(crate) fn run(arguments: &Analyze, output: &Output) -> Result<Outcome, Failure> {
    let root = &arguments.project.root;
    let autofix = open_plain(root)?;
    let log = input::log(&arguments.log)?;
    let report = autofix.analyze_log(&log)?;
    drop(log);
    let kept = issues::keep(root, &report.issues).unwrap_or_else(|error| {
        let said = format!("the issues could not be kept for `autofix fix --issue-id`: {error}");
        output.remark(&format!("{} {said}", styled(YELLOW, "warning:")));
        false
    });
    output.document(&report)?;
    if !output.json {
        let next = next(arguments, &report, kept);
        output.answer(&shown(&report, output, &next, |issue| show::issue(&autofix, issue, output.verbose)));
    }
    Ok(if report.issues.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(
    report: &AnalysisReport,
    output: &Output,
    next: &str,
    issue: impl Fn(&autofix::model::Issue) -> String,
) -> String {
    if report.issues.is_empty() {
        let lines = if report.lines == 1 { "1 line".to_owned() } else { format!("{} lines", report.lines) };
        return format!("{lines} read, no error found\n");
    }
    let most = if output.verbose { usize::MAX } else { SHOWN };
    let mut text = String::new();
    for found in report.issues.iter().take(most) {
        text.push_str(&issue(found));
        text.push('\n');
    }
    let left = report.issues.len().saturating_sub(most);
    if left > 0 {
        let _ = writeln!(text, "{}", styled(DIM, format!("{left} more with -v")));
    }
    let _ = writeln!(text, "next: {next}");
    text
}

fn next(arguments: &Analyze, report: &AnalysisReport, kept: bool) -> String {
    let root = printable(&arguments.project.root.display().to_string());
    let root = if root == "." { String::new() } else { format!(" --root {root}") };
    match report.issues.first() {
        Some(issue) if kept => format!("autofix fix --issue-id {}{root}", issue.id),
        _ => {
            let log = printable(&arguments.log.display().to_string());
            format!("autofix fix --log {log}{root}")
        }
    }
}
