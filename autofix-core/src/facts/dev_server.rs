//! The development server in front of a client: its port, what it passes on, its aliases.

use super::values::{Const, constant, definition};
use super::{Facts, ModuleFile};
use crate::syntax::tree::{Expr, ExprKind, Prop};
use crate::text::Span;
use crate::workspace::{file_name, join, parent};
use std::sync::Arc;

/// Which tool serves the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Vite.
    Vite,
    /// Create React App.
    ReactScripts,
}

/// One rule of a proxy.
#[derive(Debug, Clone)]
pub struct ProxyRule {
    /// Prefix of the paths that are passed on.
    pub prefix: String,
    /// Where to; `None` when it cannot be told.
    pub target: Option<String>,
    /// The bytes of the target's literal, with quotes.
    pub target_span: Option<Span>,
    /// The bytes of the prefix's literal, with quotes.
    pub prefix_span: Span,
    /// It rewrites paths.
    pub rewrites: bool,
}

/// A development server.
#[derive(Debug, Clone)]
pub struct DevServer {
    /// Which tool.
    pub tool: Tool,
    /// Folder of the client.
    pub folder: String,
    /// The configuration file; `None` when there is none.
    pub config: Option<Arc<ModuleFile>>,
    /// The object that the configuration is.
    pub object: Option<Expr>,
    /// Its port.
    pub port: u16,
    /// What it passes on.
    pub proxy: Vec<ProxyRule>,
}

impl DevServer {
    /// The rule that passes a path on.
    pub fn rule_for(&self, path: &str) -> Option<&ProxyRule> {
        self.proxy.iter().find(|rule| {
            let prefix = rule.prefix.strip_prefix('^').unwrap_or(&rule.prefix).trim_end_matches(".*");
            !prefix.is_empty() && path.starts_with(prefix)
        })
    }
}

/// Names of Vite's configuration file.
pub const VITE_CONFIGS: &[&str] = &[
    "vite.config.js",
    "vite.config.ts",
    "vite.config.mjs",
    "vite.config.mts",
    "vite.config.cjs",
    "vite.config.cts",
];

/// Every development server of the project.
pub async fn read(facts: &Facts<'_>) -> Vec<DevServer> {
    let mut all = Vec::new();
    for path in facts.files().await.iter().filter(|path| VITE_CONFIGS.contains(&file_name(path))) {
        if let Some(file) = facts.module(path).await {
            all.push(vite(facts, file).await);
        }
    }
    for package in facts.packages().await.iter() {
        if package.dependencies.contains_key("react-scripts") {
            let proxy = package.proxy.iter().map(|(target, span)| ProxyRule {
                prefix: "/".to_owned(),
                target: Some(target.clone()),
                target_span: Some(*span),
                prefix_span: *span,
                rewrites: false,
            });
            all.push(DevServer {
                tool: Tool::ReactScripts,
                folder: package.folder.clone(),
                config: None,
                object: None,
                port: 3000,
                proxy: proxy.collect(),
            });
        } else if package.dependencies.contains_key("vite")
            && !all.iter().any(|it| it.folder == package.folder)
        {
            all.push(DevServer {
                tool: Tool::Vite,
                folder: package.folder.clone(),
                config: None,
                object: None,
                port: 5173,
                proxy: Vec::new(),
            });
        }
    }
    all
}

/// The development server that serves a file of the client: the one with the nearest folder above it.
pub fn serving<'s>(servers: &'s [DevServer], file: &str) -> Option<&'s DevServer> {
    servers
        .iter()
        .filter(|it| it.folder.is_empty() || file.starts_with(&format!("{}/", it.folder)))
        .max_by_key(|it| it.folder.len())
}

async fn vite(facts: &Facts<'_>, file: Arc<ModuleFile>) -> DevServer {
    let mut server = DevServer {
        tool: Tool::Vite,
        folder: parent(&file.path).to_owned(),
        config: Some(Arc::clone(&file)),
        object: None,
        port: 5173,
        proxy: Vec::new(),
    };
    let Some(object) = config_object(facts, &file).await else { return server };
    if let Some(options) = object.prop("server") {
        let options = definition(facts, &file, &options.value).await;
        if let Some(port) = options.expr.prop("port") {
            let port = constant(facts, &options.file, &port.value).await.number();
            server.port = port.and_then(to_port).unwrap_or(server.port);
        }
        if let Some(proxy) = options.expr.prop("proxy")
            && options.file.path == file.path
        {
            let rules = definition(facts, &file, &proxy.value).await;
            for prop in rules.expr.as_object().unwrap_or_default() {
                server.proxy.extend(rule(facts, &rules.file, prop).await);
            }
        }
    }
    server.object = Some(object);
    server
}

