//! AutoFix.
pub use autofix_core as core;
