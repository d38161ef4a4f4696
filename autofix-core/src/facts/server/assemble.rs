//! Apps put together over files: mounted routers, functions that are handed the app, listeners.

use super::local::{
    LocalApp, LocalListen, Registration, listens, local_apps, param_registrations, registrations,
};
use super::{BodyParser, ChainItem, ChainKind, Handler, Listen, METHODS, Route, ServerApp};
use crate::facts::modules::{Resolved, import_of, package_of_expr, required, resolve};
use crate::facts::values::{Const, constant, definition, export_value, function};
use crate::facts::{Facts, Marker, ModuleFile};
use crate::syntax::tree::{Expr, ExprKind};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Routers inside routers, at most.
const DEPTH: usize = 8;

pub(in crate::facts) async fn read(facts: &Facts<'_>) -> Vec<ServerApp> {
    let mut files: BTreeMap<String, (Arc<ModuleFile>, Vec<LocalApp>)> = BTreeMap::new();
    for path in facts.marked(Marker::Server).await {
        if let Some(file) = facts.module(&path).await {
            let apps = local_apps(&file.tree);
            if !apps.is_empty() {
                files.insert(path, (file, apps));
            }
        }
    }
    let mut all = Vec::new();
    for (path, (file, apps)) in &files {
        for app in apps.iter().filter(|app| !app.is_router) {
            let mut builder = Builder { facts, chain: Vec::new() };
            builder
                .add_all(file, registrations(&file.tree.body, std::slice::from_ref(&app.name)), "", 0)
                .await;
            all.push(ServerApp {
                file: path.clone(),
                name: app.name.clone(),
                framework: app.framework,
                created: app.created,
                chain: builder.chain,
                listens: Vec::new(),
            });
        }
    }
    // Registrations and listeners of an app that another file imports.
    for path in facts.marked(Marker::Listen).await {
        if let Some(file) = facts.module(&path).await {
            attach_listens(facts, &file, &mut all).await;
        }
    }
    for path in facts.marked(Marker::Server).await {
        if let Some(file) = facts.module(&path).await {
            attach_imported(facts, &file, &mut all).await;
        }
    }
    all
}

/// Every call in the project that starts listening, whatever listens.
pub async fn all_listens(facts: &Facts<'_>) -> Vec<Listen> {
    let mut all = Vec::new();
    for path in facts.marked(Marker::Listen).await {
        if let Some(file) = facts.module(&path).await {
            for found in listens(&file.tree) {
                all.push(listen_of(facts, &file, &found).await);
            }
        }
    }
    all
}

async fn listen_of(facts: &Facts<'_>, file: &Arc<ModuleFile>, found: &LocalListen) -> Listen {
    let port = match &found.port {
        Some(port) => constant(facts, file, port).await,
        None => Const::Unknown,
    };
    Listen {
        file: file.path.clone(),
        receiver: found.receiver.clone(),
        app: found.app.clone(),
        stmt: found.stmt,
        call: found.call,
        port_expr: found.port.clone(),
        port,
    }
}

async fn attach_listens(facts: &Facts<'_>, file: &Arc<ModuleFile>, apps: &mut [ServerApp]) {
    for found in listens(&file.tree) {
        let listen = listen_of(facts, file, &found).await;
        for name in found.app.iter().chain(&found.receiver) {
            let (home, local) =
                imported_name(facts, file, name).await.unwrap_or((file.path.clone(), name.clone()));
            if let Some(app) = apps.iter_mut().find(|app| app.file == home && app.name == local) {
                app.listens.push(listen);
                break;
            }
        }
    }
}

/// `app.get(…)` in a file that imports the app.
async fn attach_imported(facts: &Facts<'_>, file: &Arc<ModuleFile>, apps: &mut [ServerApp]) {
    for import in file.imports() {
        for bound in &import.names {
            let calls = registrations(&file.tree.body, std::slice::from_ref(&bound.local.value));
            if calls.is_empty() {
                continue;
            }
            let Some((home, local)) = imported_name(facts, file, &bound.local.value).await else { continue };
            if let Some(app) = apps.iter_mut().find(|app| app.file == home && app.name == local) {
                let mut builder = Builder { facts, chain: Vec::new() };
                builder.add_all(file, calls, "", 0).await;
                app.chain.append(&mut builder.chain);
            }
        }
    }
}

/// File and variable that an imported name means.
async fn imported_name(facts: &Facts<'_>, file: &Arc<ModuleFile>, name: &str) -> Option<(String, String)> {
    let (import, bound) = import_of(file.imports(), name)?;
    let Resolved::File(path) = resolve(facts, &file.path, &import.from.value).await else { return None };
    let other = facts.module(&path).await?;
    let exported = export_value(
        &other.tree,
        match bound.imported.value.as_str() {
            "default" => "module.exports",
            name => name,
        },
    );
    match exported.map(|expr| expr.kind) {
        Some(ExprKind::Ident(local)) => Some((path, local)),
        // `export const app = express()`
        Some(_) => Some((path, bound.imported.value.clone())),
        None => None,
    }
}

