//! Where a value is written down, and what it is, followed through constants, objects and imports.

use super::modules::{ImportKind, Resolved, import_of, resolve};
use super::{Facts, ModuleFile};
use crate::syntax::tree::{Export, Expr, ExprKind, Module, Pattern, Prop, Stmt, StmtKind, Text};
use crate::syntax::{Visitor, walk_module};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Names that are followed at most; a cycle of imports ends here.
const STEPS: u32 = 12;

/// An expression in its file.
#[derive(Debug, Clone)]
pub struct Located {
    /// The file.
    pub file: Arc<ModuleFile>,
    /// The expression.
    pub expr: Expr,
}

/// A value as far as it can be told without running the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Const {
    /// A text.
    Str(String),
    /// A number.
    Num(f64),
    /// A truth value.
    Bool(bool),
    /// From the environment: name and what stands in for it.
    Env {
        /// Name of the variable.
        name: String,
        /// The value without it.
        default: Option<Box<Const>>,
    },
    /// A text with parts that cannot be told (`None`).
    Template(Vec<Option<String>>),
    /// Several values.
    List(Vec<Const>),
    /// Cannot be told.
    Unknown,
}

impl Const {
    /// The text, of what has one whatever the environment; the default of an environment variable.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Str(text) => Some(text.clone()),
            Self::Num(number) => Some(number.to_string()),
            Self::Env { default, .. } => default.as_ref()?.text(),
            _ => None,
        }
    }

    /// The number, of what has one; the default of an environment variable.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Num(number) => Some(*number),
            Self::Str(text) => text.trim().parse().ok(),
            Self::Env { default, .. } => default.as_ref()?.number(),
            _ => None,
        }
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Follows a name to where its value is written. What cannot be followed stays where it is.
pub fn definition<'a>(facts: &'a Facts<'_>, file: &Arc<ModuleFile>, expr: &Expr) -> Boxed<'a, Located> {
    follow(facts, Located { file: Arc::clone(file), expr: expr.clone() }, STEPS)
}

fn follow<'a>(facts: &'a Facts<'_>, from: Located, steps: u32) -> Boxed<'a, Located> {
    Box::pin(async move {
        if steps == 0 {
            return from;
        }
        let next = match &from.expr.kind {
            ExprKind::Ident(name) => name_value(facts, &from.file, name, from.expr.span.start).await,
            ExprKind::Member { object, property } => {
                member_value(facts, &from, object, &property.value, steps).await
            }
            ExprKind::Await(inner) => Some(Located { file: Arc::clone(&from.file), expr: (**inner).clone() }),
            // `Object.freeze([...])`
            ExprKind::Call(call) if call.callee.path().as_deref() == Some("Object.freeze") => {
                call.args.first().map(|arg| Located { file: Arc::clone(&from.file), expr: arg.clone() })
            }
            _ => None,
        };
        match next {
            Some(next) => follow(facts, next, steps - 1).await,
            None => from,
        }
    })
}

/// What a name is bound to: a declaration of the file, or an export of another.
async fn name_value(facts: &Facts<'_>, file: &Arc<ModuleFile>, name: &str, used_at: u32) -> Option<Located> {
    if let Some(expr) = declared_value(&file.tree, name, used_at) {
        return Some(Located { file: Arc::clone(file), expr });
    }
    let (import, bound) = import_of(file.imports(), name)?;
    exported_value(facts, file, &import.from.value, &bound.imported.value, import.kind).await
}

async fn exported_value(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    specifier: &str,
    name: &str,
    kind: ImportKind,
) -> Option<Located> {
    let Resolved::File(path) = resolve(facts, &file.path, specifier).await else { return None };
    let other = facts.module(&path).await?;
    let by_default = if kind == ImportKind::Require && name == "default" { "module.exports" } else { name };
    if let Some(expr) = export_value(&other.tree, by_default) {
        return Some(Located { file: other, expr });
    }
    // `export { x } from './y'` and `export * from './y'`.
    for import in other.imports().iter().filter(|it| it.kind == ImportKind::ReExport) {
        let passed =
            (import.names.iter().find(|it| it.local.value == name).map(|it| it.imported.value.clone()))
                .or_else(|| import.names.is_empty().then(|| name.to_owned()));
        if let Some(passed) = passed
            && let Some(found) =
                Box::pin(exported_value(facts, &other, &import.from.value, &passed, ImportKind::Static)).await
        {
            return Some(found);
        }
    }
    None
}

