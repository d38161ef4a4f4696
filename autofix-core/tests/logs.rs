//! Templates of logs, from outside: what belongs together, what stays apart, and what never changes.

use autofix_core::logs::{Kind, Layout, Miner, Template, Templates, patterns, rebuild};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn mine(text: &[u8]) -> Templates {
    let mut miner = Miner::new(Layout::detect(text));
    miner.feed(text);
    miner.finish()
}

/// Id, text, records and lines of every template.
fn shown(templates: &Templates) -> Vec<(String, String, u64, u64)> {
    templates.iter().map(|it| (it.id().to_owned(), it.text().to_owned(), it.records(), it.lines())).collect()
}

/// A log of several headers and messages; the numbers choose.
fn line(choice: u32) -> String {
    let (a, b) = (choice / 16 % 97, choice / 7 % 9);
    let user = ["ann", "bob", "eve", "kim", "lea", "max", "tom", "uma", "zoe"][b as usize];
    let said = match choice % 9 {
        0 => format!("job {a} done in {b} ms"),
        1 => format!("session of {user} was opened"),
        2 => "worker started".to_owned(),
        3 => "worker stopped".to_owned(),
        4 => format!("GET /api/v{b}/orders/{a}?page={b} 200"),
        5 => format!("peer=10.0.{b}.{a}:80 state={user}  retries={b}"),
        6 => format!(
            "{{\"level\":\"info\",\"msg\":\"cache of {user} refreshed\",\"keys\":[{a},{b}],\"ok\":true}}"
        ),
        7 => format!("disk \u{1b}[31m/dev/sd{b}\u{1b}[0m at {a}%"),
        _ => format!("deleted ids [{}]", (0..b).map(|id| id.to_string()).collect::<Vec<_>>().join(", ")),
    };
    format!("2026-03-04 10:{b:02}:{:02},{a:03} INFO  [pool-{b}] app.Main - {said}", a % 60)
}

#[test]
fn messages_group_by_what_happened() {
    // Of each group: lines with one template. Groups differ.
    let groups: &[&[&str]] = &[
        &["Connection from 10.0.0.1:80 closed", "Connection from db.example.org:5432 closed"],
        &["sent 0 bytes in 00:12", "sent 1190 bytes (1.16 KB) in <1 sec"],
        &["asked for [1]", "asked for [1, 2, 3]"],
        &["check pass; uid=0 ruser= rhost=example.com", "check pass; uid=12 ruser= rhost=10.0.0.1"],
        &["VM Started (Lifecycle Event)"],
        &["VM Paused (Lifecycle Event)"],
        &["link eth0 is up", "link eth1 is up"],
        &["link eth0 is down"],
        &["acquire lock=7, ws=null", "acquire lock=8, ws=WorkSource{10113}"],
        &["session opened for user root by uid", "session opened for user mail by uid"],
        &["fetched https://a.example/x?a=b&c=d", "fetched http://b.example:8080/"],
        &["trap enable.....1", "trap enable.....0"],
        &["trap disable....1"],
        &["opt-in: False", "opt-in: true"],
        &["Failed password for root from 10.0.0.1", "Failed password for git from 10.0.0.2"],
        &["at Sun Jul 17 15:09:16 2005 all ended", "at 2005-07-17T15:09:16Z all ended"],
    ];
    let text = groups.concat().join("\n");
    let templates = mine(text.as_bytes());
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for line in *group {
            let id = templates.find(line.as_bytes()).unwrap().id();
            assert_eq!(*ids.entry(id).or_insert(number), number, "{line}: {:?}", shown(&templates));
        }
    }
    assert_eq!(ids.len(), groups.len(), "{:?}", shown(&templates));
}

