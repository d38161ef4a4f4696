//! `process.env` in code that runs in a browser, behind Vite.

use super::sites;
use crate::prelude::*;
use autofix_core::facts::dev_server::{self, Tool};
use autofix_core::facts::env;
use autofix_core::facts::packages::{Package, owner};
use autofix_core::workspace::{file_name, parent};
use std::collections::{BTreeMap, BTreeSet};

/// Prefixes by which other tools mark what a browser may see.
const PREFIXES: &[&str] = &["REACT_APP_", "VUE_APP_", "NEXT_PUBLIC_", "PUBLIC_"];
/// Parts of names of what no browser may see.
const SECRETS: &[&str] =
    &["SECRET", "PASSWORD", "PASSWD", "PRIVATE", "DATABASE", "MONGO", "JWT", "CREDENTIAL"];

/// Whether a browser says that it has no `process`.
pub(super) fn is_meant(text: &str) -> bool {
    text.contains("ReferenceError: process is not defined")
        || text.contains("ReferenceError: Can't find variable: process")
}

/// Reads what Vite gives instead, under a name that Vite passes on.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let reads = env::reads(facts).await;
    let framed = sites::framed(cx).await;
    let mut first = None;
    for path in framed {
        if let Some(file) = facts.module(&path).await
            && reads.iter().any(|read| read.file == path && is_process(&file, read))
        {
            first = Some(path);
            break;
        }
    }
    let Some(first) = first else {
        return cx.decline("no file that the log names reads `process.env`");
    };
    let servers = dev_server::read(facts).await;
    let Some(server) = dev_server::serving(&servers, &first).filter(|it| it.tool == Tool::Vite) else {
        return cx
            .decline(format!("{first} is not served by Vite: its bundler replaces `process.env` by itself"));
    };
    let Some(package) = facts.package_of(&first).await else {
        return cx.decline(format!("{first} belongs to no package.json"));
    };
    let packages = facts.packages().await;
    let in_client = |path: &str| {
        let inside = path.strip_prefix(&server.folder).unwrap_or(path).trim_start_matches('/');
        inside.starts_with("src/") && owner(&packages, path).is_some_and(|it| it.path == package.path)
    };
    if !in_client(&first) {
        return cx.decline(format!("{first} lies outside `src`: whether a browser runs it cannot be told"));
    }
    let mut edits: BTreeMap<String, EditSet> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut elsewhere = BTreeSet::new();
    for read in &reads {
        if !in_client(&read.file) {
            elsewhere.insert(read.name.as_str());
            continue;
        }
        let Some(file) = facts.module(&read.file).await.filter(|file| is_process(file, read)) else {
            continue;
        };
        let new = match read.name.as_str() {
            "NODE_ENV" => "MODE".to_owned(),
            "PUBLIC_URL" => {
                return cx.decline(format!(
                    "{} reads `PUBLIC_URL`: `import.meta.env.BASE_URL` is like it, but ends in a slash",
                    read.file
                ));
            }
            name if SECRETS.iter().any(|part| name.contains(part)) => {
                return cx.decline(format!(
                    "`{name}` looks like a secret, which no browser may get: use it in a server"
                ));
            }
            name => {
                let new = vite_name(name);
                names.insert(name.to_owned(), new.clone());
                new
            }
        };
        edits.entry(file.path.clone()).or_default().replace(read.span, format!("import.meta.env.{new}"))?;
    }
    for path in facts.files().await.iter().filter(|path| is_env(path, &server.folder)) {
        let text = cx.read(path).await?;
        rename_definitions(path, &text, &names, &elsewhere, &mut edits)?;
    }
    let draft = describe(cx, &package, &names);
    let draft = edits.into_iter().fold(draft, |draft, (file, edits)| {
        let env = file_name(&file).starts_with(".env");
        draft.edit(
            &file,
            edits,
            if env { "Name it so that Vite passes it on" } else { "Read what Vite gives" },
        )
    });
    Ok(draft)
}

fn describe(cx: &FixContext<'_>, package: &Package, names: &BTreeMap<String, String>) -> Draft {
    let all: Vec<String> = names.values().map(|name| format!("`{name}`")).collect();
    let what = if all.is_empty() { "`import.meta.env`".to_owned() } else { all.join(", ") };
    cx.fix(format!(
        "Read {what} as Vite gives it: a browser has no `process`. Set it where the client is built, too"
    ))
    .safety(Safety::Unsafe)
    .confidence(0.9)
    .tested_by(package.test_commands())
}

fn is_process(file: &ModuleFile, read: &env::EnvRead) -> bool {
    read.span.of(&file.text).starts_with("process")
}

fn vite_name(name: &str) -> String {
    if name.starts_with("VITE_") {
        return name.to_owned();
    }
    let bare = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    format!("VITE_{bare}")
}

fn is_env(path: &str, folder: &str) -> bool {
    let name = file_name(path);
    parent(path) == folder && (name == ".env" || name.starts_with(".env."))
}

/// Renames what only the client reads; what a server reads too is defined once more.
fn rename_definitions(
    path: &str,
    text: &str,
    names: &BTreeMap<String, String>,
    elsewhere: &BTreeSet<&str>,
    edits: &mut BTreeMap<String, EditSet>,
) -> Result<(), PluginError> {
    let lines = LineIndex::new(text);
    let all = env::parse(path, text);
    for definition in &all {
        let Some(new) = names.get(&definition.name).filter(|new| **new != definition.name) else { continue };
        if all.iter().any(|it| it.name == *new) {
            continue;
        }
        let Some(line) = lines.span(definition.line) else { continue };
        let whole = line.of(text);
        let Some(at) = whole.find(&definition.name).and_then(|at| u32::try_from(at).ok()) else { continue };
        let length = u32::try_from(definition.name.len()).unwrap_or(0);
        let start = line.start + at;
        let edits = edits.entry(path.to_owned()).or_default();
        if elsewhere.contains(definition.name.as_str()) {
            let copy = whole.trim_end().replacen(&definition.name, new, 1);
            let end = line.start + u32::try_from(whole.trim_end().len()).unwrap_or(0);
            edits.insert(end, format!("{}{copy}", autofix_core::text::line_end(text)))?;
        } else {
            edits.replace(Span::new(start, start + length), new.as_str())?;
        }
    }
    Ok(())
}
