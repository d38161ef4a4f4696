//! Running a project's command in a private copy, within limits.
//!
//! What holds where:
//!
//! | | Linux | other unix | Windows |
//! |---|---|---|---|
//! | the project itself stays untouched by well-behaved commands | yes | yes | yes |
//! | writes elsewhere are refused (Landlock) | kernel 5.13 and later | no | no |
//! | every process that was started ends with the command | control group where one can be made, else by process group and a mark in the environment | process group | the command itself |
//! | limits of time and output | yes | yes | yes |
//! | limits of memory and processes | control group, else measured ten times a second | no | no |
//! | size of one file | yes | yes | no |
//!
//! Reading is not confined, and neither is the network: a command may read what its user may read.
//! It gets an environment without credentials, and the project's own `.env`, which it needs.
//! A process that is itself killed without a chance to clean up leaves its command running.

#[cfg(target_os = "linux")]
mod cgroup;
mod copy;
mod environment;
mod group;
mod launch;
mod output;
#[cfg(target_os = "linux")]
mod proc;
mod supervise;

use async_trait::async_trait;
use autofix_core::validate::{CommandOutcome, CommandSpec, Sandbox, SandboxError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

/// How much a command may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wall time until the command is ended.
    pub time: Duration,
    /// How long a command must listen on a TCP port, without a word in the second half of that time,
    /// to count as a server that came up.
    pub settle: Duration,
    /// Bytes of output that are kept: the first half and the last half. A command that writes eight
    /// times as much is ended.
    pub output: usize,
    /// Bytes of memory that all its processes together may use. Where no control group can be made,
    /// each process is also refused more than this, and the sum is measured.
    pub memory: u64,
    /// Processes at one time.
    pub processes: u32,
    /// Bytes of the largest file that may be written.
    pub file_size: u64,
    /// Bytes of the project that are copied at most, dependencies not counted.
    pub copy: u64,
    /// Variables that the command gets besides those that are passed on.
    pub env: BTreeMap<String, String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_mins(2),
            settle: Duration::from_secs(5),
            output: 8 << 20,
            memory: 4 << 30,
            processes: 512,
            file_size: 1 << 30,
            copy: 2 << 30,
            env: BTreeMap::new(),
        }
    }
}

/// What this system can hold a command to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confinement {
    /// Writes outside of the copy are refused.
    pub writes: bool,
    /// Its processes are held together by a control group, which none can leave.
    pub group: bool,
}

/// Runs commands in copies of a folder, on this machine.
///
/// A run has a thread of its own: any executor can wait for it, and dropping the future ends the
/// command and everything that it started.
#[derive(Debug, Clone)]
pub struct LocalSandbox {
    root: PathBuf,
    limits: Arc<Limits>,
    confinement: Confinement,
}

impl LocalSandbox {
    /// A sandbox for a folder. Nothing is copied and nothing is started yet.
    pub fn new(root: impl AsRef<Path>, limits: Limits) -> Result<Self, SandboxError> {
        let root = root.as_ref();
        let canonical = root
            .canonicalize()
            .map_err(|error| SandboxError::Copy(format!("{}: {error}", root.display())))?;
        let confinement = Confinement { writes: launch::can_confine(), group: group::can_contain() };
        Ok(Self { root: canonical, limits: Arc::new(limits), confinement })
    }

    /// What this system can hold a command to.
    pub fn confinement(&self) -> Confinement {
        self.confinement
    }
}

/// Tells the thread of a run that nobody waits for it any more.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

#[async_trait]
impl Sandbox for LocalSandbox {
    async fn run(
        &self,
        command: &CommandSpec,
        changes: &BTreeMap<String, Option<Arc<str>>>,
    ) -> Result<CommandOutcome, SandboxError> {
        let dropped = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&dropped));
        let (sender, receiver) = oneshot::channel();
        let (root, limits) = (self.root.clone(), Arc::clone(&self.limits));
        let (command, changes) = (command.clone(), changes.clone());
        let run = move || {
            let copied = copy::Copy::make(&root, &changes, limits.copy, &dropped);
            let outcome = copied.and_then(|copy| supervise::run(&copy, &command, &limits, &dropped));
            // Nobody may be there to hear it.
            sender.send(outcome).ok();
        };
        let started = thread::Builder::new().name("autofix-sandbox".to_owned()).spawn(run);
        started.map_err(|error| SandboxError::Copy(error.to_string()))?;
        receiver.await.unwrap_or_else(|_| Err(SandboxError::Copy("the run broke off".to_owned())))
    }
}
