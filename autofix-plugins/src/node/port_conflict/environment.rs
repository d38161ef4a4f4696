//! Where a port comes from: the code, the environment, a `.env` file that is or is not loaded.

use crate::prelude::*;
use autofix_core::facts::dev_server;
use autofix_core::facts::env::{EnvDefinition, definitions, is_loaded, nearest, reads};
use autofix_core::facts::host_port;
use autofix_core::facts::packages::Package;
use autofix_core::facts::server::Listen;
use autofix_core::facts::values::{Const, Located, definition, env_name};
use autofix_core::rewrite;
use autofix_core::syntax::Language;
use autofix_core::syntax::tree::{Expr, ExprKind};

/// Makes the port of a listener one that can be told from outside.
pub(super) async fn repair(cx: &FixContext<'_>, listen: &Listen, port: u16) -> Result<Draft, PluginError> {
    let (Some(expr), Some(file)) = (&listen.port_expr, cx.facts().module(&listen.file).await) else {
        return cx.decline("the call that listens names no port");
    };
    let place = definition(cx.facts(), &file, expr).await;
    let Some(package) = cx.facts().package_of(&listen.file).await else {
        return cx.decline(format!("{} belongs to no package.json", listen.file));
    };
    let draft = match &listen.port {
        Const::Env { name, .. } => told_otherwise(cx, listen, &place, &package, name, port).await?,
        _ => written_down(cx, listen, &place, &package, port).await?,
    };
    Ok(draft.tested_by(package.test_commands()))
}

/// The port is a literal: the environment may say another, and the literal stays the default.
async fn written_down(
    cx: &FixContext<'_>,
    listen: &Listen,
    place: &Located,
    package: &Package,
    port: u16,
) -> Result<Draft, PluginError> {
    if !matches!(place.expr.kind, ExprKind::Num(_) | ExprKind::Str(_)) {
        return cx.decline("the port is computed, and cannot be edited here");
    }
    let known = definitions(cx.facts()).await;
    let meant = meant_variable(cx, &known, &listen.file, port).await;
    let name = meant.map_or("PORT", |it| it.name.as_str());
    let span = place.expr.span;
    let typed = matches!(Language::of(&place.file.path), Some(Language::TypeScript | Language::Tsx));
    let old = span.of(&place.file.text);
    let new = if typed {
        format!("Number(process.env.{name}) || {old}")
    } else {
        format!("process.env.{name} || {old}")
    };
    let new = if is_operand(&place.file, span) { format!("({new})") } else { new };
    let description = format!("Take the port from {name}, {port} by default");
    let draft = cx
        .fix(description.clone())
        .replace(&place.file.path, span, new, description)?
        .safety(Safety::Safe)
        .confidence(0.9);
    match meant {
        Some(_) if !is_loaded(cx.facts(), package).await => load(cx, draft, listen, package).await,
        _ => Ok(draft),
    }
}

/// The port comes from the environment, and yet the default was taken.
async fn told_otherwise(
    cx: &FixContext<'_>,
    listen: &Listen,
    place: &Located,
    package: &Package,
    name: &str,
    port: u16,
) -> Result<Draft, PluginError> {
    let known = definitions(cx.facts()).await;
    if let Some(defined) = nearest(&known, &listen.file, name) {
        if defined.value.parse() != Ok(port) && !is_loaded(cx.facts(), package).await {
            let draft = cx.fix(format!("Load {}, which sets {name} to {}", defined.file, defined.value));
            return load(cx, draft.safety(Safety::Unsafe).confidence(0.85), listen, package).await;
        }
        return cx.decline(format!(
            "{name} is set in {}: stop what holds {port}, or set it to a free port",
            defined.file
        ));
    }
    // Defined under a name that nobody reads.
    if let Some(meant) = meant_variable(cx, &known, &listen.file, port).await
        && meant.value.parse() != Ok(port)
        && let Some(read) = read_of(&place.expr, name)
    {
        let text = read.span.of(&place.file.text);
        let description = format!("Read {}, which {} defines, instead of {name}", meant.name, meant.file);
        return Ok(cx
            .fix(description.clone())
            .replace(&place.file.path, read.span, text.replace(name, &meant.name), description)?
            .safety(Safety::Unsafe)
            .confidence(0.85));
    }
    // The development server of the client holds the port, and passes calls on to another one.
    let servers = dev_server::read(cx.facts()).await;
    let holder = servers.iter().find(|it| it.port == port);
    let wanted = holder.and_then(|it| it.proxy.iter().find_map(|rule| host_port(rule.target.as_deref()?)));
    if let Some((_, wanted)) = wanted.filter(|(_, wanted)| *wanted != port)
        && let ExprKind::Logical { right, .. } = &place.expr.kind
        && matches!(right.kind, ExprKind::Num(_) | ExprKind::Str(_))
    {
        let new = right.span.of(&place.file.text).replace(&port.to_string(), &wanted.to_string());
        let description =
            format!("Listen on {wanted}, where the client's development server passes calls on to");
        return Ok(cx
            .fix(description.clone())
            .replace(&place.file.path, right.span, new, description)?
            .safety(Safety::Unsafe)
            .confidence(0.85));
    }
    cx.decline(format!(
        "the port comes from {name} already: stop what holds {port}, or set {name} to a free port"
    ))
}

