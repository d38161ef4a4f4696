//! The URL of a call: literal parts, parameters, the base that it is put together with.

use super::Base;
use crate::facts::env::{EnvDefinition, nearest};
use crate::facts::values::{Const, constant, definition};
use crate::facts::{Facts, ModuleFile, UrlPattern};
use crate::syntax::tree::{Expr, ExprKind, Func};
use std::sync::Arc;

pub(super) async fn base_of(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    expr: &Expr,
    env: &[EnvDefinition],
) -> Option<(UrlPattern, Option<Base>)> {
    let value = constant(facts, file, expr).await;
    let text = text_of(&value, &file.path, env)?;
    Some((UrlPattern::of(&text), literal_place(facts, file, expr).await))
}

/// The literal that a value comes down to, with its place.
async fn literal_place(facts: &Facts<'_>, file: &Arc<ModuleFile>, expr: &Expr) -> Option<Base> {
    let found = definition(facts, file, expr).await;
    let literal = match &found.expr.kind {
        ExprKind::Logical { right, .. } => definition(facts, &found.file, right).await,
        _ => found,
    };
    let text = literal.expr.as_str()?.to_owned();
    Some(Base { file: literal.file.path.clone(), span: literal.expr.span, text })
}

/// The base in `` `${BASE}/path` `` or `BASE + '/path'`.
pub(super) async fn inline_base(facts: &Facts<'_>, file: &Arc<ModuleFile>, url: &Expr) -> Option<Base> {
    match &url.kind {
        ExprKind::Template { texts, holes } if texts.first().is_some_and(String::is_empty) => {
            literal_place(facts, file, holes.first()?).await
        }
        ExprKind::Binary { operator: "+", left, .. } if left.as_str().is_none() => {
            literal_place(facts, file, left).await
        }
        _ => None,
    }
}

fn text_of(value: &Const, file: &str, env: &[EnvDefinition]) -> Option<String> {
    match value {
        Const::Env { name, default } => match nearest(env, file, name) {
            Some(definition) => Some(definition.value.clone()),
            None => default.as_ref().and_then(|default| text_of(default, file, env)),
        },
        other => other.text(),
    }
}

/// A part of a URL: told, or a parameter of the function around, or unknown.
pub(super) enum Part {
    Text(String),
    Param(String),
    Unknown,
}

impl Part {
    /// The text, where it is told.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Param(_) | Self::Unknown => None,
        }
    }
}

pub(super) async fn url_parts(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    url: &Expr,
    env: &[EnvDefinition],
    around: &[(Option<String>, &Func)],
) -> Vec<Part> {
    let mut flat = Vec::new();
    flatten(url, &mut flat);
    let mut parts = Vec::new();
    for piece in flat {
        parts.push(match piece {
            Ok(text) => Part::Text(text),
            Err(expr) => {
                let param = expr.as_ident().filter(|name| {
                    around.iter().any(|(_, func)| {
                        func.params.iter().any(|param| param.names().iter().any(|it| it.value == **name))
                    })
                });
                match param {
                    Some(name) => Part::Param(name.to_owned()),
                    None => match text_of(&constant(facts, file, expr).await, &file.path, env) {
                        Some(text) => Part::Text(text),
                        None => Part::Unknown,
                    },
                }
            }
        });
    }
    parts
}

/// Literal texts and what stands between them, in order.
fn flatten<'t>(expr: &'t Expr, out: &mut Vec<Result<String, &'t Expr>>) {
    match &expr.kind {
        ExprKind::Str(text) => out.push(Ok(text.clone())),
        ExprKind::Template { texts, holes } => {
            for (index, text) in texts.iter().enumerate() {
                if !text.is_empty() {
                    out.push(Ok(text.clone()));
                }
                if let Some(hole) = holes.get(index) {
                    out.push(Err(hole));
                }
            }
        }
        ExprKind::Binary { operator: "+", left, right } => {
            flatten(left, out);
            flatten(right, out);
        }
        _ => out.push(Err(expr)),
    }
}
