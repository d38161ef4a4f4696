use super::super::*;
use super::{WHOLE, with};

#[test]
fn the_file_of_the_documentation_has_no_warnings() {
    assert_eq!(Config::parse("f", WHOLE.as_bytes()).unwrap().check(), []);
}

#[test]
fn warnings_point_and_say_what_was_meant() {
    let text = |rest: &str| with(rest);
    let backend = |more: &str| text(&format!("deployment:\n  backend:\n    platform: heroku\n{more}"));
    #[rustfmt::skip]
    let cases = [
        (text("monitoring:\n  sentry:\n    dsn: https://k@s.example/1\n"), "literal_secret", (5, 10), Some("${SENTRY_DSN}")),
        (text("monitoring:\n  sentry:\n    dsn: ${D:-literal}\n"), "literal_secret", (5, 10), Some("${SENTRY_DSN}")),
        (text("notifications:\n  slack:\n    webhook_url: https://h.example/1\n"), "literal_secret", (5, 18), Some("${SLACK_WEBHOOK}")),
        (backend("    environment_vars: ['MODE=x', 'JWT_SECRET=abc']\n"), "literal_secret", (6, 34), Some("JWT_SECRET=${JWT_SECRET}")),
        ("project:\n  name: x\n  repository: https://me:word@example.com/x\n".to_owned(), "literal_secret", (3, 15), None),
        (text("fix_patterns:\n  - type: cors_error\n  - type: cors\n"), "duplicate_pattern", (5, 11), None),
        (text("fix_patterns:\n  - {type: cors, template: t}\n  - {type: api_error, template: t}\n"), "duplicate_template", (5, 33), None),
        (text("fix_patterns:\n  - type: cors_eror\n"), "unknown_issue_type", (4, 11), Some("cors_error")),
        (text("monitoring:\n  custom_logs:\n    backend_path: /var/log\n"), "outside_root", (5, 19), None),
        (backend("    entry_point: ../server.js\n"), "outside_root", (6, 18), None),
        (text("deployment:\n  backend:\n    platform: github-pages\n"), "unfit_platform", (5, 15), None),
        ("project: {name: x, type: python-django}\ndeployment:\n  backend:\n    platform: vercel\n".to_owned(), "unfit_platform", (4, 15), None),
        (text("monitoring:\n  sentry:\n    enabled: true\n"), "no_effect", (4, 3), None),
        (text("notifications:\n  email:\n    on_success: true\n"), "no_effect", (4, 3), None),
        (text("notifications:\n  email:\n    recipients: [dev]\n"), "odd_value", (5, 18), None),
        (text("notifications:\n  slack:\n    webhook_url: ${S}\n    channels: [alerts]\n"), "odd_value", (6, 16), None),
    ];
    for (text, code, at, suggestion) in cases {
        let warnings = Config::parse("f.yml", text.as_bytes()).unwrap().check();
        let [warning] = warnings.as_slice() else { panic!("{text}: {warnings:#?}") };
        assert_eq!((warning.code(), (warning.line, warning.column)), (code, at), "{text}\n{warning}");
        assert_eq!(warning.suggestion.as_deref(), suggestion, "{warning}");
    }
}

#[test]
fn quiet_where_nothing_is_wrong() {
    let cases = [
        "monitoring: {sentry: {enabled: false}}\n",
        "monitoring: {custom_logs: {backend_path: ., frontend_path: \"${LOGS}\"}}\n",
        "fix_patterns:\n  - type: my_company_error\n",
        "deployment: {backend: {platform: heroku, environment_vars: [\"API_KEY=${API_KEY}\", PORT=80]}}\n",
    ];
    for rest in cases {
        assert_eq!(Config::parse("f", with(rest).as_bytes()).unwrap().check(), [], "{rest}");
    }
}

#[test]
fn templates_are_checked_against_what_the_host_has() {
    let text =
        with("fix_patterns:\n  - {type: a, template: cors}\n  - {type: b, template: crs}\n  - {type: c}\n");
    let config = Config::parse("f", text.as_bytes()).unwrap();
    let warnings = config.check_templates(&["cors", "ports"]);
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!(
        (warning.code(), warning.line, warning.suggestion.as_deref()),
        ("unknown_template", 5, Some("cors"))
    );
}

#[test]
fn thousands_of_mistakes_are_a_hundred_warnings() {
    let text = with(&format!("fix_patterns:\n{}", "- {type: cors}\n".repeat(5_000)));
    assert_eq!(Config::parse("f", text.as_bytes()).unwrap().check().len(), 100);
}
