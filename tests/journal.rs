//! The journal, seen from outside: what is on disk after each call.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod support;

use autofix::core::model::FixState;
use autofix::core::validate::{FileChange, FixStore, StoreError};
use autofix::host::{Journal, Recovered};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use support::{change, fix, snapshot, wait, write};
use tempfile::TempDir;

fn states(journal: &Journal) -> Vec<(String, FixState)> {
    wait(journal.list()).unwrap().into_iter().map(|fix| (fix.id, fix.state)).collect()
}

fn record(root: &Path) -> std::path::PathBuf {
    let mut records = fs::read_dir(root.join(".autofix/state/journal")).unwrap();
    records.next().unwrap().unwrap().path()
}

#[test]
fn a_fix_is_written_listed_and_taken_back() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "a.js", "old\r\n");
    write(root, "gone/b.js", "b🙂");
    let before = snapshot(root);
    let journal = Journal::open(root).unwrap();
    assert!(states(&journal).is_empty());
    assert_eq!(fs::read_dir(root).unwrap().count(), 2, "nothing is created before the first apply");

    let files = [
        change("a.js", Some("old\r\n"), Some("new")),
        change("gone/b.js", Some("b🙂"), None),
        change("new/deep/c.js", None, Some("c")),
        change("same.js", None, None),
    ];
    let applied = journal.apply_unverified(&fix("fix_A/1"), &files).unwrap();
    assert_eq!(applied, autofix::core::model::Fix { state: FixState::Applied, ..fix("fix_A/1") });
    assert_eq!(fs::read_to_string(root.join("a.js")).unwrap(), "new");
    assert!(!root.join("gone/b.js").exists());
    assert_eq!(fs::read_to_string(root.join("new/deep/c.js")).unwrap(), "c");
    assert_eq!(fs::read_to_string(root.join(".autofix/state/.gitignore")).unwrap(), "*\n");
    assert_eq!(journal.apply_unverified(&fix("fix_A/1"), &files).unwrap_err().code(), "wrong_state");

    journal.apply_unverified(&fix("fix_0"), &[change("d.js", None, Some("d"))]).unwrap();
    let reopened = Journal::open(root).unwrap();
    let listed = [("fix_A/1".to_owned(), FixState::Applied), ("fix_0".to_owned(), FixState::Applied)];
    assert_eq!(states(&reopened), listed, "oldest first");

    assert_eq!(wait(reopened.rollback("fix_0")).unwrap().state, FixState::RolledBack);
    assert_eq!(wait(reopened.rollback("fix_A/1")).unwrap().state, FixState::RolledBack);
    assert_eq!(snapshot(root), before);
    assert_eq!(wait(journal.rollback("fix_A/1")).unwrap_err().code(), "wrong_state");
    assert_eq!(wait(journal.rollback("fix_9")), Err(StoreError::UnknownFix("fix_9".to_owned())));

    journal.apply_unverified(&fix("fix_A/1"), &files).unwrap();
    let listed = [("fix_0".to_owned(), FixState::RolledBack), ("fix_A/1".to_owned(), FixState::Applied)];
    assert_eq!(states(&journal), listed, "applied again, it is the newest");
    wait(journal.rollback("fix_A/1")).unwrap();
    assert_eq!(snapshot(root), before);
}

