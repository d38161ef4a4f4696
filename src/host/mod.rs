//! The native host: what the core may not do itself. It reads a folder, writes fixes so that they
//! are whole or absent, and runs a project's commands in a private copy.
//!
//! Linux is served in full. On other unixes nothing confines what a command writes and its group is
//! followed by process group alone; elsewhere paths are checked by name instead of by open folders.
//! [`Confinement`] says at run time what holds.

mod folder;
mod journal;
mod listing;
mod root;
mod sandbox;

pub use folder::FolderWorkspace;
pub use journal::{Journal, Recovered};
pub use sandbox::{Confinement, Limits, LocalSandbox};
