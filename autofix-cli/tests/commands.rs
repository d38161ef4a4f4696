//! The other commands, and what is common to all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod support;

use serde_json::Value;
use support::{CORS, Project};

#[test]
fn analyze_answers_in_the_agreed_shape() {
    let project = Project::express();
    let log = format!(
        "starting\n{CORS}TypeError: Cannot read properties of undefined (reading 'id')\n    at handler (server.js:5:3)\n"
    );
    for answer in [
        project.run_with(log.as_bytes(), &["analyze", "--json"]),
        project.run_with(log.as_bytes(), &["analyze", "--json", "-"]),
    ] {
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        let report = answer.json();
        assert_eq!(report["lines"], 4);
        assert!(report["patterns"].is_array());
        let issues = report["issues"].as_array().unwrap();
        assert!(!issues.is_empty());
        for issue in issues {
            for (key, right) in [
                ("id", issue["id"].as_str().is_some_and(|id| id.starts_with("issue_"))),
                ("type", issue["type"].is_string()),
                ("confidence", issue["confidence"].as_f64().is_some_and(|it| (0.0..=1.0).contains(&it))),
                ("severity", issue["severity"].is_string()),
                ("message", issue["message"].is_string()),
                ("fingerprint", issue["fingerprint"].is_string()),
                ("frames", issue["frames"].is_array()),
                ("affected_files", issue["affected_files"].is_array()),
                ("lines", issue["lines"].as_array().is_some_and(|lines| lines.len() == 2)),
                ("count", issue["count"].as_u64().is_some_and(|count| count >= 1)),
            ] {
                assert!(right, "{key}: {issue}");
            }
        }
    }
    let shown = project.run_with(log.as_bytes(), &["analyze"]);
    assert!(shown.out.contains("server.js:5:3"), "{}", shown.out);
    let caret = shown.out.lines().find(|line| line.trim_end().ends_with("|   ^"));
    assert!(caret.is_some(), "column 3: {}", shown.out);
}

#[test]
fn logs_of_any_encoding_are_read() {
    let project = Project::express();
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(CORS.encode_utf16().flat_map(unit)).collect()
    };
    let cases = [
        ("UTF-8 with a mark", [b"\xef\xbb\xbf".as_slice(), CORS.as_bytes()].concat()),
        ("UTF-16, little end first", utf16(u16::to_le_bytes, [0xff, 0xfe])),
        ("UTF-16, big end first", utf16(u16::to_be_bytes, [0xfe, 0xff])),
        (
            "Latin-1 around it",
            [b"gr\xfc\xdfe\n".as_slice(), CORS.as_bytes(), b"\xff\x00\x1b[31m".as_slice()].concat(),
        ),
    ];
    for (name, bytes) in cases {
        let answer = project.run_with(&bytes, &["analyze", "--json"]);
        assert_eq!(answer.code, Some(0), "{name}: {}", answer.err);
        assert_eq!(answer.json()["issues"][0]["type"], "cors_error", "{name}");
    }
    // A log of any length is analysed; a repair takes one that a person could read.
    let large = [vec![b'x'; (64 << 20) + 1], b"\n".to_vec(), CORS.as_bytes().to_vec()].concat();
    let answer = project.run_with(&large, &["analyze", "--json"]);
    assert_eq!(answer.json()["issues"][0]["type"], "cors_error");
    let answer = project.run_with(&large, &["fix", "--log", "-", "--json"]);
    assert_eq!((answer.code, &answer.json()["error"]["code"]), (Some(1), &"too_large".into()));
}

/// Arguments, variables, and whether there are colours.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], bool);

#[test]
fn colours_are_where_they_are_wanted() {
    let project = Project::express();
    let cases: &[Case<'_>] = &[
        (&[], &[], false),
        (&["--color", "always"], &[], true),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("NO_COLOR", "1")], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--json", "--color", "always"], &[], false),
    ];
    for (arguments, variables, coloured) in cases {
        let mut command = project.command(&["fix", "--log", "../cors.log"]);
        let output = command.args(*arguments).envs(variables.iter().copied()).output().unwrap();
        let found = String::from_utf8(output.stdout).unwrap().contains('\u{1b}');
        assert_eq!(found, *coloured, "{arguments:?} {variables:?}");
    }
}

