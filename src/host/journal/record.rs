//! What the journal keeps of a fix: a folder with the intent, written once, and the state, replaced whole.

use super::dir::Dir;
use autofix_core::model::{Fix, FixState};
use autofix_core::validate::StoreError;
use serde::{Deserialize, Serialize};
use std::io;

const VERSION: u32 = 1;
const INTENT: &str = "intent.json";
const STATE: &str = "state";

/// What a file has besides its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attributes {
    pub(super) mode: u32,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// A file as it is on one side of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) text: String,
    /// `None` for those that any new file gets.
    pub(super) attributes: Option<Attributes>,
}

/// A file on both sides; `None` where it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) before: Option<Content>,
    pub(super) after: Option<Content>,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }

    pub(super) fn of(self, entry: &Entry) -> Option<&Content> {
        match self {
            Self::Before => entry.before.as_ref(),
            Self::After => entry.after.as_ref(),
        }
    }
}

/// Everything that is needed to go either way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Intent {
    version: u32,
    /// Number of the record, which orders them without a clock.
    pub(super) sequence: u64,
    pub(super) fix: Fix,
    pub(super) files: Vec<Entry>,
    /// Folders that the fix makes, outermost first.
    pub(super) folders: Vec<String>,
}

impl Intent {
    pub(super) fn new(sequence: u64, fix: Fix, files: Vec<Entry>, folders: Vec<String>) -> Self {
        Self { version: VERSION, sequence, fix, files, folders }
    }
}

/// How far a record is. `Applying` and `RollingBack` are found only where a process ended in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Applying,
    Applied,
    RollingBack,
    RolledBack,
    /// An apply was undone, but for files that somebody edited meanwhile.
    Failed,
}

impl State {
    const ALL: [Self; 5] = [Self::Applying, Self::Applied, Self::RollingBack, Self::RolledBack, Self::Failed];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::RollingBack => "rolling_back",
            Self::RolledBack => "rolled_back",
            Self::Failed => "failed",
        }
    }

    pub(super) fn of_fix(self) -> FixState {
        match self {
            Self::Applied | Self::RollingBack => FixState::Applied,
            Self::RolledBack => FixState::RolledBack,
            Self::Applying | Self::Failed => FixState::Failed,
        }
    }
}

/// A record on disk.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) intent: Intent,
    pub(super) state: State,
}

impl Record {
    /// Writes an intent. It holds from the moment it has its name.
    pub(super) fn begin(journal: &Dir, intent: Intent) -> Result<Self, StoreError> {
        let name = format!("{:08}-{}", intent.sequence, encoded(&intent.fix.id));
        let written = (|| {
            let bytes = serde_json::to_vec(&intent)?;
            journal.make_folder(&name)?;
            journal.sync()?;
            put(&journal.folder(&name)?, INTENT, &bytes)
        })();
        let record = Self { name, intent, state: State::Applying };
        if let Err(error) = written {
            record.remove(journal).ok();
            return Err(StoreError::Io { path: place(&record.name), reason: error.to_string() });
        }
        Ok(record)
    }

    /// Reads a record; `None` for one whose intent was never complete.
    pub(super) fn read(journal: &Dir, name: &str) -> Result<Option<Self>, StoreError> {
        let damaged = |reason: String| StoreError::Journal { path: place(name), reason };
        let failed = |error: io::Error| damaged(error.to_string());
        let folder = journal.folder(name).map_err(failed)?;
        let Some((bytes, _)) = folder.read(INTENT).map_err(failed)? else { return Ok(None) };
        let intent: Intent = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if intent.version != VERSION {
            return Err(damaged(format!("version {}, made by another version of AutoFix", intent.version)));
        }
        let state = match folder.read(STATE).map_err(failed)? {
            None => State::Applying,
            Some((bytes, _)) => {
                let known = State::ALL.into_iter().find(|state| state.as_str().as_bytes() == bytes);
                known.ok_or_else(|| damaged("its state is not one that is known".to_owned()))?
            }
        };
        Ok(Some(Self { name: name.to_owned(), intent, state }))
    }

    /// Replaces the state, down to the disk.
    pub(super) fn mark(&mut self, journal: &Dir, state: State) -> Result<(), StoreError> {
        journal
            .folder(&self.name)
            .and_then(|folder| put(&folder, STATE, state.as_str().as_bytes()))
            .map_err(|error| StoreError::Io { path: place(&self.name), reason: error.to_string() })?;
        self.state = state;
        Ok(())
    }

    /// Forgets a record. The intent goes first: what is left then counts as never begun.
    pub(super) fn remove(&self, journal: &Dir) -> Result<(), StoreError> {
        remove(journal, &self.name)
    }
}

/// Removes the folder of a record.
pub(super) fn remove(journal: &Dir, name: &str) -> Result<(), StoreError> {
    let removed = (|| {
        let folder = journal.folder(name)?;
        folder.remove(INTENT).or_else(absent)?;
        folder.sync()?;
        for file in folder.names()? {
            folder.remove(&file).or_else(absent)?;
        }
        journal.remove_folder(name)?;
        journal.sync()
    })();
    removed.map_err(|error| StoreError::Io { path: place(name), reason: error.to_string() })
}

/// That something is gone already is as good as removing it.
pub(super) fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Writes a file whole or not at all, down to the disk.
pub(super) fn put(folder: &Dir, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = format!("{name}.tmp");
    folder.remove(&temporary).or_else(absent)?;
    folder.write_private(&temporary, bytes)?;
    folder.rename(&temporary, name)?;
    folder.sync()
}

fn place(name: &str) -> String {
    format!(".autofix/state/journal/{name}")
}

/// An id as a file name on every system, also those that do not tell `a` from `A`.
fn encoded(id: &str) -> String {
    use std::fmt::Write;
    let mut name = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_') {
            name.push(char::from(byte));
        } else {
            write!(name, "%{byte:02x}").ok();
        }
    }
    name
}
