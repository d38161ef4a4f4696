//! Measures the command `autofix` over a generated project, against a structural search that applies
//! ten rules to the same files.
//!
//! `autofix-bench generate FOLDER` writes the project; `autofix-bench run --autofix FILE --ast-grep FILE
//! [--pairs N]` measures, prints a table, and fails where a limit is not kept. `autofix-bench logs` does so with the
//! templates of logs, beside two other miners; `autofix-bench report JSON` prints the nanoseconds of one reported
//! error, for the benches of the bindings. `autofix-bench causes [PATH] [--misses]` counts how many root causes are
//! named rightly, and fails where of those said with a confidence of 0.9 fewer than nine in ten are.

mod causes;
mod logs;
mod measure;
mod mining;
mod project;
mod report;

use measure::{Cost, Program, median};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The repair takes no longer than the search.
const MOST_RATIO: f64 = 1.0;
/// Most memory of a repair, in bytes.
const MOST_MEMORY: u64 = 100_000_000;
/// Most processor time of `analyze` with a log of ten lines, in milliseconds.
const MOST_START: f64 = 10.0;
/// Fewest lines of a healthy log in a second of processor time.
const FEWEST_LINES: f64 = 300_000.0;
/// Lines of the log for the throughput.
const LINES: u32 = 200_000;

const USAGE: &str = "usage: autofix-bench generate FOLDER\n       autofix-bench run --autofix FILE --ast-grep FILE [--pairs N]\n       autofix-bench logs --autofix FILE --logs FOLDER --drain3 PYTHON --logdrain FILE [--runs N]\n       autofix-bench report JSON\n       autofix-bench causes [PATH] [--misses]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["generate", folder] => write_project(Path::new(folder)),
        ["run", "--autofix", autofix, "--ast-grep", search, rest @ ..] => {
            let pairs = match rest {
                [] => Ok(15),
                ["--pairs", number] => number.parse().map_err(|_| USAGE.to_owned()),
                _ => Err(USAGE.to_owned()),
            };
            pairs.and_then(|pairs| run(Path::new(autofix), Path::new(search), pairs))
        }
        [
            "logs",
            "--autofix",
            autofix,
            "--logs",
            logs,
            "--drain3",
            drain3,
            "--logdrain",
            logdrain,
            rest @ ..,
        ] => {
            let runs = match rest {
                [] => Ok(3),
                ["--runs", number] => number.parse().map_err(|_| USAGE.to_owned()),
                _ => Err(USAGE.to_owned()),
            };
            runs.and_then(|runs: usize| templates(autofix, logs, drain3, logdrain, runs.max(1)))
        }
        ["report", error] => report::nanoseconds(error).and_then(|nanoseconds| {
            writeln!(std::io::stdout(), "{nanoseconds:.0}").map_err(|error| error.to_string())
        }),
        ["causes", rest @ ..] => {
            let misses = rest.contains(&"--misses");
            let path = rest.iter().find(|word| !word.starts_with("--")).copied().unwrap_or("tests/logs");
            let said = causes::measure(Path::new(path), misses);
            said.and_then(|said| write!(std::io::stdout(), "{said}").map_err(|error| error.to_string()))
        }
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let _ = writeln!(std::io::stderr(), "{reason}");
            ExitCode::FAILURE
        }
    }
}

