//! Source that does not parse: what is missing is its author's to say.

use super::sites;
use crate::prelude::*;
use autofix_core::syntax::{Language, check};

/// Where the first file that the log names does not parse, and the parser's words.
pub(super) async fn of_parser(cx: &FixContext<'_>) -> Option<String> {
    for path in sites::framed(cx).await {
        let Ok(text) = cx.read(&path).await else { continue };
        let errors = Language::of(&path).and_then(|language| check(language, &text)).unwrap_or_default();
        if let Some(error) = errors.first() {
            let at = LineIndex::new(&text).line_col(error.span.start);
            let (line, column) = (at.line, at.column);
            return Some(format!(
                "{path}:{line}:{column} does not parse: {}. What is meant, its author knows",
                error.message.trim_end_matches('.')
            ));
        }
    }
    None
}
