//! The project's folder, held open, and reading below it.

use autofix_core::workspace::{WorkspaceError, normalize};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Most bytes of a file that are read.
pub(super) const READ_LIMIT: u64 = 8 * 1024 * 1024;
/// Most bytes of a source map, which holds the sources of a whole build.
const MAP_LIMIT: u64 = 64 * 1024 * 1024;

/// A folder that paths cannot leave.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    #[cfg(target_os = "linux")]
    folder: File,
}

impl Root {
    pub(super) fn open(path: &Path) -> Result<Self, WorkspaceError> {
        let failed = |error: &io::Error| match error.kind() {
            ErrorKind::NotFound => WorkspaceError::NotFound(path.display().to_string()),
            _ => WorkspaceError::Io { path: path.display().to_string(), reason: error.to_string() },
        };
        let canonical = path.canonicalize().map_err(|error| failed(&error))?;
        if !canonical.is_dir() {
            return Err(failed(&io::Error::new(ErrorKind::NotADirectory, "not a folder")));
        }
        Ok(Self {
            #[cfg(target_os = "linux")]
            folder: File::open(&canonical).map_err(|error| failed(&error))?,
            path: canonical,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a file into a buffer, which is emptied first.
    pub(super) fn read_into(&self, path: &str, buffer: &mut Vec<u8>) -> Result<(), WorkspaceError> {
        buffer.clear();
        let path = normalize(path).ok_or_else(|| WorkspaceError::Outside(path.to_owned()))?;
        let failed = |error: &io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => WorkspaceError::NotFound(path.clone()),
            ErrorKind::CrossesDevices => WorkspaceError::Outside(path.clone()),
            _ => WorkspaceError::Io { path: path.clone(), reason: error.to_string() },
        };
        let file = self.file(&path).map_err(|error| failed(&error))?;
        let metadata = file.metadata().map_err(|error| failed(&error))?;
        if !metadata.is_file() {
            return Err(WorkspaceError::Io { path: path.clone(), reason: "not a file".to_owned() });
        }
        let is_map = Path::new(&path).extension().is_some_and(|extension| extension == "map");
        let limit = if is_map { MAP_LIMIT } else { READ_LIMIT };
        let too_large = |size| Err(WorkspaceError::TooLarge { path: path.clone(), size, limit });
        if metadata.len() > limit {
            return too_large(metadata.len());
        }
        // Without room for all of it, it would be read in small pieces.
        buffer.reserve(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
        // A file may grow while it is read, and those of `/proc` claim to be empty.
        let read = file.take(limit + 1).read_to_end(buffer).map_err(|error| failed(&error))?;
        if read as u64 > limit {
            return too_large(read as u64);
        }
        Ok(())
    }

    /// Opens a file below the root. `CrossesDevices` is the answer for one that leads out of it.
    #[cfg(target_os = "linux")]
    fn file(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let open = |path: &Path| {
            // Opening a named pipe would wait for its other end.
            let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
            openat2(&self.folder, path, flags, Mode::empty(), resolve).map(File::from)
        };
        match open(Path::new(path)) {
            // The kernel refuses absolute links by their form, also those that stay inside.
            Err(Errno::XDEV) => Ok(open(&self.resolved(path)?)?),
            Err(Errno::NOSYS | Errno::PERM) => File::open(self.path.join(self.resolved(path)?)),
            other => Ok(other?),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn file(&self, path: &str) -> io::Result<File> {
        let file = self.path.join(self.resolved(path)?);
        if !std::fs::metadata(&file)?.is_file() {
            return Err(io::Error::other("not a file"));
        }
        File::open(file)
    }

    /// Where a path leads when its links are followed, relative to the root.
    fn resolved(&self, path: &str) -> io::Result<PathBuf> {
        let target = self.path.join(path).canonicalize()?;
        let inside = target.strip_prefix(&self.path);
        inside.map(Path::to_path_buf).map_err(|_| io::Error::from(ErrorKind::CrossesDevices))
    }
}
