//! Repairs calls of a URL that the backend does not serve.
//!
//! # What it fixes
//! A client calls another path, method or port than the server has, doubles or forgets the prefix of
//! its base URL, or gets the development server's page because nothing passes the path on.
//!
//! # How
//! The failed request of the log is found among the calls of the client, and held against the routes of
//! the servers, through mounted routers. What differs is what is repaired: the method, the one segment
//! that is spelt otherwise, the prefix, the port, the proxy of the development server.
//!
//! # Fix safety
//! Safe where only one route can be meant, and the method or a single segment of the path differs.
//! Unsafe where the proxy, a base URL or a port is changed: other calls go another way then, too.

mod address;
mod failure;
mod path;
mod proxy;
pub mod signatures;

use crate::prelude::*;
use autofix_core::facts::client::{ClientCall, MethodPlace};
use autofix_core::facts::server::ServerApp;
use failure::{Failure, Kind};

/// The plugin `api-endpoint`.
pub struct ApiEndpoint {
    metadata: PluginMetadata,
}

impl Default for ApiEndpoint {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "api-endpoint",
                "Call the URL that the backend serves",
                vec![IssueType::API_ENDPOINT_ERROR, IssueType::ROUTE_ERROR],
                Safety::Safe,
            ),
        }
    }
}

#[async_trait]
impl FixPlugin for ApiEndpoint {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let servers = cx.facts().servers().await;
        if !servers.iter().any(|app| app.routes().next().is_some()) {
            return cx.decline("no server with routes was found in this project");
        }
        let calls = cx.facts().client_calls().await;
        if calls.is_empty() {
            return cx.decline("no call of a URL was found in this project");
        }
        let mut failures = failure::read(cx.words());
        failures.extend(failure::read(cx.log()));
        let mut reasons = Vec::new();
        for failure in &failures {
            match repair(cx, failure, &servers, &calls).await {
                Ok(draft) => {
                    let package = cx.facts().package_of(&servers[0].file).await;
                    return Ok(vec![
                        draft.tested_by(package.map(|it| it.test_commands()).unwrap_or_default()),
                    ]);
                }
                Err(PluginError::Declined(reason)) => reasons.push(reason),
                Err(error) => return Err(error),
            }
        }
        match reasons.into_iter().next() {
            Some(reason) => cx.decline(reason),
            None => cx.decline("the log names no failed request"),
        }
    }
}

async fn repair(
    cx: &FixContext<'_>,
    failure: &Failure,
    servers: &[ServerApp],
    calls: &[ClientCall],
) -> Result<Draft, PluginError> {
    if let Some(draft) = address::repair(cx, failure, servers, calls).await? {
        return Ok(draft);
    }
    let meant = calls_meant(cx, failure, calls);
    if meant.is_empty() {
        return match &failure.url {
            Some(url) => cx.decline(format!("no call of {} was found in this project", url.path())),
            None => cx.decline("the call that failed was not found"),
        };
    }
    let mut reason = None;
    for call in &meant {
        let url = failure.url.as_ref().unwrap_or(&call.url);
        match one_call(cx, failure, servers, call, url).await {
            Err(PluginError::Declined(why)) => {
                reason.get_or_insert(why);
            }
            other => return other,
        }
    }
    cx.decline(reason.unwrap_or_default())
}

/// Repairs one call, held against the routes.
async fn one_call(
    cx: &FixContext<'_>,
    failure: &Failure,
    servers: &[ServerApp],
    call: &ClientCall,
    url: &UrlPattern,
) -> Result<Draft, PluginError> {
    // The concrete path of the log where there is one: it fits patterns that holes do not.
    let serves =
        |app: &&ServerApp, url: &UrlPattern| app.routes().any(|(_, route)| url.answered_by(&route.path));
    let app = servers
        .iter()
        .find(|app| serves(app, url))
        .or_else(|| servers.iter().find(|app| serves(app, &call.url)));
    let Some(app) = app else { return path::repair(cx, servers, call, url).await };
    let concrete = if serves(&app, url) { url } else { &call.url };
    let method = failure.method.as_deref().unwrap_or(&call.method);
    if method != "*" && app.route_for(method, concrete).is_none() {
        return method_of(cx, app, call, concrete, method).await;
    }
    proxy::repair(cx, failure, app, call).await
}

