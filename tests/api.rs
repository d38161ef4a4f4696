//! The facade, seen from outside.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use async_trait::async_trait;
use autofix::blocking::AutoFix;
use autofix::core::config::Config;
use autofix::model::{
    Analysis, ErrorContext, EventType, Fix, FixState, FixStatus, IssueType, Position, Safety,
};
use autofix::{AutoFixError, CommandSpec, Draft, FixContext, FixPlugin, PluginError, PluginMetadata};
use std::fs;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const CORS: &str = "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been \
    blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const SERVER: &str = "const express = require('express');\n\nconst app = express();\n\n\
    app.get('/api/x', (req, res) => {\n  res.json({ ok: true });\n});\n\napp.listen(4000);\n";
const PACKAGE: &str =
    "{ \"name\": \"shop\", \"dependencies\": { \"express\": \"^4.19.2\", \"cors\": \"^2.8.5\" } }\n";

/// A plugin of a user: writes `right` where `app.txt` says `wrong`.
struct Own {
    metadata: PluginMetadata,
    panics: bool,
}

impl Own {
    fn new(safety: Safety) -> Arc<Self> {
        let types = vec![IssueType::new("own_error")];
        let metadata = PluginMetadata::built_in("own", "Write what is right", types, Safety::Safe);
        Arc::new(Self { metadata: PluginMetadata { max_safety: safety, ..metadata }, panics: false })
    }
}

#[async_trait]
impl FixPlugin for Own {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        assert!(!self.panics, "this plugin is broken");
        let text = cx.read("app.txt").await?;
        if text.contains("right") {
            return cx.decline("it is right already");
        }
        let draft = cx.fix("Write what is right").safety(self.metadata.max_safety);
        Ok(vec![draft.insert("app.txt", Position::EndOfFile, "right\n", "The last line")])
    }
}

fn own_error() -> ErrorContext {
    ErrorContext {
        issue_type: Some(IssueType::new("own_error")),
        message: "app.txt is wrong".to_owned(),
        ..ErrorContext::default()
    }
}

fn own(safety: Safety, config: &str) -> AutoFix {
    let config = Config::parse(".autofix.yml", config.as_bytes()).unwrap();
    AutoFix::builder()
        .files([("app.txt", "wrong\n")])
        .plugin(Own::new(safety))
        .config(config)
        .build()
        .unwrap()
}

fn on_disk(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn code<T: std::fmt::Debug>(answer: Result<T, AutoFixError>) -> &'static str {
    answer.unwrap_err().code()
}

#[test]
fn a_fix_is_applied_and_taken_back_in_memory_and_on_disk_alike() {
    let texts = [
        ("plain", SERVER.to_owned()),
        ("CRLF", SERVER.replace('\n', "\r\n")),
        ("no final newline", SERVER.trim_end().to_owned()),
        ("wide characters", format!("// 前 🚀\n{SERVER}")),
    ];
    for (name, server) in &texts {
        let files = [("server.js", server.as_str()), ("package.json", PACKAGE)];
        let folder = on_disk(&files);
        let memory = AutoFix::builder().files(files).build().unwrap();
        let disk = AutoFix::builder().root(folder.path()).build().unwrap();
        let mut diffs = Vec::new();
        for autofix in [&memory, &disk] {
            let report = autofix.repair_log(CORS).unwrap();
            assert_eq!(report.status, FixStatus::Generated, "{name}");
            assert!(report.validation.unwrap().passed, "{name}");
            let fix = report.fix.unwrap();
            assert_eq!(
                &*autofix.read_file("server.js").unwrap(),
                server,
                "{name}: generating writes nothing"
            );

            assert_eq!(autofix.apply_fix(&fix).unwrap().state, FixState::Applied, "{name}");
            let fixed = autofix.read_file("server.js").unwrap();
            assert!(fixed.contains("http://localhost:5173"), "{name}: {fixed}");
            assert_eq!(fixed.contains("\r\n"), *name == "CRLF", "{name}");
            assert_eq!(
                fixed.matches('\n').count() == fixed.matches("\r\n").count(),
                *name == "CRLF",
                "{name}"
            );
            assert_eq!(code(autofix.apply_fix(&fix)), "wrong_state", "{name}: applied twice");

            assert_eq!(autofix.rollback_fix(&fix.id).unwrap().state, FixState::RolledBack, "{name}");
            assert_eq!(&*autofix.read_file("server.js").unwrap(), server, "{name}");
            assert_eq!(code(autofix.rollback_fix(&fix.id)), "wrong_state", "{name}: rolled back twice");
            assert_eq!(autofix.get_status().unwrap().fixes.len(), 1, "{name}");

            autofix.apply_fix(&fix).unwrap();
            assert_eq!(autofix.repair_log(CORS).unwrap().status, FixStatus::Declined, "{name}: settled");
            diffs.push(fix.changes);
        }
        assert_eq!(diffs.first(), diffs.last(), "{name}: the same diff in memory and on disk");
    }
}

