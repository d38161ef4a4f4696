//! A CommonJS package whose names an ES module imports one by one.

use crate::node::build::sites::{self, Site};
use crate::node::build::words;
use crate::prelude::*;
use autofix_core::facts::modules::{ImportFact, ImportKind, package_name};
use autofix_core::workspace::file_name;

/// Takes the package's default, and the names from it.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let asks = words::no_exports(cx.words());
    let Some(ask) = asks.first() else { return Ok(None) };
    let Some(module) = ask.module.as_deref().filter(|_| cx.words().contains("is a CommonJS module")) else {
        return Ok(None);
    };
    let is_it = |site: &Site| {
        let named = site.import.names.iter().any(|name| name.imported.value == ask.name);
        site.specifier() == module
            && site.import.kind == ImportKind::Static
            && named
            && !site.import.type_only
    };
    let mut all = sites::holding(cx.facts(), module).await;
    all.retain(is_it);
    let all = sites::meant(cx, all, ask.importer.as_deref(), None).await;
    let Some(site) = all.first() else {
        return cx.decline(format!("no import of `{}` from `{module}` was found", ask.name));
    };
    let file = &site.file;
    let style = Style::of(file);
    let defaults = |import: &ImportFact| {
        import
            .names
            .iter()
            .find(|name| matches!(name.imported.value.as_str(), "default" | "*"))
            .map(|name| name.local.value.clone())
    };
    let local = match defaults(&site.import) {
        Some(local) => local,
        None => free_name(file, &local_name(module)),
    };
    let names: Vec<String> = (site.import.names.iter())
        .filter(|name| !matches!(name.imported.value.as_str(), "default" | "*"))
        .filter(|name| !name.type_only)
        .map(|name| {
            if name.imported.value == name.local.value {
                name.local.value.clone()
            } else {
                format!("{}: {}", name.imported.value, name.local.value)
            }
        })
        .collect();
    if site.import.names.iter().any(|name| name.type_only || name.imported.value == "*") {
        return cx.decline("the import takes types, or the whole namespace, as well; split it first");
    }
    let mut edits = EditSet::new();
    edits.replace(site.import.span, style.import_default(&local, module))?;
    let last = sites::of_file(cx.facts(), &file.path).await;
    let last = last.iter().rfind(|it| {
        it.import.kind == ImportKind::Static && file.tree.body.iter().any(|stmt| stmt.span == it.import.span)
    });
    let at = last.map_or(site.import.span.end, |last| last.import.span.end);
    let (line, end) = (style.line_end, style.semicolon());
    let gap = if at == site.import.span.end { line.to_owned() } else { format!("{line}{line}") };
    edits.replace(Span::at(at), format!("{gap}const {{ {} }} = {local}{end}", names.join(", ")))?;
    let package = cx.facts().package_of(&file.path).await;
    Ok(Some(
        cx.fix(format!("Take the default of `{module}`, a CommonJS module, and its names from it"))
            .edit(&file.path, edits, format!("Import the default of `{module}`"))
            .safety(Safety::Safe)
            .confidence(0.96)
            .tested_by(package.map(|it| it.test_commands()).unwrap_or_default()),
    ))
}

/// The name by which a module is usually known: `bodyParser` for `body-parser`.
pub(super) fn local_name(specifier: &str) -> String {
    let whole = if specifier.starts_with('.') {
        file_name(specifier).split('.').next().unwrap_or_default().to_owned()
    } else {
        let plain = specifier.strip_prefix("node:").unwrap_or(specifier);
        let name = package_name(plain).unwrap_or_else(|| plain.to_owned());
        let rest = plain.strip_prefix(&name).unwrap_or_default();
        file_name(if rest.is_empty() { &name } else { rest }).to_owned()
    };
    let mut name = String::new();
    let mut upper = false;
    for c in whole.chars() {
        if c.is_alphanumeric() || c == '_' || c == '$' {
            if upper && !name.is_empty() {
                name.extend(c.to_uppercase());
            } else {
                name.push(c);
            }
            upper = false;
        } else {
            upper = true;
        }
    }
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// The name, or one like it that the file does not use.
pub(super) fn free_name(file: &ModuleFile, name: &str) -> String {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
    let used = |name: &str| {
        file.text.match_indices(name).any(|(at, _)| {
            let quoted = file.text[..at].ends_with(['\'', '"', '/']);
            !quoted
                && !part(file.text[..at].chars().next_back())
                && !part(file.text[at + name.len()..].chars().next())
        })
    };
    if used(name) { format!("{name}Module") } else { name.to_owned() }
}
