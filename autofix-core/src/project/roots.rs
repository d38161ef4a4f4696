//! Which manifests count, and which package belongs to which workspace root.

use crate::workspace::{file_name, parent};

/// Manifests deeper than this, in folders, are read only when a workspace root names them.
const DEPTH: usize = 4;

/// Folders whose packages say nothing about the project.
const NOT_THE_PROJECT: [&str; 13] = [
    "node_modules",
    "bower_components",
    "vendor",
    "dist",
    "build",
    "fixtures",
    "__fixtures__",
    "__tests__",
    "testdata",
    "examples",
    "site-packages",
    ".venv",
    "venv",
];

/// Files of this name that may be manifests of the project.
pub(super) fn manifests<'f>(files: &'f [String], name: &str) -> Vec<&'f str> {
    let counts = |path: &&str| {
        file_name(path) == name
            && path.split('/').count() <= DEPTH + 1
            && !parent(path).split('/').any(|part| NOT_THE_PROJECT.contains(&part))
    };
    files.iter().map(String::as_str).filter(counts).collect()
}

/// The folders that hold a folder, the nearest first, itself included, the root (empty) last.
pub(super) fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| (!folder.is_empty()).then(|| parent(folder)))
}

/// Whether a workspace root with these patterns has a member in this folder, which is given from
/// the root. A later pattern that begins with `!` takes folders out again.
pub(super) fn is_member(patterns: &[String], folder: &str) -> bool {
    patterns.iter().fold(false, |member, pattern| match pattern.strip_prefix('!') {
        Some(pattern) => member && !matches(pattern, folder),
        None => member || matches(pattern, folder),
    })
}

/// `*` stands for any part of a name, `**` for any number of folders.
fn matches(pattern: &str, folder: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let names: Vec<&str> = folder.split('/').collect();
    // `reached[n]`: the pattern so far covers the first n folders.
    let mut reached = vec![false; names.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for part in pattern.split('/') {
        let mut next = vec![false; names.len() + 1];
        let mut any = false;
        for (index, slot) in next.iter_mut().enumerate() {
            any |= reached.get(index).copied().unwrap_or_default();
            *slot = if part == "**" {
                any
            } else {
                index.checked_sub(1).is_some_and(|before| {
                    reached.get(before).copied().unwrap_or_default()
                        && names.get(before).is_some_and(|name| name_matches(part, name))
                })
            };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or_default()
}

fn name_matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_those_that_the_patterns_name() {
        let cases: [(&[&str], &str, bool); 12] = [
            (&["packages/*"], "packages/api", true),
            (&["packages/*"], "packages", false),
            (&["packages/*"], "packages/a/b", false),
            (&["packages/**"], "packages/a/b", true),
            (&["./client/"], "client", true),
            (&["apps/*-web"], "apps/shop-web", true),
            (&["apps/*-web"], "apps/shop-api", false),
            (&["a*b*c"], "axbyc", true),
            (&["a*b*c"], "axc", false),
            (&["packages/*", "!packages/old"], "packages/old", false),
            (&["**"], "x/y/z", true),
            (&[], "client", false),
        ];
        for (patterns, folder, expected) in cases {
            let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
            assert_eq!(is_member(&patterns, folder), expected, "{patterns:?} {folder}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends() {
        let pattern = vec!["**"; 200].join("/");
        assert!(matches(&pattern, &vec!["a"; 200].join("/")));
        assert!(!name_matches(&format!("{}b", "*a".repeat(200)), &"a".repeat(5_000)));
    }
}
