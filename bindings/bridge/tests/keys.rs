//! Keys in the spelling of the other language, and back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use autofix::model::{ErrorContext, Fix, Issue};
use autofix_bridge::Keys;
use serde_json::{Value, json};
use std::path::Path;

fn vectors() -> impl Iterator<Item = Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    std::fs::read_dir(folder).unwrap().flat_map(|entry| {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        serde_json::from_str::<Vec<Value>>(&text).unwrap()
    })
}

#[test]
fn every_fix_and_issue_comes_back() {
    let mut seen = 0;
    for vector in vectors() {
        let report = &vector["expected"];
        if let Ok(fix) = serde_json::from_value::<Fix>(report["fix"].clone()) {
            let text = Keys::Camel.write(&fix).unwrap();
            assert!(text.contains("\"issueId\"") && !text.contains("\"issue_id\""), "{text}");
            assert_eq!(Keys::Camel.read::<Fix>("fix", &text).unwrap(), fix);
            seen += 1;
        }
        if let Ok(issue) = serde_json::from_value::<Issue>(report["issue"].clone()) {
            let text = Keys::Camel.write(&issue).unwrap();
            assert_eq!(Keys::Camel.read::<Issue>("issue", &text).unwrap(), issue);
        }
    }
    assert!(seen > 50);
}

#[test]
fn what_belongs_to_users_keeps_its_spelling() {
    let text = r#"{"affectedFiles":["a: {\"bC\": 1}"],"context":{"userId":{"snake_key":[{"camelKey":1}],"context":2}},
        "message":"\"stackTrace\": {","stackTrace" : "x"}"#;
    let error: ErrorContext = Keys::Camel.read("issue", text).unwrap();
    assert_eq!(error.affected_files, ["a: {\"bC\": 1}"]);
    assert_eq!(error.stack_trace.as_deref(), Some("x"));
    assert_eq!(error.message, "\"stackTrace\": {");
    let context = Value::from_iter(error.context.clone());
    assert_eq!(context, json!({"userId": {"context": 2, "snake_key": [{"camelKey": 1}]}}));

    let written = Keys::Camel.write(&error).unwrap();
    assert_eq!(Keys::Camel.read::<ErrorContext>("issue", &written).unwrap(), error);
    let issue: Issue = Keys::Camel
        .read("issue", r#"{"id":"i","type":"x","confidence":1,"severity":"low","message":"","fingerprint":"","context":{"a_b":{"cD":1}},"affectedFiles":["f"]}"#)
        .unwrap();
    assert_eq!(issue.affected_files, ["f"]);
    let written = Keys::Camel.write(&issue).unwrap();
    assert!(written.contains(r#""context":{"a_b":{"cD":1}}"#), "{written}");
}

#[test]
fn what_is_no_json_is_refused_in_words() {
    for text in [
        "",
        "{",
        "\"",
        "\"\\",
        "[}",
        "{\"a\":",
        "{\"\\",
        "nul",
        "{\"type\": {\"a\":1}}",
        "]]]]",
        ",,,,",
        "{\"é\\u00",
    ] {
        let failure = Keys::Camel.read::<ErrorContext>("issue", text).unwrap_err();
        assert_eq!(failure.code, "invalid_input", "{text}");
        assert!(failure.message.starts_with("issue: "), "{}", failure.message);
    }
}
