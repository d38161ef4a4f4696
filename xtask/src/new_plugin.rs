//! A folder for a new plugin: code, signatures, a case that fixes and one that declines.

use crate::Outcome;
use crate::shell::{root, say};
use std::fs;

/// Makes `autofix-plugins/src/<ecosystem>/<name>/`.
pub(crate) fn run(name: &str) -> Outcome {
    let (ecosystem, plugin) =
        name.split_once('/').ok_or("name it <ecosystem>/<plugin>, such as node/session_secret")?;
    let fits = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if !fits(ecosystem) || !fits(plugin) {
        return Err(format!("`{name}`: lower-case letters and `_` only"));
    }
    let home = root().join("autofix-plugins/src").join(ecosystem);
    if !home.join("mod.rs").is_file() {
        return Err(format!(
            "there is no ecosystem `{ecosystem}`: {} is missing",
            home.join("mod.rs").display()
        ));
    }
    let folder = home.join(plugin);
    if folder.exists() {
        return Err(format!("{} exists already", folder.display()));
    }
    let kebab = plugin.replace('_', "-");
    let camel: String = plugin.split('_').map(capitalized).collect();
    let write = |path: &str, text: String| {
        let path = folder.join(path);
        let parent = path.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    write("mod.rs", CODE.replace("{camel}", &camel).replace("{kebab}", &kebab))?;
    write("signatures.rs", SIGNATURES.replace("{plugin}", plugin))?;
    write("cases/fixes.md", FIXES.replace("{kebab}", &kebab))?;
    write("cases/declines.md", DECLINES.to_owned())?;
    say(&format!(
        "{} is ready. Then:\n  1. `pub mod {plugin};` and `Box::new({plugin}::{camel}::default())` in {ecosystem}/mod.rs\n  \
         2. `{ecosystem}::{plugin}::signatures::SIGNATURES` in signatures.rs\n  \
         3. `UPDATE_CASES=1 cargo test -p autofix-plugins --test cases` writes the diffs of its cases; read them",
        folder.display()
    ));
    Ok(())
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

const CODE: &str = r#"//! What this plugin repairs, in one line.
//!
//! # What it fixes
//! The fault, in the words of somebody who has it.
//!
//! # How
//! Which facts are compared with which words of the error.
//!
//! # Fix safety
//! Why a fix of it is safe, or what a person should see first.

pub mod signatures;

use crate::prelude::*;

/// The plugin `{kebab}`.
pub struct {camel} {
    metadata: PluginMetadata,
}

impl Default for {camel} {
    fn default() -> Self {
        let types = vec![IssueType::RUNTIME_ERROR];
        Self { metadata: PluginMetadata::built_in("{kebab}", "Say what it does", types, Safety::Unsafe) }
    }
}

#[async_trait]
impl FixPlugin for {camel} {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        cx.decline("say what a person should do instead")
    }
}
"#;

const SIGNATURES: &str = r#"//! How the errors of this plugin look.

use autofix_core::classify::Signature as S;
use autofix_core::model::IssueType as T;

/// Signatures of this plugin.
pub static SIGNATURES: &[S] = &[S::new("{plugin}", T::RUNTIME_ERROR, 0.9).all(&["the error's own words"])];
"#;

const FIXES: &str = "# The plain case\n\nWhy this is the fault.\n\n```log\nthe error's own words\n```\n```js path=server.js\n\n```\n```diff expect=unsafe plugin={kebab}\n```\n";
const DECLINES: &str = "# A case that is another's\n\nWhy nothing is proposed.\n\n```log\nthe error's own words\n```\n```js path=server.js\n\n```\n```text expect=none\nsay what a person should do instead\n```\n";
