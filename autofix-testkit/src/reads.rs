//! Which files were read, and whether something pointed to them.

use async_trait::async_trait;
use autofix_core::facts::modules::{Resolved, imports, resolve};
use autofix_core::facts::{FactCache, Facts, Marker};
use autofix_core::model::Issue;
use autofix_core::syntax::Language;
use autofix_core::workspace::{MarkerSet, Markers, MemoryWorkspace, Workspace, WorkspaceError, file_name};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// A workspace that notes what is read. The byte search over all files is no reading.
pub(crate) struct Recorded<'w> {
    base: &'w MemoryWorkspace,
    reads: Mutex<BTreeSet<String>>,
}

impl<'w> Recorded<'w> {
    pub(crate) fn new(base: &'w MemoryWorkspace) -> Self {
        Self { base, reads: Mutex::default() }
    }

    pub(crate) fn reads(&self) -> BTreeSet<String> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Workspace for Recorded<'_> {
    async fn list(&self) -> Result<Arc<[String]>, WorkspaceError> {
        self.base.list().await
    }

    async fn read(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        self.base.read(path).await
    }

    async fn scan(&self, paths: &[String], markers: &Markers) -> Vec<MarkerSet> {
        self.base.scan(paths, markers).await
    }
}

/// Files that were read although nothing pointed to them. A file may be read when
/// - it holds one of the markers that the facts search for,
/// - it is a manifest, configuration or environment file (anything without a tree, but no text for
///   people, no image and no style sheet),
/// - the log or the issue names it,
/// - it imports a file that may be read, or such a file imports it.
///
/// Of `node_modules`, only the `package.json` of a package may be read, for its version.
pub(crate) async fn unasked(
    workspace: &MemoryWorkspace,
    reads: &BTreeSet<String>,
    issue: Option<&Issue>,
    log: &str,
) -> Vec<String> {
    let facts = Facts::new(workspace, Arc::new(FactCache::default()));
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for marker in [Marker::Server, Marker::Client, Marker::Env, Marker::Listen] {
        asked.extend(facts.marked(marker).await);
    }
    // A path that is not there was only probed.
    let existing: Vec<&String> = reads.iter().filter(|path| workspace.files().contains_key(*path)).collect();
    for path in &existing {
        let named = issue.is_some_and(|issue| {
            issue.affected_files.contains(path) || issue.frames.iter().any(|frame| frame.file == **path)
        });
        if named || is_configuration(path) || log.contains(file_name(path)) {
            asked.insert((*path).clone());
        }
    }
    let links = links(&facts, workspace).await;
    loop {
        let before = asked.len();
        for (from, to) in &links {
            if asked.contains(from) && reads.contains(to) {
                asked.insert(to.clone());
            }
            if asked.contains(to) && reads.contains(from) {
                asked.insert(from.clone());
            }
        }
        if asked.len() == before {
            break;
        }
    }
    let in_packages = |path: &str| path.split('/').any(|part| part == "node_modules");
    (existing.into_iter())
        .filter(
            |path| if in_packages(path) { file_name(path) != "package.json" } else { !asked.contains(*path) },
        )
        .cloned()
        .collect()
}

/// Which file imports which.
async fn links(facts: &Facts<'_>, workspace: &MemoryWorkspace) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for path in workspace.files().keys() {
        let Some(file) = facts.module(path).await else { continue };
        for import in imports(&file.tree) {
            if let Resolved::File(to) = resolve(facts, path, &import.from.value).await {
                links.push((path.clone(), to));
            }
        }
    }
    links
}

fn is_configuration(path: &str) -> bool {
    let name = file_name(path);
    let for_people = [".md", ".txt", ".css", ".scss", ".svg", ".png", ".html"];
    let is_script = Language::of(path).is_some_and(Language::has_tree);
    let is_config_script = name.contains(".config.");
    if is_script { is_config_script } else { !for_people.iter().any(|end| name.ends_with(end)) }
}
