//! The function that a place lies in, named as a runtime would name it.

use super::ModuleFile;
use crate::syntax::tree::{Class, Export, Expr, ExprKind, Func, Stmt, StmtKind};
use crate::syntax::{Visitor, walk_module};
use crate::text::{LineIndex, Span};

/// What a place lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enclosing {
    /// A function with a name: `total`, `Basket.total` for a method.
    Function(String),
    /// A function without one.
    Anonymous,
    /// No function: the file itself.
    Module,
}

/// What a place lies in; line and column from 1, the column in UTF-16 units. `None` when the file has no
/// such place, or was not read.
pub fn enclosing(file: &ModuleFile, line: u32, column: u32) -> Option<Enclosing> {
    let span = LineIndex::new(&file.text).span(line)?;
    let mut units = column.saturating_sub(1);
    let mut offset = span.start;
    for c in span.of(&file.text).chars() {
        let width = u32::try_from(c.len_utf16()).unwrap_or(2);
        if units < width {
            break;
        }
        units -= width;
        offset += u32::try_from(c.len_utf8()).unwrap_or(4);
    }
    if file.tree.body.is_empty() || units > 0 {
        return None;
    }
    let mut innermost = Innermost { offset, found: None };
    walk_module(&file.tree, &mut innermost);
    Some(match innermost.found {
        Some((_, Some(name))) => Enclosing::Function(name),
        Some((_, None)) => Enclosing::Anonymous,
        None => Enclosing::Module,
    })
}

struct Innermost {
    offset: u32,
    found: Option<(Span, Option<String>)>,
}

impl Innermost {
    fn function(&mut self, func: &Func, name: Option<&str>) {
        self.note(func.span, func.name.as_ref().map(|name| name.value.as_str()).or(name));
    }

    /// The innermost counts, and of two names of one function that which was told first.
    fn note(&mut self, function: Span, name: Option<&str>) {
        let better = match &self.found {
            Some((span, None)) => span.covers(function),
            Some((span, Some(_))) => *span != function && span.covers(function),
            None => true,
        };
        if better && function.contains(self.offset) {
            self.found = Some((function, name.map(str::to_owned)));
        }
    }

    fn class(&mut self, class: &Class, name: Option<&str>) {
        let name = class.name.as_ref().map(|name| name.value.as_str()).or(name);
        let member = |key: &str| match name {
            Some(name) if key == "constructor" => name.to_owned(),
            Some(name) => format!("{name}.{key}"),
            None => key.to_owned(),
        };
        for (key, method) in &class.methods {
            self.note(method.span, Some(&member(key)));
        }
        for (key, value) in &class.fields {
            self.named(value, &member(key));
        }
    }

    /// A value that takes the name of what it is bound to.
    fn named(&mut self, value: &Expr, name: &str) {
        match &value.kind {
            ExprKind::Func(func) => self.function(func, Some(name)),
            ExprKind::Class(class) => self.class(class, Some(name)),
            _ => {}
        }
    }
}

impl Visitor<'_> for Innermost {
    fn stmt(&mut self, stmt: &Stmt) -> bool {
        if !stmt.span.contains(self.offset) {
            return false;
        }
        match &stmt.kind {
            StmtKind::Func(func) => self.function(func, None),
            StmtKind::Class(class) => self.class(class, None),
            StmtKind::Var(declarators) => {
                for it in declarators {
                    if let (Some(init), Some(name)) = (&it.init, it.pattern.name()) {
                        self.named(init, name);
                    }
                }
            }
            StmtKind::Export(Export::Default(inner)) => match &inner.kind {
                StmtKind::Func(func) => self.function(func, Some("default")),
                StmtKind::Class(class) => self.class(class, Some("default")),
                StmtKind::Expr(value) => self.named(value, "default"),
                _ => {}
            },
            _ => {}
        }
        true
    }

    fn expr(&mut self, expr: &Expr) -> bool {
        if !expr.span.contains(self.offset) {
            return false;
        }
        match &expr.kind {
            ExprKind::Func(func) => self.function(func, None),
            ExprKind::Class(class) => self.class(class, None),
            ExprKind::Assign { target, value, .. } => {
                if let Some(path) = target.path() {
                    self.named(value, path.rsplit('.').next().unwrap_or(&path));
                }
            }
            ExprKind::Object(props) => {
                for prop in props {
                    if let Some(key) = &prop.key {
                        self.named(&prop.value, &key.value);
                    }
                }
            }
            _ => {}
        }
        true
    }
}