#[test]
fn whatever_cannot_be_written_changes_nothing_and_is_named() {
    let long = "x".repeat(300);
    let good = || change("a.js", Some("a"), Some("A"));
    // The path that is refused, the code, and what is asked for.
    let cases: Vec<(&str, &str, Vec<FileChange>)> = vec![
        ("b.js", "stale", vec![good(), change("b.js", Some("other"), Some("B"))]),
        ("b.js", "stale", vec![good(), change("b.js", None, Some("B"))]),
        ("c.js", "stale", vec![good(), change("c.js", Some("c"), Some("C"))]),
        ("c.js", "stale", vec![good(), change("c.js", Some("c"), None)]),
        ("../x", "outside_workspace", vec![good(), change("../x", None, Some("x"))]),
        ("/tmp/x", "outside_workspace", vec![good(), change("/tmp/x", None, Some("x"))]),
        ("./a.js", "outside_workspace", vec![change("./a.js", Some("a"), Some("x"))]),
        ("", "outside_workspace", vec![change("", None, Some("x"))]),
        (".git/config", "io", vec![good(), change(".git/config", None, Some("x"))]),
        (".GIT /config", "io", vec![good(), change(".GIT /config", None, Some("x"))]),
        (".g\u{200c}it/config", "io", vec![good(), change(".g\u{200c}it/config", None, Some("x"))]),
        (".AutoFix/State/x", "io", vec![good(), change(".AutoFix/State/x", None, Some("x"))]),
        ("a.js", "io", vec![good(), good()]),
        ("b.js/x", "io", vec![good(), change("b.js/x", None, Some("x"))]),
        ("b.js/x/y", "io", vec![good(), change("b.js/x/y", None, Some("x"))]),
        (&long, "io", vec![good(), change(&long, None, Some("x"))]),
        ("folder", "io", vec![good(), change("folder", None, Some("x"))]),
        ("new/x", "io", vec![good(), change("new", None, Some("x")), change("new/x", None, Some("x"))]),
    ];
    for (path, code, files) in cases {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        write(root, "a.js", "a");
        write(root, "b.js", "b");
        fs::create_dir(root.join("folder")).unwrap();
        let before = snapshot(root);
        let journal = Journal::open(root).unwrap();
        let error = journal.apply_unverified(&fix("fix_1"), &files).unwrap_err();
        assert_eq!(error.code(), code, "{path}: {error}");
        assert!(error.to_string().contains(path), "{path}: {error}");
        assert_eq!(snapshot(root), before, "{path}");
        assert!(states(&journal).is_empty(), "{path}");
        assert_eq!(Journal::open(root).unwrap().recovered(), [], "{path}: undone at once");
    }
}

#[test]
fn an_edit_after_the_fix_is_never_overwritten() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "a.js", "a");
    write(root, "b.js", "b");
    let journal = Journal::open(root).unwrap();
    let files = [change("a.js", Some("a"), Some("A")), change("b.js", Some("b"), Some("B"))];
    journal.apply_unverified(&fix("fix_1"), &files).unwrap();
    write(root, "b.js", "mine");
    let edited = snapshot(root);
    assert_eq!(wait(journal.rollback("fix_1")), Err(StoreError::Stale { file: "b.js".to_owned() }));
    assert_eq!(snapshot(root), edited);
    assert_eq!(states(&journal), [("fix_1".to_owned(), FixState::Applied)]);
    write(root, "b.js", "B");
    wait(journal.rollback("fix_1")).unwrap();
}

/// A process that ended half way, with a person's edit after it: the state of the disk is built by hand.
#[test]
fn recovery_keeps_what_a_person_wrote_and_reports_it() {
    for (state, left, kept_state) in [
        (None, "a", FixState::Failed),
        (Some("applying"), "a", FixState::Failed),
        (Some("rolling_back"), "A", FixState::Applied),
    ] {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        write(root, "a.js", "a");
        write(root, "b.js", "b");
        let files = [
            change("a.js", Some("a"), Some("A")),
            change("b.js", Some("b"), Some("B")),
            change("new/c.js", None, Some("c")),
        ];
        Journal::open(root).unwrap().apply_unverified(&fix("fix_1"), &files).unwrap();
        match state {
            None => fs::remove_file(record(root).join("state")).unwrap(),
            Some(state) => fs::write(record(root).join("state"), state).unwrap(),
        }
        write(root, "b.js", "mine");
        write(root, ".autofix-1-0.tmp", "half writ");

        let journal = Journal::open(root).unwrap();
        let expected = Recovered { fix_id: "fix_1".to_owned(), kept: vec!["b.js".to_owned()] };
        assert_eq!(journal.recovered(), [expected]);
        assert_eq!(fs::read_to_string(root.join("a.js")).unwrap(), left);
        assert_eq!(fs::read_to_string(root.join("b.js")).unwrap(), "mine");
        assert_eq!(root.join("new").exists(), left == "A");
        assert!(!root.join(".autofix-1-0.tmp").exists());
        assert_eq!(states(&journal), [("fix_1".to_owned(), kept_state)]);
        assert!(
            fs::read_to_string(record(root).join("intent.json")).unwrap().contains("\"B\""),
            "texts are kept"
        );
        assert_eq!(Journal::open(root).unwrap().recovered(), [], "said once, and not done again");
    }
}

