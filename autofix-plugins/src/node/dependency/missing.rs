//! A package that is imported and not listed where it is imported.

use super::known;
use crate::node::build::sites::{self, Site};
use crate::node::build::words::{self, By, Unresolved};
use crate::node::build::{is_own, near};
use crate::node::{range_for, versions};
use crate::prelude::*;
use autofix_core::facts::modules::{Resolved, package_name, resolve};
use autofix_core::facts::packages::{Group, Package};
use autofix_core::rewrite;
use autofix_core::workspace::file_name;
use std::collections::BTreeMap;

/// The packages that are missing beside each other in one `package.json`.
#[derive(Default)]
struct Additions {
    wanted: BTreeMap<(Group, String), String>,
}

/// Lists every package that the error names and a file of the project imports.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let bare = |ask: &Unresolved| !is_own(&ask.specifier) && package_name(&ask.specifier).is_some();
    let asks: Vec<Unresolved> = words::unresolved(cx.words()).into_iter().filter(bare).collect();
    let Some(first) = asks.first() else { return Ok(None) };
    let (package, sites) = importing(cx, first).await?;
    if let Some(draft) = special(cx, first, &package, &sites).await? {
        return Ok(Some(draft));
    }
    let mut additions = Additions::default();
    additions.add(cx, first, &package, &sites).await?;
    // The log may name others; each is taken along if it is as certain.
    for ask in words::unresolved(cx.log()).iter().filter(|ask| bare(ask)) {
        if let Ok((other, sites)) = importing(cx, ask).await
            && other.path == package.path
        {
            let _ = additions.add(cx, ask, &package, &sites).await;
        }
    }
    additions.draft(cx, &package).await.map(Some)
}

/// The `package.json` that an import belongs to, and every import of the package in its files.
async fn importing(cx: &FixContext<'_>, ask: &Unresolved) -> Result<(Package, Vec<Site>), PluginError> {
    let facts = cx.facts();
    let name = package_name(&ask.specifier).unwrap_or_default();
    let mut all = Vec::new();
    for site in sites::holding(facts, &name).await {
        let is_it =
            resolve(facts, &site.file.path, site.specifier()).await == Resolved::Package(name.clone());
        if is_it && !is_own(site.specifier()) {
            all.push(site);
        }
    }
    let meant = sites::meant(cx, all.clone(), ask.importer.as_deref(), ask.folder.as_deref()).await;
    let Some(first) = meant.first() else {
        return cx.decline(format!("no file of the project imports `{name}` where the error says"));
    };
    let Some(package) = facts.package_of(&first.file.path).await else {
        return cx.decline(format!("{} belongs to no package.json", first.file.path));
    };
    if let Some(error) = &package.error {
        return cx.decline(format!("{} cannot be read: {error}", package.path));
    }
    for root in ["src", ""] {
        let path = [package.folder.as_str(), root, site_path(first)].into_iter().filter(|it| !it.is_empty());
        let path = path.collect::<Vec<_>>().join("/");
        let own =
            facts.files().await.iter().any(|file| {
                file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with(['.', '/']))
            });
        if own && site_path(first).contains('/') && !site_path(first).starts_with('@') {
            return cx.decline(format!("`{}` is a path inside the project, not a package", ask.specifier));
        }
    }
    let mut sites = meant;
    for site in all {
        let same_home = facts.package_of(&site.file.path).await.is_some_and(|it| it.path == package.path);
        if same_home
            && !sites.iter().any(|it| it.file.path == site.file.path && it.import.span == site.import.span)
        {
            sites.push(site);
        }
    }
    Ok((package, sites))
}

fn site_path(site: &Site) -> &str {
    site.specifier()
}

