//! Files and packages of the wrong module format.

use super::{convert, known};
use crate::node::build::sites;
use crate::prelude::*;
use autofix_core::facts::modules::resolve;
use autofix_core::facts::packages::{Package, owner};
use autofix_core::facts::{ModuleFile as File, modules};
use autofix_core::rewrite;
use autofix_core::workspace::{extension, file_name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files that are rewritten at once at most; more is a migration, and a person's matter.
const FILES: usize = 12;

/// Repairs what loads a module in the wrong format.
pub(super) async fn repair(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let text = cx.words();
    if text.contains("is not defined in ES module scope") {
        return in_module(cx, text).await.map(Some);
    }
    if text.contains("Cannot use import statement outside a module") {
        return outside(cx).await.map(Some);
    }
    if let Some((_, rest)) = text.split_once("require() of ES Module ") {
        return required(cx, rest).await.map(Some);
    }
    if let Some((_, rest)) = text.split_once("Must use import to load ES Module: ") {
        return required(cx, rest).await.map(Some);
    }
    Ok(None)
}

/// A package that is an ES module is loaded by `require`.
async fn required(cx: &FixContext<'_>, rest: &str) -> Result<Draft, PluginError> {
    let module = rest.split_whitespace().next().unwrap_or_default().replace('\\', "/");
    let importer = rest.split_once(" from ").and_then(|(_, rest)| rest.split_whitespace().next());
    let Some((_, inside)) = module.rsplit_once("/node_modules/") else {
        return cx.decline(format!(
            "{module} is a file of the project that is an ES module: import it, or end its name in .cjs"
        ));
    };
    let Some(name) = modules::package_name(inside) else {
        return cx.decline(format!("{module} belongs to no package"));
    };
    let file = match importer {
        Some(importer) => sites::own_file(cx, importer).await,
        None => sites::framed(cx).await.into_iter().next(),
    };
    let packages = cx.facts().packages().await;
    let lists = |package: &&Package| package.dependencies.contains_key(&name);
    let package = match &file {
        Some(file) => owner(&packages, file).filter(lists),
        None => packages.iter().find(lists),
    };
    let Some(package) = package else {
        return cx.decline(format!(
            "`{name}` is an ES module, and a package requires it that is not the project's"
        ));
    };
    let Some(listed) = package.dependencies.get(&name) else {
        return cx.decline(format!("{} does not list `{name}`", package.path));
    };
    let Some(last) = known::last_common_js(&name) else {
        return cx.decline(format!(
            "`{name}` is an ES module: load it by `await import('{name}')`, or make the file an ES module"
        ));
    };
    if known::major(&listed.range) <= known::major(last) {
        return cx.decline(format!(
            "{} asks for a `{name}` that can be required: run `npm install`",
            package.path
        ));
    }
    let caret = if listed.range.starts_with(|c: char| c.is_ascii_digit()) { "" } else { "^" };
    Ok(cx
        .fix(format!("Take `{name}` {last}, the last release that `require` can load"))
        .replace(&package.path, listed.range_span, format!("\"{caret}{last}\""), format!("Take {last}"))?
        .safety(Safety::Unsafe)
        .confidence(0.9)
        .tested_by(["npm install".to_owned()].into_iter().chain(package.test_commands())))
}

/// A file that is an ES module uses what only CommonJS has.
async fn in_module(cx: &FixContext<'_>, text: &str) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let word = text.split(" is not defined in ES module scope").next().unwrap_or_default();
    let word = word.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let Some(path) = sites::framed(cx).await.into_iter().next() else {
        return cx.decline("the log does not name the file");
    };
    let Some(file) = facts.module(&path).await else {
        return cx.decline(format!("{path} cannot be read"));
    };
    if matches!(word, "__dirname" | "__filename") {
        return directory(cx, &file, word);
    }
    let mut edits: BTreeMap<String, EditSet> = BTreeMap::new();
    let mut queue = vec![path.clone()];
    while let Some(at) = queue.pop() {
        let fits = matches!(extension(&at), "js" | "ts" | "mjs" | "mts");
        if edits.contains_key(&at) || !convert::is_common_js(facts, &at).await && at != path {
            continue;
        }
        let Some(file) = facts.module(&at).await.filter(|_| fits) else {
            if at == path {
                return cx.decline(format!("{at} is no JavaScript file that can be rewritten"));
            }
            continue;
        };
        let (changed, own) = convert::to_esm(facts, &file).await.or_else(|reason| cx.decline(reason))?;
        edits.insert(at, changed);
        queue.extend(own);
        if edits.len() > FILES {
            return cx.decline("too many files are CommonJS: set \"type\" to \"commonjs\", or migrate them");
        }
    }
    edits.retain(|_, edits| !edits.is_empty());
    if edits.is_empty() {
        return cx.decline(format!("{path} uses nothing of CommonJS any more"));
    }
    let package = facts.package_of(&path).await;
    let mut draft = cx
        .fix(format!(
            "Write {} as an ES module, as its package says",
            edits.keys().cloned().collect::<Vec<_>>().join(", ")
        ))
        .safety(Safety::Unsafe)
        .confidence(0.9);
    for (file, edits) in edits {
        draft = draft.edit(&file, edits, "Import and export instead of `require` and `module.exports`");
    }
    Ok(draft.tested_by(package.map(|it| it.test_commands()).unwrap_or_default()))
}

/// Declares `__dirname` or `__filename`, which ES modules do not have.
fn directory(cx: &FixContext<'_>, file: &Arc<File>, word: &str) -> Result<Draft, PluginError> {
    let declared = |name: &str| {
        file.text.contains(&format!("const {name} =")) || file.text.contains(&format!("let {name} ="))
    };
    if declared(word) {
        return cx.decline(format!("{} declares `{word}` already", file.path));
    }
    let style = Style::of(file);
    let (line, end) = (style.line_end, style.semicolon());
    let imports: Vec<_> = modules::imports(&file.tree);
    let known = |name: &str| modules::import_of(&imports, name).is_some();
    let statics = imports.iter().filter(|it| it.kind == modules::ImportKind::Static);
    let at = statics.map(|it| it.span.end).max();
    let mut code: Vec<String> = Vec::new();
    if !known("fileURLToPath") {
        code.push(format!("import {{ fileURLToPath }} from {}{end}", style.string("node:url")));
    }
    let path = imports.iter().find(|it| matches!(it.from.value.as_str(), "path" | "node:path"));
    let local =
        |name: &str| path?.names.iter().find(|it| it.imported.value == name).map(|it| it.local.value.clone());
    let value = if word == "__filename" {
        "fileURLToPath(import.meta.url)".to_owned()
    } else {
        let dirname = local("dirname")
            .or_else(|| Some(format!("{}.dirname", local("default").or_else(|| local("*"))?)));
        let dirname = dirname.unwrap_or_else(|| {
            code.push(format!("import {{ dirname }} from {}{end}", style.string("node:path")));
            "dirname".to_owned()
        });
        format!("{dirname}(fileURLToPath(import.meta.url))")
    };
    if !code.is_empty() {
        code.push(String::new());
    }
    code.push(format!("const {word} = {value}{end}"));
    let code = code.join(line);
    let (at, code) = match at {
        Some(at) if code.starts_with("import") => (at, format!("{line}{code}")),
        Some(at) => (at, format!("{line}{line}{code}")),
        None => (file.tree.start, format!("{code}{line}")),
    };
    Ok(cx
        .fix(format!("Declare `{word}`, which ES modules do not have"))
        .replace(&file.path, Span::at(at), code, format!("Declare `{word}`"))?
        .safety(Safety::Safe)
        .confidence(0.95))
}

/// A file that is CommonJS uses `import`.
async fn outside(cx: &FixContext<'_>) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    if cx.log().contains("Jest encountered an unexpected token") {
        return cx.decline("Jest does not transform the file: set its `transform`, or use Node's ES modules");
    }
    let Some(path) = sites::framed(cx).await.into_iter().next() else {
        return cx.decline("the log does not name the file");
    };
    if extension(&path) != "js" {
        return cx.decline(format!("{path}: the format of its output is the compiler's matter (`module`)"));
    }
    let Some(package) = facts.package_of(&path).await else {
        return cx.decline(format!("{path} belongs to no package.json: end its name in .mjs"));
    };
    if package.is_module {
        return cx.decline(format!("{} says \"type\": \"module\" already", package.path));
    }
    let packages = facts.packages().await;
    for file in facts.files().await.iter().filter(|file| extension(file) == "js") {
        let own = owner(&packages, file).is_some_and(|it| it.path == package.path);
        if own && convert::is_common_js(facts, file).await {
            if let Some(draft) = alone(cx, &path, &package).await? {
                return Ok(draft);
            }
            return cx.decline(format!(
                "{path} is an ES module, {file} of the same package is CommonJS: write both in one way"
            ));
        }
    }
    let text = cx.read(&package.path).await?;
    let edits = rewrite::set_json(&text, &["type"], "\"module\"")?;
    let mut changed: BTreeMap<String, EditSet> = BTreeMap::new();
    crate::node::build::followed(facts, &path, &mut changed).await?;
    let mut draft = cx
        .fix(format!("Say in {} that the files are ES modules", package.path))
        .edit(&package.path, edits, "Set \"type\": \"module\"")
        .safety(Safety::Unsafe)
        .confidence(0.92);
    for (file, edits) in changed {
        draft = draft.edit(&file, edits, "Name files in full, as ES modules need it");
    }
    Ok(draft.tested_by(package.test_commands()))
}

