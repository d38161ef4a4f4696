//! What kind of project this is: the known templates, and what is found in a real folder.
//!
//! Detection reads manifests only (`package.json`, `pyproject.toml`, requirements), never sources,
//! so it costs the same in a small project and in a large one.

mod detect;
mod detected;
mod manager;
mod manifest;
mod node;
mod python;
mod roots;
mod templates;
#[cfg(test)]
mod tests;

pub use detect::detect;
pub use detected::{Command, Commands, Detected, Found, Framework, Note, Package, Role};
pub use manager::PackageManager;
pub use templates::{Platform, ProjectTemplate, ProjectType, Side};
