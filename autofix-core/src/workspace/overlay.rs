use super::{MarkerSet, Markers, Workspace, WorkspaceError, normalize};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A workspace as it would be with some files changed.
pub struct Overlay<'w> {
    base: &'w dyn Workspace,
    files: BTreeMap<String, Option<Arc<str>>>,
}

impl<'w> Overlay<'w> {
    /// `None` stands for a file that is gone.
    pub fn new(base: &'w dyn Workspace, files: BTreeMap<String, Option<Arc<str>>>) -> Self {
        Self { base, files }
    }
}

#[async_trait]
impl Workspace for Overlay<'_> {
    async fn list(&self) -> Result<Arc<[String]>, WorkspaceError> {
        let base = self.base.list().await?;
        let mut all: Vec<String> =
            base.iter().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        all.extend(self.files.iter().filter(|(_, text)| text.is_some()).map(|(path, _)| path.clone()));
        all.sort();
        Ok(all.into())
    }

    async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        let inside = normalize(path).ok_or_else(|| WorkspaceError::Outside(path.to_owned()))?;
        match self.files.get(&inside) {
            Some(Some(text)) => Ok(Arc::clone(text)),
            Some(None) => Err(WorkspaceError::NotFound(inside)),
            None => self.base.read(&inside).await,
        }
    }

    async fn scan(&self, paths: &[String], markers: &Markers) -> Vec<MarkerSet> {
        let mut found = self.base.scan(paths, markers).await;
        for (path, found) in paths.iter().zip(&mut found) {
            if let Some(text) = self.files.get(path) {
                *found =
                    text.as_deref().map_or_else(MarkerSet::default, |text| markers.find(text.as_bytes()));
            }
        }
        found
    }
}