/// What is no plain addition: listed already, or misspelt.
async fn special(
    cx: &FixContext<'_>,
    ask: &Unresolved,
    package: &Package,
    sites: &[Site],
) -> Result<Option<Draft>, PluginError> {
    let name = package_name(&ask.specifier).unwrap_or_default();
    let declaration = is_declaration(cx, &name);
    if let Some(listed) = package.dependencies.get(&name).filter(|_| !declaration) {
        let production = ["NODE_ENV=production", "--omit=dev", "--production", "--only=prod"];
        let production = production.iter().any(|sign| cx.log().contains(sign));
        let needed = sites.iter().any(|site| !is_dev_file(&site.file.path));
        if listed.group == Group::Dev && production && needed {
            return move_to_runtime(cx, package, &name, &listed.range).await.map(Some);
        }
        return cx.decline(format!(
            "{} lists `{name}` in its {}, it is not installed: run `npm install`",
            package.path,
            listed.group.key()
        ));
    }
    if versions::known(&name).is_some() || declaration {
        return Ok(None);
    }
    let mut near_ones: Vec<(usize, &String)> =
        package.dependencies.keys().filter_map(|listed| Some((near(&name, listed)?, listed))).collect();
    near_ones.sort();
    let right = match near_ones.as_slice() {
        [(best, _), (next, _), ..] if best == next => return Ok(None),
        [(_, right), ..] => *right,
        [] => return Ok(None),
    };
    let mut draft = cx
        .fix(format!("Import `{right}`, which {} lists, instead of `{name}`", package.path))
        .safety(Safety::Unsafe)
        .confidence(0.9);
    for site in sites {
        let span = site.import.from.span;
        let rest = site.specifier().strip_prefix(name.as_str()).unwrap_or_default();
        let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
        draft =
            draft.replace(&site.file.path, inside, format!("{right}{rest}"), format!("Import `{right}`"))?;
    }
    Ok(Some(draft.tested_by(package.test_commands())))
}

/// Whether only the declarations of a package are missing.
fn is_declaration(cx: &FixContext<'_>, name: &str) -> bool {
    ['\'', '"'].iter().any(|quote| {
        cx.log().contains(&format!("Could not find a declaration file for module {quote}{name}"))
    })
}

async fn move_to_runtime(
    cx: &FixContext<'_>,
    package: &Package,
    name: &str,
    range: &str,
) -> Result<Draft, PluginError> {
    let text = cx.read(&package.path).await?;
    let mut edits = rewrite::remove_dependency(&text, Group::Dev.key(), name)?;
    edits.merge(&rewrite::add_dependency(&text, Group::Runtime.key(), name, range)?)?;
    Ok(cx
        .fix(format!("Move `{name}` to the dependencies: it is needed where development's are left out"))
        .edit(&package.path, edits, format!("Move `{name}` to the dependencies"))
        .safety(Safety::Safe)
        .confidence(0.93)
        .tested_by(package.test_commands()))
}

impl Additions {
    async fn add(
        &mut self,
        cx: &FixContext<'_>,
        ask: &Unresolved,
        package: &Package,
        sites: &[Site],
    ) -> Result<(), PluginError> {
        let mut name = package_name(&ask.specifier).unwrap_or_default();
        let mut group =
            if sites.iter().all(|site| is_dev_file(&site.file.path)) { Group::Dev } else { Group::Runtime };
        let mut like = None;
        if is_declaration(cx, &name) {
            like = package.dependencies.get(&name).and_then(|listed| known::major(&listed.range));
            name = known::types_of(&name);
            group = Group::Dev;
            if versions::known(&name).is_none() {
                return cx
                    .decline(format!("no package `{name}` is known; declare the module in a .d.ts file"));
            }
        } else if ask.by == By::Types && package.dependencies.contains_key(&known::types_of(&name)) {
            group = Group::Runtime;
        }
        if package.dependencies.contains_key(&name) {
            return cx.decline(format!("{} lists `{name}`: run `npm install`", package.path));
        }
        let mut range = range_for(cx.facts(), package, &name).await;
        if cx.facts().packages().await.iter().any(|member| member.name == name) {
            // A member of the same monorepo, which pnpm wants to be told.
            let pnpm = cx.facts().has_file("pnpm-workspace.yaml").await;
            range = String::from(if pnpm { "workspace:*" } else { "*" });
        } else if range == "*" {
            return cx.decline(format!(
                "`{name}` is no package that is known here: check its name, then `npm install {name}`"
            ));
        }
        if let Some(major) = like.filter(|major| known::major(&range) != Some(*major)) {
            range = format!("^{major}.0.0");
        }
        if let Some(older) = known::node_major(cx.log()).and_then(|node| known::for_node(&name, node))
            && known::major(&range) > known::major(older)
        {
            let exact = range.starts_with(|c: char| c.is_ascii_digit());
            range = if exact { older.to_owned() } else { format!("^{older}") };
        }
        self.wanted.insert((group, name), range);
        Ok(())
    }

