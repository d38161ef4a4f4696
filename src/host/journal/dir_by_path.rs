//! A folder by its path, for systems without open folders: links are looked for by name just before
//! each step, so that somebody who swaps a folder at that very moment is not kept out.

use super::record::Attributes;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Most bytes that are read of a file; a longer one cannot be what a fix was made from.
const READ_LIMIT: u64 = 64 * 1024 * 1024;

/// A folder.
#[derive(Debug)]
pub(super) struct Dir(PathBuf);

impl Dir {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as on unix")]
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(path.to_path_buf()))
    }

    pub(super) fn folder(&self, name: &str) -> io::Result<Self> {
        let path = self.0.join(name);
        if fs::symlink_metadata(&path)?.is_dir() {
            Ok(Self(path))
        } else {
            Err(ErrorKind::NotADirectory.into())
        }
    }

    pub(super) fn make_folder(&self, name: &str) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub(super) fn remove_folder(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub(super) fn read(&self, name: &str) -> io::Result<Option<(Vec<u8>, Attributes)>> {
        let path = self.0.join(name);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if !metadata.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(READ_LIMIT).read_to_end(&mut bytes)?;
        let mode = if metadata.permissions().readonly() { 0o444 } else { 0o644 };
        Ok(Some((bytes, Attributes { mode, uid: 0, gid: 0 })))
    }

    pub(super) fn write_new(&self, name: &str, bytes: &[u8], like: Option<Attributes>) -> io::Result<()> {
        let path = self.0.join(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| {
            let mut permissions = file.metadata()?.permissions();
            permissions.set_readonly(like.is_some_and(|like| like.mode & 0o222 == 0));
            file.set_permissions(permissions)
        });
        if written.is_err() {
            drop(file);
            fs::remove_file(path).ok();
        }
        written
    }

    /// Here a file has the access that its folder gives.
    pub(super) fn write_private(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write_new(name, bytes, None)
    }

    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    pub(super) fn rename_new(&self, from: &str, to: &str) -> io::Result<()> {
        match fs::symlink_metadata(self.0.join(to)) {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(from, to),
        }
    }

    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// There is no way to ask for it; the file system's own journal keeps the order.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same shape as on unix")]
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.0)?.collect::<io::Result<Vec<_>>>()?;
        Ok(entries.iter().filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }

    pub(super) fn lock_file(&self, name: &str, make: bool) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create(make).truncate(false).open(self.0.join(name))
    }
}
