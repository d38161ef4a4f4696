//! How a file is written, so that what is added looks like what is there.

use super::ModuleFile;
use crate::syntax::tree::{Expr, ExprKind, StmtKind};
use crate::syntax::{Visitor, walk_module};
use crate::text::{indentation_unit, line_end};

/// Habits of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// `'` or `"`.
    pub quote: char,
    /// Statements end in `;`.
    pub semicolons: bool,
    /// One step of indentation.
    pub indent: String,
    /// `\n` or `\r\n`.
    pub line_end: &'static str,
    /// Uses `import`, not `require`.
    pub esm: bool,
}

impl Style {
    /// Reads the habits of a file; of one without any, the common ones.
    pub fn of(file: &ModuleFile) -> Self {
        struct Quotes<'t>(&'t str, usize, usize);
        impl Quotes<'_> {
            fn count(&mut self, at: u32) {
                match self.0.as_bytes().get(at as usize) {
                    Some(b'\'') => self.1 += 1,
                    Some(b'"') => self.2 += 1,
                    _ => {}
                }
            }
        }
        impl Visitor<'_> for Quotes<'_> {
            fn expr(&mut self, expr: &Expr) -> bool {
                if matches!(expr.kind, ExprKind::Str(_)) {
                    self.count(expr.span.start);
                }
                // Attributes of JSX have double quotes in nearly every house.
                !matches!(expr.kind, ExprKind::Jsx { .. })
            }
        }
        let mut quotes = Quotes(&file.text, 0, 0);
        walk_module(&file.tree, &mut quotes);
        let (mut ended, mut open) = (0, 0);
        let (mut imports, mut requires) = (0, 0);
        for stmt in &file.tree.body {
            if let StmtKind::Import(import) = &stmt.kind {
                quotes.count(import.from.span.start);
                imports += 1;
            }
            if matches!(stmt.kind, StmtKind::Export(_)) {
                imports += 1;
            }
            if matches!(stmt.kind, StmtKind::Import(_) | StmtKind::Expr(_) | StmtKind::Var(_)) {
                let text = stmt.span.of(&file.text);
                requires += usize::from(text.contains("require(") || text.starts_with("module.exports"));
                if text.ends_with(';') { ended += 1 } else { open += 1 }
            }
        }
        Self {
            quote: if quotes.2 > quotes.1 { '"' } else { '\'' },
            semicolons: ended >= open,
            indent: indentation_unit(&file.text),
            line_end: line_end(&file.text),
            esm: match file.path.rsplit_once('.') {
                Some((_, "mjs" | "mts")) => true,
                Some((_, "cjs" | "cts")) => false,
                _ => imports > 0 || requires == 0,
            },
        }
    }

    /// A string literal.
    pub fn string(&self, value: &str) -> String {
        let mut out = String::with_capacity(value.len() + 2);
        out.push(self.quote);
        for c in value.chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                c if c == self.quote => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        out.push(self.quote);
        out
    }

    /// `;` or nothing.
    pub fn semicolon(&self) -> &'static str {
        if self.semicolons { ";" } else { "" }
    }

    /// A statement that takes the default of a module.
    pub fn import_default(&self, local: &str, from: &str) -> String {
        let (from, end) = (self.string(from), self.semicolon());
        if self.esm {
            format!("import {local} from {from}{end}")
        } else {
            format!("const {local} = require({from}){end}")
        }
    }
}
