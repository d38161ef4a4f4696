use super::super::*;
use super::{WHOLE, with};
use proptest::prelude::*;

struct Case {
    text: String,
    code: &'static str,
    at: (u32, u32),
    problem: &'static str,
    expected: &'static str,
    suggestion: Option<&'static str>,
}

/// Text, code, place, a part of the problem, a part of what was expected, suggestion.
fn case(
    text: impl Into<String>,
    code: &'static str,
    at: (u32, u32),
    problem: &'static str,
    expected: &'static str,
    suggestion: Option<&'static str>,
) -> Case {
    Case { text: text.into(), code, at, problem, expected, suggestion }
}

#[rustfmt::skip]
fn keys_and_values() -> Vec<Case> {
    vec![
        case("", "empty", (0, 0), "says nothing", "`project` with a `name`", None),
        case("# only\r\n---\n\n", "empty", (0, 0), "says nothing", "`project` with a `name`", None),
        case("project:\n  naem: x\n", "unknown_key", (2, 3), "`naem` in `project`", "`id`, `name`, `type` or `repository`", Some("name")),
        case("projcet:\n  name: x\n", "unknown_key", (1, 1), "`projcet`", "`analysis` or `notifications`", Some("project")),
        case("project:\n  name: x\n  zzz: 1\n", "unknown_key", (3, 3), "`zzz`", "`id`", None),
        case(with("deployment:\n  frontend:\n    platfrom: vercel\n"), "unknown_key", (5, 5), "`platfrom` in `deployment.frontend`", "`platform`", Some("platform")),
        case(with("fix_patterns:\n  - type: a\n    autofix: true\n"), "unknown_key", (5, 5), "in `fix_patterns[0]`", "`auto_fix`", Some("auto_fix")),
        case(with("deployment:\n  frontend:\n    platform: versel\n"), "unknown_value", (5, 15), "deployment.frontend.platform: `versel`", "`aws-eb` or `digitalocean`", Some("vercel")),
        case("project:\n  name: x\n  type: react\n", "unknown_value", (3, 9), "`react`", "`react-node`", Some("react-node")),
        case(with("fix_patterns:\n  - type: a\n    priority: hihg\n"), "unknown_value", (5, 15), "fix_patterns[0].priority", "`low`", Some("high")),
        case("project:\n  id: x\n", "missing_key", (2, 3), "`name` is missing in `project`", "`name: …`", None),
        case("monitoring:\n  sentry: {}\n", "missing_key", (1, 1), "`project` is missing", "`project` with a `name`", None),
        case("{}", "missing_key", (1, 1), "`project`", "`name`", None),
        case(with("fix_patterns:\n  - priority: high\n"), "missing_key", (4, 5), "`type` is missing in `fix_patterns[0]`", "cors_error", None),
        case(with("deployment:\n  backend:\n    entry_point: x\n"), "missing_key", (5, 5), "`platform` is missing in `deployment.backend`", "`heroku`", None),
        case("project:\n", "wrong_type", (1, 8), "project: there is no value", "`name`", None),
        case("project: x\n", "wrong_type", (1, 10), "wrong type", "`name`", None),
        case("- project\n", "wrong_type", (1, 1), "wrong type", "`project`", None),
        case("project:\n  name: [a, b]\n", "wrong_type", (2, 9), "project.name", "one text", None),
        case("project:\n  name:\n", "wrong_type", (2, 7), "project.name: there is no value", "one text", None),
        case("project:\n  name: \" \"\n", "invalid_value", (2, 9), "empty", "name", None),
        case(with("fix_patterns: cors\n"), "wrong_type", (3, 15), "fix_patterns", "a list", None),
        case(with("fix_patterns:\n  - type: a\n    auto_fix: yes\n"), "wrong_type", (5, 15), "fix_patterns[0].auto_fix", "`true` or `false`", Some("true")),
        case(with("monitoring:\n  sentry:\n    enabled: ${ON}\n"), "wrong_type", (5, 14), "enabled", "`true` or `false`", None),
        case(with("monitoring:\n  github:\n    issues_enabled: [1]\n"), "wrong_type", (5, 21), "issues_enabled", "`true` or `false`", None),
        case(with("fix_patterns:\n  - type: \"\"\n"), "invalid_value", (4, 11), "fix_patterns[0].type is empty", "cors_error", None),
        case(with("deployment:\n  backend:\n    platform: vercel\n    environment_vars:\n      NODE_ENV: x\n"), "wrong_type", (7, 7), "environment_vars", "NAME=value", None),
        case(with("deployment:\n  backend:\n    platform: vercel\n    environment_vars:\n      - A=1\n      - hunter2\n"), "invalid_value", (8, 9), "environment_vars[1]", "NAME=value", None),
        case(with("analysis:\n  redact:\n    - name: Staff\n      pattern: x\n"), "invalid_value", (5, 13), "`Staff` is no name", "employee_id", None),
        case(with("analysis:\n  redact:\n    - name: staff\n      pattern: \"(\"\n"), "invalid_value", (6, 16), "analysis.redact[0].pattern", "regular expression", None),
        case(with("analysis:\n  fingerprints:\n    - match: {}\n      group: x\n"), "invalid_value", (5, 7), "asks for nothing", "`message`", None),
        case(with("analysis:\n  fingerprints:\n    - match: { type: cors }\n"), "invalid_value", (5, 7), "says nothing", "`group: NAME`", None),
        case(with("analysis:\n  fingerprints:\n    - match: { type: cors }\n      split_by: [$10]\n"), "unknown_value", (6, 18), "`$10`", "`$9`", Some("$1")),
        case(with("analysis:\n  fingerprint: []\n"), "unknown_key", (4, 3), "`fingerprint`", "`fingerprints`", Some("fingerprints")),
        case("project:\n  name: x${Y\n", "malformed_variable", (2, 10), "project.name: `${Y` is not closed", "$${", None),
    ]
}

