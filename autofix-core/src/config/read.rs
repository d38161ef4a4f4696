//! From bytes to a configuration.

use super::source::Source;
use super::translate::translate;
use super::walk::Walk;
use super::{Config, ConfigError, EnvironmentVariable, encoding};
use std::sync::Arc;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1_000_000;

/// Nesting that is read; the configuration itself has five levels.
const MAX_DEPTH: usize = 32;

pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Config, ConfigError> {
    let text = encoding::decode(file, bytes)?;
    let source = Arc::new(Source::new(file, text));
    if says_nothing(text) {
        let problem = "the file says nothing".to_owned();
        return Err(source.at(None, "empty", problem).expecting("a section `project` with a `name`").into());
    }
    let mut config: Config =
        serde_yaml::from_str_with_options(text, options()).map_err(|error| translate(&source, &error))?;
    config.source = Arc::clone(&source);
    let mut fault = None;
    config.walk("", &mut |key, value| {
        key.clone_into(&mut value.origin.key);
        value.origin.source = Arc::clone(&source);
        if let Err(found) = value.parts() {
            fault.get_or_insert_with(|| value.malformed(&found));
        }
    });
    match fault.or_else(|| invalid(&config)) {
        Some(error) => Err(error),
        None => Ok(config),
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: 50_000,
            max_events: 200_000,
            max_aliases: 1_000,
            max_anchors: 1_000,
            max_merge_keys: 1_000,
            max_documents: 1,
            max_total_scalar_bytes: 4 * MAX_BYTES,
        },
        strict_booleans: true,
        with_snippet: false,
    }
}

fn says_nothing(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#') || line == "---" || line == "...")
}

/// What types cannot say.
fn invalid(config: &Config) -> Option<ConfigError> {
    let at = |key: &str, problem: String, expected: &str| {
        Some(config.source.at_key(key, "invalid_value", problem).expecting(expected).into())
    };
    if config.project.name.as_written().trim().is_empty() {
        return at("project.name", "project.name is empty".to_owned(), "the project's name");
    }
    if let Some(index) = config.fix_patterns.iter().position(|pattern| pattern.issue_type.as_str().is_empty())
    {
        let key = format!("fix_patterns[{index}].type");
        return at(&key, format!("{key} is empty"), "a kind of error, such as `cors_error`");
    }
    if let Some((key, problem, expected)) = super::analysis::invalid(&config.analysis) {
        return at(&key, problem, expected);
    }
    for (side, target) in [("frontend", &config.deployment.frontend), ("backend", &config.deployment.backend)]
    {
        let variables = target.iter().flat_map(|target| &target.environment_vars);
        if let Some(index) = variables.map(EnvironmentVariable::name).position(|name| name.is_none()) {
            let key = format!("deployment.{side}.environment_vars[{index}]");
            return at(
                &key,
                format!("{key} is not an assignment"),
                "`NAME=value`, such as `NODE_ENV=production`",
            );
        }
    }
    None
}
