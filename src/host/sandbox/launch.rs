//! Starting a command so that everything holds before its first instruction.
//!
//! No code runs between fork and exec, as that would need `unsafe`. Landlock restricts a thread and what it starts,
//! so a thread of its own restricts itself and starts the command. Limits and the control group need
//! the process's id, so a shell comes first, which waits for a line on its standard input before it
//! becomes the command.

use super::copy::Copy;
use super::{Limits, environment, group::Group};
use autofix_core::validate::{CommandSpec, SandboxError};
use autofix_core::workspace::normalize;
use std::ffi::OsStr;
use std::io::{self, PipeReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

/// A command that runs.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) group: Group,
    pub(super) pipe: PipeReader,
}

/// Starts a command in a copy.
pub(super) fn start(copy: &Copy, command: &CommandSpec, limits: &Limits) -> Result<Running, SandboxError> {
    let (program, arguments) = command.argv.split_first().ok_or_else(|| SandboxError::Start {
        program: String::new(),
        reason: "the command is empty".to_owned(),
    })?;
    let failed =
        |error: io::Error| SandboxError::Start { program: program.clone(), reason: error.to_string() };
    let inner = match command.folder.as_str() {
        "" => String::new(),
        folder => normalize(folder)
            .ok_or_else(|| failed(io::Error::other("its folder leads out of the workspace")))?,
    };
    let folder = copy.root.join(inner);
    let inside = folder.canonicalize().map_err(failed)?;
    if !inside.starts_with(&copy.root) {
        return Err(failed(io::Error::other("its folder leads out of the workspace")));
    }

    let mark = copy.writable().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let variables = environment::of(&copy.temporary, &mark, &limits.env);
    let search = variables.get(OsStr::new("PATH")).map_or_else(Default::default, Clone::clone);
    let found = find(program, &folder, &search).map_err(failed)?;

    let (pipe, writer) = io::pipe().map_err(failed)?;
    let mut starting = gated(&found, arguments, limits);
    starting.current_dir(&folder).env_clear().envs(variables);
    starting.stdout(writer.try_clone().map_err(failed)?).stderr(writer);

    let mut child = confined(starting, copy.writable().to_path_buf()).map_err(failed)?;
    let group = Group::hold(&child, mark, limits);
    if let Some(mut gate) = child.stdin.take() {
        // Where this fails the shell is gone, and its exit tells.
        gate.write_all(b"\n").ok();
    }
    Ok(Running { child, group, pipe })
}

#[cfg(unix)]
fn gated(program: &Path, arguments: &[String], limits: &Limits) -> Command {
    use std::os::unix::process::CommandExt;
    let blocks = limits.file_size.div_ceil(512);
    // Linux sets the same limit from outside; other systems have only this.
    let script = format!("ulimit -f {blocks} 2>/dev/null; read -r _ && exec \"$@\" </dev/null");
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(script).arg("sh").arg(program).args(arguments);
    command.process_group(0).stdin(Stdio::piped());
    command
}

#[cfg(not(unix))]
fn gated(program: &Path, arguments: &[String], _limits: &Limits) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Starts a command that may write below one folder only, as far as the system can do that.
fn confined(mut command: Command, writable: PathBuf) -> io::Result<Child> {
    let start = move || {
        confine(&writable);
        command.spawn()
    };
    let started = thread::Builder::new().name("autofix-launch".to_owned()).spawn(start)?;
    started.join().unwrap_or_else(|_| Err(io::Error::other("the thread that starts it broke off")))
}

/// Whether writes can be confined here.
pub(super) fn can_confine() -> bool {
    let probe = thread::Builder::new().spawn(|| confine(Path::new("/")));
    probe.ok().and_then(|probe| probe.join().ok()).unwrap_or(false)
}

/// Takes from this thread, for ever, the right to write elsewhere. Says whether that holds.
#[cfg(target_os = "linux")]
fn confine(writable: &Path) -> bool {
    use landlock::{
        ABI, AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
        path_beneath_rules,
    };
    let restrict = || -> Result<RulesetStatus, RulesetError> {
        // Rights to read are not handled, so they stay. Those to control devices come with ABI 5.
        let write = AccessFs::from_write(ABI::V3);
        let devices =
            ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/ptmx", "/dev/pts", "/dev/shm"];
        let status = Ruleset::default()
            .handle_access(write)?
            .scope(Scope::Signal)?
            .create()?
            .add_rules(path_beneath_rules([writable], write))?
            .add_rules(path_beneath_rules(devices, write))?
            .restrict_self()?;
        Ok(status.ruleset)
    };
    restrict().is_ok_and(|status| status != RulesetStatus::NotEnforced)
}

#[cfg(not(target_os = "linux"))]
fn confine(_writable: &Path) -> bool {
    false
}

/// Finds a program as a shell does, but from the folder that the command is started in.
fn find(program: &str, folder: &Path, search: &OsStr) -> io::Result<PathBuf> {
    let not_found = || io::Error::new(io::ErrorKind::NotFound, "no such program");
    if program.is_empty() || program.contains('\0') {
        return Err(not_found());
    }
    let candidates: Vec<PathBuf> = if program.contains('/') || (cfg!(windows) && program.contains('\\')) {
        vec![folder.join(program)]
    } else {
        std::env::split_paths(search).map(|place| folder.join(place).join(program)).collect()
    };
    let mut present = candidates.into_iter().flat_map(spellings).filter(|path| path.is_file()).peekable();
    if present.peek().is_none() {
        return Err(not_found());
    }
    present.find(|path| may_be_started(path)).ok_or_else(|| io::ErrorKind::PermissionDenied.into())
}

#[cfg(windows)]
fn spellings(path: PathBuf) -> Vec<PathBuf> {
    let with = |extension: &str| {
        let mut name = path.clone().into_os_string();
        name.push(extension);
        PathBuf::from(name)
    };
    vec![with(".exe"), with(".cmd"), with(".bat"), path]
}

#[cfg(not(windows))]
fn spellings(path: PathBuf) -> [PathBuf; 1] {
    [path]
}

#[cfg(unix)]
fn may_be_started(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn may_be_started(_path: &Path) -> bool {
    true
}
