//! What a project is, read once and asked often.
//!
//! Facts are read lazily: files that cannot matter are ruled out by a byte search before anything
//! is parsed, trees are cached by content, and a question about one file reads that file alone.
//! Each kind of fact has one definition, over the tree of [`crate::syntax`].

pub mod aliases;
pub mod client;
pub mod dev_server;
pub mod env;
pub mod handler;
pub mod modules;
pub mod packages;
pub mod server;
pub mod style;
pub mod values;

mod cache;
mod enclosing;
mod url;

pub use cache::{FactCache, ModuleFile};
pub use enclosing::{Enclosing, enclosing};
pub use url::{UrlPattern, host_port};

use crate::syntax::Language;
use crate::workspace::{MarkerSet, Markers, Workspace, WorkspaceError, extension};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a file must hold to be worth parsing for some fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Makes or uses a server app or router.
    Server,
    /// Calls a URL.
    Client,
    /// Reads the environment.
    Env,
    /// Listens on a port.
    Listen,
    /// Loads a `.env` file.
    EnvFile,
}

const NEEDLES: &[(&str, Marker)] = &[
    ("express", Marker::Server),
    ("Router(", Marker::Server),
    ("router.", Marker::Server),
    ("app.", Marker::Server),
    ("fastify", Marker::Server),
    ("Fastify", Marker::Server),
    ("hono", Marker::Server),
    ("koa", Marker::Server),
    ("fetch", Marker::Client),
    ("axios", Marker::Client),
    ("XMLHttpRequest", Marker::Client),
    (".ajax", Marker::Client),
    ("baseURL", Marker::Client),
    ("process.env", Marker::Env),
    ("import.meta.env", Marker::Env),
    (".listen(", Marker::Listen),
    ("createServer", Marker::Listen),
    ("dotenv", Marker::EnvFile),
    ("env-cmd", Marker::EnvFile),
    ("loadEnvFile", Marker::EnvFile),
];

/// The facts of one state of a workspace.
pub struct Facts<'w> {
    workspace: &'w dyn Workspace,
    cache: Arc<FactCache>,
    files: OnceLock<Arc<[String]>>,
    marks: OnceLock<BTreeMap<String, MarkerSet>>,
    packages: OnceLock<Arc<Vec<packages::Package>>>,
    servers: OnceLock<Arc<Vec<server::ServerApp>>>,
    calls: OnceLock<Arc<Vec<client::ClientCall>>>,
    definitions: OnceLock<Vec<env::EnvDefinition>>,
    modules: Mutex<BTreeMap<String, Option<Arc<ModuleFile>>>>,
}

impl<'w> Facts<'w> {
    /// Facts of a workspace; trees are taken from and kept in the cache.
    pub fn new(workspace: &'w dyn Workspace, cache: Arc<FactCache>) -> Self {
        Self {
            workspace,
            cache,
            files: OnceLock::new(),
            marks: OnceLock::new(),
            packages: OnceLock::new(),
            servers: OnceLock::new(),
            calls: OnceLock::new(),
            definitions: OnceLock::new(),
            modules: Mutex::default(),
        }
    }

