//! What `fix_patterns` of `.autofix.yml` says: who repairs which kind of issue, and what may be done
//! without asking.

use async_trait::async_trait;
use autofix_core::config::{Config, ConfigError, ConfigWarning, Environment};
use autofix_core::model::{Analysis, Fix, IssueType, Safety};
use autofix_core::plugin::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata, Registry};
use std::sync::Arc;

/// Kinds that are listed, and whether a safe fix of theirs is applied without asking.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    unattended: Vec<(IssueType, bool)>,
}

impl Policy {
    pub(crate) fn of(config: Option<&Config>) -> Self {
        let patterns = config.map(|config| config.fix_patterns.as_slice()).unwrap_or_default();
        Self { unattended: patterns.iter().map(|it| (it.issue_type.clone(), it.auto_fix)).collect() }
    }

    /// A kind that is not listed is repaired on request only. Of several patterns the first counts.
    pub(crate) fn may_apply_unattended(&self, issue_type: &IssueType, fix: &Fix) -> bool {
        let listed = self.unattended.iter().find(|(listed, _)| listed == issue_type);
        fix.safety == Safety::Safe && listed.is_some_and(|(_, auto_fix)| *auto_fix)
    }
}

/// What is most likely not meant in a configuration. A kind of issue that some plugin repairs is
/// meant, however unusual its name.
pub(crate) fn check(registry: &Registry, config: &Config) -> Vec<ConfigWarning> {
    let own: Vec<(u32, u32)> = (config.fix_patterns.iter().enumerate())
        .filter(|(_, pattern)| !registry.for_type(&pattern.issue_type).is_empty())
        .filter_map(|(index, _)| config.position(&format!("fix_patterns[{index}].type")))
        .collect();
    let mut warnings = config.check();
    warnings.retain(|it| it.code() != "unknown_issue_type" || !own.contains(&(it.line, it.column)));
    warnings
}

/// What a `template` means.
enum Template {
    /// One plugin, by its own name.
    Plugin(String),
    /// Whichever plugin repairs this kind of issue: `X_fix`, where the kind's name begins with `X`.
    Kind,
}

fn named(plugins: &[Arc<dyn FixPlugin>], issue_type: &IssueType, template: &str) -> Option<Template> {
    let plain = |name: &str| name.replace('-', "_");
    let template = plain(template);
    let mut able = plugins.iter().filter(|plugin| plugin.can_handle(issue_type)).peekable();
    able.peek()?;
    if let Some(plugin) = able.find(|plugin| plain(&plugin.metadata().name) == template) {
        return Some(Template::Plugin(plugin.metadata().name.to_string()));
    }
    let stem = template.strip_suffix("_fix").filter(|stem| !stem.is_empty())?;
    let rest = issue_type.as_str().strip_prefix(stem)?;
    (rest.is_empty() || rest.starts_with('_')).then_some(Template::Kind)
}

/// Lets only the plugin that a pattern's `template` names repair that kind, besides the user's own.
pub(crate) fn restricted(
    registry: &Registry,
    config: &Config,
    variables: &dyn Environment,
) -> Result<(Registry, Vec<ConfigWarning>), ConfigError> {
    let plugins: Vec<Arc<dyn FixPlugin>> = registry.plugins().map(Arc::clone).collect();
    let names: Vec<String> = plugins.iter().map(|plugin| plugin.metadata().name.to_string()).collect();
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut only: Vec<(IssueType, String)> = Vec::new();
    let mut seen: Vec<&IssueType> = Vec::new();
    for pattern in &config.fix_patterns {
        let Some(template) = &pattern.template else { continue };
        let meant = named(&plugins, &pattern.issue_type, &template.resolve(variables)?);
        if meant.is_some() {
            known.push(template.as_written());
        }
        // Of several patterns for one kind the first counts.
        if let Some(Template::Plugin(name)) = meant
            && !seen.contains(&&pattern.issue_type)
        {
            only.push((pattern.issue_type.clone(), name));
        }
        seen.push(&pattern.issue_type);
    }
    let warnings = config.check_templates(&known);
    let mut result = Registry::new();
    for plugin in plugins {
        let name = plugin.metadata().name.clone();
        if registry.is_own(&name) {
            result.register(plugin);
            continue;
        }
        let not: Vec<IssueType> = only
            .iter()
            .filter(|(_, chosen)| *chosen != name)
            .map(|(issue_type, _)| issue_type.clone())
            .collect();
        result.register_built_in(if not.iter().any(|issue_type| plugin.can_handle(issue_type)) {
            Arc::new(Except { plugin, not })
        } else {
            plugin
        });
    }
    Ok((result, warnings))
}

