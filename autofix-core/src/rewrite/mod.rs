//! Rewrites of code and data in the file's own style: indentation, quotes, commas, line ends, order.

mod imports;
mod json;
mod literal;
mod toml;
mod yaml;

pub use imports::{add_named, drop_names, take_default, take_named, take_types};
pub use json::{JsonError, add_dependency, remove_dependency, set_json};
pub use literal::{add_element, add_import, add_property, add_shorthand, move_statement, remove_statement};
pub use toml::{TomlError, set_toml};
pub use yaml::{YamlError, set_yaml};
