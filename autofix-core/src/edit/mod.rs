//! What an edit does to a text: sorted, disjoint replacements, and diffs made from them.

mod diff;
mod patch;
mod set;

pub use diff::{diff_edits, diff_texts, rename_header};
pub use patch::{PatchError, apply_patch, map_line};
pub use set::{Edit, EditError, EditSet};
