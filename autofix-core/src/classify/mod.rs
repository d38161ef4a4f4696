//! From errors to issues: which root cause, how sure, and which of many comes first.

mod classifier;
mod fingerprint;
mod index;
mod matching;
mod rank;
mod signature;

pub use classifier::Classifier;
pub use fingerprint::{fingerprint, issue_id, normalize_message};
pub use signature::Signature;
