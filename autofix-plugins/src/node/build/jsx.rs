//! JSX in a file whose name says that it has none.

use super::sites;
use crate::prelude::*;
use autofix_core::facts::modules::{Resolved, resolve};
use autofix_core::facts::packages::{Package, owner};
use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Visitor, walk_module};
use autofix_core::workspace::{extension, file_name, join, parent};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What bundlers say of JSX where they expect none.
const WORDS: &[&str] = &[
    "make sure to name the file with the .jsx or .tsx extension",
    "Unexpected JSX expression",
    "JSX syntax is disabled",
    "JSX syntax extension is not currently enabled",
];
/// Files that are renamed at once at most; more is a migration, and a person's matter.
const FILES: usize = 25;

/// Whether a bundler met JSX where it expects none.
pub(super) fn is_meant(text: &str) -> bool {
    WORDS.iter().any(|words| text.contains(words))
}

/// Gives the file, and those that it imports with the same fault, a name that says JSX.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let framed = sites::framed(cx).await;
    let mut first = None;
    for path in &framed {
        if new_name(path).is_some() && holds_jsx(facts, path).await {
            first = Some(path.clone());
            break;
        }
    }
    let Some(first) = first else {
        return cx.decline(match framed.first() {
            Some(path) => format!("{path} holds no JSX in a `.js` or `.ts` file"),
            None => "the log does not name the file that holds JSX".to_owned(),
        });
    };
    let Some(package) = facts.package_of(&first).await else {
        return cx.decline(format!("{first} belongs to no package.json"));
    };
    let renamed = reachable(facts, &package, &first).await;
    if renamed.len() > FILES {
        return cx
            .decline(format!("{} files hold JSX and end in `.js`: rename them together", renamed.len()));
    }
    for (path, to) in &renamed {
        if facts.has_file(to).await {
            return cx.decline(format!("{to} is there already, beside {path}: one of them is left over"));
        }
    }
    let mut edits: BTreeMap<String, EditSet> = BTreeMap::new();
    for (path, to) in &renamed {
        importers(facts, path, to, &mut edits).await?;
        pages(cx, &package, path, to, &mut edits).await?;
    }
    let names: Vec<&str> = renamed.keys().map(|path| file_name(path)).collect();
    let mut draft = cx
        .fix(format!("Name what holds JSX so that the bundler reads it as JSX: {}", names.join(", ")))
        .safety(Safety::Safe)
        .confidence(0.95);
    for (path, to) in &renamed {
        let own = edits.remove(path).unwrap_or_default();
        draft = draft.rename(path, to, own, format!("Name it {}", file_name(to)));
    }
    for (path, edits) in edits {
        draft = draft.edit(&path, edits, "Name the file as it is called now");
    }
    Ok(super::tested(cx, draft, &first).await)
}

fn new_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".js").map(|stem| (stem, "jsx"));
    let (stem, new) = stem.or_else(|| path.strip_suffix(".ts").map(|stem| (stem, "tsx")))?;
    let tool = matches!(extension(stem), "config" | "d");
    (!tool).then(|| format!("{stem}.{new}"))
}

async fn holds_jsx(facts: &Facts<'_>, path: &str) -> bool {
    struct Jsx(bool);
    impl Visitor<'_> for Jsx {
        fn expr(&mut self, expr: &Expr) -> bool {
            self.0 |= matches!(expr.kind, ExprKind::Jsx { .. });
            !self.0
        }
    }
    let Some(file) = facts.module(path).await else { return false };
    // TypeScript without JSX reads an element as a cast, and fails: the text is all there is to see.
    if extension(path) == "ts" {
        return !file.tree.errors.is_empty() && (file.text.contains("</") || file.text.contains("/>"));
    }
    let mut jsx = Jsx(false);
    walk_module(&file.tree, &mut jsx);
    jsx.0
}

/// The file, and every one of its package that is reached from it and has the same fault.
async fn reachable(facts: &Facts<'_>, package: &Package, first: &str) -> BTreeMap<String, String> {
    let packages = facts.packages().await;
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::from([first.to_owned()]);
    let mut queue = VecDeque::from([first.to_owned()]);
    while let Some(path) = queue.pop_front().filter(|_| seen.len() < 400) {
        if let Some(to) = new_name(&path)
            && holds_jsx(facts, &path).await
        {
            found.insert(path.clone(), to);
        }
        for site in sites::of_file(facts, &path).await {
            if let Resolved::File(file) = resolve(facts, &path, site.specifier()).await
                && owner(&packages, &file).is_some_and(|it| it.path == package.path)
                && seen.insert(file.clone())
            {
                queue.push_back(file);
            }
        }
    }
    found
}

/// Imports that name the file with its extension.
async fn importers(
    facts: &Facts<'_>,
    path: &str,
    to: &str,
    edits: &mut BTreeMap<String, EditSet>,
) -> Result<(), PluginError> {
    let (old, new) = (file_name(path), file_name(to));
    for site in sites::holding(facts, old).await {
        let Some(head) = site.specifier().strip_suffix(old) else { continue };
        let whole = head.is_empty() || head.ends_with('/');
        if whole && resolve(facts, &site.file.path, site.specifier()).await == Resolved::File(path.to_owned())
        {
            let spelt = format!("{head}{new}");
            edits.entry(site.file.path.clone()).or_default().replace(site.inside(), spelt)?;
        }
    }
    Ok(())
}

/// `<script src>` of the package's pages.
async fn pages(
    cx: &FixContext<'_>,
    package: &Package,
    path: &str,
    to: &str,
    edits: &mut BTreeMap<String, EditSet>,
) -> Result<(), PluginError> {
    let in_package = path.strip_prefix(&package.folder).unwrap_or(path).trim_start_matches('/');
    let files = cx.facts().files().await;
    let packages = cx.facts().packages().await;
    for page in files.iter().filter(|page| extension(page) == "html") {
        if owner(&packages, page).is_none_or(|it| it.path != package.path) {
            continue;
        }
        let text = cx.read(page).await?;
        for start in ["src=\"", "src='"] {
            for (at, _) in text.match_indices(start) {
                let rest = &text[at + start.len()..];
                let written = rest.split(['"', '\'']).next().unwrap_or_default();
                let from_root = written.strip_prefix('/').is_some_and(|written| written == in_package);
                let from_page = join(parent(page), written).as_deref() == Some(path);
                if from_root || (!written.starts_with('/') && from_page) {
                    let end = u32::try_from(at + start.len() + written.len()).unwrap_or(u32::MAX);
                    let name = u32::try_from(file_name(path).len()).unwrap_or(0);
                    let span = Span::new(end.saturating_sub(name), end);
                    edits.entry(page.clone()).or_default().replace(span, file_name(to))?;
                }
            }
        }
    }
    Ok(())
}