#[test]
fn what_was_edited_since_is_left_alone() {
    let folder = on_disk(&[("server.js", SERVER), ("package.json", PACKAGE)]);
    let autofix = AutoFix::builder().root(folder.path()).build().unwrap();
    let fix = autofix.repair_log(CORS).unwrap().fix.unwrap();
    let edited = format!("{SERVER}// mine\n");
    fs::write(folder.path().join("server.js"), &edited).unwrap();
    assert_eq!(code(autofix.apply_fix(&fix)), "stale");
    assert_eq!(fs::read_to_string(folder.path().join("server.js")).unwrap(), edited);
    assert_eq!(fs::read_to_string(folder.path().join("package.json")).unwrap(), PACKAGE);

    fs::write(folder.path().join("server.js"), SERVER).unwrap();
    autofix.apply_fix(&fix).unwrap();
    fs::write(folder.path().join("server.js"), &edited).unwrap();
    assert_eq!(code(autofix.rollback_fix(&fix.id)), "stale");
    assert_eq!(fs::read_to_string(folder.path().join("server.js")).unwrap(), edited);
}

#[test]
fn only_safe_fixes_of_listed_kinds_are_applied_unattended() {
    let listed = |auto_fix| {
        format!("project:\n  name: x\nfix_patterns:\n  - type: own_error\n    auto_fix: {auto_fix}\n")
    };
    let silent = "project:\n  name: x\n".to_owned();
    let cases = [
        (Safety::Safe, listed(true), true),
        (Safety::Safe, listed(false), false),
        (Safety::Safe, silent, false),
        (Safety::Unsafe, listed(true), false),
        (Safety::DisplayOnly, listed(true), false),
    ];
    for (safety, config, expected) in cases {
        let autofix = own(safety, &config);
        let issue = autofix.report_issue(own_error()).unwrap();
        let report = autofix.auto_fix(&issue).unwrap();
        let status = if expected { FixStatus::Applied } else { FixStatus::Generated };
        assert_eq!(report.status, status, "{safety:?} {config}");
        let written = autofix.read_file("app.txt").unwrap().contains("right");
        assert_eq!(written, expected, "{safety:?} {config}");
        if !expected {
            let asked = autofix.apply_fix(&report.fix.unwrap());
            match safety {
                Safety::DisplayOnly => assert_eq!(code(asked), "display_only"),
                _ => assert_eq!(asked.unwrap().state, FixState::Applied, "on request"),
            }
        }
    }
}

#[test]
fn events_tell_every_step() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let autofix = own(Safety::Safe, "project:\n  name: x\n");
    let names = [
        "issue_reported",
        "fix_generated",
        "fix_validated",
        "fix_applied",
        "fix_rejected",
        "fix_failed",
        "fix_rolled_back",
    ];
    for name in names {
        let heard = Arc::clone(&heard);
        autofix.on(name, move |event| heard.lock().unwrap().push(event.event_type.as_str())).unwrap();
    }
    autofix.on(EventType::FixApplied, |_| panic!("a listener that is broken")).unwrap();
    let off = autofix.on("fix_applied", |_| panic!("must not be called")).unwrap();
    assert!(autofix.off(off));
    assert!(!autofix.off(off));
    let calls = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&calls);
    autofix.once("fix_applied", move |_| *counter.lock().unwrap() += 1).unwrap();

    let issue = autofix.report_issue(own_error()).unwrap();
    let fix = autofix.generate_fix(&issue).unwrap().fix.unwrap();
    for _ in 0..2 {
        autofix.apply_fix(&fix).unwrap();
        autofix.rollback_fix(&fix.id).unwrap();
    }
    autofix.rollback_fix("fix_none").unwrap_err();
    let twice = ["fix_applied", "fix_rolled_back"].repeat(2);
    let expected = [vec!["issue_reported", "fix_generated", "fix_validated"], twice, vec!["fix_failed"]];
    assert_eq!(*heard.lock().unwrap(), expected.concat());
    assert_eq!(*calls.lock().unwrap(), 1);

    let error = autofix.on("fix_aplied", |_| {}).unwrap_err();
    assert_eq!(error.code(), "invalid_input");
    assert!(error.to_string().contains("fix_applied"), "{error}");
}

