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

/// A reader, the file and the line of the project's first frame, and a text.
const FORMATS: &[(Reader, &str, u32, &str)] = &[
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
        Reader::Go,
        "/app/cart.go",
        16,
        "panic: runtime error: x [recovered]\n\tpanic: y\n\ngoroutine 1 [running]:\npanic({0x1, 0x2})\n\t/usr/lib/go-1.22/src/runtime/panic.go:884 +0x212\nshop/cart.Add(...)\n\t/app/cart.go:16\ncreated by main.main in goroutine 7\n\t/app/main.go:3 +0x1\n",
    ),
    (
        Reader::Rust,
        "src/main.rs",
        2,
        "thread 'main' panicked at 'two\nlines', src/main.rs:2:5\nnote: run with `RUST_BACKTRACE=1`\n",
    ),
    (
        Reader::Ruby,
        "/app/x.rb",
        3,
        "/app/x.rb:3:in 'Cart#price': undefined method 'y' for nil (NoMethodError)\n\tfrom /app/x.rb:9:in '<main>'\n",
    ),
    (
        Reader::Php,
        "/app/x.php",
        3,
        "PHP Fatal error:  Uncaught Error: two\nlines in /app/x.php:3\nStack trace:\n#0 {main}\n  thrown in /app/x.php on line 3\n",
    ),
    (
        Reader::Php,
        "/app/x.php",
        3,
        "[2026-11-22T10:00:00] request.CRITICAL: Uncaught PHP Exception RuntimeException: \"no\" at /app/x.php line 3 []\n",
    ),
    (
        Reader::DotNet,
        "/app/X.cs",
        3,
        "Unhandled exception. System.Exception: no\n   at System.Linq.Enumerable.First[T](IEnumerable`1 source)\n   at App.X.Run() in /app/X.cs:line 3\n",
    ),
    (Reader::DotNet, "/app/X.cs", 8, "/app/X.cs(8,17): error CS0103: no [/app/A.csproj]\n"),
    (
        Reader::Java,
        "Oven.kt",
        9,
        "WARN  a.B - no\njava.lang.IllegalStateException: no\n\tat app//bakery.Oven.run(Oven.kt:9) ~[classes!/:1.0]\n",
    ),
    (Reader::Java, "/app/Oven.kt", 5, "e: file:///app/Oven.kt:5:2 Unresolved reference 'x'.\n"),
    (Reader::Java, "/app/Oven.java", 8, "[ERROR] /app/Oven.java:[8,20] cannot find symbol\n"),
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

#[test]
fn every_format_is_read_with_its_place() {
    for (reader, file, line, text) in FORMATS {
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
        "panic: x\n",
        "goroutine 1 [running]:\n",
        "WARNING: DATA RACE\n",
        "--- FAIL: a\n",
        "thread 'a' panicked at 'x\n",
        "Error: A { \n",
        "Caused by:\n",
        "error: x\n",
        "a.rb:1:in `f': x (E)\n",
        "a.rb:1:in `f'\n",
        "\tfrom a.rb:1:in `f'\n",
        "#<Thread: ERROR\n",
        "PHP Fatal error:  Uncaught x\n",
        "#0 /a.php(1): f()\n",
        "Next x in /a.php:1\n",
        "{\"exception\":\"[object] (A(code: 0): x at /a.php:1)\n",
        "a.XException: x\n",
        "   at A.B() in /a.cs:line 1\n",
        "fail: A[0]\n",
        "Exception in thread \"x\" a\n",
        "ERROR a.XException\n",
        "\tat a.B.c(D.java:1)\n",
        "Caused by: a.XException: x\n",
        "f@http://h/a.js:1:1\n",
        "  | ValueError: x\n",
        "Timeout (1)!\n",
        "Thread 1 (most recent call first):\n",
        "Call stack:\n",
    ] {
        let report = classifier.analyze(&line.repeat(20_000), None);
        assert_eq!(report.lines, 20_000, "{line}");
        for issue in &report.issues {
            assert!(
                issue.lines[0] >= 1 && issue.lines[1] <= 20_000 && issue.lines[0] <= issue.lines[1],
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
        "panic: é", "goroutine 1 [running]:", "é(...)", "\t/é.go:1 +0x1", "created by é", "WARNING: DATA RACE", "======", "--- FAIL: é", "    é.go:1: é", "é.go:1:2: é", "exit status 1",
        "thread 'é' panicked at é.rs:1:2:", "thread 'é' panicked at 'é", "é', é.rs:1:2", "stack backtrace:", "   0: é::[é", "             at é.rs:1:2", "Error: É", "Caused by:", "    0: é", "error[E0001]: é", " --> é:1:2",
        "é.rb:1:in `é': é (É)", "é.rb:1:in `é'", "\tfrom é.rb:1:in `é'", "\t1: from é.rb:1:in `é'", "#<Thread:é", "é.rb:1: syntax error é", "  1) Failure:", "é [é.rb:1]:", "(É)", "... 1 levels...",
        "PHP Fatal error:  é in é on line 1", "PHP Fatal error:  Uncaught é in é:1", "Stack trace:", "#0 é(1): é{closure(", "#1 [internal function]: é", "#2 {main}", "Next é in é:1", "  thrown in é on line 1", "{\"exception\":\"[object] (é(code: 0): é at é:1)", "[stacktrace]", "[previous exception] [object] (é(code: 0): é at é:1)", "Uncaught PHP Exception é: \"é\" at é line 1",
        "é.XException: é ---> é.YException", " ---> é", "   at é.é(é) in é:line 1", "  at é.é (é) [0x1] in é:1", "   --- End of é", "fail: é[0]", "      é", "é(1,2): error CS0103: é [é.csproj]", "Unhandled Exception:",
        "é - a.XException: é", "\tat é/a.B(C.kt:1)", "\tSuppressed: é", "Wrapped by: é", "\t... 1 more", "é.java:1: error: é", "e: file:///é.kt:1:2 é", "[ERROR] é.java:[1,2] é", "ERROR é",
        "é@http://é:1:2", "f@é line 1 > eval:1:2", "é*f@[native code]", "global code@", "  + Exception Group Traceback (most recent call last):", "  | É: é", "  +-+---- 1 ----", "Fatal Python error: é", "Thread é (most recent call first):", "  File \"é\", line 1 in é", "Call stack:", "Message: é",
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
