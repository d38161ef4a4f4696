//! Which file of the project a specifier most likely means, and how it is spelt from where it is written.

use super::exports;
use super::words::By;
use crate::prelude::*;
use autofix_core::facts::packages::owner;
use autofix_core::workspace::{extension, file_name, parent, relative};

/// Extensions that a bundler tries by itself.
const TRIED: &[&str] = &["mjs", "js", "mts", "ts", "jsx", "tsx", "json"];
/// Extensions of modules.
const CODE: &[&str] = &["mjs", "js", "mts", "ts", "jsx", "tsx", "cjs", "cts", "vue", "svelte"];
/// Extensions that a specifier may end in; another dot belongs to the name.
const WRITTEN: &[&str] = &[
    "mjs", "js", "mts", "ts", "jsx", "tsx", "cjs", "cts", "vue", "svelte", "json", "css", "scss", "sass",
    "less", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "md", "mdx",
    "html", "graphql", "gql", "wasm", "txt", "mp3", "mp4", "pdf",
];
/// Wrong letters that a misspelling has at most.
const LETTERS: usize = 2;

/// A file that an import misses.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// As written.
    pub(super) specifier: String,
    /// The importing file.
    pub(super) importer: String,
    /// Names that are taken from it.
    pub(super) names: Vec<String>,
    /// The path that was looked for.
    pub(super) base: String,
    /// The file that is meant beyond doubt: only its extension is missing.
    pub(super) is_there: Option<String>,
    /// Who looked.
    pub(super) by: By,
    /// It is written behind an alias that nothing declares.
    pub(super) unaliased: bool,
}

/// The file that is meant.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) why: String,
    pub(super) safety: Safety,
    pub(super) confidence: f64,
}

/// A path without its extension.
pub(super) fn stem(path: &str) -> &str {
    let written = extension(path);
    if WRITTEN.contains(&written.to_ascii_lowercase().as_str()) {
        &path[..path.len() - written.len() - 1]
    } else {
        path
    }
}

/// Extensions that stand for each other: pictures, style sheets.
fn family(extension: &str) -> Option<&'static [&'static str]> {
    const FAMILIES: [&[&str]; 2] =
        [&["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico"], &["css", "scss", "sass", "less"]];
    FAMILIES.into_iter().find(|family| family.contains(&extension.to_ascii_lowercase().as_str()))
}

fn written_extension(path: &str) -> Option<&str> {
    let written = extension(path);
    WRITTEN.contains(&written.to_ascii_lowercase().as_str()).then_some(written)
}

/// Whether a loader refuses a path that leaves out what the file's has.
pub(super) fn needs_more(file: &str, base: &str, by: By) -> bool {
    let rest = file.strip_prefix(base).unwrap_or_default();
    let left_out = match rest.strip_prefix("/index") {
        Some(rest) => rest.trim_start_matches('.'),
        None => rest.trim_start_matches('.'),
    };
    match by {
        // The compiler's output has another extension than the source.
        By::Node => !rest.is_empty(),
        By::Bundler => !left_out.is_empty() && !TRIED.contains(&left_out),
        By::Require => !left_out.is_empty() && !matches!(left_out, "js" | "json" | "ts" | "tsx" | "node"),
        By::Types => false,
    }
}

/// The file of this path, its extension or `index` left out.
pub(super) async fn exact(facts: &Facts<'_>, base: &str) -> Option<String> {
    let files = facts.files().await;
    files
        .iter()
        .find(|file| is_code(file) && bares(file).any(|bare| bare == base) || file.as_str() == base)
        .cloned()
}

fn is_code(path: &str) -> bool {
    CODE.contains(&extension(path)) && !path.ends_with(".d.ts")
}

/// Paths by which a file is imported without extension.
fn bares(file: &str) -> impl Iterator<Item = &str> {
    let stem = stem(file);
    let folder = (file_name(stem) == "index").then(|| parent(stem)).filter(|folder| !folder.is_empty());
    std::iter::once(stem).chain(folder)
}

