//! Running programs, and saying so.

use crate::Outcome;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes a line to stderr: stdout belongs to the programs that are run.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Where `cargo` puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// A program that is run in a folder.
pub(crate) fn program(folder: &Path, name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).args(args);
    command
}

/// `cargo` in the project's root.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    program(&root(), &cargo, args)
}

/// Runs a program to its end; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Outcome {
    match status(command)? {
        Some(0) => Ok(()),
        code => Err(format!(
            "{} ended with {}",
            words(command),
            code.map_or("a signal".to_owned(), |code| code.to_string())
        )),
    }
}

/// Runs a program to its end and answers its exit code.
pub(crate) fn status(command: &mut Command) -> Result<Option<i32>, String> {
    say(&format!("\u{2192} {}", words(command)));
    let status = command.status().map_err(|error| format!("{}: {error}", words(command)))?;
    Ok(status.code())
}

/// Runs a program to its end and answers what it wrote to stdout; an error unless it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let answer = command.output().map_err(|error| format!("{}: {error}", words(command)))?;
    if answer.status.success() {
        Ok(String::from_utf8_lossy(&answer.stdout).trim_end().to_owned())
    } else {
        let reason = String::from_utf8_lossy(&answer.stderr);
        Err(format!("{} failed: {}", words(command), reason.trim()))
    }
}

fn words(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    std::iter::once(program).chain(args).collect::<Vec<_>>().join(" ")
}

/// Whether a program can be started.
pub(crate) fn has(name: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
