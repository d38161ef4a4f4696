//! Watching over a command until it ends or is ended.

use super::copy::Copy;
use super::launch::{self, Running};
use super::output::Output;
use super::{Limits, group::Group};
use autofix_core::validate::{CommandOutcome, CommandSpec, SandboxError};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Times the kept output that a command may write before it is ended.
const FLOOD: u64 = 8;
const LONGEST_TICK: Duration = Duration::from_millis(20);
const BETWEEN_MEASURES: Duration = Duration::from_millis(100);
/// How long to wait for output once every process that could be found has ended.
const PATIENCE: Duration = Duration::from_secs(1);

/// How it came that a command need not be watched any longer.
enum End {
    Exited(Option<i32>),
    Limit(String),
    Serves,
    Dropped,
}

/// Runs a command in its copy.
pub(super) fn run(
    copy: &Copy,
    command: &CommandSpec,
    limits: &Limits,
    dropped: &AtomicBool,
) -> Result<CommandOutcome, SandboxError> {
    let Running { mut child, group, pipe } = launch::start(copy, command, limits)?;
    let output = match Output::follow(pipe, limits.output) {
        Ok(output) => output,
        Err(error) => {
            group.end(&mut child, false);
            let program = command.argv.first().cloned().unwrap_or_default();
            return Err(SandboxError::Start { program, reason: error.to_string() });
        }
    };
    let end = watch(&mut child, &group, &output, limits, dropped);
    let in_good_order = !matches!(end, End::Dropped | End::Limit(_));
    let out_of_memory = group.ran_out_of_memory();
    group.end(&mut child, in_good_order);

    let mut outcome = CommandOutcome { output: output.text(PATIENCE), ..CommandOutcome::default() };
    // Errors are about the project, wherever its copy was.
    outcome.output = outcome.output.replace(&*copy.root.to_string_lossy(), &copy.original.to_string_lossy());
    match end {
        End::Exited(_) if out_of_memory => {
            outcome.limit = Some(format!("memory: {} MiB", limits.memory >> 20));
        }
        End::Exited(code) => outcome.exit_code = code,
        End::Limit(limit) => outcome.limit = Some(limit),
        End::Serves => outcome.kept_running = true,
        End::Dropped => {}
    }
    Ok(outcome)
}

fn watch(child: &mut Child, group: &Group, output: &Output, limits: &Limits, dropped: &AtomicBool) -> End {
    let begin = Instant::now();
    let mut tick = Duration::from_millis(1);
    let mut measured = begin;
    let mut listens_since: Option<Instant> = None;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return End::Exited(status.code()),
            Err(_) => return End::Exited(None),
            Ok(None) => {}
        }
        if dropped.load(Ordering::Acquire) {
            return End::Dropped;
        }
        if begin.elapsed() >= limits.time {
            return End::Limit(format!("time: {} s", limits.time.as_secs_f64()));
        }
        let flood = (limits.output as u64).saturating_mul(FLOOD);
        if output.total() > flood {
            return End::Limit(format!("output: {flood} bytes"));
        }
        if measured.elapsed() >= BETWEEN_MEASURES {
            if let Some(limit) = group.over(limits) {
                return End::Limit(limit);
            }
            listens_since = group.listens().then(|| listens_since.unwrap_or_else(Instant::now));
            // A test that opens a port for a while ends, or goes on to talk.
            let settled = listens_since.is_some_and(|since| since.elapsed() >= limits.settle);
            if settled && output.quiet() >= limits.settle / 2 {
                return End::Serves;
            }
            measured = Instant::now();
        }
        thread::sleep(tick);
        tick = (tick * 2).min(LONGEST_TICK);
    }
}
