//! With a command: red first, then candidate after candidate, error after error, until it is green.

use super::{Engine, Repair};
use crate::edit::diff_texts;
use crate::model::{Action, Change, Fix, FixState, Issue, Rejection, StepStatus, Validation, ValidationStep};
use crate::plugin::{digest, fix_id, rollback_plan};
use crate::validate::{
    CommandOutcome, CommandSpec, Fallen, FileChange, Sandbox, SandboxError, VerifiedFix, overlay_of,
};
use crate::workspace::{Overlay, Workspace, WorkspaceError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much a proof may try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Errors that are repaired one after the other.
    pub errors: usize,
    /// Runs of the command, the first one included.
    pub runs: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { errors: 5, runs: 16 }
    }
}

/// What proving with a command came to.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The repair; its fix has the command's step.
    pub repair: Repair,
    /// How the command ended before anything was changed.
    pub before: CommandOutcome,
    /// How it ended with the repair, or with the last candidate.
    pub after: Option<CommandOutcome>,
    /// Runs of the command.
    pub runs: usize,
}

type Changes = BTreeMap<String, Option<Arc<str>>>;

struct Run<'a> {
    engine: &'a Engine,
    workspace: &'a dyn Workspace,
    sandbox: &'a dyn Sandbox,
    command: &'a CommandSpec,
    budget: Budget,
    runs: usize,
    rejections: Vec<Rejection>,
    /// Fixes that each got one error further.
    steps: Vec<VerifiedFix>,
    first_issue: Option<Issue>,
}

/// Where one round came to.
enum Round {
    Green(CommandOutcome),
    Further(CommandOutcome),
    Stuck(Option<CommandOutcome>),
}

impl Engine {
    /// Runs a command, repairs what its output says, and proves the repair by running it again.
    /// The workspace itself is not touched.
    pub async fn prove(
        &self,
        workspace: &dyn Workspace,
        sandbox: &dyn Sandbox,
        command: &CommandSpec,
        budget: Budget,
    ) -> Result<Proof, SandboxError> {
        let before = sandbox.run(command, &Changes::new()).await?;
        let mut run = Run {
            engine: self,
            workspace,
            sandbox,
            command,
            budget,
            runs: 1,
            rejections: Vec::new(),
            steps: Vec::new(),
            first_issue: None,
        };
        if before.is_green() {
            let reason = format!("`{}` succeeds: there is nothing to repair", command.argv.join(" "));
            let repair =
                Repair { rejections: vec![Rejection { plugin: String::new(), reason }], ..Repair::default() };
            return Ok(Proof { repair, before, after: None, runs: 1 });
        }
        let mut red = before.clone();
        for _ in 0..budget.errors {
            match run.round(&red).await? {
                Round::Green(after) => {
                    let (runs, repair) = (run.runs, run.finish().await);
                    return Ok(Proof { repair, before, after: Some(after), runs });
                }
                Round::Further(next) => red = next,
                Round::Stuck(after) => {
                    return Ok(Proof { runs: run.runs, repair: run.stuck(), before, after });
                }
            }
        }
        Ok(Proof { runs: run.runs, repair: run.stuck(), before, after: Some(red) })
    }
}