    async fn draft(&self, cx: &FixContext<'_>, package: &Package) -> Result<Draft, PluginError> {
        let text = cx.read(&package.path).await?;
        let mut edits = EditSet::new();
        let mut names = Vec::new();
        let mut new_group = None;
        for ((group, name), range) in &self.wanted {
            // A group that is not there yet takes one package; two would make it twice.
            let empty = !package.dependencies.values().any(|listed| listed.group == *group);
            if empty && new_group.replace(*group) == Some(*group) {
                continue;
            }
            edits.merge(&rewrite::add_dependency(&text, group.key(), name, range)?)?;
            names.push(format!("`{name}`"));
        }
        Ok(cx
            .fix(format!("Add {} to {}", names.join(", "), package.path))
            .edit(&package.path, edits, format!("List {}", names.join(", ")))
            .safety(Safety::Safe)
            .confidence(0.95)
            .tested_by(package.test_commands()))
    }
}

/// Lists the declarations or the program that the error itself names.
pub(super) async fn named(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let text = cx.words();
    let types = text.split_once("npm i --save-dev @types/").map(|(_, rest)| rest);
    let types = types.map(|rest| rest.split(['`', ' ', '\'', '.', '\n']).next().unwrap_or_default());
    let file = text
        .split_once("Cannot find type definition file for '")
        .and_then(|(_, rest)| rest.split('\'').next());
    let name = match types.or(file).filter(|name| !name.is_empty()) {
        Some(name) => known::types_of(name),
        None => match program(text) {
            Some(program) => return missing_program(cx, program).await,
            None => return Ok(None),
        },
    };
    let framed = sites::framed(cx).await;
    let file = framed.first().map_or("package.json", String::as_str);
    let Some(package) = cx.facts().package_of(file).await else {
        return cx.decline("no package.json was found");
    };
    list_for_development(cx, &package, &name).await.map(Some)
}

/// `sh: 1: vite: not found`, `'vite' is not recognized…`
fn program(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let head = line
            .trim_end()
            .strip_suffix(": not found")
            .or_else(|| line.trim_end().strip_suffix(": command not found"))?;
        let name = head.rsplit(": ").next()?;
        let shell = head.starts_with("sh: ") || head.starts_with("/bin/sh: ") || head.starts_with("bash: ");
        (shell && !name.contains([' ', '/'])).then_some(name)
    })
}

/// A script calls a program whose package is not listed.
async fn missing_program(cx: &FixContext<'_>, program: &str) -> Result<Option<Draft>, PluginError> {
    let name = known::package_of_program(program);
    let packages = cx.facts().packages().await;
    let calls = |package: &&Package| {
        package.scripts.values().any(|script| script.split_whitespace().any(|word| word == program))
    };
    let mut calling = packages.iter().filter(calls);
    // npm prints the name of the package whose script it runs.
    let said = packages
        .iter()
        .filter(calls)
        .find(|it| !it.name.is_empty() && cx.log().contains(&format!("> {}@", it.name)));
    let Some(package) = said.or_else(|| calling.next().filter(|_| calling.next().is_none())) else {
        return cx.decline(format!("no script of the project, or more than one, calls `{program}`"));
    };
    list_for_development(cx, package, name).await.map(Some)
}

async fn list_for_development(
    cx: &FixContext<'_>,
    package: &Package,
    name: &str,
) -> Result<Draft, PluginError> {
    if package.dependencies.contains_key(name) {
        return cx
            .decline(format!("{} lists `{name}`, it is not installed: run `npm install`", package.path));
    }
    let range = range_for(cx.facts(), package, name).await;
    if range == "*" {
        return cx.decline(format!("`{name}` is no package that is known here"));
    }
    let text = cx.read(&package.path).await?;
    let edits = rewrite::add_dependency(&text, Group::Dev.key(), name, &range)?;
    Ok(cx
        .fix(format!("Add `{name}` to the development dependencies of {}", package.path))
        .edit(&package.path, edits, format!("List `{name}`"))
        .safety(Safety::Safe)
        .confidence(0.9)
        .tested_by(package.test_commands()))
}

/// Whether a file is needed for development alone: configuration of tools, tests, stories.
fn is_dev_file(path: &str) -> bool {
    let name = file_name(path);
    [".test.", ".spec.", ".config.", ".stories.", ".setup."].iter().any(|part| name.contains(part))
        || name.starts_with("setupTests.")
        || name.starts_with(".eslintrc")
        || path
            .split('/')
            .any(|part| matches!(part, "__tests__" | "test" | "tests" | "e2e" | "cypress" | "__mocks__"))
}
