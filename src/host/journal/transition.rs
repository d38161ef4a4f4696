//! From one side of a fix to the other, and back from wherever a process stopped.

use super::dir::Dir;
use super::record::{Attributes, Content, Intent, Side, absent};
use autofix_core::validate::StoreError;
use autofix_core::workspace::{file_name, parent};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The project's folder, for writing.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) path: &'a Path,
    pub(super) root: &'a Dir,
}

impl Tree<'_> {
    /// Says why a file could not be reached, and whether a link is to blame.
    pub(super) fn failed(&self, path: &str, error: &io::Error) -> StoreError {
        let mut place = self.path.to_path_buf();
        let linked = path.split('/').any(|part| {
            place.push(part);
            place.is_symlink()
        });
        if !linked {
            return StoreError::Io { path: path.to_owned(), reason: error.to_string() };
        }
        match place.canonicalize() {
            Ok(target) if target.starts_with(self.path) => StoreError::Io {
                path: path.to_owned(),
                reason: "reached by a symbolic link; the fix has to name the file itself".to_owned(),
            },
            _ => StoreError::Outside(path.to_owned()),
        }
    }

    /// The folder of a file; `None` where it is not there.
    fn folder_of(&self, path: &str) -> io::Result<Option<Dir>> {
        match self.walk(parent(path), false) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn walk(&self, folder: &str, make: bool) -> io::Result<Dir> {
        let mut here = None;
        for name in folder.split('/') {
            let above = here.as_ref().unwrap_or(self.root);
            // The root itself is named by the empty path.
            let name = if name.is_empty() { "." } else { name };
            let next = match above.folder(name) {
                Err(error) if make && error.kind() == ErrorKind::NotFound => {
                    above.make_folder(name)?;
                    above.sync()?;
                    above.folder(name)
                }
                other => other,
            };
            here = Some(next?);
        }
        here.ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Bytes and attributes of a file; `None` where there is nothing.
    pub(super) fn current(&self, path: &str) -> Result<Option<(Vec<u8>, Attributes)>, StoreError> {
        let read = self.folder_of(path).and_then(|folder| match folder {
            Some(folder) => folder.read(file_name(path)),
            None => Ok(None),
        });
        read.map_err(|error| self.failed(path, &error))
    }

    /// Folders between the root and a file that are not there, outermost first.
    pub(super) fn missing_folders(&self, path: &str) -> Result<Vec<String>, StoreError> {
        let mut missing = Vec::new();
        let mut folder = parent(path);
        while !folder.is_empty() {
            match self.walk(folder, false) {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::NotFound => missing.push(folder.to_owned()),
                Err(error) => return Err(self.failed(path, &error)),
            }
            folder = parent(folder);
        }
        missing.reverse();
        Ok(missing)
    }

    /// Fails for the first file that is not what one side says.
    pub(super) fn verify(&self, intent: &Intent, side: Side) -> Result<(), StoreError> {
        for entry in &intent.files {
            if !same(self.current(&entry.path)?.as_ref(), side.of(entry)) {
                return Err(StoreError::Stale { file: entry.path.clone() });
            }
        }
        Ok(())
    }

    /// Goes to one side. Everything that needs room or rights happens beside the files first; the
    /// files themselves then change by renaming alone.
    pub(super) fn go(&self, intent: &Intent, to: Side) -> Result<(), StoreError> {
        let changing = || intent.files.iter().enumerate().filter(|(_, entry)| entry.before != entry.after);
        for (number, entry) in changing() {
            if let Some(content) = to.of(entry) {
                self.stage(intent, number, &entry.path, content)
                    .map_err(|error| self.failed(&entry.path, &error))?;
            }
        }
        for (number, entry) in changing() {
            // Once more, as near to the change as can be.
            if !same(self.current(&entry.path)?.as_ref(), to.other().of(entry)) {
                return Err(StoreError::Stale { file: entry.path.clone() });
            }
            let replaces = to.other().of(entry).is_some();
            self.change(intent, number, &entry.path, to.of(entry).is_some(), replaces)
                .map_err(|error| self.failed(&entry.path, &error))?;
        }
        self.finish(intent, to)
    }

    /// Brings every file to one side from wherever it is, but for those that are on neither side,
    /// which somebody else wrote: they are kept, and named in the answer.
    pub(super) fn restore(&self, intent: &Intent, to: Side) -> Result<Vec<String>, StoreError> {
        // First, as it makes room.
        for (number, entry) in intent.files.iter().enumerate() {
            // A folder that is no longer one holds nothing of ours.
            if let Ok(Some(folder)) = self.folder_of(&entry.path) {
                let swept = folder.remove(&temporary(intent, number)).or_else(absent);
                swept.map_err(|error| self.failed(&entry.path, &error))?;
            }
        }
        let mut kept = Vec::new();
        for (number, entry) in intent.files.iter().enumerate() {
            let Ok(current) = self.current(&entry.path) else {
                kept.push(entry.path.clone());
                continue;
            };
            let current = current.as_ref();
            if same(current, to.of(entry)) {
                continue;
            }
            if !same(current, to.other().of(entry)) {
                kept.push(entry.path.clone());
                continue;
            }
            let target = to.of(entry);
            let staged = target.map_or(Ok(()), |content| self.stage(intent, number, &entry.path, content));
            staged
                .and_then(|()| self.change(intent, number, &entry.path, target.is_some(), current.is_some()))
                .map_err(|error| self.failed(&entry.path, &error))?;
        }
        self.finish(intent, to)?;
        Ok(kept)
    }

    /// Writes the new content beside the file, where a rename is atomic.
    fn stage(&self, intent: &Intent, number: usize, path: &str, content: &Content) -> io::Result<()> {
        let folder = self.walk(parent(path), true)?;
        let name = temporary(intent, number);
        folder.remove(&name).or_else(absent)?;
        folder.write_new(&name, content.text.as_bytes(), content.attributes)
    }

    fn change(
        &self,
        intent: &Intent,
        number: usize,
        path: &str,
        stays: bool,
        replaces: bool,
    ) -> io::Result<()> {
        let Some(folder) = self.folder_of(path)? else { return Ok(()) };
        match (stays, replaces) {
            (true, true) => folder.rename(&temporary(intent, number), file_name(path)),
            (true, false) => folder.rename_new(&temporary(intent, number), file_name(path)),
            (false, _) => folder.remove(file_name(path)).or_else(absent),
        }
    }

    /// Removes the folders that the fix made, where nothing else is in them, and brings names to disk.
    fn finish(&self, intent: &Intent, to: Side) -> Result<(), StoreError> {
        let mut folders: BTreeSet<&str> = intent.files.iter().map(|entry| parent(&entry.path)).collect();
        if to == Side::Before {
            for made in intent.folders.iter().rev() {
                if let Ok(Some(above)) = self.folder_of(made) {
                    above.remove_folder(file_name(made)).ok();
                }
            }
        }
        folders.extend(intent.folders.iter().map(|made| parent(made)));
        for folder in folders {
            if let Ok(open) = self.walk(folder, false) {
                open.sync().map_err(|error| self.failed(folder, &error))?;
            }
        }
        Ok(())
    }
}

/// Named by record and file, so that it is found again without searching.
fn temporary(intent: &Intent, number: usize) -> String {
    format!(".autofix-{}-{number}.tmp", intent.sequence)
}

fn same(current: Option<&(Vec<u8>, Attributes)>, content: Option<&Content>) -> bool {
    match (current, content) {
        (None, None) => true,
        (Some((bytes, _)), Some(content)) => bytes == content.text.as_bytes(),
        _ => false,
    }
}
