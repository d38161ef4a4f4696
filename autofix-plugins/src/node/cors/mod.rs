//! Calls that a browser refuses because of the server's CORS answer.

pub mod signatures;
