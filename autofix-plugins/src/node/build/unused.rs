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

/// Everything that a text calls unused, in the words of the compiler, of Next.js or of `ESLint`.
pub(super) fn read(text: &str) -> Vec<Unused<'_>> {
    let mut above = "";
    let mut all = Vec::new();
    for line in text.lines() {
        all.extend(of_compiler(line).or_else(|| of_next(above, line)).or_else(|| of_linter(above, line)));
        // Findings stand below the name of their file.
        let finding = line.starts_with(' ') && above.contains('.');
        if !finding && !line.trim().is_empty() {
            above = line;
        }
    }
    all
}

/// `src/a.ts(1,10): error TS6133: 'x' is declared …`, `src/a.ts:1:10 - error TS6192: …`
fn of_compiler(line: &str) -> Option<Unused<'_>> {
    let (place, words) = line.trim().split_once("error TS")?;
    let name = if words.starts_with("6133:") || words.starts_with("6196:") {
        Some(words.split('\'').nth(1)?)
    } else {
        words.starts_with("6192:").then_some(())?;
        None
    };
    let place = place.trim_end_matches([' ', '-', ':']);
    if let Some(place) = place.strip_suffix(')') {
        let (file, at) = place.rsplit_once('(')?;
        return Some(Unused { file, line: at.split(',').next()?.parse().ok()?, name });
    }
    let (file, line) = with_line(place)?;
    Some(Unused { file, line, name })
}

/// `./app/page.tsx:3:10` above `Type error: 'x' is declared but its value is never read.`
fn of_next<'t>(above: &'t str, line: &'t str) -> Option<Unused<'t>> {
    let words = line.trim().strip_prefix("Type error: ")?;
    let name = match words.strip_suffix(" is declared but its value is never read.") {
        Some(name) => Some(name.trim_matches('\'')),
        None => (words == "All imports in import declaration are unused.").then_some(None)?,
    };
    let (file, line) = with_line(above.trim())?;
    Some(Unused { file, line, name })
}

/// `  1:10  error  'x' is defined but never used  no-unused-vars` below the name of the file.
fn of_linter<'t>(above: &'t str, line: &'t str) -> Option<Unused<'t>> {
    let (place, words) = line.trim().split_once("  error  '")?;
    let (name, rest) = words.split_once("' is defined but never used")?;
    let rule = rest.trim_start_matches('.').trim();
    let number = place.split(':').next()?.parse().ok()?;
    rule.ends_with("no-unused-vars").then_some(Unused { file: above.trim(), line: number, name: Some(name) })
}

/// `a.ts:3:10`
fn with_line(place: &str) -> Option<(&str, u32)> {
    let (rest, _) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}

/// Removes the unused names of imports, in every file that the log names.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let log = if cx.log().is_empty() { cx.words() } else { cx.log() };
    let mut by_file: BTreeMap<String, Vec<Unused<'_>>> = BTreeMap::new();
    for unused in read(log) {
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
                // A linter that does not know JSX takes elements for unused names.
                .filter(|name| !super::unimported::is_element(&file, name))
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
    fn every_tool_is_understood() {
        let expected = vec![Unused { file: "src/a.ts", line: 3, name: Some("x") }];
        for text in [
            "src/a.ts(3,10): error TS6133: 'x' is declared but its value is never read.",
            "src/a.ts:3:10 - error TS6133: 'x' is declared but its value is never read.",
            "src/a.ts:3:10\nType error: 'x' is declared but its value is never read.",
            "src/a.ts\n  1:2  error  Other words  rule\n  3:10  error  'x' is defined but never used  no-unused-vars",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let whole = "src/a.ts(2,1): error TS6192: All imports in import declaration are unused.";
        assert_eq!(read(whole), [Unused { file: "src/a.ts", line: 2, name: None }]);
        assert_eq!(read("src/a.ts(2,1): error TS2304: Cannot find name 'x'."), []);
    }
}