fn write_project(folder: &Path) -> Result<(), String> {
    for (path, text) in project::generate() {
        write(&folder.join(path), &text)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

fn run(autofix: &Path, search: &Path, pairs: usize) -> Result<(), String> {
    let autofix = &autofix.canonicalize().map_err(|error| format!("{}: {error}", autofix.display()))?;
    let search = &search.canonicalize().map_err(|error| format!("{}: {error}", search.display()))?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let project = folder.path().join("project");
    write_project(&project)?;
    let mut failures = Vec::new();
    let mut report = described();
    report.push_str(&repairs(autofix, search, folder.path(), &project, pairs.max(1), &mut failures)?);
    report.push_str(&analysis(autofix, folder.path(), pairs.max(1), &mut failures)?);
    std::io::stdout().write_all(report.as_bytes()).map_err(|error| error.to_string())?;
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn templates(autofix: &str, logs: &str, drain3: &str, logdrain: &str, runs: usize) -> Result<(), String> {
    let whole = |path: &str| std::path::absolute(path).map_err(|error| format!("{path}: {error}"));
    let (autofix, logs, drain3, logdrain) = (whole(autofix)?, whole(logs)?, whole(drain3)?, whole(logdrain)?);
    let setting =
        mining::Setting { autofix: &autofix, logs: &logs, drain3: &drain3, logdrain: &logdrain, runs };
    let mut failures = Vec::new();
    let report = mining::run(&setting, &mut failures)?;
    std::io::stdout().write_all(report.as_bytes()).map_err(|error| error.to_string())?;
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn described() -> String {
    let files = project::generate();
    let bytes: usize = files.values().map(String::len).sum();
    let sources = files.keys().filter(|path| project::is_source(path)).count();
    format!("project: {sources} source files, {:.1} MB\n\n", millions(bytes as u64))
}

/// Every log in pairs: search, repair, then repair, search, and so on.
fn repairs(
    autofix: &Path,
    search: &Path,
    folder: &Path,
    project: &Path,
    pairs: usize,
    failures: &mut Vec<String>,
) -> Result<String, String> {
    let rules = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules/sgconfig.yml");
    let search = Program::new(search, project, &[&"scan", &"--config", &rules, &"--json=compact", &"."]);
    let mut table =
        "| log | search, ms | repair, ms | ratio, median | ratio, quartiles | cpu ratio | repair, MB | search, MB |\n|---|--:|--:|--:|--:|--:|--:|--:|\n".to_owned();
    for log in logs::all() {
        let file = folder.join("error.log");
        write(&file, &log.text)?;
        let repair = Program::new(autofix, project, &[&"fix", &"--log", &file, &"--root", &project]);
        // The first pair warms the disk.
        search.run()?;
        repair.run()?;
        let mut costs: Vec<(Cost, Cost)> = Vec::with_capacity(pairs);
        for pair in 0..pairs {
            costs.push(if pair % 2 == 0 {
                let first = search.run()?;
                (first, repair.run()?)
            } else {
                let first = repair.run()?;
                (search.run()?, first)
            });
        }
        if let Some((_, cost)) = costs.iter().find(|(_, cost)| cost.status != Some(log.status)) {
            failures.push(format!("{}: ended with {:?}, not with {}", log.name, cost.status, log.status));
        }
        if let Some((cost, _)) = costs.iter().find(|(cost, _)| !matches!(cost.status, Some(0 | 1))) {
            return Err(format!("the search ended with {:?}", cost.status));
        }
        let mut ratios: Vec<f64> =
            costs.iter().map(|(a, b)| b.wall.as_secs_f64() / a.wall.as_secs_f64()).collect();
        ratios.sort_by(f64::total_cmp);
        let at = |quarter: usize| ratios.get((ratios.len() - 1) * quarter / 4).copied().unwrap_or_default();
        let cpu = costs.iter().map(|(a, b)| b.cpu.as_secs_f64() / a.cpu.as_secs_f64());
        let cpu = median(cpu, f64::total_cmp).unwrap_or_default();
        let most = |side: fn(&(Cost, Cost)) -> u64| costs.iter().map(side).max().unwrap_or_default();
        let memory = most(|(_, repair)| repair.memory);
        let _ = writeln!(
            table,
            "| {} | {:.0} | {:.0} | {:.2} | {:.2} – {:.2} | {cpu:.2} | {:.0} | {:.0} |",
            log.name,
            millis(costs.iter().map(|(search, _)| search.wall.as_secs_f64())),
            millis(costs.iter().map(|(_, repair)| repair.wall.as_secs_f64())),
            at(2),
            at(1),
            at(3),
            millions(memory),
            millions(most(|(search, _)| search.memory)),
        );
        if at(2) > MOST_RATIO {
            failures.push(format!("{}: the ratio is {:.2}, more than {MOST_RATIO:.2}", log.name, at(2)));
        }
        if memory > MOST_MEMORY {
            failures.push(format!(
                "{}: {:.0} MB, more than {:.0}",
                log.name,
                millions(memory),
                millions(MOST_MEMORY)
            ));
        }
    }
    table.push('\n');
    Ok(table)
}

/// What `analyze` costs: with ten lines, which is its start, and with many.
fn analysis(
    autofix: &Path,
    folder: &Path,
    runs: usize,
    failures: &mut Vec<String>,
) -> Result<String, String> {
    let empty = folder.join("empty");
    fs::create_dir_all(&empty).map_err(|error| error.to_string())?;
    let measured = |name: &str, text: &str| -> Result<(f64, f64, u64), String> {
        let file = folder.join(name);
        write(&file, text)?;
        let program = Program::new(autofix, &empty, &[&"analyze", &"--json", &file]);
        program.run()?;
        let costs: Vec<Cost> = (0..runs).map(|_| program.run()).collect::<Result<_, _>>()?;
        let memory = costs.iter().map(|cost| cost.memory).max().unwrap_or_default();
        let wall = millis(costs.iter().map(|cost| cost.wall.as_secs_f64()));
        Ok((wall, millis(costs.iter().map(|cost| cost.cpu.as_secs_f64())), memory))
    };
    let cors = logs::all().into_iter().next().map(|log| log.text).unwrap_or_default();
    let short = measured("short.log", &(logs::healthy(8) + &cors))?;
    let long = measured("long.log", &logs::healthy(LINES as usize))?;
    let lines = f64::from(LINES) / (long.1 / 1_000.0);
    if short.1 > MOST_START {
        failures
            .push(format!("analyze, ten lines: {:.1} ms of processor time, more than {MOST_START}", short.1));
    }
    if lines < FEWEST_LINES {
        failures.push(format!(
            "analyze: {lines:.0} lines in a second of processor time, fewer than {FEWEST_LINES}"
        ));
    }
    Ok(format!(
        "| analyze | wall, ms | cpu, ms | memory, MB |\n|---|--:|--:|--:|\n| ten lines | {:.1} | {:.1} | {:.0} |\n| {LINES} healthy lines | {:.0} | {:.0} | {:.0} |\n\n{lines:.0} lines in a second of processor time\n",
        short.0,
        short.1,
        millions(short.2),
        long.0,
        long.1,
        millions(long.2)
    ))
}

/// The median of seconds, in milliseconds.
fn millis(seconds: impl Iterator<Item = f64>) -> f64 {
    median(seconds, f64::total_cmp).unwrap_or_default() * 1_000.0
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit after the point at most")]
fn millions(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