#[test]
fn what_a_log_says_cannot_steer_the_terminal() {
    let project = Project::express();
    project.write("server.js", b"const a = 1;\nthrow new Error('\x1b]0;x\x07');\n");
    let log = "Error: \u{1b}[2J\u{202e}gone\n    at run (server.js:2:7)\n";
    let shown = project.run_with(log.as_bytes(), &["analyze", "-v"]);
    assert!(shown.out.contains("server.js:2:7"), "{}", shown.out);
    assert!(!shown.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", shown.out);
}

#[test]
fn init_detects_and_never_overwrites() {
    let project = Project::express();
    let first = project.run(&["init", "--json"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert_eq!(first.json()["project"]["name"], "shop");
    let written = project.read(".autofix.yml");
    assert!(written.contains("name: \"shop\""), "{written}");

    let again = project.run(&["init", "--name", "other", "--json"]);
    assert_eq!((again.code, &again.json()["error"]["code"]), (Some(1), &"exists".into()));
    assert_eq!(project.read(".autofix.yml"), written);

    let forced = project.run(&["init", "--force", "--name", "a: \"b\" ${X}\n", "--type", "vue-express"]);
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert!(project.read(".autofix.yml").contains("type: vue-express"));
    let checked = project.run(&["config", "check", "--json"]).json();
    assert_eq!((&checked["valid"], &checked["warnings"]), (&true.into(), &Value::Array(Vec::new())));
    let left: Vec<String> = project.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [".autofix.yml", "package.json", "server.js"]);

    assert_eq!(project.run(&["init", "--type", "cobol"]).code, Some(1));
}

#[test]
fn config_check_points_at_what_is_wrong() {
    let project = Project::express();
    let missing = project.run(&["config", "check"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.err.contains("autofix init"), "{}", missing.err);

    project.write(".autofix.yml", b"project:\n  naem: shop\n");
    let misspelt = project.run(&["config", "check"]);
    assert_eq!(misspelt.code, Some(1));
    for words in [".autofix.yml:2:3", "2 |   naem: shop", "did you mean `name`?"] {
        assert!(misspelt.err.contains(words), "{words}: {}", misspelt.err);
    }
    let error = project.run(&["config", "check", "--json"]).json()["error"].clone();
    assert_eq!((&error["code"], &error["details"]["line"]), (&"unknown_key".into(), &2.into()));
    assert_eq!(error["details"]["suggestion"], "name");

    let text = "project:\n  name: shop\nfix_patterns:\n  - type: cors_error\n    template: cors_fix\n  \
        - type: build_error\n    template: no_such\n";
    project.write(".autofix.yml", text.as_bytes());
    let warned = project.run(&["config", "check", "--json"]);
    assert_eq!(warned.code, Some(0));
    let warnings = warned.json()["warnings"].clone();
    assert_eq!(warnings.as_array().unwrap().len(), 1, "{warnings}");
    assert_eq!((&warnings[0]["code"], &warnings[0]["line"]), (&"unknown_template".into(), &7.into()));
}

#[test]
fn status_and_plugins_answer_both_ways() {
    let project = Project::express();
    let status = project.run(&["status", "--json"]).json();
    assert_eq!(status["project"]["name"], "shop");
    assert_eq!(status["project"]["packages"][0]["frameworks"][0], "Express");
    assert_eq!(status["fixes"], Value::Array(Vec::new()));
    assert!(project.run(&["status"]).out.contains("no fix was applied yet"));

    let plugins = project.run(&["plugins", "list", "--json"]).json();
    let cors = plugins["plugins"].as_array().unwrap().iter().find(|plugin| plugin["name"] == "cors").unwrap();
    assert_eq!(cors["supported_errors"][0], "cors_error");
    assert!(project.run(&["plugins", "list"]).out.contains("cors_error"));
}

#[test]
fn help_and_completions_are_there() {
    let project = Project::express();
    for arguments in [
        &["--help"][..],
        &["fix", "--help"],
        &["analyze", "--help"],
        &["init", "--help"],
        &["rollback", "--help"],
        &["--version"],
    ] {
        let answer = project.run(arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}");
        let example = answer.out.contains("Example");
        assert_eq!(example, arguments.contains(&"--help"), "{arguments:?}: {}", answer.out);
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = project.run(&["completions", shell]);
        assert!(answer.code == Some(0) && answer.out.contains("rollback"), "{shell}");
    }
    for arguments in [&["analyse"][..], &["fix", "--aply", "--log", "x"]] {
        let answer = project.run(arguments);
        assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""), "{arguments:?}");
        assert!(answer.err.contains("similar"), "{arguments:?}: {}", answer.err);
    }
}
