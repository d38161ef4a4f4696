//! What one file does with server apps, before files are put together.

use super::{Framework, METHODS};
use crate::facts::modules::{ImportFact, imports, package_of_expr};
use crate::syntax::tree::{Call, Expr, ExprKind, Func, Module, Pattern, Stmt, StmtKind, Text};
use crate::syntax::{Visitor, walk_module, walk_stmts};
use crate::text::Span;

/// An app or router that a file makes.
#[derive(Debug, Clone)]
pub struct LocalApp {
    /// The variable.
    pub name: String,
    /// The framework.
    pub framework: Framework,
    /// A router is mounted; an app listens.
    pub is_router: bool,
    /// The bytes of the statement that makes it.
    pub created: Span,
}

/// One `receiver.method(args)`.
#[derive(Debug, Clone)]
pub(super) struct Registration {
    /// Name of the variable that it is called on.
    pub receiver: String,
    /// Name of the method, with its bytes.
    pub method: Text,
    /// The path of `receiver.route(path)`, for calls that are chained to it.
    pub route_path: Option<Expr>,
    /// Its arguments.
    pub args: Vec<Expr>,
    /// The bytes of the call.
    pub call: Span,
    /// The bytes of the statement around it.
    pub stmt: Span,
}

/// Apps and routers that a file makes, in order.
pub fn local_apps(module: &Module) -> Vec<LocalApp> {
    struct Apps<'i>(&'i [ImportFact], Vec<LocalApp>);
    impl Apps<'_> {
        fn add(&mut self, name: &str, value: &Expr, created: Span) {
            if let Some((framework, is_router)) = made(self.0, value) {
                self.1.push(LocalApp { name: name.to_owned(), framework, is_router, created });
            }
        }
    }
    impl Visitor<'_> for Apps<'_> {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            match &stmt.kind {
                StmtKind::Var(declarators) => {
                    for declarator in declarators {
                        if let (Some(name), Some(init)) = (declarator.pattern.name(), &declarator.init) {
                            self.add(name, init, stmt.span);
                        }
                    }
                }
                StmtKind::Expr(expr) => {
                    if let ExprKind::Assign { target, value, .. } = &expr.kind
                        && let Some(name) = target.as_ident()
                    {
                        self.add(name, value, stmt.span);
                    }
                }
                _ => {}
            }
            true
        }
    }
    let imports = imports(module);
    let mut apps = Apps(&imports, Vec::new());
    walk_module(module, &mut apps);
    apps.1
}

/// What a call makes: an app or a router.
fn made(imports: &[ImportFact], value: &Expr) -> Option<(Framework, bool)> {
    let value = value.unawaited();
    let call = value.as_call()?;
    let name = match &call.callee.kind {
        ExprKind::Ident(name) => name.as_str(),
        ExprKind::Member { property, object } => {
            // `express().use(…)` and `Router().get(…)` are still what they began as.
            if let Some(inner) = made(imports, object) {
                return Some(inner);
            }
            property.value.as_str()
        }
        // `require('express')()`
        ExprKind::Call(_) => "",
        _ => return None,
    };
    let package = package_of_expr(imports, &call.callee)?;
    let original = original_name(imports, &call.callee).unwrap_or(name);
    match (package.as_str(), original) {
        ("express", "Router") | ("express-promise-router", _) => Some((Framework::Express, true)),
        ("express", "" | "default" | "express") => Some((Framework::Express, false)),
        ("fastify", _) => Some((Framework::Fastify, false)),
        ("koa", _) if call.is_new => Some((Framework::Koa, false)),
        ("@koa/router" | "koa-router", _) => Some((Framework::Koa, true)),
        ("hono", _) if call.is_new => Some((Framework::Hono, false)),
        _ => None,
    }
}

/// The name that an imported callee has in its package.
fn original_name<'i>(imports: &'i [ImportFact], callee: &Expr) -> Option<&'i str> {
    let name = callee.as_ident()?;
    let (_, bound) = crate::facts::modules::import_of(imports, name)?;
    Some(bound.imported.value.as_str())
}

