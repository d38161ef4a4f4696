//! Packages that are missing, conflicting or of the wrong module format.

pub mod signatures;
