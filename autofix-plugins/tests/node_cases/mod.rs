//! Runs the engine over projects held in memory.

use autofix_core::engine::{Engine, Repair};
use autofix_core::workspace::MemoryWorkspace;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A project: path and text of each file.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

/// One case. Without expected files the plugin must decline, and say `reason`.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    pub(crate) files: Files<'a>,
    pub(crate) log: &'a str,
    pub(crate) expected: Files<'a>,
    pub(crate) safe: bool,
    pub(crate) reason: &'a str,
}

/// The plugin changes these files to these texts, and nothing else.
pub(crate) const fn fixing<'a>(
    name: &'a str,
    files: Files<'a>,
    log: &'a str,
    safe: bool,
    expected: Files<'a>,
) -> Case<'a> {
    Case { name, files, log, expected, safe, reason: "" }
}

/// The plugin declines, and its reason holds these words.
pub(crate) const fn declining<'a>(
    name: &'a str,
    files: Files<'a>,
    log: &'a str,
    reason: &'a str,
) -> Case<'a> {
    Case { name, files, log, expected: &[], safe: false, reason }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        // Everything is in memory: nothing ever waits.
        if let Poll::Ready(answer) = future.as_mut().poll(&mut context) {
            return answer;
        }
    }
}

fn repair(files: &[(String, String)], log: &str) -> Repair {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    // A project that leads outside has no fix, and fails its case.
    let Ok(workspace) = MemoryWorkspace::new(files) else { return Repair::default() };
    let engine = Engine::new(autofix_plugins::registry(), &autofix_plugins::signatures());
    block_on(engine.repair_log(&workspace, log))
}

/// Runs every case twice: with `\n` and with `\r\n`. All failures are told at once.
pub(crate) fn run(plugin: &str, cases: &[Case<'_>]) {
    let mut failures = Vec::new();
    for case in cases {
        for end in ["\n", "\r\n"] {
            let lines = |files: Files<'_>| -> Vec<(String, String)> {
                files.iter().map(|(path, text)| ((*path).to_owned(), text.replace('\n', end))).collect()
            };
            if let Err(what) = check(plugin, case, &lines(case.files), &lines(case.expected)) {
                failures.push(format!("{} ({end:?}): {what}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn check(
    plugin: &str,
    case: &Case<'_>,
    files: &[(String, String)],
    expected: &[(String, String)],
) -> Result<(), String> {
    let found = repair(files, case.log);
    let reasons: Vec<String> =
        found.rejections.iter().map(|it| format!("{}: {}", it.plugin, it.reason)).collect();
    let Some(fix) = &found.fix else {
        let said = found.rejections.iter().any(|it| it.plugin == plugin && it.reason.contains(case.reason));
        if expected.is_empty() && said {
            return Ok(());
        }
        return Err(format!("no fix; issue {:?}; {reasons:#?}", found.issue.map(|it| it.issue_type)));
    };
    let changed: Vec<(String, String)> = (fix.files().iter())
        .map(|file| (file.path.clone(), file.after.as_deref().unwrap_or_default().to_owned()))
        .collect();
    if fix.fix().plugin.name != plugin {
        return Err(format!("{} made the fix", fix.fix().plugin.name));
    }
    if changed != expected {
        return Err(format!("changed {changed:#?}\nexpected {expected:#?}\n{reasons:#?}"));
    }
    let safe = fix.fix().safety == autofix_core::model::Safety::Safe;
    (safe == case.safe).then_some(()).ok_or_else(|| format!("claims {:?}", fix.fix().safety))
}
