//! Errors that are recognised although no repair is there for them yet.

pub mod browser;
pub mod database;
pub mod dotnet;
pub mod exceptions;
pub mod go;
pub mod java;
pub mod next;
pub mod node;
pub mod php;
pub mod python;
pub mod ruby;
pub mod rust;
pub mod servers;