/// Names the only ES module of a CommonJS package `.mjs`, if nobody imports it.
async fn alone(cx: &FixContext<'_>, path: &str, package: &Package) -> Result<Option<Draft>, PluginError> {
    let facts = cx.facts();
    let Some(stem) = path.strip_suffix(".js") else { return Ok(None) };
    let to = format!("{stem}.mjs");
    let packages = facts.packages().await;
    for other in facts.files().await.iter().filter(|it| extension(it) == "js" && *it != path) {
        let own = owner(&packages, other).is_some_and(|it| it.path == package.path);
        if own && facts.module(other).await.is_some_and(|file| modules::is_es_module(&file)) {
            return Ok(None);
        }
    }
    for site in sites::holding(facts, file_name(stem)).await {
        let target = resolve(facts, &site.file.path, site.specifier()).await;
        if target == modules::Resolved::File(path.to_owned()) {
            return Ok(None);
        }
    }
    let inside = path.strip_prefix(&package.folder).unwrap_or(path).trim_start_matches('/');
    let text = cx.read(&package.path).await?;
    let mut scripts = EditSet::new();
    let mut named = 0;
    for (name, script) in &package.scripts {
        let is_it = |word: &str| word.trim_start_matches("./") == inside;
        if let Some(word) = script.split_whitespace().find(|word| is_it(word)) {
            let renamed =
                word.replace(inside, to.trim_start_matches(&package.folder).trim_start_matches('/'));
            let script = serde_json::Value::from(script.replacen(word, &renamed, 1)).to_string();
            scripts.merge(&rewrite::set_json(&text, &["scripts", name], &script)?)?;
            named += 1;
        }
    }
    // `main` or `bin` names it too.
    if text.matches(inside).count() > named {
        return Ok(None);
    }
    let mut changed: BTreeMap<String, EditSet> = BTreeMap::new();
    crate::node::build::followed(facts, path, &mut changed).await?;
    let own = changed.remove(path).unwrap_or_default();
    let mut draft = cx
        .fix(format!("Name {path} {}: it is the only ES module of its package", file_name(&to)))
        .rename(path, &to, own, "Say in its name that it is an ES module")
        .safety(Safety::Unsafe)
        .confidence(0.88);
    if !scripts.is_empty() {
        draft = draft.edit(&package.path, scripts, "Start it under its new name");
    }
    Ok(Some(draft.tested_by(package.test_commands())))
}