async fn member_value(
    facts: &Facts<'_>,
    from: &Located,
    object: &Expr,
    property: &str,
    steps: u32,
) -> Option<Located> {
    if let Some(name) = object.as_ident()
        && let Some((import, bound)) = import_of(from.file.imports(), name)
        && matches!(bound.imported.value.as_str(), "*" | "default")
        && let Some(found) =
            exported_value(facts, &from.file, &import.from.value, property, ImportKind::Static).await
    {
        return Some(found);
    }
    let object = Located { file: Arc::clone(&from.file), expr: object.clone() };
    let object = follow(facts, object, steps - 1).await;
    let value = object.expr.prop(property)?.value.clone();
    Some(Located { file: object.file, expr: value })
}

/// The value of the declaration of a name that is nearest above its use; of a later one where there is none above.
pub fn declared_value(tree: &Module, name: &str, used_at: u32) -> Option<Expr> {
    struct Declared<'n> {
        name: &'n str,
        used_at: u32,
        above: Option<Expr>,
        below: Option<Expr>,
    }
    impl Visitor<'_> for Declared<'_> {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            let StmtKind::Var(declarators) = &stmt.kind else { return true };
            for declarator in declarators {
                let Some(init) = &declarator.init else { continue };
                let value = match &declarator.pattern {
                    Pattern::Name(name) if name.value == self.name => init.clone(),
                    Pattern::Object(parts) => {
                        let Some((key, _)) = parts.iter().find(|(_, part)| part.name() == Some(self.name))
                        else {
                            continue;
                        };
                        let property = Text { value: key.clone(), span: declarator.span };
                        let kind = ExprKind::Member { object: Box::new(init.clone()), property };
                        Expr { span: init.span, kind }
                    }
                    _ => continue,
                };
                // A name that is required is followed as an import.
                if super::modules::required(init.unawaited()).is_some() {
                    continue;
                }
                if declarator.span.start <= self.used_at {
                    self.above = Some(value);
                } else {
                    self.below.get_or_insert(value);
                }
            }
            true
        }
    }
    let mut seen = Declared { name, used_at, above: None, below: None };
    walk_module(tree, &mut seen);
    seen.above.or(seen.below)
}

/// The value that a file exports under a name; `module.exports` for a CommonJS module as a whole.
pub fn export_value(tree: &Module, name: &str) -> Option<Expr> {
    for stmt in &tree.body {
        match &stmt.kind {
            StmtKind::Export(Export::Decl(inner)) => {
                if let Some(value) = stmt_value(inner, name) {
                    return Some(value);
                }
            }
            StmtKind::Export(Export::Default(inner)) if matches!(name, "default" | "module.exports") => {
                return match &inner.kind {
                    StmtKind::Expr(expr) => Some(expr.clone()),
                    StmtKind::Func(func) => {
                        Some(Expr { span: func.span, kind: ExprKind::Func(func.clone()) })
                    }
                    _ => None,
                };
            }
            StmtKind::Export(Export::Names { names, from: None, .. }) => {
                if let Some((local, _)) = names.iter().find(|(_, exported)| exported.value == name) {
                    return Some(Expr { span: local.span, kind: ExprKind::Ident(local.value.clone()) });
                }
            }
            StmtKind::Expr(expr) => {
                if let Some(value) = common_js_value(expr, name) {
                    return Some(value);
                }
            }
            _ => {}
        }
    }
    None
}

fn stmt_value(stmt: &Stmt, name: &str) -> Option<Expr> {
    match &stmt.kind {
        StmtKind::Var(declarators) => {
            declarators.iter().find(|it| it.pattern.name() == Some(name)).and_then(|it| it.init.clone())
        }
        StmtKind::Func(func) if func.name.as_ref().is_some_and(|it| it.value == name) => {
            Some(Expr { span: func.span, kind: ExprKind::Func(func.clone()) })
        }
        _ => None,
    }
}

fn common_js_value(expr: &Expr, name: &str) -> Option<Expr> {
    let ExprKind::Assign { target, value, plain: true } = &expr.kind else { return None };
    let path = target.path()?;
    let path = path.strip_prefix("module.").unwrap_or(&path);
    if path == "exports" && matches!(name, "default" | "module.exports") {
        return Some(innermost(value).clone());
    }
    if path == "exports" {
        return innermost(value).prop(name).map(|prop: &Prop| prop.value.clone());
    }
    (path.strip_prefix("exports.") == Some(name)).then(|| (**value).clone())
}

/// `exports = module.exports = value`
fn innermost(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Assign { value, .. } => innermost(value),
        _ => expr,
    }
}

