//! A folder held open. Everything below it is reached name by name, and no name that is a symbolic
//! link is followed, so that nothing swapped in behind our back leads a write elsewhere.

use super::record::Attributes;
use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, openat, renameat, unlinkat};
use rustix::io::Errno;
use std::fs::{File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

/// Most bytes that are read of a file; a longer one cannot be what a fix was made from.
const READ_LIMIT: u64 = 64 * 1024 * 1024;

/// An open folder.
#[derive(Debug)]
pub(super) struct Dir(File);

impl Dir {
    /// Opens a folder by its canonical path.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(Self)
    }

    /// Opens a folder in this one.
    pub(super) fn folder(&self, name: &str) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self(openat(&self.0, name, flags, Mode::empty())?.into()))
    }

    pub(super) fn make_folder(&self, name: &str) -> io::Result<()> {
        Ok(mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    pub(super) fn remove_folder(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Bytes and attributes of a file; `None` where there is nothing.
    pub(super) fn read(&self, name: &str) -> io::Result<Option<(Vec<u8>, Attributes)>> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = match openat(&self.0, name, flags, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let mut bytes = Vec::new();
        file.take(READ_LIMIT).read_to_end(&mut bytes)?;
        let attributes =
            Attributes { mode: metadata.mode() & 0o7777, uid: metadata.uid(), gid: metadata.gid() };
        Ok(Some((bytes, attributes)))
    }

    /// Writes a file that must not exist yet, down to the disk. Without attributes it gets those that
    /// any new file gets.
    pub(super) fn write_new(&self, name: &str, bytes: &[u8], like: Option<Attributes>) -> io::Result<()> {
        // What was private must not be readable for a moment.
        self.write(name, bytes, like, if like.is_some() { 0o600 } else { 0o666 })
    }

    /// Writes a file that only its owner may read: the journal holds texts of files that may be private.
    pub(super) fn write_private(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(name, bytes, None, 0o600)
    }

    fn write(&self, name: &str, bytes: &[u8], like: Option<Attributes>, mode: u32) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = File::from(openat(&self.0, name, flags, Mode::from_raw_mode(mode))?);
        let written = fill(file, bytes, like);
        if written.is_err() {
            self.remove(name).ok();
        }
        written
    }

    /// Gives a file a name, over a file that has it.
    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(renameat(&self.0, from, &self.0, to)?)
    }

    /// Gives a file a name that nothing has yet.
    pub(super) fn rename_new(&self, from: &str, to: &str) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        match rustix::fs::renameat_with(&self.0, from, &self.0, to, rustix::fs::RenameFlags::NOREPLACE) {
            // Some file systems cannot; the caller looked just before.
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {}
            other => return Ok(other?),
        }
        self.rename(from, to)
    }

    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Brings the names of this folder to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        match self.0.sync_all() {
            // File systems without such a thing say so.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            other => other,
        }
    }

    /// Every name, without order; those that are not text are left out.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().to_str()
                && name != "."
                && name != ".."
            {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Opens the file that is locked, and makes it where asked.
    pub(super) fn lock_file(&self, name: &str, make: bool) -> io::Result<File> {
        let mut flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        flags.set(OFlags::CREATE, make);
        Ok(openat(&self.0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }
}

fn fill(mut file: File, bytes: &[u8], like: Option<Attributes>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(like) = like {
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (like.uid, like.gid) {
            // Only a privileged user may give files away; anybody else's copy is their own.
            fchown(&file, Some(like.uid), Some(like.gid)).ok();
        }
        // After the owner: changing it takes the special bits away.
        file.set_permissions(Permissions::from_mode(like.mode))?;
    }
    file.sync_all()
}
