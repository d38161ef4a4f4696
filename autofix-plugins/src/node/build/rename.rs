//! An imported name corrected where it is imported and where it is used.

use super::sites::Site;
use crate::prelude::*;
use autofix_core::edit::EditError;
use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Visitor, walk_module};

/// Imports the right name. Its uses follow where each of them is plainly the import; else the wrong name
/// stays as the local one.
pub(super) fn imported(site: &Site, wrong: &str, right: &str) -> Result<Option<EditSet>, EditError> {
    let Some(name) = site.import.names.iter().find(|name| name.imported.value == wrong) else {
        return Ok(None);
    };
    let mut edits = EditSet::new();
    if name.local.span != name.imported.span {
        edits.replace(name.imported.span, right)?;
        return Ok(Some(edits));
    }
    if site.import.kind != autofix_core::facts::modules::ImportKind::Static {
        edits.replace(name.imported.span, format!("{right} as {wrong}"))?;
        return Ok(Some(edits));
    }
    let text = &site.file.text;
    let uses = uses(site, wrong);
    let clear = words(text, wrong) == uses.len() + 1 && words(text, right) == 0;
    if clear {
        edits.replace(name.span, right)?;
        for span in uses {
            edits.replace(span, right)?;
        }
    } else {
        edits.replace(name.imported.span, format!("{right} as {wrong}"))?;
    }
    Ok(Some(edits))
}

fn uses(site: &Site, name: &str) -> Vec<Span> {
    struct Uses<'n>(&'n str, Vec<Span>);
    impl Visitor<'_> for Uses<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            match &expr.kind {
                ExprKind::Ident(own) if own == self.0 => self.1.push(expr.span),
                ExprKind::Jsx { name, .. } if name.value == self.0 => self.1.push(name.span),
                // `{ name }` would lose its key.
                ExprKind::Object(props) if props.iter().any(|prop| prop.shorthand) => {
                    let hidden = props.iter().filter(|prop| prop.shorthand);
                    let hidden = hidden.filter_map(|prop| prop.value.as_ident()).any(|own| own == self.0);
                    return !hidden;
                }
                _ => {}
            }
            true
        }
    }
    let mut uses = Uses(name, Vec::new());
    walk_module(&site.file.tree, &mut uses);
    uses.1.sort_by_key(|span| span.start);
    uses.1.dedup();
    uses.1
}

/// How often a text holds a word.
fn words(text: &str, word: &str) -> usize {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
    text.match_indices(word)
        .filter(|(at, _)| {
            !part(text[..*at].chars().next_back()) && !part(text[at + word.len()..].chars().next())
        })
        .count()
}
