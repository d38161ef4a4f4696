//! What is sound but most likely not meant.

use super::{Config, ConfigWarning, EnvironmentVariable, Interpolated, Secret, Target, nearest, redact};
use crate::model::IssueType;
use crate::project::{Platform, ProjectType};
use crate::workspace::{join, normalize};
use std::collections::BTreeSet;

pub(super) fn check(config: &Config) -> Vec<ConfigWarning> {
    let mut check = Check { config, found: Vec::new() };
    check.secrets();
    check.patterns();
    check.paths();
    check.platforms();
    check.effects();
    check.found.sort_by_key(|warning| (warning.line, warning.column));
    check.found
}

pub(super) fn templates(config: &Config, known: &[&str]) -> Vec<ConfigWarning> {
    let mut check = Check { config, found: Vec::new() };
    for (index, pattern) in config.fix_patterns.iter().enumerate() {
        let Some(name) = pattern.template.as_ref().map(Interpolated::as_written) else { continue };
        if !known.contains(&name) && !name.contains("${") {
            let problem = format!("no plugin and no recipe has the name `{name}`");
            let expected = "the name of a built-in plugin, or of a file in .autofix/recipes";
            let key = format!("fix_patterns[{index}].template");
            check.warn(&key, "unknown_template", problem, expected, nearest(name, known.iter().copied()));
        }
    }
    check.found
}

/// A file with more warnings than this has one trouble many times.
const MAX_WARNINGS: usize = 100;

struct Check<'c> {
    config: &'c Config,
    found: Vec<ConfigWarning>,
}

impl<'c> Check<'c> {
    fn warn(&mut self, key: &str, code: &'static str, problem: String, expected: &str, meant: Option<&str>) {
        if self.found.len() >= MAX_WARNINGS {
            return;
        }
        let diagnostic = self.config.source.at_key(key, code, problem);
        self.found.push(ConfigWarning(diagnostic.expecting(expected).suggesting(meant)));
    }

