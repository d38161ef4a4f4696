//! What the tests of the host share.
#![allow(dead_code, reason = "each test takes what it needs")]

use autofix::core::model::{Fix, FixState, PluginRef, Safety};
use autofix::core::validate::FileChange;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn fix(id: &str) -> Fix {
    Fix {
        id: id.to_owned(),
        issue_id: "issue_1".to_owned(),
        state: FixState::Validated,
        plugin: PluginRef { name: "test".to_owned(), version: "1.0.0".to_owned() },
        confidence: 0.5,
        safety: Safety::Safe,
        description: "ß🙂".to_owned(),
        changes: Vec::new(),
        test_commands: Vec::new(),
        rollback_plan: String::new(),
    }
}

pub(crate) fn change(path: &str, before: Option<&str>, after: Option<&str>) -> FileChange {
    FileChange {
        path: path.to_owned(),
        before: before.map(Into::into),
        after: after.map(Into::into),
        moved_from: None,
    }
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Every file (bytes and mode) and folder of a project, but for the journal's own.
pub(crate) fn snapshot(root: &Path) -> BTreeMap<String, (Vec<u8>, u32)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if name == ".autofix" {
                continue;
            }
            let metadata = fs::symlink_metadata(&path).unwrap();
            if metadata.is_dir() {
                all.insert(name + "/", (Vec::new(), mode(&metadata)));
                folders.push(path);
            } else {
                all.insert(name, (fs::read(&path).unwrap_or_default(), mode(&metadata)));
            }
        }
    }
    all
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions())
}

#[cfg(not(unix))]
fn mode(metadata: &fs::Metadata) -> u32 {
    u32::from(metadata.permissions().readonly())
}
