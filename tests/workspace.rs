//! The folder workspace, seen from outside.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use autofix::core::workspace::{Markers, Workspace, WorkspaceError};
use autofix::host::FolderWorkspace;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn project(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, bytes) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

fn listed(root: &Path) -> Vec<String> {
    wait(FolderWorkspace::open(root).unwrap().list()).unwrap().to_vec()
}

#[test]
fn the_listing_holds_the_projects_own_files_sorted() {
    let cases: &[(&str, &str, bool)] = &[
        ("plain", "src/a.js", true),
        ("a dotfile", ".babelrc", true),
        ("configuration of AutoFix", ".autofix.yml", true),
        ("a recipe", ".autofix/recipes/own.yml", true),
        ("state of AutoFix", ".autofix/state/journal/x/state", false),
        ("dependencies", "node_modules/express/index.js", false),
        ("dependencies further down", "packages/a/node_modules/x/index.js", false),
        ("version control", ".git/config", false),
        ("output", "dist/main.js", false),
        ("output of Next.js", "web/.next/server/page.js", false),
        ("a Python environment", "api/.venv/lib/x.py", false),
        ("byte code", "api/__pycache__/x.pyc", false),
        ("a file named like output", "src/build", true),
        ("ignored by name", "debug.log", false),
        ("ignored, then named again", "keep.log", true),
        ("an ignored folder", "private/x.js", false),
        ("an environment file that is ignored", ".env", true),
        ("another", "web/.env.local", true),
        ("ignored by a nested file", "web/generated.js", false),
        ("a nested rule holds only there", "generated.js", true),
        ("a nested rule wins", "web/debug.log", true),
        ("excluded by the repository", "scratch.txt", false),
    ];
    let mut files: Vec<(&str, &[u8])> = cases.iter().map(|(_, path, _)| (*path, &b"x"[..])).collect();
    files.push((".gitignore", b"*.log\n!keep.log\n/private/\n.env*\n"));
    files.push(("web/.gitignore", b"generated.js\n!debug.log\n"));
    files.push((".git/info/exclude", b"scratch.txt\n"));
    let folder = project(&files);

    let list = listed(folder.path());
    for (what, path, expected) in cases {
        assert_eq!(list.iter().any(|listed| listed == path), *expected, "{what}: {path}");
    }
    assert!(list.is_sorted());
    assert!(!folder.path().join(".autofix/state/lock").exists());
}

#[test]
fn opening_and_listing_create_nothing() {
    let folder = project(&[]);
    assert_eq!(listed(folder.path()), Vec::<String>::new());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(FolderWorkspace::open(folder.path().join("gone")).unwrap_err().code(), "not_found");
}

#[test]
fn every_kind_of_file_is_read_or_refused_by_name() {
    let large = vec![b'a'; 8 * 1024 * 1024 + 1];
    let folder = project(&[
        ("crlf.js", "a\r\nß🙂".as_bytes()),
        ("bom.json", "\u{feff}{}".as_bytes()),
        ("full.txt", &large[1..]),
        ("large.txt", &large),
        ("binary.png", b"\xff\xfe\x00"),
        ("node_modules/express/package.json", b"{}"),
    ]);
    let workspace = FolderWorkspace::open(folder.path()).unwrap();
    let read = |path: &str| wait(workspace.read(path)).map(|text| text.to_string());
    let code = |path: &str| read(path).unwrap_err().code();

    assert_eq!(read("crlf.js").as_deref(), Ok("a\r\nß🙂"));
    assert_eq!(read("./src/../bom.json").as_deref(), Ok("\u{feff}{}"));
    assert_eq!(read("node_modules/express/package.json").as_deref(), Ok("{}"));
    assert_eq!(read("full.txt").unwrap().len(), 8 * 1024 * 1024);
    assert!(
        matches!(read("large.txt"), Err(WorkspaceError::TooLarge { size, limit, .. }) if size == limit + 1)
    );
    for (path, expected) in [
        ("binary.png", "not_text"),
        ("gone.js", "not_found"),
        ("crlf.js/x", "not_found"),
        ("node_modules", "io"),
        ("../x", "outside_workspace"),
        ("a/../../x", "outside_workspace"),
        ("/etc/hostname", "outside_workspace"),
        ("C:\\x", "outside_workspace"),
        ("a\0b", "outside_workspace"),
        ("", "outside_workspace"),
    ] {
        assert_eq!(code(path), expected, "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_inside_and_pipes_do_not_hang() {
    use std::os::unix::fs::symlink;
    let outside = project(&[("secret.txt", b"secret")]);
    let folder = project(&[("src/a.js", b"a")]);
    let root = folder.path();
    symlink("src", root.join("linked")).unwrap();
    symlink(root.join("src/a.js"), root.join("absolute.js")).unwrap();
    symlink(outside.path(), root.join("out")).unwrap();
    symlink(outside.path().join("secret.txt"), root.join("secret.txt")).unwrap();
    symlink("../".repeat(20) + "etc/passwd", root.join("climb")).unwrap();
    symlink("loop", root.join("loop")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());

    let workspace = FolderWorkspace::open(root).unwrap();
    let read = |path: &str| wait(workspace.read(path)).map_err(|error| error.code());
    assert_eq!(read("linked/a.js").as_deref(), Ok("a"));
    assert_eq!(read("absolute.js").as_deref(), Ok("a"));
    for path in ["out/secret.txt", "secret.txt", "climb"] {
        assert_eq!(read(path), Err("outside_workspace"), "{path}");
    }
    assert_eq!(read("loop"), Err("io"));
    assert_eq!(read("pipe"), Err("io"));
    assert_eq!(listed(root), ["src/a.js"], "links are not listed");
}

#[test]
fn a_scan_finds_in_every_file_what_reading_finds() {
    let folder = TempDir::new().unwrap();
    let texts = ["cors here", "listen(", "", "cors listen(", "none", "cors\u{1f642}"];
    for n in 0..500 {
        fs::write(folder.path().join(format!("{n:03}.js")), texts[n % texts.len()]).unwrap();
    }
    fs::write(folder.path().join("not-text.bin"), b"cors \xff").unwrap();
    let workspace = FolderWorkspace::open(folder.path()).unwrap();
    let mut paths = wait(workspace.list()).unwrap().to_vec();
    paths.push("gone.js".to_owned());
    paths.push("../outside.js".to_owned());
    let markers = Markers::new(&["cors", "listen("]).unwrap();

    let found = wait(workspace.scan(&paths, &markers));
    assert_eq!(found.len(), paths.len());
    for (path, set) in paths.iter().zip(found) {
        let text = wait(workspace.read(path)).unwrap_or_else(|_| "".into());
        assert_eq!(set, markers.find(text.as_bytes()), "{path}");
    }
    assert!(wait(workspace.scan(&[], &markers)).is_empty());
}

#[test]
fn the_listing_stays_as_it_was_until_opened_again() {
    let folder = project(&[("a.js", b"a")]);
    let workspace = FolderWorkspace::open(folder.path()).unwrap();
    assert_eq!(wait(workspace.list()).unwrap().len(), 1);
    fs::write(folder.path().join("b.js"), "b").unwrap();
    assert_eq!(wait(workspace.list()).unwrap().len(), 1);
    assert_eq!(listed(folder.path()).len(), 2);
}
