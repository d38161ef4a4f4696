//! The Python package: its environment, its wheel, its tests and checks.

use crate::shell::{self, program, root, target};
use crate::wasm::cache::{self, at};
use crate::{Outcome, setup};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The package's sources.
fn sources() -> PathBuf {
    root().join("bindings/python")
}

/// The environment in which everything runs.
struct Environment(PathBuf);

impl Environment {
    /// Makes it, and installs what `requirements-dev.txt` names, unless that was done already.
    fn ready() -> Result<Self, String> {
        setup::python()?;
        let folder = target().join("python");
        let environment = Self(folder.join("venv"));
        let wanted = sources().join("requirements-dev.txt");
        let wanted = fs::read_to_string(&wanted).map_err(|error| at(&wanted, &error))?;
        let stamp = folder.join("installed.txt");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(environment);
        }
        cache::create(&folder)?;
        shell::run(program(&folder, "python3", &["-m", "venv", "--clear"]).arg(&environment.0))?;
        let requirements =
            ["install", "--quiet", "--disable-pip-version-check", "-r", "requirements-dev.txt"];
        shell::run(&mut environment.run("pip", &requirements))?;
        fs::write(&stamp, wanted).map_err(|error| at(&stamp, &error))?;
        Ok(environment)
    }

    /// A program of the environment, in the package's folder.
    fn run(&self, name: &str, args: &[&str]) -> Command {
        let mut command = Command::new(self.0.join("bin").join(name));
        command.current_dir(sources()).args(args);
        // Tools such as maturin and pyright look for the environment's interpreter.
        command.env("VIRTUAL_ENV", &self.0).env_remove("PYTHONHOME").env_remove("PYTHONPATH");
        if let Some(path) = path_with(&self.0.join("bin")) {
            command.env("PATH", path);
        }
        command
    }

    /// Builds the wheel into an empty folder, and answers its path.
    fn wheel(&self, folder: &Path, args: &[&str]) -> Result<PathBuf, String> {
        cache::remove(folder)?;
        cache::create(folder)?;
        shell::run(self.run("maturin", &["build", "--quiet", "--out"]).arg(folder).args(args))?;
        let entries = fs::read_dir(folder).map_err(|error| at(folder, &error))?;
        let mut wheels = entries.filter_map(|entry| Some(entry.ok()?.path()));
        wheels
            .find(|path| path.extension() == Some(OsStr::new("whl")))
            .ok_or_else(|| format!("{}: maturin left no wheel there", folder.display()))
    }

    fn install(&self, wheel: &Path) -> Outcome {
        let args = ["install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps"];
        shell::run(self.run("pip", &args).arg(wheel))
    }
}

fn path_with(folder: &Path) -> Option<std::ffi::OsString> {
    let before = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&before))).ok()
}

/// Builds and installs the package, then runs its tests and checks.
pub(crate) fn test() -> Outcome {
    setup::programs()?;
    let environment = Environment::ready()?;
    let wheel = environment.wheel(&target().join("python/wheel"), &[])?;
    environment.install(&wheel)?;
    for (name, args) in [
        ("ruff", ["format", "--check", "--quiet"].as_slice()),
        ("ruff", ["check", "--quiet"].as_slice()),
        ("mypy", [].as_slice()),
        ("pyright", [].as_slice()),
        ("pytest", [].as_slice()),
    ] {
        shell::run(&mut environment.run(name, args))?;
    }
    Ok(())
}

/// Builds the wheel that users install; answers its path.
pub(crate) fn release() -> Result<PathBuf, String> {
    Environment::ready()?.wheel(&target().join("python/release"), &["--release"])
}

/// Measures the reporter beside the one that most people know.
pub(crate) fn bench() -> Outcome {
    let environment = Environment::ready()?;
    environment.install(&release()?)?;
    shell::run(&mut environment.run("python", &["bench/report.py"]))
}