    fn targets(&self) -> impl Iterator<Item = (&'static str, &'c Target)> + use<'c> {
        let deployment = &self.config.deployment;
        let sides =
            [("deployment.frontend", &deployment.frontend), ("deployment.backend", &deployment.backend)];
        sides.into_iter().filter_map(|(key, target)| Some((key, target.as_ref()?)))
    }

    fn secrets(&mut self) {
        let config = self.config;
        let monitoring = &config.monitoring;
        let secrets: [(Option<&Secret>, &str); 3] = [
            (monitoring.sentry.as_ref().and_then(|sentry| sentry.dsn.as_ref()), "SENTRY_DSN"),
            (
                monitoring.github.as_ref().and_then(|github| github.webhook_secret.as_ref()),
                "GITHUB_WEBHOOK_SECRET",
            ),
            (
                config.notifications.slack.as_ref().and_then(|slack| slack.webhook_url.as_ref()),
                "SLACK_WEBHOOK",
            ),
        ];
        for (secret, variable) in secrets {
            let Some(secret) = secret.filter(|secret| secret.is_literal()) else { continue };
            let problem = format!("{}: a secret stands in the file itself", secret.0.key());
            let meant = format!("${{{variable}}}");
            self.warn(secret.0.key(), "literal_secret", problem, "the name of a variable", Some(&meant));
        }
        let login = |repository: &&Interpolated| {
            let after = repository.as_written().split_once("://").map_or("", |(_, after)| after);
            after.split('/').next().is_some_and(|host| host.contains('@') && !host.contains("${"))
        };
        if let Some(repository) = config.project.repository.as_ref().filter(login) {
            let problem = "project.repository: a login stands in the address".to_owned();
            self.warn(repository.key(), "literal_secret", problem, "an address without a login", None);
        }
        for variable in self.targets().flat_map(|(_, target)| &target.environment_vars) {
            let name = EnvironmentVariable::name(variable).unwrap_or_default();
            let value = variable.value();
            if redact::names_secret(name) && !value.is_empty() && !value.contains("${") {
                let problem = format!("{name}: a secret stands in the file itself");
                let meant = format!("{name}=${{{name}}}");
                self.warn(
                    variable.0.key(),
                    "literal_secret",
                    problem,
                    "the name of a variable",
                    Some(&meant),
                );
            }
        }
    }

    fn patterns(&mut self) {
        let config = self.config;
        let mut kinds = BTreeSet::new();
        let mut templates = BTreeSet::new();
        for (index, pattern) in config.fix_patterns.iter().enumerate() {
            let kind = &pattern.issue_type;
            let key = format!("fix_patterns[{index}].type");
            if !kinds.insert(kind) {
                let problem = format!("`{kind}` has a pattern already; the first one counts");
                self.warn(&key, "duplicate_pattern", problem, "each kind of error once", None);
            }
            let known = IssueType::ALL.iter().map(IssueType::as_str);
            if let Some(meant) = nearest(kind.as_str(), known).filter(|_| !kind.is_known()) {
                let problem = format!("`{kind}` is no kind of error that AutoFix has");
                let expected = "a known kind, or one of a plugin of your own";
                self.warn(&key, "unknown_issue_type", problem, expected, Some(meant));
            }
            let template = pattern.template.as_ref().map(Interpolated::as_written);
            if let Some(name) = template.filter(|name| !templates.insert(*name)) {
                let problem = format!("the template `{name}` is named by an earlier pattern too");
                let key = format!("fix_patterns[{index}].template");
                self.warn(&key, "duplicate_template", problem, "each template once", None);
            }
        }
    }

    fn paths(&mut self) {
        let logs = &self.config.monitoring.custom_logs;
        let mut paths: Vec<&Interpolated> = logs.frontend_path.iter().chain(&logs.backend_path).collect();
        for (_, target) in self.targets() {
            paths.extend(target.build_path.iter().chain(&target.entry_point));
        }
        for path in paths {
            let written = path.as_written();
            let inside =
                normalize(written).is_some() || join("", written).is_some_and(|path| path.is_empty());
            if !inside && !written.contains("${") && !written.is_empty() {
                let problem = format!("{}: the path leads out of the project", path.key());
                self.warn(
                    path.key(),
                    "outside_root",
                    problem,
                    "a path from the project's root, such as `./logs`",
                    None,
                );
            }
        }
    }

    fn platforms(&mut self) {
        for (side, target) in self.targets() {
            let platform = target.platform;
            let key = format!("{side}.platform");
            let usual = self.config.project.project_type.map(ProjectType::template);
            if side == "deployment.backend" && platform.is_static_only() {
                let problem = format!("{platform} serves files and cannot run a server");
                self.warn(&key, "unfit_platform", problem, "a platform that runs programs", None);
            } else if let Some(template) =
                usual.filter(|template| !template.deployment_options.contains(&platform))
            {
                let names: Vec<&str> =
                    template.deployment_options.iter().copied().map(Platform::as_str).collect();
                let problem =
                    format!("{platform} is unusual for a project of type {}", template.project_type);
                self.warn(&key, "unfit_platform", problem, &format!("one of {}", names.join(", ")), None);
            }
        }
    }

    fn effects(&mut self) {
        let config = self.config;
        let none = |key: &str, what: &str| (key.to_owned(), format!("{key} has no effect: {what}"));
        let mut idle = Vec::new();
        if config.monitoring.sentry.as_ref().is_some_and(|sentry| sentry.is_enabled() && sentry.dsn.is_none())
        {
            idle.push((none("monitoring.sentry", "there is no `dsn`"), "`dsn: \"${SENTRY_DSN}\"`"));
        }
        if let Some(slack) = &config.notifications.slack {
            if slack.webhook_url.is_none() {
                idle.push((
                    none("notifications.slack", "there is no `webhook_url`"),
                    "`webhook_url: \"${SLACK_WEBHOOK}\"`",
                ));
            }
            for channel in &slack.channels {
                if !channel.as_written().starts_with(['#', '@', '$', 'C', 'D', 'G']) {
                    let problem = format!("{} is no name of a channel", channel.key());
                    self.warn(channel.key(), "odd_value", problem, "a name such as `\"#alerts\"`", None);
                }
            }
        }
        if let Some(email) = &config.notifications.email {
            if email.recipients.is_empty() {
                idle.push((
                    none("notifications.email", "there are no `recipients`"),
                    "`recipients: [\"dev@example.com\"]`",
                ));
            }
            for recipient in &email.recipients {
                let written = recipient.as_written();
                let address =
                    written.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
                if !written.contains("${") && !address {
                    let problem = format!("{} is no address", recipient.key());
                    self.warn(
                        recipient.key(),
                        "odd_value",
                        problem,
                        "an address such as `dev@example.com`",
                        None,
                    );
                }
            }
        }
        for ((key, problem), expected) in idle {
            self.warn(&key, "no_effect", problem, expected, None);
        }
    }
}
