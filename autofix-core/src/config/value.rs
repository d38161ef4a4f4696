//! Values of the file that may take something from the environment.

use super::interpolation::{self, Part};
use super::source::Source;
use super::{ConfigError, Diagnostic};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where variables come from: the host's environment, its keyring, a map in a test.
pub trait Environment {
    /// The value of a variable; `None` when it is not set.
    fn get(&self, name: &str) -> Option<String>;
}

impl Environment for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Option<String> {
        BTreeMap::get(self, name).cloned()
    }
}

/// Where in which file a value stands.
#[derive(Clone, Default)]
pub(super) struct Origin {
    pub(super) key: String,
    pub(super) source: Arc<Source>,
}

/// A text that may hold `${NAME}` or `${NAME:-default}`, as it was written. `$${` stands for a
/// literal `${`.
#[derive(Clone)]
pub struct Interpolated {
    text: String,
    pub(super) origin: Origin,
}

impl Interpolated {
    /// A text that stands in no file.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), origin: Origin::default() }
    }

    /// The text as it was written.
    pub fn as_written(&self) -> &str {
        &self.text
    }

    /// Path of the key in the file, such as `notifications.slack.channels[0]`; empty outside of one.
    pub fn key(&self) -> &str {
        &self.origin.key
    }

    /// Names of the variables in it, in order, those inside of defaults included.
    pub fn variables(&self) -> Vec<String> {
        let mut names = Vec::new();
        for part in interpolation::parse(&self.text).unwrap_or_default() {
            part.names(&mut names);
        }
        names
    }

    /// The text with every variable put in. A variable without a default that is not set is an
    /// error that names the key and the variable; an empty one counts as unset only before `:-`.
    pub fn resolve(&self, environment: &dyn Environment) -> Result<String, ConfigError> {
        let parts = interpolation::parse(&self.text).map_err(|fault| self.malformed(&fault))?;
        let mut text = String::new();
        for part in &parts {
            part.write(environment, &mut text).map_err(|name| self.unset(&name))?;
        }
        Ok(text)
    }

    pub(super) fn parts(&self) -> Result<Vec<Part>, interpolation::Fault> {
        interpolation::parse(&self.text)
    }

    pub(super) fn malformed(&self, fault: &interpolation::Fault) -> ConfigError {
        let problem = format!("{}: {}", self.origin.key, fault.problem);
        let expected = "`${NAME}` or `${NAME:-default}`; write `$${` for a literal `${`";
        self.diagnostic("malformed_variable", "${", problem).expecting(expected).into()
    }

    fn unset(&self, name: &str) -> ConfigError {
        let problem = format!("{} needs the variable `{name}`, which is not set", self.origin.key);
        let expected = format!("`{name}` in the environment, or a default: `${{{name}:-…}}`");
        self.diagnostic("unset_variable", &format!("${{{name}"), problem).expecting(expected).into()
    }

    pub(super) fn diagnostic(&self, code: &'static str, mark: &str, problem: String) -> Diagnostic {
        self.origin.source.at_mark(&self.origin.key, mark, code, problem)
    }
}

impl<'de> Deserialize<'de> for Interpolated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl PartialEq for Interpolated {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Interpolated {}

impl fmt::Debug for Interpolated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Interpolated {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // A number or a boolean without quotes is taken as the text that it is written with.
        schemars::json_schema!({
            "type": ["string", "number", "boolean"],
            "description": "Text; `${NAME}` and `${NAME:-default}` are taken from the environment.",
        })
    }
}

/// A value that nobody may see: neither as written, nor resolved.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
pub struct Secret(pub(super) Interpolated);

impl Secret {
    /// The secret itself.
    pub fn resolve(&self, environment: &dyn Environment) -> Result<Exposed, ConfigError> {
        self.0.resolve(environment).map(Exposed::new)
    }

    /// Names of the variables that it is taken from.
    pub fn variables(&self) -> Vec<String> {
        self.0.variables()
    }

    /// Whether the file itself holds it, or a part of it, instead of a variable's name.
    pub fn is_literal(&self) -> bool {
        self.0.parts().is_ok_and(|parts| parts.iter().any(Part::has_literal))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_literal() || self.variables().is_empty() {
            return f.write_str("Secret([redacted])");
        }
        write!(f, "Secret({})", self.0.as_written())
    }
}

/// A resolved secret. Neither `Debug` nor `Display` shows it; [`Exposed::expose`] does.
#[derive(Clone, PartialEq, Eq)]
pub struct Exposed(String);

impl Exposed {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret. Only for handing it to whom it is for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Exposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exposed([redacted])")
    }
}

impl fmt::Display for Exposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