#[rustfmt::skip]
fn syntax() -> Vec<Case> {
    let deep = format!("project:\n  name: x\nmonitoring: {}", "{a: ".repeat(10_000));
    let bomb = with(&format!("fix_patterns:\n  - &p {{type: a}}\n{}", "  - *p\n".repeat(60_000)));
    let many = with(&format!("fix_patterns:\n{}", "  - {type: a}\n".repeat(40_000)));
    let laughs: Vec<String> = (1..30).map(|n| format!("  - &l{n} [*l{0}, *l{0}, *l{0}, *l{0}]\n", n - 1)).collect();
    let laughs = laughs.concat();
    let laughs = format!("fix_patterns:\n  - &l0 [lol]\n{laughs}project: {{name: x}}\n");
    vec![
        case("project:\n  name: x\n  name: y\n", "duplicate_key", (3, 3), "`name`", "once", None),
        case("project: {name: x}\nproject: {name: x}\n", "duplicate_key", (2, 1), "`project`", "once", None),
        case("project:\n\tname: x\n", "tab", (2, 1), "tab", "blanks", None),
        case("project:\n  name: x\n  \ttype: y\n", "tab", (3, 3), "tab", "blanks", None),
        case("project:\n  name: a: b\n", "syntax", (2, 10), "not YAML", "quotes", None),
        case("project:\n  name: \"x\n", "syntax", (2, 9), "quote", "quotes", None),
        case("project: {name: x\n", "syntax", (1, 10), "bracket", "quotes", None),
        case("project:\n  name: x\u{1}y\n", "syntax", (2, 9), "character", "quotes", None),
        case("project:\n  name: x\n---\nproject:\n  name: y\n", "several_documents", (3, 1), "second document", "one document", None),
        case("project:\n  name: *x\n", "syntax", (2, 9), "anchor", "`&name`", None),
        case("project: &a\n  name: *a\n", "too_complex", (2, 9), "anchor", "anchors", None),
        case("[".repeat(100_000), "too_complex", (1, 256), "nested", "levels", None),
        case(deep, "unknown_key", (3, 14), "`a` in `monitoring`", "`sentry`", None),
        case(bomb, "too_complex", (1005, 5), "anchors", "few anchors", None),
        case(many, "too_complex", (16_668, 6), "too many values", "plain", None),
        case(laughs, "wrong_type", (2, 9), "fix_patterns[0]", "keys with values", None),
        case("project:\n  name: \"日本\" {\n", "syntax", (2, 14), "not YAML", "quotes", None),
    ]
}

