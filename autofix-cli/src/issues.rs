//! The issues of the last analysis of an initialised project, for `fix --issue-id`.

use crate::failure::Failure;
use autofix::model::Issue;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

const STATE: &str = ".autofix/state";
const FILE: &str = "issues.json";
/// Issues that are kept, most likely root cause first.
const MOST: usize = 200;
/// Most bytes that are read back.
const LIMIT: u64 = 64 << 20;

/// Keeps the issues of an analysis. Only in a project with a `.autofix.yml`: elsewhere reading a
/// log leaves no trace.
pub(crate) fn keep(root: &Path, issues: &[Issue]) -> io::Result<bool> {
    if !root.join(".autofix.yml").is_file() {
        return Ok(false);
    }
    let state = root.join(STATE);
    for folder in [&root.join(".autofix"), &state] {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        // A link could lead out of the project, where nothing is written.
        if !fs::symlink_metadata(folder)?.is_dir() {
            return Err(io::Error::other(format!("{} is no folder of the project", folder.display())));
        }
    }
    let ignore = state.join(".gitignore");
    if !ignore.exists() {
        put(&state, ".gitignore", b"*\n")?;
    }
    put(&state, FILE, &serde_json::to_vec(issues.get(..MOST).unwrap_or(issues))?)?;
    Ok(true)
}

/// Writes beside and renames, so that a reader sees the old text or the new one.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!("{name}.{}.new", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, folder.join(name)));
    if written.is_err() {
        fs::remove_file(&beside).ok();
    }
    written
}

/// The issue of the last analysis that has this id.
pub(crate) fn find(root: &Path, id: &str) -> Result<Issue, Failure> {
    const AGAIN: &str = "run `autofix analyze LOG` in the initialised project first, or use `--log LOG`";
    let path = root.join(STATE).join(FILE);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let configured = root.join(".autofix.yml").is_file();
            let problem = if configured {
                format!("no issue `{id}`: no log was analysed in this project yet")
            } else {
                format!("no issue `{id}`: issues are kept only in a project with a `.autofix.yml`")
            };
            let hint = if configured {
                AGAIN
            } else {
                "use `--log LOG`, or run `autofix init` and then `autofix analyze LOG`"
            };
            return Err(Failure::new("unknown_issue", problem).with_hint(hint));
        }
        Err(error) => return Err(Failure::io(&path.display().to_string(), &error)),
    };
    let mut bytes = Vec::new();
    file.take(LIMIT)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io(&path.display().to_string(), &error))?;
    let issues: Vec<Issue> = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new("invalid_input", format!("{}: {error}", path.display())).with_hint(AGAIN)
    })?;
    let found = issues.into_iter().find(|issue| issue.id == id);
    found.ok_or_else(|| {
        Failure::new("unknown_issue", format!("no issue `{id}` in the last analysis")).with_hint(AGAIN)
    })
}
