//! Addresses that are already in use.

pub mod signatures;
