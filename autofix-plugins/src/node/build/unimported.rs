//! A name that is used and neither declared nor imported.

use super::sites;
use crate::prelude::*;
use autofix_core::facts::modules::{self, ImportKind, Resolved, resolve};
use autofix_core::facts::packages::{Package, owner};
use autofix_core::rewrite;
use autofix_core::syntax::tree::{Expr, ExprKind};
use autofix_core::syntax::{Visitor, walk_module};
use autofix_core::workspace::{extension, parent, relative};
use std::collections::BTreeSet;

/// Names that everybody knows to come from one package, sorted.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "react",
        &[
            "Suspense",
            "createContext",
            "forwardRef",
            "lazy",
            "memo",
            "useCallback",
            "useContext",
            "useEffect",
            "useId",
            "useLayoutEffect",
            "useMemo",
            "useReducer",
            "useRef",
            "useState",
            "useTransition",
        ],
    ),
    (
        "vue",
        &[
            "computed",
            "defineComponent",
            "nextTick",
            "onBeforeUnmount",
            "onMounted",
            "onUnmounted",
            "reactive",
            "ref",
            "shallowRef",
            "toRefs",
            "watch",
            "watchEffect",
        ],
    ),
];

/// Parts of Node that are imported whole, under their own names.
const BUILT_IN: &[&str] = &["crypto", "fs", "http", "https", "os", "path", "url", "util"];

/// The name that a text says is nowhere declared: of the compiler, of a linter, of a browser, of Node.
pub(super) fn read(text: &str) -> Option<&str> {
    text.lines().filter(|line| !line.contains("in ES module scope")).find_map(|line| {
        let of_compiler = line.split_once("Cannot find name '").and_then(|(_, rest)| rest.split('\'').next());
        let of_linter = line.split_once("' is not defined").filter(|(_, rest)| rest.trim() == "no-undef");
        let at_run_time = || {
            let (_, rest) = line.split_once("ReferenceError: ")?;
            Some(rest.split_once(" is not defined")?.0)
        };
        let name = of_compiler
            .or_else(|| of_linter.and_then(|(head, _)| head.rsplit('\'').next()))
            .or_else(at_run_time)?;
        name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$').then_some(name)
    })
}

/// Imports the name from where the rest of the project takes it.
pub(super) async fn repair(cx: &FixContext<'_>, name: &str) -> Result<Draft, PluginError> {
    let facts = cx.facts();
    let mut user = None;
    for path in sites::framed(cx).await {
        if let Some(file) = facts.module(&path).await
            && uses(&file, name)
        {
            user = Some(file);
            break;
        }
    }
    let Some(file) = user else {
        return cx.decline(format!("no file that the log names uses `{name}`"));
    };
    let imports = modules::imports(&file.tree);
    if modules::import_of(&imports, name).is_some_and(|(import, it)| !import.type_only && !it.type_only) {
        return cx.decline(format!("{} imports `{name}` already", file.path));
    }
    let required = !modules::is_es_module(&file) && imports.iter().any(|it| it.kind == ImportKind::Require);
    if extension(&file.path) == "vue" && !imports.iter().any(|it| it.kind == ImportKind::Static) {
        return cx.decline(format!("{} imports nothing yet: add the import of `{name}` by hand", file.path));
    }
    let sources = sources(facts, &file, name).await;
    let mut sources = sources.into_iter();
    let (Some((from, default)), None) = (sources.next(), sources.next()) else {
        return cx.decline(format!(
            "nothing in the project tells where `{name}` in {} comes from, or several files do: declare or import it",
            file.path
        ));
    };
    let mut edits = EditSet::new();
    if default || required {
        let binding = if default { name.to_owned() } else { format!("{{ {name} }}") };
        let local = rewrite::add_import(&file, &binding, &from, &mut edits)?;
        if local != binding {
            return cx.decline(format!("{} imports `{from}` as `{local}`: use this name", file.path));
        }
    } else {
        rewrite::add_named(&file, name, &from, &mut edits)?;
    }
    let draft = cx
        .fix(format!("Import `{name}` from `{from}`"))
        .edit(&file.path, edits, format!("Import `{name}`"))
        .safety(Safety::Unsafe)
        .confidence(0.88);
    Ok(super::tested(cx, draft, &file.path).await)
}