/// Everything that is called on one of these names, in the order of the text. A function inside is
/// entered: registrations often stand in an `async function start()`.
pub(super) fn registrations(stmts: &[Stmt], receivers: &[String]) -> Vec<Registration> {
    struct Calls<'r> {
        receivers: &'r [String],
        stmt: Span,
        found: Vec<Registration>,
    }
    impl Calls<'_> {
        /// Adds `x.a().b()` from the inside out and answers the receiver's name.
        fn chain(&mut self, expr: &Expr) -> Option<(String, Option<Expr>)> {
            match &expr.kind {
                ExprKind::Ident(name) => self.receivers.contains(name).then(|| (name.clone(), None)),
                ExprKind::Call(call) => {
                    let (object, method) = call.method()?;
                    let (receiver, mut route_path) = self.chain(object)?;
                    if method.value == "route" {
                        route_path = call.args.first().cloned();
                    } else if !self.found.iter().any(|it| it.call == expr.span) {
                        self.add(&receiver, method, route_path.clone(), call, expr.span);
                    }
                    Some((receiver, route_path))
                }
                _ => None,
            }
        }

        fn add(&mut self, receiver: &str, method: &Text, route_path: Option<Expr>, call: &Call, span: Span) {
            self.found.push(Registration {
                receiver: receiver.to_owned(),
                method: method.clone(),
                route_path,
                args: call.args.clone(),
                call: span,
                stmt: self.stmt,
            });
        }
    }
    impl Visitor<'_> for Calls<'_> {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            if matches!(stmt.kind, StmtKind::Expr(_) | StmtKind::Var(_) | StmtKind::Return(_)) {
                self.stmt = stmt.span;
            }
            true
        }
        fn expr(&mut self, expr: &Expr) -> bool {
            self.chain(expr);
            // `register(app)` hands the app on.
            if let ExprKind::Call(call) = &expr.kind
                && call.method().is_none_or(|(object, _)| self.chain(object).is_none())
            {
                for arg in &call.args {
                    if let Some(name) = arg.as_ident()
                        && self.receivers.iter().any(|it| it == name)
                    {
                        let method = Text { value: String::new(), span: call.callee.span };
                        self.found.push(Registration {
                            receiver: name.to_owned(),
                            method,
                            route_path: None,
                            args: std::iter::once(call.callee.clone())
                                .chain(call.args.iter().cloned())
                                .collect(),
                            call: expr.span,
                            stmt: self.stmt,
                        });
                    }
                }
            }
            true
        }
    }
    let mut calls = Calls { receivers, stmt: Span::default(), found: Vec::new() };
    walk_stmts(stmts, &mut calls);
    calls.found.sort_by_key(|it| (it.stmt.start, it.call.end));
    calls.found
}

/// Statements of a file that register routes or mount routers, whatever they are called on.
pub fn route_statements(module: &Module) -> Vec<Span> {
    let names: Vec<String> = local_apps(module).into_iter().map(|app| app.name).collect();
    (registrations(&module.body, &names).into_iter())
        .filter(|it| {
            let has_path = it.args.first().is_some_and(|arg| arg.as_str().is_some());
            METHODS.contains(&it.method.value.as_str()) && (has_path || it.route_path.is_some())
                || (it.method.value == "use" && has_path)
        })
        .map(|it| it.stmt)
        .collect()
}

/// Statements of a file that start listening.
pub fn listen_statements(module: &Module) -> Vec<Span> {
    listens(module).into_iter().map(|listen| listen.stmt).collect()
}

/// A call of `listen` in one file.
#[derive(Debug, Clone)]
pub(super) struct LocalListen {
    /// The variable that listens: an app, or a server made of one.
    pub(super) receiver: Option<String>,
    /// The app in `createServer(app)`.
    pub(super) app: Option<String>,
    pub(super) port: Option<Expr>,
    pub(super) stmt: Span,
    pub(super) call: Span,
}