#[test]
fn every_error_points_at_what_is_wrong() {
    for case in keys_and_values().into_iter().chain(syntax()) {
        let head: String = case.text.chars().take(80).collect();
        let error = Config::parse(".autofix.yml", case.text.as_bytes()).expect_err(&head);
        assert_eq!((error.code(), (error.line, error.column)), (case.code, case.at), "{head}\n{error}");
        assert!(error.problem.contains(case.problem), "{head}\n{error}");
        assert!(error.expected.contains(case.expected), "{head}\n{error}");
        assert_eq!(error.suggestion.as_deref(), case.suggestion, "{head}\n{error}");
        assert!(error.to_string().len() < 1_000, "{head}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let windows = format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"));
    let expected = Config::parse("a", WHOLE.as_bytes()).unwrap();
    assert_eq!(Config::parse("b", windows.as_bytes()).unwrap(), expected);
    for end in ["\n", "\r\n"] {
        let text = format!("\u{feff}project:{end}  name: x{end}  # 漢字 🙂{end}  naem: y{end}");
        let error = Config::parse("c.yml", text.as_bytes()).unwrap_err();
        assert_eq!((error.line, error.column, error.source_line.as_str()), (4, 3, "  naem: y"));
    }
}

#[test]
fn a_mark_is_no_part_of_the_first_line() {
    let error = Config::parse("f", "\u{feff}projcet: x".as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column, error.source_line.as_str()), (1, 1, "projcet: x"));
}

#[test]
fn an_error_is_drawn_below_its_line() {
    let error = Config::parse(".autofix.yml", "project: {名前: x, name: y}".as_bytes()).unwrap_err();
    let drawn = ".autofix.yml:1:11: unknown key `名前` in `project`\n  |\n1 | project: {名前: x, name: y}\n  |           ^\n  \
                 = expected one of `id`, `name`, `type` or `repository`";
    assert_eq!(error.to_string(), drawn);
    let wide = Config::parse("f", "project: {name: 漢字, x: 1}".as_bytes()).unwrap_err();
    assert!(wide.to_string().contains(&format!("\n  | {:>23}\n", "^")), "{wide}");
    let long = format!("project: {{name: x, id: {}, zzz: 1, type: {}}}", "y".repeat(500), "z".repeat(500));
    let error = Config::parse("f", long.as_bytes()).unwrap_err();
    assert!(error.source_line.starts_with('…') && error.source_line.ends_with('…'), "{error}");
    assert_eq!(error.source_line.chars().nth(error.caret), Some('z'), "{error}");
}

#[test]
fn other_encodings_are_named() {
    let wide = |big: bool| {
        let units = "\u{feff}project:\n".encode_utf16();
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>()
    };
    let latin = b"project:\n  name: caf\xe9 x\n".to_vec();
    let large = vec![b'#'; 1_000_001];
    let cases = [
        (wide(false), "not_utf8", (0, 0), "UTF-16 (little-endian)"),
        (wide(true), "not_utf8", (0, 0), "UTF-16 (big-endian)"),
        (wide(false).get(2..).unwrap().to_vec(), "not_utf8", (0, 0), "UTF-16"),
        (wide(true).get(2..).unwrap().to_vec(), "not_utf8", (0, 0), "UTF-16"),
        (vec![0xff, 0xfe, 0, 0, b'p', 0, 0, 0], "not_utf8", (0, 0), "UTF-32"),
        (latin, "not_utf8", (2, 12), "0xE9"),
        (large, "too_large", (0, 0), "1000001 bytes"),
    ];
    for (bytes, code, at, problem) in cases {
        let error = Config::parse("f.yml", &bytes).unwrap_err();
        assert_eq!((error.code(), (error.line, error.column)), (code, at), "{error}");
        assert!(error.problem.contains(problem), "{error}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Config::parse("f", &bytes).map(|config| config.check()).map_err(|error| error.to_string());
    }

    #[test]
    fn a_damaged_file_never_panics(at in 0..WHOLE.len(), with in "[\\[\\]{}:&*!|>'\"%@#$,\t\n\r\u{0}\u{feff}漢a -]{0,6}") {
        prop_assume!(WHOLE.is_char_boundary(at));
        let text = format!("{}{with}{}", &WHOLE[..at], &WHOLE[at..]);
        match Config::parse("f", text.as_bytes()) {
            Ok(config) => drop(config.check()),
            Err(error) => prop_assert!(error.to_string().len() < 2_000),
        }
    }
}