/// The best candidate, if there is exactly one.
pub(super) async fn best(facts: &Facts<'_>, wanted: &Wanted) -> Result<Found, String> {
    if let Some(file) = &wanted.is_there {
        let why = match wanted.by {
            By::Node => "Node needs the whole name of the file",
            _ => "this is where the file is",
        };
        return Ok(found(file, why.to_owned(), Safety::Safe, 0.97));
    }
    let files = facts.files().await;
    let packages = facts.packages().await;
    let home = |path: &str| owner(&packages, path).map(|package| package.path.clone());
    let homes = [home(&wanted.importer), home(&wanted.base)];
    let asset = written_extension(&wanted.base).filter(|it| !CODE.contains(it));
    let pool: Vec<&String> = (files.iter())
        .filter(|file| match asset {
            Some(asset) => extension(file).eq_ignore_ascii_case(asset),
            None => is_code(file) || (extension(file) == "json" && !wanted.base.ends_with("package")),
        })
        .filter(|file| **file != wanted.importer && homes.contains(&home(file)))
        .collect();
    let bare = stem(&wanted.base);

    let cased: Vec<&String> =
        pool.iter().copied().filter(|file| bares(file).any(|it| it.eq_ignore_ascii_case(bare))).collect();
    if let Some(answer) = one(facts, wanted, &cased, |file| {
        let why = if bares(file).any(|it| it == bare) {
            format!("the file is {}", file_name(file))
        } else {
            format!("the file is {file}, letters' case counts")
        };
        (why, Safety::Safe, 0.96)
    })
    .await?
    {
        return Ok(answer);
    }
    let name = file_name(bare);
    // Every folder may have an `index`; a package starts one.
    let entry = file_name(&wanted.importer) == "package.json";
    let named = |exact: bool| -> Vec<&String> {
        let same = |it: &str| if exact { it == name } else { it.eq_ignore_ascii_case(name) };
        pool.iter()
            .copied()
            .filter(|file| (name != "index" || entry) && bares(file).any(|it| same(file_name(it))))
            .collect()
    };
    for moved in [named(true), named(false)] {
        let moved = offering(facts, wanted, &moved).await;
        if let Some(answer) =
            one(facts, wanted, &moved, |file| (format!("the file is {file}"), Safety::Safe, 0.9)).await?
        {
            return Ok(answer);
        }
    }
    if let Some(family) = asset.and_then(family) {
        let same: Vec<&String> = (files.iter())
            .filter(|file| family.contains(&extension(file).to_ascii_lowercase().as_str()))
            .filter(|file| stem(file).eq_ignore_ascii_case(bare) && homes.contains(&home(file)))
            .collect();
        if let Some(answer) = one(facts, wanted, &same, |file| {
            (format!("the file is {}", file_name(file)), Safety::Unsafe, 0.85)
        })
        .await?
        {
            return Ok(answer);
        }
    }
    let mut near: Vec<(usize, &String)> = (pool.iter())
        .filter_map(|file| Some((bares(file).filter_map(|it| misspelt(bare, it)).min()?, *file)))
        .collect();
    near.sort();
    let closest = near.first().map(|(distance, _)| *distance);
    let near: Vec<&String> =
        near.iter().filter(|(distance, _)| Some(*distance) == closest).map(|(_, file)| *file).collect();
    let near = offering(facts, wanted, &near).await;
    if let Some(answer) =
        one(facts, wanted, &near, |file| (format!("the nearest name is {file}"), Safety::Unsafe, 0.8)).await?
    {
        return Ok(answer);
    }
    let taken: Vec<&String> =
        wanted.names.iter().filter(|name| !matches!(name.as_str(), "default" | "*")).collect();
    if !taken.is_empty() && taken.len() == wanted.names.len() {
        let offering = offering(facts, wanted, &pool).await;
        if let Some(answer) = one(facts, wanted, &offering, |file| {
            (format!("{file} is the only file that exports what is imported"), Safety::Unsafe, 0.7)
        })
        .await?
        {
            return Ok(answer);
        }
    }
    Err(format!(
        "{} is not in the project, and no file has a name near it: was it never committed, or deleted?",
        wanted.base
    ))
}

fn found(path: &str, why: String, safety: Safety, confidence: f64) -> Found {
    Found { path: path.to_owned(), why, safety, confidence }
}

/// The only candidate; the only one that exports what is taken, where there are several.
async fn one(
    facts: &Facts<'_>,
    wanted: &Wanted,
    all: &[&String],
    say: impl Fn(&str) -> (String, Safety, f64),
) -> Result<Option<Found>, String> {
    if let [only] = all {
        let (why, safety, confidence) = say(only);
        return Ok(Some(found(only, why, safety, confidence)));
    }
    let offering = offering(facts, wanted, all).await;
    // Of `x.ts` and a left-over `x.js`, the one whose extension was written.
    let written = written_extension(&wanted.base);
    let same: Vec<&String> =
        offering.iter().copied().filter(|file| Some(extension(file)) == written).collect();
    let only = match (all, offering.as_slice(), same.as_slice()) {
        ([], ..) => return Ok(None),
        (_, [only], _) | (_, _, [only]) => *only,
        _ => {
            let names: Vec<&str> = all.iter().take(5).map(|file| file.as_str()).collect();
            return Err(format!("`{}` could mean each of {}", wanted.specifier, names.join(", ")));
        }
    };
    let (why, safety, confidence) = say(only);
    Ok(Some(found(only, why, safety, confidence)))
}