#[test]
fn headers_are_found() {
    // Two lines with one message each, in the form of many programs; the message has one template whatever precedes it.
    let forms = [
        "2026-03-04 10:00:01,123 INFO  [main] org.example.Main: ",
        "[Wed Mar 04 10:00:01 2026] [notice] ",
        "260304 100001 148 INFO dfs.Node$Part: ",
        "Mar  4 10:00:01 host sshd(pam)[1993]: ",
        "20260304-10:00:01:606|Steps|30002312|",
        "api.log.1 2026-03-04 10:00:01.008 25746 INFO app.wsgi.server [req-3810 11 - -] ",
        "[03.04 10:00:01] tool.exe *64 - ",
        "2026-03-04 10:00:01,747 - WARN  [Peer[id=1]/0:0:0:0:0:0:0:0:21:Election@774] - ",
        "03-04 10:00:01.811  1702  2395 D Window: ",
        "- 1777777777 2026.03.04 R02-M1 2026-03-04-10.00.01.675872 R02-M1 RAS KERNEL INFO ",
        "134681 node-246 unix.hw state.down 1777777777 1 ",
        "- 1777777777 2026.03.04 dn22 Mar 4 10:00:01 dn22/dn22 crond[2915]: ",
        "2026-03-04 10:00:01, Info                  CBS    ",
        "26/03/04 10:00:01 INFO executor.Backend: ",
        "2026-03-04T10:00:01.123456Z  WARN app::db: ",
        "2026-03-04 10:00:01.123 UTC [77] LOG:  ",
        "<34>1 2026-03-04T10:00:01.003Z host app 77 ID47 - ",
        "2026/03/04 10:00:01 [error] 77#3: *12 ",
        "I0304 10:00:01.678901   1 main.go:12] ",
    ];
    for form in forms {
        let text: String = (0..30)
            .map(|at| match at % 3 {
                0 => format!("{form}Component started after {at} tries\n"),
                1 => format!("{form}no more than {at} left\n"),
                _ => format!("{form}(again) nothing to do\n"),
            })
            .collect();
        let texts: Vec<String> = mine(text.as_bytes()).iter().map(|it| it.text().to_owned()).collect();
        let expected =
            ["(again) nothing to do", "Component started after <number> tries", "no more than <number> left"];
        let ends = texts.iter().zip(expected).all(|(text, end)| text.ends_with(end));
        let exact = form.contains("main.go") || form.contains("*12") || texts == expected;
        assert!(texts.len() == 3 && ends && exact, "{form}: {texts:?}");
    }
}

#[test]
fn a_log_without_header_keeps_its_words() {
    let text = "INFO is a level\nworker: started\nworker: stopped\n[client 10.0.0.1] denied\n";
    let texts: Vec<String> = mine(text.as_bytes()).iter().map(|it| it.text().to_owned()).collect();
    assert_eq!(texts, ["INFO is a level", "[client <ip>] denied", "worker: started", "worker: stopped"]);
}

#[test]
fn many_words_at_one_place_are_a_value() {
    let users = ["ann", "bob", "eve", "kim", "lea"];
    let text = |users: &[&str]| {
        users
            .iter()
            .map(|user| {
                [
                    "mail from ",
                    user,
                    " was sent
",
                ]
                .concat()
            })
            .collect::<String>()
    };
    assert_eq!(shown(&mine(text(&users[..4]).as_bytes())).len(), 4);
    let all = shown(&mine(text(&users).as_bytes()));
    assert_eq!((all.len(), all[0].1.as_str()), (1, "mail from <*> was sent"));
}

#[test]
fn values_have_kinds_and_positions() {
    let line = b"  took 12 ms for 10.0.0.1:80 at /var/log/a.log, id b9000564-fe1a-409b-b8cc-1e88b294cd1d \r";
    let templates = mine(line);
    let (template, parameters) = templates.parameters(line).unwrap();
    let kinds: Vec<Kind> = parameters.values.iter().map(|value| value.kind).collect();
    assert_eq!(kinds, [Kind::Duration, Kind::IpPort, Kind::Path, Kind::Uuid]);
    assert_eq!(template.text(), "took <duration> for <ip:port> at <path>, id <uuid>");
    assert_eq!(rebuild(template, &parameters), line);
}

#[test]
fn a_template_says_as_much_as_holds_for_all_its_lines() {
    let text = "GET /a/b 200 12 ms - 3\nGET /c/d 404 1.5 ms - 77\nput 1 {\"items\":4}\nsaw [1, 2]\nsaw [3]\n";
    let texts: Vec<String> = mine(text.as_bytes()).iter().map(|it| it.text().to_owned()).collect();
    let expected =
        ["GET <path> <number> <duration> - <number>", "saw [<*>]", "put <number> {\"items\":<number>}"];
    assert_eq!(texts, expected);
}

