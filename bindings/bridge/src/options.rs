//! What a [`crate::Client`] is made of.

use crate::plugin::{Adapter, ForeignPlugin};
use crate::{Failure, Keys};
use autofix::{AutoFix, Config};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that a binding gives to open a client.
pub struct Opening {
    /// How the language spells keys.
    pub keys: Keys,
    /// An object: `project_id`, `environment`, `root`, `config` (an object, or the text of an
    /// `.autofix.yml`), `variables`.
    pub options: String,
    /// Texts in memory by path, in place of a root.
    pub files: Option<Vec<(String, Arc<str>)>>,
    /// The user's plugins.
    pub plugins: Vec<Arc<dyn ForeignPlugin>>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Options {
    project_id: Option<String>,
    environment: Option<String>,
    root: Option<String>,
    config: Option<Value>,
    variables: Option<BTreeMap<String, String>>,
    endpoint: Option<String>,
    /// Only of use to a server.
    #[serde(rename = "api_token")]
    _api_token: Option<String>,
}

impl Opening {
    pub(crate) fn open(self) -> Result<AutoFix, Failure> {
        let options: Options = self.keys.read("options", &self.options)?;
        if options.endpoint.is_some() {
            return Err(Failure::new(
                "not_supported",
                "`endpoint`: talking to a server is not part of this version; leave `endpoint` out to work in this process",
            ));
        }
        let mut builder = place(AutoFix::builder(), options.root, self.files)?;
        if let Some(config) = options.config {
            let text = match config {
                Value::String(text) => text,
                // YAML contains JSON.
                value => value.to_string(),
            };
            let config = Config::parse("config", text.as_bytes());
            builder = builder.config(config.map_err(autofix::AutoFixError::from)?);
        }
        if let Some(id) = options.project_id {
            builder = builder.project_id(id);
        }
        if let Some(environment) = options.environment {
            builder = builder.environment(environment);
        }
        if let Some(variables) = options.variables {
            builder = builder.variables(Arc::new(variables));
        }
        for plugin in self.plugins {
            builder = builder.plugin(Arc::new(Adapter::new(plugin, self.keys)?));
        }
        Ok(builder.build()?)
    }
}

type Files = Option<Vec<(String, Arc<str>)>>;

/// With neither a root nor files: the process's folder where there are folders, else no files.
#[cfg(feature = "native")]
fn place(
    builder: autofix::AutoFixBuilder,
    root: Option<String>,
    files: Files,
) -> Result<autofix::AutoFixBuilder, Failure> {
    Ok(match (root, files) {
        (Some(_), Some(_)) => return Err(Failure::input("give either `root` or `files`, not both")),
        (Some(root), None) => builder.root(root),
        (None, Some(files)) => builder.files(files),
        (None, None) => builder.root("."),
    })
}

#[cfg(not(feature = "native"))]
fn place(
    builder: autofix::AutoFixBuilder,
    root: Option<String>,
    files: Files,
) -> Result<autofix::AutoFixBuilder, Failure> {
    match root {
        Some(_) => Err(Failure::new(
            "not_supported",
            "`root`: there are no folders here; give `files`, an object of texts by path",
        )),
        None => Ok(builder.files(files.unwrap_or_default())),
    }
}
