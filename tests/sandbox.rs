//! The sandbox, with real commands.
#![cfg(all(unix, feature = "native"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

mod support;

use autofix::core::validate::{CommandOutcome, CommandSpec, Sandbox, SandboxError};
use autofix::host::{Limits, LocalSandbox};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{snapshot, wait, write};
use tempfile::TempDir;

type Changes<'a> = &'a [(&'a str, Option<&'a str>)];

fn quick() -> Limits {
    Limits { time: Duration::from_secs(20), settle: Duration::from_millis(600), ..Limits::default() }
}

fn try_run(
    root: &Path,
    limits: Limits,
    argv: &[&str],
    changes: Changes<'_>,
) -> Result<CommandOutcome, SandboxError> {
    let changes: BTreeMap<String, Option<Arc<str>>> =
        changes.iter().map(|(path, text)| ((*path).to_owned(), text.map(Into::into))).collect();
    let before = snapshot(root);
    let sandbox = LocalSandbox::new(root, limits).unwrap();
    let outcome = wait(sandbox.run(&CommandSpec::new(argv.iter().copied()), &changes));
    assert_eq!(snapshot(root), before, "the project itself is never touched");
    outcome
}

fn run(root: &Path, limits: Limits, argv: &[&str], changes: Changes<'_>) -> CommandOutcome {
    try_run(root, limits, argv, changes).unwrap()
}

fn sh(root: &Path, limits: Limits, script: &str) -> CommandOutcome {
    run(root, limits, &["sh", "-c", script], &[])
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// Number of processes whose command line holds a text.
fn processes(text: &str) -> usize {
    let out = Command::new("ps").args(["-eo", "args"]).output().unwrap().stdout;
    String::from_utf8_lossy(&out).lines().filter(|line| line.contains(text)).count()
}

fn soon(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(5), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_changed_file_turns_red_to_green() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "check.sh", "test \"$(cat a.txt)\" = good && test ! -e gone.txt && cat new/b.txt");
    write(root, "a.txt", "bad");
    write(root, "gone.txt", "");
    let argv = ["sh", "check.sh"];
    let red = run(root, quick(), &argv, &[]);
    assert_eq!((red.exit_code, red.is_green()), (Some(1), false));
    let changes: Changes<'_> = &[("a.txt", Some("good")), ("gone.txt", None), ("new/b.txt", Some("made ß"))];
    let green = run(root, quick(), &argv, changes);
    assert_eq!((green.exit_code, green.is_green(), green.output.as_str()), (Some(0), true, "made ß"));
    assert_eq!(green.limit, None);
}

#[test]
fn output_comes_in_order_and_names_the_project() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().canonicalize().unwrap();
    write(&root, "sub/x", "");
    let outcome = sh(&root, quick(), "echo one; echo two >&2; echo three; pwd; exit 7");
    assert_eq!(outcome.exit_code, Some(7));
    assert_eq!(outcome.output, format!("one\ntwo\nthree\n{}\n", root.display()));
    let sandbox = LocalSandbox::new(&root, quick()).unwrap();
    let spec = |folder: &str| CommandSpec { folder: folder.to_owned(), ..CommandSpec::new(["ls"]) };
    assert_eq!(wait(sandbox.run(&spec("sub"), &BTreeMap::new())).unwrap().output, "x\n");
    for folder in ["..", "gone", "/"] {
        let error = wait(sandbox.run(&spec(folder), &BTreeMap::new())).unwrap_err();
        assert!(matches!(error, SandboxError::Start { .. }), "{folder}: {error}");
    }
}

#[test]
fn what_cannot_be_run_is_named() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "plain.txt", "");
    for argv in [&["no-such-program-x"][..], &["./plain.txt"], &["./gone"], &[""], &[]] {
        let error = try_run(folder.path(), quick(), argv, &[]).unwrap_err();
        let name = argv.first().copied().unwrap_or_default();
        assert!(
            matches!(&error, SandboxError::Start { program, .. } if program == name),
            "{argv:?}: {error}"
        );
    }
    let small = Limits { copy: 3, ..quick() };
    write(folder.path(), "large.txt", "more");
    assert!(matches!(try_run(folder.path(), small, &["true"], &[]), Err(SandboxError::Copy(_))));
    for path in ["../x", "/x"] {
        let outcome = try_run(folder.path(), quick(), &["true"], &[(path, Some("x"))]);
        assert!(matches!(outcome, Err(SandboxError::Copy(_))), "{path}");
    }
}

