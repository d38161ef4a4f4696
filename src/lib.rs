//! AutoFix.
pub use autofix_core as core;

#[cfg(feature = "native")]
pub mod host;
