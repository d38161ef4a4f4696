//! An import of a name that the other file of the project does not export.

use super::candidates::{near, stem};
use super::exports::{self, Offered};
use super::sites::{self, Site};
use super::words::NoExport;
use crate::prelude::*;
use autofix_core::facts::modules::{ImportKind, Resolved, resolve};
use autofix_core::facts::values::export_value;
use autofix_core::rewrite;
use autofix_core::syntax::tree::{Export, StmtKind};
use autofix_core::workspace::{extension, file_name, parent, relative};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everyone who asks a file for the same name in vain.
struct Case<'a> {
    cx: &'a FixContext<'a>,
    name: String,
    /// The file that is asked.
    target: String,
    offered: Offered,
    sites: Vec<Site>,
}

/// Makes importer and exporter agree on a name.
pub(super) async fn repair(cx: &FixContext<'_>, ask: &NoExport) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let needle = if ask.name == "default" { "import" } else { &ask.name };
    let mut all = Vec::new();
    for site in sites::holding(facts, needle).await {
        let asks = site.import.names.iter().any(|name| name.imported.value == ask.name);
        if !asks || !matches!(site.import.kind, ImportKind::Static | ImportKind::ReExport) {
            continue;
        }
        if let Resolved::File(target) = resolve(facts, &site.file.path, site.specifier()).await
            && is_module(cx, ask, &site, &target).await
        {
            all.push((site, target));
        }
    }
    let meant =
        sites::meant(cx, all.iter().map(|(site, _)| site.clone()).collect(), ask.importer.as_deref(), None);
    let meant = meant.await;
    let first = meant.first().and_then(|first| {
        all.iter()
            .find(|(site, _)| site.file.path == first.file.path && site.import.span == first.import.span)
    });
    let Some((first, target)) = first else {
        return cx.decline(format!("no import of `{}` from a file of the project was found", ask.name));
    };
    let (first, target) = (first.clone(), target.clone());
    let mut sites: Vec<Site> =
        all.into_iter().filter(|(_, to)| *to == target).map(|(site, _)| site).collect();
    sites.sort_by_key(|site| site.file.path != first.file.path);
    let offered = exports::offered(facts, &target).await;
    let case = Case { cx, name: ask.name.clone(), target, offered, sites };
    let draft = if case.name == "default" { case.no_default().await? } else { case.no_name().await? };
    Ok(super::tested(cx, draft, &first.file.path).await)
}

async fn is_module(cx: &FixContext<'_>, ask: &NoExport, site: &Site, target: &str) -> bool {
    let Some(printed) = &ask.module else { return true };
    if site.specifier() == printed || sites::own_file(cx, printed).await.as_deref() == Some(target) {
        return true;
    }
    let plain = stem(printed).trim_start_matches(['.', '/']);
    let ends = |whole: &str, end: &str| format!("/{whole}").ends_with(&format!("/{end}"));
    !plain.is_empty() && (ends(stem(target), plain) || ends(stem(printed), stem(target)))
        || printed.trim_end_matches('/').ends_with(parent(target)) && stem(file_name(target)) == "index"
}

