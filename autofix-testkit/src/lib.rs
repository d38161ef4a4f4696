//! Case runner and assertions for AutoFix plugins, those that come with AutoFix and those of others.
//!
//! A case is one Markdown file: a heading, prose, and fenced blocks for the log, the project's files
//! and what is expected.
//!
//! `````markdown
//! # An origin is missing from the list
//!
//! The list is a literal, so the origin is added to it.
//!
//! ```log
//! Access to fetch at 'http://localhost:4000/a' from origin 'http://localhost:5173' has been …
//! ```
//! ```js path=server.js
//! app.use(cors({ origin: ['http://localhost:3000'] }));
//! ```
//! ```diff expect=safe plugin=cors
//! --- a/server.js
//! …
//! ```
//! `````
//!
//! A declining case has ```` ```text expect=none ```` with a part of the reason instead. [`run_case`]
//! holds every case against the same seven checks, so that no author can forget one:
//!
//! 1. **diff**: the diff is as written, and applying it gives the texts that were verified;
//! 2. **ladder**: the fix passed validation and claims no more than its plugin may;
//! 3. **settled**: the same error on the repaired project gives no fix of that plugin;
//! 4. **inverse**: the reverse diff restores every byte;
//! 5. **variants**: CRLF, no final newline, and a comment with an emoji and CJK change nothing;
//! 6. **round trip**: the fix survives JSON, and passes validation again;
//! 7. **reads**: no file was read that nothing pointed to.
//!
//! With `UPDATE_CASES=1` in the environment, [`run_folder`] writes the actual diff into a case whose
//! diff differs; a person reviews it.

mod case;
mod compare;
mod fence;
mod folder;
mod reads;
mod run;
mod variants;
mod vectors;

pub use case::{Case, CaseError, CaseFile, Expect};
pub use compare::{assert_same, difference};
pub use folder::{FolderError, Summary, read_folder, run_folder};
pub use run::{CaseFailure, Check, Problem, repair, run_case};
pub use vectors::{plugin_vectors, vectors};
