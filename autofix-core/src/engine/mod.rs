//! The only place that knows the order of steps: analyse, ask plugins, take candidates up the ladder.

mod prove;
mod reading;
mod source_maps;

pub use prove::{Budget, Proof};
pub use reading::LogReading;
pub use source_maps::FileIndex;

use crate::classify::{Classifier, Rules, Signature};
use crate::facts::{FactCache, Facts};
use crate::ingest::affected;
use crate::model::{
    AnalysisReport, ErrorContext, Event, EventType, Fix, FixReport, FixStatus, Issue, IssueType, Rejection,
    Validation,
};
use crate::plugin::{Draft, FixContext, FixPlugin, PluginError, Registry};
use crate::validate::{CommandSpec, Fallen, Ladder, VerifiedFix};
use crate::workspace::Workspace;
use futures_util::FutureExt;
use source_maps::Places;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// Issues of one log that are tried, most likely root cause first.
const ISSUES: usize = 4;
/// Candidates of one plugin that are looked at.
const CANDIDATES: usize = 6;

/// Hears what happens.
pub type Listener = dyn Fn(&Event) + Send + Sync;

/// Finds causes and repairs. It holds no state of a project but trees of files by content.
pub struct Engine {
    registry: Registry,
    classifier: Classifier,
    cache: Arc<FactCache>,
    listener: Option<Box<Listener>>,
}

/// What a run found: the verified repair, if there is one, and everything that fell.
#[derive(Debug, Clone, Default)]
pub struct Repair {
    /// The issue that was worked on.
    pub issue: Option<Issue>,
    /// The repair.
    pub fix: Option<VerifiedFix>,
    /// Further repairs of the same issue, next best first.
    pub alternatives: Vec<VerifiedFix>,
    /// How far the best candidate came that fell.
    pub fallen: Option<Fallen>,
    /// Every candidate and plugin without an answer, with the reason.
    pub rejections: Vec<Rejection>,
}

impl Repair {
    /// The answer as it is shown: `generated`, `failed` or `declined`.
    pub fn report(&self) -> FixReport {
        let status = match (&self.fix, &self.fallen) {
            (Some(_), _) => FixStatus::Generated,
            (None, Some(_)) => FixStatus::Failed,
            (None, None) => FixStatus::Declined,
        };
        let validation = match (&self.fix, &self.fallen) {
            (Some(fix), _) => Some(fix.validation().clone()),
            (None, fallen) => fallen.as_ref().map(|fallen| fallen.validation.clone()),
        };
        FixReport {
            status,
            issue: self.issue.clone(),
            fix: self.fix.as_ref().map(|fix| fix.fix().clone()),
            validation,
            rejections: self.rejections.clone(),
        }
    }
}

impl Engine {
    /// An engine with these plugins, which tells issues apart by these signatures.
    pub fn new(registry: Registry, signatures: &[&'static [Signature]]) -> Self {
        Self { registry, classifier: Classifier::new(signatures), cache: Arc::default(), listener: None }
    }

    /// Hears every event of this engine.
    pub fn with_listener(mut self, listener: Box<Listener>) -> Self {
        self.listener = Some(listener);
        self
    }

    /// Follows the rules of a project: its own secrets, its own groups of errors.
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.classifier = self.classifier.with_rules(rules);
        self
    }

    /// Replaces secrets by typed placeholders, those of the project's own patterns included.
    pub fn redact(&self, text: &str) -> String {
        crate::ingest::redact_with(text, self.classifier.rules().patterns())
    }

    /// The plugins.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The plugins, to add one.
    pub fn registry_mut(&mut self) -> &mut Registry {
        &mut self.registry
    }

    /// Tells listeners of something.
    pub fn emit(&self, event_type: EventType, data: &impl serde::Serialize) {
        if let Some(listener) = &self.listener
            && let Ok(data) = serde_json::to_value(data)
        {
            listener(&Event { event_type, data });
        }
    }

