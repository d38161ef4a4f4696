//! Every process that a command started.

use super::Limits;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

/// Variable that marks the processes of a run.
pub(super) const MARK: &str = "AUTOFIX_SANDBOX";

/// How long a process may take to end in good order.
const GRACE: Duration = Duration::from_millis(500);

/// Threads that go with a process, in a limit that counts both.
#[cfg(target_os = "linux")]
const TASKS_PER_PROCESS: u32 = 16;

/// The processes of a run.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only the process group is asked"))]
pub(super) struct Group {
    leader: u32,
    mark: String,
    #[cfg(target_os = "linux")]
    cgroup: Option<super::cgroup::Cgroup>,
}

/// Whether a control group can be made here.
pub(super) fn can_contain() -> bool {
    #[cfg(target_os = "linux")]
    return super::cgroup::Cgroup::make().is_some();
    #[cfg(not(target_os = "linux"))]
    false
}

impl Group {
    /// Takes hold of a process that has not begun yet, and limits it.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(unused_variables, reason = "nothing limits a process from outside")
    )]
    pub(super) fn hold(child: &Child, mark: String, limits: &Limits) -> Self {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Pid, Resource, Rlimit, prlimit};
            let pid = Some(Pid::from_child(child));
            let limit = |resource, value: u64| {
                prlimit(pid, resource, Rlimit { current: Some(value), maximum: Some(value) }).ok();
            };
            // Address space is not limited: JavaScript engines reserve far more than they use.
            limit(Resource::Data, limits.memory);
            limit(Resource::Fsize, limits.file_size);
            limit(Resource::Core, 0);
            let cgroup = super::cgroup::Cgroup::make().filter(|group| group.add(child.id()).is_ok());
            if let Some(group) = &cgroup {
                group.limit(limits.memory, limits.processes.saturating_mul(TASKS_PER_PROCESS));
            }
            Self { leader: child.id(), mark, cgroup }
        }
        #[cfg(not(target_os = "linux"))]
        Self { leader: child.id(), mark }
    }

    /// Living processes; none where the system does not tell.
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unused_self, reason = "the system does not tell"))]
    pub(super) fn members(&self) -> Vec<u32> {
        #[cfg(target_os = "linux")]
        return match &self.cgroup {
            Some(group) => group.members(),
            None => super::proc::members(self.leader, &self.mark),
        };
        #[cfg(not(target_os = "linux"))]
        Vec::new()
    }

    /// Which limit the processes together went over.
    pub(super) fn over(&self, limits: &Limits) -> Option<String> {
        let members = self.members();
        if members.len() > limits.processes as usize {
            return Some(format!("processes: {}", limits.processes));
        }
        #[cfg(target_os = "linux")]
        if self.ran_out_of_memory()
            || members.iter().map(|&pid| super::proc::memory(pid)).sum::<u64>() > limits.memory
        {
            return Some(format!("memory: {} MiB", limits.memory >> 20));
        }
        None
    }

    /// Whether the system ended a process for want of memory.
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unused_self, reason = "only control groups tell"))]
    pub(super) fn ran_out_of_memory(&self) -> bool {
        #[cfg(target_os = "linux")]
        return self.cgroup.as_ref().is_some_and(super::cgroup::Cgroup::ran_out_of_memory);
        #[cfg(not(target_os = "linux"))]
        false
    }

    /// Whether one of them listens on a TCP port.
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unused_self, reason = "the system does not tell"))]
    pub(super) fn listens(&self) -> bool {
        #[cfg(target_os = "linux")]
        return super::proc::listens(&self.members());
        #[cfg(not(target_os = "linux"))]
        false
    }

    /// Ends every process, in good order where there is time for it.
    pub(super) fn end(&self, child: &mut Child, in_good_order: bool) {
        if in_good_order {
            self.signal(false);
            let begin = Instant::now();
            while begin.elapsed() < GRACE {
                let gone = !matches!(child.try_wait(), Ok(None));
                if gone && self.members().is_empty() {
                    break;
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
        // Somebody may be starting others while they are being ended.
        for _ in 0..100 {
            self.signal(true);
            child.kill().ok();
            child.try_wait().ok();
            if self.members().is_empty() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        child.wait().ok();
    }

    #[cfg(unix)]
    fn signal(&self, kill: bool) {
        use rustix::process::{Pid, Signal, kill_process, kill_process_group};
        let signal = if kill { Signal::KILL } else { Signal::TERM };
        let pid = |pid: u32| i32::try_from(pid).ok().and_then(Pid::from_raw);
        #[cfg(target_os = "linux")]
        if kill && let Some(group) = &self.cgroup {
            group.kill();
        }
        if let Some(leader) = pid(self.leader) {
            kill_process_group(leader, signal).ok();
        }
        for member in self.members().into_iter().filter_map(pid) {
            kill_process(member, signal).ok();
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the child itself is ended by the caller")]
    fn signal(&self, _kill: bool) {}
}
