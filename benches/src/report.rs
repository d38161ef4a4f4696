//! What one `report_issue` costs in Rust: what a binding of another language adds is measured against it.

use autofix::blocking::AutoFix;
use autofix::model::ErrorContext;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Calls before the clock runs.
const WARM: u32 = 2_000;
/// Calls that are measured together.
const CALLS: u32 = 2_000;
/// The best of so many rounds counts: other work on the machine only ever adds.
const ROUNDS: u32 = 15;

/// Nanoseconds of one report, given as JSON, with files in memory; the issue is written as JSON.
pub(crate) fn nanoseconds(error: &str) -> Result<f64, String> {
    let error: ErrorContext = serde_json::from_str(error).map_err(|error| format!("the report: {error}"))?;
    let autofix = AutoFix::builder().files([("server.js", "")]).build().map_err(|error| error.to_string())?;
    let calls = |count: u32| -> Result<Duration, String> {
        let start = Instant::now();
        for _ in 0..count {
            let issue = autofix.report_issue(black_box(error.clone())).map_err(|error| error.to_string())?;
            black_box(serde_json::to_string(&issue).map_err(|error| error.to_string())?);
        }
        Ok(start.elapsed())
    };
    calls(WARM)?;
    let rounds: Vec<Duration> = (0..ROUNDS).map(|_| calls(CALLS)).collect::<Result<_, _>>()?;
    let best = rounds.into_iter().min().unwrap_or_default();
    Ok(best.as_secs_f64() * 1e9 / f64::from(CALLS))
}
