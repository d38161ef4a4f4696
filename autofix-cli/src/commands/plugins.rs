//! `autofix plugins`.

use super::open;
use crate::Outcome;
use crate::cli::Project;
use crate::failure::Failure;
use crate::output::{BOLD, DIM, Output, printable, styled};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn list(project: &Project, output: &Output) -> Result<Outcome, Failure> {
    let autofix = open(&project.root, output)?;
    let plugins: Vec<Value> = (autofix.plugins())
        .map(|plugin| {
            json!({
                "name": plugin.name,
                "version": plugin.version,
                "summary": plugin.summary,
                "supported_errors": plugin.supported_errors,
                "max_safety": plugin.max_safety,
            })
        })
        .collect();
    output.document(&json!({ "plugins": plugins }))?;
    let mut text = String::new();
    for plugin in autofix.plugins() {
        let types: Vec<&str> =
            plugin.supported_errors.iter().map(autofix::model::IssueType::as_str).collect();
        let name = styled(BOLD, printable(&plugin.name));
        let _ = writeln!(text, "{name} {}  {}", plugin.version, printable(&plugin.summary));
        let _ = writeln!(text, "  {}", styled(DIM, printable(&types.join(", "))));
    }
    output.answer(&text);
    Ok(Outcome::Done)
}