    /// Reads a log or an error's text into issues, most likely root cause first.
    pub async fn analyze(&self, workspace: Option<&dyn Workspace>, log: &str) -> AnalysisReport {
        let mut reading = self.read();
        reading.push(log.as_bytes());
        self.finish(reading, workspace).await
    }

    /// As [`Engine::analyze`], for what a command wrote.
    async fn analyze_output(
        &self,
        workspace: &dyn Workspace,
        command: &CommandSpec,
        log: &str,
    ) -> AnalysisReport {
        let mut reading = self.read().of_command(command.argv.join(" "));
        reading.push(log.as_bytes());
        self.finish(reading, Some(workspace)).await
    }

    /// As [`Engine::analyze`], for a log that comes in pieces; [`Engine::finish`] tells what was found.
    pub fn read(&self) -> LogReading<'_> {
        let rules = self.classifier.rules();
        LogReading::new(self.classifier.read(None).with_raw_frames(), rules.patterns().clone())
    }

    /// What was found in a log: issues, most likely root cause first, and the most frequent templates.
    /// Their frames name the files of the workspace, through source maps where it has them.
    pub async fn finish(&self, reading: LogReading<'_>, workspace: Option<&dyn Workspace>) -> AnalysisReport {
        let mut report = reading.finish();
        if let Some(workspace) = workspace
            && let Some(index) = FileIndex::of(workspace).await
        {
            let mut places = Places::new(workspace, &index, &self.cache);
            for issue in &mut report.issues {
                if places.name(&mut issue.frames).await {
                    issue.affected_files = affected(&issue.frames);
                }
            }
        }
        report.issues = self.classifier.regroup(report.issues);
        report
    }

    /// Reads one reported error. A type that the reporter gives is kept. The frames name the files of the
    /// project, where one is given with its index.
    pub async fn classify(
        &self,
        project: Option<(&dyn Workspace, &FileIndex)>,
        context: &ErrorContext,
    ) -> Issue {
        let mut issue = self.classifier.classify(context, None);
        if let Some((workspace, index)) = project {
            let named = Places::new(workspace, index, &self.cache).name(&mut issue.frames).await;
            if named {
                issue.affected_files = affected(&issue.frames);
                for file in &context.affected_files {
                    if !issue.affected_files.contains(file) {
                        issue.affected_files.push(file.clone());
                    }
                }
                self.classifier.rename(&mut issue);
            }
        }
        issue
    }

    /// Repairs the first issue of a log that has a repair.
    pub async fn repair_log(&self, workspace: &dyn Workspace, log: &str) -> Repair {
        let analysis = self.analyze(Some(workspace), log).await;
        let log = self.redact(log);
        self.repair_issues(workspace, &analysis.issues, &log).await
    }

    /// Repairs the first of these issues that has a repair. The log is redacted text.
    pub async fn repair_issues(&self, workspace: &dyn Workspace, issues: &[Issue], log: &str) -> Repair {
        let mut answer = Repair { issue: issues.first().cloned(), ..Repair::default() };
        for issue in issues.iter().take(ISSUES) {
            self.emit(EventType::IssueReported, issue);
            let mut found = self.repair_issue(workspace, issue, log).await;
            answer.rejections.append(&mut found.rejections);
            if found.fix.is_some() {
                return Repair { rejections: answer.rejections, fallen: None, ..found };
            }
            if answer.fallen.is_none() && found.fallen.is_some() {
                answer.fallen = found.fallen;
                answer.issue = found.issue;
            }
        }
        answer
    }

    /// Every verified repair of one issue, best first.
    pub async fn repair_issue(&self, workspace: &dyn Workspace, issue: &Issue, log: &str) -> Repair {
        let mut answer = Repair { issue: Some(issue.clone()), ..Repair::default() };
        let mut verified: Vec<(bool, VerifiedFix)> = Vec::new();
        let plugins = self.registry.for_type(&issue.issue_type);
        if plugins.is_empty() && issue.issue_type != IssueType::UNKNOWN {
            let reason = format!("no plugin repairs issues of the type {} yet", issue.issue_type);
            answer.rejections.push(Rejection { plugin: String::new(), reason });
        }
        for plugin in plugins {
            let name = plugin.metadata().name.to_string();
            let drafts = match self.drafts(plugin.as_ref(), workspace, issue, log).await {
                Ok(drafts) => drafts,
                Err(error) => {
                    self.reject(&mut answer, Rejection { plugin: name, reason: error.to_string() });
                    continue;
                }
            };
            for draft in drafts.iter().take(CANDIDATES) {
                let reference = plugin.metadata().reference();
                let fix = match draft.resolve(workspace, issue, &reference).await {
                    Ok(fix) => fix,
                    Err(error) => {
                        self.reject(
                            &mut answer,
                            Rejection { plugin: name.clone(), reason: error.to_string() },
                        );
                        continue;
                    }
                };
                self.emit(EventType::FixGenerated, &fix);
                match self.verify_with(Some(plugin.as_ref()), workspace, &fix, issue, log).await {
                    Ok(fix) => {
                        self.emit(EventType::FixValidated, fix.fix());
                        verified.push((self.registry.is_own(&name), fix));
                    }
                    Err(fallen) => {
                        self.reject(&mut answer, fallen.rejection.clone());
                        answer.fallen.get_or_insert(*fallen);
                    }
                }
            }
        }
        // A user's plugin first, then confidence; the sort is stable, so a plugin's own order holds.
        verified.sort_by(|(own_a, a), (own_b, b)| {
            own_b.cmp(own_a).then(b.fix().confidence.total_cmp(&a.fix().confidence))
        });
        let mut verified = verified.into_iter().map(|(_, fix)| fix);
        answer.fix = verified.next();
        answer.alternatives = verified.collect();
        answer
    }

    fn reject(&self, answer: &mut Repair, rejection: Rejection) {
        self.emit(EventType::FixRejected, &rejection);
        answer.rejections.push(rejection);
    }

    async fn drafts(
        &self,
        plugin: &dyn FixPlugin,
        workspace: &dyn Workspace,
        issue: &Issue,
        log: &str,
    ) -> Result<Vec<Draft>, PluginError> {
        let facts = Facts::new(workspace, Arc::clone(&self.cache));
        let cx = FixContext::new(issue, log, &facts);
        let asked = async {
            let analysis = plugin.analyze(&cx).await?;
            plugin.generate_fix(&cx, &analysis).await
        };
        // A plugin that panics loses its own fix only.
        AssertUnwindSafe(asked).catch_unwind().await.unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
            let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
            Err(PluginError::Failed(words.unwrap_or_else(|| "it panicked".to_owned())))
        })
    }

    /// Takes a fix up the ladder, one that travelled through JSON too.
    pub async fn verify(
        &self,
        workspace: &dyn Workspace,
        fix: &Fix,
        issue: &Issue,
        log: &str,
    ) -> Result<VerifiedFix, Box<Fallen>> {
        let plugin =
            self.registry.plugins().find(|plugin| plugin.metadata().name == fix.plugin.name.as_str());
        self.verify_with(plugin.map(AsRef::as_ref), workspace, fix, issue, log).await
    }

    async fn verify_with(
        &self,
        plugin: Option<&dyn FixPlugin>,
        workspace: &dyn Workspace,
        fix: &Fix,
        issue: &Issue,
        log: &str,
    ) -> Result<VerifiedFix, Box<Fallen>> {
        let own_plugin = plugin.is_some_and(|plugin| self.registry.is_own(&plugin.metadata().name));
        let ladder = Ladder { workspace, cache: &self.cache, plugin, own_plugin, issue, log };
        let climbed = AssertUnwindSafe(ladder.climb(fix)).catch_unwind().await;
        climbed.unwrap_or_else(|_| {
            let rejection =
                Rejection { plugin: fix.plugin.name.clone(), reason: "its plugin panicked".to_owned() };
            Err(Box::new(Fallen { validation: Validation::default(), rejection }))
        })
    }
}
