//! Repairs handlers of an Express app that answer wrongly.
//!
//! # What it fixes
//! A request that is answered twice (`ERR_HTTP_HEADERS_SENT`), a body that is read without a parser
//! before the route, a rejected promise of an `async` handler that ends an Express 4 server, a promise
//! that is used without `await`, and a record that was not found and is read all the same.
//!
//! # How
//! The handler is the function around the stack's innermost frame of the project. Its control flow
//! says which branch goes on after it answered; the app's chain says what runs before the route.
//!
//! # Fix safety
//! Safe where a branch that has answered now ends. Unsafe where a middleware is added or moved, where
//! an error goes to the error handler instead of ending the process, where a handler begins to wait,
//! or where it answers 404 of its own accord.

mod body;
mod double;
mod rejection;
pub mod signatures;
mod value;

use crate::prelude::*;

/// The plugin `api-handler`.
pub struct ApiHandler {
    metadata: PluginMetadata,
}

impl Default for ApiHandler {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "api-handler",
                "Answer each request once, with its body read and its errors handed on",
                vec![IssueType::API_ERROR, IssueType::MIDDLEWARE_ERROR, IssueType::RUNTIME_ERROR],
                Safety::Safe,
            ),
        }
    }
}

#[async_trait]
impl FixPlugin for ApiHandler {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let words = cx.words();
        let all = [words, &cx.issue().message].join("\n");
        let draft = if all.contains("ERR_HTTP_HEADERS_SENT") || all.contains("headers after they are sent") {
            double::repair(cx).await?
        } else if body::is_missing_body(cx).await {
            body::repair(cx).await?
        } else if rejection::is_unhandled(cx) {
            rejection::repair(cx).await?
        } else if let Some(draft) = value::repair(cx).await? {
            draft
        } else {
            return cx.decline(
                "the error is none of those that are repaired here: the handler's own code has to be read",
            );
        };
        let package = cx.facts().package_of(cx.issue().frames.first().map_or("", |frame| &frame.file)).await;
        Ok(vec![draft.tested_by(package.map(|package| package.test_commands()).unwrap_or_default())])
    }
}

/// A place of the project in the stack: the file and the byte where its line begins.
struct Place {
    file: std::sync::Arc<ModuleFile>,
    line: u32,
    /// The first byte of the line that is not blank.
    offset: u32,
    /// The whole line.
    span: Span,
}

/// Frames of the project, innermost first.
async fn places(cx: &FixContext<'_>) -> Vec<Place> {
    let mut all = Vec::new();
    for frame in cx.issue().frames.iter().filter(|frame| frame.in_app) {
        let (Some(line), Some(file)) = (frame.line, cx.facts().module(&frame.file).await) else { continue };
        let Some(span) = LineIndex::new(&file.text).span(line) else { continue };
        let text = span.of(&file.text);
        let blank = text.len() - text.trim_start().len();
        let column = frame.column.map_or(0, |column| column.saturating_sub(1) as usize);
        let offset =
            span.start + u32::try_from(blank.max(column.min(text.len().saturating_sub(1)))).unwrap_or(0);
        all.push(Place { file, line, offset, span });
    }
    all
}
