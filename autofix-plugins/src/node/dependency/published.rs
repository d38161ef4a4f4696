//! A version or a package that was never published.

use super::known;
use crate::node::build::near;
use crate::node::build::sites::{self, Site};
use crate::node::versions;
use crate::prelude::*;
use autofix_core::facts::modules::{Resolved, package_name, resolve};
use autofix_core::facts::packages::Package;

/// Repairs what a registry does not have.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let lines = || cx.words().lines().chain(cx.log().lines());
    if let Some((name, range)) = lines().find_map(no_version) {
        return version(cx, name, range).await.map(Some);
    }
    match lines().find_map(no_package) {
        Some(name) => misspelt(cx, &name).await.map(Some),
        None => Ok(None),
    }
}

/// `No matching version found for x@^9.9.9.`
fn no_version(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once("No matching version found for ")?;
    let wanted = rest.split(" inside the workspace").next()?.trim().trim_end_matches('.');
    let at = wanted.rfind('@').filter(|at| *at > 0)?;
    Some((&wanted[..at], &wanted[at + 1..]))
}

/// `404  The requested resource 'x@^1.0.0' could not be found …`, `404  'x@^1.0.0' is not in this registry.`,
/// `ERR_PNPM_FETCH_404  GET https://host/x: Not Found - 404`
fn no_package(line: &str) -> Option<String> {
    if line.contains(" could not be found") || line.contains(" is not in this registry") {
        let wanted = line.split('\'').nth(1)?;
        let end = wanted.rfind('@').filter(|at| *at > 0).unwrap_or(wanted.len());
        return Some(wanted[..end].to_owned());
    }
    let (_, rest) = line.split_once("ERR_PNPM_FETCH_404")?;
    let (_, path) = rest.split_once("://")?.1.split_once('/')?;
    Some(path.split(": Not Found").next()?.replace("%2F", "/").replace("%2f", "/"))
}

/// Asks for a version that is known to be there, in the way that the range is written.
async fn version(cx: &FixContext<'_>, name: &str, range: &str) -> Result<Draft, PluginError> {
    let packages = cx.facts().packages().await;
    let asks = |it: &&Package| it.dependencies.get(name).is_some_and(|listed| listed.range == range);
    let asking: Vec<&Package> = packages.iter().filter(asks).collect();
    let Some(first) = asking.first() else {
        return cx.decline(format!(
            "no package.json of the project asks for {name} {range}; a package of a package does"
        ));
    };
    let digits = range.find(|c: char| c.is_ascii_digit()).unwrap_or(range.len());
    let prefix = &range[..digits];
    if !matches!(prefix, "" | "^" | "~" | ">=") || range.contains([' ', '|']) {
        return cx.decline(format!("{name} {range} is no plain range: choose a version that was published"));
    }
    let wanted = known::major(range);
    let locked = versions::locked(cx.facts(), &first.folder, name).await;
    let there = match (locked, versions::known(name)) {
        (Some(locked), _) if known::major(&locked) == wanted => locked,
        // Of an older major, which was published too, the newest release is not known: the caret finds it.
        (_, Some(newest)) if known::major(newest) > wanted && prefix == "^" => {
            format!("{}.0.0", wanted.unwrap_or_default())
        }
        (_, Some(newest)) if known::major(newest) <= wanted => newest.to_owned(),
        (Some(locked), None) => locked,
        _ => {
            return cx.decline(format!(
                "{name} {range} was never published, and no release near it is known here: see `npm view {name} versions`"
            ));
        }
    };
    if format!("{prefix}{there}") == range {
        return cx.decline(format!("{name} {range} should be there: is it a registry of your own?"));
    }
    let mut draft = cx
        .fix(format!("Ask for {name} {prefix}{there}: {range} was never published"))
        .safety(Safety::Unsafe)
        .confidence(0.85);
    for package in &asking {
        if let Some(listed) = package.dependencies.get(name) {
            let range = format!("\"{prefix}{there}\"");
            draft = draft.replace(&package.path, listed.range_span, range, format!("Ask for {there}"))?;
        }
    }
    Ok(draft.tested_by(["npm install"]))
}

/// Lists the package that the project imports under the name that it has.
async fn misspelt(cx: &FixContext<'_>, name: &str) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let packages = facts.packages().await;
    let Some(package) = packages.iter().find(|it| it.dependencies.contains_key(name)) else {
        return cx
            .decline(format!("no package.json of the project lists `{name}`; a package of a package does"));
    };
    let mut right: Vec<(usize, String)> = Vec::new();
    for site in similar(facts, name).await {
        let Resolved::Package(other) = resolve(facts, &site.file.path, site.specifier()).await else {
            continue;
        };
        let own = facts.package_of(&site.file.path).await.is_some_and(|it| it.path == package.path);
        if !own {
            continue;
        }
        if other == name {
            return cx.decline(format!(
                "{} imports `{name}`, which was never published: check the name",
                site.file.path
            ));
        }
        if let Some(distance) = near(name, &other).filter(|_| !package.dependencies.contains_key(&other)) {
            right.push((distance, other));
        }
    }
    right.sort();
    right.dedup();
    let right = match right.as_slice() {
        [(best, _), (next, _), ..] if best == next => None,
        [(_, right), ..] => Some(right),
        [] => None,
    };
    let (Some(right), Some(listed)) = (right, package.dependencies.get(name)) else {
        return cx.decline(format!("`{name}` was never published, and no import of the project is near it"));
    };
    let text = cx.read(&package.path).await?;
    let key = format!("\"{name}\"");
    let Some(at) = text.get(..listed.range_span.start as usize).and_then(|head| head.rfind(&key)) else {
        return cx.decline(format!("{} does not list `{name}` plainly", package.path));
    };
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let end = start + u32::try_from(key.len()).unwrap_or(0);
    Ok(cx
        .fix(format!("List `{right}`, which is imported, instead of `{name}`"))
        .replace(&package.path, Span::new(start, end), format!("\"{right}\""), format!("List `{right}`"))?
        .safety(Safety::Unsafe)
        .confidence(0.88)
        .tested_by(["npm install"]))
}

/// Imports of packages whose names share a half with a name.
async fn similar(facts: &Facts<'_>, name: &str) -> Vec<Site> {
    let half = name.char_indices().nth(name.chars().count() / 2).map_or(0, |(at, _)| at);
    let (head, tail) = name.split_at(half);
    let mut all = sites::holding(facts, head).await;
    all.extend(sites::holding(facts, tail).await);
    all.retain(|site| package_name(site.specifier()).is_some());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_are_understood() {
        assert_eq!(
            no_version("npm error notarget No matching version found for @a/b@^9.9.9."),
            Some(("@a/b", "^9.9.9"))
        );
        let npm =
            "npm error 404  The requested resource 'expres@^5.0.0' could not be found or you do not have";
        assert_eq!(no_package(npm).as_deref(), Some("expres"));
        let older = "npm ERR! 404  'expres@^5.0.0' is not in this registry.";
        assert_eq!(no_package(older).as_deref(), Some("expres"));
        let pnpm = " ERR_PNPM_FETCH_404  GET https://host/@a%2Fexpres: Not Found - 404";
        assert_eq!(no_package(pnpm).as_deref(), Some("@a/expres"));
        assert_eq!(no_package("GET /x 404"), None);
    }
}
