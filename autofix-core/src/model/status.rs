//! How a project stands, and who repairs it.

use super::{Fix, IssueType, Safety};
use serde::{Deserialize, Serialize};

/// One package of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageStatus {
    /// Folder inside the workspace; empty for the root.
    pub folder: String,
    /// The manifest that it was read from, such as `client/package.json`.
    pub manifest: String,
    /// Name in the manifest.
    pub name: Option<String>,
    /// `frontend`, `backend`, `fullstack` or `other`.
    pub role: String,
    /// What it is made with, such as `express`.
    pub frameworks: Vec<String>,
}

/// Something that a person should know about a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ManifestNote {
    /// The file.
    pub file: String,
    /// What is the matter.
    pub message: String,
}

/// What a project is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectStatus {
    /// Its id, where it has one.
    pub id: Option<String>,
    /// Its name: of the configuration, else of its manifest.
    pub name: Option<String>,
    /// The template that fits, such as `react-node`; absent when none does.
    #[serde(rename = "type")]
    pub project_type: Option<String>,
    /// Whether there is a configuration.
    pub configured: bool,
    /// Where it runs, such as `production`.
    pub environment: String,
    /// Every package, sorted by folder.
    pub packages: Vec<PackageStatus>,
    /// Why the project has its type.
    pub evidence: Vec<String>,
    /// What is wrong with the manifests.
    pub notes: Vec<ManifestNote>,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusReport {
    /// What the project is.
    pub project: ProjectStatus,
    /// Number of issues that were reported or read from logs since the object was made.
    pub issues: u32,
    /// Fixes that were applied, oldest first.
    pub fixes: Vec<Fix>,
}

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PluginInfo {
    /// Unique name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it does, in one line.
    pub summary: String,
    /// Types of issues that it repairs.
    pub supported_errors: Vec<IssueType>,
    /// The most that it may ever claim for a fix.
    pub max_safety: Safety,
}
