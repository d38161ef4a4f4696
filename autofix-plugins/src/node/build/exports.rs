//! What a file offers to those who import it: its own exports and what it passes on.

use crate::prelude::*;
use autofix_core::facts::modules::{ExportFact, Resolved, exports, is_es_module, resolve};
use autofix_core::syntax::tree::{Export, ExprKind, Module, Stmt, StmtKind};
use autofix_core::workspace::extension;
use std::collections::BTreeSet;

/// Files that are followed through `export *`.
const FOLLOWED: usize = 40;

/// The exports of a file.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// What is exported.
    pub(super) names: Vec<ExportFact>,
    /// Something is passed on that cannot be read: a package, or a missing file.
    pub(super) open: bool,
}

impl Offered {
    /// The export of a name.
    pub(super) fn get(&self, name: &str) -> Option<&ExportFact> {
        self.names.iter().find(|export| export.name == name)
    }

    /// Names of what exists at run time, the default left out.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter(|it| !it.is_type && it.name != "default").map(|it| it.name.as_str())
    }
}

/// Reads the exports of a file, `export *` followed.
pub(super) async fn offered(facts: &Facts<'_>, path: &str) -> Offered {
    let mut all = Offered::default();
    if extension(path) == "vue" {
        let span = Span::at(0);
        all.names.push(ExportFact { name: "default".to_owned(), span, is_type: false });
    }
    let mut queue = vec![path.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(at) = queue.pop() {
        if !seen.insert(at.clone()) || seen.len() > FOLLOWED {
            continue;
        }
        let Some(file) = facts.module(&at).await else {
            all.open = true;
            continue;
        };
        let (names, whole) = exports(&file.tree);
        all.names.extend(names.into_iter().filter(|it| at == path || it.name != "default"));
        for from in whole {
            match resolve(facts, &at, &from.value).await {
                Resolved::File(file) => queue.push(file),
                _ => all.open = true,
            }
        }
        let spread = |stmt: &Stmt| match &stmt.kind {
            StmtKind::Expr(expr) => matches!(&expr.kind, ExprKind::Assign { target, value, .. }
                if target.path().is_some_and(|path| path.ends_with("exports")) && value.as_object().is_none_or(|props| props.iter().any(|prop| prop.key.is_none()))),
            _ => false,
        };
        all.open |= file.tree.body.iter().any(spread);
    }
    all
}

/// Whether a file exports all of these names, as far as it can be told.
pub(super) async fn offers(facts: &Facts<'_>, path: &str, names: &[String], required: bool) -> bool {
    if facts.module(path).await.is_none() {
        return names.iter().all(|name| matches!(name.as_str(), "default" | "*"));
    }
    let offered = offered(facts, path).await;
    names.iter().all(|name| {
        offered.open || name == "*" || (required && name == "default") || offered.get(name).is_some()
    })
}

/// The name of what a file exports by default; `None` for a default without a name.
pub(super) fn default_name(tree: &Module) -> Option<String> {
    tree.body.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Export(Export::Default(inner)) => match &inner.kind {
            StmtKind::Expr(expr) => named(expr),
            StmtKind::Func(func) => func.name.as_ref().map(|name| name.value.clone()),
            StmtKind::Class(class) => class.name.as_ref().map(|name| name.value.clone()),
            _ => None,
        },
        StmtKind::Export(Export::Names { names, .. }) => (names.iter())
            .find(|(_, exported)| exported.value == "default")
            .map(|(local, _)| local.value.clone()),
        _ => None,
    })
}

/// `Card`, `memo(Card)`, `connect(…)(Card)`
fn named(expr: &autofix_core::syntax::tree::Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Ident(name) => Some(name.clone()),
        ExprKind::Call(call) => call.args.first().and_then(named),
        _ => None,
    }
}

/// The statement at the top of a file that declares a name, which it does not export.
pub(super) fn declaration<'t>(tree: &'t Module, name: &str) -> Option<&'t Stmt> {
    tree.body.iter().find(|stmt| match &stmt.kind {
        StmtKind::Func(func) => func.name.as_ref().is_some_and(|it| it.value == name),
        StmtKind::Class(class) => class.name.as_ref().is_some_and(|it| it.value == name),
        StmtKind::Type { name: own, .. } => own.value == name,
        StmtKind::Var(all) => all.iter().any(|it| it.pattern.names().iter().any(|own| own.value == name)),
        _ => false,
    })
}

/// Whether a file exports in the way of CommonJS.
pub(super) fn is_common_js(file: &ModuleFile) -> bool {
    !is_es_module(file)
        && file.tree.body.iter().any(|stmt| match &stmt.kind {
            StmtKind::Expr(expr) => match &expr.kind {
                ExprKind::Assign { target, .. } => target
                    .path()
                    .is_some_and(|path| path.starts_with("module.exports") || path.starts_with("exports.")),
                _ => false,
            },
            _ => false,
        })
}
