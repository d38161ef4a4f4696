use super::super::*;
use super::{WHOLE, with};
use crate::model::IssueType;
use crate::project::{Platform, ProjectType};
use std::collections::BTreeMap;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_key_of_the_documentation_is_read() {
    let config = Config::parse(".autofix.yml", WHOLE.as_bytes()).unwrap();
    let text =
        |value: &Option<Interpolated>| value.as_ref().map(|value| value.as_written().to_owned()).unwrap();
    assert_eq!(text(&config.project.id), "project_12345");
    assert_eq!(config.project.name.as_written(), "FlowBuilder");
    assert_eq!(config.project.project_type, Some(ProjectType::ReactNode));
    assert_eq!(text(&config.project.repository), "https://github.com/someone/flow");

    let sentry = config.monitoring.sentry.as_ref().unwrap();
    assert!(sentry.is_enabled());
    assert_eq!(sentry.dsn.as_ref().unwrap().variables(), ["SENTRY_DSN"]);
    let github = config.monitoring.github.as_ref().unwrap();
    assert!(github.issues_enabled);
    assert_eq!(github.webhook_secret.as_ref().unwrap().variables(), ["GITHUB_WEBHOOK_SECRET"]);
    assert_eq!(text(&config.monitoring.custom_logs.frontend_path), "./client/logs");
    assert_eq!(text(&config.monitoring.custom_logs.backend_path), "./logs");

    let frontend = config.deployment.frontend.as_ref().unwrap();
    assert_eq!(frontend.platform, Platform::GithubPages);
    assert_eq!(text(&frontend.build_command), "cd client && npm run build");
    assert_eq!(text(&frontend.build_path), "./client/build");
    assert_eq!(text(&frontend.deploy_branch), "main");
    let backend = config.deployment.backend.as_ref().unwrap();
    assert_eq!((backend.platform, text(&backend.entry_point).as_str()), (Platform::Vercel, "server.js"));
    let (name, value) = backend.environment_vars.first().unwrap().resolve(&environment(&[])).unwrap();
    assert_eq!((name.as_str(), value.expose()), ("NODE_ENV", "production"));

    let patterns: Vec<_> = config
        .fix_patterns
        .iter()
        .map(|p| (p.issue_type.as_str(), p.priority(), p.auto_fix, p.template.as_ref().unwrap().as_written()))
        .collect();
    assert_eq!(
        patterns,
        [
            ("cors_error", Priority::High, true, "cors_fix"),
            ("api_endpoint_error", Priority::Medium, true, "api_fix"),
            ("build_error", Priority::High, false, "build_fix")
        ]
    );
    let slack = config.notifications.slack.as_ref().unwrap();
    assert_eq!(
        slack.channels.iter().map(Interpolated::as_written).collect::<Vec<_>>(),
        ["#alerts", "#deployments"]
    );
    assert_eq!(slack.webhook_url.as_ref().unwrap().variables(), ["SLACK_WEBHOOK"]);
    let email = config.notifications.email.as_ref().unwrap();
    assert_eq!(email.recipients.first().unwrap().as_written(), "dev@company.com");
    assert!(email.tells_failure() && !email.tells_success());
    assert_eq!(config.position("deployment.backend.platform"), Some((26, 15)));
    assert_eq!(config.position("monitoring"), Some((8, 1)));
}

#[test]
fn little_is_needed_and_empty_sections_are_none() {
    let least = Config::parse("f", b"project: {name: x}").unwrap();
    let empty =
        with("monitoring:\n  custom_logs:\ndeployment:\n  backend:\nfix_patterns:\nnotifications: ~\n");
    assert_eq!(Config::parse("f", empty.as_bytes()).unwrap(), least);
    let json = br#"{"project": {"name": "x"}, "monitoring": null}"#;
    assert_eq!(Config::parse("f", json).unwrap(), least);
    let merged = b"project: &p {name: x}\ndeployment:\n  frontend: &t {platform: vercel, deploy_branch: 1.10}\n  backend: {<<: *t}\n";
    let merged = Config::parse("f", merged).unwrap();
    assert_eq!(merged.deployment.frontend, merged.deployment.backend);
    let branch = merged.deployment.backend.unwrap().deploy_branch.unwrap();
    assert_eq!(branch.as_written(), "1.10", "a number is the text that it was written with");
}

#[test]
fn aliases_of_issue_types_are_the_type() {
    let text = with("fix_patterns:\n  - type: cors\n  - type: build_failure\n  - type: my_own\n");
    let config = Config::parse("f", text.as_bytes()).unwrap();
    let types: Vec<_> = config.fix_patterns.iter().map(|pattern| pattern.issue_type.clone()).collect();
    assert_eq!(types, [IssueType::CORS_ERROR, IssueType::BUILD_ERROR, IssueType::new("my_own")]);
}

#[test]
fn variables_are_needed_only_where_they_are_used() {
    let text = WHOLE.replace("\"main\"", "\"${BRANCH:-trunk}\"").replace("./logs", "${LOGS}/${STAGE:-dev}");
    let config = Config::parse("conf/.autofix.yml", text.as_bytes()).unwrap();
    let none = environment(&[]);
    let branch = config.deployment.frontend.as_ref().unwrap().deploy_branch.as_ref().unwrap();
    assert_eq!(branch.as_written(), "${BRANCH:-trunk}");
    assert_eq!(branch.resolve(&none).unwrap(), "trunk");
    assert_eq!(branch.resolve(&environment(&[("BRANCH", "next")])).unwrap(), "next");

    let error = config.monitoring.custom_logs.backend_path.as_ref().unwrap().resolve(&none).unwrap_err();
    assert_eq!((error.code(), error.line, error.column), ("unset_variable", 17, 20));
    assert!(
        error.problem.contains("monitoring.custom_logs.backend_path") && error.problem.contains("`LOGS`")
    );
    assert_eq!(error.file, "conf/.autofix.yml");

    let error = config
        .notifications
        .slack
        .as_ref()
        .unwrap()
        .webhook_url
        .as_ref()
        .unwrap()
        .resolve(&none)
        .unwrap_err();
    assert_eq!((error.code(), error.line), ("unset_variable", 47));
    assert!(
        error.problem.contains("notifications.slack.webhook_url needs the variable `SLACK_WEBHOOK`"),
        "{error}"
    );
    assert_eq!(Interpolated::new("$${A} ${A}").resolve(&environment(&[("A", "b")])).unwrap(), "${A} b");
}

#[test]
fn nothing_shows_a_secret() {
    let text = WHOLE
        .replace("${SENTRY_DSN}", "https://hunter2@sentry.example/1")
        .replace("${SLACK_WEBHOOK}", "${SLACK_WEBHOOK:-hunter2}")
        .replace("NODE_ENV=production", "API_KEY=hunter2");
    let config = Config::parse("f", text.as_bytes()).unwrap();
    let set = environment(&[("GITHUB_WEBHOOK_SECRET", "hunter2")]);
    let github = config.monitoring.github.as_ref().unwrap().webhook_secret.as_ref().unwrap();
    let exposed = github.resolve(&set).unwrap();
    assert_eq!(exposed.expose(), "hunter2");
    let variables = &config.deployment.backend.as_ref().unwrap().environment_vars;
    let resolved: Vec<_> = variables.iter().map(|variable| variable.resolve(&set).unwrap()).collect();
    let mut shown = format!("{config:#?} {exposed} {exposed:?} {resolved:?}");
    for warning in config.check() {
        shown += &warning.to_string();
    }
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("Secret(${GITHUB_WEBHOOK_SECRET})"), "what is no secret may be seen: {shown}");
}
