//! Going through a tree. One place knows what lies inside what.

use super::tree::{Class, Export, Expr, ExprKind, Func, Module, Stmt, StmtKind};

/// Something to see every part of a tree. A method answers whether to go inside.
pub trait Visitor<'t> {
    /// A statement, before what is in it.
    fn stmt(&mut self, _stmt: &'t Stmt) -> bool {
        true
    }

    /// An expression, before what is in it.
    fn expr(&mut self, _expr: &'t Expr) -> bool {
        true
    }
}

/// Visits everything in a file.
pub fn walk_module<'t>(module: &'t Module, visitor: &mut impl Visitor<'t>) {
    walk_stmts(&module.body, visitor);
}

/// Visits statements.
pub fn walk_stmts<'t>(stmts: &'t [Stmt], visitor: &mut impl Visitor<'t>) {
    for stmt in stmts {
        walk_stmt(stmt, visitor);
    }
}

/// Visits a statement and what is in it.
pub fn walk_stmt<'t>(stmt: &'t Stmt, visitor: &mut impl Visitor<'t>) {
    if !visitor.stmt(stmt) {
        return;
    }
    match &stmt.kind {
        StmtKind::Expr(expr) | StmtKind::Throw(expr) => walk_expr(expr, visitor),
        StmtKind::Var(declarators) => {
            declarators.iter().filter_map(|it| it.init.as_ref()).for_each(|init| walk_expr(init, visitor));
        }
        StmtKind::Func(func) => walk_stmts(&func.body, visitor),
        StmtKind::Class(class) => walk_class(class, visitor),
        StmtKind::Return(expr) => expr.iter().for_each(|expr| walk_expr(expr, visitor)),
        StmtKind::If { test, then, otherwise } => {
            walk_expr(test, visitor);
            walk_stmt(then, visitor);
            otherwise.iter().for_each(|stmt| walk_stmt(stmt, visitor));
        }
        StmtKind::Block(stmts) => walk_stmts(stmts, visitor),
        StmtKind::Loop { head, body } => {
            head.iter().for_each(|expr| walk_expr(expr, visitor));
            walk_stmt(body, visitor);
        }
        StmtKind::Try { block, handler, finalizer } => {
            walk_stmts(block, visitor);
            handler.iter().chain(finalizer).for_each(|stmts| walk_stmts(stmts, visitor));
        }
        StmtKind::Switch { subject, cases } => {
            walk_expr(subject, visitor);
            for (test, stmts) in cases {
                test.iter().for_each(|test| walk_expr(test, visitor));
                walk_stmts(stmts, visitor);
            }
        }
        StmtKind::Export(Export::Decl(stmt) | Export::Default(stmt)) => walk_stmt(stmt, visitor),
        StmtKind::Export(_)
        | StmtKind::Import(_)
        | StmtKind::Type { .. }
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::Other => {}
    }
}

/// Visits an expression and what is in it.
pub fn walk_expr<'t>(expr: &'t Expr, visitor: &mut impl Visitor<'t>) {
    if !visitor.expr(expr) {
        return;
    }
    match &expr.kind {
        ExprKind::Str(_)
        | ExprKind::Num(_)
        | ExprKind::Bool(_)
        | ExprKind::Null
        | ExprKind::Ident(_)
        | ExprKind::Word(_)
        | ExprKind::Regex(_) => {}
        ExprKind::Template { holes: parts, .. } | ExprKind::Array(parts) | ExprKind::Other(parts) => {
            parts.iter().for_each(|part| walk_expr(part, visitor));
        }
        ExprKind::Member { object, .. } => walk_expr(object, visitor),
        ExprKind::Index { object: left, index: right }
        | ExprKind::Assign { target: left, value: right, .. }
        | ExprKind::Logical { left, right, .. }
        | ExprKind::Binary { left, right, .. } => {
            walk_expr(left, visitor);
            walk_expr(right, visitor);
        }
        ExprKind::Call(call) => {
            walk_expr(&call.callee, visitor);
            call.args.iter().for_each(|arg| walk_expr(arg, visitor));
        }
        ExprKind::Object(props) => props.iter().for_each(|prop| walk_expr(&prop.value, visitor)),
        ExprKind::Func(func) => walk_func(func, visitor),
        ExprKind::Class(class) => walk_class(class, visitor),
        ExprKind::ImportCall(inner)
        | ExprKind::Unary { operand: inner, .. }
        | ExprKind::Await(inner)
        | ExprKind::Spread(inner) => walk_expr(inner, visitor),
        ExprKind::Cond { test, then, otherwise } => {
            walk_expr(test, visitor);
            walk_expr(then, visitor);
            walk_expr(otherwise, visitor);
        }
        ExprKind::Jsx { attributes, children, .. } => {
            attributes
                .iter()
                .filter_map(|(_, value)| value.as_ref())
                .for_each(|value| walk_expr(value, visitor));
            children.iter().for_each(|child| walk_expr(child, visitor));
        }
    }
}

/// Visits the body of a function.
pub fn walk_func<'t>(func: &'t Func, visitor: &mut impl Visitor<'t>) {
    walk_stmts(&func.body, visitor);
}

fn walk_class<'t>(class: &'t Class, visitor: &mut impl Visitor<'t>) {
    class.extends.iter().for_each(|base| walk_expr(base, visitor));
    class.methods.iter().for_each(|(_, method)| walk_func(method, visitor));
    class.fields.iter().for_each(|(_, value)| walk_expr(value, visitor));
}
