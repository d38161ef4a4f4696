//! Maps of every form; those that lie are in `source_maps/hostile.rs`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "source_maps/hostile.rs"]
mod hostile;

use autofix_core::engine::{Engine, FileIndex};
use autofix_core::ingest::SourceMap;
use autofix_core::model::{AnalysisReport, ErrorContext, Frame};
use autofix_core::plugin::Registry;
use autofix_core::workspace::MemoryWorkspace;
use serde_json::{Value, json};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Line and column of the script, source, its line and column, name; all from 0.
type Mapping = (u32, u32, Option<(u32, u32, u32, Option<u32>)>);

fn vlq(number: i64, out: &mut String) {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut rest = number.unsigned_abs() << 1 | u64::from(number < 0);
    loop {
        let more = rest > 31;
        let digit = (rest & 31) as usize | if more { 32 } else { 0 };
        out.push(DIGITS[digit] as char);
        rest >>= 5;
        if !more {
            return;
        }
    }
}

/// The mappings as a tool writes them; they are in order.
fn encoded(mappings: &[Mapping]) -> String {
    let mut out = String::new();
    let (mut line, mut column, mut before) = (0, 0, [0_i64; 4]);
    let mut first = true;
    for (at_line, at_column, original) in mappings {
        while line < *at_line {
            out.push(';');
            (line, column, first) = (line + 1, 0, true);
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        vlq(i64::from(*at_column) - column, &mut out);
        column = i64::from(*at_column);
        let Some((source, source_line, source_column, name)) = original else { continue };
        for (slot, now) in [*source, *source_line, *source_column].into_iter().chain(*name).enumerate() {
            vlq(i64::from(now) - before[slot], &mut out);
            before[slot] = i64::from(now);
        }
    }
    out
}

fn map(mappings: &[Mapping]) -> Value {
    json!({ "version": 3, "sources": ["../src/a.js", "../src/b.js"], "names": ["first", "second"],
        "mappings": encoded(mappings) })
}

fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return answer;
        }
    }
}

fn analyze(files: &[(&str, &str)], log: &str) -> AnalysisReport {
    let workspace = MemoryWorkspace::new(files.iter().copied()).unwrap();
    wait(Engine::new(Registry::new(), &[]).analyze(Some(&workspace), log))
}

fn shown(frame: &Frame) -> String {
    let numbers: Vec<String> = [frame.line, frame.column].iter().flatten().map(ToString::to_string).collect();
    let function = frame.function.as_deref().unwrap_or("-");
    format!("{}:{} {function}{}", frame.file, numbers.join(":"), if frame.in_app { "" } else { " foreign" })
}

const SOURCE: &str = "const a = 1;\nexport class Cart {\n  total() { return this.x.y; }\n}\n\
    const pay = async () => { boom(); };\n[1].map((it) => it.z.z);\n";