/// Whether an element of the file has the name.
pub(super) fn is_element(file: &ModuleFile, name: &str) -> bool {
    struct Elements<'n>(&'n str, bool);
    impl Visitor<'_> for Elements<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            if let ExprKind::Jsx { name, .. } = &expr.kind {
                self.1 |= name.value.split('.').next() == Some(self.0);
            }
            !self.1
        }
    }
    let mut elements = Elements(name, false);
    walk_module(&file.tree, &mut elements);
    elements.1
}

fn uses(file: &ModuleFile, name: &str) -> bool {
    struct Uses<'n>(&'n str, bool);
    impl Visitor<'_> for Uses<'_> {
        fn expr(&mut self, expr: &Expr) -> bool {
            self.1 |= match &expr.kind {
                ExprKind::Ident(own) => own == self.0,
                ExprKind::Jsx { name, .. } => name.value.split('.').next() == Some(self.0),
                _ => false,
            };
            !self.1
        }
    }
    let mut uses = Uses(name, false);
    walk_module(&file.tree, &mut uses);
    uses.1
}

/// Specifiers that give the name, and whether as the default.
async fn sources(facts: &Facts<'_>, file: &ModuleFile, name: &str) -> BTreeSet<(String, bool)> {
    let mut found = BTreeSet::new();
    let Some(package) = facts.package_of(&file.path).await else { return found };
    let listed = |name: &str| package.dependencies.contains_key(name);
    if let Some((from, _)) = KNOWN.iter().find(|(from, names)| listed(from) && names.contains(&name)) {
        return BTreeSet::from([((*from).to_owned(), false)]);
    }
    let packages = facts.packages().await;
    for site in sites::holding(facts, name).await {
        let path = site.file.path.clone();
        if path == file.path || owner(&packages, &path).is_none_or(|it| it.path != package.path) {
            continue;
        }
        let taken = site.import.names.iter().find(|it| it.local.value == name && !it.type_only);
        if let Some(taken) =
            taken.filter(|_| site.import.kind == ImportKind::Static && !site.import.type_only)
            && (taken.imported.value == name || taken.imported.value == "default")
        {
            let default = taken.imported.value == "default";
            match resolve(facts, &path, site.specifier()).await {
                Resolved::Package(_) | Resolved::BuiltIn => {
                    found.insert((site.specifier().to_owned(), default));
                }
                Resolved::File(to) if to != file.path => {
                    let spelt = if site.specifier().starts_with('.') {
                        let shown = to.strip_suffix(&format!(".{}", extension(&to))).unwrap_or(&to);
                        let whole = site.specifier().ends_with(&format!(".{}", extension(&to)));
                        let path = if whole { &to } else { shown.strip_suffix("/index").unwrap_or(shown) };
                        relative(parent(&file.path), path)
                    } else {
                        site.specifier().to_owned()
                    };
                    found.insert((spelt, default));
                }
                _ => {}
            }
        }
    }
    if found.is_empty() {
        found.extend(by_name(&package, file, name).map(|from| (from, true)));
    }
    found
}

/// The package or the part of Node that is usually called so.
fn by_name(package: &Package, file: &ModuleFile, name: &str) -> Option<String> {
    if package.dependencies.contains_key(name) {
        return Some(name.to_owned());
    }
    let in_browser =
        ["vite", "react-scripts", "webpack"].iter().any(|it| package.dependencies.contains_key(*it));
    let prefixed = modules::imports(&file.tree).iter().any(|it| it.from.value.starts_with("node:"));
    let is_node = BUILT_IN.contains(&name) && !in_browser;
    is_node.then(|| if prefixed { format!("node:{name}") } else { name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_understood() {
        let cases = [
            ("src/a.ts(1,2): error TS2304: Cannot find name 'useState'.", Some("useState")),
            ("Type error: Cannot find name 'useState'.", Some("useState")),
            ("  3:10  error  'useState' is not defined  no-undef", Some("useState")),
            ("ReferenceError: useState is not defined", Some("useState")),
            ("ReferenceError: require is not defined in ES module scope, you can use import", None),
            ("the variable 'PORT' is not defined in .env", None),
        ];
        for (text, name) in cases {
            assert_eq!(read(text), name, "{text}");
        }
    }
}
