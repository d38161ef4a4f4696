//! Writing fixes so that each is whole or absent, whatever ends the process.
//!
//! Below `.autofix/state/journal`, each fix has a record: an intent with every text and mode of both
//! sides, and a state. The order on disk is what makes it safe: intent, new texts beside the files,
//! renames, state; each is on the disk before the next begins. An intent without its state is
//! undone by the next start.
//!
//! What it does not keep: access lists, extended attributes, and hard links. A file with several
//! names is replaced under the name that the fix gives; the other names keep the old bytes.

mod bounds;
#[cfg(unix)]
mod dir;
#[cfg(not(unix))]
#[path = "dir_by_path.rs"]
mod dir;
mod record;
mod transition;

use self::dir::Dir;
use self::record::{Attributes, Content, Entry, Intent, Record, Side, State};
use self::transition::Tree;
use super::root::Root;
use async_trait::async_trait;
use autofix_core::model::Fix;
use autofix_core::validate::{FileChange, FixStore, StoreError, VerifiedFix};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const STATE_FOLDER: &str = ".autofix/state";

/// What was found of a change that a process did not bring to its end, and was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The fix.
    pub fix_id: String,
    /// Files that somebody edited meanwhile. They were left as they are; the texts of both sides stay
    /// in the journal. All other files are as they were before the change began.
    pub kept: Vec<String>,
}

/// The fixes that were applied to a folder.
///
/// Several processes may use one folder: a lock orders them. Calls work on the calling thread and
/// need no async runtime. Nothing is created before the first fix is applied.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    root: Dir,
    recovered: Mutex<Vec<Recovered>>,
}

impl Journal {
    /// Opens the journal of a folder, and puts right what an earlier process left half done.
    pub fn open(root: impl AsRef<Path>) -> Result<Self, StoreError> {
        let failed = |reason: String| StoreError::Io { path: root.as_ref().display().to_string(), reason };
        let opened = Root::open(root.as_ref()).map_err(|error| failed(error.to_string()))?;
        let path = opened.path().to_path_buf();
        let root = Dir::open(&path).map_err(|error| failed(error.to_string()))?;
        let journal = Self { path, root, recovered: Mutex::default() };
        journal.locked(false, |_| Ok(()))?;
        Ok(journal)
    }

    /// What was put right since the journal was opened, oldest first.
    pub fn recovered(&self) -> Vec<Recovered> {
        self.recovered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes files without asking whether the fix was validated. For tests of the journal itself:
    /// everything else goes through [`FixStore::apply`].
    #[doc(hidden)]
    pub fn apply_unverified(&self, fix: &Fix, files: &[FileChange]) -> Result<Fix, StoreError> {
        bounds::check(files)?;
        let tree = self.tree();
        let refuse_twice = |records: &Records| match records.latest(&fix.id) {
            Some(record) if record.state == State::Applied => {
                Err(wrong_state(record, "roll it back before it is applied again"))
            }
            _ => Ok(()),
        };
        // Before anything is created: a fix that is refused leaves no trace.
        self.locked(false, |records| refuse_twice(records))?;
        tree.verify(&intent(&tree, 0, fix, files)?, Side::Before)?;
        self.locked(true, |records| {
            refuse_twice(records)?;
            let outdated = records.latest(&fix.id).filter(|record| record.state == State::RolledBack);
            let intent = intent(&tree, records.next_sequence(), fix, files)?;
            tree.verify(&intent, Side::Before)?;

            let mut record = Record::begin(&records.folder, intent)?;
            let written = tree.go(&record.intent, Side::After);
            let written = written.and_then(|()| record.mark(&records.folder, State::Applied));
            if let Err(error) = written {
                return Err(self.undone(&records.folder, &mut record, Side::Before, error));
            }
            if let Some(outdated) = outdated {
                // It only takes room: a record that stays is outdone by the newer one.
                outdated.remove(&records.folder).ok();
            }
            Ok(answer(&record))
        })
        .and_then(|applied| applied.ok_or_else(|| StoreError::UnknownFix(fix.id.clone())))
    }

    fn take_back(&self, id: &str) -> Result<Fix, StoreError> {
        let unknown = || StoreError::UnknownFix(id.to_owned());
        self.locked(false, |records| {
            let found = records.all.iter_mut().rev().find(|record| record.intent.fix.id == id);
            let record = found.ok_or_else(unknown)?;
            if record.state != State::Applied {
                return Err(wrong_state(record, "only an applied fix can be rolled back"));
            }
            let tree = self.tree();
            tree.verify(&record.intent, Side::After)?;
            record.mark(&records.folder, State::RollingBack)?;
            let written = tree.go(&record.intent, Side::Before);
            let written = written.and_then(|()| record.mark(&records.folder, State::RolledBack));
            match written {
                Ok(()) => Ok(answer(record)),
                Err(error) => Err(self.undone(&records.folder, record, Side::After, error)),
            }
        })?
        .ok_or_else(unknown)
    }

    /// Goes back after a failure, and answers what to tell about it.
    fn undone(&self, folder: &Dir, record: &mut Record, to: Side, cause: StoreError) -> StoreError {
        match self.settle(folder, record, to) {
            Ok(kept) if kept.is_empty() => cause,
            Ok(kept) => StoreError::Stale { file: kept.join(", ") },
            Err(undoing) => StoreError::Journal {
                path: format!("{STATE_FOLDER}/journal/{}", record.name),
                reason: format!("{cause}; undoing it failed too ({undoing}) and is tried again next time"),
            },
        }
    }

    /// Brings a record that is under way back to one side.
    fn settle(&self, folder: &Dir, record: &mut Record, to: Side) -> Result<Vec<String>, StoreError> {
        let kept = self.tree().restore(&record.intent, to)?;
        match to {
            Side::After => record.mark(folder, State::Applied)?,
            Side::Before if kept.is_empty() => record.remove(folder)?,
            // Kept for the texts in it, and never replayed: the files belong to somebody else now.
            Side::Before => record.mark(folder, State::Failed)?,
        }
        Ok(kept)
    }

    /// Works under the lock, after putting right what was left half done. `None` where there is no
    /// journal and none is to be made.
    fn locked<T>(
        &self,
        make: bool,
        work: impl FnOnce(&mut Records) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let tree = self.tree();
        let opened = self.open_state(make).map_err(|error| tree.failed(STATE_FOLDER, &error))?;
        let Some((lock, folder)) = opened else { return Ok(None) };
        let mut records = self.read(folder)?;
        let answer = work(&mut records);
        // Held until here; closing it gives it back, also when the process is killed.
        drop(lock);
        answer.map(Some)
    }

    fn open_state(&self, make: bool) -> io::Result<Option<(File, Dir)>> {
        let open = || -> io::Result<_> {
            let mut here = None;
            for name in STATE_FOLDER.split('/') {
                let above = here.as_ref().unwrap_or(&self.root);
                here = Some(enter(above, name, make)?);
            }
            let state = here.ok_or(ErrorKind::NotFound)?;
            let lock = state.lock_file("lock", make)?;
            lock.lock()?;
            if make && state.read(".gitignore")?.is_none_or(|(bytes, _)| bytes.is_empty()) {
                record::put(&state, ".gitignore", b"*\n")?;
            }
            let folder = enter(&state, "journal", make)?;
            Ok(Some((lock, folder)))
        };
        match open() {
            Err(error) if !make && error.kind() == ErrorKind::NotFound => Ok(None),
            other => other,
        }
    }

    fn read(&self, folder: Dir) -> Result<Records, StoreError> {
        let names = folder.names().map_err(|error| self.tree().failed(STATE_FOLDER, &error))?;
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let Some(mut record) = Record::read(&folder, &name)? else {
                // Never complete, so nothing was changed for it.
                record::remove(&folder, &name)?;
                continue;
            };
            let to = match record.state {
                State::Applying => Side::Before,
                State::RollingBack => Side::After,
                State::Applied | State::RolledBack | State::Failed => {
                    all.push(record);
                    continue;
                }
            };
            let kept = self.settle(&folder, &mut record, to)?;
            let recovered = Recovered { fix_id: record.intent.fix.id.clone(), kept };
            if record.state != State::Applying {
                all.push(record);
            }
            self.recovered.lock().unwrap_or_else(PoisonError::into_inner).push(recovered);
        }
        all.sort_by_key(|record| record.intent.sequence);
        Ok(Records { folder, all })
    }

