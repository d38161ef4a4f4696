//! `autofix plugins`.

use super::open;
use crate::Outcome;
use crate::cli::Project;
use crate::failure::Failure;
use crate::output::{BOLD, DIM, Output, printable, styled};
use autofix::PluginMetadata;
use autofix::model::PluginInfo;
use serde_json::json;
use std::fmt::Write as _;

pub(crate) fn list(project: &Project, output: &Output) -> Result<Outcome, Failure> {
    let autofix = open(&project.root, output)?;
    let plugins: Vec<PluginInfo> = autofix.plugins().map(PluginMetadata::info).collect();
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