impl Run<'_> {
    fn changes(&self) -> Changes {
        let mut all = Changes::new();
        for fix in &self.steps {
            all.extend(overlay_of(fix.files()));
        }
        all
    }

    async fn round(&mut self, red: &CommandOutcome) -> Result<Round, SandboxError> {
        let base = self.changes();
        let overlay = Overlay::new(self.workspace, base.clone());
        let analysis = self.engine.analyze_output(&overlay, self.command, &red.output).await;
        if self.first_issue.is_none() {
            self.first_issue = analysis.issues.first().cloned();
        }
        let log = self.engine.redact(&red.output);
        let known: Vec<&str> = analysis.issues.iter().map(|issue| issue.fingerprint.as_str()).collect();
        let mut last = None;
        for issue in &analysis.issues {
            let found = self.engine.repair_issue(&overlay, issue, &log).await;
            self.rejections.extend(found.rejections);
            for candidate in found.fix.into_iter().chain(found.alternatives) {
                if self.runs >= self.budget.runs {
                    self.rejections.push(reject(&candidate, "the budget of runs is used up"));
                    return Ok(Round::Stuck(last));
                }
                let mut changes = base.clone();
                changes.extend(overlay_of(candidate.files()));
                let after = self.sandbox.run(self.command, &changes).await?;
                self.runs += 1;
                if after.is_green() {
                    self.steps.push(candidate);
                    return Ok(Round::Green(after));
                }
                let repaired = Overlay::new(self.workspace, changes);
                let issues = self.engine.analyze_output(&repaired, self.command, &after.output).await.issues;
                let gone = !issues.iter().any(|it| it.fingerprint == issue.fingerprint);
                let others = issues.iter().any(|it| !known.contains(&it.fingerprint.as_str()));
                if gone && others && after.limit.is_none() {
                    self.steps.push(candidate);
                    return Ok(Round::Further(after));
                }
                let why = match (&after.limit, gone) {
                    (Some(limit), _) => format!("the command ran into its limit ({limit})"),
                    (None, false) => "the command still fails with the same error".to_owned(),
                    (None, true) => "the command still fails".to_owned(),
                };
                self.rejections.push(reject(&candidate, &why));
                last = Some(after);
            }
        }
        Ok(Round::Stuck(last))
    }

    /// Nothing is proved, so nothing is offered; what fell says why.
    fn stuck(self) -> Repair {
        let fallen =
            self.rejections.iter().find(|it| it.reason.contains("the command ")).map(|rejection| Fallen {
                validation: Validation {
                    passed: false,
                    proved_by_command: false,
                    steps: vec![ValidationStep {
                        name: "command".to_owned(),
                        status: StepStatus::Failed,
                        detail: rejection.reason.clone(),
                    }],
                },
                rejection: rejection.clone(),
            });
        Repair { issue: self.first_issue, fallen, rejections: self.rejections, ..Repair::default() }
    }

    async fn finish(mut self) -> Repair {
        let detail = format!("`{}` went from red to green", self.command.argv.join(" "));
        let fix = if self.steps.len() == 1 { self.steps.pop() } else { self.composed().await };
        let fix = fix.map(|fix| fix.proved(detail));
        Repair { issue: self.first_issue, fix, rejections: self.rejections, ..Repair::default() }
    }

    /// One fix that does what the steps did one upon the other.
    async fn composed(&self) -> Option<VerifiedFix> {
        let first = self.steps.first()?;
        let mut changes = Vec::new();
        let mut files = Vec::new();
        for (path, after) in self.changes() {
            let before = match self.workspace.read(&path).await {
                Ok(text) => Some(text),
                Err(WorkspaceError::NotFound(_)) => None,
                Err(_) => return None,
            };
            if before == after {
                continue;
            }
            let why: Vec<&str> = (self.steps.iter())
                .flat_map(|step| &step.fix().changes)
                .filter(|change| change.file == path || change.to.as_ref() == Some(&path))
                .map(|change| change.description.as_str())
                .collect();
            changes.push(Change {
                file: path.clone(),
                action: match (&before, &after) {
                    (None, _) => Action::Create,
                    (_, None) => Action::Delete,
                    _ => Action::Modify,
                },
                position: None,
                to: None,
                diff: diff_texts(&path, before.as_deref(), after.as_deref()),
                description: why.join("; "),
                base: before.as_deref().map(digest),
            });
            files.push(FileChange { path, before, after, moved_from: None });
        }
        let all = self.steps.iter().map(VerifiedFix::fix);
        let fix = Fix {
            id: fix_id(&first.fix().plugin.name, &changes),
            state: FixState::Validated,
            confidence: all.clone().map(|fix| fix.confidence).fold(1.0, f64::min),
            safety: all.clone().map(|fix| fix.safety).min()?,
            description: all.clone().map(|fix| fix.description.as_str()).collect::<Vec<_>>().join(". Then: "),
            rollback_plan: rollback_plan(&changes),
            changes,
            ..first.fix().clone()
        };
        Some(VerifiedFix::composed(fix, files, first.validation().clone()))
    }
}

fn reject(candidate: &VerifiedFix, why: &str) -> Rejection {
    let fix = candidate.fix();
    Rejection { plugin: fix.plugin.name.clone(), reason: format!("{}: {why}", fix.description) }
}