/// Name, files beside `src/a.js`, path of the script as it is printed, first frame.
type Case<'c> = (&'c str, Vec<(&'c str, String)>, &'c str, &'c str);

const TOTAL: &str = "src/a.js:3:27 Cart.total";

/// A map whose one mapping leads to `total` of `src/a.js`.
fn to_total() -> Value {
    map(&[(0, 10, Some((0, 2, 26, None)))])
}

/// The same with another value of a key.
fn with(key: &str, value: Value) -> String {
    let mut map = to_total();
    map[key] = value;
    map.to_string()
}

/// A script that says where its map is.
fn script(url: &str) -> String {
    format!("x();\n//# sourceMappingURL={url}\n")
}

fn hold(cases: Vec<Case>) {
    for (name, files, script, expected) in cases {
        let mut all: Vec<(&str, &str)> = vec![("src/a.js", SOURCE)];
        all.extend(files.iter().map(|(path, text)| (*path, text.as_str())));
        let log = format!("TypeError: no\n    at start ({script}:1:14)\n");
        let report = analyze(&all, &log);
        assert_eq!(report.issues.len(), 1, "{name}");
        let issue = &report.issues[0];
        assert_eq!(shown(&issue.frames[0]), expected, "{name}");
        if expected == TOTAL {
            assert_eq!(issue.affected_files, ["src/a.js"], "{name}");
        }
        let context = ErrorContext { frames: vec![frame(script)], ..ErrorContext::default() };
        let workspace = MemoryWorkspace::new(all).unwrap();
        let index = wait(FileIndex::of(&workspace)).unwrap();
        let reported = wait(Engine::new(Registry::new(), &[]).classify(Some((&workspace, &index)), &context));
        assert_eq!(shown(&reported.frames[0]), expected, "{name}, reported");
    }
}

#[test]
fn a_map_is_found_wherever_tools_put_it() {
    let text = to_total().to_string();
    let base64 = "data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbIi4uL3NyYy9hLmpzIl0sIm5h\
        bWVzIjpbXSwibWFwcGluZ3MiOiJVQUVVIn0=";
    let percent = format!("data:application/json,{}", text.replace('"', "%22").replace(' ', "%20"));
    hold(vec![
        (
            "beside",
            vec![("dist/x.js", script("x.js.map")), ("dist/x.js.map", text.clone())],
            "/srv/dist/x.js",
            TOTAL,
        ),
        (
            "not named",
            vec![("dist/x.js", "x();".into()), ("dist/x.js.map", text.clone())],
            "/srv/dist/x.js",
            TOTAL,
        ),
        ("alone", vec![("dist/x.js.map", text.clone())], "/srv/dist/x.js", TOTAL),
        (
            "elsewhere",
            vec![("dist/x.js", script("../maps/x%20y.map")), ("maps/x y.map", text.clone())],
            "dist/x.js",
            TOTAL,
        ),
        (
            "by URL",
            vec![
                ("dist/x.js", script("https://cdn.test/maps/x.map")),
                ("dist/maps/x.map", with("sources", json!(["../../src/a.js"]))),
            ],
            "http://shop.test/x.js",
            TOTAL,
        ),
        (
            "from the root",
            vec![
                ("dist/a/x.js", script("/a/x.map")),
                ("dist/a/x.map", with("sources", json!(["/src/a.js"]))),
            ],
            "http://shop.test/a/x.js?v=1",
            TOTAL,
        ),
        (
            "base64",
            vec![("dist/x.js", script(base64))],
            "file:///srv/shop/dist/x.js",
            "src/a.js:3:11 Cart.total",
        ),
        ("percent", vec![("dist/x.js", script(&percent))], "C:\\shop\\dist\\x.js", TOTAL),
        (
            "served below a path",
            vec![("build/static/js/x.js.map", with("sources", json!(["../../../src/a.js"])))],
            "http://shop.test/shop/static/js/x.js",
            TOTAL,
        ),
    ]);
}

#[test]
fn sources_are_named_by_the_files_of_the_workspace() {
    let text = to_total().to_string();
    let inner = map(&[(0, 6, Some((0, 2, 26, None)))]);
    let at = |column: u32, map: &Value| json!({ "offset": { "line": 0, "column": column }, "map": map });
    let empty = json!({ "version": 3, "sources": [], "mappings": "" });
    let shifted = json!({ "version": 3, "sections": [at(0, &empty), at(4, &inner)] });
    let nested = json!({ "version": 3, "sections": [at(2, &json!({ "sections": [at(2, &inner)] }))] });
    hold(vec![
        ("a guard in front", vec![("dist/x.js.map", format!(")]}}'\n{text}"))], "dist/x.js", TOTAL),
        (
            "root of sources",
            vec![("dist/x.js.map", with("sourceRoot", json!("../src/")).replace("../src/a.js", "a.js"))],
            "dist/x.js",
            TOTAL,
        ),
        (
            "absolute root",
            vec![("dist/x.js.map", with("sourceRoot", json!("/")).replace("../src/a.js", "src/a.js"))],
            "dist/x.js",
            TOTAL,
        ),
        (
            "webpack",
            vec![("dist/x.js.map", with("sources", json!(["webpack://shop/./src/a.js?1f2e"])))],
            "dist/x.js",
            TOTAL,
        ),
        (
            "webpack, no name",
            vec![("dist/x.js.map", with("sources", json!(["webpack:///src/a.js"])))],
            "dist/x.js",
            TOTAL,
        ),
        (
            "webpack of Next",
            vec![(".next/static/x.js.map", with("sources", json!(["webpack://_N_E/(app)/./src/a.js"])))],
            "http://shop.test/base/_next/static/x.js",
            TOTAL,
        ),
        (
            "turbopack",
            vec![(
                ".next/server/[root]_x.js.map",
                with("sources", json!(["turbopack:///[project]/src/a.js"])),
            )],
            "file:///srv/.next/server/%5Broot%5D_x.js",
            TOTAL,
        ),
        ("sections", vec![("dist/x.js.map", shifted.to_string())], "dist/x.js", TOTAL),
        ("nested sections", vec![("dist/x.js.map", nested.to_string())], "dist/x.js", TOTAL),
        (
            "foreign",
            vec![("dist/x.js.map", with("sources", json!(["../node_modules/react/index.js"])))],
            "dist/x.js",
            "node_modules/react/index.js:3:27 start foreign",
        ),
        (
            "ignored",
            vec![("dist/x.js.map", with("ignoreList", json!([0])))],
            "dist/x.js",
            "src/a.js:3:27 start foreign",
        ),
        (
            "ignored by both names of the list",
            vec![(
                "dist/x.js.map",
                with("x_google_ignoreList", json!([0])).replacen('{', "{\"ignoreList\":[0],", 1),
            )],
            "dist/x.js",
            "src/a.js:3:27 start foreign",
        ),
        (
            "lists with what does not belong there",
            vec![("dist/x.js.map", with("names", json!([null, 1, -1, 1.5, true, {}, [[]], "x"])))],
            "dist/x.js",
            TOTAL,
        ),
        (
            "a source outside",
            vec![("dist/x.js.map", with("sources", json!(["../../../../etc/hosts.js"])))],
            "dist/x.js",
            "etc/hosts.js:3:27 start",
        ),
    ]);
}

#[test]
fn what_leads_nowhere_leaves_the_frame() {
    let beside = |map: String| vec![("dist/x.js.map", map)];
    let left = "dist/x.js:1:14 start";
    hold(vec![
        ("no source", beside(with("sources", json!([null]))), "dist/x.js", left),
        ("another version", beside(with("version", json!(2))), "dist/x.js", left),
        ("one wrong mapping", beside(with("mappings", json!("UAEU,!,AAAA"))), "dist/x.js", left),
        ("a list that names no source", beside(with("ignoreList", json!([7]))), "dist/x.js", left),
        ("not a map", beside("<html>".to_owned()), "dist/x.js", left),
        ("outside", vec![("dist/x.js", script("../../../etc/passwd"))], "/srv/dist/x.js", left),
        (
            "a text in the script",
            vec![
                ("dist/x.js", "s('//# sourceMappingURL=y.map');\nx();\n".to_owned()),
                ("dist/y.map", to_total().to_string()),
            ],
            "dist/x.js",
            left,
        ),
    ]);
}

fn frame(file: &str) -> Frame {
    let function = Some("start".to_owned());
    Frame { file: file.to_owned(), line: Some(1), column: Some(14), function, in_app: true }
}

#[test]
fn functions_have_the_names_of_the_source() {
    let at = |column: u32, line: u32, source_column: u32, name: Option<u32>| -> Mapping {
        (0, column, Some((0, line, source_column, name)))
    };
    let map = map(&[
        at(0, 0, 6, None),
        at(10, 2, 26, None),
        at(20, 4, 26, None),
        at(30, 5, 17, None),
        (0, 40, None),
    ]);
    let template = json!({ "version": 3, "sources": ["../src/t.vue"], "names": ["renderCart"],
        "mappings": encoded(&[(0, 0, Some((0, 1, 0, None))), (0, 10, Some((0, 7, 0, Some(0))))]) });
    let files = [
        ("src/a.js", SOURCE.to_owned()),
        ("src/t.vue", "<template/>".to_owned()),
        ("dist/x.js.map", map.to_string()),
        ("dist/t.js.map", template.to_string()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let log = "Error: e\n    at t (/srv/dist/x.js:1:11)\n    at async e.t (/srv/dist/x.js:1:21)\n    at /srv/dist/x.js:1:31\n    \
        at Array.map (<anonymous>)\n    at n (/srv/dist/x.js:1:1)\n    at u (/srv/dist/x.js:1:45)\n    \
        at e (/srv/dist/t.js:1:1)\n    at r (/srv/dist/t.js:1:11)\n    at setupCart (/srv/dist/t.js:1:1)\n";
    let report = analyze(&files, log);
    let frames: Vec<String> = report.issues[0].frames.iter().map(shown).collect();
    let expected = [
        "src/a.js:3:27 Cart.total",
        "src/a.js:5:27 pay",
        "src/a.js:6:18 -",
        "<anonymous>: Array.map foreign",
        "src/a.js:1:7 -",
        "/srv/dist/x.js:1:45 u",
        "src/t.vue:2:1 renderCart",
        "src/t.vue:8:1 -",
        "src/t.vue:2:1 setupCart",
    ];
    assert_eq!(frames, expected);
}

/// In a bundle, all errors with one message look alike until the map is read, and one error looks like two
/// where it is thrown from two builds.
#[test]
fn issues_are_told_apart_by_the_source() {
    let one = map(&[(0, 0, Some((0, 2, 26, None))), (0, 50, Some((0, 4, 26, None)))]);
    let other = map(&[(0, 0, Some((0, 4, 26, None))), (0, 50, Some((0, 2, 26, None)))]);
    let (one, other) = (one.to_string(), other.to_string());
    let files =
        [("src/a.js", SOURCE), ("dist/index-BxY3kd9Q.js.map", &one), ("dist/index-C1aZ04tt.js.map", &other)];
    let throw = |build: &str, column: u32| {
        format!("TypeError: no\n    at n (http://shop.test/index-{build}.js:1:{column})\n\n")
    };
    let places = [("BxY3kd9Q", 7), ("BxY3kd9Q", 60), ("C1aZ04tt", 60), ("C1aZ04tt", 7), ("C1aZ04tt", 61)];
    let log: String = places.iter().map(|(build, column)| throw(build, *column)).collect();
    let found: Vec<(Option<String>, u32)> = analyze(&files, &log)
        .issues
        .into_iter()
        .map(|issue| (issue.frames[0].function.clone(), issue.count))
        .collect();
    assert_eq!(found, [(Some("Cart.total".to_owned()), 3), (Some("pay".to_owned()), 2)]);
}

#[test]
fn what_is_no_build_is_left_alone() {
    let map = map(&[(0, 0, Some((0, 2, 26, None)))]).to_string();
    // Two packages have a `dist/index.js`; nothing says which one ran.
    let files = [
        ("src/a.js", SOURCE),
        ("api/package.json", "{}"),
        ("web/package.json", "{}"),
        ("api/dist/index.js.map", &map),
        ("web/dist/index.js.map", &map),
        ("server.js", "a();"),
        ("dist/server.js.map", &map),
    ];
    let cases = [
        ("/app/index.js", "/app/index.js:1:14 start"),
        ("/app/api/dist/index.js", "api/src/a.js:3:27 start"),
        ("/app/server.js", "server.js:1:14 start"),
        ("/app/dist/server.js", "src/a.js:3:27 Cart.total"),
        ("/app/node_modules/dist/server.js", "/app/node_modules/dist/server.js:1:14 start foreign"),
    ];
    for (script, expected) in cases {
        let report = analyze(&files, &format!("Error: e\n    at start ({script}:1:14)\n"));
        assert_eq!(shown(&report.issues[0].frames[0]), expected, "{script}");
    }
}

#[test]
fn a_line_alone_is_enough_where_the_line_is_from_one_line() {
    let map = map(&[
        (0, 4, Some((0, 7, 0, None))),
        (0, 9, Some((0, 7, 5, None))),
        (1, 0, Some((0, 1, 0, None))),
        (1, 5, Some((0, 2, 0, None))),
    ]);
    let map = SourceMap::read(&map.to_string()).unwrap();
    let line = |line| map.lookup(line, None).map(|found| (found.line, found.column));
    assert_eq!([line(1), line(2), line(3), line(0)], [Some((8, 1)), None, None, None]);
    assert_eq!(map.lookup(1, Some(4)), None, "before the first mapping of the line");
    assert_eq!(map.lookup(2, Some(4_000_000_000)).map(|found| found.line), Some(3));
}
