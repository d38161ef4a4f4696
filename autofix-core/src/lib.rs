//! The engine of AutoFix: from bytes of a log to a proved repair, without any I/O of its own.
//!
//! ```text
//! bytes ─ingest→ ErrorContext ─classify→ Issue ─analyze→ Analysis ─generate→ Fix ─validate→ VerifiedFix
//!                                  Workspace ─syntax→ facts ─┘
//! ```
//!
//! The host owns the world: files come through [`workspace::Workspace`], commands are run through
//! [`validate::Sandbox`]. The core reads no clock, starts no thread and knows no folder, so the
//! same code runs in a browser, in Node, in Python, in a server and in a test.

pub mod classify;
pub mod config;
pub mod edit;
pub mod engine;
pub mod error;
pub mod facts;
pub mod ingest;
pub mod logs;
pub mod model;
pub mod plugin;
pub mod project;
pub mod rewrite;
pub mod syntax;
pub mod text;
pub mod validate;
pub mod workspace;

pub use error::Error;
