//! Answers for people.

mod diff;
mod fix;
mod frame;
mod issue;

pub(crate) use diff::diff;
pub(crate) use fix::{fix, rejections};
pub(crate) use issue::{issue, percent};
