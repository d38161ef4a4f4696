//! An import of a file of the project that is not where the import says.

use super::candidates::{self, Wanted};
use super::sites::{self, Site};
use super::words::{By, Unresolved};
use crate::prelude::*;
use autofix_core::facts::modules::{ImportKind, Resolved, resolve};
use autofix_core::workspace::{extension, file_name, join, parent};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Files that are followed from the importing one.
const FOLLOWED: usize = 200;

/// Makes an import name the file that it means.
pub(super) async fn repair(cx: &FixContext<'_>, ask: &Unresolved) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let base = asked_path(cx, ask).await;
    let needle = match &base {
        Some(base) => file_name(base).to_owned(),
        None => ask.specifier.clone(),
    };
    let all = sites::holding(facts, &needle).await;
    let mut named = Vec::new();
    for site in all {
        let same = match &base {
            Some(base) => written_path(&site).as_deref() == Some(base),
            None => site.specifier() == ask.specifier,
        };
        if same {
            named.push(site);
        }
    }
    let meant = sites::meant(cx, named.clone(), ask.importer.as_deref(), ask.folder.as_deref()).await;
    if meant.is_empty() && html_importer(cx, ask).await.is_some() {
        return html(cx, ask).await;
    }
    if meant.is_empty() && ask.by == By::Require && ask.importer.is_none() && ask.specifier.starts_with('/') {
        return entry(cx, ask).await;
    }
    let Some(first) = meant.first() else {
        return cx.decline(format!("no import of `{}` was found where the error says", ask.specifier));
    };
    if ask.by == By::Bundler
        && let Some(draft) = super::alias::repair(cx, first).await?
    {
        return Ok(draft);
    }
    let wanted = match wanted(facts, first, ask).await {
        Ok(wanted) => wanted,
        Err(reason) => return cx.decline(reason),
    };
    let found = candidates::best(facts, &wanted).await.or_else(|reason| cx.decline(reason))?;

    let mut edits: BTreeMap<String, EditSet> = BTreeMap::new();
    // Whoever misses the same file, by whatever specifier.
    for site in sites::holding(facts, file_name(&wanted.base)).await {
        let Ok(here) = self::wanted(facts, &site, ask).await else { continue };
        if here.base != wanted.base {
            continue;
        }
        let spelt = candidates::spell(&here, &found.path);
        edits.entry(site.file.path.clone()).or_default().replace(site.inside(), spelt)?;
    }
    if ask.by == By::Node {
        followed(facts, &first.file.path, &mut edits).await?;
    }
    if wanted.unaliased {
        unaliased(facts, ask, first, &mut edits).await?;
    }
    let spelt = candidates::spell(&wanted, &found.path);
    let mut draft = cx
        .fix(format!("Import `{}` as `{spelt}`: {}", wanted.specifier, found.why))
        .safety(found.safety)
        .confidence(found.confidence);
    for (file, edits) in edits {
        draft = draft.edit(&file, edits, format!("Import `{spelt}`"));
    }
    Ok(super::tested(cx, draft, &first.file.path).await)
}

/// Spells a path as the file is named, where the compiler saw two spellings of it.
pub(super) async fn casing(cx: &FixContext<'_>, spellings: [&str; 2]) -> Result<Draft, PluginError> {
    for printed in spellings {
        let Some(file) = sites::own_file(cx, printed).await else { continue };
        let wrong = spellings.into_iter().find(|it| *it != printed).unwrap_or(printed);
        for site in sites::holding(cx.facts(), file_name(candidates::stem(wrong))).await {
            let missed = resolve(cx.facts(), &site.file.path, site.specifier()).await;
            if let Resolved::Missing(base) = missed
                && candidates::stem(&base).eq_ignore_ascii_case(candidates::stem(&file))
            {
                let (specifier, importer) = (site.specifier().to_owned(), Some(site.file.path.clone()));
                return repair(cx, &Unresolved { specifier, importer, folder: None, by: By::Types }).await;
            }
        }
    }
    cx.decline("every import spells the file as it is named")
}

