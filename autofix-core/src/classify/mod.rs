//! From errors to issues: which root cause, how sure, and which of many comes first.

mod classifier;
mod fingerprint;
mod index;
mod matching;
mod paths;
mod rank;
mod reading;
mod rules;
mod signature;

pub use classifier::Classifier;
pub use fingerprint::{fingerprint, issue_id, normalize_message};
pub use reading::Reading;
pub use rules::{Group, Pattern, Rules, Split};
pub use signature::{Role, Signature};
