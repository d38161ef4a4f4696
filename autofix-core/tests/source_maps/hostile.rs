//! Maps that are wrong, ask for too much, or are made at random.

use super::{Mapping, analyze, map, to_total, with};
use autofix_core::ingest::{MapError, SourceMap};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_map_that_is_wrong_somewhere_is_refused() {
    let read = |text: String| SourceMap::read(&text).map(|_| ());
    assert_eq!(read(to_total().to_string()), Ok(()));
    let wrong = [
        ("no digit", "AAAA,!"),
        ("cut off", "AAAA,AAAg"),
        ("two numbers", "AAAA,AA"),
        ("six numbers", "AAAAAA"),
        ("column below zero", "D"),
        ("line below zero", "AADA"),
        ("no such source", "AEAA"),
        ("source below zero", "ADAA"),
        ("no such name", "AAAAE"),
        ("name below zero", "AAAAD"),
        ("a number of 80 bits", "gggggggggggggggB"),
    ];
    for (name, mappings) in wrong {
        assert!(matches!(read(with("mappings", json!(mappings))), Err(MapError::Mappings(_))), "{name}");
    }
    for (key, value) in [("ignoreList", json!(["x"])), ("sources", json!({})), ("mappings", json!(1))] {
        assert!(matches!(read(with(key, value)), Err(MapError::Json(_))), "{key}");
    }
    // Numbers that leave 32 bits lead nowhere, or to where they end up; they stop nothing.
    for mappings in ["AA+/////HA", "AAA+/////H", "+/////HAAA", "gggggggggggBAAA,gggggggggggBAAA"] {
        let map = SourceMap::read(&with("mappings", json!(mappings))).unwrap();
        let _ = (map.lookup(1, None), map.lookup(1, Some(u32::MAX)), map.lookup(u32::MAX, Some(u32::MAX)));
    }
}

/// What is measured before anything is decoded: maps of up to 64 MiB.
#[test]
fn maps_that_ask_for_too_much_are_refused() {
    let read = |text: String| SourceMap::read(&text).map(|_| ()).unwrap_err();
    assert_eq!(read(" ".repeat((64 << 20) + 1)), MapError::TooLarge((64 << 20) + 1));
    let section = |map: &str| format!("{{\"offset\":{{\"line\":0,\"column\":0}},\"map\":{map}}}");
    let deep = (0..10).fold("{}".to_owned(), |map, _| format!("{{\"sections\":[{}]}}", section(&map)));
    assert_eq!(read(deep), MapError::Sections);
    let small = section("{\"mappings\":\"\"},").replace("},}", "}},");
    assert_eq!(
        read(format!("{{\"sections\":[{}]}}", small.repeat(100_001).trim_end_matches(','))),
        MapError::Sections
    );
    for text in ["[".repeat(100_000), "{\"sections\":[{\"map\":".repeat(10_000), "{\"x\":".repeat(100_000)] {
        assert!(matches!(read(text), MapError::Json(_)));
    }
    let of = |key: &str, value: String| format!("{{\"{key}\":{value},\"mappings\":\"\"}}");
    for item in ["0,", "\"\",", "[],", "null,"] {
        let list = format!("[{}0]", item.repeat((9 << 20) / item.len()));
        assert_eq!(read(of("names", list)), MapError::TooMany, "{item}");
    }
    assert_eq!(read(of("sources", format!("[\"{}\"]", "a".repeat(9 << 20)))), MapError::TooMany);
    assert_eq!(read(of("ignoreList", format!("[{}0]", "0,".repeat(1 << 20)))), MapError::TooMany);
    for piece in ["A,", "AAAA;", ";", ",", "g", "!", "\\u002c"] {
        let mappings = piece.repeat((24 << 20) / piece.len());
        assert_eq!(read(format!("{{\"mappings\":\"{mappings}\"}}")), MapError::TooMany, "{piece}");
    }
    // Sections share what one map may take.
    let map = format!("{{\"mappings\":\"{}\"}}", "A,".repeat(2 << 20));
    let sections: Vec<String> = (0..3).map(|_| section(&map)).collect();
    assert_eq!(read(format!("{{\"sections\":[{}]}}", sections.join(","))), MapError::TooMany);
}

#[test]
fn maps_as_large_as_is_allowed_are_searched_fast() {
    for filler in [";".repeat(4 << 20), ",".repeat(4 << 20), "AAAA,C,".repeat(1 << 19)] {
        let mappings = format!("AAAA,{filler};AAAA");
        let text = json!({ "version": 3, "sources": ["a.js"], "mappings": mappings }).to_string();
        let map = SourceMap::read(&text).unwrap();
        for line in 1..10_000 {
            let _ = (map.lookup(line * 401, Some(line)), map.lookup(line, None));
        }
        assert_eq!(map.lookup(1, Some(1)).map(|found| found.line), Some(1));
    }
    // What is not read of a map takes nothing.
    let unread = format!("{{\"x\":[{}0],\"mappings\":\"\"}}", "0,".repeat(16 << 20));
    assert_eq!(SourceMap::read(&unread).unwrap().lookup(1, Some(1)), None);
    // A path of megabytes is not put into every frame.
    for (key, value) in
        [("sources", json!(["a".repeat(1 << 20)])), ("sourceRoot", json!("a".repeat(1 << 20)))]
    {
        let found = SourceMap::read(&with(key, value)).unwrap().lookup(1, Some(11));
        assert!(found.is_none_or(|found| found.source.len() < 100), "{key}");
    }
    let far = json!({ "offset": { "line": u32::MAX, "column": u32::MAX }, "map": to_total() });
    let map = json!({ "sections": [far.clone(), { "offset": { "line": u32::MAX, "column": 1 }, "map": { "sections": [far] } }] });
    let map = SourceMap::read(&map.to_string()).unwrap();
    assert_eq!(
        [map.lookup(u32::MAX, None), map.lookup(u32::MAX, Some(u32::MAX)), map.lookup(1, Some(1))],
        [None, None, None]
    );
}

