//! The trace of each runtime among healthy lines, cut off, and what only looks like one.

use autofix_core::ingest::{Log, Reader, read};

/// A whole trace of each runtime: its reader, its text, the message of its root.
const TRACES: &[(Reader, &str, &str)] = &[
    (
        Reader::Go,
        "panic: no\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/app/main.go:7 +0x1\nmain.main()\n\t/app/main.go:9 +0x2",
        "no",
    ),
    (
        Reader::Rust,
        "thread 'w' (7) panicked at src/main.rs:2:5:\nno\nstack backtrace:\n   0: app::f\n             at ./src/main.rs:2:5\n   1: app::main\n             at ./src/main.rs:9:5",
        "no",
    ),
    (Reader::Rust, "error[E0425]: no\n --> src/main.rs:2:5\n  |\n2 | x\n  | ^", "E0425: no"),
    (
        Reader::Ruby,
        "a.rb:3:in `f': outer (Outer)\n\tfrom a.rb:9:in `<main>'\na.rb:2:in `g': inner (Inner)\n\tfrom a.rb:3:in `f'\n\tfrom a.rb:9:in `<main>'",
        "Inner: inner",
    ),
    (
        Reader::Php,
        "PHP Fatal error:  Uncaught A: inner in /app/a.php:3\nStack trace:\n#0 /app/a.php(9): f()\n#1 {main}\n\nNext B: outer in /app/a.php:5\nStack trace:\n#0 {main}\n  thrown in /app/a.php on line 5",
        "A: inner",
    ),
    (
        Reader::DotNet,
        "System.InvalidOperationException: outer\n ---> System.FormatException: inner\n   at App.X.F() in /app/X.cs:line 3\n   --- End of inner exception stack trace ---\n   at App.X.G() in /app/X.cs:line 9",
        "System.FormatException: inner",
    ),
    (
        Reader::Java,
        "a.OuterException: outer\n\tat a.B.g(B.java:9)\nCaused by: a.InnerException: inner\n\tat a.B.f(B.java:3)\n\t... 1 more",
        "a.InnerException: inner",
    ),
    (
        Reader::Python,
        "Traceback (most recent call last):\n  File \"/app/a.py\", line 3, in f\n    x\nKeyError: 'a'\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"/app/a.py\", line 9, in <module>\n    f()\nValueError: outer",
        "KeyError: 'a'",
    ),
    (
        Reader::JavaScript,
        "TypeError: no\nf@/app/a.js:3:4\nmap@[native code]\nglobal code@/app/a.js:9:1",
        "TypeError: no",
    ),
];

#[test]
fn a_trace_ends_where_the_healthy_lines_begin() {
    for (reader, trace, message) in TRACES {
        let count = u32::try_from(trace.lines().count()).unwrap();
        let text = format!(
            "10:00 listening on 8080\n10:01 job 7 done\n{trace}\n10:02 job 8 done\n10:03 job 9 done\n"
        );
        let log = Log::new(&text);
        let blocks = read(&log);
        assert_eq!(blocks.iter().map(|block| block.reader).collect::<Vec<_>>(), vec![*reader], "{text}");
        let context = blocks[0].context(&log, None);
        assert_eq!((context.message.as_str(), context.lines), (*message, vec![3, 2 + count]), "{text}");
    }
}

#[test]
fn a_trace_that_is_cut_off_keeps_what_is_there() {
    for (reader, trace, _) in TRACES {
        let lines: Vec<&str> = trace.lines().collect();
        for kept in 1..lines.len() {
            let text = lines[..kept].join("\n");
            let log = Log::new(&text);
            for block in read(&log) {
                assert!(block.reader == *reader || kept < 5, "{text}: {block:?}");
                assert!(block.last < log.len(), "{text}");
            }
        }
        let most = lines[..lines.len() - 1].join("\n");
        assert!(read(&Log::new(&most)).iter().any(|block| block.reader == *reader), "{most}");
    }
}

