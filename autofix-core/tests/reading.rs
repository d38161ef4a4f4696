//! A log of any length is read piece by piece, and every error in it is told once.

use autofix_core::classify::{Classifier, Group, Pattern, Rules, Signature, Split};
use autofix_core::ingest::Patterns;
use autofix_core::model::IssueType;
use std::fmt::Write as _;

static TABLE: &[Signature] = &[
    Signature::new("bug", IssueType::RUNTIME_ERROR, 0.6).any(&["TypeError"]).in_app(),
    Signature::new("code", IssueType::PORT_CONFLICT, 0.9).codes(&["EADDRINUSE"]),
];

/// About ten megabytes: two programs write in turns, and each has the same trace now and then, cut in two by a
/// line of the other.
fn long_log() -> (String, u32) {
    let mut log = String::new();
    let mut errors = 0;
    for number in 0..90_000_u32 {
        let _ =
            writeln!(log, "web-1  | GET /products/{number} 200 in {} ms, all as it should be", number % 97);
        if number % 997 == 0 {
            errors += 1;
            let _ = writeln!(log, "web-1  | TypeError: cart {number} is not iterable");
            let _ = writeln!(log, "api-1  | order {number} was kept");
            let _ = writeln!(log, "web-1  |     at total (/app/src/cart.js:{}:7)", number % 50 + 1);
            let _ = writeln!(log, "api-1  | order {number} was sent");
            let _ = writeln!(log, "web-1  |     at pay (/app/src/pay.js:3:2)");
        }
        let _ = writeln!(log, "api-1  | worker {} is idle, the queue holds nothing to do", number % 7);
    }
    (log, errors)
}

#[test]
fn every_error_of_a_long_log_is_counted_once() {
    let (log, errors) = long_log();
    assert!(log.len() > 9 << 20);
    let classifier = Classifier::new(&[TABLE]);
    for piece in [97_003, 1 << 20, log.len()] {
        let mut reading = classifier.read(None);
        log.as_bytes().chunks(piece).for_each(|piece| reading.push(piece));
        let report = reading.finish();
        assert_eq!(report.lines as usize, log.lines().count());
        assert_eq!(
            report.issues.len(),
            1,
            "pieces of {piece}: {:#?}",
            report.issues.iter().map(|it| &it.fingerprint).collect::<Vec<_>>()
        );
        let issue = &report.issues[0];
        assert_eq!((issue.count, issue.frames.len()), (errors, 2), "pieces of {piece}");
        assert_eq!(issue.lines, [2, 6]);
    }
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let classifier = Classifier::new(&[TABLE]);
    let mut reading = classifier.read(None);
    for _ in 0..64 {
        reading.push(&vec![b'x'; 1 << 20]);
    }
    reading.push(b"\nlisten EADDRINUSE :::3000\n");
    let report = reading.finish();
    assert_eq!((report.lines, report.issues.len()), (2, 1));
    assert_eq!(report.issues[0].lines, [2, 2]);
}

#[test]
fn rules_of_a_project_redact_and_group() {
    let patterns = Patterns::new([("employee", r"EMP-\d{6}"), ("tenant", r"tenant=(\w+)")]).unwrap();
    let by_port = Group {
        issue_type: Some(IssueType::PORT_CONFLICT),
        message: Some(Pattern::new(r":::(\d+)").unwrap()),
        split_by: vec![Split::Captured(1)],
        ..Group::default()
    };
    let bugs = Group {
        message: Some(Pattern::new("TypeError").unwrap()),
        group: Some("bugs".into()),
        ..Group::default()
    };
    let classifier = Classifier::new(&[TABLE]).with_rules(Rules::new(patterns, vec![by_port, bugs]));
    let log = "listen EADDRINUSE :::3000 for EMP-123456 tenant=acme\nlisten EADDRINUSE :::4000\nTypeError: a\n    at f (/a.js:1:1)\nTypeError: b\n    at g (/b.js:1:1)\n";
    let issues = classifier.analyze(log, None).issues;
    let told: Vec<_> = issues.iter().map(|it| (it.issue_type.as_str(), it.count)).collect();
    assert_eq!(told, [("port_conflict", 1), ("port_conflict", 1), ("runtime_error", 2)]);
    assert_eq!(
        issues[0].message,
        "listen EADDRINUSE :::3000 for <redacted:employee> tenant=<redacted:tenant>"
    );
    assert_eq!(issues[2].fingerprint, "group|bugs");
}

#[test]
fn what_came_next_is_told_with_its_reason() {
    let log = "TypeError: listen EADDRINUSE\n    at f (/app/a.js:1:1)\n";
    let issue = &Classifier::new(&[TABLE]).analyze(log, None).issues[0];
    let next = issue.runner_up.as_ref().expect("another type matched");
    assert_eq!((issue.issue_type.as_str(), next.issue_type.as_str()), ("port_conflict", "runtime_error"));
    assert_eq!(
        next.reason,
        "the words `TypeError` speaks for runtime_error (0.60); the code `EADDRINUSE` speaks for port_conflict (0.90)"
    );
}
