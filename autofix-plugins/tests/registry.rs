//! What holds for every plugin, so that nobody has to remember it. Of signatures, `causes.rs` says it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use autofix_core::plugin::FixPlugin;
use autofix_testkit::{Case, Expect, read_folder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Headings that a plugin's docs must have, each with text under it.
const HEADINGS: &[&str] = &["# What it fixes", "# How", "# Fix safety"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn plugins() -> Vec<Arc<dyn FixPlugin>> {
    autofix_plugins::registry().plugins().cloned().collect()
}

/// The `mod.rs` of every folder that has a plugin in it, by the name that the plugin must have.
fn folders() -> BTreeMap<String, (PathBuf, String)> {
    let mut all = BTreeMap::new();
    for ecosystem in subfolders(&source()) {
        for folder in subfolders(&ecosystem) {
            let text = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
            if text.contains("impl FixPlugin for ") {
                let name = folder.file_name().unwrap().to_string_lossy().replace('_', "-");
                let earlier = all.insert(name, (folder, text));
                assert!(earlier.is_none(), "two folders have the name of {earlier:?}");
            }
        }
    }
    all
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn folders_and_registry_agree() {
    let mut registered: Vec<String> = plugins().iter().map(|it| it.metadata().name.to_string()).collect();
    registered.sort();
    let folders: Vec<String> = folders().into_keys().collect();
    assert_eq!(registered, folders, "left: registered under this name; right: named by its folder");
}

#[test]
fn metadata_is_well_formed() {
    for plugin in plugins() {
        let metadata = plugin.metadata();
        let name = &*metadata.name;
        let is_kebab = name.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        assert!(is_kebab, "{name}: a name is kebab-case");
        let summary = &*metadata.summary;
        assert!(summary.starts_with(|c: char| c.is_uppercase()), "{name}: the summary begins with a capital");
        assert!(!summary.ends_with('.') && !summary.contains('\n'), "{name}: one line, no full stop");
        assert!(!metadata.supported_errors.is_empty(), "{name}: it repairs no type of issue");
        for error in &metadata.supported_errors {
            assert!(plugin.can_handle(error), "{name}: it does not handle its own type {error}");
        }
    }
}

#[test]
fn docs_say_what_how_and_how_safe() {
    for (name, (_, text)) in folders() {
        let docs: Vec<&str> =
            text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        for heading in HEADINGS {
            let at = docs.iter().position(|line| line == heading);
            let at = at.unwrap_or_else(|| panic!("{name}: the docs of its mod.rs have no `{heading}`"));
            let text = docs.get(at + 1).copied().unwrap_or_default();
            assert!(!text.is_empty() && !text.starts_with('#'), "{name}: nothing is under `{heading}`");
        }
    }
}

#[test]
fn every_plugin_has_a_fixing_and_a_declining_case() {
    for (name, (folder, _)) in folders() {
        let cases: Vec<Case> = read_folder(&folder).unwrap().into_iter().map(|(_, case)| case).collect();
        let fixing = cases.iter().any(|case| matches!(case.expect, Expect::Fix { .. }));
        let declining = cases.iter().any(|case| matches!(case.expect, Expect::Decline { .. }));
        assert!(fixing, "{name}: no case shows that it repairs anything");
        assert!(declining, "{name}: no case shows when it declines");
        for case in &cases {
            let plugin = match &case.expect {
                Expect::Fix { plugin, .. } => Some(plugin),
                Expect::Decline { plugin, .. } => plugin.as_ref(),
            };
            assert!(
                plugin.is_none_or(|plugin| *plugin == name),
                "{name}: {} is a case of another plugin",
                case.name
            );
            assert!(!case.prose.is_empty(), "{name}: {} does not say what it shows", case.name);
        }
    }
}
