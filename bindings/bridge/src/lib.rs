//! What every binding shares. A binding converts its language's values to text, calls a [`Client`],
//! and converts the text that comes back; nothing else is decided there, so that no two languages
//! can differ.
//!
//! Structured values are JSON. Its keys are `snake_case`, or `camelCase` where the binding says so
//! ([`Keys`]).

mod client;
mod draft;
mod failure;
mod keys;
mod options;
mod plugin;
mod project;
mod running;

pub use client::Client;
pub use failure::Failure;
pub use keys::Keys;
pub use options::Opening;
pub use plugin::{Description, ForeignPlugin, Method};
pub use project::Project;
