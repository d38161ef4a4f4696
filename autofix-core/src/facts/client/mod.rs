//! Calls of URLs: `fetch`, axios and its instances, `XMLHttpRequest`, and the project's own wrappers.

mod address;
mod request;

use address::{Part, base_of, inline_base, url_parts};
use request::{Request, method_of, request};

use super::env::{EnvDefinition, definitions};
use super::values::function;
use super::{Facts, Marker, ModuleFile, UrlPattern};
use crate::syntax::tree::{Call, Expr, ExprKind, Func, Module, Pattern, Stmt, StmtKind};
use crate::syntax::{Visitor, walk_expr, walk_func, walk_module};
use crate::text::Span;
use crate::workspace::{file_name, parent};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One call of a URL.
#[derive(Debug, Clone)]
pub struct ClientCall {
    /// The file.
    pub file: String,
    /// The bytes of the call.
    pub call: Span,
    /// Upper case.
    pub method: String,
    /// Where the method is written.
    pub method_place: MethodPlace,
    /// The whole URL, base included.
    pub url: UrlPattern,
    /// The path as it is written at the call, without the base.
    pub own: UrlPattern,
    /// The bytes of the URL's expression at the call.
    pub url_span: Span,
    /// Where the base is written, if it is a literal.
    pub base: Option<Base>,
    /// The function around it.
    pub function: Option<String>,
    /// The wrapper that it goes through.
    pub via: Option<String>,
}

/// A base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The file that it is written in.
    pub file: String,
    /// The bytes of its literal, with quotes.
    pub span: Span,
    /// Its text.
    pub text: String,
}

/// Where the method of a call is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodPlace {
    /// The name of a function: `axios.put`.
    Name(Span),
    /// A literal: `method: 'PUT'`, with quotes.
    Literal(Span),
    /// Nowhere: it is the default, and the options' object, if there is one, has these bytes.
    Default(Option<Span>),
    /// In a place that cannot be edited from here.
    Elsewhere,
}

pub(super) async fn read(facts: &Facts<'_>) -> Vec<ClientCall> {
    let env = definitions(facts).await;
    let mut all = Vec::new();
    let mut wrappers = Vec::new();
    let mut files = facts.marked(Marker::Client).await;
    let users = instance_users(facts, &files).await;
    files.extend(users);
    for path in &files {
        if let Some(file) = facts.module(path).await {
            let (calls, mut found) = direct(facts, &file, &env).await;
            all.extend(calls);
            wrappers.append(&mut found);
        }
    }
    if !wrappers.is_empty() {
        // Only a file that names a wrapper can call one.
        let names: BTreeSet<&str> = wrappers.iter().map(|wrapper| wrapper.name.as_str()).collect();
        for path in facts.holding(&names.into_iter().collect::<Vec<_>>()).await {
            if let Some(file) = facts.module(&path).await {
                all.extend(wrapped(facts, &file, &wrappers, &env).await);
            }
        }
    }
    all
}

