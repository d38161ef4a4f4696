//! Packages of Node.js.

use super::manifest::Manifest;
use super::roots::{is_member, manifests, upwards};
use super::{Command, Commands, Found, Framework, Note, Package, PackageManager, Role};
use crate::workspace::{Workspace, join, parent};
use std::collections::{BTreeMap, BTreeSet};

/// More manifests than this are a registry, not a project.
const MAX_MANIFESTS: usize = 300;

const FRAMEWORKS: [(&str, Framework); 13] = [
    ("next", Framework::Next),
    ("nuxt", Framework::Nuxt),
    ("nuxt3", Framework::Nuxt),
    ("react", Framework::React),
    ("react-scripts", Framework::React),
    ("vue", Framework::Vue),
    ("@vue/cli-service", Framework::Vue),
    ("@angular/core", Framework::Angular),
    ("svelte", Framework::Svelte),
    ("express", Framework::Express),
    ("koa", Framework::Koa),
    ("fastify", Framework::Fastify),
    ("@nestjs/core", Framework::Nest),
];

/// Bundler and the folder that it writes to unless told otherwise, the outermost tool first.
const BUILD_FOLDERS: [(&str, &str); 8] = [
    ("next", ".next"),
    ("nuxt", ".output"),
    ("react-scripts", "build"),
    ("@vue/cli-service", "dist"),
    ("@angular/cli", "dist"),
    ("vite", "dist"),
    ("parcel", "dist"),
    ("webpack", "dist"),
];

const ENTRY_POINTS: [&str; 10] = [
    "server.js",
    "index.js",
    "app.js",
    "src/server.js",
    "src/index.js",
    "src/app.js",
    "server.ts",
    "src/server.ts",
    "src/index.ts",
    "src/app.ts",
];

/// What was read of a project's Node.js side.
pub(super) struct Node {
    pub(super) packages: Vec<Package>,
    pub(super) repository: Option<String>,
}

/// Every manifest that could be read, by folder.
struct Manifests<'f> {
    by_folder: BTreeMap<&'f str, Manifest>,
    /// Members' patterns of each workspace root, by its folder.
    patterns: BTreeMap<&'f str, Vec<String>>,
    files: BTreeSet<&'f str>,
}

/// Reads every `package.json` of the project.
pub(super) async fn packages(workspace: &dyn Workspace, files: &[String], notes: &mut Vec<Note>) -> Node {
    let all = read(workspace, files, notes).await;
    let repository = all.by_folder.values().find_map(|manifest| manifest.repository.clone());
    let mut told = BTreeSet::new();
    let packages = all
        .by_folder
        .iter()
        .map(|(folder, manifest)| all.package(folder, manifest, &mut told, notes))
        .collect();
    Node { packages, repository }
}

async fn read<'f>(workspace: &dyn Workspace, files: &'f [String], notes: &mut Vec<Note>) -> Manifests<'f> {
    let mut by_folder = BTreeMap::new();
    let mut patterns: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let paths = manifests(files, "package.json");
    if paths.len() > MAX_MANIFESTS {
        let message = format!("{} packages; only the first {MAX_MANIFESTS} were read", paths.len());
        notes.push(Note { file: "package.json".to_owned(), message });
    }
    for path in paths.into_iter().take(MAX_MANIFESTS) {
        match workspace
            .read(path)
            .await
            .map_err(|error| error.to_string())
            .and_then(|text| Manifest::parse(&text))
        {
            Ok(manifest) => {
                if !manifest.workspaces.is_empty() {
                    patterns.insert(parent(path), manifest.workspaces.clone());
                }
                by_folder.insert(parent(path), manifest);
            }
            Err(message) => notes.push(Note { file: path.to_owned(), message }),
        }
    }
    for path in manifests(files, "pnpm-workspace.yaml") {
        match workspace
            .read(path)
            .await
            .map_err(|error| error.to_string())
            .and_then(|text| pnpm_members(&text))
        {
            Ok(members) => patterns.entry(parent(path)).or_default().extend(members),
            Err(message) => notes.push(Note { file: path.to_owned(), message }),
        }
    }
    Manifests { by_folder, patterns, files: files.iter().map(String::as_str).collect() }
}

fn pnpm_members(text: &str) -> Result<Vec<String>, String> {
    #[derive(Default, serde::Deserialize)]
    struct Members {
        #[serde(default)]
        packages: Option<Vec<String>>,
    }
    let options = serde_yaml::options! { with_snippet: false };
    let members: Option<Members> =
        serde_yaml::from_str_with_options(text, options).map_err(|error| error.to_string())?;
    Ok(members.and_then(|members| members.packages).unwrap_or_default())
}

