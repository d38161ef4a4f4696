//! Package managers and how each is called.

/// What installs dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PackageManager {
    /// npm.
    Npm,
    /// pnpm.
    Pnpm,
    /// Yarn 1.
    YarnClassic,
    /// Yarn 2 and later.
    YarnBerry,
    /// Bun.
    Bun,
    /// pip.
    Pip,
    /// Poetry.
    Poetry,
    /// uv.
    Uv,
    /// Pipenv.
    Pipenv,
}

impl PackageManager {
    /// Name of the program.
    pub fn program(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::YarnClassic | Self::YarnBerry => "yarn",
            Self::Bun => "bun",
            Self::Pip => "pip",
            Self::Poetry => "poetry",
            Self::Uv => "uv",
            Self::Pipenv => "pipenv",
        }
    }

    /// Reads the `packageManager` field of a `package.json`, such as `pnpm@9.1.0+sha512.…`.
    pub(super) fn from_field(field: &str) -> Option<Self> {
        let (name, version) = field.split_once('@').unwrap_or((field, ""));
        match name.trim() {
            "npm" => Some(Self::Npm),
            "pnpm" => Some(Self::Pnpm),
            "bun" => Some(Self::Bun),
            "yarn" if version.starts_with("1.") || version.is_empty() => Some(Self::YarnClassic),
            "yarn" => Some(Self::YarnBerry),
            _ => None,
        }
    }

    /// The manager that writes this lock file for Node.js.
    pub(super) fn from_node_lock(file_name: &str) -> Option<Self> {
        match file_name {
            "package-lock.json" | "npm-shrinkwrap.json" => Some(Self::Npm),
            "pnpm-lock.yaml" => Some(Self::Pnpm),
            "yarn.lock" => Some(Self::YarnClassic),
            "bun.lock" | "bun.lockb" => Some(Self::Bun),
            _ => None,
        }
    }

    /// Installs what the lock file says, or what the manifest says where nothing is locked.
    /// Only for managers of Node.js packages.
    pub(super) fn node_install(self, locked: bool) -> &'static str {
        match (self, locked) {
            (Self::Pnpm, true) => "pnpm install --frozen-lockfile",
            (Self::Pnpm, false) => "pnpm install",
            (Self::YarnClassic, true) => "yarn install --frozen-lockfile",
            (Self::YarnBerry, true) => "yarn install --immutable",
            (Self::YarnClassic | Self::YarnBerry, false) => "yarn install",
            (Self::Bun, true) => "bun install --frozen-lockfile",
            (Self::Bun, false) => "bun install",
            (_, true) => "npm ci",
            (_, false) => "npm install",
        }
    }

    /// Runs a script of a `package.json`.
    pub(super) fn node_script(self, script: &str) -> String {
        match (self, script) {
            // `bun test` is Bun's own runner and does not look at the scripts.
            (Self::Bun, _) => format!("bun run {script}"),
            (Self::YarnClassic | Self::YarnBerry, _) => format!("yarn {script}"),
            (_, "test" | "start") => format!("{} {script}", self.program()),
            _ => format!("{} run {script}", self.program()),
        }
    }

    /// Runs a program inside the environment that it manages. Only for managers of Python packages.
    pub(super) fn python_run(self, line: &str) -> String {
        match self {
            Self::Poetry | Self::Uv | Self::Pipenv => format!("{} run {line}", self.program()),
            _ => line.to_owned(),
        }
    }
}
