//! A request that is answered twice.

use super::places;
use crate::prelude::*;
use autofix_core::facts::handler::{DoubleAnswer, double_answers, function_around, response_name};
use autofix_core::syntax::tree::{Expr, ExprKind, Func, Stmt, StmtKind};
use autofix_core::syntax::{Visitor, walk_module};
use autofix_core::text::indentation;

/// Ends every branch of the file's handlers that goes on after it has answered.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let places = places(cx).await;
    for place in &places {
        let Some(func) = handler_around(&place.file, place.offset) else { continue };
        let index = LineIndex::new(&place.file.text);
        let pairs = double_answers(func);
        let here = |pair: &&DoubleAnswer| {
            (index.line(pair.second.start)..=index.line(pair.second.end.saturating_sub(1)))
                .contains(&place.line)
        };
        let named: Vec<&DoubleAnswer> = match pairs.iter().filter(here).collect::<Vec<_>>() {
            // A frame inside a helper or a callback names no answer by its line: the handler's only pair is meant.
            none if none.is_empty() && pairs.len() == 1 => pairs.iter().collect(),
            named => named,
        };
        if named.is_empty() {
            continue;
        }
        if let Some(pair) = named.iter().find(|pair| !pair.in_branch) {
            let line = index.line(pair.first.start);
            return cx.decline(format!(
                "{}:{line} answers every request, and line {} answers again: which of them is meant cannot be told",
                place.file.path,
                index.line(pair.second.start)
            ));
        }
        let mut edits = EditSet::new();
        let mut lines = Vec::new();
        // The same slip in the other handlers of the file is the same fault.
        let siblings = handlers(&place.file).into_iter().flat_map(double_answers);
        let mut all: Vec<DoubleAnswer> =
            named.into_iter().cloned().chain(siblings.filter(|pair| pair.in_branch)).collect();
        all.sort_by_key(|pair| pair.first.start);
        all.dedup_by_key(|pair| pair.first);
        for pair in &all {
            end_branch(&place.file, pair, &mut edits)?;
            lines.push(index.line(pair.first.start).to_string());
        }
        let description = format!(
            "Return after answering, so that no request is answered twice (line {})",
            lines.join(", ")
        );
        return Ok(cx
            .fix(description)
            .edit(&place.file.path, edits, "Return after the answer")
            .safety(Safety::Safe)
            .confidence(0.9));
    }
    cx.decline(
        "no branch was found in the handler that answers and goes on; a callback or a timer may answer late",
    )
}

/// `return` before an answer that ends its branch, or as the branch's last statement.
fn end_branch(file: &ModuleFile, pair: &DoubleAnswer, edits: &mut EditSet) -> Result<(), PluginError> {
    if pair.last_of_block == pair.first || !pair.has_block {
        edits.insert(pair.first.start, "return ")?;
    } else {
        let style = Style::of(file);
        let indent = indentation(&file.text, pair.last_of_block.start);
        edits.insert(
            pair.last_of_block.end,
            format!("{}{indent}return{}", style.line_end, style.semicolon()),
        )?;
    }
    Ok(())
}

/// The outermost function around an offset that has a request and a response; callbacks in it belong to it.
fn handler_around(file: &ModuleFile, offset: u32) -> Option<&Func> {
    let around = handlers(file).into_iter().filter(|func| func.span.contains(offset));
    around.min_by_key(|func| func.span.start).or_else(|| function_around(&file.tree, offset))
}

/// Functions of a file with a parameter that is called like a response.
fn handlers(file: &ModuleFile) -> Vec<&Func> {
    struct Handlers<'t>(Vec<&'t Func>);
    impl<'t> Handlers<'t> {
        fn see(&mut self, func: &'t Func) -> bool {
            let is_handler =
                response_name(func).is_some_and(|name| matches!(name, "res" | "response" | "reply"));
            if is_handler {
                self.0.push(func);
            }
            !is_handler
        }
    }
    impl<'t> Visitor<'t> for Handlers<'t> {
        fn stmt(&mut self, stmt: &'t Stmt) -> bool {
            match &stmt.kind {
                StmtKind::Func(func) => self.see(func),
                StmtKind::Class(class) => {
                    class.methods.iter().for_each(|(_, method)| {
                        self.see(method);
                    });
                    true
                }
                _ => true,
            }
        }
        fn expr(&mut self, expr: &'t Expr) -> bool {
            match &expr.kind {
                ExprKind::Func(func) => self.see(func),
                _ => true,
            }
        }
    }
    let mut handlers = Handlers(Vec::new());
    walk_module(&file.tree, &mut handlers);
    handlers.0
}
