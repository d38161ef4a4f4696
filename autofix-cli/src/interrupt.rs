//! Ctrl-C, or a request to end, while a command of the project runs: the run is dropped, and what it started ends with it.

use crate::failure::Failure;
use std::time::{Duration, Instant};

/// Longest time that a dropped run gets to end its command and to remove its copy.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for work, or for Ctrl-C, which is `None`.
pub(crate) fn until_interrupted<T>(work: impl Future<Output = T>) -> Result<Option<T>, Failure> {
    let failed = |error: std::io::Error| Failure::io("cannot listen for Ctrl-C", &error);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().map_err(failed)?;
    let done = runtime.block_on(async {
        tokio::select! {
            // First, so that it is heard before the work begins.
            biased;
            () = interrupted() => None,
            done = work => Some(done),
        }
    });
    if done.is_none() {
        let begin = Instant::now();
        while sandbox_is_busy() && begin.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Ok(done)
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    // Where one cannot be heard, it ends the process as it always did.
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Whether a thread of the sandbox still cleans up.
#[cfg(target_os = "linux")]
fn sandbox_is_busy() -> bool {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return false };
    tasks.flatten().any(|task| {
        std::fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "autofix-sandbox")
    })
}

/// Nothing tells here; the usual time must do.
#[cfg(not(target_os = "linux"))]
fn sandbox_is_busy() -> bool {
    std::thread::sleep(Duration::from_secs(1));
    false
}
