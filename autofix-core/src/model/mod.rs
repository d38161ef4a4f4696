//! Plain data that crosses languages: the JSON of the command, the SDKs and the service.
//!
//! What is here is a promise. Nothing outside this folder derives `Serialize`. Keys are
//! `snake_case`; maps are ordered; there is no `u64`, no `HashMap` and no float but `confidence`.

mod analysis;
mod context;
mod event;
mod fix;
mod issue;
mod issue_type;
mod report;
#[cfg(feature = "schema")]
mod schema;
mod status;

pub use analysis::Analysis;
pub use context::ErrorContext;
pub use event::{Event, EventType};
pub use fix::{Action, Change, Fix, FixState, PluginRef, Position, Safety};
pub use issue::{Evidence, Frame, Issue, LogPattern, RunnerUp, Severity};
pub use issue_type::IssueType;
pub use report::{AnalysisReport, FixReport, FixStatus, Rejection, StepStatus, Validation, ValidationStep};
#[cfg(feature = "schema")]
pub use schema::definitions;
pub use status::{ManifestNote, PackageStatus, PluginInfo, ProjectStatus, StatusReport};
