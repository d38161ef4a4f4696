//! The seven checks.

use crate::case::{Case, Expect};
use crate::compare::difference;
use crate::reads::{Recorded, unasked};
use crate::variants::variants;
use autofix_core::edit::{apply_patch, diff_texts, map_line};
use autofix_core::engine::{Engine, Repair};
use autofix_core::ingest::redact;
use autofix_core::model::{Action, Fix, Frame, Issue};
use autofix_core::validate::{VerifiedFix, overlay_of};
use autofix_core::workspace::{MemoryWorkspace, Overlay, Workspace};
use std::fmt;

/// One of the seven checks, or the expectation itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The outcome is the one that is expected: a fix, or a refusal with this reason.
    Outcome,
    /// The diff is as written and applies.
    Diff,
    /// It passed validation and claims no more than it may.
    Ladder,
    /// The same error on the repaired project gives no fix.
    Settled,
    /// The reverse diff restores every byte.
    Inverse,
    /// Line ends and letters outside of ASCII change nothing.
    Variants,
    /// It survives JSON.
    RoundTrip,
    /// No file was read that nothing pointed to.
    Reads,
}

/// What a case fell over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The check.
    pub check: Check,
    /// What was seen.
    pub detail: String,
}

/// A case that does not hold, with everything that was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFailure {
    /// Name of the case.
    pub case: String,
    /// In the order of the checks.
    pub problems: Vec<Problem>,
    /// The diff that was made instead, if a fix was made.
    pub diff: Option<String>,
}

impl fmt::Display for CaseFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.case)?;
        for problem in &self.problems {
            write!(f, "\n  {:?}: {}", problem.check, problem.detail.trim_end().replace('\n', "\n    "))?;
        }
        Ok(())
    }
}

impl std::error::Error for CaseFailure {}

/// Runs something that needs no reactor to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    Ok(runtime.block_on(future))
}

/// Repairs a case's project, and blocks until that is done.
pub fn repair(case: &Case, engine: &Engine) -> Result<Repair, CaseFailure> {
    let failed = |detail: String| CaseFailure {
        case: case.name.clone(),
        problems: vec![Problem { check: Check::Outcome, detail }],
        diff: None,
    };
    let workspace = case.workspace().map_err(|error| failed(error.to_string()))?;
    block_on(engine.repair_log(&workspace, &case.log)).map_err(failed)
}

/// Holds a case against every check.
pub fn run_case(case: &Case, engine: &Engine) -> Result<(), CaseFailure> {
    let mut run = Run { case, engine, problems: Vec::new(), diff: None };
    match case.workspace() {
        Ok(workspace) => {
            if let Err(error) = block_on(run.all(&workspace)) {
                run.fail(Check::Outcome, error);
            }
        }
        Err(error) => run.fail(Check::Outcome, error.to_string()),
    }
    if run.problems.is_empty() {
        return Ok(());
    }
    Err(CaseFailure { case: case.name.clone(), problems: run.problems, diff: run.diff })
}

struct Run<'a> {
    case: &'a Case,
    engine: &'a Engine,
    problems: Vec<Problem>,
    diff: Option<String>,
}

