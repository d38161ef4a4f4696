//! What detection answers: plain data, each claim with what it rests on.

use super::{PackageManager, ProjectType};

/// A framework, library or tool that says what a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Framework {
    /// React.
    React,
    /// Vue.js.
    Vue,
    /// Angular.
    Angular,
    /// Svelte.
    Svelte,
    /// Next.js.
    Next,
    /// Nuxt.
    Nuxt,
    /// Express.
    Express,
    /// Koa.
    Koa,
    /// Fastify.
    Fastify,
    /// `NestJS`.
    Nest,
    /// Django.
    Django,
    /// Flask.
    Flask,
    /// FastAPI.
    FastApi,
}

impl Framework {
    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::React => "React",
            Self::Vue => "Vue.js",
            Self::Angular => "Angular",
            Self::Svelte => "Svelte",
            Self::Next => "Next.js",
            Self::Nuxt => "Nuxt",
            Self::Express => "Express",
            Self::Koa => "Koa",
            Self::Fastify => "Fastify",
            Self::Nest => "NestJS",
            Self::Django => "Django",
            Self::Flask => "Flask",
            Self::FastApi => "FastAPI",
        }
    }

    /// Which side of a project it makes.
    pub fn role(self) -> Role {
        match self {
            Self::React | Self::Vue | Self::Angular | Self::Svelte => Role::Frontend,
            Self::Next | Self::Nuxt => Role::Fullstack,
            _ => Role::Backend,
        }
    }
}

/// Which part of the project a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs in the browser.
    Frontend,
    /// Runs on the server.
    Backend,
    /// Both in one package.
    Fullstack,
    /// Neither was recognized: a library, a tool, the root of a monorepo.
    Other,
}

impl Role {
    /// The name that people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Frontend => "frontend",
            Self::Backend => "backend",
            Self::Fullstack => "fullstack",
            Self::Other => "other",
        }
    }
}

/// A framework in a package, and what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was found.
    pub framework: Framework,
    /// The version as the manifest has it, where it names one.
    pub version: Option<String>,
    /// What says so, such as `react ^18.2.0 in client/package.json`.
    pub evidence: String,
}

/// A command line and the folder that it is run in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Folder inside the workspace; empty for the root.
    pub folder: String,
    /// The line, such as `npm run build`.
    pub line: String,
}

impl Command {
    /// A command line in a folder.
    pub fn new(folder: &str, line: impl Into<String>) -> Self {
        Self { folder: folder.to_owned(), line: line.into() }
    }

    /// One line that does the same from the root, such as `cd client && npm run build`.
    pub fn from_root(&self) -> String {
        let plain = |c: char| c.is_alphanumeric() || "/._-@+".contains(c);
        match self.folder.as_str() {
            "" => self.line.clone(),
            folder if folder.starts_with('-') => format!("cd './{}' && {}", quoted(folder), self.line),
            folder if folder.chars().all(plain) => format!("cd {folder} && {}", self.line),
            folder => format!("cd '{}' && {}", quoted(folder), self.line),
        }
    }
}

fn quoted(folder: &str) -> String {
    folder.replace('\'', r"'\''")
}

/// How a package is worked with. `None` where the package has no such step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commands {
    /// Installs the dependencies as the lock file has them.
    pub install: Option<Command>,
    /// Builds it for production.
    pub build: Option<Command>,
    /// Runs the tests.
    pub test: Option<Command>,
    /// Starts it as in production.
    pub start: Option<Command>,
    /// Starts it for development.
    pub dev: Option<Command>,
}

/// One package of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Folder inside the workspace; empty for the root.
    pub folder: String,
    /// The manifest that it was read from, such as `client/package.json`.
    pub manifest: String,
    /// Name in the manifest.
    pub name: Option<String>,
    /// Which part of the project it is.
    pub role: Role,
    /// What it is made with.
    pub frameworks: Vec<Found>,
    /// What installs its dependencies.
    pub manager: PackageManager,
    /// How it is worked with.
    pub commands: Commands,
    /// File that starts the server, inside the workspace. Only one that exists.
    pub entry_point: Option<String>,
    /// Folder inside the workspace that the build writes to.
    pub build_path: Option<String>,
}

impl Package {
    /// Whether it is made with a framework.
    pub fn has(&self, framework: Framework) -> bool {
        self.frameworks.iter().any(|found| found.framework == framework)
    }
}

/// Something that a person should know about a manifest. Detection went on without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub file: String,
    /// What is the matter.
    pub message: String,
}

/// What a project is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detected {
    /// The template that fits; `None` when none does.
    pub project_type: Option<ProjectType>,
    /// Name in the outermost manifest.
    pub name: Option<String>,
    /// Address of the repository in the outermost manifest that names one.
    pub repository: Option<String>,
    /// Every package, sorted by folder.
    pub packages: Vec<Package>,
    /// Why the project has its type, and what was found in which manifest.
    pub evidence: Vec<String>,
    /// What is wrong with the manifests.
    pub notes: Vec<Note>,
}

impl Detected {
    /// The package that runs in the browser; for a full-stack package that one.
    pub fn frontend(&self) -> Option<&Package> {
        self.of_role(Role::Frontend)
    }

    /// The package that runs on the server; for a full-stack package that one.
    pub fn backend(&self) -> Option<&Package> {
        self.of_role(Role::Backend)
    }

    fn of_role(&self, role: Role) -> Option<&Package> {
        let of = |role| self.packages.iter().find(|package| package.role == role);
        of(role).or_else(|| of(Role::Fullstack))
    }

    /// What installs the project's dependencies: the root's, else the first package's.
    pub fn manager(&self) -> Option<PackageManager> {
        self.packages.first().map(|package| package.manager)
    }
}
