//! The repairs that come with AutoFix.
