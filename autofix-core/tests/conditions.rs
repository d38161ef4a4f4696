//! What a signature may ask for beside words: who raised the error, and which command was running.

use autofix_core::classify::{Classifier, Signature};
use autofix_core::model::IssueType;
use std::fmt::Write as _;

static TABLE: &[Signature] = &[
    Signature::new("bug", IssueType::RUNTIME_ERROR, 0.5).any(&["Error"]),
    Signature::new("one", IssueType::DATABASE_ERROR, 0.9).raised(&["FieldError", "shop.db.LockError"]),
    Signature::new("module", IssueType::MIGRATION_ERROR, 0.8).raised(&["alembic."]),
    Signature::new("in_build", IssueType::BUILD_OPTIMIZATION, 0.9)
        .any(&["heap out of memory"])
        .ran(&["vite build", "tsc"]),
];

fn cause(log: &str) -> (String, Option<String>) {
    let issue = Classifier::new(&[TABLE]).analyze(log, None).issues.into_iter().next();
    let signature = issue.as_ref().and_then(|issue| issue.evidence.first()).map(|it| it.signature.clone());
    (issue.map_or_else(|| "none".to_owned(), |issue| issue.issue_type.as_str().to_owned()), signature)
}

#[test]
fn an_exception_is_known_by_its_name_or_its_module() {
    let cases = [
        ("django.core.exceptions.FieldError: x", "one"),
        ("FieldError: x", "one"),
        ("Uncaught FieldError: x", "one"),
        ("FieldError [code]: x", "one"),
        ("shop.db.LockError: x", "one"),
        ("alembic.util.exc.CommandError: x", "module"),
        // Another module, a longer name, a name in the midst of the words.
        ("other.db.LockError: x", "bug"),
        ("MyFieldError: x", "bug"),
        ("TypeError: FieldError was expected", "bug"),
        ("myalembic.Error: x", "bug"),
    ];
    for (log, signature) in cases {
        assert_eq!(cause(log).1.as_deref(), Some(signature), "{log}");
    }
}

#[test]
fn the_same_words_mean_another_cause_under_another_command() {
    let died = "FATAL ERROR: Reached heap limit - JavaScript heap out of memory";
    let cases = [
        (format!("> shop@1.0.0 build\n> vite build\n\n{died}\n"), "build_optimization"),
        (format!("$ npx tsc -b\n{died}\n"), "build_optimization"),
        (format!("$ vite build\nbuilt\n$ node server.js\n{died}\n"), "unknown"),
        (format!("{died}\nnpm error command sh -c vite build\n"), "build_optimization"),
        (format!("$ my-vite builder\n{died}\n"), "unknown"),
        (format!("{died}\n"), "unknown"),
    ];
    for (log, issue_type) in cases {
        assert_eq!(cause(&log).0, issue_type, "{log}");
    }
}

#[test]
fn a_command_is_remembered_over_the_length_of_a_log() {
    let mut log = String::from("$ npx vite build\n");
    for number in 0..200_000 {
        let _ = writeln!(log, "transforming module {number} of the project, as it should be");
    }
    log.push_str("FATAL ERROR: JavaScript heap out of memory\n");
    assert!(log.len() > 9 << 20);
    assert_eq!(cause(&log).0, "build_optimization");
    let classifier = Classifier::new(&[TABLE]);
    let mut reading = classifier.read(None).of_command("node node_modules/.bin/tsc".into());
    reading.push(b"FATAL ERROR: JavaScript heap out of memory\n");
    assert_eq!(reading.finish().issues[0].issue_type, IssueType::BUILD_OPTIMIZATION);
}