#[test]
fn a_fix_is_only_what_was_validated() {
    let autofix = own(Safety::Unsafe, "project:\n  name: x\n");
    let issue = autofix.report_issue(own_error()).unwrap();
    let fix = autofix.generate_fix(&issue).unwrap().fix.unwrap();
    let changed = |change: fn(&mut Fix)| {
        let mut fix = fix.clone();
        change(&mut fix);
        fix
    };
    let tampered = [
        ("outside", changed(|fix| fix.changes[0].file = "../app.txt".to_owned()), "not_validated"),
        ("in git", changed(|fix| fix.changes[0].file = ".git/config".to_owned()), "not_validated"),
        (
            "other text",
            changed(|fix| fix.changes[0].diff = "@@ -1 +1 @@\n-no\n+yes\n".into()),
            "not_validated",
        ),
        ("more safety than allowed", changed(|fix| fix.safety = Safety::Safe), "not_validated"),
        ("no changes", changed(|fix| fix.changes.clear()), "not_validated"),
        ("foreign issue", changed(|fix| fix.issue_id = "issue_none".to_owned()), "unknown_issue"),
    ];
    for (name, fix, expected) in tampered {
        assert_eq!(code(autofix.apply_fix(&fix)), expected, "{name}");
        if expected == "not_validated" {
            assert!(!autofix.validate_fix(&fix).unwrap().passed, "{name}");
        }
        assert_eq!(&*autofix.read_file("app.txt").unwrap(), "wrong\n", "{name}");
    }
    let travelled: Fix = serde_json::from_str(&serde_json::to_string(&fix).unwrap()).unwrap();
    assert!(autofix.validate_fix(&travelled).unwrap().passed);
    autofix.apply_fix(&travelled).unwrap();
}

#[test]
fn a_broken_plugin_loses_its_own_fix_only() {
    let broken = Own { panics: true, ..Arc::into_inner(Own::new(Safety::Safe)).unwrap() };
    let metadata = PluginMetadata { name: "broken".into(), ..broken.metadata.clone() };
    let builder = AutoFix::builder().files([("app.txt", "wrong\n")]);
    let builder = builder.plugin(Arc::new(Own { metadata, ..broken })).plugin(Own::new(Safety::Safe));
    let autofix = builder.build().unwrap();
    let issue = autofix.report_issue(own_error()).unwrap();
    let report = autofix.generate_fix(&issue).unwrap();
    assert_eq!(report.fix.unwrap().plugin.name, "own");
    assert_eq!(report.rejections[0].plugin, "broken");
    assert!(report.rejections[0].reason.contains("this plugin is broken"));
}

#[test]
fn templates_name_plugins_in_both_spellings() {
    let cases = [
        ("cors_error", "cors", None),
        ("cors_error", "cors_fix", None),
        ("cors", "${TEMPLATE:-cors_fix}", None),
        ("cors_error", "cosr", Some("unknown_template")),
        ("cors_error", "api_fix", Some("unknown_template")),
        ("own_error", "own_fix", None),
        ("own_error", "_fix", Some("unknown_template")),
    ];
    for (issue_type, template, expected) in cases {
        let text = format!(
            "project:\n  name: x\nfix_patterns:\n  - type: {issue_type}\n    template: \"{template}\"\n"
        );
        let files = [("server.js", SERVER), ("package.json", PACKAGE), (".autofix.yml", &text)];
        let autofix = AutoFix::builder().files(files).plugin(Own::new(Safety::Safe)).build().unwrap();
        let codes: Vec<&str> = autofix.config_warnings().iter().map(autofix::ConfigWarning::code).collect();
        assert_eq!(codes, expected.into_iter().collect::<Vec<_>>(), "{issue_type} {template}");
        assert_eq!(autofix.repair_log(CORS).unwrap().status, FixStatus::Generated, "{issue_type} {template}");
    }
}