#[test]
fn structured_lines_keep_their_keys() {
    let json = |user: &str, took: u32| {
        format!("{{\"level\":\"info\",\"user\":\"{user}\",\"msg\":\"job {took} done\"}}")
    };
    let logfmt = |user: &str, took: u32| {
        format!("ts=2026-01-02T03:04:05Z level=info user=\"{user} x\" msg=\"job {took} done\"")
    };
    let text = [json("ann", 1), json("bob the second", 22), logfmt("ann", 3), logfmt("bob", 44)].join("\n");
    let texts: Vec<String> = mine(text.as_bytes()).iter().map(|it| it.text().to_owned()).collect();
    assert_eq!(
        texts,
        [
            "ts=<time> level=info user=<quoted> msg=\"job <number> done\"",
            "{\"level\":\"info\",\"user\":<quoted>,\"msg\":\"job <number> done\"}",
        ]
    );
}

#[test]
fn a_trace_is_one_record() {
    let text = "2026-01-02 03:04:05 ERROR it broke\njava.lang.Error: x\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\nCaused by: java.lang.Error: y\n\t... 3 more\n2026-01-02 03:04:06 ERROR it broke\n2026-01-02 03:04:06 ERROR it broke\n2026-01-02 03:04:06 ERROR it broke\n2026-01-02 03:04:06 ERROR it broke\n";
    let all = shown(&mine(text.as_bytes()));
    let of = |text: &str| all.iter().find(|it| it.1 == text).map(|it| (it.2, it.3));
    assert_eq!(of("it broke"), Some((5, 5)));
    assert_eq!(of("java.lang.Error: x"), Some((1, 5)));
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn ids_outlive_more_lines_and_other_headers() {
    let first = mine(b"2026-01-02 03:04:05 INFO job 1 done\n");
    let second = mine(b"job 2 done\nanother thing\njob seven-7 done\n");
    assert_eq!(first.find(b"job 9 done").unwrap().id(), second.find(b"job 9 done").unwrap().id());
    assert_eq!(first.find(b"job 9 done").unwrap().id().len(), 16);
}

#[test]
fn the_bound_of_memory_holds_and_is_told() {
    let letters = |mut number: u32| {
        let mut word = String::new();
        for _ in 0..6 {
            word.push(char::from(b'g' + (number % 19) as u8));
            number /= 19;
        }
        word
    };
    let mut miner = Miner::new(Layout::default());
    let lines = 60_000;
    for number in 0..lines {
        let (a, b, c) = (letters(number), letters(number * 7 + 1), letters(number * 13 + 5));
        miner.line(format!("{a} {b} {c}").as_bytes());
    }
    let count = miner.skeletons();
    let templates = miner.finish();
    assert!(count < 40_000, "{count}");
    assert_eq!(templates.iter().map(Template::lines).sum::<u64>(), u64::from(lines));
    assert!(templates.iter().any(|it| it.is_overflow() && it.lines() > 0));
}

#[test]
fn hostile_lines_are_read() {
    let cases: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\n\n\r\n".to_vec(),
        vec![0; 5_000],
        vec![0xff; 5_000],
        vec![b'['; 100_000],
        vec![b'='; 100_000],
        b"a=".repeat(50_000),
        b"1:".repeat(50_000),
        b"/".repeat(100_000),
        b"\x1b[".repeat(50_000),
        b"\x1b]".repeat(50_000),
        b"{\"a\":".repeat(50_000),
        [b"{\"a".as_slice(), &b" \\".repeat(3_000), b"}"].concat(),
        b"word ".repeat(1 << 18),
        vec![b'x'; 1 << 20],
        b"\x1b]".repeat(1 << 19),
        b"x=\"".repeat(1 << 18),
        b"[(".repeat(1 << 19),
        (0..3_000).map(|line| "ab cd ".repeat(line % 700)).collect::<Vec<_>>().join("\n").into_bytes(),
        b"123456789012345678901234567890.1.1.1:5".to_vec(),
        "\u{feff}été 12 \u{1f600}=\u{2028}".as_bytes().to_vec(),
        b"2026-01-02 03:04:05".to_vec(),
        b"2026-01-02 03:04:05 [".to_vec(),
        b"Jan  2 03:04:05".to_vec(),
        b"{}\n{\"\"}\n{\"\x01\":1}".to_vec(),
    ];
    for case in cases {
        let templates = mine(&case);
        let lines: Vec<&[u8]> = case.split(|b| *b == b'\n').collect();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let (template, parameters) = templates.parameters(line).unwrap();
            assert!(rebuild(template, &parameters) == *line, "{:?}", line.get(..80.min(line.len())));
        }
        assert!(patterns(&case, 2).len() <= 2);
    }
}

