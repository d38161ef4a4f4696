//! `git apply` and `patch -p1` take every diff, and make of it what `apply_patch` makes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use autofix::core::edit::{EditSet, diff_edits, diff_texts, rename_header};
use autofix::core::text::Span;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// One change of one file: path, text before, text after, new path.
type Change = (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

const CHANGES: &[Change] = &[
    ("plain.js", Some("a\nb\nc\n"), Some("a\nB\nc\n"), None),
    ("dos.js", Some("a\r\nb\r\nc\r\n"), Some("a\r\nB\r\nc\r\n"), None),
    ("to-dos.js", Some("a\nb\n"), Some("a\r\nb\r\n"), None),
    ("unended.js", Some("a\nb"), Some("a\nB"), None),
    ("ended.js", Some("a\nb"), Some("a\nb\n"), None),
    ("unend.js", Some("a\nb\n"), Some("a\nb"), None),
    ("lone.js", Some("a\rb\nc\n"), Some("a\rb\nC\n"), None),
    ("with blanks/a b.js", Some("x\n"), Some("y\n"), None),
    ("漢字/ünï🙂.js", Some("x\n"), Some("🙂\n"), None),
    ("dashes.sql", Some("-- old\nx\n"), Some("-- new\n++ y\nx\n"), None),
    ("new.js", None, Some("one\ntwo\n"), None),
    ("new unended.js", None, Some("one"), None),
    ("folder/new.js", None, Some("🙂\r\n"), None),
    ("empty.js", None, Some(""), None),
    ("gone.js", Some("a\nb\n"), None, None),
    ("gone-empty.js", Some(""), None, None),
    ("filled.js", Some(""), Some("a\n"), None),
    ("emptied.js", Some("a\n"), Some(""), None),
    ("Card.js", Some("a\nb\nc\nd\ne\nf\ng\n"), Some("a\nb\nc\nD\ne\nf\ng\n"), Some("card box/Card.jsx")),
    ("moved.js", Some("a\nb\n"), Some("a\nb\n"), Some("moved-to.js")),
];

fn diff_of((path, before, after, to): Change) -> String {
    match to {
        None => diff_texts(path, before, after),
        Some(to) => {
            let hunks = diff_texts(to, before, after);
            // The old half of a rename keeps its old name.
            let mut lines = hunks.splitn(2, '\n');
            lines.next();
            let old = diff_texts(path, before, after);
            let head = old.lines().next().map(|line| format!("{line}\n")).unwrap_or_default();
            rename_header(path, to) + &head + lines.next().unwrap_or_default()
        }
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn feed(folder: &Path, program: &str, args: &[&str], diff: &str) -> String {
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    child.stdin.take().unwrap().write_all(diff.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} refused:\n{diff}\n{said}");
    said
}

fn held_against(program: &str, args: &[&str], setup: bool) {
    for change in CHANGES {
        let (path, before, after, to) = *change;
        let folder = tempfile::tempdir().unwrap();
        if setup {
            feed(folder.path(), "git", &["init", "-q"], "");
        }
        if let Some(before) = before {
            write(folder.path(), path, before);
        }
        feed(folder.path(), program, args, &diff_of(*change));
        let found = fs::read_to_string(folder.path().join(to.unwrap_or(path))).ok();
        assert_eq!(found.as_deref(), after, "{program} on {path}");
        if to.is_some() {
            assert!(!folder.path().join(path).exists(), "{program} left {path}");
        }
    }
}

#[test]
fn git_takes_every_diff() {
    held_against("git", &["apply", "--whitespace=nowarn", "-"], true);
}

#[test]
fn patch_takes_every_diff() {
    held_against("patch", &["-p1", "--binary", "--quiet"], false);
}

#[test]
fn a_diff_made_from_edits_is_taken_as_well() {
    let text = "first\r\nzweite 🙂\r\n\r\nlast";
    let mut edits = EditSet::new();
    edits.replace(Span::new(0, 5), "FIRST").unwrap();
    edits.insert(u32::try_from(text.len()).unwrap(), " and more").unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", text);
    feed(
        folder.path(),
        "patch",
        &["-p1", "--binary", "--quiet"],
        &diff_edits("a.txt", text, &edits).unwrap(),
    );
    assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), edits.apply(text).unwrap());
}