/// What one import misses. The reason, where it misses nothing.
async fn wanted(facts: &Facts<'_>, site: &Site, ask: &Unresolved) -> Result<Wanted, String> {
    let specifier = site.specifier().to_owned();
    let importer = site.file.path.clone();
    let names = (site.import.names.iter()).map(|name| name.imported.value.clone()).collect();
    let by = if ask.by == By::Node
        && !matches!(site.import.kind, ImportKind::Static | ImportKind::ReExport | ImportKind::Dynamic)
    {
        By::Require
    } else {
        ask.by
    };
    let wanted = |base, is_there| Wanted {
        specifier: specifier.clone(),
        importer,
        names,
        base,
        is_there,
        by,
        unaliased: specifier.starts_with("@/") || specifier.starts_with("~/"),
    };
    match resolve(facts, &site.file.path, &specifier).await {
        Resolved::Missing(base) => Ok(Wanted { unaliased: false, ..wanted(base, None) }),
        Resolved::File(file) => {
            let base = written_path(site).unwrap_or_else(|| candidates::stem(&file).to_owned());
            if base == file || !candidates::needs_more(&file, &base, by) {
                return Err(format!("`{specifier}` in {} leads to {file}, which is there", site.file.path));
            }
            Ok(Wanted { unaliased: false, ..wanted(base, Some(file)) })
        }
        Resolved::BuiltIn => Err(format!("`{specifier}` is part of Node")),
        Resolved::Package(name) => {
            // A path from the source folder, written like a package.
            let package = facts.package_of(&site.file.path).await;
            if package.as_ref().is_some_and(|package| package.dependencies.contains_key(&name)) {
                return Err(format!("`{name}` is a package that package.json lists; run `npm install`"));
            }
            let folder = package.map(|package| package.folder).unwrap_or_default();
            let path = specifier.strip_prefix("@/").or_else(|| specifier.strip_prefix("~/"));
            let path = path.unwrap_or(&specifier).to_owned();
            for root in ["src", ""] {
                let root = if folder.is_empty() { root.to_owned() } else { format!("{folder}/{root}") };
                let Some(base) = join(root.trim_end_matches('/'), &path) else { continue };
                if specifier.contains('/')
                    && let Some(file) = candidates::exact(facts, &base).await
                {
                    return Ok(wanted(base, Some(file)));
                }
            }
            Err(format!("`{specifier}` is no file of the project; a package has to be installed for it"))
        }
    }
}

/// The path inside the workspace that Node printed as an absolute one.
async fn asked_path(cx: &FixContext<'_>, ask: &Unresolved) -> Option<String> {
    let asked = ask.specifier.strip_prefix("file://").unwrap_or(&ask.specifier);
    if ask.by != By::Node || !asked.starts_with('/') {
        return None;
    }
    let printed = ask.importer.as_deref()?;
    let printed = printed.strip_prefix("file://").unwrap_or(printed);
    let importer = sites::own_file(cx, printed).await?;
    if let Some(root) = printed.strip_suffix(&importer) {
        return asked.strip_prefix(root).map(|path| path.trim_end_matches('/').to_owned());
    }
    // The importing file was compiled: the same step from its source.
    let (from, step) = (parent(printed), sites::of_file(cx.facts(), &importer).await);
    step.iter().filter(|site| site.specifier().starts_with('.')).find_map(|site| {
        let path = join(from.trim_start_matches('/'), site.specifier())?;
        (path == asked.trim_matches('/')).then(|| written_path(site)).flatten()
    })
}

/// Where a relative specifier leads, taken literally.
fn written_path(site: &Site) -> Option<String> {
    let specifier = site.specifier();
    let specifier = specifier.split(['?', '#']).next().unwrap_or(specifier);
    specifier.starts_with('.').then(|| join(parent(&site.file.path), specifier)).flatten()
}

/// What the bundler would refuse next: imports behind the same alias in the same package.
async fn unaliased(
    facts: &Facts<'_>,
    ask: &Unresolved,
    first: &Site,
    edits: &mut BTreeMap<String, EditSet>,
) -> Result<(), PluginError> {
    let head = if ask.specifier.starts_with('~') { "~/" } else { "@/" };
    let home = facts.package_of(&first.file.path).await.map(|package| package.path);
    for site in sites::holding(facts, head).await {
        let own = facts.package_of(&site.file.path).await.map(|package| package.path) == home;
        if !own || !site.specifier().starts_with(head) {
            continue;
        }
        let known = edits
            .get(&site.file.path)
            .is_some_and(|edits| edits.edits().iter().any(|edit| edit.span == site.inside()));
        if let Ok(wanted) = wanted(facts, &site, ask).await
            && let Some(file) = wanted.is_there.clone().filter(|_| !known && wanted.unaliased)
        {
            let spelt = candidates::spell(&wanted, &file);
            edits.entry(site.file.path.clone()).or_default().replace(site.inside(), spelt)?;
        }
    }
    Ok(())
}