/// Files that may call an instance which one of these files makes (`api.get(…)`): they hold none of the
/// markers, but they name the module.
async fn instance_users(facts: &Facts<'_>, files: &[String]) -> Vec<String> {
    let mut names = BTreeSet::new();
    for path in files {
        // Looked for in the text: parsing every client for this would cost more than the answer is worth.
        let Ok(text) = facts.text(path).await else { continue };
        let makes = [".create(", ".extend("].iter().any(|call| text.contains(call));
        let client = ["'axios'", "\"axios\"", "'ky'", "\"ky\""].iter().any(|name| text.contains(name));
        if makes && client {
            let stem = file_name(path).split('.').next().unwrap_or_default();
            let stem = if stem == "index" { file_name(parent(path)) } else { stem };
            names.insert(format!("/{stem}"));
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.len() > 1).collect();
    let holding = if names.is_empty() { Vec::new() } else { facts.holding(&names).await };
    holding.into_iter().filter(|path| files.binary_search(path).is_err()).collect()
}

/// A function of the project that calls a URL given to it.
struct Wrapper {
    file: String,
    name: String,
    /// Position of the parameter that holds the path.
    param: usize,
    /// Position of the parameter that holds the options.
    options: Option<usize>,
    method: String,
    /// What stands before the parameter in the URL.
    before: Vec<Option<String>>,
    base: Option<Base>,
}

struct Found<'t> {
    expr: &'t Expr,
    call: &'t Call,
    /// Functions around it, outermost first, with the names that they are bound to.
    around: Vec<(Option<String>, &'t Func)>,
}

/// Calls of a file with the functions around them.
fn calls_of(tree: &Module) -> Vec<Found<'_>> {
    struct Calls<'t> {
        around: Vec<(Option<String>, &'t Func)>,
        name: Option<String>,
        found: Vec<Found<'t>>,
    }
    impl<'t> Calls<'t> {
        fn enter(&mut self, name: Option<String>, func: &'t Func) {
            self.around.push((name, func));
            walk_func(func, self);
            self.around.pop();
        }
    }
    impl<'t> Visitor<'t> for Calls<'t> {
        fn stmt(&mut self, stmt: &'t Stmt) -> bool {
            match &stmt.kind {
                StmtKind::Func(func) => {
                    self.enter(func.name.as_ref().map(|name| name.value.clone()), func);
                    false
                }
                StmtKind::Var(declarators) => {
                    for declarator in declarators {
                        if let Some(init) = &declarator.init {
                            self.name = declarator.pattern.name().map(str::to_owned);
                            walk_expr(init, self);
                            self.name = None;
                        }
                    }
                    false
                }
                _ => true,
            }
        }
        fn expr(&mut self, expr: &'t Expr) -> bool {
            match &expr.kind {
                ExprKind::Func(func) => {
                    let name = self.name.take().or_else(|| func.name.as_ref().map(|name| name.value.clone()));
                    self.enter(name, func);
                    false
                }
                ExprKind::Call(call) => {
                    self.found.push(Found { expr, call, around: self.around.clone() });
                    // `const load = useCallback(async () => …)` keeps its name.
                    true
                }
                _ => true,
            }
        }
    }
    let mut calls = Calls { around: Vec::new(), name: None, found: Vec::new() };
    walk_module(tree, &mut calls);
    calls.found
}

async fn direct(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    env: &[EnvDefinition],
) -> (Vec<ClientCall>, Vec<Wrapper>) {
    let known = file.imports();
    let (mut calls, mut wrappers) = (Vec::new(), Vec::new());
    for found in calls_of(&file.tree) {
        let Some(request) = request(facts, file, known, found.call).await else { continue };
        let base = match &request.base {
            Some((home, expr)) => base_of(facts, home, expr, env).await,
            None => None,
        };
        let parts = url_parts(facts, file, request.url, env, &found.around).await;
        let function = found.around.iter().rev().find_map(|(name, _)| name.clone());
        if let Some(wrapper) = wrapper(file, &found, &request, &parts, base.as_ref()) {
            wrappers.push(wrapper);
            continue;
        }
        let parts: Vec<Option<String>> = parts.into_iter().map(Part::text).collect();
        let own = UrlPattern::from_parts(&parts);
        let inline = inline_base(facts, file, request.url).await;
        let (url, own) = match &base {
            Some((based, _)) if own.origin.is_none() => (own.under(based), own),
            _ => (own.clone(), own),
        };
        calls.push(ClientCall {
            file: file.path.clone(),
            call: found.expr.span,
            method: request.method,
            method_place: request.place,
            url,
            own,
            url_span: request.url.span,
            base: base.and_then(|(_, place)| place).or(inline),
            function,
            via: None,
        });
    }
    (calls, wrappers)
}

