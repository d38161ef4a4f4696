//! Two packages that want different versions of a third.

use super::known;
use crate::node::versions;
use crate::prelude::*;
use autofix_core::facts::packages::Package;

/// npm's words of a conflict.
#[derive(Debug, PartialEq, Eq)]
struct Conflict<'t> {
    /// The package that both need, with the version that was chosen.
    found: (&'t str, &'t str),
    /// The range that the other wants.
    wanted: &'t str,
    /// Who wants it, with its version.
    by: (&'t str, &'t str),
    /// The project that was resolved.
    project: &'t str,
}

/// Reads npm's words; `None` where they are not of a conflict, or are cut short.
fn read(text: &str) -> Option<Conflict<'_>> {
    let bare = |line: &'_ str| -> Option<usize> {
        ["npm error", "npm ERR!"]
            .iter()
            .find_map(|start| line.strip_prefix(start).map(|rest| line.len() - rest.len()))
    };
    let lines = || text.lines().map(|line| bare(line).map_or(line, |at| &line[at..]).trim());
    let after = |start: &'static str| lines().find_map(|line| line.strip_prefix(start));
    let found = name_version(after("Found: ")?)?;
    let peer = lines().filter_map(|line| line.strip_prefix("peer ")).find_map(|line| {
        let (name, rest) = line.split_once("@\"")?;
        let (range, rest) = rest.split_once('"')?;
        let by = name_version(rest.trim().strip_prefix("from ")?)?;
        (name == found.0).then_some((range, by))
    })?;
    let project = after("While resolving: ").and_then(name_version).map_or("", |(name, _)| name);
    Some(Conflict { found, wanted: peer.0, by: peer.1, project })
}

/// `@scope/name@1.2.3`
fn name_version(text: &str) -> Option<(&str, &str)> {
    let text = text.split_whitespace().next()?;
    let at = text.rfind('@').filter(|at| *at > 0)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Proposes versions that fit: a newer one of the package that asks, an older one of what it asks for.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Vec<Draft>>, PluginError> {
    if !cx.log().contains("ERESOLVE") {
        return Ok(None);
    }
    let Some(conflict) = read(cx.words()).or_else(|| read(cx.log())) else {
        return cx.decline("npm's words do not say which packages want what; run `npm ls` to see");
    };
    let packages = cx.facts().packages().await;
    let lists = |package: &&Package| package.dependencies.contains_key(conflict.by.0);
    let package = (packages.iter().find(|it| it.name == conflict.project && lists(it)))
        .or_else(|| packages.iter().find(lists))
        .or_else(|| packages.iter().find(|it| it.dependencies.contains_key(conflict.found.0)));
    let Some(package) = package else {
        return cx.decline(format!(
            "no package.json of the project lists {} or {}",
            conflict.by.0, conflict.found.0
        ));
    };
    let mut drafts = Vec::new();
    if let Some(listed) = package.dependencies.get(conflict.by.0)
        && known::major(&listed.range) == known::major(conflict.by.1)
        && let Some(newest) = versions::known(conflict.by.0)
        && known::major(newest) > known::major(conflict.by.1)
    {
        drafts.push(set(cx, package, &[conflict.by.0], newest)?.confidence(0.75));
    }
    if let Some(listed) = package.dependencies.get(conflict.found.0)
        && known::major(&listed.range) == known::major(conflict.found.1)
        && let Some(fitting) = newest_of(conflict.wanted)
        && known::major(&fitting) < known::major(conflict.found.1)
    {
        let names = companions(conflict.found.0, package, known::major(conflict.found.1));
        drafts.push(set(cx, package, &names, &fitting)?.confidence(0.65));
    }
    if drafts.is_empty() {
        return cx.decline(format!(
            "{} {} wants {} {}, and {} was chosen: no version that suits both is known here",
            conflict.by.0, conflict.by.1, conflict.found.0, conflict.wanted, conflict.found.1
        ));
    }
    Ok(Some(drafts))
}

/// Packages that must have the version of another: `react-dom` that of `react`.
fn companions<'n>(name: &'n str, package: &Package, major: Option<u32>) -> Vec<&'n str> {
    let twins: &[&str] = match name {
        "react" | "react-dom" => &["react", "react-dom", "@types/react", "@types/react-dom"],
        "vue" => &["vue", "@vue/compiler-sfc"],
        _ => return vec![name],
    };
    let same = |it: &&&str| package.dependencies.get(**it).is_some_and(|it| known::major(&it.range) == major);
    twins.iter().filter(same).copied().collect()
}

fn set(cx: &FixContext<'_>, package: &Package, names: &[&str], version: &str) -> Result<Draft, PluginError> {
    let mut edits = EditSet::new();
    for name in names {
        let Some(listed) = package.dependencies.get(*name) else { continue };
        // Declarations have versions of their own; only the major is shared.
        let version = if name.starts_with("@types/") {
            format!("{}.0.0", known::major(version).unwrap_or_default())
        } else {
            version.to_owned()
        };
        let caret =
            if listed.range.starts_with(|c: char| c.is_ascii_digit()) && names.len() == 1 { "" } else { "^" };
        edits.replace(listed.range_span, format!("\"{caret}{version}\""))?;
    }
    let all = names.join(", ");
    Ok(cx
        .fix(format!("Take {all} {version}, so that every peer dependency is met"))
        .edit(&package.path, edits, format!("Take {all} {version}"))
        .safety(Safety::Unsafe)
        .tested_by(["npm install"]))
}

/// The newest alternative of a range, as a version: `18.0.0` of `^16.8.0 || ^17.0.0 || ^18.0.0`.
fn newest_of(range: &str) -> Option<String> {
    let simple = |it: &&str| it.starts_with(['^', '~']) || it.starts_with(|c: char| c.is_ascii_digit());
    let newest = range.split("||").map(str::trim).filter(simple).max_by_key(|it| known::major(it))?;
    let plain = newest.trim_start_matches(['^', '~']);
    let mut parts: Vec<&str> =
        plain.split('.').map(|part| if part == "x" || part == "*" { "0" } else { part }).collect();
    parts.resize(3, "0");
    let version = parts.join(".");
    version.chars().all(|c| c.is_ascii_digit() || c == '.').then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_is_understood() {
        let text = "npm error ERESOLVE unable to resolve dependency tree\nnpm error\nnpm error While resolving: shop@1.0.0\nnpm error Found: react@19.1.0\nnpm error node_modules/react\nnpm error   react@\"^19.1.0\" from the root project\nnpm error\nnpm error Could not resolve dependency:\nnpm error peer react@\"^17.0.0 || ^18.0.0\" from @scope/lib@1.2.3\n";
        let expected = Conflict {
            found: ("react", "19.1.0"),
            wanted: "^17.0.0 || ^18.0.0",
            by: ("@scope/lib", "1.2.3"),
            project: "shop",
        };
        assert_eq!(read(text), Some(expected));
        assert_eq!(read("npm error code ERESOLVE"), None);
        assert_eq!(newest_of("^16.8 || ^17.0.0 || 18.x").as_deref(), Some("18.0.0"));
        assert_eq!(newest_of(">=16"), None);
    }
}
