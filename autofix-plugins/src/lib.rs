//! The repairs that come with AutoFix. A folder is a plugin: its code, its signatures, its docs, its cases.

pub mod known;
pub mod node;
mod prelude;
mod signatures;

pub use signatures::all as signatures;

use autofix_core::plugin::Registry;
use std::sync::Arc;

/// A registry with every plugin that comes with AutoFix.
pub fn registry() -> Registry {
    let mut registry = Registry::new();
    for plugin in node::plugins() {
        registry.register_built_in(Arc::from(plugin));
    }
    registry
}