impl Run<'_> {
    fn fail(&mut self, check: Check, detail: impl Into<String>) {
        self.problems.push(Problem { check, detail: detail.into() });
    }

    async fn all(&mut self, workspace: &MemoryWorkspace) {
        let recorded = Recorded::new(workspace);
        let repair = self.engine.repair_log(&recorded, &self.case.log).await;
        let extra = unasked(workspace, &recorded.reads(), repair.issue.as_ref(), &self.case.log).await;
        if !extra.is_empty() {
            self.fail(Check::Reads, format!("read without a reason: {}", extra.join(", ")));
        }
        self.outcome(&repair);
        if let (Some(verified), Some(issue)) = (&repair.fix, &repair.issue) {
            self.ladder(verified);
            self.inverse(verified);
            self.settled(workspace, issue, verified).await;
            self.round_trip(workspace, issue, verified.fix()).await;
        }
        self.variants(&repair).await;
        self.problems.sort_by_key(|problem| problem.check);
    }

    /// What is expected against what came out.
    fn outcome(&mut self, repair: &Repair) {
        match (&self.case.expect, &repair.fix) {
            (Expect::Fix { safety, plugin, diff }, Some(verified)) => {
                let fix = verified.fix();
                if fix.plugin.name != *plugin {
                    self.fail(
                        Check::Outcome,
                        format!("expected a fix of `{plugin}`, not of `{}`", fix.plugin.name),
                    );
                }
                if fix.safety != *safety {
                    self.fail(Check::Outcome, format!("expected {safety:?}, it claims {:?}", fix.safety));
                }
                let actual = diff_of(fix);
                if let Some(difference) = difference(diff, &actual) {
                    self.fail(Check::Diff, difference);
                    self.diff = Some(actual);
                }
            }
            (Expect::Fix { .. }, None) => {
                self.fail(Check::Outcome, format!("expected a fix; {}", reasons(repair)));
            }
            (Expect::Decline { .. }, Some(verified)) => {
                let fix = verified.fix();
                self.fail(
                    Check::Outcome,
                    format!(
                        "expected no fix, `{}` made one: {}\n{}",
                        fix.plugin.name,
                        fix.description,
                        diff_of(fix)
                    ),
                );
            }
            (Expect::Decline { plugin, reason }, None) => {
                let given = repair.rejections.iter().any(|it| {
                    it.reason.contains(reason.as_str())
                        && plugin.as_ref().is_none_or(|plugin| *plugin == it.plugin)
                });
                if !given {
                    self.fail(
                        Check::Outcome,
                        format!("expected the reason to hold `{reason}`; {}", reasons(repair)),
                    );
                }
            }
        }
    }

    fn ladder(&mut self, verified: &VerifiedFix) {
        let fix = verified.fix();
        if !verified.validation().passed {
            self.fail(Check::Ladder, "a step of its validation failed");
        }
        let plugin = self.engine.registry().plugins().find(|it| it.metadata().name == fix.plugin.name);
        match plugin {
            Some(plugin) if fix.safety > plugin.metadata().max_safety => {
                let most = plugin.metadata().max_safety;
                self.fail(Check::Ladder, format!("it claims {:?}, its plugin at most {most:?}", fix.safety));
            }
            Some(_) => {}
            None => self.fail(Check::Ladder, format!("no plugin `{}` is registered", fix.plugin.name)),
        }
        // The diffs alone, without the engine, lead from the sources to what was verified.
        for change in &fix.changes {
            let text = |path: &str| self.case.files.iter().find(|file| file.path == path);
            let before = text(&change.file).map_or("", |file| file.text.as_str());
            let target = change.to.as_ref().unwrap_or(&change.file);
            let after = verified.files().iter().find(|file| file.path == *target);
            let expected = after.and_then(|file| file.after.as_deref());
            match apply_patch(before, &change.diff) {
                Ok(_) if change.action == Action::Delete => {}
                Ok(actual) => {
                    if let Some(difference) = difference(expected.unwrap_or_default(), &actual) {
                        self.fail(
                            Check::Diff,
                            format!("{}: applied, it gives another text\n{difference}", change.file),
                        );
                    }
                }
                Err(error) => self.fail(Check::Diff, format!("{}: {error}", change.file)),
            }
        }
    }

    fn inverse(&mut self, verified: &VerifiedFix) {
        for file in verified.files() {
            let back = diff_texts(&file.path, file.after.as_deref(), file.before.as_deref());
            let restored = apply_patch(file.after.as_deref().unwrap_or_default(), &back);
            let source = self.case.files.iter().find(|it| it.path == file.path);
            let before = source.map_or("", |it| it.text.as_str());
            match restored {
                Ok(text) if text == before => {}
                Ok(text) => {
                    let difference = difference(before, &text).unwrap_or_default();
                    self.fail(Check::Inverse, format!("{} is not restored\n{difference}", file.path));
                }
                Err(error) => {
                    self.fail(Check::Inverse, format!("{}: the reverse diff: {error}", file.path));
                }
            }
        }
    }

    async fn settled(&mut self, workspace: &dyn Workspace, issue: &Issue, verified: &VerifiedFix) {
        let fix = verified.fix();
        let repaired = Overlay::new(workspace, overlay_of(verified.files()));
        let again = self.engine.repair_issue(&repaired, &moved(issue, fix), &redact(&self.case.log)).await;
        let same = again.fix.iter().chain(&again.alternatives).find(|it| it.fix().plugin == fix.plugin);
        if let Some(same) = same {
            let detail = format!("the repaired project is repaired once more:\n{}", diff_of(same.fix()));
            self.fail(Check::Settled, detail);
        }
    }

    async fn round_trip(&mut self, workspace: &dyn Workspace, issue: &Issue, fix: &Fix) {
        let read = serde_json::to_string(fix).and_then(|json| serde_json::from_str::<Fix>(&json));
        let read = match read {
            Ok(read) => read,
            Err(error) => return self.fail(Check::RoundTrip, error.to_string()),
        };
        if read != *fix {
            self.fail(Check::RoundTrip, "the fix that comes back from JSON is another one");
        }
        if let Err(fallen) = self.engine.verify(workspace, &read, issue, &redact(&self.case.log)).await {
            self.fail(Check::RoundTrip, format!("it does not pass again: {}", fallen.rejection.reason));
        }
    }

    async fn variants(&mut self, repair: &Repair) {
        for variant in variants(&self.case.files) {
            let name = variant.name;
            let workspace = match variant.workspace() {
                Ok(workspace) => workspace,
                Err(error) => {
                    self.fail(Check::Variants, format!("{name}: {error}"));
                    continue;
                }
            };
            let other = self.engine.repair_log(&workspace, &self.case.log).await;
            let (verified, varied) = match (&repair.fix, &other.fix) {
                (None, None) => continue,
                (Some(verified), Some(varied)) => (verified, varied),
                (Some(_), None) => {
                    self.fail(Check::Variants, format!("{name}: no fix any more; {}", reasons(&other)));
                    continue;
                }
                (None, Some(varied)) => {
                    let detail = format!("{name}: suddenly a fix\n{}", diff_of(varied.fix()));
                    self.fail(Check::Variants, detail);
                    continue;
                }
            };
            let key = |fix: &Fix| (fix.plugin.clone(), fix.safety, fix.description.clone());
            if key(verified.fix()) != key(varied.fix()) {
                self.fail(Check::Variants, format!("{name}: another fix: {}", varied.fix().description));
            }
            for problem in variant.differences(verified, varied) {
                self.fail(Check::Variants, format!("{name}: {problem}"));
            }
        }
    }
}

/// The diffs of a fix as a case shows them.
pub(crate) fn diff_of(fix: &Fix) -> String {
    fix.changes.iter().map(|change| change.diff.as_str()).collect()
}

fn reasons(repair: &Repair) -> String {
    let Some(issue) = &repair.issue else { return "no issue was read from the log".to_owned() };
    let all: Vec<String> =
        repair.rejections.iter().map(|it| format!("`{}`: {}", it.plugin, it.reason)).collect();
    format!("the issue is a {}, and nothing was made of it: {}", issue.issue_type, all.join("; "))
}

/// An issue as it would be reported of the repaired project: its frames move with their lines.
fn moved(issue: &Issue, fix: &Fix) -> Issue {
    let line = |frame: &Frame| {
        let change = fix.changes.iter().find(|change| change.file == frame.file)?;
        map_line(&change.diff, frame.line?)
    };
    let frames = issue.frames.iter().map(|frame| Frame { line: line(frame).or(frame.line), ..frame.clone() });
    Issue { frames: frames.collect(), ..issue.clone() }
}