#[test]
fn what_cannot_be_built_says_why() {
    let folder = on_disk(&[(".autofix.yml", "project:\n  naem: x\n")]);
    let builder = AutoFix::builder;
    let files = [("a.js", "")];
    let cases = [
        ("neither folder nor files", builder().build(), "invalid_input"),
        ("both", builder().root(folder.path()).files(files).build(), "invalid_input"),
        ("no such folder", builder().root("/no/such/folder").build(), "not_found"),
        ("a broken configuration", builder().root(folder.path()).build(), "unknown_key"),
        ("a path outside", builder().files([("../a.js", "")]).build(), "outside_workspace"),
    ];
    for (name, built, expected) in cases {
        assert_eq!(built.err().map(|error| error.code()), Some(expected), "{name}");
    }
    assert!(builder().root(folder.path()).ignore_config_file().build().is_ok());
    let memory = builder().files(files).build().unwrap();
    assert_eq!(code(memory.prove(&CommandSpec::new(["true"]))), "sandbox_unavailable");
    assert_eq!(code(memory.read_file("b.js")), "not_found");
}

/// Reports come in bursts, so what a project looks like is kept for a while; a fix is seen all the same.
#[test]
fn reports_see_the_files_that_a_fix_brought() {
    let stack = |file: &str| ErrorContext {
        message: "TypeError: the cart is empty".to_owned(),
        stack_trace: Some(format!("TypeError: the cart is empty\n    at total (/srv/shop/{file}:3:9)")),
        ..ErrorContext::default()
    };
    let folder = on_disk(&[("app.txt", "wrong\n")]);
    fs::create_dir(folder.path().join("lib")).unwrap();
    fs::write(folder.path().join("lib/cart.js"), "export {};\n").unwrap();
    let autofix = AutoFix::builder().root(folder.path()).plugin(Own::new(Safety::Safe)).build().unwrap();
    let file = |context: ErrorContext| autofix.report_issue(context).unwrap().frames[0].file.clone();
    assert_eq!(file(stack("lib/cart.js")), "lib/cart.js");
    assert_eq!(file(stack("lib/later.js")), "/srv/shop/lib/later.js");
    fs::write(folder.path().join("lib/later.js"), "export {};\n").unwrap();
    let issue = autofix.report_issue(own_error()).unwrap();
    let fix = autofix.generate_fix(&issue).unwrap().fix.unwrap();
    autofix.apply_fix(&fix).unwrap();
    assert_eq!(file(stack("lib/later.js")), "lib/later.js");
}

#[test]
fn an_error_reported_again_counts_up() {
    let autofix = own(Safety::Safe, "project:\n  name: Shop\n  id: p1\n");
    let first = autofix.report_issue(own_error()).unwrap();
    let second = autofix.report_issue(own_error()).unwrap();
    assert_eq!((first.id.as_str(), first.count, second.count), (second.id.as_str(), 1, 2));
    assert_eq!(autofix.list_issues(), [second]);
    let status = autofix.get_status().unwrap();
    assert_eq!(status.project_id.as_deref(), Some("p1"));
    assert_eq!((status.name.as_deref(), status.issues), (Some("Shop"), 1));
    assert_eq!(status.environment, "development");
}

/// Prints the browser's words while the server has no CORS answer.
const CHECK: &str = r#"if grep -q "cors(" server.js; then exit 0; fi
echo "$CORS" >&2
cat words.txt
exit 1
"#;

#[test]
fn a_command_proves_a_fix_and_async_futures_travel() {
    let folder = on_disk(&[
        ("server.js", SERVER),
        ("package.json", PACKAGE),
        ("check.sh", CHECK),
        ("words.txt", CORS),
    ]);
    let autofix = autofix::AutoFix::builder().root(folder.path()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let shared = autofix.clone();
    // Spawning asks that the future may move between threads.
    let handle = runtime.spawn(async move { shared.prove(&CommandSpec::new(["sh", "check.sh"])).await });
    let report = runtime.block_on(handle).unwrap().unwrap();
    assert_eq!(report.status, FixStatus::Generated, "{report:?}");
    assert!(report.validation.unwrap().proved_by_command);
    assert_eq!(fs::read_to_string(folder.path().join("server.js")).unwrap(), SERVER);
    let blocking = AutoFix::from(autofix);
    blocking.apply_fix(&report.fix.unwrap()).unwrap();
    assert_eq!(blocking.prove(&CommandSpec::new(["sh", "check.sh"])).unwrap().status, FixStatus::Declined);
}
