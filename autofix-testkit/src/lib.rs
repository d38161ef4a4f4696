//! Case runner and assertions for AutoFix plugins.
