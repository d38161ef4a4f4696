//! JavaScript and TypeScript by oxc: fast, exact, and with one step of our own for broken files.
//!
//! oxc gives an empty tree where it cannot recover. Such a file is read in pieces: what begins at
//! the left margin is taken for one top-level statement, and each is parsed alone.

mod depth;
mod lower;
mod salvage;

use super::Language;
use super::tree::{Module, SyntaxError, Text};
use crate::text::Span;
use lower::Lower;
use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

/// Reads a file. Never fails: what cannot be read is in [`Module::errors`].
pub(super) fn parse(language: Language, text: &str) -> Module {
    if u32::try_from(text.len()).is_err() || depth::too_deep(text) {
        let message = "nested too deeply to be read".to_owned();
        return Module { errors: vec![SyntaxError { span: Span::at(0), message }], ..Module::default() };
    }
    match piece(language, text, 0) {
        Ok(module) => module,
        Err(errors) => salvage::read(language, text, errors),
    }
}

/// Parses a piece of a file that begins at `base`; an error when nothing could be kept.
fn piece(language: Language, text: &str, base: u32) -> Result<Module, Vec<SyntaxError>> {
    let allocator = Allocator::default();
    let options = ParseOptions {
        allow_return_outside_function: true,
        preserve_parens: false,
        ..ParseOptions::default()
    };
    let parsed = Parser::new(&allocator, text, source_type(language)).with_options(options).parse();
    let mut lower = Lower { base, depth: 0 };
    let errors = (parsed.diagnostics.errors())
        .map(|error| SyntaxError {
            span: error.labels.first().map_or(Span::at(base), |label| {
                let start = label.offset() + base;
                Span::new(start, start + label.len())
            }),
            message: error.message.to_string(),
        })
        .collect();
    if parsed.panicked {
        return Err(errors);
    }
    let program = &parsed.program;
    let directives: Vec<Text> = (program.directives.iter())
        .map(|it| Text { value: it.directive.to_string(), span: lower.span(it.span) })
        .collect();
    let start = (directives.last().map(|it| it.span.end))
        .or_else(|| program.hashbang.as_ref().map(|it| lower.span(it.span).end))
        .unwrap_or(base);
    Ok(Module { directives, body: lower.stmts(&program.body), start, errors })
}

fn source_type(language: Language) -> SourceType {
    match language {
        Language::TypeScript => SourceType::ts(),
        Language::Tsx => SourceType::tsx(),
        // A `.js` file may hold JSX, `import` or `require`: read as a module, which rejects only
        // what strict mode rejects, and then as a script.
        _ => SourceType::jsx(),
    }
}
