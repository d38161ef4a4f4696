//! Types that are imported as if they were values.

use super::sites;
use crate::prelude::*;
use autofix_core::facts::modules;
use autofix_core::rewrite;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a file marks single names: `import { type T, f }`.
pub(super) fn marks_single(file: &ModuleFile) -> bool {
    let imports = modules::imports(&file.tree);
    imports
        .iter()
        .any(|import| import.names.iter().any(|name| name.type_only) && !has_type_keyword(file, import))
}

fn has_type_keyword(file: &ModuleFile, import: &modules::ImportFact) -> bool {
    import.span.of(&file.text).split_whitespace().nth(1) == Some("type")
}

/// Imports what the compiler calls types as types, in every file that the log names.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in cx.log().lines().chain(cx.words().lines()) {
        let Some(name) = super::words::type_only(line) else { continue };
        let place = line.split(['(', ':']).next().unwrap_or_default().trim();
        let file = match sites::own_file(cx, place).await.filter(|_| place.contains('.')) {
            Some(file) => Some(file),
            None => sites::framed(cx).await.into_iter().next(),
        };
        if let Some(file) = file {
            wanted.entry(file).or_default().insert(name.to_owned());
        }
    }
    let mut draft = cx.fix("Import types as types").safety(Safety::Safe).confidence(0.96);
    let mut changed = None;
    for (path, names) in &wanted {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut edits = EditSet::new();
        for site in sites::of_file(cx.facts(), path).await {
            let asks =
                site.import.names.iter().any(|it| !it.type_only && names.contains(&it.local.value.as_str()));
            if asks && !site.import.type_only && site.import.kind == modules::ImportKind::Static {
                let single = marks_single(&site.file);
                edits.merge(&rewrite::take_types(&site.file, &site.import, &names, single)?)?;
            }
        }
        if !edits.is_empty() {
            draft = draft.edit(path, edits, format!("Import {} as types", names.join(", ")));
            changed = Some(path);
        }
    }
    match changed {
        Some(path) => Ok(super::tested(cx, draft, path).await),
        None => cx.decline("the names that the compiler calls types are imported as types already"),
    }
}