/// The read of a variable in an expression.
fn read_of<'e>(expr: &'e Expr, name: &str) -> Option<&'e Expr> {
    if env_name(expr).as_deref() == Some(name) {
        return Some(expr);
    }
    match &expr.kind {
        ExprKind::Logical { left, right, .. } => read_of(left, name).or_else(|| read_of(right, name)),
        ExprKind::Call(call) => call.args.iter().find_map(|arg| read_of(arg, name)),
        ExprKind::Unary { operand, .. } => read_of(operand, name),
        _ => None,
    }
}

/// Lets the server read its `.env` file: by dotenv where the package has it, else by node's own flag.
async fn load(
    cx: &FixContext<'_>,
    draft: Draft,
    listen: &Listen,
    package: &Package,
) -> Result<Draft, PluginError> {
    if package.dependencies.contains_key("dotenv") {
        let Some(file) = cx.facts().module(&listen.file).await else {
            return cx.decline(format!("{} cannot be read", listen.file));
        };
        let style = Style::of(&file);
        let statement = if style.esm {
            format!("import {}{}", style.string("dotenv/config"), style.semicolon())
        } else {
            format!("require({}){}", style.string("dotenv/config"), style.semicolon())
        };
        let mut edits = EditSet::new();
        let start = file.tree.body.first().map_or(file.tree.start, |stmt| stmt.span.start);
        edits.insert(start, format!("{statement}{}", style.line_end))?;
        return Ok(draft.safety(Safety::Unsafe).edit(
            &listen.file,
            edits,
            "Load .env before anything reads it",
        ));
    }
    let text = cx.read(&package.path).await?;
    let own = listen.file.strip_prefix(&format!("{}/", package.folder)).unwrap_or(&listen.file);
    let script = package.scripts.iter().find(|(_, command)| {
        let mut words = command.split_whitespace();
        words.next() == Some("node") && words.last().is_some_and(|last| last.trim_start_matches("./") == own)
    });
    let Some((script, command)) = script else {
        return cx.decline(
            "nothing loads the .env file, and no script of the package starts this server by `node`",
        );
    };
    let new = command.replacen("node ", "node --env-file=.env ", 1);
    let edits = rewrite::set_json(&text, &["scripts", script], &format!("\"{new}\""))?;
    Ok(draft.safety(Safety::Unsafe).edit(&package.path, edits, "Let node load .env"))
}

/// The variable that is meant for this server's port: one that the project defines and nobody reads.
async fn meant_variable<'d>(
    cx: &FixContext<'_>,
    known: &'d [EnvDefinition],
    file: &str,
    port: u16,
) -> Option<&'d EnvDefinition> {
    let read: Vec<String> = reads(cx.facts()).await.into_iter().map(|read| read.name).collect();
    if let Some(plain) = nearest(known, file, "PORT").filter(|it| !read.contains(&it.name)) {
        return Some(plain);
    }
    let unread: Vec<&EnvDefinition> = (known.iter())
        .filter(|it| {
            it.name.ends_with("_PORT") && !read.contains(&it.name) && it.value.parse::<u16>().is_ok()
        })
        .collect();
    let of_server =
        |name: &str| ["SERVER_PORT", "API_PORT", "APP_PORT", "HTTP_PORT", "BACKEND_PORT"].contains(&name);
    match unread.as_slice() {
        [only] if of_server(&only.name) => Some(only),
        several => several.iter().copied().find(|it| it.value == port.to_string()),
    }
}

/// Whether an operator beside it would tear `a || b` apart.
fn is_operand(file: &ModuleFile, span: Span) -> bool {
    let before = file.text[..span.start as usize].trim_end().chars().next_back();
    let after = file.text[span.end as usize..].trim_start().chars().next();
    matches!(before, Some('+' | '-' | '*' | '/' | '&' | '|' | '?' | '!'))
        || matches!(after, Some('+' | '-' | '*' | '/' | '&' | '|' | '.' | '?'))
}
