//! Whatever comes in, reading it ends, stays inside the log, and gives nothing secret away.

use autofix_core::classify::{Classifier, Signature};
use autofix_core::ingest::{Log, PathMap, Reader, read, redact};
use autofix_core::model::{ErrorContext, Frame, IssueType};
use proptest::prelude::*;

static TABLE: &[Signature] = &[
    Signature::new("code", IssueType::PORT_CONFLICT, 0.9).codes(&["EADDRINUSE"]),
    Signature::new("words", IssueType::CORS_ERROR, 0.9).all(&["blocked", "policy"]).none(&["unblocked"]),
    Signature::new("anycase", IssueType::CONFIG_ERROR, 0.9).any(&["missing setting"]).insensitive(),
    Signature::new("regex", IssueType::ROUTE_ERROR, 0.9).any(&["route"]).regex(r"route '\w+' not found"),
    Signature::new("library", IssueType::DATABASE_ERROR, 0.8).thrown_in(&["node_modules/pg/"]),
    Signature::new("elsewhere", IssueType::MIGRATION_ERROR, 0.95).any(&["no table"]).log(&["migrating"]),
    Signature::new("bug", IssueType::RUNTIME_ERROR, 0.4)
        .in_app()
        .readers(&[Reader::JavaScript, Reader::Python]),
];

fn first(log: &str) -> String {
    let report = Classifier::new(&[TABLE]).analyze(log, None);
    report.issues.first().map_or_else(|| "none".to_owned(), |issue| issue.issue_type.to_string())
}

#[test]
fn every_condition_decides() {
    for (log, expected) in [
        ("listen EADDRINUSE :::1", "port_conflict"),
        ("listen EADDRINUSEX :::1", "none"),
        ("listen eaddrinuse :::1", "none"),
        ("blocked by policy", "cors_error"),
        ("unblocked by policy", "none"),
        ("blocked", "none"),
        ("MISSING Setting", "config_error"),
        ("route 'x' not found", "route_error"),
        ("route x not found", "none"),
        ("Error: a\n    at q (/w/node_modules/pg/lib/c.js:1:1)\n    at f (/w/a.js:1:1)", "database_error"),
        ("Error: a\n    at f (/w/a.js:1:1)\n    at q (/w/node_modules/pg/lib/c.js:1:1)", "runtime_error"),
        ("Error: a\n    at q (/w/node_modules/x/c.js:1:1)", "unknown"),
        ("no table", "none"),
        ("migrating\nall well\nno table", "migration_error"),
    ] {
        assert_eq!(first(log), expected, "{log}");
    }
}

#[test]
fn every_format_is_read_with_its_place() {
    let rows: &[(Reader, &str, u32, &str)] = &[
        (Reader::TypeScript, "src/a.ts", 3, "src/a.ts(3,4): error TS2339: Property 'x' does not exist.\n"),
        (Reader::TypeScript, "src/a.ts", 3, "src/a.ts:3:4 - error TS2339: Property 'x' does not exist.\n"),
        (
            Reader::Bundler,
            "src/b.js",
            9,
            "✘ [ERROR] Unexpected \"}\"\n\n    src/b.js:9:1:\n      9 │ }\n        ╵ ^\n",
        ),
        (
            Reader::Bundler,
            "/w/src/c.jsx",
            2,
            "error during build:\n[vite:esbuild] Transform failed with 1 error:\n/w/src/c.jsx:2:6: ERROR: no\nfile: /w/src/c.jsx:2:6\n    at failureErrorWithLog (/w/node_modules/esbuild/lib/main.js:1:1)\n",
        ),
        (
            Reader::Bundler,
            "src/d.js",
            4,
            "Build failed with 1 error:\n\n[PARSE_ERROR] Expected a semicolon\n   ╭─[ src/d.js:4:10 ]\n   │\n 4 │ let a b\n",
        ),
        (
            Reader::Webpack,
            "./src/e.js",
            5,
            "ERROR in ./src/e.js 5:0-20\nModule not found: Error: Can't resolve './x' in '/w/src'\n",
        ),
        (Reader::Next, "./app/page.tsx", 10, "Failed to compile.\n\n./app/page.tsx:10:5\nType error: no\n"),
        (
            Reader::Lint,
            "/w/src/f.js",
            3,
            "/w/src/f.js\n  3:7  error  'x' is not defined  no-undef\n\n✖ 1 problem\n",
        ),
        (
            Reader::TestRunner,
            "src/g.test.js",
            8,
            "  ● sums › adds\n\n    expect(received).toBe(expected)\n\n      at Object.<anonymous> (src/g.test.js:8:15)\n\nTest Suites: 1 failed\n",
        ),
        (
            Reader::TestRunner,
            "src/h.test.ts",
            6,
            " FAIL  src/h.test.ts > adds\nAssertionError: expected 1 to be 2\n ❯ src/h.test.ts:6:13\n",
        ),
        (
            Reader::Browser,
            "http://localhost:3000/src/i.js",
            7,
            "http://localhost:3000/src/i.js:7 [error] Something odd\n",
        ),
        (
            Reader::Java,
            "Main.java",
            4,
            "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat app.Main.main(Main.java:4)\nCaused by: java.io.IOException: x\n\t... 3 more\n",
        ),
        (
            Reader::JavaScript,
            "/w/j.js",
            2,
            "{\"level\":\"error\",\"msg\":\"no\",\"stack\":\"Error: no\\n    at /w/j.js:2:1\"}\n",
        ),
        (Reader::Npm, "", 0, "npm ERR! code E404\nnpm ERR! 404 Not Found\n"),
        (
            Reader::Django,
            "",
            0,
            "shop.Item.name: (fields.E120) CharFields must define a 'max_length' attribute.\n",
        ),
        (Reader::Http, "", 0, "PUT /api/tasks/1 404 2 ms\n"),
        (Reader::Plain, "", 0, "2026-01-01 10:00:00 ERROR worker: no\n"),
    ];
    for (reader, file, line, text) in rows {
        let log = Log::new(text);
        let blocks = read(&log);
        assert_eq!(blocks.iter().map(|block| block.reader).collect::<Vec<_>>(), vec![*reader], "{text}");
        let context = blocks[0].context(&log, None);
        assert!(!context.message.is_empty() && context.lines[0] == 1, "{text}");
        let frame = context.frames.iter().find(|frame| frame.in_app);
        let found = frame.map(|frame| (frame.file.as_str(), frame.line.unwrap_or(0)));
        assert_eq!(found, (!file.is_empty()).then_some((*file, *line)), "{text}");
    }
}

