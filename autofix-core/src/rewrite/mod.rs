//! Rewrites of code and data in the file's own style: indentation, quotes, commas, line ends, order.

mod json;
mod literal;

pub use json::{JsonError, add_dependency, set_json};
pub use literal::{add_element, add_import, add_property, remove_statement};
