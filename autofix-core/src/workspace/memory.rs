use super::{Workspace, WorkspaceError, normalize};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Files held in memory: for browsers and tests. It remembers which files were read.
#[derive(Debug, Default)]
pub struct MemoryWorkspace {
    files: BTreeMap<String, Arc<str>>,
    reads: Mutex<Vec<String>>,
}

impl MemoryWorkspace {
    /// A workspace of these files. A path that leads outside is an error.
    pub fn new<P: AsRef<str>, T: Into<Arc<str>>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Result<Self, WorkspaceError> {
        let mut all = BTreeMap::new();
        for (path, text) in files {
            let path = path.as_ref();
            let inside = normalize(path).ok_or_else(|| WorkspaceError::Outside(path.to_owned()))?;
            all.insert(inside, text.into());
        }
        Ok(Self { files: all, reads: Mutex::default() })
    }

    /// Every file and its text.
    pub fn files(&self) -> &BTreeMap<String, Arc<str>> {
        &self.files
    }

    /// Paths that were read so far, in order.
    pub fn reads(&self) -> Vec<String> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Workspace for MemoryWorkspace {
    async fn list(&self) -> Result<Arc<[String]>, WorkspaceError> {
        let own = |path: &&String| !path.split('/').any(|part| part == "node_modules" || part == ".git");
        Ok(self.files.keys().filter(own).cloned().collect())
    }

    async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        let inside = normalize(path).ok_or_else(|| WorkspaceError::Outside(path.to_owned()))?;
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).push(inside.clone());
        self.files.get(&inside).cloned().ok_or(WorkspaceError::NotFound(inside))
    }
}
