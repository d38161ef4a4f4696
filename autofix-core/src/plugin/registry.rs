use super::FixPlugin;
use crate::model::IssueType;
use std::sync::Arc;

/// The plugins of an engine. What a user registers comes before what is built in.
#[derive(Clone, Default)]
pub struct Registry {
    own: Vec<Arc<dyn FixPlugin>>,
    built_in: Vec<Arc<dyn FixPlugin>>,
}

impl Registry {
    /// No plugins.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a plugin of the user. One of the same name takes the place of the earlier one.
    pub fn register(&mut self, plugin: Arc<dyn FixPlugin>) {
        let name = plugin.metadata().name.clone();
        self.built_in.retain(|it| it.metadata().name != name);
        self.own.retain(|it| it.metadata().name != name);
        self.own.push(plugin);
    }

    /// Adds a plugin that comes with AutoFix.
    pub fn register_built_in(&mut self, plugin: Arc<dyn FixPlugin>) {
        self.built_in.push(plugin);
    }

    /// Every plugin, in the order in which they are asked.
    pub fn plugins(&self) -> impl Iterator<Item = &Arc<dyn FixPlugin>> {
        self.own.iter().chain(&self.built_in)
    }

    /// Whether the user registered it.
    pub fn is_own(&self, name: &str) -> bool {
        self.own.iter().any(|it| it.metadata().name == name)
    }

    /// The plugins that may know the answer to a type of issue, in the order in which they are asked.
    pub fn for_type(&self, issue_type: &IssueType) -> Vec<&Arc<dyn FixPlugin>> {
        self.plugins().filter(|plugin| plugin.can_handle(issue_type)).collect()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.plugins().map(|plugin| &plugin.metadata().name)).finish()
    }
}
