//! Where a project is: a folder on disk, or texts in memory.

use crate::AutoFixError;
#[cfg(feature = "native")]
use crate::host::{FolderWorkspace, Journal};
use async_trait::async_trait;
use autofix_core::model::{Fix, FixState};
use autofix_core::validate::{FileChange, FixStore, StoreError, VerifiedFix};
use autofix_core::workspace::{MemoryWorkspace, Workspace, WorkspaceError};
use std::collections::BTreeMap;
#[cfg(feature = "native")]
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) enum Place {
    #[cfg(feature = "native")]
    Folder {
        root: PathBuf,
        journal: std::sync::OnceLock<Arc<Journal>>,
    },
    Memory(Arc<MemoryStore>),
}

impl Place {
    /// The project as it is now. A folder's listing is kept by its workspace, so each call gets its own.
    pub(crate) fn workspace(&self) -> Result<Box<dyn Workspace>, AutoFixError> {
        match self {
            #[cfg(feature = "native")]
            Self::Folder { root, .. } => Ok(Box::new(FolderWorkspace::open(root)?)),
            Self::Memory(store) => Ok(Box::new(store.snapshot()?)),
        }
    }

    /// What opening the journal put right.
    #[cfg(feature = "native")]
    pub(crate) fn recovered(&self) -> Vec<crate::host::Recovered> {
        match self {
            Self::Folder { journal, .. } => journal.get().map(|it| it.recovered()).unwrap_or_default(),
            Self::Memory(_) => Vec::new(),
        }
    }

    /// What writes fixes. Opening it puts right what a killed process left half done.
    #[cfg_attr(
        not(feature = "native"),
        expect(clippy::unnecessary_wraps, reason = "a journal can fail to open")
    )]
    pub(crate) fn store(&self) -> Result<Arc<dyn FixStore>, StoreError> {
        match self {
            #[cfg(feature = "native")]
            Self::Folder { root, journal } => {
                if let Some(journal) = journal.get() {
                    return Ok(Arc::clone(journal) as Arc<dyn FixStore>);
                }
                let opened = Arc::new(Journal::open(root)?);
                Ok(Arc::clone(journal.get_or_init(|| opened)) as Arc<dyn FixStore>)
            }
            Self::Memory(store) => Ok(Arc::clone(store) as Arc<dyn FixStore>),
        }
    }
}

/// Texts in memory that fixes change and that are restored from what each fix found.
#[derive(Default)]
pub(crate) struct MemoryStore {
    inner: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    files: BTreeMap<String, Arc<str>>,
    applied: Vec<(Fix, Vec<FileChange>)>,
}

impl MemoryStore {
    pub(crate) fn new(files: BTreeMap<String, Arc<str>>) -> Result<Self, WorkspaceError> {
        // The workspace knows which paths lead outside, and their plain form.
        let files = MemoryWorkspace::new(files)?.files().clone();
        Ok(Self { inner: Mutex::new(Held { files, applied: Vec::new() }) })
    }

    pub(crate) fn files(&self) -> BTreeMap<String, Arc<str>> {
        self.held().files.clone()
    }

    fn snapshot(&self) -> Result<MemoryWorkspace, WorkspaceError> {
        MemoryWorkspace::new(self.files())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Replaces one side of every file by the other; nothing where one of them is not as expected.
    fn exchange(&mut self, files: &[FileChange], undo: bool) -> Result<(), StoreError> {
        let sides = |file: &FileChange| {
            let (before, after) = (file.before.clone(), file.after.clone());
            if undo { (after, before) } else { (before, after) }
        };
        for file in files {
            if self.files.get(&file.path) != sides(file).0.as_ref() {
                return Err(StoreError::Stale { file: file.path.clone() });
            }
        }
        for file in files {
            match sides(file).1 {
                Some(text) => self.files.insert(file.path.clone(), text),
                None => self.files.remove(&file.path),
            };
        }
        Ok(())
    }
}

fn wrong_state(fix: &Fix, state: &str, needs: &str) -> StoreError {
    StoreError::State { id: fix.id.clone(), state: state.to_owned(), needs: needs.to_owned() }
}

#[async_trait]
impl FixStore for MemoryStore {
    async fn apply(&self, fix: &VerifiedFix) -> Result<Fix, StoreError> {
        let mut held = self.held();
        let id = &fix.fix().id;
        if held.applied.iter().any(|(it, _)| it.id == *id && it.state == FixState::Applied) {
            return Err(wrong_state(fix.fix(), "applied", "roll it back before it is applied again"));
        }
        held.exchange(fix.files(), false)?;
        held.applied.retain(|(it, _)| it.id != *id);
        let applied = Fix { state: FixState::Applied, ..fix.fix().clone() };
        held.applied.push((applied.clone(), fix.files().to_vec()));
        Ok(applied)
    }

    async fn rollback(&self, id: &str) -> Result<Fix, StoreError> {
        let mut held = self.held();
        let found = held.applied.iter().position(|(fix, _)| fix.id == id);
        let index = found.ok_or_else(|| StoreError::UnknownFix(id.to_owned()))?;
        let (fix, files) =
            held.applied.get(index).cloned().ok_or_else(|| StoreError::UnknownFix(id.to_owned()))?;
        if fix.state != FixState::Applied {
            return Err(wrong_state(&fix, "rolled_back", "only an applied fix can be rolled back"));
        }
        held.exchange(&files, true)?;
        let fix = Fix { state: FixState::RolledBack, ..fix };
        if let Some(slot) = held.applied.get_mut(index) {
            slot.0 = fix.clone();
        }
        Ok(fix)
    }

    async fn list(&self) -> Result<Vec<Fix>, StoreError> {
        Ok(self.held().applied.iter().map(|(fix, _)| fix.clone()).collect())
    }
}
