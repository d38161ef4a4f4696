//! `autofix fix` and `autofix rollback`, run as people run them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod support;

use std::fs;
use support::{CORS, PACKAGE, Project, SERVER};

#[test]
fn without_apply_nothing_is_written() {
    let project = Project::express();
    let before = project.files();
    let answer = project.run(&["fix", "--log", "../cors.log", "--json"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert_eq!(answer.json()["status"], "generated");
    assert_eq!(answer.json()["fix"]["state"], "validated");
    assert_eq!(project.files(), before);
    assert!(!project.root().join(".autofix").exists());
}

#[test]
fn apply_writes_and_rollback_restores_every_byte() {
    let texts = [
        ("plain", SERVER.to_owned()),
        ("CRLF", SERVER.replace('\n', "\r\n")),
        ("no final newline", SERVER.trim_end().to_owned()),
    ];
    for (name, server) in texts {
        let project = Project::express();
        project.write("server.js", server.as_bytes());
        let before = project.files();
        let answer = project.run(&["fix", "--log", "../cors.log", "--root", ".", "--apply", "--json"]);
        assert_eq!(answer.code, Some(0), "{name}: {} {}", answer.out, answer.err);
        let report = answer.json();
        assert_eq!(report["status"], "applied", "{name}");
        assert_eq!(report["issue"]["type"], "cors_error", "{name}");
        assert_eq!(report["validation"]["passed"], true, "{name}");
        let written = project.read("server.js");
        assert!(written.contains("http://localhost:5173"), "{name}: {written}");
        let carriage = written.matches("\r\n").count();
        assert_eq!(carriage, if name == "CRLF" { written.matches('\n').count() } else { 0 }, "{name}");

        let again = project.run(&["fix", "--log", "../cors.log", "--apply", "--json"]);
        assert_eq!((again.code, &again.json()["status"]), (Some(2), &"declined".into()), "{name}");

        let id = report["fix"]["id"].as_str().unwrap();
        let status = project.run(&["status", "--json"]).json();
        assert_eq!(status["fixes"][0]["id"], id, "{name}");
        let back = project.run(&["rollback", id, "--json"]);
        assert_eq!((back.code, &back.json()["status"]), (Some(0), &"rolled_back".into()), "{name}");
        assert_eq!(project.files(), before, "{name}");
    }
}

#[test]
fn the_shown_answer_is_a_patch() {
    for (name, server) in [
        ("plain", SERVER.to_owned()),
        ("CRLF", SERVER.replace('\n', "\r\n")),
        ("no final newline", SERVER.trim_end().to_owned()),
    ] {
        let project = Project::express();
        project.write("server.js", server.as_bytes());
        let shown = project.run(&["fix", "--log", "../cors.log"]);
        assert!(shown.out.contains("add --apply"), "{name}: {}", shown.out);
        let json = project.run(&["fix", "--log", "../cors.log", "--json"]).json();
        let diffs: Vec<&str> = json["fix"]["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["diff"].as_str().unwrap())
            .collect();
        for (form, patch) in [("shown", shown.out.clone()), ("json", diffs.concat())] {
            for (program, arguments) in [
                ("git", ["apply", "--check"].as_slice()),
                ("patch", ["-p1", "--dry-run", "--binary"].as_slice()),
            ] {
                let checked = project.tool(program, arguments, patch.as_bytes());
                assert_eq!(checked.code, Some(0), "{name} {form} {program}: {}{}", checked.out, checked.err);
            }
        }
    }
}

#[test]
fn exit_status_and_json_tell_how_it_ended() {
    let edited = Project::express();
    let applied = edited.run(&["fix", "--log", "../cors.log", "--apply", "--json"]).json();
    edited.write("server.js", b"// rewritten\n");
    let id = applied["fix"]["id"].as_str().unwrap().to_owned();

    let project = Project::express();
    project.write("../healthy.log", b"server listening on 4000\nGET / 200 3ms\n");
    project.write("../odd.log", b"Error: the moon is not full\n");
    project.write("broken/.autofix.yml", b"project:\n  naem: x\n");
    let cases: &[(&Project, &[&str], i32, &str, &str)] = &[
        (&project, &["fix", "--log", "../healthy.log"], 2, "/status", "declined"),
        (&project, &["fix", "--log", "../odd.log"], 2, "/status", "declined"),
        (&project, &["fix", "--log", "../none.log"], 1, "/error/code", "not_found"),
        (&project, &["fix", "--log", "."], 1, "/error/code", "invalid_input"),
        (&project, &["fix", "--log", "../cors.log", "--root", "nowhere"], 1, "/error/code", "not_found"),
        (&project, &["fix", "--log", "../cors.log", "--root", "server.js"], 1, "/error/code", "io"),
        (&project, &["fix", "--log", "../cors.log", "--root", "broken"], 1, "/error/code", "unknown_key"),
        (&project, &["fix", "--issue-id", "issue_none"], 1, "/error/code", "unknown_issue"),
        (&project, &["fix"], 1, "/error/code", "usage"),
        (&project, &["fix", "--log", "../cors.log", "--yes"], 1, "/error/code", "usage"),
        (&project, &["fix", "--log", "../cors.log", "--", "ls"], 1, "/error/code", "usage"),
        (&project, &["fix", "--", "no-such-program"], 1, "/error/code", "command_not_started"),
        (&project, &["fix", "--", "true"], 2, "/status", "declined"),
        (&project, &["rollback", "fix_none"], 1, "/error/code", "unknown_fix"),
        (&edited, &["rollback", &id], 1, "/error/code", "stale"),
        (&project, &["analyze", "../healthy.log"], 2, "/lines", "2"),
    ];
    for (project, arguments, code, pointer, expected) in cases {
        let mut with_json = vec!["--json"];
        with_json.extend_from_slice(arguments);
        let before = project.files();
        let answer = project.run(&with_json);
        assert_eq!(answer.code, Some(*code), "{arguments:?}: {}{}", answer.out, answer.err);
        let found = answer.json().pointer(pointer).unwrap().clone();
        let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        assert_eq!(found, *expected, "{arguments:?}: {}", answer.out);
        if *code == 1 {
            assert!(answer.json()["error"]["message"].as_str().is_some_and(|it| !it.is_empty()));
            assert!(answer.json()["error"].get("details").is_some());
        }
        assert_eq!(project.files(), before, "{arguments:?}");

        let plain = project.run(arguments);
        assert_eq!(plain.code, Some(*code), "{arguments:?}");
        assert_eq!(plain.out.is_empty(), *code == 1, "{arguments:?}: answers only on stdout: {}", plain.out);
    }
}

#[test]
fn secrets_are_not_shown() {
    let project = Project::express();
    let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let server = SERVER.replace("\n\nconst app", &format!("\nconst password = '{secret}';\nconst app"));
    project.write("server.js", server.as_bytes());
    let log = format!("{CORS}Authorization: Bearer {secret}\n    at run (server.js:2:7)\n");
    for arguments in [&["fix", "--log", "-", "-v"][..], &["analyze", "-v"], &["analyze", "--json"]] {
        let answer = project.run_with(log.as_bytes(), arguments);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        assert!(!answer.out.contains(secret), "{arguments:?}: {}", answer.out);
    }
}

/// Fails with the browser's words until the server has a CORS answer; `$1` names what it looks for.
const CHECK: &str = "const fs = require('fs');\n\
    const needle = process.argv[2];\n\
    if (!fs.readFileSync('server.js', 'utf8').includes(needle)) {\n\
    \x20 console.error(fs.readFileSync('words.txt', 'utf8'));\n\
    \x20 process.exit(1);\n\
    }\n";

fn checked() -> Project {
    let project = Project::express();
    project.write("check.js", CHECK.as_bytes());
    project.write("words.txt", CORS.as_bytes());
    project
}

#[test]
fn a_command_goes_from_red_to_green() {
    let project = checked();
    let before = project.files();
    let shown = project.run(&["fix", "--json", "--", "node", "check.js", "cors("]);
    assert_eq!(shown.code, Some(0), "{}{}", shown.out, shown.err);
    assert_eq!(shown.json()["validation"]["proved_by_command"], true);
    assert_eq!(project.files(), before, "the command ran in a copy");

    let applied = project.run(&["fix", "--apply", "--", "node", "check.js", "cors("]);
    assert_eq!(applied.code, Some(0), "{}{}", applied.out, applied.err);
    assert!(applied.err.contains("run 1, as it is: node check.js"), "{}", applied.err);
    assert!(applied.out.contains("autofix rollback fix_"), "{}", applied.out);
    assert!(project.read("server.js").contains("cors("));
}

#[test]
fn a_command_whose_words_nobody_knows_is_shown_with_its_last_words() {
    let project = Project::express();
    let answer = project.run(&["fix", "--", "sh", "-c", "echo the moon is not full; exit 7"]);
    assert_eq!(answer.code, Some(2), "{}{}", answer.out, answer.err);
    for words in ["before: exit status 7", "| the moon is not full"] {
        assert!(answer.err.contains(words), "{words}: {}", answer.err);
    }
}

#[test]
fn a_fix_that_does_not_help_the_command_is_not_written() {
    let project = checked();
    let before = project.files();
    let answer = project.run(&["fix", "--apply", "--json", "--", "node", "check.js", "never there"]);
    assert_eq!(answer.code, Some(3), "{}{}", answer.out, answer.err);
    let report = answer.json();
    assert_eq!(report["status"], "failed");
    assert!(report["rejections"][0]["reason"].as_str().unwrap().contains("still fails"), "{report}");
    assert_eq!(project.files(), before);
}

#[test]
fn an_analysed_issue_is_fixed_by_its_id_in_an_initialised_project() {
    let project = Project::express();
    let id = project.run(&["analyze", "../cors.log", "--json"]).json()["issues"][0]["id"].clone();
    let id = id.as_str().unwrap();
    assert!(!project.root().join(".autofix").exists(), "reading a log leaves no trace");
    assert_eq!(project.run(&["fix", "--issue-id", id]).code, Some(1));

    assert_eq!(project.run(&["init"]).code, Some(0));
    let shown = project.run(&["analyze", "../cors.log"]);
    assert!(shown.out.contains(&format!("autofix fix --issue-id {id}")), "{}", shown.out);
    let answer = project.run(&["fix", "--issue-id", id, "--apply", "--json"]);
    assert_eq!(answer.json()["status"], "applied", "{}", answer.err);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_links_that_lead_out() {
    use std::os::unix::fs::symlink;
    let project = Project::express();
    project.write("../outside/server.js", SERVER.as_bytes());
    fs::remove_file(project.root().join("server.js")).unwrap();
    symlink("../outside/server.js", project.root().join("server.js")).unwrap();
    let answer = project.run(&["fix", "--log", "../cors.log", "--apply", "--json"]);
    assert_ne!(answer.code, Some(0), "{}", answer.out);
    assert_eq!(project.read("../outside/server.js"), SERVER);
    assert_eq!(project.read("package.json"), PACKAGE);

    let project = Project::express();
    project.run(&["init"]);
    project.write("../outside/keep", b"");
    symlink("../outside", project.root().join(".autofix")).unwrap();
    let analyzed = project.run(&["analyze", "../cors.log"]);
    assert_eq!(analyzed.code, Some(0));
    assert!(analyzed.err.contains("could not be kept"), "{}", analyzed.err);
    assert_eq!(project.run(&["fix", "--log", "../cors.log", "--apply"]).code, Some(1));
    assert_eq!(project.read("server.js"), SERVER);
    assert_eq!(fs::read_dir(project.root().join("../outside")).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_drops_the_run() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let project = Project::express();
    let mark = format!("86{}", std::process::id());
    let mut command = project.command(&["fix", "--", "sleep", &mark]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let sleeping = || {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let mut lines =
            processes.filter_map(|process| fs::read_to_string(process.path().join("cmdline")).ok());
        lines.any(|line| {
            let mut words = line.split('\0');
            words.next().is_some_and(|program| program.ends_with("sleep")) && words.next() == Some(&mark)
        })
    };
    let begin = Instant::now();
    while !sleeping() {
        assert!(begin.elapsed() < Duration::from_secs(30), "the command was not started");
        std::thread::sleep(Duration::from_millis(20));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ended = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(begin.elapsed() < Duration::from_mins(1), "Ctrl-C was not heard");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(130));
    assert!(!sleeping(), "what it started ends with it");
}
