//! Packages of Python.

use super::node::role;
use super::roots::{manifests, upwards};
use super::{Command, Commands, Found, Framework, Note, Package, PackageManager};
use crate::workspace::{Workspace, file_name, join, parent};
use std::collections::{BTreeMap, BTreeSet};
use toml_edit::{Document, Item, TableLike};

/// Requirement files that name each other are followed this far.
const MAX_REQUIREMENT_FILES: usize = 16;

/// Manifest and where in it a person declares dependencies, the one that counts most first.
const MANIFESTS: [&str; 4] = ["pyproject.toml", "Pipfile", "requirements.txt", "requirements/base.txt"];

const FRAMEWORKS: [(&str, Framework); 3] =
    [("django", Framework::Django), ("flask", Framework::Flask), ("fastapi", Framework::FastApi)];

/// What the manifests of one folder say.
#[derive(Debug, Default)]
struct Declared {
    /// The manifest that was read first.
    path: String,
    name: Option<String>,
    /// Normalized name; version as written, and the file that says so.
    dependencies: BTreeMap<String, (String, String)>,
    /// It says more than how tools are set.
    is_package: bool,
    poetry: bool,
    pipenv: bool,
}

/// Reads every Python manifest of the project.
pub(super) async fn packages(
    workspace: &dyn Workspace,
    files: &[String],
    notes: &mut Vec<Note>,
) -> Vec<Package> {
    let present: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    let mut declared: BTreeMap<&str, Declared> = BTreeMap::new();
    for name in MANIFESTS {
        let base = file_name(name);
        for path in manifests(files, base) {
            let Some(folder) = path.strip_suffix(name).map(|folder| folder.trim_end_matches('/')) else {
                continue;
            };
            if join(folder, name).as_deref() != Some(path) {
                continue;
            }
            let into = declared.entry(folder).or_default();
            read(workspace, path, into, notes).await;
        }
    }
    let mut used = BTreeSet::new();
    let mut packages = Vec::new();
    let empty = Declared::default();
    for path in manifests(files, "manage.py") {
        let folder = parent(path);
        let home = upwards(folder).find(|folder| declared.get(folder).is_some_and(|all| all.is_package));
        let said = home.and_then(|home| declared.get(home)).unwrap_or(&empty);
        // `manage.py` alone is not Django's: other tools have one too.
        let shaped = said.dependencies.contains_key("django") || wsgi_of(folder, &present).is_some();
        if !shaped {
            continue;
        }
        used.extend(home);
        packages.push(package(folder, home.unwrap_or(folder), said, &present, Some(path)));
    }
    for (folder, said) in &declared {
        if said.is_package && !used.contains(folder) {
            packages.push(package(folder, folder, said, &present, None));
        }
    }
    packages
}

async fn read(workspace: &dyn Workspace, path: &str, into: &mut Declared, notes: &mut Vec<Note>) {
    let note = |file: &str, message: String| Note { file: file.to_owned(), message };
    if !into.is_package {
        path.clone_into(&mut into.path);
    }
    if !matches!(file_name(path), "pyproject.toml" | "Pipfile") {
        return requirements(workspace, path, into, notes).await;
    }
    let text = match workspace.read(path).await {
        Ok(text) => text,
        Err(error) => return notes.push(note(path, error.to_string())),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match Document::parse(text) {
        Ok(document) if file_name(path) == "Pipfile" => pipfile(document.as_table(), path, into),
        Ok(document) => pyproject(document.as_table(), path, into),
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let message = format!("line {line}: {}", error.message().lines().next().unwrap_or_default());
            notes.push(note(path, message));
        }
    }
}

fn table<'t>(from: &'t dyn TableLike, keys: &[&str]) -> Option<&'t dyn TableLike> {
    keys.iter().try_fold(from, |table, key| table.get(key).and_then(Item::as_table_like))
}

fn pyproject(document: &dyn TableLike, path: &str, into: &mut Declared) {
    let text = |table: &dyn TableLike| table.get("name").and_then(Item::as_str).map(str::to_owned);
    if let Some(project) = table(document, &["project"]) {
        into.is_package = true;
        into.name = text(project);
        into.list(project.get("dependencies"), path);
    }
    for groups in
        [table(document, &["project", "optional-dependencies"]), table(document, &["dependency-groups"])]
    {
        for (_, group) in groups.into_iter().flat_map(TableLike::iter) {
            into.list(Some(group), path);
        }
    }
    if let Some(poetry) = table(document, &["tool", "poetry"]) {
        into.is_package = true;
        into.poetry = true;
        into.name = into.name.take().or_else(|| text(poetry));
        into.table(table(poetry, &["dependencies"]), path);
        into.table(table(poetry, &["dev-dependencies"]), path);
        for (_, group) in table(poetry, &["group"]).into_iter().flat_map(TableLike::iter) {
            into.table(group.as_table_like().and_then(|group| table(group, &["dependencies"])), path);
        }
    }
}

fn pipfile(document: &dyn TableLike, path: &str, into: &mut Declared) {
    into.is_package = true;
    into.pipenv = true;
    into.table(table(document, &["packages"]), path);
    into.table(table(document, &["dev-packages"]), path);
}

