//! Text to tree. One interface for every language; a parser is chosen by the file's name.

#[cfg(feature = "javascript")]
mod js;
pub mod tree;
mod walk;

pub use walk::{Visitor, walk_expr, walk_func, walk_module, walk_stmt, walk_stmts};

use crate::text::Span;
use crate::workspace::extension;
use tree::{Module, SyntaxError};

/// A language that a file can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// JavaScript, with JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// Vue single-file component: its scripts are read.
    Vue,
    /// Python.
    Python,
    /// JSON, with comments where the tool that reads it allows them.
    Json,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// HTML.
    Html,
}

impl Language {
    /// The language of a file, by its name.
    pub fn of(path: &str) -> Option<Self> {
        Some(match extension(path) {
            "js" | "jsx" | "mjs" | "cjs" => Self::JavaScript,
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::Tsx,
            "vue" => Self::Vue,
            "py" | "pyi" => Self::Python,
            "json" | "jsonc" => Self::Json,
            "yml" | "yaml" => Self::Yaml,
            "toml" => Self::Toml,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }

    /// Whether [`parse`] makes a tree of it.
    pub fn has_tree(self) -> bool {
        cfg!(feature = "javascript")
            && matches!(self, Self::JavaScript | Self::TypeScript | Self::Tsx | Self::Vue)
    }
}

/// A script's tree; `None` where its parser is not compiled in.
#[cfg(feature = "javascript")]
#[allow(clippy::unnecessary_wraps, reason = "there is none without the feature")]
fn script(language: Language, text: &str) -> Option<Module> {
    Some(js::parse(language, text))
}

#[cfg(not(feature = "javascript"))]
fn script(_: Language, _: &str) -> Option<Module> {
    None
}

/// Reads a file into a tree; `None` for a language without one. A broken file gives what can be read.
pub fn parse(language: Language, text: &str) -> Option<Module> {
    match language {
        Language::JavaScript | Language::TypeScript | Language::Tsx => script(language, text),
        Language::Vue => vue(text),
        _ => None,
    }
}

/// What a parser refuses in a text; `None` for a language that is not judged.
pub fn check(language: Language, text: &str) -> Option<Vec<SyntaxError>> {
    match language {
        Language::Json => Some(check_json(text)),
        Language::Yaml => Some(check_yaml(text)),
        _ => parse(language, text).map(|module| module.errors),
    }
}

/// A component's scripts, each at its own place.
fn vue(text: &str) -> Option<Module> {
    let mut module = Module::default();
    let mut at = 0;
    while let Some(open) = text[at..].find("<script").map(|found| at + found) {
        let Some(body) = text[open..].find('>').map(|found| open + found + 1) else { break };
        let Some(close) = text[body..].find("</script").map(|found| body + found) else { break };
        let language =
            if text[open..body].contains("lang=\"ts") { Language::TypeScript } else { Language::JavaScript };
        // Blanked up to the script, so that every offset is the file's own.
        let mut script: String = text[..body].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        script.push_str(&text[body..close]);
        let read = self::script(language, &script)?;
        if module.body.is_empty() {
            module.start = u32::try_from(body).unwrap_or(0);
        }
        module.body.extend(read.body);
        module.errors.extend(read.errors);
        at = close;
    }
    Some(module)
}

fn check_json(text: &str) -> Vec<SyntaxError> {
    let options = jsonc_parser::ParseOptions::default();
    match jsonc_parser::parse_to_ast(text, &jsonc_parser::CollectOptions::default(), &options) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let at = u32::try_from(error.range().start).unwrap_or(0);
            vec![SyntaxError { span: Span::at(at), message: error.kind().to_string() }]
        }
    }
}

fn check_yaml(text: &str) -> Vec<SyntaxError> {
    match serde_yaml::from_str::<serde_json::Value>(text) {
        Ok(_) => Vec::new(),
        Err(error) => vec![SyntaxError { span: Span::at(0), message: error.to_string() }],
    }
}