/// The function that a name or expression means: declared, assigned, imported.
pub fn function<'a>(facts: &'a Facts<'_>, file: &Arc<ModuleFile>, expr: &Expr) -> Boxed<'a, Option<Located>> {
    let (file, expr) = (Arc::clone(file), expr.clone());
    Box::pin(async move {
        let found = definition(facts, &file, &expr).await;
        match &found.expr.kind {
            ExprKind::Func(_) => Some(found),
            ExprKind::Ident(name) => {
                let expr = declared_function(&found.file.tree, name)?;
                Some(Located { file: found.file, expr })
            }
            _ => None,
        }
    })
}

fn declared_function(tree: &Module, name: &str) -> Option<Expr> {
    struct Find<'n>(&'n str, Option<Expr>);
    impl Visitor<'_> for Find<'_> {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            if let StmtKind::Func(func) = &stmt.kind
                && func.name.as_ref().is_some_and(|it| it.value == self.0)
            {
                self.1 = Some(Expr { span: func.span, kind: ExprKind::Func(func.clone()) });
            }
            self.1.is_none()
        }
    }
    let mut find = Find(name, None);
    walk_module(tree, &mut find);
    find.1
}

/// What an expression is worth, as far as it can be told.
pub fn constant<'a>(facts: &'a Facts<'_>, file: &Arc<ModuleFile>, expr: &Expr) -> Boxed<'a, Const> {
    value(facts, Arc::clone(file), expr.clone(), STEPS)
}

fn value<'a>(facts: &'a Facts<'_>, file: Arc<ModuleFile>, expr: Expr, steps: u32) -> Boxed<'a, Const> {
    Box::pin(async move {
        if steps == 0 {
            return Const::Unknown;
        }
        let below = |expr: &Expr| value(facts, Arc::clone(&file), expr.clone(), steps - 1);
        if let Some(name) = env_name(&expr) {
            return Const::Env { name, default: None };
        }
        match &expr.kind {
            ExprKind::Str(text) => Const::Str(text.clone()),
            ExprKind::Num(number) => Const::Num(*number),
            ExprKind::Bool(truth) => Const::Bool(*truth),
            ExprKind::Unary { operator: "+", operand } => below(operand).await,
            ExprKind::Logical { operator: "||" | "??", left, right } => match below(left).await {
                Const::Env { name, default: None } => Const::Env {
                    name,
                    default: Some(Box::new(below(right).await)).filter(|it| **it != Const::Unknown),
                },
                Const::Unknown => Const::Unknown,
                known => known,
            },
            ExprKind::Call(call) if !call.is_new => match call.callee.path().as_deref() {
                Some("Number" | "parseInt" | "String" | "Number.parseInt" | "parseFloat") => {
                    match call.args.first() {
                        Some(arg) => below(arg).await,
                        None => Const::Unknown,
                    }
                }
                _ => Const::Unknown,
            },
            ExprKind::Array(items) => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    all.push(below(item).await);
                }
                Const::List(all)
            }
            ExprKind::Template { texts, holes } => {
                let mut parts = Vec::new();
                for (index, text) in texts.iter().enumerate() {
                    parts.push(Some(text.clone()));
                    if let Some(hole) = holes.get(index) {
                        parts.push(below(hole).await.text());
                    }
                }
                joined(parts)
            }
            ExprKind::Binary { operator: "+", left, right } => {
                joined(vec![below(left).await.text(), below(right).await.text()])
            }
            ExprKind::Ident(_) | ExprKind::Member { .. } | ExprKind::Await(_) => {
                let found =
                    follow(facts, Located { file: Arc::clone(&file), expr: expr.clone() }, STEPS).await;
                if found.expr.span == expr.span && found.file.path == file.path {
                    return Const::Unknown;
                }
                value(facts, found.file, found.expr, steps - 1).await
            }
            _ => Const::Unknown,
        }
    })
}

fn joined(parts: Vec<Option<String>>) -> Const {
    match parts.iter().cloned().collect::<Option<Vec<_>>>() {
        Some(all) => Const::Str(all.concat()),
        None if parts.iter().all(Option::is_none) => Const::Unknown,
        None => Const::Template(parts),
    }
}

/// The variable that `process.env.X` or `import.meta.env.X` reads.
pub fn env_name(expr: &Expr) -> Option<String> {
    let path = expr.path()?;
    let name = path.strip_prefix("process.env.").or_else(|| path.strip_prefix("import.meta.env."))?;
    (!name.contains('.')).then(|| name.to_owned())
}
