//! Putting an [`AutoFix`] together.

use crate::autofix::Inner;
use crate::listeners::Listeners;
use crate::place::{MemoryStore, Place};
use crate::policy::{self, Policy};
use crate::rules;
use crate::{AutoFix, AutoFixError};
use autofix_core::config::{Config, Environment};
use autofix_core::engine::Engine;
use autofix_core::model::Event;
use autofix_core::plugin::FixPlugin;
use std::collections::BTreeMap;
#[cfg(feature = "native")]
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Name of the configuration at a project's root.
pub(crate) const CONFIG_FILE: &str = ".autofix.yml";

/// What an [`AutoFix`] is made of. It needs either a folder or files.
#[derive(Default)]
pub struct AutoFixBuilder {
    #[cfg(feature = "native")]
    root: Option<PathBuf>,
    files: Option<BTreeMap<String, Arc<str>>>,
    config: Option<Config>,
    ignores_config_file: bool,
    plugins: Vec<Arc<dyn FixPlugin>>,
    environment: Option<String>,
    project_id: Option<String>,
    variables: Option<Arc<dyn Environment + Send + Sync>>,
}

impl AutoFixBuilder {
    /// Works on a folder. Its `.autofix.yml` is read unless a configuration is given. Nothing is
    /// written before a fix is applied.
    #[cfg(feature = "native")]
    pub fn root(mut self, root: impl AsRef<Path>) -> Self {
        self.root = Some(root.as_ref().to_path_buf());
        self
    }

    /// Works on texts in memory: path inside the project to text. An `.autofix.yml` among them is
    /// read unless a configuration is given. Called again, it adds files.
    pub fn files<P: Into<String>, T: Into<Arc<str>>>(
        mut self,
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.into(), text.into()));
        self.files.get_or_insert_default().extend(files);
        self
    }

    /// Uses this configuration, whatever `.autofix.yml` says.
    pub fn config(mut self, config: Config) -> Self {
        self.config = Some(config);
        self
    }

    /// Does not read `.autofix.yml`, so that a broken one does not matter.
    pub fn ignore_config_file(mut self) -> Self {
        self.ignores_config_file = true;
        self
    }

    /// Adds a plugin, which is asked before the built-in ones. One of the same name takes the place
    /// of the earlier one.
    pub fn plugin(mut self, plugin: Arc<dyn FixPlugin>) -> Self {
        self.plugins.push(plugin);
        self
    }

    /// Where the project runs, such as `production`; for people and servers. Left out: `development`.
    pub fn environment(mut self, environment: impl Into<String>) -> Self {
        self.environment = Some(environment.into());
        self
    }

    /// Id of the project. Left out: `project.id` of the configuration.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// Where the variables of the configuration come from. Left out: from the process's environment
    /// for a folder, from nowhere for files in memory.
    pub fn variables(mut self, variables: Arc<dyn Environment + Send + Sync>) -> Self {
        self.variables = Some(variables);
        self
    }

    /// Checks everything that was given, and reads the configuration.
    pub fn build(mut self) -> Result<AutoFix, AutoFixError> {
        let (place, default_variables) = self.place()?;
        let variables = self.variables.unwrap_or(default_variables);
        let config = match self.config {
            Some(config) => Some(config),
            None if self.ignores_config_file => None,
            None => read_config(&place)?,
        };
        let mut registry = autofix_plugins::registry();
        for plugin in self.plugins {
            registry.register(plugin);
        }
        let mut warnings = Vec::new();
        if let Some(config) = &config {
            warnings = policy::check(&registry, config);
            let (restricted, unknown) = policy::restricted(&registry, config, &*variables)?;
            registry = restricted;
            warnings.extend(unknown);
            warnings.sort_by_key(|warning| (warning.line, warning.column));
        }
        let listeners = Arc::<Listeners>::default();
        let heard = Arc::clone(&listeners);
        let engine = Engine::new(registry, &autofix_plugins::signatures())
            .with_rules(rules::of(config.as_ref())?)
            .with_listener(Box::new(move |event: &Event| heard.tell(event)));
        Ok(AutoFix {
            inner: Arc::new(Inner {
                engine,
                place,
                policy: Policy::of(config.as_ref()),
                config,
                warnings,
                environment: self.environment.unwrap_or_else(|| "development".to_owned()),
                project_id: self.project_id,
                variables,
                listeners,
                session: Mutex::default(),
                recent: Mutex::default(),
            }),
        })
    }

    fn place(&mut self) -> Result<(Place, Arc<dyn Environment + Send + Sync>), AutoFixError> {
        let files = self.files.take();
        #[cfg(feature = "native")]
        if let Some(root) = &self.root {
            if files.is_some() {
                let problem = "give either a folder or files, not both";
                return Err(AutoFixError::InvalidInput(problem.to_owned()));
            }
            let root = crate::host::FolderWorkspace::open(root)?.root().to_path_buf();
            let place = Place::Folder { root, journal: std::sync::OnceLock::new() };
            return Ok((place, Arc::new(ProcessEnvironment)));
        }
        let files = files
            .ok_or_else(|| AutoFixError::InvalidInput("give the project's folder or its files".to_owned()))?;
        let place = Place::Memory(Arc::new(MemoryStore::new(files)?));
        Ok((place, Arc::new(BTreeMap::<String, String>::new())))
    }
}

/// The environment of this process. A value that is no text counts as unset.
#[cfg(feature = "native")]
struct ProcessEnvironment;

#[cfg(feature = "native")]
impl Environment for ProcessEnvironment {
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

fn read_config(place: &Place) -> Result<Option<Config>, AutoFixError> {
    match place {
        #[cfg(feature = "native")]
        Place::Folder { root, .. } => {
            use autofix_core::workspace::WorkspaceError;
            use std::io::Read;
            let failed = |error: &std::io::Error| WorkspaceError::Io {
                path: CONFIG_FILE.to_owned(),
                reason: error.to_string(),
            };
            let file = match std::fs::File::open(root.join(CONFIG_FILE)) {
                Ok(file) => file,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(failed(&error).into()),
            };
            let mut bytes = Vec::new();
            // One byte more than is allowed is enough for the reader to say that it is too large.
            let most = autofix_core::config::MAX_BYTES as u64 + 1;
            file.take(most).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
            Ok(Some(Config::parse(CONFIG_FILE, &bytes)?))
        }
        Place::Memory(store) => {
            let files = store.files();
            let text = files.get(CONFIG_FILE);
            Ok(text.map(|text| Config::parse(CONFIG_FILE, text.as_bytes())).transpose()?)
        }
    }
}
