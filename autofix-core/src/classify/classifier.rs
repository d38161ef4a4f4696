//! The classifier: signatures in, issues out.

use super::fingerprint::issue_id;
use super::index::{Hit, Index};
use super::matching::{Asked, Match, Seen, is_loose};
use super::rank::{Ranked, merge};
use super::reading::Reading;
use super::rules::Rules;
use super::signature::{Role, Signature};
use crate::ingest::{self, Block, Commands, Log, Opener, PathMap, Reader, redact_with};
use crate::model::{AnalysisReport, ErrorContext, Evidence, Issue, IssueType, RunnerUp, Severity};
use regex_lite::Regex;
use std::sync::OnceLock;

const EXCERPT: usize = 8 * 1024;

/// Knows a set of signatures. Built once, used from any number of threads.
#[derive(Debug)]
pub struct Classifier {
    signatures: Vec<&'static Signature>,
    /// Compiled when first asked: most logs need few of them.
    regexes: Vec<OnceLock<Option<Regex>>>,
    /// Signatures that only ask about frames and readers.
    always: Vec<usize>,
    index: Index,
    rules: Rules,
}

/// Where an error stands: what may be asked beside its own lines.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) log: &'a Log,
    /// Every literal of the log so far.
    pub(super) everywhere: &'a Seen,
    pub(super) commands: &'a Commands,
    pub(super) map: Option<&'a PathMap>,
}

/// What the signatures say of one error.
#[derive(Debug, Default)]
struct Verdict {
    best: Option<Match>,
    /// The heaviest of another type.
    other: Option<Match>,
}

impl Classifier {
    /// Takes the tables of all plugins. A signature whose regex is wrong never matches.
    pub fn new(tables: &[&'static [Signature]]) -> Self {
        let signatures: Vec<&'static Signature> = tables.iter().flat_map(|table| table.iter()).collect();
        let regexes = signatures.iter().map(|_| OnceLock::new()).collect();
        let always = (0..signatures.len()).filter(|&at| signatures[at].has_no_literal()).collect();
        let index = Index::new(&signatures);
        Self { signatures, regexes, always, index, rules: Rules::default() }
    }

    /// Follows the rules of a project.
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// The rules of the project.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Reads a log: its issues, most likely root cause first. A healthy log has none. `files` are the
    /// paths of the workspace, to which the frames are mapped.
    pub fn analyze(&self, log: &str, files: Option<&[String]>) -> AnalysisReport {
        let mut reading = self.read(files);
        reading.push(log.as_bytes());
        reading.finish()
    }

    /// As [`Classifier::analyze`], for a log that comes in pieces.
    pub fn read(&self, files: Option<&[String]>) -> Reading<'_> {
        Reading::new(self, files)
    }

    /// Gives a reported error its type, unless the reporter knew it. An error that nobody knows is
    /// [`IssueType::UNKNOWN`].
    pub fn classify(&self, context: &ErrorContext, files: Option<&[String]>) -> Issue {
        let message = redact_with(&context.message, self.rules.patterns());
        let text = if context.text.is_empty() {
            let stack = context.stack_trace.as_deref().unwrap_or_default();
            // Most runtimes repeat the message at the top of the stack.
            if stack.contains(context.message.trim()) {
                stack.to_owned()
            } else {
                format!("{}\n{stack}", context.message)
            }
        } else {
            context.text.clone()
        };
        let log = Opener::new(self.rules.patterns().clone()).open(&text, 1, u32::MAX, |_| false);
        let mut frames = context.frames.clone();
        if let Some(files) = files {
            PathMap::new(files).map(&mut frames);
        }
        let found = self.analyze(&text, files).issues.into_iter().next();
        let mut issue = found.filter(|issue| issue.issue_type != IssueType::UNKNOWN).unwrap_or_else(|| {
            let last = log.len().saturating_sub(1);
            let mut block = Block {
                reader: Reader::Reported,
                first: 0,
                last,
                message: message.clone(),
                frames: ingest::read(&log).into_iter().flat_map(|block| block.frames).collect(),
            };
            if block.frames.is_empty() {
                block.frames.clone_from(&context.frames);
            }
            let hits = self.index.scan(&log);
            let seen = Seen::of(&hits);
            let map = files.map(PathMap::new);
            let commands = Commands::of(&log, None);
            let scene = Scene { log: &log, everywhere: &seen, commands: &commands, map: map.as_ref() };
            let verdict = self.verdict(scene, &block, &seen);
            self.issue(scene, &block, &verdict).issue
        });
        if !message.is_empty() {
            issue.message = message;
        }
        if !frames.is_empty() {
            issue.frames = frames;
        }
        if let Some(given) = &context.issue_type
            && *given != issue.issue_type
        {
            issue.confidence = 1.0;
            issue.issue_type = given.clone();
        }
        for file in &context.affected_files {
            if !issue.affected_files.contains(file) {
                issue.affected_files.push(file.clone());
            }
        }
        issue.lines.clone_from(&context.lines);
        issue.context = context
            .context
            .iter()
            .map(|(key, value)| (key.clone(), ingest::redact_field(key, value)))
            .collect();
        self.rename(&mut issue);
        issue
    }

    /// Tells issues anew by their frames, after these were given other names: fingerprints and ids are
    /// made again, and issues that are the same now become one. The order stays.
    pub fn regroup(&self, mut issues: Vec<Issue>) -> Vec<Issue> {
        for issue in &mut issues {
            self.rename(issue);
        }
        merge(issues)
    }

