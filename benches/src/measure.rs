//! One process, measured from its start to its end.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What one run cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// From the start to the end.
    pub(crate) wall: Duration,
    /// Processor time of all its threads.
    pub(crate) cpu: Duration,
    /// Most memory that it held, in bytes.
    pub(crate) memory: u64,
    /// How it ended.
    pub(crate) status: Option<i32>,
}

/// A program with its arguments.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    pub(crate) folder: PathBuf,
}

impl Program {
    pub(crate) fn new(path: &Path, folder: &Path, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).as_ref().to_owned()).collect();
        Self { path: path.to_owned(), arguments, folder: folder.to_owned() }
    }

    /// Runs it once; what it says is dropped.
    pub(crate) fn run(&self) -> Result<Cost, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.path.display());
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().map_err(failed)?;
        let ended = child.wait4().map_err(failed)?;
        Ok(Cost {
            wall: start.elapsed(),
            cpu: ended.rusage.utime + ended.rusage.stime,
            memory: ended.rusage.maxrss,
            status: ended.status.code(),
        })
    }
}

/// The middle value; of an even number, the lower one of the two in the middle.
pub(crate) fn median<T: Copy>(
    values: impl IntoIterator<Item = T>,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) -> Option<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_by(order);
    values.get(values.len().saturating_sub(1) / 2).copied()
}
