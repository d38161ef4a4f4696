//! An alias that the compiler knows and the bundler does not.

use super::sites::Site;
use crate::prelude::*;
use autofix_core::facts::aliases::{PathAlias, bundler_alias, path_alias};
use autofix_core::facts::dev_server::{self, DevServer};
use autofix_core::facts::modules;
use autofix_core::rewrite;
use autofix_core::syntax::tree::Expr;
use autofix_core::workspace::relative;

/// Tells Vite what `tsconfig.json` says; `None` where no alias is missing.
pub(super) async fn repair(cx: &FixContext<'_>, site: &Site) -> Result<Option<Draft>, PluginError> {
    let facts = cx.facts();
    let (importer, specifier) = (&site.file.path, site.specifier());
    if specifier.starts_with(['.', '/']) {
        return Ok(None);
    }
    let Some(alias) = path_alias(facts, importer, specifier).await else { return Ok(None) };
    let servers = dev_server::read(facts).await;
    let Some(server) = dev_server::serving(&servers, importer) else { return Ok(None) };
    let (Some(config), Some(object)) = (&server.config, &server.object) else { return Ok(None) };
    if bundler_alias(facts, &server.folder, specifier).await.is_some() {
        return Ok(None);
    }
    if config.text.contains("tsconfigPaths") || config.text.contains("tsconfig-paths") {
        return cx
            .decline(format!("{} takes aliases from tsconfig.json: is its plugin installed?", config.path));
    }
    let Some(key) = alias.pattern.strip_suffix("/*").filter(|key| !key.is_empty() && !key.contains('*'))
    else {
        return cx.decline(format!("the alias `{}` cannot be said in {}", alias.pattern, config.path));
    };
    let Some(target) = target(server, &alias) else {
        return cx.decline(format!("the alias `{key}` leads out of the folder of {}", config.path));
    };
    let mut edits = EditSet::new();
    let style = Style::of(config);
    if !modules::is_es_module(config) {
        return cx.decline(format!("{} is CommonJS: add the alias `{key}` to it by hand", config.path));
    }
    let resolve = object.prop("resolve").map(|prop| &prop.value);
    let aliases = resolve.and_then(|it| it.prop("alias")).map(|prop| &prop.value);
    let value = value(config, aliases, &style, &target, &mut edits)?;
    let key_text = style.string(key);
    let (line, indent) = ("\n", style.indent.as_str());
    match (resolve, aliases) {
        (_, Some(aliases)) if aliases.as_object().is_some() => {
            edits.merge(&rewrite::add_property(config, aliases, key, &value)?)?;
        }
        (Some(resolve), None) if resolve.as_object().is_some() => {
            let inner = format!("{{{line}{indent}{key_text}: {value},{line}}}");
            edits.merge(&rewrite::add_property(config, resolve, "alias", &inner)?)?;
        }
        (None, None) => {
            let inner = format!(
                "{{{line}{indent}alias: {{{line}{indent}{indent}{key_text}: {value},{line}{indent}}},{line}}}"
            );
            edits.merge(&rewrite::add_property(config, object, "resolve", &inner)?)?;
        }
        _ => return cx.decline(format!("`resolve.alias` of {} is no plain object", config.path)),
    }
    let draft = cx
        .fix(format!("Tell Vite that `{key}` means {target}, as {} says", alias.config))
        .edit(&config.path, edits, format!("Add the alias `{key}`"))
        .safety(Safety::Safe)
        .confidence(0.95);
    Ok(Some(super::tested(cx, draft, importer).await))
}

/// The folder that an alias means, from the folder of the configuration.
fn target(server: &DevServer, alias: &PathAlias) -> Option<String> {
    Some(relative(&server.folder, alias.target.strip_suffix("/*")?))
}

/// The absolute path in the way of the other aliases, else in the way of ES modules.
fn value(
    config: &ModuleFile,
    aliases: Option<&Expr>,
    style: &Style,
    target: &str,
    edits: &mut EditSet,
) -> Result<String, PluginError> {
    let others = aliases.and_then(Expr::as_object).unwrap_or_default();
    for other in others {
        if let Some(callee) = other.value.as_call().and_then(|call| call.callee.path())
            && matches!(callee.as_str(), "path.resolve" | "resolve" | "path.join" | "join")
            && other.value.span.of(&config.text).contains("__dirname")
        {
            return Ok(format!("{callee}(__dirname, {})", style.string(target)));
        }
    }
    let imports = modules::imports(&config.tree);
    if modules::import_of(&imports, "fileURLToPath").is_none() {
        rewrite::add_named(config, "fileURLToPath", "node:url", edits)?;
    }
    Ok(format!("fileURLToPath(new URL({}, import.meta.url))", style.string(target)))
}