/// Calls that the failed request may be: by path and method; by the stack's place where the log names no URL.
fn calls_meant<'c>(cx: &FixContext<'_>, failure: &Failure, calls: &'c [ClientCall]) -> Vec<&'c ClientCall> {
    let by_method = |call: &&ClientCall| {
        failure
            .method
            .as_ref()
            .is_none_or(|method| call.method == "*" || call.method.eq_ignore_ascii_case(method))
    };
    let mut meant: Vec<&ClientCall> = match &failure.url {
        Some(url) => calls.iter().filter(by_method).filter(|call| may_be(call, url)).collect(),
        None => calls.iter().filter(by_method).collect(),
    };
    let files: Vec<&str> =
        cx.issue().frames.iter().filter(|it| it.in_app).map(|it| it.file.as_str()).collect();
    let near = |call: &&&ClientCall| files.contains(&call.file.as_str());
    if meant.iter().any(|call| near(&call)) && failure.url.is_none() {
        let (first, rest): (Vec<_>, Vec<_>) = meant.into_iter().partition(|call| near(&call));
        meant = first.into_iter().chain(rest).collect();
    }
    // Literal segments in common first: the more of a call is written down, the surer it is meant.
    if let Some(url) = &failure.url {
        meant.sort_by_key(|call| {
            let same =
                call.url.segments.iter().zip(&url.segments).filter(|(a, b)| a.is_some() && a == b).count();
            (std::cmp::Reverse(same), !files.contains(&call.file.as_str()))
        });
    }
    meant
}

/// Whether a call of the code can have asked for a concrete URL.
fn may_be(call: &ClientCall, url: &UrlPattern) -> bool {
    let (own, asked) = (&call.url.segments, &url.segments);
    let fits = |(own, asked): (&Option<String>, &Option<String>)| match (own, asked) {
        (Some(own), Some(asked)) => own == asked,
        _ => true,
    };
    let literal = own.iter().flatten().count();
    if call.url.open && own.len() <= asked.len() {
        return literal > 0 && own.iter().zip(asked).all(fits);
    }
    own.len() == asked.len() && own.iter().zip(asked).all(fits) && (literal > 0 || own.is_empty())
}

/// The path is served, the method is not.
async fn method_of(
    cx: &FixContext<'_>,
    app: &ServerApp,
    call: &ClientCall,
    url: &UrlPattern,
    method: &str,
) -> Result<Draft, PluginError> {
    let mut served: Vec<String> = (app.routes())
        .filter(|(_, route)| url.answered_by(&route.path) && route.method != "all")
        .map(|(_, route)| route.method.to_uppercase())
        .collect();
    served.sort();
    served.dedup();
    let Some(wanted) = method_meant(method, &served) else {
        return cx.decline(format!(
            "{} is served for {}, not for {method}, and which of them is meant cannot be told",
            url.path(),
            served.join(", ")
        ));
    };
    let Some(file) = cx.facts().module(&call.file).await else {
        return cx.decline(format!("{} cannot be read", call.file));
    };
    let style = Style::of(&file);
    let description = format!("Call {} by {wanted}, as the server serves it", url.path());
    let draft = cx.fix(description).safety(Safety::Safe).confidence(0.95);
    let because = format!("{method} → {wanted}");
    let mut edits = EditSet::new();
    match &call.method_place {
        MethodPlace::Name(span) => {
            // A body stands in another place for methods that have none.
            if has_body(method) != has_body(&wanted) {
                return cx.decline(format!(
                    "{} is served for {wanted} only, which takes its data otherwise",
                    url.path()
                ));
            }
            edits.replace(*span, wanted.to_lowercase())?;
        }
        MethodPlace::Literal(span) => {
            let written = span.of(&file.text);
            let lower = written.chars().any(|c| c.is_ascii_lowercase());
            edits
                .replace(*span, style.string(&if lower { wanted.to_lowercase() } else { wanted.clone() }))?;
        }
        MethodPlace::Default(Some(options)) if wanted != "GET" => {
            let options_text = options.of(&file.text);
            if !options_text.contains("body") && !options_text.contains("data") {
                return cx.decline(format!(
                    "{} is served for {wanted} only, and the call sends no body",
                    url.path()
                ));
            }
            let at = options.start + 1;
            edits.insert(at, format!(" method: {},", style.string(&wanted)))?;
        }
        MethodPlace::Default(_) | MethodPlace::Elsewhere => {
            return cx.decline(format!(
                "{} is served for {wanted}; the call's method is not written at the call",
                url.path()
            ));
        }
    }
    Ok(draft.edit(&call.file, edits, because))
}

fn has_body(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

/// The method that is meant instead: the other of a kin, else the only one.
fn method_meant(method: &str, served: &[String]) -> Option<String> {
    let serves = |method: &str| served.iter().any(|it| it == method);
    let kin: &[&str] = match method {
        "PUT" => &["PATCH", "POST"],
        "PATCH" => &["PUT", "POST"],
        "POST" => &["PUT", "PATCH"],
        "GET" => &["POST"],
        _ => &[],
    };
    let mut fitting = kin.iter().filter(|it| serves(it));
    let first = fitting.next()?;
    // PUT and PATCH stand for each other; further away, only an only choice is one.
    let close = matches!((method, *first), ("PUT", "PATCH") | ("PATCH", "PUT"));
    (close || fitting.next().is_none()).then(|| (*first).to_owned())
}

/// Whether the failure means that nobody answered.
fn is_refused(failure: &Failure) -> bool {
    failure.kind == Kind::Refused
}