/// Calls of `.listen(…)` (and Hono's `serve`) with what they listen for.
pub(super) fn listens(module: &Module) -> Vec<LocalListen> {
    struct Listens {
        stmt: Span,
        found: Vec<LocalListen>,
        /// `const server = http.createServer(app)`
        servers: Vec<(String, Option<String>)>,
    }
    impl Visitor<'_> for Listens {
        fn stmt(&mut self, stmt: &Stmt) -> bool {
            if matches!(stmt.kind, StmtKind::Expr(_) | StmtKind::Var(_) | StmtKind::Return(_)) {
                self.stmt = stmt.span;
            }
            if let StmtKind::Var(declarators) = &stmt.kind {
                for declarator in declarators {
                    if let (Pattern::Name(name), Some(init)) = (&declarator.pattern, &declarator.init)
                        && let Some(app) = served_app(init)
                    {
                        self.servers.push((name.value.clone(), app));
                    }
                }
            }
            true
        }
        fn expr(&mut self, expr: &Expr) -> bool {
            let ExprKind::Call(call) = &expr.kind else { return true };
            let (receiver, app) = match call.method() {
                Some((object, method)) if method.value == "listen" => {
                    (object.as_ident().map(str::to_owned), served_app(object).flatten())
                }
                _ if call.callee.as_ident() == Some("serve") => {
                    let app = call
                        .args
                        .first()
                        .and_then(|arg| arg.prop("fetch"))
                        .and_then(|prop| prop.value.path());
                    (None, app.map(|path| path.trim_end_matches(".fetch").to_owned()))
                }
                _ => return true,
            };
            let first = call.args.first();
            let port = match first.and_then(|arg| arg.prop("port")) {
                Some(prop) => Some(prop.value.clone()),
                None => first.filter(|arg| arg.as_object().is_none() && arg.as_func().is_none()).cloned(),
            };
            self.found.push(LocalListen { receiver, app, port, stmt: self.stmt, call: expr.span });
            true
        }
    }
    let mut listens = Listens { stmt: Span::default(), found: Vec::new(), servers: Vec::new() };
    walk_module(module, &mut listens);
    for found in &mut listens.found {
        if found.app.is_none()
            && let Some((_, app)) =
                listens.servers.iter().find(|(name, _)| Some(name) == found.receiver.as_ref())
        {
            found.app.clone_from(app);
        }
    }
    listens.found
}

/// The app in `http.createServer(app)`; the outer `Some` says that it is such a call.
#[expect(clippy::option_option, reason = "the doc says what each means")]
fn served_app(expr: &Expr) -> Option<Option<String>> {
    let call = expr.unawaited().as_call()?;
    let name = call.callee.path()?;
    let last = name.rsplit('.').next()?;
    matches!(last, "createServer" | "createSecureServer" | "Server")
        .then(|| call.args.iter().find_map(|arg| arg.as_ident()).map(str::to_owned))
}

/// Functions of a file with a parameter that is used like an app: `module.exports = (app) => { app.get(…) }`.
pub(super) fn param_registrations(func: &Func, index: usize) -> Vec<Registration> {
    match func.params.get(index) {
        Some(Pattern::Name(name)) => registrations(&func.body, std::slice::from_ref(&name.value)),
        _ => Vec::new(),
    }
}

/// The function at these bytes of a file.
pub fn function_at(module: &Module, span: Span) -> Option<&Func> {
    struct At<'t>(Span, Option<&'t Func>);
    impl<'t> Visitor<'t> for At<'t> {
        fn stmt(&mut self, stmt: &'t Stmt) -> bool {
            if let StmtKind::Func(func) = &stmt.kind
                && func.span == self.0
            {
                self.1 = Some(func);
            }
            self.1.is_none() && stmt.span.covers(self.0)
        }
        fn expr(&mut self, expr: &'t Expr) -> bool {
            if let ExprKind::Func(func) = &expr.kind
                && func.span == self.0
            {
                self.1 = Some(func);
            }
            self.1.is_none()
        }
    }
    let mut at = At(span, None);
    walk_module(module, &mut at);
    at.1
}
