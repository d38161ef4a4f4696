//! Which of the issues of a log is the root cause, and which only repeat it.

use crate::model::{Issue, IssueType, Severity};
use std::collections::HashMap;

/// An issue with what decides its place.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) issue: Issue,
    pub(super) weight: f64,
    pub(super) echo: bool,
}

impl Ranked {
    /// Smaller comes first: a consequence after its cause, a warning after an error, a guess after what
    /// is known; then the first failure, since later ones may follow from it.
    fn key(&self) -> (bool, bool, bool, bool, u32) {
        (
            self.issue.issue_type == IssueType::UNKNOWN,
            self.echo,
            self.issue.severity == Severity::Low,
            self.weight < 0.5,
            self.issue.lines.first().copied().unwrap_or_default(),
        )
    }
}

/// Merges what is the same, orders by causality, folds consequences into the first cause.
pub(super) fn rank(found: Vec<Ranked>) -> Vec<Issue> {
    let mut merged: Vec<Ranked> = Vec::new();
    let mut by_fingerprint: HashMap<String, usize> = HashMap::new();
    for ranked in found {
        if let Some(known) = by_fingerprint.get(&ranked.issue.fingerprint).and_then(|&at| merged.get_mut(at))
        {
            known.issue.count = known.issue.count.saturating_add(1);
        } else {
            by_fingerprint.insert(ranked.issue.fingerprint.clone(), merged.len());
            merged.push(ranked);
        }
    }
    merged.sort_by_key(Ranked::key);
    let cause =
        merged.first().is_some_and(|first| !first.echo && first.issue.issue_type != IssueType::UNKNOWN);
    let mut issues: Vec<Issue> = Vec::new();
    for ranked in merged {
        let same_kind = issues.first().is_some_and(|first| first.issue_type == ranked.issue.issue_type);
        match issues.first_mut() {
            // A consequence is evidence of the cause, not an issue of its own.
            Some(first) if cause && (ranked.echo || (ranked.weight < 0.5 && same_kind)) => {
                if first.evidence.len() < 20 {
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