struct Builder<'f, 'w> {
    facts: &'f Facts<'w>,
    chain: Vec<ChainItem>,
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Builder<'_, '_> {
    fn add_all<'a>(
        &'a mut self,
        file: &'a Arc<ModuleFile>,
        calls: Vec<Registration>,
        prefix: &'a str,
        depth: usize,
    ) -> Boxed<'a, ()> {
        Box::pin(async move {
            if depth > DEPTH {
                return;
            }
            for call in calls {
                self.add(file, &call, prefix, depth).await;
            }
        })
    }

    async fn add(&mut self, file: &Arc<ModuleFile>, call: &Registration, prefix: &str, depth: usize) {
        match call.method.value.as_str() {
            "" => self.handed_on(file, call, prefix, depth).await,
            "use" | "register" => self.used(file, call, prefix, depth).await,
            method if METHODS.contains(&method) => {
                let (path, path_span, handlers) = match &call.route_path {
                    Some(path) => {
                        (path.as_str().map(str::to_owned), path.as_str().map(|_| path.span), &call.args[..])
                    }
                    None => match call.args.split_first() {
                        // `app.get('setting')` reads a setting.
                        Some((_, [])) | None => return,
                        Some((first, rest)) => {
                            let text = match first.as_str() {
                                Some(text) => Some(text.to_owned()),
                                None => constant(self.facts, file, first).await.text(),
                            };
                            (text, first.as_str().map(|_| first.span), rest)
                        }
                    },
                };
                let Some(own_path) = path else { return };
                let mut found = Vec::new();
                for handler in handlers {
                    found.extend(self.handler(file, handler).await);
                }
                let route = Route {
                    method: method.to_owned(),
                    path: joined(prefix, &own_path),
                    method_span: call.method.span,
                    path_span,
                    own_path,
                    handlers: found,
                };
                self.push(file, call, ChainKind::Route(route));
            }
            _ => {}
        }
    }

    fn push(&mut self, file: &Arc<ModuleFile>, call: &Registration, kind: ChainKind) {
        self.chain.push(ChainItem { file: file.path.clone(), stmt: call.stmt, call: call.call, kind });
    }

    async fn used(&mut self, file: &Arc<ModuleFile>, call: &Registration, prefix: &str, depth: usize) {
        let (path, rest) = match call.args.split_first() {
            Some((first, rest)) if !rest.is_empty() => match &first.kind {
                ExprKind::Str(text) => (text.clone(), rest),
                // Several paths: what follows is mounted somewhere, and it cannot be told where.
                ExprKind::Array(_) | ExprKind::Regex(_) => ("/*".to_owned(), rest),
                _ => match constant(self.facts, file, first).await.text() {
                    Some(text) => (text, rest),
                    None => (String::new(), &call.args[..]),
                },
            },
            _ => (String::new(), &call.args[..]),
        };
        let path = joined(prefix, &path);
        for arg in rest {
            self.middleware(file, call, arg, &path, depth).await;
        }
    }

    async fn middleware(
        &mut self,
        file: &Arc<ModuleFile>,
        call: &Registration,
        arg: &Expr,
        path: &str,
        depth: usize,
    ) {
        // A literal list of middleware.
        if let ExprKind::Array(items) = &arg.kind {
            for item in items {
                Box::pin(self.middleware(file, call, item, path, depth)).await;
            }
            return;
        }
        if let Some((router_file, router)) = self.router(file, arg).await {
            let calls = registrations(&router_file.tree.body, std::slice::from_ref(&router));
            self.add_all(&router_file, calls, path, depth + 1).await;
            return;
        }
        let made = definition(self.facts, file, arg).await;
        let known = made.file.imports();
        let package = package_of_expr(known, &made.expr);
        let kind = match (&made.expr.kind, package.as_deref()) {
            (ExprKind::Call(made_call), Some("cors" | "@fastify/cors" | "@koa/cors")) => {
                ChainKind::Cors { call: made.expr.span, options: made_call.args.first().cloned() }
            }
            (ExprKind::Ident(_), Some("@fastify/cors")) => {
                ChainKind::Cors { call: call.call, options: call.args.get(1).cloned() }
            }
            (ExprKind::Call(made_call), Some("express" | "body-parser")) => {
                match made_call.callee.path().as_deref().and_then(|path| path.rsplit('.').next()) {
                    Some("json") => ChainKind::BodyParser(BodyParser::Json),
                    Some("urlencoded") => ChainKind::BodyParser(BodyParser::Urlencoded),
                    Some("static") => ChainKind::Static,
                    _ => ChainKind::BodyParser(BodyParser::Other),
                }
            }
            _ => {
                let handler = self.handler(file, arg).await;
                ChainKind::Middleware {
                    path: path.to_owned(),
                    arity: handler.as_ref().map(|handler| handler.arity),
                    handler,
                    package,
                }
            }
        };
        let in_file = if matches!(kind, ChainKind::Cors { .. }) && made.file.path != file.path {
            &made.file
        } else {
            file
        };
        self.push(in_file, call, kind);
    }

    /// The router that an argument means: its file and the variable that holds it.
    async fn router(&self, file: &Arc<ModuleFile>, arg: &Expr) -> Option<(Arc<ModuleFile>, String)> {
        let mut file = Arc::clone(file);
        let mut arg = arg.clone();
        for _ in 0..DEPTH {
            if let Some((from, _)) = required(&arg) {
                let Resolved::File(path) = resolve(self.facts, &file.path, &from.value).await else {
                    return None;
                };
                file = self.facts.module(&path).await?;
                arg = export_value(&file.tree, "module.exports")?;
                continue;
            }
            match &arg.kind {
                ExprKind::Ident(name) => {
                    if local_apps(&file.tree).iter().any(|app| &app.name == name) {
                        return Some((file, name.clone()));
                    }
                    let here = Arc::clone(&file);
                    let (import, bound) = import_of(here.imports(), name)?;
                    let Resolved::File(path) = resolve(self.facts, &file.path, &import.from.value).await
                    else {
                        return None;
                    };
                    file = self.facts.module(&path).await?;
                    let name = bound.imported.value.as_str();
                    if local_apps(&file.tree).iter().any(|app| app.name == name) {
                        return Some((file, name.to_owned()));
                    }
                    arg = export_value(&file.tree, if name == "default" { "module.exports" } else { name })?;
                }
                ExprKind::Member { .. } => {
                    let found = definition(self.facts, &file, &arg).await;
                    if found.expr.span == arg.span {
                        return None;
                    }
                    (file, arg) = (found.file, found.expr);
                }
                // `createRouter()` that returns a router it makes.
                ExprKind::Call(call) => {
                    let made = function(self.facts, &file, &call.callee).await?;
                    let func = made.expr.as_func()?;
                    arg = returned(func)?.clone();
                    file = made.file;
                }
                _ => return None,
            }
        }
        None
    }

    /// `registerRoutes(app)`: the function's own registrations, in this place.
    async fn handed_on(&mut self, file: &Arc<ModuleFile>, call: &Registration, prefix: &str, depth: usize) {
        let Some((callee, args)) = call.args.split_first() else { return };
        let index = args.iter().position(|arg| arg.as_ident() == Some(call.receiver.as_str()));
        let found = match required(callee) {
            Some((from, _)) => self.required_function(file, &from.value).await,
            None => function(self.facts, file, callee).await.map(|found| (found.file, found.expr)),
        };
        let (Some(index), Some((home, expr))) = (index, found) else { return };
        if let Some(func) = expr.as_func() {
            let calls = param_registrations(func, index);
            self.add_all(&home, calls, prefix, depth + 1).await;
        }
    }

    async fn required_function(
        &self,
        file: &Arc<ModuleFile>,
        specifier: &str,
    ) -> Option<(Arc<ModuleFile>, Expr)> {
        let Resolved::File(path) = resolve(self.facts, &file.path, specifier).await else { return None };
        let home = self.facts.module(&path).await?;
        let value = export_value(&home.tree, "module.exports")?;
        let found = function(self.facts, &home, &value).await?;
        Some((found.file, found.expr))
    }

    /// The project's own function that handles requests here; wrappers such as `wrap(fn)` are looked into.
    async fn handler(&self, file: &Arc<ModuleFile>, arg: &Expr) -> Option<Handler> {
        let found = function(self.facts, file, arg).await;
        if let Some(found) = found
            && let Some(func) = found.expr.as_func()
        {
            return Some(Handler {
                file: found.file.path.clone(),
                span: func.span,
                arity: func.params.len(),
                is_async: func.is_async,
            });
        }
        None
    }
}

fn returned(func: &crate::syntax::tree::Func) -> Option<&Expr> {
    func.body.iter().rev().find_map(|stmt| match &stmt.kind {
        crate::syntax::tree::StmtKind::Return(value) => value.as_ref(),
        _ => None,
    })
}

/// One path under another.
fn joined(prefix: &str, path: &str) -> String {
    let (prefix, path) = (prefix.trim_end_matches('/'), path.trim_start_matches('/'));
    match (prefix, path) {
        ("", "") => String::new(),
        (prefix, "") => prefix.to_owned(),
        (prefix, path) => format!("{prefix}/{path}"),
    }
}
