//! Which of the issues of a log is the root cause, and which only repeat it.

use super::Role;
use crate::model::{Issue, IssueType, Severity};
use std::collections::HashMap;

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

    /// Smaller comes first: a consequence after its cause, what breaks everything before the rest, a warning after an error, a guess after what
    /// is known, what a client was told after what the server says of itself; then the first failure, since
    /// later ones may follow from it.
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
    by_fingerprint: HashMap<String, usize>,
}

impl Ranking {
    /// One more; the same one again is counted.
    pub(super) fn add(&mut self, ranked: Ranked) {
        let known = self.by_fingerprint.get(&ranked.issue.fingerprint).copied();
        if let Some(known) = known.and_then(|at| self.found.get_mut(at)) {
            known.issue.count = known.issue.count.saturating_add(1);
        } else if self.found.len() < MAX_ISSUES {
            self.by_fingerprint.insert(ranked.issue.fingerprint.clone(), self.found.len());
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
