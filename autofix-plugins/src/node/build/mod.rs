//! Repairs imports that a bundler, the compiler or Node refuses.
//!
//! # What it fixes
//! An import of a file of the project that is not where the import says (letters' case, extension, folder,
//! misspelling), of a name that the file does not export (default against name, missing `export`,
//! misspelling, a barrel that does not pass it on), and of a type as if it were a value. JSX in a `.js` file,
//! an alias that only the compiler knows or nobody, an import that nothing uses, a name that nothing imports,
//! `process.env` in a browser behind Vite.
//!
//! # How
//! Specifier, name and importing file are taken from the tool's words, literally, and found again in the
//! importing file's tree. Candidates are the files of the same package; what they export tells equals
//! apart. Every other import with the same fault is repaired with it. A missing name is imported from where
//! the rest of the project takes it, if that is one place.
//!
//! # Fix safety
//! Safe where the file is there beyond doubt: case, extension, a unique name, a declaration that lacks its
//! `export`, an alias that tsconfig.json declares, an import that the compiler calls unused. Unsafe where a
//! misspelling or the origin of a name is guessed, and where variables are renamed. Declines where several
//! files fit equally well, and where source does not parse.

mod alias;
mod candidates;
mod exports;
mod jsx;
mod missing_export;
mod process_env;
mod refusal;
mod rename;
pub mod signatures;
pub(in crate::node) mod sites;
mod types;
mod unimported;
mod unresolved;
mod unused;
pub(in crate::node) mod words;

pub(in crate::node) use candidates::near;
pub(in crate::node) use unresolved::followed;

use crate::prelude::*;
use autofix_core::facts::modules::package_name;

/// The plugin `build`.
pub struct Build {
    metadata: PluginMetadata,
}

impl Default for Build {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "build",
                "Make imports name the file and the export that are there",
                // An own file that is written like a package looks like a missing package.
                // What a compiler would have refused, a name without import, is met at run time without one.
                vec![
                    IssueType::BUILD_ERROR,
                    IssueType::DEPENDENCY_ERROR,
                    IssueType::RUNTIME_ERROR,
                    IssueType::COMPONENT_ERROR,
                    IssueType::API_ERROR,
                ],
                Safety::Safe,
            ),
        }
    }
}

#[async_trait]
impl FixPlugin for Build {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let text = cx.words();
        if process_env::is_meant(text) {
            return Ok(vec![process_env::repair(cx).await?]);
        }
        if let Some(name) = unimported::read(text) {
            return Ok(vec![unimported::repair(cx, name).await?]);
        }
        if [IssueType::RUNTIME_ERROR, IssueType::COMPONENT_ERROR, IssueType::API_ERROR]
            .contains(&cx.issue().issue_type)
        {
            return cx.decline("the error names no import");
        }
        if jsx::is_meant(text) {
            return Ok(vec![jsx::repair(cx).await?]);
        }
        if !unused::read(text).is_empty() {
            return Ok(vec![unused::repair(cx).await?]);
        }
        let mut refused: Option<PluginError> = None;
        if text.lines().any(|line| words::type_only(line).is_some()) {
            return Ok(vec![types::repair(cx).await?]);
        }
        if let Some((one, other)) = words::casings(text) {
            return Ok(vec![unresolved::casing(cx, [one, other]).await?]);
        }
        for ask in words::no_exports(text) {
            match missing_export::repair(cx, &ask).await {
                Ok(draft) => return Ok(vec![draft]),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        for ask in words::unresolved(text) {
            match unresolved::repair(cx, &ask).await {
                Ok(draft) => return Ok(vec![draft]),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            Some(error) => Err(error),
            None => match refusal::of_parser(cx).await {
                Some(reason) => cx.decline(reason),
                None => cx.decline("the error names no import of a file or of an export"),
            },
        }
    }
}

/// Whether a specifier is meant as a file of the project.
pub(in crate::node) fn is_own(specifier: &str) -> bool {
    specifier.starts_with(['.', '/', '~', '#'])
        || specifier.starts_with("@/")
        || specifier.starts_with("file:")
        || package_name(specifier).is_none() && !specifier.starts_with("node:") && specifier.starts_with('@')
}

async fn tested(cx: &FixContext<'_>, draft: Draft, file: &str) -> Draft {
    let package = cx.facts().package_of(file).await;
    draft.tested_by(package.map(|package| package.test_commands()).unwrap_or_default())
}
