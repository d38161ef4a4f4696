//! Repairs packages that are missing, conflicting or of the wrong module format.
//!
//! # What it fixes
//! A package that is imported and not listed, listed for development only, or misspelt; missing
//! declarations; a program that a script calls; an ES module that is required, `require`, `module.exports`
//! or `__dirname` in an ES module, `import` in CommonJS, single names of a CommonJS package; conflicting peer
//! dependencies; a version or a package that was never published.
//!
//! # How
//! The package is taken from the tool's words, and found again in an import of the file that they name. It
//! goes to the `package.json` that owns this file. The range is that of a sister package, of the lock file, or
//! of the newest release that is known.
//!
//! # Fix safety
//! Safe where a package that is imported and known is listed, and where names are taken from a package's
//! default. Unsafe where a version is lowered or raised, a misspelling is guessed, or a module format is
//! changed. Never `--force`, never `--legacy-peer-deps`; a package that nobody knows is never added.

mod convert;
mod format;
mod known;
mod missing;
mod named;
mod peer;
mod published;
pub mod signatures;

use crate::prelude::*;

/// The plugin `dependency`.
pub struct Dependency {
    metadata: PluginMetadata,
}

impl Default for Dependency {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "dependency",
                "List what is imported, in versions and formats that fit",
                // A bundler's words of a missing package look like those of a missing file.
                vec![IssueType::DEPENDENCY_ERROR, IssueType::BUILD_ERROR],
                Safety::Safe,
            ),
        }
    }
}

#[async_trait]
impl FixPlugin for Dependency {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        if let Some(drafts) = peer::repair(cx).await? {
            return Ok(drafts);
        }
        if let Some(draft) = published::repair(cx).await? {
            return Ok(vec![draft]);
        }
        if let Some(draft) = format::repair(cx).await? {
            return Ok(vec![draft]);
        }
        if let Some(draft) = named::repair(cx).await? {
            return Ok(vec![draft]);
        }
        if let Some(draft) = missing::repair(cx).await? {
            return Ok(vec![draft]);
        }
        match missing::named(cx).await? {
            Some(draft) => Ok(vec![draft]),
            None => {
                cx.decline("the error names no package that is missing, conflicting or of another format")
            }
        }
    }
}