#[test]
fn limits_end_what_goes_too_far() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    let second = Limits { time: Duration::from_secs(1), ..quick() };
    let small = Limits { output: 64 * 1024, ..quick() };
    let few = Limits { processes: 40, ..quick() };
    let file = Limits { file_size: 1 << 20, ..quick() };
    let tree = "f() { if [ $1 -gt 0 ]; then f $(($1-1)) & f $(($1-1)) & wait; else sleep 7.123; fi; }; f 8";
    // Name of the limit, limits, script.
    for (limit, limits, script) in [
        ("time: 1 s", second.clone(), "echo begun; sleep 7.123 & sleep 7.123"),
        ("time: 1 s", second, "trap '' TERM; echo begun; while :; do sleep 0.1; done"),
        ("output: 524288 bytes", small, "echo begun; yes"),
        #[cfg(target_os = "linux")]
        ("processes: 40", few.clone(), "echo begun; for i in $(seq 200); do sleep 7.123 & done; wait"),
        #[cfg(target_os = "linux")]
        ("processes: 40", few, &format!("echo begun; {tree}")),
    ] {
        let begin = Instant::now();
        let outcome = sh(root, limits, script);
        assert_eq!(outcome.limit.as_deref(), Some(limit), "{script}: {outcome:?}");
        assert_eq!((outcome.exit_code, outcome.is_green()), (None, false));
        assert!(outcome.output.starts_with("begun\n") && outcome.output.len() <= 64 * 1024 + 100, "{script}");
        assert!(begin.elapsed() < Duration::from_secs(6), "{script}: {:?}", begin.elapsed());
        assert_eq!(processes("sleep 7.123"), 0, "{script}");
    }
    let outcome = sh(root, file, "head -c 3000000 /dev/zero > big; wc -c < big");
    assert_eq!(outcome.output.lines().last().map(str::trim), Some("1048576"), "{outcome:?}");
}

#[test]
fn the_beginning_and_the_end_of_much_output_are_kept() {
    let folder = TempDir::new().unwrap();
    let limits = Limits { output: 20_000, ..quick() };
    let outcome = sh(folder.path(), limits, "seq 20000");
    assert_eq!(outcome.exit_code, Some(0));
    assert!(outcome.output.starts_with("1\n2\n") && outcome.output.ends_with("\n19999\n20000\n"));
    assert!(outcome.output.contains("bytes left out]") && outcome.output.len() < 20_100);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_and_an_ordinary_node_fits_in() {
    if !has("node") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let node = |limits: Limits, script: &str| run(folder.path(), limits, &["node", "-e", script], &[]);
    let hello = node(quick(), "console.log(typeof WebAssembly, [1,2].map(x => x * 2).join())");
    assert_eq!((hello.exit_code, hello.output.as_str()), (Some(0), "object 2,4\n"));
    let limits = Limits { memory: 300 << 20, ..quick() };
    let eats =
        "const all=[]; setInterval(() => { all.push(Buffer.alloc(20e6, 1)); console.log(all.length); }, 5)";
    let outcome = node(limits, eats);
    assert!(!outcome.is_green(), "{outcome:?}");
    let held = outcome.output.lines().filter_map(|line| line.parse::<u32>().ok()).max().unwrap_or(0);
    assert!(held < 40, "{held} times 20 MB were held: {outcome:?}");
}

#[test]
fn writes_elsewhere_are_refused_and_nothing_else_is() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "a.txt", "a");
    write(root, "node_modules/pkg/index.js", "module.exports = 'pkg'");
    write(root, "outside/other.txt", "o");
    let elsewhere = TempDir::new().unwrap();
    write(elsewhere.path(), "x.txt", "x");
    std::os::unix::fs::symlink(elsewhere.path(), root.join("linked")).unwrap();

    let fine = "echo b > a.txt && echo n > n.txt && mkdir d && echo t > \"$TMPDIR/t\" && echo >/dev/null \
                && mkdir -p node_modules/.cache && echo c > node_modules/.cache/c && cat linked/x.txt";
    let outcome = sh(root, quick(), fine);
    assert_eq!((outcome.exit_code, outcome.output.as_str()), (Some(0), "x"), "{outcome:?}");

    if !LocalSandbox::new(root, quick()).unwrap().confinement().writes {
        return;
    }
    let place = elsewhere.path().display();
    let project = root.display();
    for script in [
        format!("echo y > {place}/x.txt"),
        format!("echo y > {place}/new.txt"),
        format!("rm {place}/x.txt"),
        format!("mv {place}/x.txt {place}/y.txt"),
        format!("mkdir {place}/d"),
        format!("ln -s /etc {place}/l"),
        format!("truncate -s 0 {place}/x.txt"),
        format!("echo y > {project}/a.txt"),
        "echo y > linked/x.txt".to_owned(),
        "echo y > node_modules/pkg/index.js".to_owned(),
        "rm node_modules/pkg/index.js".to_owned(),
        format!("ln {place}/x.txt mine && echo y > mine"),
        format!("kill -0 {}", std::process::id()),
    ] {
        // The sandbox rewrites no input, so that the paths are those of the real project.
        let outcome = sh(root, quick(), &script);
        assert_ne!(outcome.exit_code, Some(0), "{script}: {outcome:?}");
    }
    assert_eq!(fs::read_to_string(elsewhere.path().join("x.txt")).unwrap(), "x");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(root.join("node_modules/pkg/index.js")).unwrap(), "module.exports = 'pkg'");
    let through = try_run(root, quick(), &["true"], &[("node_modules/pkg/index.js", Some("y"))]);
    assert!(matches!(through, Err(SandboxError::Copy(_))), "a change goes through no link either");
}

