//! The object that users hold.

use crate::LogReader;
use crate::builder::AutoFixBuilder;
use crate::error::AutoFixError;
use crate::listeners::{EventName, ListenerId, Listeners};
use crate::place::Place;
use crate::policy::Policy;
use crate::recent::Recent;
use crate::session::Session;
use autofix_core::config::{Config, ConfigWarning, Environment};
use autofix_core::engine::{Budget, Engine, Proof, Repair};
use autofix_core::model::{
    AnalysisReport, ErrorContext, Event, EventType, Fix, FixReport, FixStatus, Issue, ManifestNote,
    PackageStatus, ProjectStatus, StatusReport, Validation,
};
use autofix_core::plugin::PluginMetadata;
use autofix_core::project::{Detected, detect};
use autofix_core::validate::{CommandSpec, Sandbox, may_apply};
use serde_json::json;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Finds and repairs the errors of one project.
///
/// Cloning is cheap, and clones share everything. Every method works with any executor; the work is
/// done on the calling thread.
#[derive(Clone)]
pub struct AutoFix {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) place: Place,
    pub(crate) policy: Policy,
    pub(crate) config: Option<Config>,
    pub(crate) warnings: Vec<ConfigWarning>,
    pub(crate) environment: String,
    pub(crate) project_id: Option<String>,
    pub(crate) variables: Arc<dyn Environment + Send + Sync>,
    pub(crate) listeners: Arc<Listeners>,
    pub(crate) session: Mutex<Session>,
    /// The project as the latest reports saw it.
    pub(crate) recent: Mutex<Option<Arc<Recent>>>,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Id of the project, where it has one.
    pub project_id: Option<String>,
    /// Name of the project: of the configuration, else of its manifest.
    pub name: Option<String>,
    /// Where it runs, such as `production`.
    pub environment: String,
    /// Whether there is a configuration.
    pub configured: bool,
    /// What the project is.
    pub detected: Detected,
    /// Issues that were reported or read from logs since this object was made.
    pub issues: usize,
    /// Fixes that were applied, oldest first; also those of earlier processes.
    pub fixes: Vec<Fix>,
}

impl Status {
    /// The same as it crosses languages.
    pub fn report(&self) -> StatusReport {
        let detected = &self.detected;
        let packages = detected.packages.iter().map(|package| PackageStatus {
            folder: package.folder.clone(),
            manifest: package.manifest.clone(),
            name: package.name.clone(),
            role: package.role.as_str().to_owned(),
            frameworks: package.frameworks.iter().map(|it| it.framework.name().to_owned()).collect(),
        });
        let notes = detected.notes.iter();
        let notes = notes.map(|it| ManifestNote { file: it.file.clone(), message: it.message.clone() });
        StatusReport {
            project: ProjectStatus {
                id: self.project_id.clone(),
                name: self.name.clone(),
                project_type: detected.project_type.map(|it| it.as_str().to_owned()),
                configured: self.configured,
                environment: self.environment.clone(),
                packages: packages.collect(),
                evidence: detected.evidence.clone(),
                notes: notes.collect(),
            },
            issues: u32::try_from(self.issues).unwrap_or(u32::MAX),
            fixes: self.fixes.clone(),
        }
    }
}

impl AutoFix {
    /// Begins to put one together.
    pub fn builder() -> AutoFixBuilder {
        AutoFixBuilder::default()
    }

    /// Reports one error, and answers it as an issue. A type that the reporter gives is kept; the
    /// same error reported again counts up. Files that came or went within the last seconds may not be seen.
    pub async fn report_issue(&self, error: ErrorContext) -> Result<Issue, AutoFixError> {
        let recent = self.recent().await?;
        let project = recent.as_ref().map(|recent| (&*recent.workspace, &recent.index));
        let mut issue = self.inner.engine.classify(project, &error).await;
        issue.count = error.count.max(1);
        let issue = self.session().report(&issue);
        self.inner.engine.emit(EventType::IssueReported, &issue);
        Ok(issue)
    }

    /// Reads a log or an error's text into issues, most likely root cause first.
    pub async fn analyze_log(&self, text: &str) -> Result<AnalysisReport, AutoFixError> {
        let workspace = self.inner.place.workspace()?;
        let report = self.inner.engine.analyze(Some(&*workspace), text).await;
        let log: Arc<str> = self.inner.engine.redact(text).into();
        self.session().report_log(&report.issues, &log);
        for issue in &report.issues {
            self.inner.engine.emit(EventType::IssueReported, issue);
        }
        Ok(report)
    }

