//! The ladder: in bounds → applies to these very bytes → still parses → keeps the policy →
//! the plugin agrees → the same error is no longer explained by the same cause.

use super::{FileChange, VerifiedFix};
use crate::edit::{apply_patch, map_line};
use crate::facts::{FactCache, Facts};
use crate::model::{
    Action, Fix, FixState, Frame, Issue, Rejection, Safety, StepStatus, Validation, ValidationStep,
};
use crate::plugin::{FixContext, FixPlugin, PluginError, digest};
use crate::syntax::{Language, check};
use crate::workspace::{Overlay, Workspace, WorkspaceError, normalize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files that one fix may touch.
const FILES: usize = 50;
/// Bytes that the diffs of one fix may have together.
const DIFF_BYTES: usize = 1 << 20;

/// What a fix is held against.
pub struct Ladder<'a> {
    /// The files as they are.
    pub workspace: &'a dyn Workspace,
    /// Trees that are known.
    pub cache: &'a Arc<FactCache>,
    /// Who made the fix; `None` when its plugin is not here.
    pub plugin: Option<&'a dyn FixPlugin>,
    /// The user registered the plugin: what it does is the user's will.
    pub own_plugin: bool,
    /// The issue that the fix repairs.
    pub issue: &'a Issue,
    /// The log that the issue comes from.
    pub log: &'a str,
}

/// A fix that fell, with every step that it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Fallen {
    /// The steps; the last one failed.
    pub validation: Validation,
    /// Who and why.
    pub rejection: Rejection,
}

