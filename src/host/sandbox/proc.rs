//! What `/proc` says about processes.

use std::collections::BTreeSet;
use std::fs;

/// Living processes of a process group, and those that carry a mark in their environment, which
/// children inherit also when they leave the group.
pub(super) fn members(leader: u32, mark: &str) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|&pid| belongs(pid, leader, mark).unwrap_or(false)).collect()
}

fn belongs(pid: u32, leader: u32, mark: &str) -> Option<bool> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program stands in parentheses and may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    if matches!(fields.next()?, "Z" | "X") {
        return Some(false);
    }
    let group: u32 = fields.nth(1)?.parse().ok()?;
    if group == leader {
        return Some(true);
    }
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let marked = format!("{}={mark}", super::group::MARK);
    Some(environment.split(|&byte| byte == 0).any(|variable| variable == marked.as_bytes()))
}

/// Bytes of memory that a process alone uses.
pub(super) fn memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Whether one of the processes listens on a TCP port.
pub(super) fn listens(pids: &[u32]) -> bool {
    let Some(first) = pids.first() else { return false };
    let mut listening = BTreeSet::new();
    for table in ["tcp", "tcp6"] {
        let table = fs::read_to_string(format!("/proc/{first}/net/{table}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            // `0A` is the state of a socket that listens; the tenth field is its inode.
            if let (Some(&"0A"), Some(inode)) = (fields.get(3), fields.get(9)) {
                listening.insert(format!("socket:[{inode}]"));
            }
        }
    }
    !listening.is_empty()
        && pids.iter().any(|pid| {
            let open = fs::read_dir(format!("/proc/{pid}/fd"));
            let mut targets =
                open.into_iter().flatten().flatten().filter_map(|file| fs::read_link(file.path()).ok());
            targets.any(|target| target.to_str().is_some_and(|target| listening.contains(target)))
        })
}
