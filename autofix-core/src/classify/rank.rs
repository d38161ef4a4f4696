//! Which of the issues of a log is the root cause, and which only repeat it.

use super::Role;
use crate::ingest::is_script;
use crate::model::{Issue, IssueType, Severity};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Different issues of one log that are kept; of later ones only those that are known are counted.
const MAX_ISSUES: usize = 10_000;
/// Pieces of evidence of one issue.
const MAX_EVIDENCE: usize = 20;

/// An issue with what decides its place.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) issue: Issue,
    pub(super) weight: f64,
    pub(super) role: Role,
}

impl Ranked {
    fn is_remark(&self) -> bool {
        self.issue.severity == Severity::Low
    }

    fn is_placed(&self) -> bool {
        self.issue.frames.iter().any(|frame| frame.in_app)
    }

    /// Smaller comes first: a consequence after its cause, what breaks everything before the rest, a warning
    /// after an error, a guess after what is known, what a client was told after what the server says of
    /// itself; then the first failure, since later ones may follow from it.
    fn key(&self) -> (u8, bool, bool, bool, Role, u32) {
        let known = self.issue.issue_type != IssueType::UNKNOWN;
        let class = match (known, self.role) {
            (true, Role::Root | Role::Cause | Role::Symptom) => 0,
            // What nobody can name, but with its place, says more than an answer of 500.
            (false, _) if self.is_placed() => 1,
            (true, Role::Echo) => 2,
            (false, _) => 3,
        };
        (
            class,
            self.role != Role::Root,
            self.issue.severity == Severity::Low,
            self.weight < 0.5,
            self.role,
            self.issue.lines.first().copied().unwrap_or_default(),
        )
    }
}

/// The issues of a log as they are found.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    found: Vec<Ranked>,
    by_key: HashMap<String, usize>,
}

impl Ranking {
    /// One more; the same one again is counted. `apart` keeps errors of different places of a script
    /// apart: in a bundle, different functions of the project may look alike until its map is read.
    pub(super) fn add(&mut self, ranked: Ranked, apart: bool) {
        let mut key = ranked.issue.fingerprint.clone();
        if apart && let Some(frame) = ranked.issue.frames.iter().find(|frame| is_script(&frame.file)) {
            let path = frame.file.split(['?', '#']).next().unwrap_or_default();
            let _ = write!(key, "|{path}|{:?}|{:?}", frame.line, frame.column);
        }
        let known = self.by_key.get(&key).copied();
        if let Some(known) = known.and_then(|at| self.found.get_mut(at)) {
            known.issue.count = known.issue.count.saturating_add(1);
        } else if self.found.len() < MAX_ISSUES {
            self.by_key.insert(key, self.found.len());
            self.found.push(ranked);
        }
    }

    /// Orders by causality, folds consequences into the first cause.
    pub(super) fn finish(self) -> Vec<Issue> {
        let mut merged = self.found;
        merged.sort_by_key(Ranked::key);
        let named = merged.first().is_some_and(|first| first.issue.issue_type != IssueType::UNKNOWN);
        let cause =
            merged.first().is_some_and(|first| first.role != Role::Echo && (named || first.is_placed()));
        let mut issues: Vec<Issue> = Vec::new();
        for ranked in merged {
            let same_kind = issues.first().is_some_and(|first| first.issue_type == ranked.issue.issue_type);
            match issues.first_mut() {
                // A consequence is evidence of the cause, not an issue of its own.
                Some(first)
                    if cause
                        && (ranked.role == Role::Echo
                            || (ranked.weight < 0.5 && same_kind && (named || ranked.is_remark()))) =>
                {
                    if first.evidence.len() < MAX_EVIDENCE {
                        first.evidence.extend(ranked.issue.evidence);
                    }
                }
                Some(_)
                    if cause
                        && ranked.issue.issue_type == IssueType::UNKNOWN
                        && ranked.issue.frames.is_empty() => {}
                _ => issues.push(ranked.issue),
            }
        }
        issues
    }
}

/// Makes one issue of those with one fingerprint: counts are added, evidence is kept, the first stays
/// where it is.
pub(super) fn merge(issues: Vec<Issue>) -> Vec<Issue> {
    let mut merged: Vec<Issue> = Vec::with_capacity(issues.len());
    let mut by_fingerprint: HashMap<String, usize> = HashMap::new();
    for issue in issues {
        let known = by_fingerprint.get(&issue.fingerprint).and_then(|at| merged.get_mut(*at));
        let Some(known) = known else {
            by_fingerprint.insert(issue.fingerprint.clone(), merged.len());
            merged.push(issue);
            continue;
        };
        known.count = known.count.saturating_add(issue.count);
        for evidence in issue.evidence {
            if known.evidence.len() < MAX_EVIDENCE && !known.evidence.contains(&evidence) {
                known.evidence.push(evidence);
            }
        }
    }
    merged
}
