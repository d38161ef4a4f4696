//! What one call asks: `fetch`, axios and its instances, ky, `XMLHttpRequest`.

use super::MethodPlace;
use crate::facts::modules::{ImportFact, package_of_expr};
use crate::facts::values::definition;
use crate::facts::{Facts, ModuleFile};
use crate::syntax::tree::{Call, Expr, ExprKind, StmtKind, Text};
use std::sync::Arc;

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];

/// What a call asks: its URL, method, and the base that its client has.
pub(super) struct Request<'t> {
    pub(super) url: &'t Expr,
    pub(super) method: String,
    pub(super) place: MethodPlace,
    pub(super) options: Option<&'t Expr>,
    pub(super) base: Option<(Arc<ModuleFile>, Expr)>,
}

pub(super) async fn request<'t>(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    known: &[ImportFact],
    call: &'t Call,
) -> Option<Request<'t>> {
    let first = call.args.first()?;
    if let ExprKind::Ident(name) | ExprKind::Member { property: Text { value: name, .. }, .. } =
        &call.callee.kind
        && matches!(name.as_str(), "fetch" | "$fetch" | "ofetch")
        && (call.callee.as_ident().is_some()
            || matches!(call.callee.path()?.as_str(), "window.fetch" | "globalThis.fetch"))
    {
        let options = call.args.get(1);
        let (method, place) = method_of(options);
        return Some(Request { url: first, method, place, options, base: None });
    }
    let client = |expr: &Expr| {
        package_of_expr(known, expr).filter(|it| matches!(it.as_str(), "axios" | "ky" | "superagent"))
    };
    match call.method() {
        Some((object, method)) if METHODS.contains(&method.value.as_str()) => {
            let base = if client(object).as_deref() == Some("axios") && object.as_ident().is_some() {
                axios_defaults(file)
            } else if client(object).is_some() {
                None
            } else {
                instance_base(facts, file, object).await?
            };
            let (name, place) = (method.value.to_uppercase(), MethodPlace::Name(method.span));
            Some(Request { url: first, method: name, place, options: call.args.last(), base })
        }
        Some((object, method))
            if method.value == "open" && METHODS.contains(&first.as_str()?.to_lowercase().as_str()) =>
        {
            object.as_ident()?;
            let url = call.args.get(1)?;
            let method = first.as_str()?.to_uppercase();
            Some(Request { url, method, place: MethodPlace::Literal(first.span), options: None, base: None })
        }
        Some((object, method)) if method.value == "request" || method.value == "ajax" => {
            if method.value == "request" && client(object).is_none() {
                instance_base(facts, file, object).await?;
            }
            config_request(first)
        }
        None if client(&call.callee).is_some() && call.callee.as_ident().is_some() => {
            if first.as_object().is_some() {
                return config_request(first);
            }
            let (method, place) = method_of(call.args.get(1));
            Some(Request { url: first, method, place, options: call.args.get(1), base: None })
        }
        _ => None,
    }
}

/// `axios({ url, method })`
fn config_request(config: &Expr) -> Option<Request<'_>> {
    let url = &config.prop("url")?.value;
    let (method, place) = method_of(Some(config));
    Some(Request { url, method, place, options: Some(config), base: None })
}

pub(super) fn method_of(options: Option<&Expr>) -> (String, MethodPlace) {
    let Some(options) = options else { return ("GET".to_owned(), MethodPlace::Default(None)) };
    match options.prop("method").or_else(|| options.prop("type")) {
        Some(prop) => match prop.value.as_str() {
            Some(text) => (text.to_uppercase(), MethodPlace::Literal(prop.value.span)),
            None => ("*".to_owned(), MethodPlace::Elsewhere),
        },
        None if options.as_object().is_some_and(|props| props.iter().all(|prop| prop.key.is_some())) => {
            ("GET".to_owned(), MethodPlace::Default(Some(options.span)))
        }
        None => ("*".to_owned(), MethodPlace::Elsewhere),
    }
}

/// The base of an axios or ky instance; the outer `None` says that it is no such instance.
async fn instance_base(
    facts: &Facts<'_>,
    file: &Arc<ModuleFile>,
    object: &Expr,
) -> Option<Option<(Arc<ModuleFile>, Expr)>> {
    let made = definition(facts, file, object).await;
    let call = made.expr.as_call()?;
    let (_, method) = call.method()?;
    let package = package_of_expr(made.file.imports(), &call.callee)?;
    if !matches!(method.value.as_str(), "create" | "extend") || !matches!(package.as_str(), "axios" | "ky") {
        return None;
    }
    let options = definition(facts, &made.file, call.args.first()?).await;
    let base = options.expr.prop("baseURL").or_else(|| options.expr.prop("prefixUrl"));
    Some(base.map(|prop| (Arc::clone(&options.file), prop.value.clone())))
}

/// `axios.defaults.baseURL = …` in the same file.
fn axios_defaults(file: &Arc<ModuleFile>) -> Option<(Arc<ModuleFile>, Expr)> {
    let found = file.tree.body.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Expr(Expr { kind: ExprKind::Assign { target, value, .. }, .. })
            if target.path().is_some_and(|path| path.ends_with(".defaults.baseURL")) =>
        {
            Some((**value).clone())
        }
        _ => None,
    })?;
    Some((Arc::clone(file), found))
}
