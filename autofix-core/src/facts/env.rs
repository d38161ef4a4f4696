//! The environment: what the code reads, what the project's `.env` files define, and who loads them.

use super::values::env_name;
use super::{Facts, Marker};
use crate::syntax::tree::{Expr, ExprKind};
use crate::syntax::{Visitor, walk_module};
use crate::text::Span;
use crate::workspace::{file_name, parent};

/// One read of a variable.
#[derive(Debug, Clone)]
pub struct EnvRead {
    /// The file.
    pub file: String,
    /// The bytes of the read.
    pub span: Span,
    /// Name of the variable.
    pub name: String,
    /// Something stands in for it (`||`, `??`).
    pub has_default: bool,
}

/// One definition in a `.env` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvDefinition {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Name of the variable.
    pub name: String,
    /// Its value, without quotes.
    pub value: String,
}

/// Every read of the environment in the project.
pub async fn reads(facts: &Facts<'_>) -> Vec<EnvRead> {
    struct Reads<'f>(&'f str, Vec<EnvRead>);
    impl Reads<'_> {
        fn add(&mut self, expr: &Expr, has_default: bool) {
            if let Some(name) = env_name(expr)
                && !self.1.iter().any(|read| read.span == expr.span)
            {
                self.1.push(EnvRead { file: self.0.to_owned(), span: expr.span, name, has_default });
            }
        }
    }
    impl Visitor<'_> for Reads<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Logical { operator: "||" | "??", left, .. } = &expr.kind {
                self.add(left, true);
            }
            self.add(expr, false);
            true
        }
    }
    let mut all = Vec::new();
    for path in facts.marked(Marker::Env).await {
        if let Some(file) = facts.module(&path).await {
            let mut seen = Reads(&path, Vec::new());
            walk_module(&file.tree, &mut seen);
            all.append(&mut seen.1);
        }
    }
    all
}

/// Every definition in the project's `.env` files (`.env`, `.env.local`, `.env.development` …; not examples).
pub async fn definitions(facts: &Facts<'_>) -> Vec<EnvDefinition> {
    if let Some(known) = facts.definitions.get() {
        return known.clone();
    }
    let mut all = Vec::new();
    for path in facts.files().await.iter() {
        let name = file_name(path);
        let is_env = name == ".env" || name.starts_with(".env.");
        if !is_env || ["example", "sample", "template", "dist"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        if let Ok(text) = facts.text(path).await {
            all.extend(parse(path, &text));
        }
    }
    facts.definitions.get_or_init(|| all).clone()
}

/// Reads a `.env` file.
pub fn parse(path: &str, text: &str) -> Vec<EnvDefinition> {
    let mut all = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim().strip_prefix("export ").unwrap_or(line.trim());
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim();
        if line.starts_with('#')
            || name.is_empty()
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            continue;
        }
        let value = value.trim();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => value[1..].split(quote).next().unwrap_or_default(),
            _ => value.split(" #").next().unwrap_or_default().trim_end(),
        };
        all.push(EnvDefinition {
            file: path.to_owned(),
            line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }
    all
}

/// The definition of a variable that holds for a file: the nearest folder's.
pub fn nearest<'d>(definitions: &'d [EnvDefinition], file: &str, name: &str) -> Option<&'d EnvDefinition> {
    definitions
        .iter()
        .filter(|it| {
            it.name == name
                && (parent(&it.file).is_empty() || file.starts_with(&format!("{}/", parent(&it.file))))
        })
        .max_by_key(|it| (parent(&it.file).len(), file_name(&it.file).rsplit('.').next() == Some("local")))
}

/// Whether something loads the `.env` file of a package: a library, node's own flag, or a script.
pub async fn is_loaded(facts: &Facts<'_>, package: &super::packages::Package) -> bool {
    let by_script = package.scripts.values().any(|script| {
        ["--env-file", "dotenv", "env-cmd", "docker compose", "docker-compose"]
            .iter()
            .any(|sign| script.contains(sign))
    });
    if by_script {
        return true;
    }
    for path in facts.marked(Marker::EnvFile).await {
        let owned = facts.package_of(&path).await.is_some_and(|owner| owner.path == package.path);
        if owned && facts.module(&path).await.is_some_and(|file| loads(&file.tree)) {
            return true;
        }
    }
    false
}

fn loads(tree: &crate::syntax::tree::Module) -> bool {
    struct Loads(bool);
    impl Visitor<'_> for Loads {
        fn expr(&mut self, expr: &Expr) -> bool {
            self.0 |= expr
                .as_call()
                .is_some_and(|call| call.callee.path().as_deref() == Some("process.loadEnvFile"));
            !self.0
        }
    }
    let by_import = super::modules::imports(tree).iter().any(|import| {
        let name = super::modules::package_name(&import.from.value).unwrap_or_default();
        matches!(
            name.as_str(),
            "dotenv" | "dotenv-flow" | "dotenv-expand" | "dotenv-safe" | "@dotenvx/dotenvx" | "env-cmd"
        )
    });
    let mut calls = Loads(by_import);
    walk_module(tree, &mut calls);
    calls.0
}
