//! `autofix rollback`.

use super::{open_plain, remark_recovered};
use crate::Outcome;
use crate::cli::Rollback;
use crate::failure::Failure;
use crate::output::{GREEN, Output, printable, styled};
use serde_json::json;
use std::fmt::Write as _;

pub(crate) fn run(arguments: &Rollback, output: &Output) -> Result<Outcome, Failure> {
    let autofix = open_plain(&arguments.project.root)?;
    let fix = autofix.rollback_fix(&arguments.id);
    remark_recovered(&autofix, output);
    let fix = fix?;
    output.document(&json!({ "status": "rolled_back", "fix": fix }))?;
    let mut text = format!("{} {}\n", styled(GREEN.bold(), "rolled back"), printable(&fix.description));
    for change in &fix.changes {
        let _ = writeln!(text, "  {}", printable(&change.file));
    }
    output.answer(&text);
    Ok(Outcome::Done)
}