/// A port that fits.
pub(super) fn to_port(number: f64) -> Option<u16> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole u16")]
    (number.fract() == 0.0 && (1.0..=65_535.0).contains(&number)).then_some(number as u16)
}

async fn rule(facts: &Facts<'_>, file: &Arc<ModuleFile>, prop: &Prop) -> Option<ProxyRule> {
    let key = prop.key.as_ref()?;
    let value = definition(facts, file, &prop.value).await;
    let target = match value.expr.prop("target") {
        Some(target) => Some(target.value.clone()),
        None if value.expr.as_object().is_some() => None,
        None => Some(value.expr.clone()),
    };
    let text = match &target {
        Some(target) => constant(facts, &value.file, target).await.text(),
        None => None,
    };
    let literal = target.filter(|it| matches!(it.kind, ExprKind::Str(_)) && value.file.path == file.path);
    Some(ProxyRule {
        prefix: key.value.clone(),
        target: text,
        target_span: literal.map(|it| it.span),
        prefix_span: key.span,
        rewrites: value.expr.prop("rewrite").is_some(),
    })
}

/// `defineConfig({…})`, `defineConfig(() => ({…}))`, `{…}`, `module.exports = {…}`.
async fn config_object(facts: &Facts<'_>, file: &Arc<ModuleFile>) -> Option<Expr> {
    let mut expr = super::values::export_value(&file.tree, "module.exports")?;
    for _ in 0..6 {
        expr = match &expr.kind {
            ExprKind::Object(_) => return Some(expr),
            ExprKind::Call(call) => call.args.last()?.clone(),
            ExprKind::Func(func) => func.body.iter().rev().find_map(|stmt| match &stmt.kind {
                crate::syntax::tree::StmtKind::Return(Some(value)) => Some(value.clone()),
                _ => None,
            })?,
            _ => {
                let found = definition(facts, file, &expr).await;
                if found.file.path != file.path || found.expr.span == expr.span {
                    return None;
                }
                found.expr
            }
        };
    }
    None
}

/// The path that `resolve.alias` of a Vite configuration in a folder gives a specifier.
pub(super) async fn alias(facts: &Facts<'_>, folder: &str, specifier: &str) -> Option<String> {
    for name in VITE_CONFIGS {
        let path = if folder.is_empty() { (*name).to_owned() } else { format!("{folder}/{name}") };
        if !facts.has_file(&path).await {
            continue;
        }
        let file = facts.module(&path).await?;
        let object = config_object(facts, &file).await?;
        let aliases = &object.prop("resolve")?.value;
        for prop in aliases.prop("alias")?.value.as_object()? {
            let Some(key) = &prop.key else { continue };
            let Some(rest) = specifier.strip_prefix(key.value.as_str()) else { continue };
            if !rest.is_empty() && !rest.starts_with('/') && !key.value.ends_with('/') {
                continue;
            }
            let target = alias_target(&prop.value)?;
            return join(
                folder,
                &format!("{}/{}", target.trim_start_matches('/'), rest.trim_start_matches('/')),
            )
            .map(|path| path.trim_end_matches('/').to_owned());
        }
    }
    None
}

/// `path.resolve(__dirname, 'src')`, `fileURLToPath(new URL('./src', import.meta.url))`, `'/src'`.
fn alias_target(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Str(text) => Some(text.clone()),
        ExprKind::Call(call) => {
            let texts: Vec<String> = call.args.iter().filter_map(alias_target).collect();
            (!texts.is_empty()).then(|| texts.join("/"))
        }
        ExprKind::Member { object, .. } => alias_target(object),
        ExprKind::Binary { left, right, .. } => alias_target(right).or_else(|| alias_target(left)),
        _ => None,
    }
}

/// Whether a value is only a default for what the environment gives.
pub fn comes_from_env(value: &Const) -> bool {
    matches!(value, Const::Env { .. })
}
