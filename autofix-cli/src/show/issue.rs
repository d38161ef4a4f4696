//! An issue: what it is, where, and what that rests on.

use super::frame::frame;
use crate::output::{BOLD, DIM, GREEN, RED, YELLOW, printable, styled};
use autofix::blocking::AutoFix;
use autofix::model::{Issue, Severity};
use std::fmt::Write as _;

/// Pieces of evidence that are shown unless more is asked for.
const EVIDENCE: usize = 2;
/// Longest message, in characters.
const MESSAGE: usize = 600;

pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// An issue with the code that it is about.
pub(crate) fn issue(autofix: &AutoFix, issue: &Issue, verbose: bool) -> String {
    let (style, severity) = match issue.severity {
        Severity::Critical => (RED.bold(), "critical"),
        Severity::High => (RED, "high"),
        Severity::Medium => (YELLOW, "medium"),
        Severity::Low => (GREEN, "low"),
    };
    let mut shown = format!(
        "{}  {}  {}\n",
        styled(BOLD, printable(issue.issue_type.as_str())),
        styled(style, severity),
        styled(DIM, format!("confidence {}", percent(issue.confidence))),
    );
    for line in shortened(&issue.message).lines() {
        let _ = writeln!(shown, "  {}", printable(line));
    }
    shown.push_str(&code(autofix, issue));
    let most = if verbose { usize::MAX } else { EVIDENCE };
    // Most often the error's own words are the evidence.
    let further = issue.evidence.iter().filter(|it| verbose || !issue.message.contains(it.text.trim()));
    for evidence in further.take(most) {
        let place = format!("log line {}, {}:", evidence.line, evidence.signature);
        let _ = writeln!(shown, "  {} {}", styled(DIM, place), printable(evidence.text.trim()));
    }
    if let Some(next) = issue.runner_up.as_ref().filter(|_| verbose) {
        let place = format!("next best, {}:", next.issue_type);
        let _ = writeln!(shown, "  {} {}", styled(DIM, place), printable(&next.reason));
    }
    let mut facts = vec![issue.id.clone()];
    if issue.count > 1 {
        facts.push(format!("seen {} times", issue.count));
    }
    if let [first, last] = issue.lines.as_slice() {
        let lines =
            if first == last { format!("log line {first}") } else { format!("log lines {first}–{last}") };
        facts.push(lines);
    }
    let _ = writeln!(shown, "  {}", styled(DIM, printable(&facts.join(" · "))));
    shown
}

/// The innermost place in the project's own code that can be read.
fn code(autofix: &AutoFix, issue: &Issue) -> String {
    let places = issue.frames.iter().filter(|frame| frame.in_app);
    for place in places.take(8) {
        let Some(line) = place.line else { continue };
        if let Ok(text) = autofix.read_file(&place.file) {
            let shown = frame(&place.file, &text, line, place.column);
            if !shown.is_empty() {
                return shown;
            }
        }
    }
    match issue.affected_files.as_slice() {
        [] => String::new(),
        files => format!("  {} {}\n", styled(DIM, "in"), printable(&files.join(", "))),
    }
}

fn shortened(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}