#[test]
fn dependencies_are_found_and_packages_of_the_project_are_the_copys() {
    if !has("node") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    write(root, "node_modules/dep/index.js", "module.exports = 'dep'");
    write(root, "node_modules/@scope/dep/index.js", "module.exports = 'scoped'");
    write(root, "packages/own/index.js", "module.exports = 'old'");
    write(root, ".git/HEAD", "ref");
    std::os::unix::fs::symlink("../packages/own", root.join("node_modules/own")).unwrap();
    let script = "console.log(require('dep'), require('@scope/dep'), require('own'), require('fs').existsSync('.git'))";
    write(root, "main.js", script);
    let outcome = run(
        root,
        quick(),
        &["node", "main.js"],
        &[("packages/own/index.js", Some("module.exports = 'new'"))],
    );
    assert_eq!(outcome.output, "dep scoped new false\n");
}

#[test]
fn the_environment_is_clean() {
    let folder = TempDir::new().unwrap();
    let env = BTreeMap::from([("GIVEN".to_owned(), "by the caller".to_owned())]);
    let outcome = sh(folder.path(), Limits { env, ..quick() }, "env; tty; cat");
    let has = |line: &str| outcome.output.lines().any(|found| found == line);
    assert!(
        has("GIVEN=by the caller") && has("CI=1") && has("NO_COLOR=1") && has("not a tty"),
        "{outcome:?}"
    );
    // Cargo gives it to every test; no command of a project needs it.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert!(!outcome.output.contains("CARGO_MANIFEST_DIR"));
    assert!(!outcome.output.contains("FORCE_COLOR"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_that_stays_is_green_and_one_that_fails_is_not() {
    if !has("node") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    let server = "require('net').createServer().listen(0, () => console.log('up'))";
    write(root, "server.js", server);
    write(root, "parent.js", "require('child_process').spawn('node', ['server.js'], { stdio: 'inherit' })");
    write(root, "fails.js", &format!("{server}; setTimeout(() => {{ throw new Error('late') }}, 300)"));
    write(root, "sleeps.js", "setInterval(() => {}, 1000)");
    for file in ["server.js", "parent.js"] {
        let begin = Instant::now();
        let outcome = run(root, quick(), &["node", file], &[]);
        assert!(outcome.kept_running && outcome.is_green(), "{file}: {outcome:?}");
        assert_eq!(
            (outcome.exit_code, outcome.limit.as_deref(), outcome.output.as_str()),
            (None, None, "up\n")
        );
        assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    }
    let outcome = run(root, quick(), &["node", "fails.js"], &[]);
    assert_eq!((outcome.exit_code, outcome.kept_running), (Some(1), false), "{outcome:?}");
    let limits = Limits { time: Duration::from_secs(2), ..quick() };
    let outcome = run(root, limits, &["node", "sleeps.js"], &[]);
    assert_eq!((outcome.kept_running, outcome.limit.as_deref()), (false, Some("time: 2 s")));
}

#[test]
fn what_was_left_in_the_background_ends_with_the_command() {
    let folder = TempDir::new().unwrap();
    let begin = Instant::now();
    let outcome = sh(folder.path(), quick(), "sleep 8.456 & (setsid sleep 8.456 &) ; echo done");
    assert_eq!((outcome.exit_code, outcome.output.as_str()), (Some(0), "done\n"));
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    soon("everything has ended", || processes("sleep 8.456") == 0);
}

#[test]
fn a_dropped_future_ends_everything() {
    let folder = TempDir::new().unwrap();
    let sandbox = LocalSandbox::new(folder.path(), quick()).unwrap();
    let spec = CommandSpec::new(["sh", "-c", "sleep 9.789 & (setsid sleep 9.789 &); sleep 9.789"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let changes = BTreeMap::new();
        let run = sandbox.run(&spec, &changes);
        assert!(tokio::time::timeout(Duration::from_millis(700), run).await.is_err());
    });
    soon("everything has ended", || processes("sleep 9.789") == 0);
}