impl Declared {
    fn add(&mut self, requirement: &str, path: &str) {
        let end = requirement.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
        let (name, rest) = requirement.split_at(end.unwrap_or(requirement.len()));
        let version = rest.split([';', '#']).next().unwrap_or_default().trim();
        let version =
            version.strip_prefix('[').and_then(|extras| extras.split_once(']')).map_or(version, |(_, v)| v);
        self.insert(name, version.trim(), path);
    }

    fn insert(&mut self, name: &str, version: &str, path: &str) {
        if !name.is_empty() {
            let name = name.to_ascii_lowercase().replace(['_', '.'], "-");
            self.dependencies.entry(name).or_insert_with(|| (version.to_owned(), path.to_owned()));
        }
    }

    fn list(&mut self, list: Option<&Item>, path: &str) {
        for requirement in list.and_then(Item::as_array).into_iter().flat_map(|list| list.iter()) {
            if let Some(requirement) = requirement.as_str() {
                self.add(requirement.trim(), path);
            }
        }
    }

    fn table(&mut self, table: Option<&dyn TableLike>, path: &str) {
        for (name, value) in table.into_iter().flat_map(TableLike::iter) {
            let version = value.as_str().or_else(|| value.as_table_like()?.get("version")?.as_str());
            self.insert(name, version.unwrap_or_default(), path);
        }
    }
}

async fn requirements(workspace: &dyn Workspace, path: &str, into: &mut Declared, notes: &mut Vec<Note>) {
    into.is_package = true;
    let mut seen = BTreeSet::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(path) = waiting.pop() {
        if seen.len() >= MAX_REQUIREMENT_FILES || !seen.insert(path.clone()) {
            continue;
        }
        let text = match workspace.read(&path).await {
            Ok(text) => text,
            Err(error) => {
                notes.push(Note { file: path, message: error.to_string() });
                continue;
            }
        };
        for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
            let other = line.strip_prefix("-r ").or_else(|| line.strip_prefix("--requirement "));
            if let Some(other) = other.and_then(|other| join(parent(&path), other.trim())) {
                waiting.push(other);
            } else if line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                into.add(line, &path);
            }
        }
    }
}

/// The folder with `wsgi.py` right below, as Django lays it out.
fn wsgi_of<'f>(folder: &str, files: &BTreeSet<&'f str>) -> Option<&'f str> {
    let near = |path: &str| parent(parent(path)) == folder && !parent(path).is_empty();
    files.iter().copied().find(|path| file_name(path) == "wsgi.py" && near(path))
}

fn package(
    folder: &str,
    home: &str,
    said: &Declared,
    files: &BTreeSet<&str>,
    manage: Option<&str>,
) -> Package {
    let has = |name: &str| said.dependencies.contains_key(name);
    let lies = |name: &str| files.contains(join(home, name).unwrap_or_default().as_str());
    let manager = match () {
        () if lies("uv.lock") => PackageManager::Uv,
        () if lies("poetry.lock") || said.poetry => PackageManager::Poetry,
        () if lies("Pipfile.lock") || said.pipenv => PackageManager::Pipenv,
        () => PackageManager::Pip,
    };
    let mut frameworks: Vec<Found> = FRAMEWORKS
        .iter()
        .filter_map(|(name, framework)| {
            let (version, path) = said.dependencies.get(*name)?;
            let evidence = format!("{} in {path}", format!("{name} {version}").trim_end());
            let version = Some(version.clone()).filter(|version| !version.is_empty());
            Some(Found { framework: *framework, version, evidence })
        })
        .collect();
    if let Some(path) = manage.filter(|_| !has("django")) {
        let evidence = format!("{path} beside a package with wsgi.py");
        frameworks.push(Found { framework: Framework::Django, version: None, evidence });
    }
    let django = manage.is_some();
    let run = |line: &str| Some(Command::new(folder, manager.python_run(line)));
    let module = wsgi_of(folder, files).map(|path| file_name(parent(path)));
    let install = match manager {
        PackageManager::Uv => Some("uv sync --locked"),
        PackageManager::Poetry => Some("poetry install"),
        PackageManager::Pipenv if lies("Pipfile.lock") => Some("pipenv install --dev --deploy"),
        PackageManager::Pipenv => Some("pipenv install --dev"),
        _ if lies("requirements.txt") => Some("pip install -r requirements.txt"),
        _ if lies("requirements/base.txt") => Some("pip install -r requirements/base.txt"),
        _ if said.is_package => Some("pip install ."),
        _ => None,
    };
    let commands = Commands {
        install: install.map(|line| Command::new(home, line)),
        build: None,
        test: match django {
            _ if has("pytest") || has("pytest-django") => run("python -m pytest"),
            true => run("python manage.py test"),
            false => None,
        },
        start: module.filter(|_| has("gunicorn")).and_then(|module| run(&format!("gunicorn {module}.wsgi"))),
        dev: run("python manage.py runserver").filter(|_| django),
    };
    Package {
        folder: folder.to_owned(),
        manifest: if said.path.is_empty() {
            manage.unwrap_or_default().to_owned()
        } else {
            said.path.clone()
        },
        name: said.name.clone(),
        role: role(&frameworks),
        frameworks,
        manager,
        commands,
        entry_point: manage.map(str::to_owned),
        build_path: None,
    }
}
