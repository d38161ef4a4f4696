//! `autofix config`.

use crate::Outcome;
use crate::cli::Project;
use crate::failure::{Failure, diagnostic};
use crate::output::{GREEN, Output, YELLOW, printable, styled};
use autofix::blocking::AutoFix;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn check(project: &Project, output: &Output) -> Result<Outcome, Failure> {
    let autofix = AutoFix::builder().root(&project.root).build()?;
    if !project.root.join(".autofix.yml").exists() {
        let problem = format!("{}: there is no .autofix.yml", project.root.display());
        return Err(Failure::new("not_found", problem).with_hint("`autofix init` writes one"));
    }
    let warnings = autofix.config_warnings();
    let listed: Vec<Value> = warnings.iter().map(|warning| diagnostic(warning)).collect();
    output.document(&json!({ "file": ".autofix.yml", "valid": true, "warnings": listed }))?;
    let mut text = String::new();
    for warning in warnings {
        let _ = writeln!(text, "{} {}\n", styled(YELLOW.bold(), "warning:"), printable(&warning.to_string()));
    }
    let _ = match warnings.len() {
        0 => writeln!(text, "{} .autofix.yml", styled(GREEN.bold(), "valid")),
        1 => writeln!(text, ".autofix.yml is valid, with 1 warning"),
        number => writeln!(text, ".autofix.yml is valid, with {number} warnings"),
    };
    output.answer(&text);
    Ok(Outcome::Done)
}
