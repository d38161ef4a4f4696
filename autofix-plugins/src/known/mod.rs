//! Errors that are recognised although no repair is there for them yet.

pub mod browser;
pub mod database;
pub mod next;
pub mod node;
pub mod python;
pub mod servers;
