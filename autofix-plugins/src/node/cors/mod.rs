//! Repairs a server's answer to cross-origin calls.
//!
//! # What it fixes
//! A browser refused a call: the Express app has no CORS middleware, has it behind the routes, or its
//! answer lacks the calling origin, the method, the header or the credentials that the browser names.
//!
//! # How
//! Origin, method, header and URL are taken from the browser's words, literally. The app is the one
//! that listens on the URL's port or has the route. The list of allowed origins is followed to where
//! it is written, in another file or in `.env`.
//!
//! # Fix safety
//! Safe where one origin of this machine, a method or a header is added to a list that is there.
//! Unsafe where a middleware is added or moved, credentials are switched on, or the origin is on
//! another host: a person should see who may call. Never a `*`, never with credentials.

mod env;
mod manual;
mod options;
mod refusal;
pub mod signatures;

use crate::prelude::*;
use autofix_core::facts::client::ClientCall;
use autofix_core::facts::packages::Group;
use autofix_core::facts::server::{ChainItem, ChainKind, Framework, ServerApp, answering, route_statements};
use autofix_core::facts::{dev_server, host_port};
use autofix_core::rewrite;
use refusal::{Reason, Refusal};

/// The plugin `cors`.
pub struct Cors {
    metadata: PluginMetadata,
}

impl Default for Cors {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "cors",
                "Let the calling origin, method and header through",
                vec![IssueType::CORS_ERROR],
                Safety::Safe,
            ),
        }
    }
}

/// A refusal with the app that gave it.
struct Case<'a> {
    cx: &'a FixContext<'a>,
    refusal: Refusal,
    origin: String,
    app: &'a ServerApp,
    /// A call of the client sends cookies.
    credentials: bool,
}

#[async_trait]
impl FixPlugin for Cors {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let Some(refusal) = Refusal::read(cx.words()).or_else(|| Refusal::read(cx.log())) else {
            return cx.decline("the log holds no browser's words that name the refused URL");
        };
        let origin = match &refusal.origin {
            Some(origin) => origin.clone(),
            None => calling_origin(cx).await?,
        };
        let servers = cx.facts().servers().await;
        let url = UrlPattern::of(&refusal.url);
        let Some(app) = answering(&servers, &url) else {
            return cx.decline(format!("no server of this project was found that answers {}", refusal.url));
        };
        if app.framework != Framework::Express {
            return cx.decline(format!("the server in {} is not an Express app", app.file));
        }
        let credentials = sends_credentials(cx, &url).await
            || matches!(refusal.reason, Reason::WildcardWithCredentials | Reason::Credentials);
        let case = Case { cx, refusal, origin, app, credentials };
        Ok(vec![case.repair().await?])
    }
}

