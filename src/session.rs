//! What one object remembers between calls, within bounds, for it may live as long as a server.

use autofix_core::engine::Repair;
use autofix_core::model::{Fix, Issue};
use autofix_core::validate::VerifiedFix;
use std::collections::VecDeque;
use std::sync::Arc;

/// Issues that are remembered.
const ISSUES: usize = 1000;
/// Verified fixes that are remembered.
const FIXES: usize = 128;

#[derive(Default)]
pub(crate) struct Session {
    issues: VecDeque<Issue>,
    verified: VecDeque<VerifiedFix>,
    /// The log read last, redacted, and the ids of its issues.
    log: (Arc<str>, Vec<String>),
}

impl Session {
    /// Remembers an issue; one that is known already occurred once more. Answers it as it is now.
    pub(crate) fn report(&mut self, issue: &Issue) -> Issue {
        if let Some(known) = self.issues.iter_mut().find(|known| known.id == issue.id) {
            let count = known.count.saturating_add(issue.count);
            *known = Issue { count, ..issue.clone() };
            return known.clone();
        }
        if self.issues.len() == ISSUES {
            self.issues.pop_front();
        }
        self.issues.push_back(issue.clone());
        issue.clone()
    }

    pub(crate) fn report_log(&mut self, issues: &[Issue], log: &Arc<str>) {
        for issue in issues {
            self.report(issue);
        }
        self.log = (Arc::clone(log), issues.iter().map(|issue| issue.id.clone()).collect());
    }

    /// Remembers what a run verified.
    pub(crate) fn keep(&mut self, repair: &Repair) {
        for fix in repair.fix.iter().chain(&repair.alternatives) {
            self.keep_fix(fix.clone());
        }
    }

    pub(crate) fn keep_fix(&mut self, fix: VerifiedFix) {
        self.verified.retain(|known| known.fix().id != fix.fix().id);
        if self.verified.len() == FIXES {
            self.verified.pop_front();
        }
        self.verified.push_back(fix);
    }

    pub(crate) fn issues(&self) -> Vec<Issue> {
        self.issues.iter().cloned().collect()
    }

    pub(crate) fn issue(&self, id: &str) -> Option<Issue> {
        self.issues.iter().find(|issue| issue.id == id).cloned()
    }

    /// The log that an issue was read from, if it is the last one.
    pub(crate) fn log_of(&self, issue_id: &str) -> Arc<str> {
        let here = self.log.1.iter().any(|id| id == issue_id);
        if here { Arc::clone(&self.log.0) } else { Arc::from("") }
    }

    /// What was verified as exactly this fix, whatever state it says it is in.
    pub(crate) fn verified(&self, fix: &Fix) -> Option<VerifiedFix> {
        let same = |known: &&VerifiedFix| Fix { state: known.fix().state, ..fix.clone() } == *known.fix();
        self.verified.iter().rev().find(same).cloned()
    }
}
