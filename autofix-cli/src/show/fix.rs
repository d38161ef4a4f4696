//! A fix: what it does, its diff, what it passed.

use super::{diff, percent};
use crate::output::{BOLD, DIM, GREEN, RED, YELLOW, printable, styled};
use autofix::model::{Fix, Rejection, Safety, StepStatus, Validation};
use std::fmt::Write as _;

/// A fix with its ladder.
pub(crate) fn fix(fix: &Fix, validation: Option<&Validation>, seen: bool) -> String {
    let safety = match fix.safety {
        Safety::Safe => styled(GREEN, "safe"),
        Safety::Unsafe => styled(YELLOW, "unsafe: it changes behaviour, look at it before you apply it"),
        Safety::DisplayOnly => {
            styled(YELLOW, "shown only: it needs a person's judgement and is never applied")
        }
    };
    let mut shown = format!(
        "{} {}\n  {}\n  {safety}\n\n",
        styled(GREEN.bold(), "fix"),
        styled(BOLD, printable(&fix.description)),
        styled(
            DIM,
            printable(&format!(
                "{} · plugin {} {} · confidence {}",
                fix.id,
                fix.plugin.name,
                fix.plugin.version,
                percent(fix.confidence)
            ))
        ),
    );
    for change in &fix.changes {
        shown.push_str(&diff(&change.diff, seen));
    }
    shown.push('\n');
    if let Some(validation) = validation {
        shown.push_str(&ladder(validation));
    }
    if !fix.test_commands.is_empty() {
        let _ =
            writeln!(shown, "  {} {}", styled(DIM, "to try it:"), printable(&fix.test_commands.join(", ")));
    }
    shown
}

fn ladder(validation: &Validation) -> String {
    let mut shown = String::new();
    for step in &validation.steps {
        let mark = match step.status {
            StepStatus::Passed => styled(GREEN, "✓"),
            StepStatus::Failed => styled(RED, "✗"),
            StepStatus::Skipped => styled(DIM, "–"),
        };
        let said = match step.name.as_str() {
            "bounds" => "stays inside the project",
            "applies" => "applies to the files as they are",
            "parses" => "the files still parse",
            "policy" => "keeps the rules",
            "plugin" => "its plugin agrees",
            "settled" => "the cause is gone",
            "command" => "the command succeeds",
            other => other,
        };
        let detail = if step.detail.is_empty() {
            String::new()
        } else {
            styled(DIM, format!(" ({})", printable(&step.detail)))
        };
        let _ = writeln!(shown, "  {mark} {said}{detail}");
    }
    shown
}

/// Candidates that fell.
pub(crate) fn rejections(rejections: &[Rejection]) -> String {
    let mut shown = String::new();
    for rejection in rejections {
        let plugin = match rejection.plugin.as_str() {
            "" => String::new(),
            name => format!("{}: ", styled(BOLD, printable(name))),
        };
        let _ = writeln!(shown, "  {} {plugin}{}", styled(DIM, "–"), printable(&rejection.reason));
    }
    shown
}
