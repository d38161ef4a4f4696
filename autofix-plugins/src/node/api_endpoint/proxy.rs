//! The route is there, but the call does not reach it: the wrong port, or nothing that passes it on.

use super::failure::{Failure, Kind};
use super::is_refused;
use crate::prelude::*;
use autofix_core::facts::client::{Base, ClientCall};
use autofix_core::facts::dev_server::{self, DevServer, Tool};
use autofix_core::facts::env::{definitions, nearest};
use autofix_core::facts::host_port;
use autofix_core::facts::server::{ServerApp, port_of};
use autofix_core::facts::style::Style;
use autofix_core::rewrite;

pub(super) async fn repair(
    cx: &FixContext<'_>,
    failure: &Failure,
    app: &ServerApp,
    call: &ClientCall,
) -> Result<Draft, PluginError> {
    let Some(port) = port_of(cx.facts(), app).await else {
        return cx.decline(format!(
            "{} is served, but on which port the server in {} listens cannot be told",
            call.url.path(),
            app.file
        ));
    };
    if let Some(origin) = &call.url.origin {
        return wrong_port(cx, call, origin, port).await;
    }
    let servers = dev_server::read(cx.facts()).await;
    let Some(dev) = dev_server::serving(&servers, &call.file) else {
        return cx.decline(format!(
            "{} is served; no development server of the client was found that should pass it on",
            call.url.path()
        ));
    };
    let path = call.url.path();
    match dev.rule_for(&path) {
        Some(rule) => {
            let target = rule.target.as_deref().and_then(host_port);
            if let (Some((host, written)), Some(span), Some(config)) = (target, rule.target_span, &dev.config)
                && written != port
                && is_local(&host)
            {
                let old = rule.target.clone().unwrap_or_default();
                let new = old.replacen(&format!(":{written}"), &format!(":{port}"), 1);
                let literal = Style::of(config).string(&new);
                return Ok(cx
                    .fix(format!("Pass {} on to port {port}, where the server listens", rule.prefix))
                    .replace(&config.path, span, literal, format!("{old} → {new}"))?
                    .safety(Safety::Unsafe)
                    .confidence(0.9));
            }
            cx.decline(format!("{path} is served and passed on; the server may not be running"))
        }
        None if is_refused(failure) => cx.decline(format!("{path} is served; the server may not be running")),
        None if failure.kind == Kind::Html || failure.kind == Kind::NotServed => {
            add_rule(cx, dev, app, call, port).await
        }
        None => cx.decline(format!("{path} is served")),
    }
}

fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "[::1]")
}

/// The call names an origin whose port is not the server's.
async fn wrong_port(
    cx: &FixContext<'_>,
    call: &ClientCall,
    origin: &str,
    port: u16,
) -> Result<Draft, PluginError> {
    let Some((host, written)) = host_port(origin) else {
        return cx.decline(format!("{origin} is no origin that can be read"));
    };
    if !is_local(&host) {
        return cx.decline(format!("the call goes to {origin}, which is not this machine"));
    }
    if written == port {
        return cx
            .decline(format!("{} is served on port {port}; the server may not be running", call.url.path()));
    }
    let draft = cx
        .fix(format!("Call port {port}, where the server listens, instead of {written}"))
        .safety(Safety::Unsafe)
        .confidence(0.9);
    let new = origin.replacen(&format!(":{written}"), &format!(":{port}"), 1);
    let because = format!("{origin} → {new}");
    // At the call, in its base, or in the environment that gives the base.
    let mut places = vec![Base { file: call.file.clone(), span: call.url_span, text: String::new() }];
    places.extend(call.base.clone());
    for place in places {
        let text = cx.read(&place.file).await?;
        if let Some(at) = place.span.of(&text).find(origin) {
            let start = place.span.start + u32::try_from(at).unwrap_or(0);
            let span = Span::new(start, start + u32::try_from(origin.len()).unwrap_or(0));
            return Ok(draft.replace(&place.file, span, new, because)?);
        }
    }
    for defined in definitions(cx.facts()).await {
        let holds = defined.value.starts_with(origin);
        let all = definitions(cx.facts()).await;
        if holds && nearest(&all, &call.file, &defined.name) == Some(&defined) {
            let text = cx.read(&defined.file).await?;
            let Some(line) = LineIndex::new(&text).span(defined.line) else { continue };
            let Some(at) = line.of(&text).find(origin) else { continue };
            let start = line.start + u32::try_from(at).unwrap_or(0);
            let span = Span::new(start, start + u32::try_from(origin.len()).unwrap_or(0));
            return Ok(draft.replace(&defined.file, span, new, because)?);
        }
    }
    cx.decline(format!(
        "the call goes to {origin}, the server listens on {port}; where the origin is written was not found"
    ))
}

/// Adds a rule that passes the path on.
async fn add_rule(
    cx: &FixContext<'_>,
    dev: &DevServer,
    app: &ServerApp,
    call: &ClientCall,
    port: u16,
) -> Result<Draft, PluginError> {
    let Some(Some(first)) = call.url.segments.first() else {
        return cx.decline("the call's path begins with a part that is not known");
    };
    if let Some(folder) = app_folder(app)
        && !dev.folder.is_empty()
        && folder == dev.folder
    {
        return cx.decline("client and server share a folder; which of them answers cannot be told");
    }
    let (prefix, target) = (format!("/{first}"), format!("http://localhost:{port}"));
    let draft = cx
        .fix(format!("Pass {prefix} on from the development server to the API on port {port}"))
        .safety(Safety::Unsafe)
        .confidence(0.9);
    let because = format!("{prefix} → {target}");
    if dev.tool == Tool::ReactScripts {
        let package = if dev.folder.is_empty() {
            "package.json".to_owned()
        } else {
            format!("{}/package.json", dev.folder)
        };
        let text = cx.read(&package).await?;
        let edits = rewrite::set_json(&text, &["proxy"], &format!("\"{target}\""))?;
        return Ok(draft.edit(&package, edits, because));
    }
    let (Some(config), Some(object)) = (&dev.config, &dev.object) else {
        return cx.decline(format!(
            "the development server has no configuration that can be edited; add `server.proxy` with '{prefix}': '{target}'"
        ));
    };
    let style = Style::of(config);
    let (unit, end) = (&style.indent, style.line_end);
    let rule = format!("{}: {}", style.string(&prefix), style.string(&target));
    let proxy = format!("{{{end}{unit}{rule},{end}}}");
    let edits = match object.prop("server") {
        Some(server) if server.value.as_object().is_some() => match server.value.prop("proxy") {
            Some(proxy) if proxy.value.as_object().is_some() => {
                rewrite::add_property(config, &proxy.value, &prefix, &style.string(&target))?
            }
            Some(_) => {
                return cx
                    .decline("the proxy of the development server is computed, and cannot be edited here");
            }
            None => rewrite::add_property(config, &server.value, "proxy", &proxy)?,
        },
        Some(_) => {
            return cx
                .decline("the options of the development server are computed, and cannot be edited here");
        }
        None => {
            let inner = proxy.replace(end, &format!("{end}{unit}"));
            rewrite::add_property(config, object, "server", &format!("{{{end}{unit}proxy: {inner},{end}}}"))?
        }
    };
    Ok(draft.edit(&config.path, edits, because))
}

fn app_folder(app: &ServerApp) -> Option<&str> {
    app.file.rsplit_once('/').map(|(folder, _)| folder)
}
