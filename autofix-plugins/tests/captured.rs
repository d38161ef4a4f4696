//! What is made of the logs in `tests/logs`: each was written by a program that really ran, and beside it
//! stands what a person says of it. `tests/logs/README.md` tells how to add one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use autofix_core::classify::Classifier;
use autofix_core::model::{Frame, Issue};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What a person says of a log. Only what is written is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The program with its version, and the command.
    #[allow(dead_code, reason = "for people")]
    made_by: String,
    /// What was wrong, in a line.
    #[allow(dead_code, reason = "for people")]
    cause: String,
    /// The root cause; `unknown` for a healthy log.
    #[serde(rename = "type")]
    issue_type: String,
    /// The root cause where the log's own frames are files of the project, if it is another one then.
    in_project: Option<String>,
    /// What is answered although it is wrong; named, so that a change for the better is seen.
    answered: Option<String>,
    /// The first issue's message.
    message: Option<String>,
    /// Its first frame of the project, as `file:line function`.
    frame: Option<String>,
    /// How many frames it has.
    frames: Option<usize>,
    /// First and last line of the log that it was read from.
    lines: Option<Vec<u32>>,
    /// How often it occurred.
    count: Option<u32>,
    /// Types of the issues after the first.
    others: Option<Vec<String>>,
    /// Number of issues.
    issues: Option<usize>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/logs")
}

/// Every log under a folder that has a page of expectations beside it, sorted.
fn logs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|end| end == "log") {
            found.push(path);
        }
    }
    found.sort();
}

fn place(frame: &Frame) -> String {
    let mut text = frame.file.clone();
    if let Some(line) = frame.line {
        let _ = write!(text, ":{line}");
    }
    if let Some(function) = &frame.function {
        let _ = write!(text, " {function}");
    }
    text
}

fn differences(expected: &Expected, issues: &[Issue]) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, want: String, got: String| {
        if want != got {
            found.push(format!("{what}\n    want {want}\n    got  {got}"));
        }
    };
    let first = issues.first();
    let answered = first.map_or("unknown", |issue| issue.issue_type.as_str()).to_owned();
    let wanted = expected.answered.as_ref().unwrap_or(&expected.issue_type);
    compare("type", wanted.clone(), answered);
    if let Some(count) = expected.issues {
        compare("issues", count.to_string(), issues.len().to_string());
    }
    if let Some(others) = &expected.others {
        let got: Vec<&str> = issues.iter().skip(1).map(|issue| issue.issue_type.as_str()).collect();
        compare("others", others.join(", "), got.join(", "));
    }
    let Some(issue) = first else {
        return found;
    };
    if let Some(message) = &expected.message {
        compare("message", message.clone(), issue.message.clone());
    }
    if let Some(frame) = &expected.frame {
        let got = issue.frames.iter().find(|frame| frame.in_app).map(place).unwrap_or_default();
        compare("frame", frame.clone(), got);
    }
    if let Some(frames) = expected.frames {
        compare("frames", frames.to_string(), issue.frames.len().to_string());
    }
    if let Some(lines) = &expected.lines {
        compare("lines", format!("{lines:?}"), format!("{:?}", issue.lines));
    }
    if let Some(count) = expected.count {
        compare("count", count.to_string(), issue.count.to_string());
    }
    found
}

#[test]
fn every_log_is_read_as_a_person_reads_it() {
    let classifier = Classifier::new(&autofix_plugins::signatures());
    let mut paths = Vec::new();
    logs(&folder(), &mut paths);
    assert!(!paths.is_empty(), "no log was found");
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut failures = String::new();
    for path in paths.iter().filter(|path| path.to_string_lossy().contains(&only)) {
        let page = path.with_extension("yml");
        let text = std::fs::read_to_string(&page)
            .unwrap_or_else(|error| panic!("{} has no page: {error}", path.display()));
        let expected: Expected =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        let log = std::fs::read(path).unwrap();
        let report = classifier.analyze(&String::from_utf8_lossy(&log), None);
        if let Some(wanted) = &expected.in_project {
            let frames = report.issues.iter().flat_map(|issue| &issue.frames).filter(|frame| frame.in_app);
            let files: BTreeSet<String> = frames
                .map(|frame| frame.file.replace('\\', "/").trim_start_matches('/').to_owned())
                .collect();
            let files = Vec::from_iter(files);
            let report = classifier.analyze(&String::from_utf8_lossy(&log), Some(&files));
            let got = report.issues.first().map_or("unknown", |issue| issue.issue_type.as_str());
            if got != wanted {
                let _ =
                    writeln!(failures, "{}: in_project\n    want {wanted}\n    got  {got}", path.display());
            }
        }
        for difference in differences(&expected, &report.issues) {
            let _ = writeln!(failures, "{}: {difference}", path.display());
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