/// What Node's loader would refuse next: imports without an extension in the files that are loaded too.
pub(in crate::node) async fn followed(
    facts: &Facts<'_>,
    from: &str,
    edits: &mut BTreeMap<String, EditSet>,
) -> Result<(), PluginError> {
    let mut queue = VecDeque::from([from.to_owned()]);
    let mut seen = BTreeSet::from([from.to_owned()]);
    while let Some(path) = queue.pop_front().filter(|_| seen.len() < FOLLOWED) {
        for site in sites::of_file(facts, &path).await {
            let relative = site.specifier().starts_with('.');
            let loaded = matches!(site.import.kind, ImportKind::Static | ImportKind::ReExport);
            if !relative || !loaded || site.import.type_only {
                continue;
            }
            let Resolved::File(file) = resolve(facts, &path, site.specifier()).await else { continue };
            let base = written_path(&site).unwrap_or_default();
            let known = edits
                .get(&path)
                .is_some_and(|edits| edits.edits().iter().any(|edit| edit.span == site.inside()));
            if !known && base != file && candidates::needs_more(&file, &base, By::Node) {
                let wanted = Wanted {
                    specifier: site.specifier().to_owned(),
                    importer: path.clone(),
                    names: Vec::new(),
                    base,
                    is_there: Some(file.clone()),
                    by: By::Node,
                    unaliased: false,
                };
                let spelt = candidates::spell(&wanted, &file);
                edits.entry(path.clone()).or_default().replace(site.inside(), spelt)?;
            }
            if seen.insert(file.clone()) {
                queue.push_back(file);
            }
        }
    }
    Ok(())
}

/// A script of a `package.json` that starts a file which is not there.
async fn entry(cx: &FixContext<'_>, ask: &Unresolved) -> Result<Draft, PluginError> {
    for package in cx.facts().packages().await.iter() {
        for (name, script) in &package.scripts {
            let started = script.split_whitespace().find(|word| {
                let plain = word.trim_start_matches("./");
                let code = matches!(extension(plain), "js" | "mjs" | "cjs" | "ts");
                code && ask.specifier.ends_with(&format!("/{plain}"))
            });
            let Some(word) = started else { continue };
            let Some(base) = join(&package.folder, word) else { continue };
            if cx.facts().has_file(&base).await {
                continue;
            }
            if ["dist", "build", "out", ".next", ".output"]
                .iter()
                .any(|output| base.split('/').any(|it| it == *output))
            {
                return cx.decline(format!("{base} is made by a build: run it before `{name}`"));
            }
            let wanted = Wanted {
                specifier: word.to_owned(),
                importer: package.path.clone(),
                names: Vec::new(),
                base,
                is_there: None,
                by: By::Node,
                unaliased: false,
            };
            let found = candidates::best(cx.facts(), &wanted).await.or_else(|reason| cx.decline(reason))?;
            let spelt = candidates::spell(&wanted, &found.path);
            let spelt = if word.starts_with("./") { &spelt } else { spelt.trim_start_matches("./") };
            let text = cx.read(&package.path).await?;
            let script = serde_json::Value::from(script.replacen(word, spelt, 1)).to_string();
            let edits = autofix_core::rewrite::set_json(&text, &["scripts", name], &script)?;
            return Ok(cx
                .fix(format!("Start {}: {}", found.path, found.why))
                .edit(&package.path, edits, format!("Start {spelt}"))
                .safety(Safety::Unsafe)
                .confidence(found.confidence)
                .tested_by(package.test_commands()));
        }
    }
    cx.decline(format!("no script of a package.json starts {}", ask.specifier))
}

async fn html_importer(cx: &FixContext<'_>, ask: &Unresolved) -> Option<String> {
    let printed = ask.importer.as_deref().filter(|path| extension(path) == "html")?;
    sites::own_file(cx, printed).await
}

/// A page's `<script src>` that names a file which is not there.
async fn html(cx: &FixContext<'_>, ask: &Unresolved) -> Result<Draft, PluginError> {
    let Some(page) = html_importer(cx, ask).await else {
        return cx.decline("the page is not in the project");
    };
    let text = cx.read(&page).await?;
    let at = ["src=\"", "src='"].iter().find_map(|start| {
        let at = text.find(&format!("{start}{}", ask.specifier))? + start.len();
        text[at + ask.specifier.len()..].starts_with(['"', '\'']).then_some(at)
    });
    let Some(at) = at else {
        return cx.decline(format!("{page} does not name `{}`", ask.specifier));
    };
    let Resolved::Missing(base) = resolve(cx.facts(), &page, &ask.specifier).await else {
        return cx.decline(format!("`{}` is there", ask.specifier));
    };
    let wanted = Wanted {
        specifier: ask.specifier.clone(),
        importer: page.clone(),
        names: Vec::new(),
        base,
        is_there: None,
        by: By::Bundler,
        unaliased: false,
    };
    let found = candidates::best(cx.facts(), &wanted).await.or_else(|reason| cx.decline(reason))?;
    let spelt = candidates::spell(&wanted, &found.path);
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let end = u32::try_from(at + ask.specifier.len()).unwrap_or(u32::MAX);
    let draft = cx
        .fix(format!("Load `{spelt}`: {}", found.why))
        .replace(&page, Span::new(start, end), spelt, "Name the file that is there")?
        .safety(found.safety)
        .confidence(found.confidence);
    Ok(super::tested(cx, draft, &page).await)
}
