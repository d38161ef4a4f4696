//! `package.json` files: what is declared, where, and which one a file belongs to.

use super::Facts;
use crate::text::Span;
use crate::workspace::{file_name, join, parent};
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use std::collections::BTreeMap;

/// A group of dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// `dependencies`
    Runtime,
    /// `devDependencies`
    Dev,
    /// `peerDependencies`
    Peer,
    /// `optionalDependencies`
    Optional,
}

impl Group {
    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Runtime => "dependencies",
            Self::Dev => "devDependencies",
            Self::Peer => "peerDependencies",
            Self::Optional => "optionalDependencies",
        }
    }

    const ALL: [Self; 4] = [Self::Runtime, Self::Dev, Self::Peer, Self::Optional];
}

/// One declared dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The wanted range, as written.
    pub range: String,
    /// Where it is declared.
    pub group: Group,
    /// The bytes of the range, with quotes.
    pub range_span: Span,
}

/// A `package.json`.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// Path of the file.
    pub path: String,
    /// Its folder; empty for the root.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// `"type": "module"`.
    pub is_module: bool,
    /// Commands by name.
    pub scripts: BTreeMap<String, String>,
    /// Dependencies by name; of one that is declared twice, the first group.
    pub dependencies: BTreeMap<String, Dependency>,
    /// Folders of workspaces, as patterns.
    pub workspaces: Vec<String>,
    /// `engines.node`.
    pub node_engine: Option<String>,
    /// `proxy` of Create React App, with its bytes.
    pub proxy: Option<(String, Span)>,
    /// Why it could not be read.
    pub error: Option<String>,
}

impl Package {
    /// Commands that a person would run to see that a change works.
    pub fn test_commands(&self) -> Vec<String> {
        let prefix =
            if self.folder.is_empty() { String::new() } else { format!("--prefix {} ", self.folder) };
        let real = |name: &str| self.scripts.get(name).is_some_and(|it| !it.contains("no test specified"));
        let command =
            ["test", "run build", "start"].into_iter().find(|it| real(it.trim_start_matches("run ")));
        command.map(|command| format!("npm {prefix}{command}")).into_iter().collect()
    }
}

pub(super) async fn read(facts: &Facts<'_>) -> Vec<Package> {
    let files = facts.files().await;
    let mut all = Vec::new();
    for path in files.iter().filter(|path| file_name(path) == "package.json") {
        if let Ok(text) = facts.text(path).await {
            all.push(parse(path, &text));
        }
    }
    all.sort_by_key(|package| {
        (
            package.folder.matches('/').count() + usize::from(!package.folder.is_empty()),
            package.folder.clone(),
        )
    });
    all
}

/// The package that a file belongs to: the nearest one above it.
pub fn owner<'p>(packages: &'p [Package], file: &str) -> Option<&'p Package> {
    let mut folder = parent(file);
    loop {
        if let Some(found) = packages.iter().find(|package| package.folder == folder) {
            return Some(found);
        }
        if folder.is_empty() {
            return None;
        }
        folder = parent(folder);
    }
}

/// Reads a `package.json`. A broken one has an error and nothing else.
pub fn parse(path: &str, text: &str) -> Package {
    let mut package =
        Package { path: path.to_owned(), folder: parent(path).to_owned(), ..Package::default() };
    let parsed = jsonc_parser::parse_to_ast(
        text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    );
    let root = match &parsed {
        Ok(result) => {
            if let Some(Value::Object(root)) = &result.value {
                root
            } else {
                package.error = Some("it is not a JSON object".to_owned());
                return package;
            }
        }
        Err(error) => {
            package.error = Some(error.to_string());
            return package;
        }
    };
    package.name = string(root, "name").unwrap_or_default();
    package.is_module = string(root, "type").as_deref() == Some("module");
    package.scripts = object(root, "scripts").map(entries).unwrap_or_default();
    package.node_engine = object(root, "engines").and_then(|engines| string(engines, "node"));
    package.proxy = root.get("proxy").and_then(|prop| match &prop.value {
        Value::StringLit(lit) => Some((lit.value.to_string(), span(lit))),
        _ => None,
    });
    let workspaces = match root.get("workspaces").map(|prop| &prop.value) {
        Some(Value::Object(inner)) => inner.get("packages").map(|prop| &prop.value),
        other => other,
    };
    if let Some(Value::Array(items)) = workspaces {
        package.workspaces = (items.elements.iter())
            .filter_map(|item| match item {
                Value::StringLit(lit) => Some(lit.value.to_string()),
                _ => None,
            })
            .collect();
    }
    for group in Group::ALL {
        for prop in object(root, group.key()).map(|object| object.properties.as_slice()).unwrap_or_default() {
            if let Value::StringLit(lit) = &prop.value {
                let dependency = Dependency { range: lit.value.to_string(), group, range_span: span(lit) };
                package.dependencies.entry(prop.name.as_str().to_owned()).or_insert(dependency);
            }
        }
    }
    package
}

fn span(node: &impl Ranged) -> Span {
    Span::new(u32::try_from(node.start()).unwrap_or(u32::MAX), u32::try_from(node.end()).unwrap_or(u32::MAX))
}

fn string(object: &Object<'_>, key: &str) -> Option<String> {
    match &object.get(key)?.value {
        Value::StringLit(lit) => Some(lit.value.to_string()),
        _ => None,
    }
}

fn object<'o, 't>(object: &'o Object<'t>, key: &str) -> Option<&'o Object<'t>> {
    match &object.get(key)?.value {
        Value::Object(inner) => Some(inner),
        _ => None,
    }
}

fn entries(object: &Object<'_>) -> BTreeMap<String, String> {
    (object.properties.iter())
        .filter_map(|prop| match &prop.value {
            Value::StringLit(lit) => Some((prop.name.as_str().to_owned(), lit.value.to_string())),
            _ => None,
        })
        .collect()
}

/// Version of a package as it is installed for a file: the nearest `node_modules` above it.
pub async fn installed_version(facts: &Facts<'_>, folder: &str, name: &str) -> Option<String> {
    let mut at = folder;
    loop {
        let path = join(at, &format!("node_modules/{name}/package.json"))?;
        if let Ok(text) = facts.text(&path).await {
            return serde_json::from_str::<serde_json::Value>(&text)
                .ok()?
                .get("version")?
                .as_str()
                .map(str::to_owned);
        }
        if at.is_empty() {
            return None;
        }
        at = parent(at);
    }
}
