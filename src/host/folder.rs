//! A project on disk.

use super::listing;
use super::root::Root;
use async_trait::async_trait;
use autofix_core::workspace::{MarkerSet, Markers, Workspace, WorkspaceError, normalize};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

/// Files that a thread takes at once: few enough that no thread is left waiting for another.
const BATCH: usize = 32;

/// A folder on disk as a workspace, for reading.
///
/// The listing follows `.gitignore` (with or without a repository), leaves out version control,
/// dependencies and build output, keeps `.env` and `.env.*` even where they are ignored, and follows
/// no symbolic link. It is made once and kept: for a later state of the folder, open it again.
///
/// Reading follows links that stay inside the root, and reads files up to 8 MiB, source maps up to 64. Calls do their work
/// on the calling thread ([`scan`](Workspace::scan) on all cores) and need no async runtime.
#[derive(Debug)]
pub struct FolderWorkspace {
    root: Root,
    listing: OnceLock<Arc<[String]>>,
}

impl FolderWorkspace {
    /// Opens a folder. Nothing is created in it.
    pub fn open(root: impl AsRef<Path>) -> Result<Self, WorkspaceError> {
        Ok(Self { root: Root::open(root.as_ref())?, listing: OnceLock::new() })
    }

    /// The folder, absolute and free of links.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    fn scan_one(&self, path: &str, markers: &Markers, buffer: &mut Vec<u8>) -> MarkerSet {
        if self.root.read_into(path, buffer).is_err() {
            return MarkerSet::default();
        }
        let found = markers.find(buffer);
        // What `read` would refuse has no markers either.
        if found != MarkerSet::default() && std::str::from_utf8(buffer).is_err() {
            return MarkerSet::default();
        }
        found
    }
}

#[async_trait]
impl Workspace for FolderWorkspace {
    async fn list(&self) -> Result<Arc<[String]>, WorkspaceError> {
        if let Some(listing) = self.listing.get() {
            return Ok(Arc::clone(listing));
        }
        let made = listing::list(self.root.path())?.into();
        Ok(Arc::clone(self.listing.get_or_init(|| made)))
    }

    async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        let mut bytes = Vec::new();
        self.root.read_into(path, &mut bytes)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            Err(_) => Err(WorkspaceError::NotText(normalize(path).unwrap_or_default())),
        }
    }

    async fn scan(&self, paths: &[String], markers: &Markers) -> Vec<MarkerSet> {
        let batches = paths.len().div_ceil(BATCH);
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(batches);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut buffer = Vec::new();
            let mut found = Vec::new();
            loop {
                let first = next.fetch_add(BATCH, Ordering::Relaxed);
                let Some(rest) = paths.get(first..) else { return found };
                for (path, index) in rest.iter().take(BATCH).zip(first..) {
                    match self.scan_one(path, markers, &mut buffer) {
                        MarkerSet(0) => {}
                        set => found.push((index, set)),
                    }
                }
                if rest.is_empty() {
                    return found;
                }
            }
        };
        let mut sets = vec![MarkerSet::default(); paths.len()];
        let found: Vec<(usize, MarkerSet)> = thread::scope(|scope| {
            // This thread works too; where no other can be started it does everything.
            let others: Vec<_> =
                (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
            let mut all = work();
            all.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
            all
        });
        for (index, set) in found {
            if let Some(slot) = sets.get_mut(index) {
                *slot = set;
            }
        }
        sets
    }
}
