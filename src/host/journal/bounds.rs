//! Which paths a fix may name.

use autofix_core::validate::{FileChange, StoreError};
use autofix_core::workspace::normalize;
use std::collections::BTreeSet;

/// Refuses paths that lead outside, that belong to version control or to the journal, that
/// come twice, and that cannot be there together.
pub(super) fn check(files: &[FileChange]) -> Result<(), StoreError> {
    let mut seen = BTreeSet::new();
    let staying: BTreeSet<&str> =
        files.iter().filter(|file| file.after.is_some()).map(|file| file.path.as_str()).collect();
    for FileChange { path, .. } in files {
        if normalize(path).as_deref() != Some(path) || (cfg!(windows) && path.contains(':')) {
            return Err(StoreError::Outside(path.clone()));
        }
        let refused = |reason: &str| Err(StoreError::Io { path: path.clone(), reason: reason.to_owned() });
        let parts: Vec<String> = path.split('/').map(folded).collect();
        if parts.iter().any(|part| part == ".git" || part == "git~1") {
            return refused("belongs to version control, where AutoFix does not write");
        }
        if let [first, second, ..] = parts.as_slice()
            && first == ".autofix"
            && second == "state"
        {
            return refused("belongs to the journal of AutoFix");
        }
        if path.match_indices('/').any(|(at, _)| staying.contains(&path[..at])) {
            return refused("lies below a path that the fix makes a file");
        }
        if !seen.insert(path) {
            return refused("is named twice by the fix");
        }
    }
    Ok(())
}

/// A name as the most forgiving file system reads it: without case, without characters that take no
/// room, without dots and blanks at its end.
fn folded(name: &str) -> String {
    let unseen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let seen: String = name.chars().filter(unseen).collect();
    seen.trim_end_matches(['.', ' ']).to_lowercase()
}
