//! AutoFix takes an error log, finds the root cause in a project's source, repairs it as a diff,
//! proves the repair, applies it whole, and can take it back.
//!
//! ```
//! use autofix::blocking::AutoFix;
//! use autofix::model::FixStatus;
//!
//! # fn main() -> Result<(), autofix::AutoFixError> {
//! let server = "const express = require('express');\n\nconst app = express();\n\
//!     app.get('/api/x', (req, res) => res.json({}));\napp.listen(4000);\n";
//! let package = r#"{ "name": "shop", "dependencies": { "express": "^4.19.2" } }"#;
//! let autofix = AutoFix::builder().files([("server.js", server), ("package.json", package)]).build()?;
//!
//! let report = autofix.repair_log(
//!     "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been \
//!      blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
//! )?;
//! assert_eq!(report.status, FixStatus::Generated);
//! let fix = report.fix.expect("a generated report has its fix");
//!
//! autofix.apply_fix(&fix)?;
//! assert!(autofix.read_file("server.js")?.contains("http://localhost:5173"));
//! autofix.rollback_fix(&fix.id)?;
//! assert_eq!(&*autofix.read_file("server.js")?, server);
//! # Ok(())
//! # }
//! ```
//!
//! [`AutoFix`] is the same with `async` methods, for any executor. Instead of
//! [`files`](AutoFixBuilder::files) in memory it works on a folder ([`root`](AutoFixBuilder::root)).
//! Nothing leaves the process.

pub use autofix_core as core;

mod autofix;
pub mod blocking;
mod builder;
mod error;
mod listeners;
mod log_reader;
mod place;
mod policy;
mod recent;
mod rules;
mod session;

#[cfg(feature = "native")]
pub mod host;

pub use self::autofix::{AutoFix, Status};
pub use self::builder::AutoFixBuilder;
pub use self::error::AutoFixError;
pub use self::listeners::{EventName, ListenerId};
pub use self::log_reader::LogReader;

pub use autofix_core::config::{Config, ConfigError, ConfigWarning};
pub use autofix_core::engine::{Budget, Proof, Repair};
pub use autofix_core::model;
pub use autofix_core::plugin::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata};
pub use autofix_core::validate::{
    CommandOutcome, CommandSpec, Fallen, FixStore, Sandbox, SandboxError, StoreError, VerifiedFix,
};
pub use autofix_core::workspace::{Workspace, WorkspaceError};
