//! A fix is whole or absent, whatever kills the process: it is killed, five hundred times.
#![cfg(all(unix, feature = "native"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod support;

use autofix::core::model::FixState;
use autofix::core::validate::{FileChange, FixStore};
use autofix::host::Journal;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::{change, fix, snapshot, wait, write};
use tempfile::TempDir;

const KILLS: usize = 500;
const THREADS: usize = 4;
const ROOT: &str = "AUTOFIX_TEST_KILL_ROOT";

/// Twenty files: changed, made in new folders, deleted, renamed.
fn files() -> Vec<FileChange> {
    let old = |n: usize| format!("old {n}\r\n").repeat(n * 40);
    let new = |n: usize| format!("new {n} 🙂\n").repeat(n * 50);
    let mut files = Vec::new();
    for n in 0..12 {
        files.push(change(&format!("src/{n:02}.js"), Some(&old(n)), Some(&new(n))));
    }
    for n in 12..15 {
        files.push(change(&format!("made/{n}/x.js"), None, Some(&new(n))));
    }
    for n in 15..18 {
        files.push(change(&format!("src/{n}.js"), Some(&old(n)), None));
    }
    files.push(change("src/18.js", Some(&old(18)), None));
    let moved = change("moved/18.js", None, Some(&new(18)));
    files.push(FileChange { moved_from: Some("src/18.js".to_owned()), ..moved });
    files
}

/// Not a test: what the killed process does. It applies the fix, or takes it back where it is applied.
#[test]
fn child() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    let journal = Journal::open(root).unwrap();
    let applied = wait(journal.list()).unwrap().iter().any(|fix| fix.state == FixState::Applied);
    let mut out = std::io::stdout();
    out.write_all(b"\nready\n").unwrap();
    out.flush().unwrap();
    if applied {
        wait(journal.rollback("fix_1")).unwrap();
    } else {
        journal.apply_unverified(&fix("fix_1"), &files()).unwrap();
    }
    out.write_all(b"\ndone\n").unwrap();
}

/// Starts the child and comes back at the moment when its work begins.
fn start(root: &Path) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(ROOT, root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    assert!(until(&mut lines, "ready"));
    (child, lines)
}

fn until(lines: &mut impl BufRead, wanted: &str) -> bool {
    let mut line = String::new();
    while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
        if line.trim() == wanted {
            return true;
        }
        line.clear();
    }
    false
}

#[derive(Default)]
struct Counts {
    before: usize,
    during: usize,
    after: usize,
}

fn kill(times: usize, seed: u64) -> Counts {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    for file in files() {
        if let Some(before) = &file.before {
            write(root, &file.path, before);
        }
    }
    let old = snapshot(root);
    let mut span = Duration::MAX;
    let mut new = None;
    for _ in 0..4 {
        let (mut child, mut lines) = start(root);
        let began = Instant::now();
        assert!(until(&mut lines, "done"));
        span = span.min(began.elapsed());
        child.wait().unwrap();
        new.get_or_insert_with(|| snapshot(root));
    }
    let new = new.unwrap();
    assert_eq!(snapshot(root), old);
    assert_ne!(new, old);

    let mut counts = Counts::default();
    let mut random = seed;
    for _ in 0..times {
        let from = snapshot(root);
        let (mut child, mut lines) = start(root);
        // A linear congruence is random enough to spread moments over the whole duration, and a bit more.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from(u32::try_from(random >> 40).unwrap()) / f64::from(1 << 24);
        std::thread::sleep(span.mul_f64(share * 1.1));
        kill_process(Pid::from_child(&child), Signal::KILL).unwrap();
        child.wait().unwrap();
        let done = until(&mut lines, "done");

        let left = snapshot(root);
        let journal = Journal::open(root).unwrap();
        let recovered = journal.recovered();
        let now = snapshot(root);
        assert!(now == old || now == new, "a mix of old and new: {:?}", now.keys());
        assert!(recovered.iter().all(|recovered| recovered.kept.is_empty()));
        let applied = wait(journal.list()).unwrap().iter().any(|fix| fix.state == FixState::Applied);
        assert_eq!(applied, now == new, "the journal says what is on the disk");
        if !recovered.is_empty() || (left != old && left != new) {
            assert_eq!(now, from, "what did not end is undone");
            counts.during += 1;
            span = span.mul_f64(1.01);
        } else if done || now != from {
            counts.after += 1;
            // On a busy machine the duration changes all the time: the moments follow it.
            span = span.mul_f64(0.97);
        } else {
            counts.before += 1;
            span = span.mul_f64(1.01);
        }
    }
    counts
}

#[test]
fn killed_at_any_moment_everything_is_old_or_new() {
    let began = Instant::now();
    let counts: Vec<Counts> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|n| scope.spawn(move || kill(KILLS / THREADS, 0x9e37_79b9 + n as u64)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (before, during, after) = (sum(|c| c.before), sum(|c| c.during), sum(|c| c.after));
    let report = format!(
        "{KILLS} kills in {:.1?}: {before} before, {during} during, {after} after\n",
        began.elapsed()
    );
    std::io::stderr().write_all(report.as_bytes()).unwrap();
    assert!(during >= KILLS / 10, "the moments were not spread over the duration: {report}");
}
