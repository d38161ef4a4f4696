//! Stacks of built scripts, which must name what a person wrote. The builds are real; see
//! `tests/source-maps/README.md`.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use autofix::blocking::AutoFix;
use autofix::model::{ErrorContext, Frame, Issue};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(rename = "made_by")]
    _made_by: String,
    /// `file:line:column function`, with `- ` in front of what is not the project's own.
    frames: Vec<String>,
    affected_files: Vec<String>,
    /// Another case that is the same error in another build.
    #[serde(default)]
    same_issue_as: Option<String>,
}

struct Case {
    name: String,
    folder: PathBuf,
    log: String,
    expected: Expected,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source-maps");
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<Case> = folders
        .filter(|path| path.is_dir())
        .map(|folder| Case {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            log: fs::read_to_string(folder.join("stack.log")).unwrap(),
            expected: serde_yaml::from_str(&fs::read_to_string(folder.join("expected.yml")).unwrap())
                .unwrap(),
            folder,
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() >= 7);
    cases
}

/// Every file below a folder, as the browser build is given them.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

fn on_disk(case: &Case) -> AutoFix {
    AutoFix::builder().root(case.folder.join("project")).build().unwrap()
}

fn shown(frames: &[Frame]) -> Vec<String> {
    let show = |frame: &Frame| {
        let mut text = if frame.in_app { String::new() } else { "- ".to_owned() };
        text += &frame.file;
        for number in [frame.line, frame.column].into_iter().flatten() {
            let _ = write!(text, ":{number}");
        }
        if let Some(name) = &frame.function {
            let _ = write!(text, " {name}");
        }
        text
    };
    frames.iter().map(show).collect()
}

fn check(case: &Case, issue: &Issue, how: &str, wrong: &mut Vec<String>) {
    let found = (shown(&issue.frames), &issue.affected_files);
    if found != (case.expected.frames.clone(), &case.expected.affected_files) {
        wrong.push(format!("{} {how}: {found:#?}", case.name));
    }
}

#[test]
fn stacks_of_built_scripts_name_the_source() {
    let (mut ids, mut wrong) = (BTreeMap::new(), Vec::new());
    let cases = cases();
    for case in &cases {
        let autofix = on_disk(case);
        let report = autofix.analyze_log(&case.log).unwrap();
        assert_eq!(report.issues.len(), 1, "{}: {:#?}", case.name, report.issues);
        check(case, &report.issues[0], "on disk", &mut wrong);

        let memory = AutoFix::builder().files(files(&case.folder.join("project"))).build().unwrap();
        let in_memory = memory.analyze_log(&case.log).unwrap();
        assert_eq!(in_memory, report, "{} in memory", case.name);

        let mut reader = autofix.read_log().unwrap();
        case.log.as_bytes().chunks(7).for_each(|piece| reader.push(piece));
        let in_pieces = reader.finish();
        assert_eq!(in_pieces, report, "{} in pieces", case.name);

        let reported = ErrorContext { stack_trace: Some(case.log.clone()), ..ErrorContext::default() };
        let reported = autofix.report_issue(reported).unwrap();
        check(case, &reported, "reported", &mut wrong);
        ids.insert(case.name.clone(), report.issues[0].fingerprint.clone());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for case in &cases {
        if let Some(other) = &case.expected.same_issue_as {
            assert_eq!(ids[&case.name], ids[other], "{} is the error of {other}", case.name);
        }
    }
    let distinct: BTreeSet<&String> = ids.values().collect();
    let same = cases.iter().filter(|case| case.expected.same_issue_as.is_some()).count();
    assert_eq!(distinct.len(), cases.len() - same, "{ids:#?}");
}
