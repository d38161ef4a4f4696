//! The layers of the core: imports run one way, and only `model` crosses languages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// Every module of the core with those that it may import. A row names earlier rows only, so no
/// import can run back. A new entry is a decision: it makes the module heavier for good.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &[]),
    ("edit", &["text"]),
    ("workspace", &[]),
    ("error", &["workspace"]),
    ("syntax", &["text", "workspace"]),
    ("facts", &["text", "workspace", "syntax"]),
    ("rewrite", &["text", "edit", "syntax", "facts"]),
    ("ingest", &["model", "workspace"]),
    ("logs", &["model"]),
    ("classify", &["model", "ingest"]),
    ("project", &["model", "workspace"]),
    ("config", &["model", "workspace", "project"]),
    ("plugin", &["model", "text", "edit", "workspace", "syntax", "facts", "rewrite"]),
    ("validate", &["model", "edit", "workspace", "syntax", "facts", "plugin"]),
    ("engine", &["model", "edit", "workspace", "facts", "ingest", "logs", "classify", "plugin", "validate"]),
];

/// Modules whose types are data that leaves the core: the model, and what users write as configuration.
const SERIALIZED: &[&str] = &["model", "config", "project"];

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("autofix-core/src")
}

/// A source file of the core.
struct Source {
    path: PathBuf,
    /// Its module path, such as `["facts", "server", "local"]`.
    module: Vec<String>,
    syntax: syn::File,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![core()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(core()).unwrap().with_extension("");
                let mut module: Vec<String> =
                    inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                module.pop_if(|last| last == "mod" || last == "lib");
                let syntax = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
                found.push(Source { path, module, syntax });
            }
        }
    }
    found
}

/// Top modules that a file's paths lead to.
struct Imports {
    /// How many modules deep the visited item is.
    depth: usize,
    found: BTreeSet<String>,
}

impl Imports {
    /// `crate::x` and as many `super` as lead to the crate's root, then `x`.
    fn path(&mut self, words: &[String]) {
        let first = words.first().map(String::as_str);
        let ups = words.iter().take_while(|word| *word == "super").count();
        let target = match first {
            Some("crate") => words.get(1),
            Some("super") if ups >= self.depth => words.get(ups),
            _ => None,
        };
        self.found.extend(target.cloned());
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.path(&with(&name.ident)),
            syn::UseTree::Rename(rename) => self.path(&with(&rename.ident)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            syn::UseTree::Glob(_) => self.path(before),
        }
    }
}

impl Visit<'_> for Imports {
    fn visit_item_mod(&mut self, item: &syn::ItemMod) {
        self.depth += 1;
        visit::visit_item_mod(self, item);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(&words);
        visit::visit_path(self, path);
    }

    /// What stands in a macro is not parsed, but its words are there.
    fn visit_macro(&mut self, item: &syn::Macro) {
        let text = item.tokens.to_string().replace(' ', "");
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            self.found.insert(rest[..end].to_owned());
        }
        visit::visit_macro(self, item);
    }
}

#[test]
fn imports_run_one_way() {
    let names: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    for (at, (name, allowed)) in LAYERS.iter().enumerate() {
        for other in *allowed {
            let earlier = names.iter().position(|it| it == other).is_some_and(|place| place < at);
            assert!(earlier, "the table itself runs back: {name} may import {other}");
        }
    }
    let mut wrong = String::new();
    for source in sources() {
        let Some(module) = source.module.first() else { continue };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == module) else {
            let _ = writeln!(wrong, "{}: the module {module} is not in the table", source.path.display());
            continue;
        };
        let mut imports = Imports { depth: source.module.len(), found: BTreeSet::new() };
        imports.visit_file(&source.syntax);
        for target in &imports.found {
            // Items of the root itself, such as `crate::Error`, are re-exports of a module here.
            let target = if target == "Error" { "error" } else { target.as_str() };
            if target != module && !allowed.contains(&target) {
                let _ = writeln!(wrong, "{}: {module} imports {target}", source.path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Types that are written into JSON by derivation or by hand.
struct Serialized(Vec<String>);

impl Visit<'_> for Serialized {
    fn visit_attribute(&mut self, attribute: &syn::Attribute) {
        let syn::Meta::List(list) = &attribute.meta else { return };
        if list.path.is_ident("derive") || list.path.is_ident("cfg_attr") {
            let text = list.tokens.to_string();
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            self.0.extend(words.filter(|word| *word == "Serialize").map(|_| format!("derive({text})")));
        }
    }

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        let of = item.trait_.as_ref().and_then(|(_, path, _)| path_end(path));
        self.0.extend(of.filter(|name| name == "Serialize").map(|_| "impl Serialize".to_owned()));
        visit::visit_item_impl(self, item);
    }
}

fn path_end(path: &syn::Path) -> Option<String> {
    path.segments.last().map(|segment| segment.ident.to_string())
}

#[test]
fn only_the_model_is_serialized() {
    let mut wrong = String::new();
    let mut in_model = 0;
    for source in sources() {
        let mut found = Serialized(Vec::new());
        found.visit_file(&source.syntax);
        let module = source.module.first().map_or("", String::as_str);
        in_model += if module == "model" { found.0.len() } else { 0 };
        if !SERIALIZED.contains(&module) {
            for what in found.0 {
                let _ = writeln!(wrong, "{}: {what}", source.path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "outside of model/:\n{wrong}");
    assert!(in_model > 0, "no derivation was found at all: the test looks in the wrong place");
}
