//! What tasks install for themselves, outside of every checkout, so that it is made once a machine.

use crate::Outcome;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// `$XDG_CACHE_HOME/autofix`, else `~/.cache/autofix`.
pub(crate) fn folder() -> Result<PathBuf, String> {
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    named("XDG_CACHE_HOME")
        .or_else(|| named("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("autofix"))
        .ok_or_else(|| "no folder for a cache: neither XDG_CACHE_HOME nor HOME is set".to_owned())
}

/// The folder `name` of the cache, which `make` fills if it is not there. It is filled under another
/// name, always the same one, by one process at a time: a killed run leaves nothing that looks
/// finished, and a compiler writes the same paths into what it builds again.
pub(crate) fn install(name: &str, make: impl FnOnce(&Path) -> Outcome) -> Result<PathBuf, String> {
    let cache = folder()?;
    let done = cache.join(name);
    if done.is_dir() {
        return Ok(done);
    }
    create(&cache)?;
    let lock = cache.join(format!("{name}.lock"));
    let guard = File::create(&lock).map_err(|error| at(&lock, &error))?;
    guard.lock().map_err(|error| at(&lock, &error))?;
    if done.is_dir() {
        return Ok(done);
    }
    let partial = cache.join(format!("{name}.partial"));
    remove(&partial)?;
    create(&partial)?;
    if let Err(reason) = make(&partial) {
        remove(&partial)?;
        return Err(reason);
    }
    fs::rename(&partial, &done).map_err(|error| at(&done, &error))?;
    Ok(done)
}

/// Makes a folder, and those above it.
pub(crate) fn create(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))
}

/// Copies a file, into a folder that is made where it is missing.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    if let Some(folder) = to.parent() {
        create(folder)?;
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| at(from, &error))
}

/// Removes a folder if it is there.
pub(crate) fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(folder, &error)),
        _ => Ok(()),
    }
}

/// An error of the file system, with the path that it is about.
pub(crate) fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