#[test]
fn prose_is_no_trace() {
    for line in [
        "goroutine 7 is the one we like",
        "main.go:17: connecting",
        "\t/srv/shop/main.go is a file",
        "thread 'main' is busy",
        "3: see the notes",
        "from here on all is well",
        "config.rb:12 was loaded",
        "#1 in the list (3): done",
        "#0 {main} is the root",
        "in /app/x.php on line 3 stands the answer",
        "Warning: low ink",
        "at noon in Kiel:line 3 opens",
        "at Work.we.trust(you)",
        "no Exception was thrown",
        "Caused by: nobody",
        "... 3 more",
        "met at bakery.Main (the shop)",
        "mail ann@example.org or bob@example.org:25",
        "git@example.org:team/app.js",
        "native@ is no name",
        "DATA RACE is a word of Go",
        "Stack trace: none",
        "--> src/main.rs:2:5 is a place",
    ] {
        assert_eq!(read(&Log::new(line)), vec![], "{line}");
        let twice = format!("{line}\n{line}\nall is well\n");
        assert_eq!(read(&Log::new(&twice)), vec![], "{twice}");
    }
}

#[test]
fn other_peoples_code_is_not_the_projects() {
    for (trace, own) in [
        (
            "panic: x\n\ngoroutine 1 [running]:\nnet/http.f()\n\t/usr/local/go/src/net/http/a.go:1\ngithub.com/a/b.f()\n\t/home/dev/go/pkg/mod/github.com/a/b@v1/b.go:2\ngithub.com/a/c.f()\n\t/app/vendor/github.com/a/c/c.go:3\nos.f()\n\tos/file.go:4\nmain.f()\n\t/app/internal/x.go:5\n",
            5,
        ),
        (
            "thread 'main' panicked at src/lib.rs:5:1:\nx\nstack backtrace:\n   0: core::f\n             at /rustc/abc/library/core/src/a.rs:1:1\n   1: b::f\n             at /home/a/.cargo/registry/src/x/b-1.0.0/src/lib.rs:2:1\n   2: app::f\n             at ./src/lib.rs:5:1\n",
            5,
        ),
        (
            "/usr/lib/ruby/3.1.0/a.rb:1:in `f': x (E)\n\tfrom /app/vendor/bundle/ruby/3.1.0/gems/b-1/b.rb:2:in `f'\n\tfrom <internal:kernel>:3:in `loop'\n\tfrom /app/x.rb:5:in `f'\n",
            5,
        ),
        (
            "PHP Fatal error:  Uncaught E: x in /app/vendor/a/b.php:1\nStack trace:\n#0 [internal function]: f()\n#1 /app/x.php(5): g()\n#2 {main}\n  thrown in /app/vendor/a/b.php on line 1\n",
            5,
        ),
        (
            "System.Exception: x\n   at System.F() in /_/src/A.cs:line 1\n   at Microsoft.G(String s) in /b/B.cs:line 2\n   at App.H() in /app/X.cs:line 5\n",
            5,
        ),
        (
            "a.XException: x\n\tat java.base/java.util.A.f(A.java:1)\n\tat org.springframework.B.f(B.java:2)\n\tat app.X$$FastClassBySpringCGLIB$$1.invoke(<generated>)\n\tat app.X.f(X.java:5)\n",
            5,
        ),
        (
            "Error: x\nf@self-hosted:1:1\ng@resource://gre/a.js:2:2\nh@http://h/node_modules/b.js:3:3\nk@http://h/x.js:5:1\n",
            5,
        ),
    ] {
        let blocks = read(&Log::new(trace));
        let lines: Vec<_> = blocks
            .iter()
            .flat_map(|block| &block.frames)
            .filter(|frame| frame.in_app)
            .map(|frame| frame.line)
            .collect();
        assert_eq!(lines, vec![Some(own)], "{trace}");
    }
}
