//! What a function that answers requests does: which paths through it answer twice, or not at all.

use crate::syntax::tree::{Expr, ExprKind, Func, Stmt, StmtKind};
use crate::syntax::{Visitor, walk_func};
use crate::text::Span;

/// Methods of a response that end it.
const ENDS: &[&str] =
    &["send", "json", "jsonp", "end", "sendStatus", "redirect", "render", "sendFile", "download"];

/// An answer after which control goes on to another answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleAnswer {
    /// The bytes of the first answer's statement.
    pub first: Span,
    /// The last statement of the block that holds it: the first answer itself, where nothing follows it.
    pub last_of_block: Span,
    /// The block's braces are there; `if (x) res.json()` has none.
    pub has_block: bool,
    /// The bytes of the second answer.
    pub second: Span,
    /// The first answer stands in a branch; else every request meets both.
    pub in_branch: bool,
}

/// Every pair of answers that one request can meet, in a function and the callbacks in it.
pub fn double_answers(func: &Func) -> Vec<DoubleAnswer> {
    let Some(response) = response_name(func) else { return Vec::new() };
    let next = func.params.get(2).and_then(|param| param.name());
    let mut flow = Flow { response, next, found: Vec::new() };
    flow.function(func);
    struct Inner<'f, 'n>(&'f mut Flow<'n>);
    impl Visitor<'_> for Inner<'_, '_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Func(func) = &expr.kind {
                self.0.function(func);
            }
            true
        }
    }
    walk_func(func, &mut Inner(&mut flow));
    flow.found.sort_by_key(|it| (it.first.start, it.second.start));
    flow.found.dedup();
    flow.found
}

/// The name of the response in `(req, res)`, `(req, res, next)` or `(err, req, res, next)`.
pub fn response_name(func: &Func) -> Option<&str> {
    let index = if func.params.len() == 4 { 2 } else { 1 };
    func.params.get(index)?.name()
}

/// The name of the request.
pub fn request_name(func: &Func) -> Option<&str> {
    let index = usize::from(func.params.len() == 4);
    func.params.get(index)?.name()
}

/// An answer that was given and not left the function yet.
#[derive(Debug, Clone)]
struct Given {
    stmt: Span,
    last_of_block: Span,
    has_block: bool,
    in_branch: bool,
}

struct Flow<'n> {
    response: &'n str,
    next: Option<&'n str>,
    found: Vec<DoubleAnswer>,
}

/// Where a list of statements stands.
#[derive(Clone, Copy)]
struct Place {
    in_branch: bool,
    has_block: bool,
}