/// The wrapper that the function around a call is, when the URL ends in one of its parameters.
fn wrapper(
    file: &ModuleFile,
    found: &Found<'_>,
    request: &Request<'_>,
    parts: &[Part],
    base: Option<&(UrlPattern, Option<Base>)>,
) -> Option<Wrapper> {
    let Some(Part::Param(name)) = parts.last() else { return None };
    // `/tasks/${id}` is a call of its own; `/api/${path}` hands a path through.
    let segment = matches!(parts.iter().rev().nth(1), Some(Part::Text(text)) if text.ends_with('/'));
    let is_path = ["path", "url", "endpoint", "route", "resource", "uri"]
        .iter()
        .any(|word| name.to_lowercase().contains(word));
    if segment && !is_path {
        return None;
    }
    let (function, func) = found.around.iter().rev().find_map(|(function, func)| {
        let holds = func.params.iter().any(|param| param.name() == Some(name));
        holds.then(|| function.clone().map(|function| (function, *func))).flatten()
    })?;
    let param = func.params.iter().position(|param| param.name() == Some(name))?;
    // Options are handed on whole (`fetch(url, options)`) or spread (`{ ...options }`).
    let passed = |expr: &Expr| match &expr.kind {
        ExprKind::Ident(name) => Some(name.clone()),
        ExprKind::Object(props) => props.iter().find_map(|prop| match &prop.value.kind {
            ExprKind::Spread(inner) => inner.as_ident().map(str::to_owned),
            _ if prop.key.as_ref().is_some_and(|key| key.value == "method") => {
                prop.value.as_ident().map(str::to_owned)
            }
            _ => None,
        }),
        _ => None,
    };
    let options = request.options.and_then(passed).and_then(|options| {
        func.params.iter().position(|param| match param {
            Pattern::Name(name) => name.value == options,
            _ => false,
        })
    });
    let mut before: Vec<Option<String>> = Vec::new();
    if let Some((based, _)) = base {
        before.push(Some(format!(
            "{}{}",
            based.origin.clone().unwrap_or_default(),
            based.path().trim_end_matches('/')
        )));
    }
    before.extend(parts[..parts.len() - 1].iter().map(|part| match part {
        Part::Text(text) => Some(text.clone()),
        _ => None,
    }));
    Some(Wrapper {
        file: file.path.clone(),
        name: function,
        param,
        options,
        method: if request.method == "*" { "GET".to_owned() } else { request.method.clone() },
        before,
        base: base.and_then(|(_, place)| place.clone()),
    })
}

/// Calls of wrappers in a file.
async fn wrapped(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    wrappers: &[Wrapper],
    env: &[EnvDefinition],
) -> Vec<ClientCall> {
    let mut all = Vec::new();
    for found in calls_of(&file.tree) {
        let name = match &found.call.callee.kind {
            ExprKind::Ident(name) => name.clone(),
            ExprKind::Member { property, .. } => property.value.clone(),
            _ => continue,
        };
        if !wrappers.iter().any(|wrapper| wrapper.name == name) && found.call.callee.as_ident().is_none() {
            continue;
        }
        let Some(target) = function(facts, file, &found.call.callee).await else { continue };
        let Some(func) = target.expr.as_func() else { continue };
        let Some(wrapper) = wrappers.iter().find(|it| {
            it.file == target.file.path
                && (it.name == name || func.name.as_ref().is_some_and(|own| own.value == it.name))
        }) else {
            continue;
        };
        let Some(url) = found.call.args.get(wrapper.param) else { continue };
        let (method, method_place) = match wrapper.options {
            Some(index) if wrapper.param != index => match found.call.args.get(index) {
                Some(arg) if arg.as_str().is_some() => {
                    (arg.as_str().unwrap_or_default().to_uppercase(), MethodPlace::Literal(arg.span))
                }
                options => method_of(options),
            },
            _ => (wrapper.method.clone(), MethodPlace::Elsewhere),
        };
        let own: Vec<Option<String>> =
            url_parts(facts, file, url, env, &found.around).await.into_iter().map(Part::text).collect();
        let mut parts = wrapper.before.clone();
        parts.extend(own.iter().cloned());
        all.push(ClientCall {
            file: file.path.clone(),
            call: found.expr.span,
            method,
            method_place,
            url: UrlPattern::from_parts(&parts),
            own: UrlPattern::from_parts(&own),
            url_span: url.span,
            base: wrapper.base.clone(),
            function: found.around.iter().rev().find_map(|(name, _)| name.clone()),
            via: Some(wrapper.name.clone()),
        });
    }
    all
}