    /// Makes the fingerprint and the id of an issue again.
    pub fn rename(&self, issue: &mut Issue) {
        issue.fingerprint = self.rules.fingerprint(&issue.issue_type, &issue.message, &issue.frames);
        issue.id = issue_id(&issue.fingerprint);
    }

    /// Every literal of every line.
    pub(super) fn scan(&self, log: &Log) -> Vec<Hit> {
        self.index.scan(log)
    }

    /// Everything in a log that may be an error, in the order of the lines.
    pub(super) fn blocks(&self, log: &Log, hits: &[Hit]) -> Vec<Block> {
        let mut blocks = ingest::read(log);
        self.add_loose(log, hits, &mut blocks);
        blocks
    }

    /// The issue of a block; `None` when it is none.
    pub(super) fn judge(&self, scene: Scene<'_>, block: &Block, hits: &[Hit]) -> Option<Ranked> {
        let from = hits.partition_point(|hit| hit.line < block.first);
        let to = hits.partition_point(|hit| hit.line <= block.last);
        let seen = Seen::of(hits.get(from..to).unwrap_or_default());
        let verdict = self.verdict(scene, block, &seen);
        (verdict.best.is_some() || block.reader.is_certain()).then(|| self.issue(scene, block, &verdict))
    }

    /// Lines that no reader took but that hold a literal become blocks of one line.
    fn add_loose(&self, log: &Log, hits: &[Hit], blocks: &mut Vec<Block>) {
        let mut loose = Vec::new();
        let mut block = 0;
        for hit in hits.iter().filter(|hit| !self.index.wanted_by[hit.literal].is_empty()) {
            while blocks.get(block).is_some_and(|block| block.last < hit.line) {
                block += 1;
            }
            let taken = blocks.get(block).is_some_and(|block| block.first <= hit.line);
            if !taken && loose.last().is_none_or(|last: &Block| last.first != hit.line) {
                loose.push(Block {
                    reader: Reader::Line,
                    first: hit.line,
                    last: hit.line,
                    message: log.line(hit.line).trim().to_owned(),
                    frames: Vec::new(),
                });
            }
        }
        blocks.extend(loose);
        blocks.sort_by_key(|block| block.first);
    }

    fn verdict(&self, scene: Scene<'_>, block: &Block, seen: &Seen) -> Verdict {
        let (exception, ran) = (block.exception(), scene.commands.at(block));
        let passed = self.index.parts.of(&block.frames);
        let asked = Asked { scene, block, seen, passed: &passed, exception, ran };
        let mut candidates: Vec<usize> =
            seen.literals().flat_map(|literal| self.index.wanted_by[literal].iter().copied()).collect();
        if !is_loose(block.reader) {
            candidates.extend(&self.always);
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut matches: Vec<Match> = candidates
            .into_iter()
            .filter_map(|at| {
                let (signature, compiled) = (*self.signatures.get(at)?, self.regexes.get(at)?);
                let numbers = self.index.asked(at)?;
                let regex = || compiled.get_or_init(|| Regex::new(signature.regex?).ok()).as_ref();
                asked.matches(signature, numbers, regex)
            })
            .collect();
        matches.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(b.detail.cmp(&a.detail)));
        let best = matches.first().copied();
        let other = matches
            .iter()
            .find(|other| best.is_some_and(|best| best.issue_type() != other.issue_type()))
            .copied();
        Verdict { best, other }
    }

    fn issue(&self, scene: Scene<'_>, block: &Block, verdict: &Verdict) -> Ranked {
        let Scene { log, map, .. } = scene;
        let context = block.context(log, map);
        let (issue_type, weight, severity, role) = match &verdict.best {
            Some(best) => {
                let signature = best.signature;
                (best.issue_type().clone(), best.weight(), signature.severity, signature.role)
            }
            None => (IssueType::UNKNOWN, 0.1, Severity::Medium, Role::Cause),
        };
        // A rival of nearly the same weight takes confidence away; a weak one does not.
        let rival = verdict.other.map_or(0.0, |other| other.weight());
        let margin = (weight - rival).clamp(0.0, 0.3) / 0.3;
        let confidence = (weight * (0.8 + 0.2 * margin) * 100.0).round() / 100.0;
        let evidence = verdict
            .best
            .map(|best| Evidence {
                line: log.number(best.line),
                signature: best.signature.name.to_owned(),
                text: shorten(log.line(best.line).trim(), 240).to_owned(),
            })
            .into_iter()
            .collect();
        let runner_up = verdict.best.zip(verdict.other).map(|(best, other)| RunnerUp {
            issue_type: other.issue_type().clone(),
            line: log.number(other.line),
            signature: other.signature.name.to_owned(),
            reason: other.lost_to(&best),
        });
        let fingerprint = self.rules.fingerprint(&issue_type, &context.message, &context.frames);
        let issue = Issue {
            id: issue_id(&fingerprint),
            issue_type,
            confidence,
            severity,
            message: shorten(&context.message, 2_000).to_owned(),
            fingerprint,
            frames: context.frames,
            affected_files: context.affected_files,
            lines: context.lines,
            count: 1,
            evidence,
            runner_up,
            excerpt: shorten(&context.text, EXCERPT).to_owned(),
            context: context.context,
        };
        // An access line never tells what failed.
        let role = if block.reader == Reader::Http { role.max(Role::Symptom) } else { role };
        Ranked { issue, weight, role }
    }
}

fn shorten(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let mut end = max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