impl Ladder<'_> {
    /// Takes a fix up the ladder. Only this makes a [`VerifiedFix`].
    pub async fn climb(&self, fix: &Fix) -> Result<VerifiedFix, Box<Fallen>> {
        let mut steps = Vec::new();
        match self.steps(fix, &mut steps).await {
            Ok(files) => {
                let validation = Validation { passed: true, proved_by_command: false, steps };
                let fix = Fix { state: FixState::Validated, ..fix.clone() };
                Ok(VerifiedFix { fix, files, validation })
            }
            Err((name, reason)) => {
                steps.push(ValidationStep {
                    name: name.to_owned(),
                    status: StepStatus::Failed,
                    detail: reason.clone(),
                });
                let validation = Validation { passed: false, proved_by_command: false, steps };
                let rejection = Rejection {
                    plugin: fix.plugin.name.clone(),
                    reason: format!("{}: {reason}", fix.description),
                };
                Err(Box::new(Fallen { validation, rejection }))
            }
        }
    }

    async fn steps(
        &self,
        fix: &Fix,
        steps: &mut Vec<ValidationStep>,
    ) -> Result<Vec<FileChange>, (&'static str, String)> {
        let mut pass = |name: &str, status: StepStatus, detail: String| {
            steps.push(ValidationStep { name: name.to_owned(), status, detail });
        };
        bounds(fix).map_err(|reason| ("bounds", reason))?;
        pass("bounds", StepStatus::Passed, format!("{} file(s)", fix.changes.len()));

        let files = self.files(fix).await.map_err(|reason| ("applies", reason))?;
        pass("applies", StepStatus::Passed, String::new());

        let judged = parses(&files).map_err(|reason| ("parses", reason))?;
        match judged {
            0 => pass("parses", StepStatus::Skipped, "no parser judges these files".to_owned()),
            judged => pass("parses", StepStatus::Passed, format!("{judged} file(s), no new error")),
        }

        self.policy(fix, &files).map_err(|reason| ("policy", reason))?;
        pass("policy", StepStatus::Passed, String::new());

        let Some(plugin) = self.plugin else {
            pass("plugin", StepStatus::Skipped, "its plugin is not registered here".to_owned());
            return Ok(files);
        };
        let facts = Facts::new(self.workspace, Arc::clone(self.cache));
        let cx = FixContext::new(self.issue, self.log, &facts);
        plugin.validate_fix(&cx, fix).await.map_err(|error| ("plugin", error.to_string()))?;
        pass("plugin", StepStatus::Passed, String::new());

        if self.own_plugin {
            pass("settled", StepStatus::Skipped, "a plugin of the user decides for itself".to_owned());
        } else {
            self.settled(plugin, fix, &files).await.map_err(|reason| ("settled", reason))?;
            pass("settled", StepStatus::Passed, "the error is no longer explained by this cause".to_owned());
        }
        Ok(files)
    }

    /// Every file before and after, from the diffs held against the files as they are.
    async fn files(&self, fix: &Fix) -> Result<Vec<FileChange>, String> {
        let mut all = Vec::new();
        for change in &fix.changes {
            let path = &change.file;
            let before = match self.workspace.read(path).await {
                Ok(text) => Some(text),
                Err(WorkspaceError::NotFound(_)) => None,
                Err(error) => return Err(error.to_string()),
            };
            match (&before, change.action) {
                (Some(_), Action::Create) => return Err(format!("{path} exists already")),
                (None, Action::Create) | (Some(_), _) => {}
                (None, _) => return Err(format!("{path} is not there")),
            }
            if let Some(text) = &before
                && change.base.as_ref() != Some(&digest(text))
            {
                return Err(format!("{path} was changed since the fix was made; make the fix again"));
            }
            let text = before.as_deref().unwrap_or_default();
            let after = apply_patch(text, &change.diff).map_err(|error| format!("{path}: {error}"))?;
            let after: Arc<str> = after.into();
            match (change.action, &change.to) {
                (Action::Delete, _) => all.push(file(path, before, None, None)),
                (Action::Rename, Some(to)) => {
                    all.push(file(path, before, None, None));
                    all.push(file(to, None, Some(after), Some(path.clone())));
                }
                (Action::Rename, None) => return Err(format!("{path}: a rename without a new name")),
                _ => all.push(file(path, before, Some(after), None)),
            }
        }
        all.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(all)
    }

    fn policy(&self, fix: &Fix, files: &[FileChange]) -> Result<(), String> {
        if let Some(plugin) = self.plugin {
            let most = plugin.metadata().max_safety;
            if fix.safety > most {
                return Err(format!(
                    "it claims to be {:?}, its plugin may claim {most:?} at most",
                    fix.safety
                ));
            }
        }
        if files.iter().all(|file| file.before == file.after) {
            return Err("it changes nothing".to_owned());
        }
        if self.own_plugin {
            return Ok(());
        }
        let hides = fix.changes.iter().flat_map(|change| added(&change.diff)).find_map(hides_symptom);
        match hides {
            Some(what) => Err(format!("it would hide the symptom ({what}) instead of repairing the cause")),
            None => Ok(()),
        }
    }

    /// Asks the plugin again, about the same error in the repaired project.
    async fn settled(&self, plugin: &dyn FixPlugin, fix: &Fix, files: &[FileChange]) -> Result<(), String> {
        let overlay = Overlay::new(self.workspace, overlay_of(files));
        let facts = Facts::new(&overlay, Arc::clone(self.cache));
        let issue = moved(self.issue, fix);
        let cx = FixContext::new(&issue, self.log, &facts);
        let again = match plugin.analyze(&cx).await {
            Ok(analysis) => plugin.generate_fix(&cx, &analysis).await,
            Err(error) => Err(error),
        };
        match again {
            Err(PluginError::Failed(reason)) => {
                Err(format!("the plugin failed on the repaired project: {reason}"))
            }
            Err(_) => Ok(()),
            Ok(drafts) => {
                for draft in drafts {
                    if draft.resolve(&overlay, &issue, &fix.plugin).await.is_ok() {
                        return Err(
                            "the same error would be repaired once more: the cause is still there".to_owned()
                        );
                    }
                }
                Ok(())
            }
        }
    }
}

fn file(
    path: &str,
    before: Option<Arc<str>>,
    after: Option<Arc<str>>,
    moved_from: Option<String>,
) -> FileChange {
    FileChange { path: path.to_owned(), before, after, moved_from }
}

/// The workspace as these changes leave it. Where a rename only changes letters' case, the new name wins.
pub fn overlay_of(files: &[FileChange]) -> BTreeMap<String, Option<Arc<str>>> {
    files.iter().map(|file| (file.path.clone(), file.after.clone())).collect()
}

