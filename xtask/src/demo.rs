//! The main job on a real broken project: `examples/broken-shop`, copied, installed and repaired.

use crate::shell::{self, cargo, program, root, say};
use crate::{Outcome, setup};
use std::fs;
use std::path::Path;

/// Installs the project, lets its build fail, repairs it with proof, repairs two logs, takes one back.
pub(crate) fn run() -> Outcome {
    setup::programs()?;
    shell::run(&mut cargo(&["build", "--quiet", "--package", "autofix-cli"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let autofix = target.join("debug/autofix");
    let autofix = autofix.to_str().ok_or("the path of the build is not UTF-8")?;

    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let project = folder.path().join("broken-shop");
    copy(&root().join("examples/broken-shop"), &project)
        .map_err(|error| format!("copying the example: {error}"))?;
    shell::run(&mut program(&project, "npm", &["install", "--no-audit", "--no-fund", "--loglevel=error"]))?;

    title("1. The build fails");
    if shell::status(&mut program(&project, "npm", &["run", "build"]))? == Some(0) {
        return Err("the example builds, so there is nothing to show".to_owned());
    }
    title(
        "2. AutoFix runs it in a copy, repairs one error after the other, and runs it again until it is green",
    );
    shell::run(&mut program(&project, autofix, &["fix", "--apply", "--yes", "--", "npm", "run", "build"]))?;
    shell::run(&mut program(&project, "npm", &["run", "build"]))?;

    title("3. A browser's console: the origin is not in the list, which another file holds");
    shell::run(&mut program(&project, autofix, &["fix", "--log", "browser.log", "--apply", "--yes"]))?;

    title("4. A server's log: a branch goes on after it has answered");
    let fixed =
        program(&project, autofix, &["fix", "--log", "server.log", "--apply", "--yes", "--json"]).output();
    let fixed = fixed.map_err(|error| error.to_string())?;
    let report: serde_json::Value =
        serde_json::from_slice(&fixed.stdout).map_err(|error| error.to_string())?;
    let id = report["fix"]["id"].as_str().ok_or("the log was not repaired")?.to_owned();
    say(report["fix"]["changes"][0]["diff"].as_str().unwrap_or_default());

    title("5. And taken back, byte for byte");
    shell::run(&mut program(&project, autofix, &["rollback", &id]))?;
    let before = fs::read(root().join("examples/broken-shop/server/routes/orders.js"));
    let after = fs::read(project.join("server/routes/orders.js"));
    match (before, after) {
        (Ok(before), Ok(after)) if before == after => Ok(()),
        _ => Err("the file is not what it was".to_owned()),
    }?;
    say("\nThe project builds, the browser is let in, and the last fix is undone.");
    Ok(())
}

fn title(text: &str) {
    say(&format!("\n\u{2500}\u{2500} {text}\n"));
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&entry.path(), &target)?;
            }
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
