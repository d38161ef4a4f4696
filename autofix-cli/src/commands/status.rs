//! `autofix status`.

use super::open;
use crate::Outcome;
use crate::cli::Project;
use crate::failure::Failure;
use crate::output::{BOLD, DIM, GREEN, Output, printable, styled};
use autofix::Status;
use autofix::core::project::Package;
use autofix::model::FixState;
use serde_json::json;
use std::fmt::Write as _;

pub(crate) fn run(project: &Project, output: &Output) -> Result<Outcome, Failure> {
    let status = open(&project.root, output)?.get_status()?;
    output.document(&json!(status.report()))?;
    output.answer(&shown(&status));
    Ok(Outcome::Done)
}

fn frameworks(package: &Package) -> Vec<&'static str> {
    package.frameworks.iter().map(|found| found.framework.name()).collect()
}

fn shown(status: &Status) -> String {
    let detected = &status.detected;
    let name = status.name.as_deref().unwrap_or("a project without a name");
    let kind = detected.project_type.map_or("of no known type", |kind| kind.as_str());
    let mut text = format!("{}  {kind}\n", styled(BOLD, printable(name)));
    for package in &detected.packages {
        let frameworks = frameworks(package).join(", ");
        let _ = writeln!(text, "  {}  {}  {frameworks}", printable(&package.manifest), package.role.as_str());
    }
    for note in &detected.notes {
        let _ = writeln!(text, "  {}: {}", printable(&note.file), printable(&note.message));
    }
    if !status.configured {
        let _ = writeln!(text, "  {}", styled(DIM, "no .autofix.yml; `autofix init` writes one"));
    }
    text.push('\n');
    if status.fixes.is_empty() {
        text.push_str("no fix was applied yet\n");
    }
    for fix in &status.fixes {
        let state = match fix.state {
            FixState::Applied => styled(GREEN, "applied"),
            FixState::RolledBack => styled(DIM, "rolled back"),
            FixState::Failed => "failed".to_owned(),
            FixState::Generated => "generated".to_owned(),
            FixState::Validated => "validated".to_owned(),
            FixState::Rejected => "rejected".to_owned(),
        };
        let _ = writeln!(text, "{}  {state}  {}", fix.id, printable(&fix.description));
    }
    text
}