impl Flow<'_> {
    fn function(&mut self, func: &Func) {
        self.stmts(&func.body, Vec::new(), Place { in_branch: false, has_block: true });
    }

    /// Answers given when control comes to the end; `None` when it never does.
    fn stmts(&mut self, stmts: &[Stmt], mut given: Vec<Given>, place: Place) -> Option<Vec<Given>> {
        let last = stmts.last().map_or(Span::default(), |stmt| stmt.span);
        for stmt in stmts {
            given = self.stmt(stmt, given, last, place)?;
        }
        Some(given)
    }

    fn branch(&mut self, stmt: &Stmt, given: Vec<Given>) -> Option<Vec<Given>> {
        match &stmt.kind {
            StmtKind::Block(stmts) => self.stmts(stmts, given, Place { in_branch: true, has_block: true }),
            _ => self.stmts(std::slice::from_ref(stmt), given, Place { in_branch: true, has_block: false }),
        }
    }

    fn stmt(&mut self, stmt: &Stmt, mut given: Vec<Given>, last: Span, place: Place) -> Option<Vec<Given>> {
        match &stmt.kind {
            StmtKind::Expr(expr) => {
                if self.answers(expr) {
                    self.second(&given, stmt.span);
                    given.push(Given {
                        stmt: stmt.span,
                        last_of_block: last,
                        has_block: place.has_block,
                        in_branch: place.in_branch,
                    });
                }
                Some(given)
            }
            StmtKind::Return(value) => {
                if value.as_ref().is_some_and(|value| self.answers(value)) {
                    self.second(&given, stmt.span);
                }
                None
            }
            StmtKind::Throw(_) | StmtKind::Break | StmtKind::Continue => None,
            StmtKind::If { then, otherwise, .. } => {
                let first = self.branch(then, given.clone());
                let second = match otherwise {
                    Some(otherwise) => self.branch(otherwise, given),
                    None => Some(given),
                };
                joined(first, second)
            }
            StmtKind::Block(stmts) => self.stmts(stmts, given, place),
            StmtKind::Loop { body, .. } => {
                let after = self.branch(body, given.clone());
                joined(after, Some(given))
            }
            StmtKind::Try { block, handler, finalizer } => {
                let place = Place { in_branch: place.in_branch, has_block: true };
                let tried = self.stmts(block, given.clone(), place);
                let caught = match handler {
                    Some(handler) => self.stmts(handler, given, Place { in_branch: true, has_block: true }),
                    None => None,
                };
                let after = joined(tried, caught)?;
                match finalizer {
                    Some(finalizer) => self.stmts(finalizer, after, place),
                    None => Some(after),
                }
            }
            StmtKind::Switch { cases, .. } => {
                let has_default = cases.iter().any(|(test, _)| test.is_none());
                let mut after = if has_default { None } else { Some(given.clone()) };
                for (_, stmts) in cases {
                    let place = Place { in_branch: true, has_block: true };
                    let breaks = matches!(stmts.last().map(|stmt| &stmt.kind), Some(StmtKind::Break));
                    let body = if breaks { &stmts[..stmts.len() - 1] } else { stmts };
                    let ends = self.stmts(body, given.clone(), place);
                    after = joined(after, ends);
                }
                after
            }
            _ => Some(given),
        }
    }

    fn second(&mut self, given: &[Given], second: Span) {
        self.found.extend(given.iter().map(|first| DoubleAnswer {
            first: first.stmt,
            last_of_block: first.last_of_block,
            has_block: first.has_block,
            second,
            in_branch: first.in_branch,
        }));
    }

    /// Whether an expression ends the response, or hands the request on.
    fn answers(&self, expr: &Expr) -> bool {
        let Some(call) = expr.unawaited().as_call() else { return false };
        if call.callee.as_ident().is_some_and(|name| Some(name) == self.next) {
            return true;
        }
        let Some((object, method)) = call.method() else { return false };
        ENDS.contains(&method.value.as_str()) && root(object) == Some(self.response)
    }
}

fn joined(first: Option<Vec<Given>>, second: Option<Vec<Given>>) -> Option<Vec<Given>> {
    match (first, second) {
        (Some(mut first), Some(second)) => {
            for given in second {
                if !first.iter().any(|it| it.stmt == given.stmt) {
                    first.push(given);
                }
            }
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// The name that a chain of calls and members begins with.
fn root(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Ident(name) => Some(name),
        ExprKind::Member { object, .. } | ExprKind::Index { object, .. } => root(object),
        ExprKind::Call(call) => root(&call.callee),
        _ => None,
    }
}

/// The innermost function of a file that holds an offset.
pub fn function_around(tree: &crate::syntax::tree::Module, offset: u32) -> Option<&Func> {
    struct Around<'t>(u32, Option<&'t Func>);
    impl<'t> Around<'t> {
        fn see(&mut self, func: &'t Func) {
            if func.span.contains(self.0) && self.1.is_none_or(|known| known.span.covers(func.span)) {
                self.1 = Some(func);
            }
        }
    }
    impl<'t> Visitor<'t> for Around<'t> {
        fn stmt(&mut self, stmt: &'t Stmt) -> bool {
            match &stmt.kind {
                StmtKind::Func(func) => self.see(func),
                StmtKind::Class(class) => class.methods.iter().for_each(|(_, method)| self.see(method)),
                _ => {}
            }
            true
        }
        fn expr(&mut self, expr: &'t Expr) -> bool {
            if let ExprKind::Func(func) = &expr.kind {
                self.see(func);
            }
            true
        }
    }
    let mut around = Around(offset, None);
    crate::syntax::walk_module(tree, &mut around);
    around.1
}

/// `await`s of a function that no `try` of it covers: a rejection leaves the function there.
pub fn unguarded_awaits(func: &Func) -> Vec<Span> {
    struct Awaits(Vec<Span>);
    impl Visitor<'_> for Awaits {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            !matches!(stmt.kind, StmtKind::Func(_) | StmtKind::Try { handler: Some(_), .. })
        }
        fn expr(&mut self, expr: &Expr) -> bool {
            if matches!(expr.kind, ExprKind::Await(_)) {
                self.0.push(expr.span);
            }
            !matches!(expr.kind, ExprKind::Func(_))
        }
    }
    let mut awaits = Awaits(Vec::new());
    walk_func(func, &mut awaits);
    awaits.0
}
