//! Fuzzing of everything that reads a log or a configuration, by cargo-fuzz.
//!
//! The stable compiler does it: the options that it refuses are allowed by a variable.

use crate::Outcome;
use crate::shell::{self, cargo, output, program, root, target};
use crate::wasm::cache::{self, at};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of cargo-fuzz, for which others may want other compilers.
const VERSION: &str = "0.13.2";
/// Every target, as `fuzz/Cargo.toml` has them.
const TARGETS: &[&str] = &["readers", "analyze", "mining", "config", "frames"];
/// Seconds for one input, bytes of an input, megabytes of memory: above is a finding.
const LIMITS: &[&str] = &["-timeout=10", "-max_len=16384", "-rss_limit_mb=2048", "-print_final_stats=1"];
/// Bytes of the longest log that is a seed.
const LONGEST: u64 = 16 * 1024;

/// Runs the target that is named, or every one, for as many minutes each.
pub(crate) fn run(args: &[&str]) -> Outcome {
    let (mut minutes, mut named) = (1, None);
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        if *word == "--minutes" {
            let number = rest.next().and_then(|number| number.parse::<u64>().ok());
            minutes = number.ok_or("`--minutes` wants a number")?;
        } else if TARGETS.contains(word) && named.is_none() {
            named = Some(*word);
        } else {
            return Err(format!("no target `{word}`; there are {}", TARGETS.join(", ")));
        }
    }
    let tool = install()?;
    let sanitizer = sanitizer()?;
    let one = named.as_slice();
    for name in if one.is_empty() { TARGETS } else { one } {
        let work = target().join("fuzz");
        let seeds = seeds(name, &work.join("seeds"))?;
        let corpus = work.join("corpus").join(name);
        cache::create(&corpus)?;
        let mut command = fuzz(&tool, &work);
        command.args(["run", "--sanitizer", sanitizer, name]).args([&corpus, &seeds]).arg("--").args(LIMITS);
        command.arg(format!("-dict={}", root().join("fuzz/autofix.dict").display()));
        command.arg(format!("-max_total_time={}", minutes.saturating_mul(60)));
        shell::run(&mut command)?;
    }
    Ok(())
}

/// cargo-fuzz in the project's root, which builds outside of the other tasks' folder.
fn fuzz(tool: &Path, work: &Path) -> Command {
    let mut command = Command::new(tool.join("bin/cargo-fuzz"));
    command.current_dir(root());
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", work.join("build"));
    command
}

fn install() -> Result<PathBuf, String> {
    cache::install(&format!("cargo-fuzz-{VERSION}"), |folder| {
        let mut command = cargo(&["install", "cargo-fuzz", "--locked", "--version", VERSION, "--root"]);
        let build = folder.join("build");
        shell::run(command.arg(folder).env("CARGO_TARGET_DIR", &build))?;
        cache::remove(&build)
    })
}

/// The one that finds wrong uses of memory, where the compiler came with it. None of the project's code
/// can have them; what it depends on could.
fn sanitizer() -> Result<&'static str, String> {
    let libraries = output(&mut program(&root(), "rustc", &["--print", "target-libdir"]))?;
    let entries = fs::read_dir(&libraries).map_err(|error| at(Path::new(&libraries), &error))?;
    let has = entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_rt.asan"));
    Ok(if has { "address" } else { "none" })
}

/// A folder with what a target begins with: the captured logs, or the examples of a configuration.
fn seeds(name: &str, folder: &Path) -> Result<PathBuf, String> {
    let folder = folder.join(if name == "config" { "config" } else { "logs" });
    cache::remove(&folder)?;
    cache::create(&folder)?;
    if name == "config" {
        let page = root().join("docs/configuration.md");
        let text = fs::read_to_string(&page).map_err(|error| at(&page, &error))?;
        let blocks = text.split("\n```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for (number, block) in blocks.enumerate() {
            let seed = folder.join(format!("{number}.yml"));
            fs::write(&seed, block).map_err(|error| at(&seed, &error))?;
        }
    } else {
        logs(&root().join("tests/logs"), &folder)?;
    }
    Ok(folder)
}

/// Copies every log below a folder that is short enough.
fn logs(from: &Path, to: &Path) -> Outcome {
    for entry in fs::read_dir(from).map_err(|error| at(from, &error))?.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            logs(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|end| end == "log")
            && entry.metadata().is_ok_and(|data| data.len() < LONGEST)
        {
            cache::copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}
