//! Server apps: how they are made, what runs in which order, which routes they answer, where they listen.

mod assemble;
mod local;

pub use local::{LocalApp, function_at, listen_statements, local_apps, route_statements};

use super::url::UrlPattern;
use super::values::Const;
use crate::syntax::tree::Expr;
use crate::text::Span;

pub use assemble::all_listens;
pub(super) use assemble::read;

/// A framework that serves HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// Express.
    Express,
    /// Fastify.
    Fastify,
    /// Koa.
    Koa,
    /// Hono.
    Hono,
}

/// A server app, put together over all files that add to it.
#[derive(Debug, Clone)]
pub struct ServerApp {
    /// The file that makes it.
    pub file: String,
    /// The variable that holds it.
    pub name: String,
    /// The framework.
    pub framework: Framework,
    /// The bytes of the statement that makes it.
    pub created: Span,
    /// What was registered on it, in the order in which requests pass it.
    pub chain: Vec<ChainItem>,
    /// Where it listens.
    pub listens: Vec<Listen>,
}

/// One thing that requests pass.
#[derive(Debug, Clone)]
pub struct ChainItem {
    /// The file that registers it.
    pub file: String,
    /// The bytes of the statement that registers it.
    pub stmt: Span,
    /// The bytes of the registering call.
    pub call: Span,
    /// What it is.
    pub kind: ChainKind,
}

/// What requests pass.
#[derive(Debug, Clone)]
pub enum ChainKind {
    /// The `cors` middleware, with its call and options.
    Cors {
        /// The bytes of `cors(…)`.
        call: Span,
        /// Its options; `None` for `cors()`.
        options: Option<Expr>,
    },
    /// A body parser.
    BodyParser(BodyParser),
    /// `express.static`, with the bytes of its call.
    Static,
    /// A route.
    Route(Route),
    /// Any other middleware; the number of its parameters where it is a function of the project.
    Middleware {
        /// The path that it is limited to; empty for all.
        path: String,
        /// Number of parameters; four make an error handler.
        arity: Option<usize>,
        /// The function, where it is the project's own.
        handler: Option<Handler>,
        /// The package that it comes from.
        package: Option<String>,
    },
}

/// Which bodies are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyParser {
    /// JSON.
    Json,
    /// Forms.
    Urlencoded,
    /// Something else (text, raw, multipart).
    Other,
}

/// A route with its whole path.
#[derive(Debug, Clone)]
pub struct Route {
    /// Lower case; `all` answers every method.
    pub method: String,
    /// Path through every mounted router.
    pub path: String,
    /// The bytes of the method's name in the file of the item.
    pub method_span: Span,
    /// The bytes of the path's literal there, with quotes; `None` for one that is not a literal.
    pub path_span: Option<Span>,
    /// The path as it is written there.
    pub own_path: String,
    /// What answers.
    pub handlers: Vec<Handler>,
}

/// A function that answers requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handler {
    /// The file that it is in.
    pub file: String,
    /// Its bytes.
    pub span: Span,
    /// Number of its parameters.
    pub arity: usize,
    /// It is `async`.
    pub is_async: bool,
}

/// A call that starts listening.
#[derive(Debug, Clone)]
pub struct Listen {
    /// The file.
    pub file: String,
    /// The variable that `listen` is called on.
    pub receiver: Option<String>,
    /// The app behind it, in `createServer(app)`.
    pub app: Option<String>,
    /// The bytes of the statement.
    pub stmt: Span,
    /// The bytes of the call.
    pub call: Span,
    /// The port's expression.
    pub port_expr: Option<Expr>,
    /// The port, as far as it can be told.
    pub port: Const,
}

impl ServerApp {
    /// Every route, in order.
    pub fn routes(&self) -> impl Iterator<Item = (&ChainItem, &Route)> {
        self.chain.iter().filter_map(|item| match &item.kind {
            ChainKind::Route(route) => Some((item, route)),
            _ => None,
        })
    }

    /// The `cors` middleware with its place in the chain.
    pub fn cors(&self) -> Option<(usize, &ChainItem)> {
        self.chain.iter().enumerate().find(|(_, item)| matches!(item.kind, ChainKind::Cors { .. }))
    }

    /// The first route that answers, after method and path.
    pub fn route_for(&self, method: &str, path: &UrlPattern) -> Option<(&ChainItem, &Route)> {
        self.routes().find(|(_, route)| route.answers_method(method) && path.answered_by(&route.path))
    }

    /// Ports that it listens on, as far as they can be told.
    pub fn ports(&self) -> Vec<u16> {
        self.listens
            .iter()
            .filter_map(|listen| listen.port.number())
            .filter_map(super::dev_server::to_port)
            .collect()
    }
}

impl Route {
    /// Whether it answers a method, in any case of letters.
    pub fn answers_method(&self, method: &str) -> bool {
        self.method == "all"
            || self.method.eq_ignore_ascii_case(method)
            || (self.method == "get" && method.eq_ignore_ascii_case("head"))
    }
}

/// Names of methods that register a route.
pub const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "options", "head", "all"];

/// The port that an app listens on where it runs: of the nearest `.env` file, else the default in the code.
pub async fn port_of(facts: &super::Facts<'_>, app: &ServerApp) -> Option<u16> {
    let defined = super::env::definitions(facts).await;
    app.listens.iter().find_map(|listen| {
        let from_env = match &listen.port {
            Const::Env { name, .. } => super::env::nearest(&defined, &listen.file, name),
            _ => None,
        };
        match from_env {
            Some(definition) => definition.value.parse().ok(),
            None => listen.port.number().and_then(super::dev_server::to_port),
        }
    })
}

/// The app that answers a URL: by its port, else the only one, else the only one with such a route.
/// `None` where the URL leads to a host that no app of the project can be, or several could answer.
pub fn answering<'s>(servers: &'s [ServerApp], url: &UrlPattern) -> Option<&'s ServerApp> {
    let local = |host: &str| {
        matches!(host, "localhost" | "127.0.0.1" | "[::1]" | "0.0.0.0") || host.ends_with(".localhost")
    };
    let place = url.origin.as_deref().and_then(super::host_port);
    if let Some((host, port)) = &place
        && local(host)
    {
        let listening: Vec<&ServerApp> = servers.iter().filter(|app| app.ports().contains(port)).collect();
        match listening.as_slice() {
            [only] => return Some(only),
            [] => {}
            _ => return the_only(listening.into_iter().filter(|app| serves(app, url))),
        }
        // A port that the environment gives may be any; one that is written down is not this one.
        let open = servers.iter().filter(|app| {
            app.ports().is_empty()
                || app.listens.iter().any(|listen| matches!(listen.port, Const::Env { .. } | Const::Unknown))
        });
        return the_only(open.clone()).or_else(|| the_only(open.filter(|app| serves(app, url))));
    }
    let matching = the_only(servers.iter().filter(|app| serves(app, url)));
    if place.is_some() { matching } else { matching.or_else(|| the_only(servers.iter())) }
}

fn serves(app: &ServerApp, url: &UrlPattern) -> bool {
    app.routes().any(|(_, route)| url.answered_by(&route.path))
}

fn the_only<'s>(mut apps: impl Iterator<Item = &'s ServerApp>) -> Option<&'s ServerApp> {
    let first = apps.next()?;
    apps.next().is_none().then_some(first)
}
