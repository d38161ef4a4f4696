//! Imports that the compiler calls unused.

use super::sites;
use crate::prelude::*;
use autofix_core::facts::modules::{ImportFact, ImportKind};
use autofix_core::rewrite;
use std::collections::BTreeMap;

/// What the compiler calls unused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unused<'t> {
    /// The file as printed.
    file: &'t str,
    /// Line, from 1.
    line: u32,
    /// The name; `None` for everything that the import takes.
    name: Option<&'t str>,
}

/// `src/a.ts(1,10): error TS6133: 'x' is declared …`, `src/a.ts:1:10 - error TS6192: …`
pub(super) fn read(line: &str) -> Option<Unused<'_>> {
    let (place, words) = line.trim().split_once("error TS")?;
    let name = if words.starts_with("6133:") || words.starts_with("6196:") {
        Some(words.split('\'').nth(1)?)
    } else {
        words.starts_with("6192:").then_some(())?;
        None
    };
    let place = place.trim_end_matches([' ', '-', ':']);
    let (file, at) = match place.strip_suffix(')') {
        Some(place) => place.rsplit_once('(')?,
        None => {
            let (rest, _) = place.rsplit_once(':')?;
            rest.rsplit_once(':')?
        }
    };
    Some(Unused { file, line: at.split(',').next()?.parse().ok()?, name })
}

/// Removes the unused names of imports, in every file that the log names.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let log = if cx.log().is_empty() { cx.words() } else { cx.log() };
    let mut by_file: BTreeMap<String, Vec<Unused<'_>>> = BTreeMap::new();
    for unused in log.lines().filter_map(read) {
        if let Some(file) = sites::own_file(cx, unused.file).await {
            let all = by_file.entry(file).or_default();
            if !all.contains(&unused) {
                all.push(unused);
            }
        }
    }
    let mut draft = cx.fix("Remove imports that nothing uses").safety(Safety::Safe).confidence(0.96);
    let mut changed = None;
    let mut other = None;
    for (path, unused) in &by_file {
        let Some(file) = cx.facts().module(path).await else { continue };
        let lines = LineIndex::new(&file.text);
        let mut edits = EditSet::new();
        let mut explained = 0;
        for site in sites::of_file(cx.facts(), path).await {
            if site.import.kind != ImportKind::Static || site.import.names.is_empty() {
                continue;
            }
            let here = |it: &&Unused<'_>| {
                lines.span(it.line).is_some_and(|line| {
                    line.start < site.import.span.end && site.import.span.start < line.end
                })
            };
            let dropped: Vec<&str> = (unused.iter().filter(here))
                .flat_map(|it| match it.name {
                    Some(name) => takes(&site.import, name).then_some(name).into_iter().collect(),
                    None => {
                        site.import.names.iter().map(|name| name.local.value.as_str()).collect::<Vec<_>>()
                    }
                })
                .collect();
            if !dropped.is_empty() {
                explained += dropped.len();
                edits.merge(&rewrite::drop_names(&file, &site.import, &dropped)?)?;
            }
        }
        if explained < unused.len() {
            other = other.or_else(|| unused.iter().find_map(|it| it.name).map(|name| (path, name)));
        }
        if !edits.is_empty() {
            draft = draft.edit(path, edits, "Remove what is not used");
            changed = Some(path);
        }
    }
    match (changed, other) {
        (Some(path), _) => Ok(super::tested(cx, draft, path).await),
        (None, Some((path, name))) => cx.decline(format!(
            "`{name}` in {path} is no unused import: whether it is needed after all, its author knows"
        )),
        (None, None) => cx.decline("no unused import is left where the compiler saw one"),
    }
}

fn takes(import: &ImportFact, name: &str) -> bool {
    import.names.iter().any(|it| it.local.value == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_read() {
        let plain = "src/a.ts(3,10): error TS6133: 'x' is declared but its value is never read.";
        let pretty = "src/a.ts:3:10 - error TS6133: 'x' is declared but its value is never read.";
        let expected = Unused { file: "src/a.ts", line: 3, name: Some("x") };
        assert_eq!(read(plain), Some(expected.clone()));
        assert_eq!(read(pretty), Some(expected));
        let whole = "src/a.ts(2,1): error TS6192: All imports in import declaration are unused.";
        assert_eq!(read(whole).and_then(|it| it.name), None);
        assert_eq!(read("src/a.ts(2,1): error TS2304: Cannot find name 'x'."), None);
    }
}