impl Manifests<'_> {
    fn package(
        &self,
        folder: &str,
        manifest: &Manifest,
        told: &mut BTreeSet<String>,
        notes: &mut Vec<Note>,
    ) -> Package {
        let path = inside(folder, "package.json");
        let (manager, locked) = self.manager(folder, told, notes);
        let frameworks = frameworks(manifest, &path);
        let install = Command::new(self.root_of(folder), manager.node_install(locked));
        let script = |names: &[&str]| {
            let name = names.iter().find(|name| manifest.script(name).is_some())?;
            Some(Command::new(folder, manager.node_script(name)))
        };
        let commands = Commands {
            install: Some(install),
            build: script(&["build"]),
            test: script(&["test"]),
            start: script(&["start"]),
            dev: script(&["dev", "serve"]),
        };
        let built = commands.build.is_some();
        let output = BUILD_FOLDERS.iter().find(|(tool, _)| manifest.dependency(tool).is_some());
        let role = role(&frameworks);
        Package {
            folder: folder.to_owned(),
            name: manifest.name.clone(),
            role,
            manager,
            commands,
            entry_point: self.entry_point(folder, manifest, role),
            build_path: output.filter(|_| built).map(|(_, output)| inside(folder, output)),
            manifest: path,
            frameworks,
        }
    }

    /// The folder where the dependencies of a package are installed: its workspace root, or its own.
    fn root_of<'a>(&'a self, folder: &'a str) -> &'a str {
        let roots = upwards(folder).skip(1).filter(|_| !folder.is_empty());
        let mut members = roots.filter(|root| {
            let below = if root.is_empty() { Some(folder) } else { folder.strip_prefix(root) };
            let below = below.unwrap_or_default().trim_start_matches('/');
            self.patterns.get(root).is_some_and(|patterns| is_member(patterns, below))
        });
        members.next().unwrap_or(folder)
    }

    /// The manager of a package, and whether a lock file of it lies where its dependencies are
    /// installed. The `packageManager` field beats a lock file, the nearer folder the farther.
    fn manager(
        &self,
        folder: &str,
        told: &mut BTreeSet<String>,
        notes: &mut Vec<Note>,
    ) -> (PackageManager, bool) {
        let root = self.root_of(folder);
        for place in upwards(folder) {
            let field = self.by_folder.get(place).and_then(|manifest| manifest.package_manager.as_deref());
            let declared = field.and_then(PackageManager::from_field);
            let locks = self.locks(place);
            if let Some(manager) = declared.or_else(|| locks.first().map(|(_, manager)| *manager)) {
                let same = |other: PackageManager| other.program() == manager.program();
                if locks.iter().any(|(_, other)| !same(*other)) && told.insert(place.to_owned()) {
                    notes.push(disagreement(place, field.filter(|_| declared.is_some()), manager, &locks));
                }
                return (manager, self.locks(root).iter().any(|(_, other)| same(*other)));
            }
        }
        (PackageManager::Npm, false)
    }

    fn locks(&self, folder: &str) -> Vec<(&'static str, PackageManager)> {
        let names = [
            "pnpm-lock.yaml",
            "yarn.lock",
            "bun.lock",
            "bun.lockb",
            "npm-shrinkwrap.json",
            "package-lock.json",
        ];
        let present = names.into_iter().filter(|name| self.files.contains(inside(folder, name).as_str()));
        let modern = self.files.contains(inside(folder, ".yarnrc.yml").as_str());
        present
            .filter_map(|name| match PackageManager::from_node_lock(name)? {
                PackageManager::YarnClassic if modern => Some((name, PackageManager::YarnBerry)),
                manager => Some((name, manager)),
            })
            .collect()
    }

    /// The file that starts the server: what `start` runs, else `main`, else a usual name.
    fn entry_point(&self, folder: &str, manifest: &Manifest, role: Role) -> Option<String> {
        if role != Role::Backend && !manifest.dependencies.iter().any(|(name, _)| name == "express") {
            return None;
        }
        let started = ["start", "dev", "serve"].iter().filter_map(|script| manifest.script(script));
        let started = started.flat_map(str::split_whitespace).filter(|word| {
            let file = word.rsplit_once('.').map(|(_, extension)| extension);
            file.is_some_and(|extension| ["js", "cjs", "mjs", "ts"].contains(&extension))
        });
        started
            .chain(manifest.main.as_deref())
            .chain(ENTRY_POINTS)
            .filter_map(|file| join(folder, file))
            .find(|path| self.files.contains(path.as_str()))
    }
}

fn inside(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

fn disagreement(
    folder: &str,
    field: Option<&str>,
    manager: PackageManager,
    locks: &[(&'static str, PackageManager)],
) -> Note {
    let names: Vec<&str> = locks.iter().map(|(name, _)| *name).collect();
    let names = names.join(" and ");
    let message = match field {
        Some(field) => {
            format!("`packageManager` is `{field}`, but {names} is there; {} is used", manager.program())
        }
        None => format!("lock files of several package managers: {names}; {} is used", manager.program()),
    };
    Note { file: inside(folder, "package.json"), message }
}

fn frameworks(manifest: &Manifest, path: &str) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (name, framework) in FRAMEWORKS {
        let Some(version) = manifest.dependency(name) else { continue };
        if all.iter().any(|found| found.framework == framework) {
            continue;
        }
        let evidence = format!("{name} {version} in {path}");
        all.push(Found { framework, version: Some(version.to_owned()), evidence });
    }
    all
}

/// A package with frameworks of both sides is both.
pub(super) fn role(frameworks: &[Found]) -> Role {
    let has = |role| frameworks.iter().any(|found| found.framework.role() == role);
    match (has(Role::Frontend), has(Role::Backend)) {
        _ if has(Role::Fullstack) => Role::Fullstack,
        (true, true) => Role::Fullstack,
        (true, false) => Role::Frontend,
        (false, true) => Role::Backend,
        (false, false) => Role::Other,
    }
}
