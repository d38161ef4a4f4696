//! Where a specifier is written in the project, and which file a tool's path means.

use crate::prelude::*;
use autofix_core::facts::modules::{self, ImportFact};
use autofix_core::ingest::PathMap;
use autofix_core::syntax::Language;
use autofix_core::workspace::{Markers, extension, parent};
use std::sync::Arc;

/// One place that names a module.
#[derive(Debug, Clone)]
pub(in crate::node) struct Site {
    /// The file.
    pub(in crate::node) file: Arc<ModuleFile>,
    /// The import.
    pub(in crate::node) import: ImportFact,
}

impl Site {
    /// The specifier.
    pub(in crate::node) fn specifier(&self) -> &str {
        &self.import.from.value
    }

    /// The bytes between the quotes.
    pub(super) fn inside(&self) -> Span {
        let span = self.import.from.span;
        Span::new(span.start + 1, span.end.saturating_sub(1))
    }
}

/// The file of the project that a tool's path means; one that was compiled leads to its source.
pub(in crate::node) async fn own_file(cx: &FixContext<'_>, printed: &str) -> Option<String> {
    let files = cx.facts().files().await;
    let map = PathMap::new(&files);
    let printed = printed.strip_prefix("file://").unwrap_or(printed);
    if let Some(file) = map.resolve(printed) {
        return Some(file);
    }
    if printed.contains('/') {
        for output in ["/dist/", "/build/", "/out/"] {
            let Some((root, rest)) = printed.rsplit_once(output) else { continue };
            let source = rest.strip_suffix("js").map(|stem| format!("{root}/src/{stem}ts"));
            if let Some(file) = source.and_then(|source| map.resolve(&source)) {
                return Some(file);
            }
        }
        return None;
    }
    // A browser prints the bare name of a file.
    let mut named = files.iter().filter(|file| autofix_core::workspace::file_name(file) == printed);
    named.next().filter(|_| named.next().is_none()).cloned()
}

/// Files that the issue points to, innermost first.
pub(in crate::node) async fn framed(cx: &FixContext<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let frames = cx.issue().frames.iter().filter(|frame| frame.in_app).map(|frame| &frame.file);
    for file in frames.chain(&cx.issue().affected_files) {
        if !all.contains(file) && cx.facts().has_file(file).await {
            all.push(file.clone());
        }
    }
    all
}

/// Every import of the project in a file that holds these bytes, sorted by file.
pub(in crate::node) async fn holding(facts: &Facts<'_>, needle: &str) -> Vec<Site> {
    let files = facts.files().await;
    let sources: Vec<String> = (files.iter())
        .filter(|path| Language::of(path).is_some_and(Language::has_tree) && !path.contains(".min."))
        .cloned()
        .collect();
    let Some(markers) = Markers::new(&[needle]) else { return Vec::new() };
    let found = facts.workspace().scan(&sources, &markers).await;
    let mut all = Vec::new();
    for (path, _) in sources.iter().zip(found).filter(|(_, found)| found.has(0)) {
        all.extend(of_file(facts, path).await);
    }
    all
}

/// Every import of a file.
pub(in crate::node) async fn of_file(facts: &Facts<'_>, path: &str) -> Vec<Site> {
    let Some(file) = facts.module(path).await else { return Vec::new() };
    let imports = modules::imports(&file.tree);
    imports.into_iter().map(|import| Site { file: Arc::clone(&file), import }).collect()
}

/// Those of some sites that the issue means: in the file that is printed, in a file of its frames, in a
/// folder; all of them where nothing of it is told.
pub(in crate::node) async fn meant(
    cx: &FixContext<'_>,
    sites: Vec<Site>,
    importer: Option<&str>,
    folder: Option<&str>,
) -> Vec<Site> {
    if let Some(printed) = importer {
        let file = own_file(cx, printed).await;
        return sites.into_iter().filter(|site| file.as_deref() == Some(&site.file.path)).collect();
    }
    let framed = framed(cx).await;
    for file in &framed {
        let here: Vec<Site> = sites.iter().filter(|site| site.file.path == *file).cloned().collect();
        if !here.is_empty() {
            return here;
        }
    }
    match folder {
        Some(folder) => {
            let near = |site: &&Site| {
                let own = parent(&site.file.path);
                own.is_empty() || format!("/{}", folder.trim_matches('/')).ends_with(&format!("/{own}"))
            };
            sites.iter().filter(near).cloned().collect()
        }
        None => sites,
    }
}

/// Whether a file is TypeScript, or a component that may be.
pub(super) fn is_typed(path: &str) -> bool {
    matches!(extension(path), "ts" | "tsx" | "mts" | "cts" | "vue")
}
