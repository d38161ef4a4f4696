//! Sources that a bundler or compiler refuses.

pub mod signatures;