#[test]
fn a_damaged_journal_is_named() {
    for (file, text) in [("intent.json", "{"), ("intent.json", "{\"version\":9}"), ("state", "what")] {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        let journal = Journal::open(root).unwrap();
        journal.apply_unverified(&fix("fix_1"), &[change("a.js", None, Some("a"))]).unwrap();
        fs::write(record(root).join(file), text).unwrap();
        let error = Journal::open(root).unwrap_err();
        assert_eq!(error.code(), "journal_damaged", "{file}: {error}");
        assert!(error.to_string().contains(".autofix/state/journal/00000001-fix_1"), "{error}");
        assert_eq!(fs::read_to_string(root.join("a.js")).unwrap(), "a");
    }
}

#[cfg(unix)]
#[test]
fn links_lead_no_write_anywhere() {
    use std::os::unix::fs::symlink;
    let elsewhere = TempDir::new().unwrap();
    write(elsewhere.path(), "a.js", "a");
    let before = snapshot(elsewhere.path());
    for (link, target, path, code) in [
        ("out", elsewhere.path().to_path_buf(), "out/a.js", "outside_workspace"),
        ("a.js", elsewhere.path().join("a.js"), "a.js", "outside_workspace"),
        ("a.js", elsewhere.path().join("gone.js"), "a.js", "outside_workspace"),
        (".autofix", elsewhere.path().to_path_buf(), "new.js", "outside_workspace"),
        ("in", "src".into(), "in/a.js", "io"),
        ("a.js", "src/a.js".into(), "a.js", "io"),
    ] {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        write(root, "src/a.js", "a");
        symlink(&target, root.join(link)).unwrap();
        let before = (path != "new.js").then_some("a");
        let opened = Journal::open(root);
        let error = opened
            .and_then(|journal| journal.apply_unverified(&fix("fix_1"), &[change(path, before, Some("A"))]))
            .unwrap_err();
        assert_eq!(error.code(), code, "{link} -> {}: {error}", target.display());
        assert_eq!(fs::read_to_string(root.join("src/a.js")).unwrap(), "a");
        assert_eq!(fs::read_link(root.join(link)).unwrap(), target);
    }
    assert_eq!(snapshot(elsewhere.path()), before);
}

#[cfg(unix)]
#[test]
fn modes_are_kept_and_a_second_name_keeps_the_old_bytes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    for (path, mode) in [("run.sh", 0o750), ("secret.env", 0o600), ("old.sh", 0o711)] {
        write(root, path, "x");
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::hard_link(root.join("run.sh"), root.join("second.sh")).unwrap();
    let before = snapshot(root);
    let journal = Journal::open(root).unwrap();
    let files = [
        change("old.sh", Some("x"), None),
        FileChange { moved_from: Some("old.sh".to_owned()), ..change("new/moved.sh", None, Some("y")) },
        change("run.sh", Some("x"), Some("y")),
        change("secret.env", Some("x"), None),
    ];
    journal.apply_unverified(&fix("fix_1"), &files).unwrap();
    let after = snapshot(root);
    assert_eq!(after["run.sh"], (b"y".to_vec(), 0o100_750));
    assert_eq!(after["new/moved.sh"], (b"y".to_vec(), 0o100_711));
    assert_eq!(after["second.sh"].0, b"x");
    wait(journal.rollback("fix_1")).unwrap();
    assert_eq!(snapshot(root), before);
}

/// Nothing is read-only for a privileged user, so this one says nothing then.
#[cfg(unix)]
#[test]
fn a_read_only_folder_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "a.js", "a");
    write(root, "kept/b.js", "b");
    let mode = |mode| fs::set_permissions(root.join("kept"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let privileged = fs::write(root.join("kept/probe"), "").is_ok();
    if !privileged {
        let before = snapshot(root);
        let journal = Journal::open(root).unwrap();
        for after in [Some("B"), None] {
            let files = [change("a.js", Some("a"), Some("A")), change("kept/b.js", Some("b"), after)];
            let error = journal.apply_unverified(&fix("fix_1"), &files).unwrap_err();
            assert!(error.code() == "io" && error.to_string().contains("kept/b.js"), "{error}");
            assert_eq!(snapshot(root), before);
            assert!(states(&journal).is_empty());
        }
    }
    mode(0o755);
}

/// Needs a small file system of its own, so the right to mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    use std::process::Command;
    struct Mounted<'a>(&'a Path);
    impl Drop for Mounted<'_> {
        fn drop(&mut self) {
            Command::new("umount").arg(self.0).status().ok();
        }
    }
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(root).output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        return;
    }
    let _mounted = Mounted(root);
    write(root, "a.js", "a");
    let before = snapshot(root);
    let journal = Journal::open(root).unwrap();
    let refused = |half: usize| {
        let text = "x".repeat(half);
        let files = [change("a.js", Some("a"), Some("A")), change("b.js", None, Some(&text))];
        let error = journal.apply_unverified(&fix("fix_1"), &files).unwrap_err();
        assert_eq!(error.code(), "io", "{error}");
        assert!(error.to_string().contains("No space left"), "{error}");
        assert_eq!(snapshot(root), before);
        assert!(states(&journal).is_empty());
        error.to_string()
    };
    assert!(refused(400_000).contains("journal"), "no room for the intent");
    assert!(refused(150_000).contains("b.js"), "room for the intent, none for the file");
    journal.apply_unverified(&fix("fix_1"), &[change("a.js", Some("a"), Some("A"))]).unwrap();
}

