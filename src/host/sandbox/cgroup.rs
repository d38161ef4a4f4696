//! A control group (version 2): what is started in it cannot leave it, and dies with it at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A control group, removed when dropped.
#[derive(Debug)]
pub(super) struct Cgroup(PathBuf);

impl Cgroup {
    /// Makes a group beside or below our own, wherever this user may.
    pub(super) fn make() -> Option<Self> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("autofix-{}-{number}", std::process::id());
        parents()?.into_iter().find_map(|parent| {
            let group = Self(parent.join(&name));
            fs::create_dir(&group.0).ok()?;
            // Removed again where it cannot do what it is for.
            group.0.join("cgroup.kill").exists().then_some(group)
        })
    }

    /// Limits, as far as the controllers are there. A task is a process or a thread.
    pub(super) fn limit(&self, memory: u64, tasks: u32) {
        for (file, value) in [
            ("memory.max", memory.to_string()),
            ("memory.swap.max", "0".to_owned()),
            ("memory.oom.group", "1".to_owned()),
            ("pids.max", tasks.to_string()),
        ] {
            fs::write(self.0.join(file), value).ok();
        }
    }

    pub(super) fn add(&self, pid: u32) -> io::Result<()> {
        fs::write(self.0.join("cgroup.procs"), pid.to_string())
    }

    pub(super) fn members(&self) -> Vec<u32> {
        let members = fs::read_to_string(self.0.join("cgroup.procs")).unwrap_or_default();
        members.lines().filter_map(|line| line.parse().ok()).collect()
    }

    pub(super) fn kill(&self) {
        fs::write(self.0.join("cgroup.kill"), "1").ok();
    }

    pub(super) fn ran_out_of_memory(&self) -> bool {
        let events = fs::read_to_string(self.0.join("memory.events")).unwrap_or_default();
        events.lines().any(|line| line.strip_prefix("oom_kill ").is_some_and(|count| count != "0"))
    }
}

impl Drop for Cgroup {
    fn drop(&mut self) {
        // The kernel takes a moment to forget who died.
        for _ in 0..50 {
            match fs::remove_dir(&self.0) {
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                    self.kill();
                    thread::sleep(Duration::from_millis(2));
                }
                _ => return,
            }
        }
    }
}

/// The group that holds our own, and our own.
fn parents() -> Option<Vec<PathBuf>> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let mount = mounts.lines().find_map(|line| {
        let (place, kind) = line.split_once(" - ")?;
        kind.starts_with("cgroup2 ").then(|| place.split(' ').nth(4))?
    })?;
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let own = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let own = Path::new(mount).join(own);
    let above = own.parent().filter(|above| above.starts_with(mount)).map(Path::to_path_buf);
    Some(above.into_iter().chain([own]).collect())
}