impl Case<'_> {
    async fn no_name(&self) -> Result<Draft, PluginError> {
        let (cx, name, target) = (self.cx, self.name.as_str(), self.target.as_str());
        let facts = cx.facts();
        if let Some(known) = self.offered.get(name) {
            if !known.is_type {
                return cx.decline(format!("{target} exports `{name}` already"));
            }
            return self.as_types();
        }
        let Some(file) = facts.module(target).await else {
            return cx.decline(format!("{target} cannot be read"));
        };
        if let Some(draft) = self.export_declared(&file)? {
            return Ok(draft);
        }
        let default = self.offered.get("default").is_some().then(|| exports::default_name(&file.tree));
        let same = |it: &str| plain(it) == plain(name);
        if let Some(own) = &default
            && (own.as_deref().is_some_and(same) || own.is_none() && same(stem(file_name(target))))
        {
            return self.take_default(Safety::Safe, 0.95);
        }
        if let Some(right) = self.nearest(name)? {
            return self.rename(&right);
        }
        if let Some(draft) = self.barrel(&file).await? {
            return Ok(draft);
        }
        if default.is_some()
            && self.offered.values().next().is_none()
            && !self.offered.open
            && !exports::is_common_js(&file)
        {
            return self.take_default(Safety::Unsafe, 0.75);
        }
        let known: Vec<&str> = self.offered.values().take(8).collect();
        cx.decline(match known.as_slice() {
            [] => format!("{target} neither declares nor exports `{name}`"),
            known => format!("{target} does not declare `{name}`; it exports {}", known.join(", ")),
        })
    }

    async fn no_default(&self) -> Result<Draft, PluginError> {
        let (cx, target) = (self.cx, self.target.as_str());
        if self.offered.get("default").is_some() {
            return cx.decline(format!("{target} has a default export already"));
        }
        let local = (self.sites.first())
            .and_then(|site| site.import.names.iter().find(|name| name.imported.value == "default"))
            .map(|name| name.local.value.clone())
            .unwrap_or_default();
        if self.offered.get(&local).is_some_and(|it| !it.is_type) {
            return self.take_named(&local, Safety::Safe, 0.95);
        }
        if let Some(right) = self.nearest(&local)? {
            return self.take_named(&right, Safety::Unsafe, 0.85);
        }
        let own_name = stem(file_name(target));
        if let Some(right) = self.offered.values().find(|it| plain(it) == plain(own_name)) {
            return self.take_named(right, Safety::Unsafe, 0.85);
        }
        if let Some(file) = cx.facts().module(target).await
            && let Some(name) = [local.as_str(), own_name]
                .into_iter()
                .find(|it| exports::declaration(&file.tree, it).is_some())
        {
            let style = Style::of(&file);
            let end = u32::try_from(file.text.len()).unwrap_or(u32::MAX);
            let at = file.tree.body.last().map_or(end, |stmt| stmt.span.end);
            let line = style.line_end;
            let code = format!("{line}{line}export default {name}{}", style.semicolon());
            let draft = cx.fix(format!("Export `{name}` as the default of {target}"));
            return Ok(draft
                .replace(target, Span::at(at), code, "Export it as the default")?
                .safety(Safety::Safe)
                .confidence(0.9));
        }
        let mut values = self.offered.values();
        if let (Some(only), None) = (values.next(), values.next()) {
            return self.take_named(only, Safety::Unsafe, 0.75);
        }
        let known: Vec<&str> = self.offered.values().take(8).collect();
        cx.decline(format!(
            "{target} has no default export, and `{local}` could be any of: {}",
            known.join(", ")
        ))
    }

    /// Adds `export` to what the other file declares.
    fn export_declared(&self, file: &Arc<ModuleFile>) -> Result<Option<Draft>, PluginError> {
        let (cx, name) = (self.cx, self.name.as_str());
        let Some(stmt) = exports::declaration(&file.tree, name) else { return Ok(None) };
        let list = file.tree.body.iter().rev().find_map(|stmt| match &stmt.kind {
            StmtKind::Export(Export::Names { names, from: None, type_only: false }) => names.last(),
            _ => None,
        });
        let edits = if exports::is_common_js(file) {
            match export_value(&file.tree, "module.exports").filter(|it| it.as_object().is_some()) {
                Some(object) => rewrite::add_shorthand(file, &object, name)?,
                None => return Ok(None),
            }
        } else if let (Some((_, last)), false) =
            (list, matches!(stmt.kind, StmtKind::Type { is_value: false, .. }))
        {
            let mut edits = EditSet::new();
            edits.insert(last.span.end, format!(", {name}"))?;
            edits
        } else {
            let mut edits = EditSet::new();
            edits.insert(stmt.span.start, "export ")?;
            edits
        };
        let draft = cx.fix(format!("Export `{name}` from {}", file.path));
        Ok(Some(
            draft.edit(&file.path, edits, format!("Export `{name}`")).safety(Safety::Safe).confidence(0.96),
        ))
    }

    /// Imports the default where a name was imported.
    fn take_default(&self, safety: Safety, confidence: f64) -> Result<Draft, PluginError> {
        let say = format!("Import the default of {}", self.target);
        self.at_sites(&say, safety, confidence, |site| {
            rewrite::take_default(&site.file, &site.import, &self.name)
        })
    }

    /// Imports a name where the default was imported.
    fn take_named(&self, name: &str, safety: Safety, confidence: f64) -> Result<Draft, PluginError> {
        let say = format!("Import `{name}` by its name: {} has no default export", self.target);
        self.at_sites(&say, safety, confidence, |site| rewrite::take_named(&site.file, &site.import, name))
    }

    /// Imports types as types.
    fn as_types(&self) -> Result<Draft, PluginError> {
        let say = format!("Import `{}` as a type: it does not exist at run time", self.name);
        let names: Vec<&str> =
            self.offered.names.iter().filter(|it| it.is_type).map(|it| it.name.as_str()).collect();
        self.at_sites(&say, Safety::Safe, 0.95, |site| {
            if site.import.type_only || !sites::is_typed(&site.file.path) {
                return Ok(None);
            }
            let single = super::types::marks_single(&site.file);
            rewrite::take_types(&site.file, &site.import, &names, single).map(Some)
        })
    }

    /// Imports the right name, and uses it.
    fn rename(&self, right: &str) -> Result<Draft, PluginError> {
        let say = format!("Import `{right}`, which {} exports, instead of `{}`", self.target, self.name);
        self.at_sites(&say, Safety::Unsafe, 0.85, |site| super::rename::imported(site, &self.name, right))
    }

    fn at_sites(
        &self,
        say: &str,
        safety: Safety,
        confidence: f64,
        edit: impl Fn(&Site) -> Result<Option<EditSet>, autofix_core::edit::EditError>,
    ) -> Result<Draft, PluginError> {
        let mut by_file: BTreeMap<&str, EditSet> = BTreeMap::new();
        for site in &self.sites {
            if let Some(edits) = edit(site)? {
                by_file.entry(&site.file.path).or_default().merge(&edits)?;
            }
        }
        if by_file.is_empty() {
            return self
                .cx
                .decline(format!("the import of `{}` is of a kind that is not rewritten", self.name));
        }
        let mut draft = self.cx.fix(say).safety(safety).confidence(confidence);
        for (file, edits) in by_file {
            draft = draft.edit(file, edits, say);
        }
        Ok(draft)
    }

    /// The export that a misspelt name means, if there is one.
    fn nearest(&self, name: &str) -> Result<Option<String>, PluginError> {
        let mut all: Vec<(usize, &str)> =
            self.offered.values().filter_map(|it| Some((near(name, it)?, it))).collect();
        all.sort_unstable();
        all.dedup();
        match all.as_slice() {
            [(best, _), (next, _), ..] if best == next => {
                let names: Vec<&str> = all.iter().map(|(_, it)| *it).collect();
                self.cx.decline(format!("`{name}` could mean each of {}", names.join(", ")))
            }
            [(_, only), ..] => Ok(Some((*only).to_owned())),
            [] => Ok(None),
        }
    }

    /// Passes on what lies beside a file that only passes on.
    async fn barrel(&self, file: &Arc<ModuleFile>) -> Result<Option<Draft>, PluginError> {
        let (cx, name) = (self.cx, self.name.as_str());
        let passes_on = |stmt: &&autofix_core::syntax::tree::Stmt| {
            matches!(&stmt.kind, StmtKind::Export(Export::All { .. } | Export::Names { from: Some(_), .. }))
        };
        let Some(last) = file.tree.body.iter().rfind(passes_on) else { return Ok(None) };
        let folder = parent(&file.path);
        let mut fitting = Vec::new();
        for path in cx.facts().files().await.iter() {
            let beside = path.strip_prefix(folder).is_some_and(|rest| rest.matches('/').count() <= 2);
            if !beside
                || *path == file.path
                || cx.facts().module(path).await.is_none()
                || path.contains(".test.")
            {
                continue;
            }
            let offered = exports::offered(cx.facts(), path).await;
            let by_name = offered.get(name).is_some_and(|it| !it.is_type);
            let by_default = offered.get("default").is_some() && stem(file_name(path)) == name;
            if by_name || by_default {
                fitting.push((path.clone(), by_name));
            }
        }
        let [(path, by_name)] = fitting.as_slice() else { return Ok(None) };
        let style = Style::of(file);
        let with_extension =
            last.span.of(&file.text).trim_end_matches([';', '\'', '"']).ends_with(extension(&file.path));
        let from =
            relative(folder, if with_extension || extension(path) == "vue" { path } else { stem(path) });
        let taken = if *by_name { name.to_owned() } else { format!("default as {name}") };
        let code = format!(
            "{}export {{ {taken} }} from {}{}",
            style.line_end,
            style.string(&from),
            style.semicolon()
        );
        let draft = cx.fix(format!("Pass `{name}` on from {}", file.path));
        Ok(Some(
            draft
                .replace(&file.path, Span::at(last.span.end), code, format!("Pass `{name}` on"))?
                .safety(Safety::Safe)
                .confidence(0.9),
        ))
    }
}

/// A name as it is compared: `user-card`, `UserCard` and `userCard` are one.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}
