//! What listeners hear.

use crate::{Fix, Issue, Rejection, Told};
use serde::Deserialize;

/// Something that happened.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum AutoFixEvent {
    /// An issue came in.
    IssueReported {
        /// It.
        issue: Issue,
    },
    /// A plugin proposed a fix.
    FixGenerated {
        /// It.
        fix: Fix,
    },
    /// A fix passed validation.
    FixValidated {
        /// It.
        fix: Fix,
    },
    /// A fix was written.
    FixApplied {
        /// It.
        fix: Fix,
    },
    /// A candidate fell.
    FixRejected {
        /// Whose, and why.
        rejection: Rejection,
    },
    /// Applying or rolling back went wrong.
    FixFailed {
        /// Id of the fix.
        fix_id: String,
        /// Stable name of the kind of error.
        code: String,
        /// What happened.
        reason: String,
    },
    /// A fix was taken back.
    FixRolledBack {
        /// It.
        fix: Fix,
    },
}

/// Hears events. It may not call the object that it listens to.
#[uniffi::export(with_foreign)]
pub trait EventListener: Send + Sync {
    /// Called for each event, one at a time.
    fn on_event(&self, event: AutoFixEvent);
}

#[derive(Deserialize)]
struct Failed {
    fix_id: String,
    error: Told,
}

/// An event by its name and its data. `None` for one that these languages have no type for.
pub(crate) fn event(name: &str, data: &str) -> Option<AutoFixEvent> {
    let fix = || serde_json::from_str::<Fix>(data).ok();
    Some(match name {
        "issue_reported" => AutoFixEvent::IssueReported { issue: serde_json::from_str(data).ok()? },
        "fix_generated" => AutoFixEvent::FixGenerated { fix: fix()? },
        "fix_validated" => AutoFixEvent::FixValidated { fix: fix()? },
        "fix_applied" => AutoFixEvent::FixApplied { fix: fix()? },
        "fix_rolled_back" => AutoFixEvent::FixRolledBack { fix: fix()? },
        "fix_rejected" => AutoFixEvent::FixRejected { rejection: serde_json::from_str(data).ok()? },
        "fix_failed" => {
            let Failed { fix_id, error } = serde_json::from_str(data).ok()?;
            AutoFixEvent::FixFailed { fix_id, code: error.code, reason: error.message }
        }
        _ => return None,
    })
}
