//! Where scripts and their sources may lie: how runtimes and tools spell paths.

use crate::ingest::percent;
use crate::workspace::{file_name, parent};

/// Folders below a package that tools write scripts to; the empty one first.
pub(super) const OUTPUT: [&str; 18] = [
    "",
    "dist",
    "build",
    "public",
    "out",
    ".next",
    "static",
    "dist/client",
    "dist/server",
    "dist/public",
    "build/client",
    "build/server",
    "client/dist",
    "server/dist",
    ".output/public",
    ".output/server",
    ".svelte-kit/output/client",
    "www",
];
/// Packages whose output is looked through.
const ROOTS: usize = 32;
/// How deep the manifest of such a package may lie, in folders.
const DEPTH: usize = 4;
/// Folders of a deployment above the script's own that are taken off its path.
const DROPPED: usize = 12;

/// The folders of the packages of a project, its root first.
pub(super) fn roots(files: &[String]) -> Vec<String> {
    let mut roots = vec![String::new()];
    let manifests = files.iter().filter(|file| {
        file_name(file) == "package.json" && file.split('/').count() <= DEPTH + 1 && file.contains('/')
    });
    let mut nested: Vec<String> = manifests.map(|file| parent(file).to_owned()).collect();
    nested.sort_by_key(|folder| folder.split('/').count());
    roots.extend(nested);
    roots.truncate(ROOTS);
    roots
}

/// The paths inside of a package that the path or URL of a script may mean, the longest first: where the
/// project lies on the machine that ran it, and below which URL it was served, is not known.
pub(super) fn spellings(file: &str) -> Vec<String> {
    let (is_url, rest) = match file.split_once("://") {
        Some(("http" | "https", rest)) => (true, rest.split_once('/').map_or("", |(_, path)| path)),
        Some(("file", rest)) => (true, rest),
        Some(_) => return Vec::new(),
        None => (false, file),
    };
    let decoded = if is_url {
        String::from_utf8(percent(rest).into_owned()).unwrap_or_default()
    } else {
        rest.to_owned()
    };
    let mut parts: Vec<&str> = decoded
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .filter(|part| part.len() != 2 || !part.ends_with(':'))
        .collect();
    // Next.js serves `.next/static` as `/_next/static`, below any path.
    if let Some(at) = parts.iter().position(|part| *part == "_next") {
        parts.drain(..at);
        if let Some(first) = parts.first_mut() {
            *first = ".next";
        }
    }
    let from = parts.len().saturating_sub(DROPPED);
    (from..parts.len()).filter_map(|at| parts.get(at..)).map(|parts| parts.join("/")).collect()
}

/// A source as a map names it, without what tools put around its path.
pub(super) struct Spelling {
    /// The path.
    pub(super) path: String,
    /// It is named from the folder of the map; else from somewhere in the project.
    pub(super) from_script: bool,
}

impl Spelling {
    pub(super) fn of(source: &str) -> Self {
        let away = |path: &str| Self { path: path.to_owned(), from_script: false };
        let Some((scheme, rest)) = source.split_once("://") else {
            return Self { path: source.replace('\\', "/"), from_script: !source.starts_with('/') };
        };
        // A hash of the loader's settings may follow.
        let rest = rest.split('?').next().unwrap_or(rest);
        if let Some((_, path)) = rest.split_once("[project]/") {
            return away(path);
        }
        // The name of the project, and in Next.js that of the layer, stand before `./`.
        if let Some((_, path)) = rest.split_once("/./") {
            return away(path);
        }
        match scheme {
            "file" => away(rest),
            _ => away(rest.split_once('/').map_or(rest, |(_, path)| path)),
        }
    }
}