/// Each is allowed; all of them are too much for one run.
#[test]
fn large_maps_of_one_run_share_its_memory() {
    let large = with("mappings", json!(format!("UAEU;{}A", "A,".repeat(5_000_000))));
    let files = ["a", "b", "c", "d"].map(|name| format!("dist/{name}.js.map"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), large.as_str())).collect();
    let frames = ["a", "b", "c", "d"].map(|name| format!("    at f (/srv/dist/{name}.js:1:14)\n"));
    let report = analyze(&files, &format!("Error: e\n{}", frames.concat()));
    let lines: Vec<Option<u32>> = report.issues[0].frames.iter().map(|frame| frame.line).collect();
    assert_eq!(lines, [Some(3), Some(3), Some(3), Some(1)]);
}

#[test]
fn mappings_of_a_line_may_stand_in_any_order() {
    // Columns 10, 0, 5 lead to lines 1, 2, 3.
    let map = SourceMap::read(&with("mappings", json!("UAAA,VACA,KACA"))).unwrap();
    let line = |column| map.lookup(1, Some(column)).map(|found| found.line);
    assert_eq!(
        [line(1), line(5), line(6), line(11), line(99)],
        [Some(2), Some(2), Some(3), Some(1), Some(1)]
    );
}

fn mappings() -> impl Strategy<Value = Vec<Mapping>> {
    let original =
        proptest::option::weighted(0.9, (0..2_u32, 0..5_000_u32, 0..300_u32, proptest::option::of(0..2_u32)));
    proptest::collection::btree_map((0..40_u32, 0..20_000_u32), original, 0..3_000)
        .prop_map(|all| all.into_iter().map(|((line, column), original)| (line, column, original)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_place_is_found(mappings in mappings(), places in proptest::collection::vec((0..42_u32, 0..21_000_u32), 50)) {
        let text = map(&mappings).to_string();
        let read = SourceMap::read(&text).unwrap();
        let of_mappings = mappings.iter().map(|(line, column, _)| (*line, *column));
        for (line, column) in places.into_iter().chain(of_mappings.collect::<Vec<_>>()) {
            let last = mappings.iter().rev().find(|(l, c, _)| *l == line && *c <= column);
            let expected = last.and_then(|(_, _, original)| *original).map(|(source, line, column, name)| {
                let source = ["../src/a.js", "../src/b.js"][source as usize].to_owned();
                (source, line + 1, column + 1, name.map(|name| ["first", "second"][name as usize].to_owned()))
            });
            let found = read.lookup(line + 1, Some(column + 1));
            prop_assert_eq!(found.map(|it| (it.source, it.line, it.column, it.name)), expected);
        }
    }

    #[test]
    fn no_mappings_panic(mappings in "[A-Za-z0-9+/,;=!ß]{0,200}", line in any::<u32>(), column in any::<Option<u32>>()) {
        let text = json!({ "version": 3, "sources": ["a"], "names": ["b"], "mappings": mappings }).to_string();
        let Ok(read) = SourceMap::read(&text) else { return Ok(()) };
        for (line, column) in [(line, column), (1, column), (1, Some(1)), (1, None), (2, Some(7))] {
            let _ = read.lookup(line, column);
        }
    }

    #[test]
    fn numbers_that_overflow_do_not_panic(digits in "[g-z0-9+/]{1,40}", count in 1..300_usize) {
        let segment = format!("{digits}A{digits}A{digits}A{digits}A,");
        let read = SourceMap::read(&json!({ "sources": ["a"], "mappings": segment.repeat(count) }).to_string());
        let _ = read.map(|read| (read.lookup(1, Some(u32::MAX)), read.lookup(1, None)));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}", cut in 0..400_usize) {
        let _ = SourceMap::read(&text);
        let whole = map(&[(0, 0, Some((0, 1, 1, Some(0)))), (3, 9, None)]).to_string();
        let _ = SourceMap::read(whole.get(..cut).unwrap_or(&whole));
        let script = format!("{text}\n//# sourceMappingURL={text}");
        let inline = format!("x();\n//# sourceMappingURL=data:{text},{text}");
        let log = format!("Error: e\n    at f (/a/dist/x.js:1:1)\n    at g (/a/dist/y.js:1:1)\n    at h (http://{text}.js:1:1)\n");
        analyze(&[("dist/x.js", &script), ("dist/y.js", &inline)], &log);
    }
}
