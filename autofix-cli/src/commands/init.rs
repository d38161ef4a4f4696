//! `autofix init`.

use crate::Outcome;
use crate::cli::Init;
use crate::failure::Failure;
use crate::output::{DIM, GREEN, Output, printable, styled};
use autofix::blocking::block_on;
use autofix::core::config::{Config, render};
use autofix::core::project::{ProjectType, detect};
use autofix::host::FolderWorkspace;
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

const FILE: &str = ".autofix.yml";

pub(crate) fn run(arguments: &Init, output: &Output) -> Result<Outcome, Failure> {
    let root = &arguments.project.root;
    let workspace = FolderWorkspace::open(root)?;
    // Said before detection, which may take a while in a large project.
    if !arguments.force && fs::symlink_metadata(root.join(FILE)).is_ok() {
        return Err(exists(root));
    }
    let detected = block_on(detect(&workspace))?;
    let given = arguments.project_type.as_deref();
    let given = given.and_then(|name| ProjectType::ALL.into_iter().find(|kind| kind.as_str() == name));
    let folder = workspace.root().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = arguments.name.clone().or_else(|| detected.name.clone()).unwrap_or(folder);
    let text = render(&detected, &name, given);
    // What is written must be read back, whatever the name has in it.
    Config::parse(FILE, text.as_bytes())?;
    write(root, &text, arguments.force)?;

    let kind = given.or(detected.project_type).map(ProjectType::as_str);
    output.document(&json!({
        "status": "created",
        "file": FILE,
        "project": { "name": name, "type": kind, "evidence": detected.evidence },
    }))?;
    let mut said = format!("{} {FILE} for {}\n", styled(GREEN.bold(), "wrote"), printable(&name));
    match kind {
        Some(kind) => {
            let _ = writeln!(said, "  type {kind}");
        }
        None => said.push_str("  none of the known types was found; set `project.type` if one fits\n"),
    }
    for evidence in &detected.evidence {
        let _ = writeln!(said, "  {}", styled(DIM, printable(evidence)));
    }
    for note in &detected.notes {
        let _ = writeln!(said, "  {}: {}", printable(&note.file), printable(&note.message));
    }
    said.push_str("next: autofix fix --log error.log\n");
    output.answer(&said);
    Ok(Outcome::Done)
}

fn exists(root: &Path) -> Failure {
    let problem = format!("{} is there already; nothing was changed", root.join(FILE).display());
    Failure::new("exists", problem).with_hint("edit it, or add --force to overwrite it")
}

/// Writes beside and puts it in its place in one step: a link there is replaced, never followed.
fn write(root: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let file = root.join(FILE);
    let failed = |error: std::io::Error| Failure::io(&file.display().to_string(), &error);
    let beside = root.join(format!("{FILE}.{}.new", std::process::id()));
    let mut new = fs::File::create_new(&beside).map_err(failed)?;
    let written = new.write_all(text.as_bytes()).and_then(|()| new.sync_all());
    let placed =
        written.and_then(|()| if force { fs::rename(&beside, &file) } else { fs::hard_link(&beside, &file) });
    fs::remove_file(&beside).ok();
    match placed {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists(root)),
        // Some file systems know no hard links.
        Err(_) if !force => {
            let mut new = fs::File::create_new(&file).map_err(failed)?;
            new.write_all(text.as_bytes()).map_err(failed)
        }
        other => other.map_err(failed),
    }
}
