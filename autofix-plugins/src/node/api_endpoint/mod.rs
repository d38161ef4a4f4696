//! Client calls that no server route answers.

pub mod signatures;
