//! Templates of log lines: what lines have in common, and the values in which they differ.
//!
//! ```text
//! line ─layout→ header, message ─scan→ skeleton ─table→ number      one pass, no pattern is searched
//!                          set of skeletons ─merge→ templates       a function of the set
//! ```
//!
//! There is one configuration, and it is empty. Which columns are the header is found from the lines
//! ([`Layout::detect`]); what is a value is told from its bytes ([`Kind`]); which skeletons are one
//! template follows from the set of all of them, so that neither the order of the lines nor the way in
//! which a log is cut into parts changes the answer.

mod class;
mod kind;
mod layout;
mod matcher;
mod merge;
mod miner;
mod record;
mod scan;
mod shape;
mod structured;
mod table;
mod templates;
mod time;
mod unit;
mod value;

pub use kind::Kind;
pub use layout::Layout;
pub use miner::Miner;
pub use templates::{Parameter, Parameters, Template, Templates, rebuild};

use crate::model::LogPattern;

/// The templates of a text, most frequent first, at most `most` of them. Their texts are not redacted.
pub fn patterns(text: &[u8], most: usize) -> Vec<LogPattern> {
    let mut miner = Miner::new(Layout::detect(text));
    miner.feed(text);
    most_frequent(miner, most)
}

pub(crate) fn most_frequent(miner: Miner, most: usize) -> Vec<LogPattern> {
    let templates = miner.finish();
    let pattern = |template: &Template| LogPattern {
        id: template.id().to_owned(),
        template: template.text().to_owned(),
        count: u32::try_from(template.lines()).unwrap_or(u32::MAX),
    };
    templates.iter().take(most).map(pattern).collect()
}