/// Lines made of what the scanner looks at.
fn any_line() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[a-z]{1,6}",
        "[0-9]{1,4}",
        Just(" ".to_owned()),
        Just("  \t".to_owned()),
        "[=:,;/.@#<>(){}\\[\\]|\"'`\\\\%~!?*+_-]",
        Just("10.0.0.1:80".to_owned()),
        Just("/var/log/x1".to_owned()),
        Just("https://a.b/c?d=e".to_owned()),
        Just("2026-03-04 10:00:01".to_owned()),
        Just("Jul 17 15:09:16".to_owned()),
        Just("12 ms".to_owned()),
        Just("msg=\"a b\"".to_owned()),
        Just("{\"a\": \"b c\", \"msg\": \"d 1\"}".to_owned()),
        Just("\u{1b}[31m".to_owned()),
        Just("é\u{0}".to_owned()),
        Just("a.b.c".to_owned()),
        Just("\r".to_owned()),
    ];
    let bytes = prop::collection::vec(any::<u8>().prop_filter("no line end", |b| *b != b'\n'), 0..40);
    prop_oneof![4 => prop::collection::vec(piece, 0..14).prop_map(|it| it.concat().into_bytes()), 1 => bytes]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_rebuilt(lines in prop::collection::vec(any_line(), 1..20)) {
        let text = lines.join(&b'\n');
        let templates = mine(&text);
        for line in &lines {
            let (template, parameters) = templates.parameters(line).unwrap();
            prop_assert_eq!(&rebuild(template, &parameters), line);
            prop_assert_eq!(templates.find(line).unwrap().id(), template.id());
        }
        let sum: u64 = templates.iter().map(Template::lines).sum();
        let count = text.split(|b| *b == b'\n').count() - usize::from(text.is_empty() || text.ends_with(b"\n"));
        prop_assert_eq!(sum, count as u64);
    }

    #[test]
    fn order_plays_no_part(choices in prop::collection::vec(any::<u32>(), 1..200), seed in any::<usize>()) {
        let mut lines: Vec<String> = choices.into_iter().map(line).collect();
        let layout = Layout::detect(lines.join("\n").as_bytes());
        let of = |lines: &[String]| {
            let mut miner = Miner::new(layout.clone());
            lines.iter().for_each(|line| { miner.line(line.as_bytes()); });
            shown(&miner.finish())
        };
        let first = of(&lines);
        let length = lines.len();
        for at in 0..length {
            lines.swap(at, (seed.wrapping_mul(2 * at + 1) >> 7) % length);
        }
        prop_assert_eq!(first, of(&lines));
    }

    #[test]
    fn cuts_play_no_part(choices in prop::collection::vec(any::<u32>(), 1..200), cuts in prop::collection::vec(0usize..20_000, 0..6)) {
        let mut text = String::new();
        for choice in choices {
            text.push_str(&line(choice));
            text.push_str(if choice % 5 == 0 { "\n\tat a.B.c(B.java:1)\n\tat x(y:2)\n" } else { "\r\n" });
        }
        let bytes = text.as_bytes();
        let layout = Layout::detect(bytes);
        let whole = shown(&mine(bytes));

        // Cut anywhere, fed to one miner.
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.sort_unstable();
        cuts.push(bytes.len());
        let mut miner = Miner::new(layout.clone());
        let mut begin = 0;
        for cut in &cuts {
            miner.feed(&bytes[begin..*cut]);
            begin = *cut;
        }
        prop_assert_eq!(&whole, &shown(&miner.finish()));

        // Cut at lines, a miner for each part; a record may be cut in two.
        let mut all = Miner::new(layout.clone());
        let mut begin = 0;
        for cut in &cuts {
            let end = if *cut == bytes.len() { *cut } else { bytes[..*cut].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1).max(begin) };
            let mut part = Miner::new(layout.clone());
            part.feed(&bytes[begin..end]);
            all.merge(part);
            begin = end;
        }
        prop_assert_eq!(&whole, &shown(&all.finish()));
    }
}