#[test]
fn a_large_log_ends() {
    let classifier = Classifier::new(&[TABLE]);
    let mut long = "blocked policy route ".repeat(50_000);
    long.push_str("EADDRINUSE");
    assert_eq!(classifier.analyze(&long, None).lines, 1);
    for line in [
        "Error: x\n",
        "    at f (/a.js:1:1)\n",
        "  File \"a.py\", line 1, in f\n",
        "/a.js:1\n",
        "ERROR in x\n",
        "error during build:\n",
        "Traceback (most recent call last):\n",
        "blocked policy EADDRINUSE\n",
        "{\n",
        "GET /a 500\n",
        "token=a@b.c@\n",
        "● a\n",
        " ⨯ a {\n",
    ] {
        let report = classifier.analyze(&line.repeat(100_000), None);
        assert_eq!(report.lines, 100_000, "{line}");
        for issue in &report.issues {
            assert!(
                issue.lines[0] >= 1 && issue.lines[1] <= 100_000 && issue.lines[0] <= issue.lines[1],
                "{line}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let log = Log::from_bytes(&bytes);
        let mut next = 0;
        for block in read(&log) {
            prop_assert!(block.first >= next && block.last >= block.first && block.last < log.len());
            next = block.last + 1;
        }
        let text = String::from_utf8_lossy(&bytes);
        Classifier::new(&[TABLE]).analyze(&text, Some(&["a.js".to_owned()]));
        Classifier::new(&[TABLE]).classify(&ErrorContext { message: text.into_owned(), ..ErrorContext::default() }, None);
    }

    #[test]
    fn pieces_of_every_format_in_any_order_are_read(pieces in prop::collection::vec(prop::sample::select(vec![
        "Error: x", "    at f (/a.js:1:1) {", "    at ", "at é (ü:1:2)", "  [cause]: E", "}", "", "/a.js:1", "   ^", "Traceback (most recent call last):",
        "  File \"é\", line 1, in", "  File \"x\", line ", "KeyError", "During handling of the above exception, another exception occurred:", "error during build:",
        "╭─[ é:1 ]", "file: é:9:9", "é (1:2): x", "ERROR in é 1:", "é(1,2): error TS1: é", "error TS", " ⨯ é", "npm ERR!", "● ", "FAIL a > b", "❯ é",
        "http://é é", "Caused by: é", "\tat a.B(C.java:1)", "GET /é 404", "\"GET é", "{\"level\":50,\"msg\":\"é\"}", "{\"level\":\"error\"}", "-----BEGIN PRIVATE KEY-----",
        "a: (é.E001) ", "x: (a.é001) y", "é | ", "web-1 | x", "password=é", "://é:é@é", "\u{1b}[", "\u{1b}]é", "\r", "Node.js v", "[É_É_É_É] x", "1:2 error é", "a/é.js",
    ]), 0..60), separator in prop::sample::select(vec!["\n", "\r\n", "\n\n", " "])) {
        let text = pieces.join(separator);
        let log = Log::new(&text);
        let mut next = 0;
        for block in read(&log) {
            prop_assert!(block.first >= next && block.last >= block.first && block.last < log.len());
            next = block.last + 1;
        }
        Classifier::new(&[TABLE]).analyze(&text, None);
    }

    #[test]
    fn redacting_twice_changes_nothing(text in "[ -~]{0,200}") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once);
    }

    #[test]
    fn a_mapped_path_is_a_file(path in "[a-z./\\\\:?]{0,30}", files in prop::collection::vec("[a-c]{1,2}(/[a-c]{1,2}){0,3}", 0..8)) {
        if let Some(found) = PathMap::new(&files).resolve(&path) {
            prop_assert!(files.contains(&found));
        }
        PathMap::new(&files).map(&mut [Frame { file: path, in_app: true, ..Frame::default() }]);
    }
}