    /// As [`AutoFix::analyze_log`], for a log of any length that comes in pieces. The text itself is not
    /// remembered, so a repair that follows sees the excerpts of the issues only.
    pub fn read_log(&self) -> Result<LogReader<'_>, AutoFixError> {
        let workspace = self.inner.place.workspace()?;
        Ok(LogReader { autofix: self, reading: self.inner.engine.read(), workspace })
    }

    /// Generates and validates the best fix of one issue. Nothing is written.
    pub async fn generate_fix(&self, issue: &Issue) -> Result<FixReport, AutoFixError> {
        let workspace = self.settled_workspace()?;
        let log = {
            let mut session = self.session();
            if session.issue(&issue.id).is_none() {
                session.report(issue);
            }
            session.log_of(&issue.id)
        };
        let repair = self.inner.engine.repair_issue(&*workspace, issue, &log).await;
        self.session().keep(&repair);
        Ok(repair.report())
    }

    /// Reads a log, and generates and validates the best fix of the first issue that has one.
    /// Nothing is written.
    pub async fn repair_log(&self, text: &str) -> Result<FixReport, AutoFixError> {
        let workspace = self.settled_workspace()?;
        let report = self.inner.engine.analyze(Some(&*workspace), text).await;
        let log: Arc<str> = self.inner.engine.redact(text).into();
        self.session().report_log(&report.issues, &log);
        let repair = self.inner.engine.repair_issues(&*workspace, &report.issues, &log).await;
        self.session().keep(&repair);
        Ok(repair.report())
    }

    /// Holds a fix against the files as they are now. A fix that falls is no error: the answer says
    /// at which step.
    pub async fn validate_fix(&self, fix: &Fix) -> Result<Validation, AutoFixError> {
        match self.verify(fix).await {
            Ok(validation) => Ok(validation),
            Err(AutoFixError::NotValidated(fallen)) => {
                self.inner.engine.emit(EventType::FixRejected, &fallen.rejection);
                Ok(fallen.validation)
            }
            Err(error) => Err(error),
        }
    }

    /// Writes a fix, whole or not at all, and answers it as it is then. One that was not validated
    /// here is validated first; one that may only be shown is refused.
    pub async fn apply_fix(&self, fix: &Fix) -> Result<Fix, AutoFixError> {
        if !may_apply(fix) {
            return Err(AutoFixError::DisplayOnly(fix.id.clone()));
        }
        let applied = self.write(fix).await;
        self.tell_outcome(EventType::FixApplied, applied, &fix.id)
    }

    /// Takes an applied fix back, byte for byte. Refused where a file was edited since.
    pub async fn rollback_fix(&self, id: &str) -> Result<Fix, AutoFixError> {
        let undone = match self.inner.place.store() {
            Ok(store) => store.rollback(id).await,
            Err(error) => Err(error),
        };
        self.tell_outcome(EventType::FixRolledBack, undone.map_err(AutoFixError::from), id)
    }

    /// Whether `.autofix.yml` lets this fix be applied without asking: its issue's type has
    /// `auto_fix: true`, and the fix is safe.
    pub fn may_apply_unattended(&self, issue: &Issue, fix: &Fix) -> bool {
        self.inner.policy.may_apply_unattended(&issue.issue_type, fix)
    }

    /// Generates the best fix of an issue, and applies it if `.autofix.yml` allows that without asking.
    pub async fn auto_fix(&self, issue: &Issue) -> Result<FixReport, AutoFixError> {
        let mut report = self.generate_fix(issue).await?;
        if let Some(fix) = report.fix.take_if(|fix| self.may_apply_unattended(issue, fix)) {
            report.fix = Some(self.apply_fix(&fix).await?);
            report.status = FixStatus::Applied;
        }
        Ok(report)
    }

    /// Runs a command of the project in a private copy, repairs what it fails with, and proves the
    /// repair by running it again. The project itself is not touched; apply the fix that is answered.
    #[cfg(feature = "native")]
    pub async fn prove(&self, command: &CommandSpec) -> Result<FixReport, AutoFixError> {
        let Place::Folder { root, .. } = &self.inner.place else {
            return Err(autofix_core::validate::SandboxError::Unavailable.into());
        };
        let sandbox = crate::host::LocalSandbox::new(root, crate::host::Limits::default())?;
        Ok(self.prove_with(&sandbox, command, Budget::default()).await?.repair.report())
    }

    /// As `prove`, with a sandbox and a budget of one's own.
    pub async fn prove_with(
        &self,
        sandbox: &dyn Sandbox,
        command: &CommandSpec,
        budget: Budget,
    ) -> Result<Proof, AutoFixError> {
        let workspace = self.settled_workspace()?;
        let proof = self.inner.engine.prove(&*workspace, sandbox, command, budget).await?;
        if let Some(issue) = &proof.repair.issue {
            let issue = self.session().report(issue);
            self.inner.engine.emit(EventType::IssueReported, &issue);
        }
        self.keep(&proof.repair);
        Ok(proof)
    }

    /// Every issue that was reported or read from a log, oldest first. The latest thousand are kept.
    #[allow(clippy::unused_async, reason = "with a server behind it the answer takes a while")]
    pub async fn list_issues(&self) -> Vec<Issue> {
        self.session().issues()
    }

    /// How things stand.
    pub async fn get_status(&self) -> Result<Status, AutoFixError> {
        let workspace = self.inner.place.workspace()?;
        let detected = detect(&*workspace).await?;
        let project = self.inner.config.as_ref().map(|config| &config.project);
        let variables = &*self.inner.variables;
        let id = project.and_then(|project| project.id.as_ref());
        let project_id = match (&self.inner.project_id, id) {
            (Some(id), _) => Some(id.clone()),
            (None, id) => id.map(|id| id.resolve(variables)).transpose()?,
        };
        let issues = self.session().issues().len();
        let name = project.map(|project| project.name.resolve(variables)).transpose()?;
        Ok(Status {
            project_id,
            name: name.or_else(|| detected.name.clone()),
            environment: self.inner.environment.clone(),
            configured: self.inner.config.is_some(),
            issues,
            fixes: self.inner.place.store()?.list().await?,
            detected,
        })
    }

    /// What is sound in `.autofix.yml` but most likely not meant, in the order of the file.
    pub fn config_warnings(&self) -> &[ConfigWarning] {
        &self.inner.warnings
    }

    /// Changes that an earlier process left half done, and that this object put right.
    #[cfg(feature = "native")]
    pub fn recovered(&self) -> Vec<crate::host::Recovered> {
        self.inner.place.recovered()
    }

    /// Every plugin, in the order in which they are asked.
    pub fn plugins(&self) -> impl Iterator<Item = &PluginMetadata> {
        self.inner.engine.registry().plugins().map(|plugin| plugin.metadata())
    }

    /// The text of a file of the project as it is now.
    pub async fn read_file(&self, path: &str) -> Result<Arc<str>, AutoFixError> {
        Ok(self.inner.place.workspace()?.read(path).await?)
    }

    /// Hears an event, given by its type or by its name, until [`off`](Self::off). An error for a
    /// name that no event has. A listener that panics loses its own event only.
    pub fn on(
        &self,
        event: impl EventName,
        listener: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Result<ListenerId, AutoFixError> {
        Ok(self.inner.listeners.add(event.event_type()?, false, Arc::new(listener)))
    }

    /// As [`on`](Self::on), for the next such event only.
    pub fn once(
        &self,
        event: impl EventName,
        listener: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Result<ListenerId, AutoFixError> {
        Ok(self.inner.listeners.add(event.event_type()?, true, Arc::new(listener)))
    }

    /// Takes a listener away; answers whether it was there.
    pub fn off(&self, listener: ListenerId) -> bool {
        self.inner.listeners.remove(listener)
    }

    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        self.inner.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn recent(&self) -> Result<Option<Arc<Recent>>, AutoFixError> {
        let known = self.recent_lock().clone().filter(|recent| recent.is_fresh());
        if known.is_some() {
            return Ok(known);
        }
        let made = Recent::of(self.inner.place.workspace()?).await.map(Arc::new);
        self.recent_lock().clone_from(&made);
        Ok(made)
    }

    fn recent_lock(&self) -> MutexGuard<'_, Option<Arc<Recent>>> {
        self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, repair: &Repair) {
        self.session().keep(repair);
    }

    /// The project after what a killed process left half done was put right. Where that fails the
    /// project can still be read; applying will say what is wrong.
    fn settled_workspace(&self) -> Result<Box<dyn autofix_core::workspace::Workspace>, AutoFixError> {
        self.inner.place.store().ok();
        self.inner.place.workspace()
    }

    async fn verify(&self, fix: &Fix) -> Result<Validation, AutoFixError> {
        let issue = self.session().issue(&fix.issue_id);
        let issue = issue.ok_or_else(|| AutoFixError::UnknownIssue(fix.issue_id.clone()))?;
        let log = self.session().log_of(&issue.id);
        let workspace = self.settled_workspace()?;
        let verified = self.inner.engine.verify(&*workspace, fix, &issue, &log).await;
        let verified = verified.map_err(AutoFixError::NotValidated)?;
        self.inner.engine.emit(EventType::FixValidated, verified.fix());
        let validation = verified.validation().clone();
        self.session().keep_fix(verified);
        Ok(validation)
    }

    async fn write(&self, fix: &Fix) -> Result<Fix, AutoFixError> {
        let known = self.session().verified(fix);
        let verified = if let Some(verified) = known {
            verified
        } else {
            self.verify(fix).await?;
            let verified = self.session().verified(fix);
            verified.ok_or_else(|| AutoFixError::UnknownIssue(fix.issue_id.clone()))?
        };
        Ok(self.inner.place.store()?.apply(&verified).await?)
    }

    fn tell_outcome(
        &self,
        done: EventType,
        outcome: Result<Fix, AutoFixError>,
        id: &str,
    ) -> Result<Fix, AutoFixError> {
        // What was written, or was half written and taken back, is to be seen at once.
        *self.recent_lock() = None;
        match &outcome {
            Ok(fix) => self.inner.engine.emit(done, fix),
            Err(error) => {
                let error = json!({ "code": error.code(), "message": error.to_string() });
                self.inner.engine.emit(EventType::FixFailed, &json!({ "fix_id": id, "error": error }));
            }
        }
        outcome
    }
}