/// An issue as it would be reported of the repaired project: its frames move with their lines.
fn moved(issue: &Issue, fix: &Fix) -> Issue {
    let frames = (issue.frames.iter())
        .map(|frame| {
            let change = fix.changes.iter().find(|change| change.file == frame.file);
            match (change, frame.line) {
                (Some(change), Some(line)) => {
                    Frame { line: map_line(&change.diff, line).or(Some(line)), ..frame.clone() }
                }
                _ => frame.clone(),
            }
        })
        .collect();
    Issue { frames, ..issue.clone() }
}

fn bounds(fix: &Fix) -> Result<(), String> {
    if fix.changes.is_empty() {
        return Err("it has no changes".to_owned());
    }
    if fix.changes.len() > FILES {
        return Err(format!("it touches {} files, more than {FILES}", fix.changes.len()));
    }
    let bytes: usize = fix.changes.iter().map(|change| change.diff.len()).sum();
    if bytes > DIFF_BYTES {
        return Err(format!("its diffs have {bytes} bytes, more than {DIFF_BYTES}"));
    }
    let mut seen = BTreeSet::new();
    for path in fix.changes.iter().flat_map(|change| std::iter::once(&change.file).chain(&change.to)) {
        if normalize(path).as_deref() != Some(path) {
            return Err(format!("{path} leads out of the workspace or is not in its plain form"));
        }
        let foreign =
            |part: &str| part.eq_ignore_ascii_case(".git") || part.eq_ignore_ascii_case("node_modules");
        if path.split('/').any(foreign) || path.to_ascii_lowercase().starts_with(".autofix/state") {
            return Err(format!("{path} is not the project's own"));
        }
        if !seen.insert(path) {
            return Err(format!("{path} is changed twice"));
        }
    }
    Ok(())
}

/// Number of files that a parser judged; an error where a file has more errors than before.
fn parses(files: &[FileChange]) -> Result<usize, String> {
    let mut judged = 0;
    for file in files {
        let (Some(language), Some(after)) = (Language::of(&file.path), &file.after) else { continue };
        // A TypeScript configuration is JSON with comments, which the strict reader of JSON is not asked about.
        let Some(errors) = check(language, after) else { continue };
        let before = file.before.as_deref().and_then(|before| check(language, before)).unwrap_or_default();
        if errors.len() > before.len() {
            let first = errors.first().map(|error| error.message.clone()).unwrap_or_default();
            return Err(format!("{} would no longer parse: {first}", file.path));
        }
        judged += 1;
    }
    Ok(judged)
}

/// Lines that a diff adds.
fn added(diff: &str) -> impl Iterator<Item = &str> {
    diff.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++ ")).map(|line| &line[1..])
}

/// What a line does to silence an error without repairing it.
fn hides_symptom(line: &str) -> Option<&'static str> {
    let packed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let packed = packed.replace('"', "'");
    let table: &[(&[&str], &str)] = &[
        (&["catch{}", "catch(e){}", "catch(err){}", "catch(error){}", ".catch(()=>{})"], "a swallowed error"),
        (&["@ts-ignore", "@ts-nocheck", "@ts-expect-error", "eslint-disable"], "a switched-off check"),
        (
            &["rejectUnauthorized:false", "NODE_TLS_REJECT_UNAUTHORIZED", "strictSSL:false"],
            "unchecked certificates",
        ),
        (&["origin:'*'", "Access-Control-Allow-Origin','*'", "no-cors"], "an open origin"),
        (&["--legacy-peer-deps", "--no-verify", "--force"], "a forced command"),
        (&["on('uncaughtException'", "on('unhandledRejection'"], "a global catch-all"),
    ];
    table.iter().find(|(signs, _)| signs.iter().any(|sign| packed.contains(sign))).map(|(_, what)| *what)
}

/// The strongest safety that a fix may have to be applied at all.
pub fn may_apply(fix: &Fix) -> bool {
    fix.safety > Safety::DisplayOnly
}
