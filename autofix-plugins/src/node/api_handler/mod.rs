//! Backend handlers that throw or answer wrongly.

pub mod signatures;