/// A plugin that some kinds of issue are kept from.
struct Except {
    plugin: Arc<dyn FixPlugin>,
    not: Vec<IssueType>,
}

#[async_trait]
impl FixPlugin for Except {
    fn metadata(&self) -> &PluginMetadata {
        self.plugin.metadata()
    }

    fn can_handle(&self, error_type: &IssueType) -> bool {
        !self.not.contains(error_type) && self.plugin.can_handle(error_type)
    }

    async fn analyze(&self, cx: &FixContext<'_>) -> Result<Analysis, PluginError> {
        self.plugin.analyze(cx).await
    }

    async fn generate_fix(
        &self,
        cx: &FixContext<'_>,
        analysis: &Analysis,
    ) -> Result<Vec<Draft>, PluginError> {
        self.plugin.generate_fix(cx, analysis).await
    }

    async fn validate_fix(&self, cx: &FixContext<'_>, fix: &Fix) -> Result<(), PluginError> {
        self.plugin.validate_fix(cx, fix).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct Named(PluginMetadata);

    #[async_trait]
    impl FixPlugin for Named {
        fn metadata(&self) -> &PluginMetadata {
            &self.0
        }

        async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
            cx.decline("never asked")
        }
    }

    fn plugin(name: &'static str) -> Arc<dyn FixPlugin> {
        let types = vec![IssueType::API_ENDPOINT_ERROR, IssueType::BUILD_ERROR];
        Arc::new(Named(PluginMetadata::built_in(name, "", types, Safety::Safe)))
    }

    #[test]
    fn a_template_keeps_a_kind_from_the_other_built_in_plugins() {
        let mut registry = Registry::new();
        for name in ["first", "api-endpoint"] {
            registry.register_built_in(plugin(name));
        }
        registry.register(plugin("own"));
        let all = ["own", "first", "api-endpoint"].as_slice();
        let cases = [
            ("api_endpoint", ["own", "api-endpoint"].as_slice(), 0),
            ("api-endpoint", &["own", "api-endpoint"], 0),
            ("api_fix", all, 0),
            ("api_endpoint_error_fix", all, 0),
            ("ap_fix", all, 1),
            ("build_fix", all, 1),
            ("first", &["own", "first"], 0),
            ("none", all, 1),
        ];
        for (template, expected, warnings) in cases {
            let text = format!(
                "project:\n  name: x\nfix_patterns:\n  - type: api_endpoint\n    template: {template}\n"
            );
            let config = Config::parse(".autofix.yml", text.as_bytes()).unwrap();
            let variables = BTreeMap::<String, String>::new();
            let (restricted, warned) = super::restricted(&registry, &config, &variables).unwrap();
            let names = |issue_type| -> Vec<String> {
                let plugins = restricted.for_type(issue_type);
                plugins.iter().map(|plugin| plugin.metadata().name.to_string()).collect()
            };
            assert_eq!(names(&IssueType::API_ENDPOINT_ERROR), expected, "{template}");
            assert_eq!(names(&IssueType::BUILD_ERROR), all, "{template}: other kinds are as they were");
            assert_eq!(warned.len(), warnings, "{template}");
        }
    }
}
