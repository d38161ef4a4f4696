//! The repairs that come with AutoFix.

pub mod known;
pub mod node;
pub mod signatures;