/// Those that export every name that is taken.
async fn offering<'f>(facts: &Facts<'_>, wanted: &Wanted, all: &[&'f String]) -> Vec<&'f String> {
    let mut fitting = Vec::new();
    for file in all {
        if exports::offers(facts, file, &wanted.names, wanted.by == By::Require).await {
            fitting.push(*file);
        }
    }
    fitting
}

/// Number of wrong letters, where only one part of a path has any.
fn misspelt(asked: &str, path: &str) -> Option<usize> {
    if asked.matches('/').count() != path.matches('/').count() {
        return None;
    }
    let mut wrong = asked.split('/').zip(path.split('/')).filter(|(a, b)| a != b);
    let (a, b) = wrong.next()?;
    if wrong.next().is_some() || a.len() > 64 || b.len() > 64 {
        return None;
    }
    near(a, b)
}

/// Number of wrong letters between two names, unless they are plainly two names.
pub(in crate::node) fn near(a: &str, b: &str) -> Option<usize> {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let allowed = if a.chars().count().min(b.chars().count()) < 5 { 1 } else { LETTERS };
    let distance = strsim::osa_distance(&a, &b);
    (distance <= allowed && a.chars().count() > 2).then_some(distance)
}

/// How a file is written as a specifier, in the way of the one that missed it.
pub(super) fn spell(wanted: &Wanted, path: &str) -> String {
    let specifier = &wanted.specifier;
    let (specifier, query) = match specifier.find(['?', '#']).filter(|at| *at > 0) {
        Some(at) => specifier.split_at(at),
        None => (specifier.as_str(), ""),
    };
    let form = form(wanted, path);
    let plain =
        wanted.unaliased || specifier.starts_with('.') || !wanted.base.ends_with(specifier_tail(specifier));
    let spelt = if plain { None } else { aliased(specifier, &wanted.base, &form) };
    let spelt = spelt.unwrap_or_else(|| relative(parent(&wanted.importer), &form));
    format!("{spelt}{query}")
}

fn specifier_tail(specifier: &str) -> &str {
    file_name(specifier)
}

/// The path as it is written: with its extension or without.
fn form(wanted: &Wanted, path: &str) -> String {
    let output = |path: &str| match extension(path) {
        "ts" | "tsx" => format!("{}.js", stem(path)),
        "mts" => format!("{}.mjs", stem(path)),
        "cts" => format!("{}.cjs", stem(path)),
        _ => path.to_owned(),
    };
    let typed = super::sites::is_typed(&wanted.importer);
    let written = written_extension(&wanted.base);
    match written {
        Some("js" | "mjs" | "cjs" | "jsx")
            if typed && matches!(extension(path), "ts" | "tsx" | "mts" | "cts") =>
        {
            output(path)
        }
        Some(_) => path.to_owned(),
        None if wanted.by == By::Node && typed => output(path),
        None if wanted.by == By::Node => path.to_owned(),
        None if !TRIED.contains(&extension(path)) || needs_more(path, &wanted.base, wanted.by) => {
            path.to_owned()
        }
        None => {
            let index = file_name(stem(path)) == "index" && file_name(&wanted.base) != "index";
            let bare = if index && !parent(path).is_empty() { parent(path) } else { stem(path) };
            bare.to_owned()
        }
    }
}

/// A path behind the same alias, if it lies there.
fn aliased(specifier: &str, base: &str, form: &str) -> Option<String> {
    let shared = (specifier.rsplit('/').zip(base.rsplit('/'))).take_while(|(a, b)| a == b).count();
    let cut = |text: &str| {
        let parts: Vec<&str> = text.split('/').collect();
        parts[..parts.len().saturating_sub(shared)].join("/")
    };
    let (head, root) = (cut(specifier), cut(base));
    if head.is_empty() && !specifier.starts_with('/') {
        return None;
    }
    let rest = if root.is_empty() { Some(form) } else { form.strip_prefix(&root)?.strip_prefix('/') };
    rest.map(|rest| format!("{head}/{rest}"))
}