    /// The workspace that they are read from.
    pub fn workspace(&self) -> &'w dyn Workspace {
        self.workspace
    }

    /// Every source file, sorted.
    pub async fn files(&self) -> Arc<[String]> {
        if let Some(files) = self.files.get() {
            return Arc::clone(files);
        }
        let files = self.workspace.list().await.unwrap_or_else(|_| Vec::new().into());
        Arc::clone(self.files.get_or_init(|| files))
    }

    /// Whether there is a source file of this path.
    pub async fn has_file(&self, path: &str) -> bool {
        self.files().await.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }

    /// The text of a file.
    pub async fn text(&self, path: &str) -> Result<Arc<str>, WorkspaceError> {
        self.workspace.read(path).await
    }

    /// A file with its tree; `None` when it cannot be read or has none.
    pub async fn module(&self, path: &str) -> Option<Arc<ModuleFile>> {
        if let Some(known) = self.modules.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return known.clone();
        }
        let module = match (Language::of(path), self.workspace.read(path).await) {
            (Some(language), Ok(text)) if language.has_tree() => {
                Some(self.cache.module(path, language, text))
            }
            _ => None,
        };
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        // A question over the whole project must not hold every tree of it in memory.
        if modules.len() > 200 {
            modules.clear();
        }
        modules.insert(path.to_owned(), module.clone());
        module
    }

    /// Source files that hold a marker, sorted.
    pub async fn marked(&self, marker: Marker) -> Vec<String> {
        let marks = if let Some(marks) = self.marks.get() {
            marks
        } else {
            let files = self.files().await;
            let sources: Vec<String> = files.iter().filter(|path| is_source(path)).cloned().collect();
            let needles: Vec<&str> = NEEDLES.iter().map(|(needle, _)| *needle).collect();
            let found = match Markers::new(&needles) {
                Some(markers) => self.workspace.scan(&sources, &markers).await,
                None => Vec::new(),
            };
            self.marks
                .get_or_init(|| sources.into_iter().zip(found).filter(|(_, found)| found.0 != 0).collect())
        };
        let holds =
            |set: MarkerSet| NEEDLES.iter().enumerate().any(|(bit, (_, of))| *of == marker && set.has(bit));
        marks.iter().filter(|(_, set)| holds(**set)).map(|(path, _)| path.clone()).collect()
    }

    /// Source files that hold any of these texts, sorted.
    async fn holding(&self, texts: &[&str]) -> Vec<String> {
        let files = self.files().await;
        let sources: Vec<String> = files.iter().filter(|path| is_source(path)).cloned().collect();
        let mut holds = vec![false; sources.len()];
        for texts in texts.chunks(Markers::MOST) {
            let Some(markers) = Markers::new(texts) else { continue };
            for (holds, found) in holds.iter_mut().zip(self.workspace.scan(&sources, &markers).await) {
                *holds |= found != MarkerSet::default();
            }
        }
        sources.into_iter().zip(holds).filter(|(_, holds)| *holds).map(|(path, _)| path).collect()
    }

    /// The packages of the project, the root first.
    pub async fn packages(&self) -> Arc<Vec<packages::Package>> {
        if let Some(known) = self.packages.get() {
            return Arc::clone(known);
        }
        let read = Arc::new(packages::read(self).await);
        Arc::clone(self.packages.get_or_init(|| read))
    }

    /// The package that a file belongs to: the nearest `package.json` above it.
    pub async fn package_of(&self, file: &str) -> Option<packages::Package> {
        packages::owner(&self.packages().await, file).cloned()
    }

    /// The server apps of the project, with their routes in order.
    pub async fn servers(&self) -> Arc<Vec<server::ServerApp>> {
        if let Some(known) = self.servers.get() {
            return Arc::clone(known);
        }
        let read = Arc::new(server::read(self).await);
        Arc::clone(self.servers.get_or_init(|| read))
    }

    /// The calls of URLs in the project.
    pub async fn client_calls(&self) -> Arc<Vec<client::ClientCall>> {
        if let Some(known) = self.calls.get() {
            return Arc::clone(known);
        }
        let read = Arc::new(client::read(self).await);
        Arc::clone(self.calls.get_or_init(|| read))
    }
}

/// Whether a file is source that is read for facts: no types, no tests, no bundles.
fn is_source(path: &str) -> bool {
    let name = crate::workspace::file_name(path);
    matches!(extension(path), "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "vue")
        && !name.ends_with(".d.ts")
        && !name.contains(".min.")
        && !name.contains(".test.")
        && !name.contains(".spec.")
        && !path.split('/').any(|part| matches!(part, "__tests__" | "__mocks__" | "node_modules"))
}