#[test]
fn two_journals_of_one_folder_take_turns() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "a.js", "a");
    let applied: usize = std::thread::scope(|scope| {
        let apply = |n: usize| {
            let journal = Journal::open(root).unwrap();
            let text = format!("by {n}");
            let files = [change("a.js", Some("a"), Some(&text))];
            usize::from(journal.apply_unverified(&fix(&format!("fix_{n}")), &files).is_ok())
        };
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || apply(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(applied, 1, "only one can have found the file as it was");
    assert_eq!(states(&Journal::open(root).unwrap()).len(), 1);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("\u{feff}a\r\nb\r\n".to_owned()),
        Just("日本語 🙂 no end".to_owned()),
        "(\\PC|\r\n|\n|\t|\0){0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn taking_back_restores_every_byte_and_mode(
        files in proptest::collection::vec((text(), text(), 0_u8..5, 0_u32..512), 1..8),
    ) {
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        let mut changes = Vec::new();
        for (n, (before, after, kind, mode)) in files.iter().enumerate() {
            let path = format!("d{}/f{n}.txt", n % 3);
            if *kind != 1 {
                write(root, &path, before);
                #[cfg(unix)]
                fs::set_permissions(
                    root.join(&path),
                    std::os::unix::fs::PermissionsExt::from_mode(mode | 0o600),
                ).unwrap();
            }
            match kind {
                1 => changes.push(change(&path, None, Some(after))),
                2 => changes.push(change(&path, Some(before), None)),
                3 => {
                    changes.push(change(&path, Some(before), None));
                    let to = change(&format!("moved/{n}/f.txt"), None, Some(after));
                    changes.push(FileChange { moved_from: Some(path), ..to });
                }
                _ => changes.push(change(&path, Some(before), Some(after))),
            }
        }
        let before = snapshot(root);
        let journal = Journal::open(root).unwrap();
        journal.apply_unverified(&fix("fix_1"), &changes).unwrap();
        for change in &changes {
            let now = fs::read(root.join(&change.path)).ok();
            prop_assert_eq!(now.as_deref(), change.after.as_deref().map(str::as_bytes));
        }
        wait(journal.rollback("fix_1")).unwrap();
        prop_assert_eq!(snapshot(root), before);
    }
}

#[cfg(unix)]
#[test]
fn what_the_journal_holds_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    fn walk(folder: &std::path::Path, seen: &mut Vec<(std::path::PathBuf, u32)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, seen);
            } else {
                let mode = std::fs::metadata(&path).unwrap().permissions().mode();
                seen.push((path, mode));
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "SECRET=old\n").unwrap();
    let journal = autofix::host::Journal::open(folder.path()).unwrap();
    let change = autofix::core::validate::FileChange {
        path: ".env".to_owned(),
        before: Some("SECRET=old\n".into()),
        after: Some("SECRET=new\n".into()),
        moved_from: None,
    };
    journal.apply_unverified(&fix("fix_private"), &[change]).unwrap();
    let mut seen = Vec::new();
    walk(&folder.path().join(".autofix/state/journal"), &mut seen);
    assert!(!seen.is_empty());
    for (path, mode) in seen {
        let holds = std::fs::read_to_string(&path).unwrap_or_default().contains("SECRET");
        assert!(!holds || mode.trailing_zeros() >= 6, "{} has mode {mode:o}", path.display());
    }
}
