//! Node projects and their browser clients.

pub mod api_endpoint;
pub mod api_handler;
pub mod build;
pub mod cors;
pub mod dependency;
pub mod port_conflict;
mod versions;

use crate::prelude::*;
use autofix_core::facts::packages::{Group, installed_version};
use autofix_core::rewrite;

/// Every plugin of this folder, in the order in which they are asked.
pub(crate) fn plugins() -> Vec<Box<dyn FixPlugin>> {
    vec![
        Box::new(cors::Cors::default()),
        Box::new(port_conflict::PortConflict::default()),
        Box::new(api_handler::ApiHandler::default()),
        Box::new(build::Build::default()),
        Box::new(api_endpoint::ApiEndpoint::default()),
        Box::new(dependency::Dependency::default()),
    ]
}

/// Adds a package to the `package.json` that a file belongs to, unless it is there.
pub(crate) async fn with_dependency(
    cx: &FixContext<'_>,
    draft: Draft,
    file: &str,
    name: &str,
) -> Result<Draft, PluginError> {
    let Some(package) = cx.facts().package_of(file).await else {
        return cx.decline(format!("{file} belongs to no package.json"));
    };
    if package.dependencies.get(name).is_some_and(|known| known.group != Group::Dev) {
        return Ok(draft);
    }
    let text = cx.read(&package.path).await?;
    let range = range_for(cx.facts(), &package, name).await;
    let edits = rewrite::add_dependency(&text, Group::Runtime.key(), name, &range)?;
    Ok(draft.edit(&package.path, edits, format!("Add `{name}` to the dependencies")))
}

/// The range that a package is wanted in: what is installed, what a lock file or a sister package has,
/// what is known of it, in this order; written as the others are (exact or with a caret).
pub(crate) async fn range_for(
    facts: &Facts<'_>,
    package: &autofix_core::facts::packages::Package,
    name: &str,
) -> String {
    for other in facts.packages().await.iter() {
        if let Some(known) = other.dependencies.get(name) {
            return known.range.clone();
        }
    }
    let exact = |range: &str| range.starts_with(|c: char| c.is_ascii_digit());
    let exacts = package.dependencies.values().filter(|known| exact(&known.range)).count();
    let caret = if exacts * 2 > package.dependencies.len() { "" } else { "^" };
    let found = match installed_version(facts, &package.folder, name).await {
        Some(version) => Some(version),
        None => versions::locked(facts, &package.folder, name).await,
    };
    match found.or_else(|| versions::known(name).map(str::to_owned)) {
        Some(version) => format!("{caret}{version}"),
        None => "*".to_owned(),
    }
}