    fn tree(&self) -> Tree<'_> {
        Tree { path: &self.path, root: &self.root }
    }
}

#[async_trait]
impl FixStore for Journal {
    async fn apply(&self, fix: &VerifiedFix) -> Result<Fix, StoreError> {
        self.apply_unverified(fix.fix(), fix.files())
    }

    async fn rollback(&self, id: &str) -> Result<Fix, StoreError> {
        self.take_back(id)
    }

    async fn list(&self) -> Result<Vec<Fix>, StoreError> {
        let listed = self.locked(false, |records| {
            let latest = |record: &&Record| {
                records.latest(&record.intent.fix.id).is_some_and(|latest| latest.name == record.name)
            };
            Ok(records.all.iter().filter(latest).map(answer).collect())
        })?;
        Ok(listed.unwrap_or_default())
    }
}

/// Every record, oldest first.
struct Records {
    folder: Dir,
    all: Vec<Record>,
}

impl Records {
    /// A fix that was taken back may be applied again: the newest record counts.
    fn latest(&self, id: &str) -> Option<&Record> {
        self.all.iter().rev().find(|record| record.intent.fix.id == id)
    }

    fn next_sequence(&self) -> u64 {
        self.all.last().map_or(1, |record| record.intent.sequence.saturating_add(1))
    }
}

/// What is to be done, from the files as they are now.
fn intent(tree: &Tree<'_>, sequence: u64, fix: &Fix, files: &[FileChange]) -> Result<Intent, StoreError> {
    let mut entries = Vec::with_capacity(files.len());
    let mut folders: Vec<String> = Vec::new();
    let attributes = |path: &str| Ok::<_, StoreError>(tree.current(path)?.map(|(_, attributes)| attributes));
    let content =
        |text: &Arc<str>, attributes: Option<Attributes>| Content { text: (**text).to_owned(), attributes };
    for file in files {
        let own = attributes(&file.path)?;
        let inherited = match &file.moved_from {
            Some(old) => attributes(old)?,
            None => own,
        };
        let before = file.before.as_ref().map(|text| content(text, own));
        let after = file.after.as_ref().map(|text| content(text, inherited));
        if after.is_some() {
            for folder in tree.missing_folders(&file.path)? {
                if !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
        }
        entries.push(Entry { path: file.path.clone(), before, after });
    }
    Ok(Intent::new(sequence, fix.clone(), entries, folders))
}

fn enter(above: &Dir, name: &str, make: bool) -> io::Result<Dir> {
    match above.folder(name) {
        Err(error) if make && error.kind() == ErrorKind::NotFound => {
            match above.make_folder(name) {
                // Another process was faster.
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => above.sync()?,
            }
            above.folder(name)
        }
        other => other,
    }
}

fn wrong_state(record: &Record, needs: &str) -> StoreError {
    StoreError::State {
        id: record.intent.fix.id.clone(),
        state: record.state.as_str().to_owned(),
        needs: needs.to_owned(),
    }
}

fn answer(record: &Record) -> Fix {
    Fix { state: record.state.of_fix(), ..record.intent.fix.clone() }
}
