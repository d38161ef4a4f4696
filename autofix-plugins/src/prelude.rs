//! What a plugin file needs, nothing more.

pub(crate) use async_trait::async_trait;
pub(crate) use autofix_core::edit::EditSet;
pub(crate) use autofix_core::facts::style::Style;
pub(crate) use autofix_core::facts::{Facts, ModuleFile, UrlPattern};
pub(crate) use autofix_core::model::{Analysis, IssueType, Safety};
pub(crate) use autofix_core::plugin::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata};
pub(crate) use autofix_core::text::{LineIndex, Span};
