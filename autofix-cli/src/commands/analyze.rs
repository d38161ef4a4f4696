//! `autofix analyze`.

use super::open_plain;
use crate::cli::Analyze;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{DIM, Output, YELLOW, printable, styled};
use crate::{Outcome, input, issues, mining, show};
use autofix::blocking::AutoFix;
use autofix::model::AnalysisReport;
use std::fmt::Write as _;
use std::io::Read as _;

/// Issues that are shown unless more is asked for.
const SHOWN: usize = 5;
/// Bytes that are read at once.
const PIECE: usize = 1 << 18;

pub(crate) fn run(arguments: &Analyze, output: &Output) -> Result<Outcome, Failure> {
    let root = &arguments.project.root;
    let autofix = open_plain(root)?;
    let report = read(&autofix, input::open(&arguments.log)?, output)?;
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

/// Reads a log of any length, piece by piece.
fn read(autofix: &AutoFix, mut source: Source, output: &Output) -> Result<AnalysisReport, Failure> {
    let bar = mining::bar(output, source.length);
    let mut reader = source.decoded()?;
    let mut reading = autofix.read_log()?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::io(&source.name, &error)),
        };
        reading.push(piece.get(..read).unwrap_or_default());
        bar.inc(read as u64);
    }
    bar.finish_and_clear();
    Ok(reading.finish())
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