impl Case<'_> {
    async fn repair(&self) -> Result<Draft, PluginError> {
        let facts = self.cx.facts();
        let draft = match self.app.cors() {
            None => match manual::headers(facts, self.app).await {
                Some(headers) => {
                    manual::repair(self.cx, &headers, &self.refusal.reason, &self.origin, self.credentials)?
                }
                None => self.add().await?,
            },
            Some((index, item)) => {
                if let Some(before) = self.misplaced(index).await {
                    self.relocate(item, before).await?
                } else {
                    let reason = &self.refusal.reason;
                    let repaired =
                        options::repair(self.cx, item, reason, &self.origin, self.credentials).await;
                    match (repaired, self.first_before(index)) {
                        // The options allow the call: what runs before the middleware has answered it.
                        (Err(PluginError::Declined(_)), Some(before)) if self.is_about_origin() => {
                            self.relocate(item, before).await?
                        }
                        (repaired, _) => repaired?,
                    }
                }
            }
        };
        let package = facts.package_of(&self.app.file).await;
        Ok(draft.tested_by(package.map(|package| package.test_commands()).unwrap_or_default()))
    }

    /// Adds the middleware to an app without one.
    async fn add(&self) -> Result<Draft, PluginError> {
        let cx = self.cx;
        if matches!(self.refusal.reason, Reason::Redirect | Reason::SeveralValues) {
            return cx.decline(
                "the answer with these headers does not come from this app: a proxy or the host adds them",
            );
        }
        let facts = cx.facts();
        let Some(file) = facts.module(&self.app.file).await else {
            return cx.decline(format!("{} cannot be read", self.app.file));
        };
        let style = Style::of(&file);
        let mut edits = EditSet::new();
        let cors = rewrite::add_import(&file, "cors", "cors", &mut edits)?;
        let mut options = format!("origin: {}", style.string(&self.origin));
        if self.credentials {
            options.push_str(", credentials: true");
        }
        let indent = autofix_core::text::indentation(&file.text, self.app.created.start);
        let call = format!("{}.use({cors}({{ {options} }})){}", self.app.name, style.semicolon());
        edits.insert(self.app.created.end, format!("{}{indent}{call}", style.line_end))?;
        let draft = cx
            .fix(format!("Add CORS middleware that allows {}", self.origin))
            .edit(&self.app.file, edits, "Add CORS middleware")
            .safety(Safety::Unsafe)
            .confidence(0.9);
        let draft = crate::node::with_dependency(cx, draft, &self.app.file, "cors").await?;
        self.with_types(draft).await
    }

    /// Adds the types of the package where the project keeps those of Express for its development.
    async fn with_types(&self, draft: Draft) -> Result<Draft, PluginError> {
        let cx = self.cx;
        let is_typed = ["ts", "mts", "cts"].contains(&autofix_core::workspace::extension(&self.app.file));
        let Some(package) = cx.facts().package_of(&self.app.file).await.filter(|_| is_typed) else {
            return Ok(draft);
        };
        let group = package.dependencies.get("@types/express").map(|known| known.group);
        if group != Some(Group::Dev) || package.dependencies.contains_key("@types/cors") {
            return Ok(draft);
        }
        let range = crate::node::range_for(cx.facts(), &package, "@types/cors").await;
        let text = cx.read(&package.path).await?;
        let edits = rewrite::add_dependency(&text, Group::Dev.key(), "@types/cors", &range)?;
        Ok(draft.edit(&package.path, edits, "Add its types"))
    }

    /// The place that the middleware should stand before, if it stands behind the route that was called.
    async fn misplaced(&self, index: usize) -> Option<Span> {
        let item = &self.app.chain[index];
        let (before, _) = self.app.chain.split_at(index);
        let url = UrlPattern::of(&self.refusal.url);
        let first = before.iter().find(|it| match &it.kind {
            ChainKind::Route(route) => url.answered_by(&route.path),
            _ => false,
        })?;
        if first.file == item.file {
            return (first.stmt.end <= item.stmt.start).then_some(first.stmt);
        }
        // The route is in a router, and the middleware must stand before the statement that mounts it.
        let file = self.cx.facts().module(&item.file).await?;
        let after = if item.file == self.app.file { self.app.created.end } else { 0 };
        route_statements(&file.tree)
            .into_iter()
            .filter(|stmt| stmt.start >= after && stmt.end <= item.stmt.start)
            .min_by_key(|stmt| stmt.start)
    }

    fn is_about_origin(&self) -> bool {
        matches!(self.refusal.reason, Reason::Origin | Reason::PreflightStatus)
    }

    /// The first statement before the middleware that may answer a request by itself.
    fn first_before(&self, index: usize) -> Option<Span> {
        let (before, rest) = self.app.chain.split_at(index);
        let item = rest.first()?;
        let answers = |it: &&ChainItem| match &it.kind {
            ChainKind::Middleware { arity, .. } => *arity != Some(4),
            ChainKind::Route(_) => true,
            _ => false,
        };
        before
            .iter()
            .filter(|it| it.file == item.file && it.stmt.end <= item.stmt.start)
            .find(answers)
            .map(|it| it.stmt)
    }

    async fn relocate(&self, item: &ChainItem, before: Span) -> Result<Draft, PluginError> {
        let cx = self.cx;
        let Some(file) = cx.facts().module(&item.file).await else {
            return cx.decline(format!("{} cannot be read", item.file));
        };
        // What the middleware is made of must be known where it goes.
        let names = options::names_in(&file, item.stmt);
        let declared_late = file.tree.body.iter().any(|stmt| {
            let late = stmt.span.start > before.start && stmt.span.end <= item.stmt.start;
            late && options::declares(stmt, &names)
        });
        if declared_late {
            return cx.decline(
                "the CORS middleware stands behind the routes, and what it is made of is declared there too",
            );
        }
        let mut edits = EditSet::new();
        rewrite::move_statement(&file.text, item.stmt, before, &mut edits)?;
        Ok(cx
            .fix("Register the CORS middleware before the routes")
            .edit(&item.file, edits, "Move `cors` before the routes")
            .safety(Safety::Unsafe)
            .confidence(0.9))
    }
}

/// The origin of the page where the log does not say it: of the only development server.
async fn calling_origin(cx: &FixContext<'_>) -> Result<String, PluginError> {
    let in_log = cx.log().split_whitespace().find_map(|word| {
        let origin = refusal::origin_of(word.trim_start_matches(['(', '"', '\'']))?;
        let is_page = cx
            .log()
            .lines()
            .any(|line| line.starts_with(&origin) || line.contains(&format!("({origin}/src")));
        is_page.then_some(origin)
    });
    if let Some(origin) = in_log {
        return Ok(origin);
    }
    match dev_server::read(cx.facts()).await.as_slice() {
        [only] => Ok(format!("http://localhost:{}", only.port)),
        _ => {
            cx.decline("the browser does not name the calling origin, and it cannot be told from the project")
        }
    }
}

/// Whether the call that was refused sends cookies.
async fn sends_credentials(cx: &FixContext<'_>, url: &UrlPattern) -> bool {
    let calls = cx.facts().client_calls().await;
    let same = |call: &&ClientCall| call.url.segments == url.segments || call.via.is_some();
    for call in calls.iter().filter(same) {
        if let Ok(text) = cx.read(&call.file).await {
            let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            if [
                "credentials:'include'",
                "credentials:\"include\"",
                "withCredentials:true",
                "withCredentials=true",
            ]
            .iter()
            .any(|sign| packed.contains(sign))
            {
                return true;
            }
        }
    }
    false
}

/// Whether an origin is one of this machine: a development server's.
fn is_loopback(origin: &str) -> bool {
    host_port(origin).is_some_and(|(host, _)| matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]"))
}
