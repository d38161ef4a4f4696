//! `autofix logs parse` beside other miners of templates: every program reads the same files, one after
//! the other, and is measured from its start to its end.

use crate::measure::{Program, median};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Lines of each file, made by repeating a log.
const LINES: usize = 200_000;
/// Bytes of the file for the memory.
const LARGE: usize = 2_000_000_000;
/// Fewest lines in a second of processor time, as the mean over the logs.
const FEWEST_LINES: f64 = 1_000_000.0;
/// Most memory with the large file, in bytes.
const MOST_MEMORY: u64 = 150_000_000;
/// How many times less processor time than each peer, at least, as the mean over the logs.
const LEAST_RATIOS: [(&str, f64); 2] = [("Drain3", 5.0), ("logdrain", 1.0)];

/// What is measured, and with what.
pub(crate) struct Setting<'s> {
    pub(crate) autofix: &'s Path,
    /// A folder with logs: every file in it that ends with `.log`, and every `raw.log` one folder deeper.
    pub(crate) logs: &'s Path,
    /// A Python that has Drain3.
    pub(crate) drain3: &'s Path,
    /// The program of `benches/peers/logdrain`.
    pub(crate) logdrain: &'s Path,
    pub(crate) runs: usize,
}

fn found(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut logs = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let inside = path.join("raw.log");
        if inside.is_file() {
            logs.push((name, inside));
        } else if path.extension() == Some(OsStr::new("log")) {
            logs.push((name, path));
        }
    }
    logs.sort();
    if logs.is_empty() { Err(format!("{}: no logs", folder.display())) } else { Ok(logs) }
}

/// Writes whole lines of a log again and again, until there are enough of them or of bytes.
fn repeat(log: &Path, to: &Path, lines: usize, bytes: usize) -> Result<usize, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", to.display());
    let text = fs::read(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let text = text.strip_suffix(b"\n").unwrap_or(&text);
    let mut out = BufWriter::new(File::create(to).map_err(failed)?);
    let (mut written, mut count) = (0, 0);
    for line in text.split(|byte| *byte == b'\n').cycle() {
        if count == lines || written >= bytes {
            break;
        }
        out.write_all(line).and_then(|()| out.write_all(b"\n")).map_err(failed)?;
        written += line.len() + 1;
        count += 1;
    }
    out.flush().map_err(failed)?;
    Ok(count)
}

/// The middle of the processor times of some runs, in seconds.
fn seconds(program: &Program, runs: usize) -> Result<f64, String> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let cost = program.run()?;
        if cost.status != Some(0) {
            return Err(format!("{} ended with {:?}", program.path.display(), cost.status));
        }
        times.push(cost.cpu.as_secs_f64());
    }
    Ok(median(times, f64::total_cmp).unwrap_or_default())
}

#[allow(clippy::cast_precision_loss, reason = "counts far below the limit of a float")]
fn mean(values: &[f64]) -> f64 {
    // Of ratios: the geometric one.
    (values.iter().map(|value| value.ln()).sum::<f64>() / values.len().max(1) as f64).exp()
}

/// Measures; the answer is a table. What is not kept is added to the failures.
#[allow(clippy::cast_precision_loss, reason = "counts far below the limit of a float")]
pub(crate) fn run(setting: &Setting<'_>, failures: &mut Vec<String>) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let here = folder.path();
    let drain3 = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/drain3_lines.py");
    let mut table = "| log | lines a second | Drain3 | logdrain |\n|---|--:|--:|--:|\n".to_owned();
    let (mut speeds, mut ratios) = (Vec::new(), [Vec::new(), Vec::new()]);
    let logs = found(setting.logs)?;
    for (name, log) in &logs {
        let file = here.join("repeated.log");
        let lines = repeat(log, &file, LINES, usize::MAX)?;
        let own = Program::new(setting.autofix, here, &[&"logs", &"parse", &"--json", &file]);
        let peers = [
            Program::new(setting.drain3, here, &[&drain3, &file]),
            Program::new(setting.logdrain, here, &[&file]),
        ];
        let time = seconds(&own, setting.runs)?;
        speeds.push(lines as f64 / time);
        let _ = write!(table, "| {name} | {:.0} |", lines as f64 / time);
        for (peer, ratios) in peers.iter().zip(&mut ratios) {
            // A slow peer needs no second run to be told apart.
            let runs = if ratios.len() < 2 { setting.runs } else { setting.runs.div_ceil(3) };
            ratios.push(seconds(peer, runs)? / time);
            let _ = write!(table, " {:.1} x |", ratios.last().copied().unwrap_or_default());
        }
        table.push('\n');
    }
    let speed = mean(&speeds);
    let _ = write!(table, "| mean | {speed:.0} |");
    if speed < FEWEST_LINES {
        failures.push(format!(
            "logs parse: {speed:.0} lines in a second of processor time, fewer than {FEWEST_LINES}"
        ));
    }
    for (ratios, (name, least)) in ratios.iter().zip(LEAST_RATIOS) {
        let ratio = mean(ratios);
        let _ = write!(table, " {ratio:.1} x |");
        if ratio < least {
            failures.push(format!("logs parse: {ratio:.1} times faster than {name}, not {least} times"));
        }
    }
    let large = here.join("large.log");
    let first = logs.first().map_or(setting.logs, |(_, log)| log.as_path());
    let lines = repeat(first, &large, usize::MAX, LARGE)?;
    let cost = Program::new(setting.autofix, here, &[&"logs", &"parse", &"--json", &large]).run()?;
    let memory = cost.memory as f64 / 1e6;
    let _ = writeln!(
        table,
        "\n\n{lines} lines in 2.0 GB: {:.1} s of processor time, {memory:.0} MB of memory",
        cost.cpu.as_secs_f64()
    );
    if cost.memory > MOST_MEMORY {
        failures
            .push(format!("logs parse: {memory:.0} MB with 2 GB, more than {:.0}", MOST_MEMORY as f64 / 1e6));
    }
    Ok(table)
}
