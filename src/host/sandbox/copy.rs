//! The private copy of a project.
//!
//! Files are copied, never linked by hard links: a command may write a file in place. Where the file
//! system can share blocks until one side writes (btrfs, XFS, APFS), the system's copy does so.
//! Dependencies are not copied: `node_modules` becomes a folder of symbolic links to the packages, so
//! that tools can keep caches in it, and so that a package that lives in the project (a monorepo's)
//! is the copy's; a Python environment becomes one link.

use autofix_core::validate::SandboxError;
use autofix_core::workspace::normalize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// Not copied: version control and what tools keep for themselves.
const SKIPPED: &[&str] = &[".git", ".hg", ".svn", "__pycache__", "coverage"];

/// A copy, removed when dropped.
#[derive(Debug)]
pub(super) struct Copy {
    /// The project that it is a copy of.
    pub(super) original: PathBuf,
    /// The copy's root.
    pub(super) root: PathBuf,
    /// For temporary files.
    pub(super) temporary: PathBuf,
    folder: TempDir,
}

impl Copy {
    /// Copies a project and changes some files in the copy.
    pub(super) fn make(
        original: &Path,
        changes: &BTreeMap<String, Option<Arc<str>>>,
        limit: u64,
        dropped: &AtomicBool,
    ) -> Result<Self, SandboxError> {
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |error: io::Error| SandboxError::Copy(format!("{path}: {error}"))
        };
        let folder = tempfile::Builder::new()
            .prefix("autofix-")
            .tempdir()
            .map_err(failed(Path::new("temporary folder")))?;
        let base = folder.path().canonicalize().map_err(failed(folder.path()))?;
        let temporary = base.join("tmp");
        // Some tools name things by the folder's name.
        let root = base.join("project").join(original.file_name().unwrap_or("project".as_ref()));
        for folder in [&temporary, &root] {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        let mut copying = Copying { original, root: &root, room: limit, limit, dropped };
        let mut waiting = vec![PathBuf::new()];
        while let Some(inner) = waiting.pop() {
            copying.folder(&inner, &mut waiting).map_err(failed(&inner))?;
        }
        let copy = Self { original: original.to_path_buf(), root, temporary, folder };
        for (path, text) in changes {
            copy.change(path, text.as_deref()).map_err(failed(Path::new(path)))?;
        }
        Ok(copy)
    }

    /// Everything that the command may write to.
    pub(super) fn writable(&self) -> &Path {
        self.folder.path()
    }

    fn change(&self, path: &str, text: Option<&str>) -> io::Result<()> {
        let inside = normalize(path).ok_or_else(|| io::Error::other("leads out of the workspace"))?;
        let file = self.root.join(inside);
        let folder = file.parent().unwrap_or(&self.root);
        // Before a folder is made: the nearest one that is there must not be a link to the original.
        let present = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
        if !present.canonicalize()?.starts_with(&self.root) {
            return Err(io::Error::other("reached by a link that leads out of the copy"));
        }
        fs::create_dir_all(folder)?;
        let mode =
            fs::symlink_metadata(&file).ok().filter(fs::Metadata::is_file).map(|found| found.permissions());
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let Some(text) = text else { return Ok(()) };
        fs::write(&file, text)?;
        mode.map_or(Ok(()), |mode| fs::set_permissions(&file, mode))
    }
}

struct Copying<'a> {
    original: &'a Path,
    root: &'a Path,
    room: u64,
    limit: u64,
    dropped: &'a AtomicBool,
}

impl Copying<'_> {
    fn folder(&mut self, inner: &Path, waiting: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(self.original.join(inner))? {
            if self.dropped.load(Ordering::Acquire) {
                return Err(io::Error::other("nobody waits for it any more"));
            }
            let entry = entry?;
            let (from, name, kind) = (entry.path(), entry.file_name(), entry.file_type()?);
            let inner = inner.join(&name);
            let to = self.root.join(&inner);
            if name == "node_modules" && from.is_dir() {
                self.packages(&from, &to)?;
            } else if kind.is_symlink() {
                self.link(&from, &to)?;
            } else if kind.is_dir() {
                if from.join("pyvenv.cfg").exists() {
                    symlink(&from, &to)?;
                } else if !skipped(&inner, &from) {
                    fs::create_dir(&to)?;
                    waiting.push(inner);
                }
            } else if kind.is_file() {
                self.file(&from, &to, entry.metadata()?.len())?;
            }
        }
        Ok(())
    }

    fn file(&mut self, from: &Path, to: &Path, size: u64) -> io::Result<()> {
        self.room = self.room.checked_sub(size).ok_or_else(|| {
            io::Error::other(format!("the project is larger than {} MiB", self.limit >> 20))
        })?;
        match fs::copy(from, to) {
            // Gone meanwhile, or not for this user to read: the command could not have read it either.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) =>
            {
                Ok(())
            }
            other => other.map(drop),
        }
    }

    /// A link leads to the copy of what it led to, or to the same thing where that is not copied.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let target = fs::read_link(from)?;
        match from.canonicalize() {
            Ok(real) => match (real.strip_prefix(self.original), target.is_absolute()) {
                (Ok(_), false) => symlink(&target, to),
                (Ok(inside), true) => symlink(&self.root.join(inside), to),
                (Err(_), _) => symlink(&real, to),
            },
            // It leads nowhere yet; what it names may be made by the command.
            Err(_) if target.components().all(|part| matches!(part, Component::Normal(_))) => {
                symlink(&target, to)
            }
            Err(_) => Ok(()),
        }
    }

    fn packages(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            let shown = name.to_string_lossy();
            let (from, to) = (from.join(&name), to.join(&name));
            let cache = shown.starts_with(".cache") || shown.starts_with(".vite");
            if cache {
                continue;
            }
            if (shown.starts_with('@') || shown == ".bin") && from.is_dir() {
                self.packages(&from, &to)?;
                continue;
            }
            let own = from.canonicalize().ok().and_then(|real| {
                let inside = real.strip_prefix(self.original).ok()?;
                let package = inside.components().any(|part| part.as_os_str() == "node_modules");
                (!package).then(|| self.root.join(inside))
            });
            symlink(own.as_deref().unwrap_or(&from), &to)?;
        }
        Ok(())
    }
}

fn skipped(inner: &Path, from: &Path) -> bool {
    let named = inner.file_name().and_then(|name| name.to_str()).is_some_and(|name| SKIPPED.contains(&name));
    // The tag is how build tools mark what can be made again.
    named
        || inner == Path::new(".autofix/state")
        || inner.ends_with(".next/cache")
        || from.join("CACHEDIR.TAG").exists()
}

#[cfg(unix)]
fn symlink(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(windows)]
fn symlink(target: &Path, at: &Path) -> io::Result<()> {
    let resolved = at.parent().map_or_else(|| target.to_path_buf(), |folder| folder.join(target));
    if resolved.is_dir() {
        std::os::windows::fs::symlink_dir(target, at)
    } else {
        std::os::windows::fs::symlink_file(target, at)
    }
}
