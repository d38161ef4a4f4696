//! What bundlers, compilers and Node say of a specifier or an export, read literally.

/// Who looked a specifier up; each has its own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::node) enum By {
    /// A bundler: extensions and folders may be left out.
    Bundler,
    /// Node's loader of ES modules: nothing may be left out.
    Node,
    /// `require`.
    Require,
    /// The TypeScript compiler.
    Types,
}

/// A specifier that led nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::node) struct Unresolved {
    /// As written in the source; for own files Node prints the absolute path instead.
    pub(in crate::node) specifier: String,
    /// The importing file as the tool prints it, where it does.
    pub(in crate::node) importer: Option<String>,
    /// The importing file's folder, where only that is printed.
    pub(in crate::node) folder: Option<String>,
    /// Who looked.
    pub(in crate::node) by: By,
}

/// A name that a module was asked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::node) struct NoExport {
    /// The name; `default` for the default.
    pub(in crate::node) name: String,
    /// The module, as a specifier or a path, where it is printed.
    pub(in crate::node) module: Option<String>,
    /// The importing file as the tool prints it.
    pub(in crate::node) importer: Option<String>,
}

/// The text in quotes right behind a marker, and what follows it.
fn quoted<'t>(line: &'t str, marker: &str) -> Option<(&'t str, &'t str)> {
    let (_, rest) = line.split_once(marker)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (inside, after) = rest[1..].split_once(quote)?;
    // The compiler puts the specifier's own quotes inside its quotes.
    Some((inside.trim_matches('"'), after))
}

/// A path at the beginning of a text, up to a blank or the end of the line.
fn bare_path(text: &str) -> Option<String> {
    let text = text.trim_start().trim_matches(['"', '\'']);
    let end = text.find(['"', '\'']).unwrap_or(text.len());
    let path = text[..end].trim_end().trim_end_matches(['.', ',', ':']);
    (!path.is_empty()).then(|| path.split('?').next().unwrap_or(path).to_owned())
}

/// Every specifier that a text says could not be resolved, in order.
pub(in crate::node) fn unresolved(text: &str) -> Vec<Unresolved> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all: Vec<Unresolved> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(found) = of_line(line, lines.get(at + 1..).unwrap_or_default())
            && !all.contains(&found)
        {
            all.push(found);
        }
    }
    all
}

fn of_line(line: &str, below: &[&str]) -> Option<Unresolved> {
    let found = |specifier: &str, importer: Option<String>, by| {
        Some(Unresolved { specifier: specifier.to_owned(), importer, folder: None, by })
    };
    if let Some((specifier, rest)) =
        quoted(line, "resolve import ").or_else(|| quoted(line, "Could not resolve "))
    {
        let importer = rest.strip_prefix(" from ").or_else(|| rest.strip_prefix(" in ")).and_then(bare_path);
        return found(specifier, importer, By::Bundler);
    }
    if let Some((specifier, rest)) = quoted(line, "Can't resolve ") {
        let folder = rest.strip_prefix(" in ").and_then(bare_path);
        return Some(Unresolved { specifier: specifier.to_owned(), importer: None, folder, by: By::Bundler });
    }
    if let Some((specifier, _)) = quoted(line, "Could not find a declaration file for module ") {
        return found(specifier, None, By::Types);
    }
    if line.contains("need explicit file extensions") {
        let (meant, _) = quoted(line, "Did you mean ")?;
        return found(super::candidates::stem(meant), None, By::Node);
    }
    for marker in ["Cannot find module ", "Cannot find package ", "Directory import "] {
        let Some((specifier, rest)) = quoted(line, marker) else { continue };
        if let Some((_, importer)) = rest.split_once("imported from ") {
            return found(specifier, bare_path(importer), By::Node);
        }
        if rest.contains("corresponding type declarations") || line.contains("error TS") {
            return found(specifier, None, By::Types);
        }
        // Jest names the importing file on the same line.
        if let Some(importer) = rest.strip_prefix(" from ") {
            return found(specifier, bare_path(importer), By::Bundler);
        }
        let stack = below.iter().take(3).position(|line| line.trim() == "Require stack:");
        let importer = stack.and_then(|at| bare_path(below.get(at + 1)?.trim().strip_prefix("- ")?));
        return found(specifier, importer, By::Require);
    }
    None
}

/// The two spellings of one path that the compiler complains of.
pub(super) fn casings(text: &str) -> Option<(&str, &str)> {
    let line = text.lines().find(|line| line.contains("only in casing"))?;
    let (one, rest) = quoted(line, "ile name ")?;
    Some((one, quoted(rest, "file name ")?.0))
}

/// Every export that a text says is not there, in order.
pub(in crate::node) fn no_exports(text: &str) -> Vec<NoExport> {
    let mut all: Vec<NoExport> = Vec::new();
    for line in text.lines() {
        if let Some(found) = no_export(line)
            && !all.contains(&found)
        {
            all.push(found);
        }
    }
    all
}

fn no_export(line: &str) -> Option<NoExport> {
    let found = |name: &str, module: Option<&str>, importer: Option<String>| {
        Some(NoExport { name: name.to_owned(), module: module.map(str::to_owned), importer })
    };
    // Rollup, Rolldown: `"x" is not exported by "src/y.js", imported by "src/z.js".`
    if let Some((head, tail)) = line.split_once(" is not exported by ") {
        let name = last_quoted(head)?;
        let (module, rest) = quoted(tail, "")?;
        let importer = rest.split_once("imported by ").and_then(|(_, path)| bare_path(path));
        return found(name, Some(module), importer);
    }
    // esbuild.
    if let Some((module, rest)) = quoted(line, "No matching export in ") {
        return found(quoted(rest, "for import ")?.0, Some(module), None);
    }
    // Node and browsers.
    if let Some((module, rest)) = quoted(line, "he requested module ") {
        if let Some((name, rest)) = quoted(rest, "does not provide an export named ") {
            let place = rest.split_once("(at ").and_then(|(_, place)| place.split(':').next());
            return found(name, Some(module), place.map(str::to_owned));
        }
        if let Some((name, _)) = quoted(line, "Named export ") {
            return found(name, Some(module), None);
        }
    }
    // webpack.
    if let Some((head, rest)) = line.split_once("was not found in '") {
        let (name, _) = quoted(head, "export ")?;
        return found(name, rest.split('\'').next(), None);
    }
    if let Some((name, rest)) = quoted(line, "Attempted import error: ") {
        let (module, _) = quoted(rest, "is not exported from ")
            .or_else(|| quoted(rest, "does not contain a default export (imported as "))?;
        return found(name, Some(module), None);
    }
    // Turbopack.
    if let Some((head, rest)) = line.split_once(" was not found in module [project]/") {
        let name = head.rsplit(' ').next()?;
        return found(name, rest.split(' ').next(), None);
    }
    // The TypeScript compiler.
    let module = quoted(line, "Module ").or_else(|| quoted(line, ": ")).map(|(module, _)| module);
    for marker in ["has no exported member named ", "has no exported member ", "declares "] {
        if line.contains(marker)
            && let Some((name, rest)) = quoted(line, marker)
        {
            let fits = marker != "declares " || rest.contains("not exported");
            return if fits { found(name, module, None) } else { None };
        }
    }
    if line.contains("has no default export") {
        return found("default", module, None);
    }
    None
}

fn last_quoted(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let quote = text.chars().last().filter(|c| matches!(c, '"' | '\''))?;
    text[..text.len() - 1].rsplit_once(quote).map(|(_, name)| name)
}

/// The name that a line of the compiler calls a type which must be imported as one.
pub(super) fn type_only(line: &str) -> Option<&str> {
    let (head, _) = line.split_once(" is a type and must be imported")?;
    last_quoted(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_understood() {
        let cases: &[(&str, &str, Option<&str>, By)] = &[
            (
                r#"Failed to resolve import "./X" from "src/App.jsx". Does the file exist?"#,
                "./X",
                Some("src/App.jsx"),
                By::Bundler,
            ),
            (
                "[UNRESOLVED_IMPORT] Could not resolve './x' in src/App.jsx",
                "./x",
                Some("src/App.jsx"),
                By::Bundler,
            ),
            (r#"✘ [ERROR] Could not resolve "./x""#, "./x", None, By::Bundler),
            ("Module not found: Error: Can't resolve './x' in '/app/src'", "./x", None, By::Bundler),
            (
                "src/a.ts(1,2): error TS2307: Cannot find module './x' or its corresponding type declarations.",
                "./x",
                None,
                By::Types,
            ),
            (
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/a/x' imported from /app/a/index.js",
                "/app/a/x",
                Some("/app/a/index.js"),
                By::Node,
            ),
            (
                "Error: Cannot find module './x'\nRequire stack:\n- /app/server.js",
                "./x",
                Some("/app/server.js"),
                By::Require,
            ),
            ("Cannot find module './x' from 'src/App.test.js'", "./x", Some("src/App.test.js"), By::Bundler),
        ];
        for (text, specifier, importer, by) in cases {
            let all = unresolved(text);
            let found = all.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.specifier.as_str(), found.importer.as_deref(), found.by),
                (*specifier, *importer, *by)
            );
        }
        assert_eq!(unresolved("Could not resolve the promise \"x"), []);
    }

    #[test]
    fn missing_exports_are_understood() {
        let cases: &[(&str, &str, Option<&str>, Option<&str>)] = &[
            (
                r#""x" is not exported by "src/y.js", imported by "src/z.js"."#,
                "x",
                Some("src/y.js"),
                Some("src/z.js"),
            ),
            (r#"[MISSING_EXPORT] "x" is not exported by "src/y.js"."#, "x", Some("src/y.js"), None),
            (r#"No matching export in "src/y.js" for import "x""#, "x", Some("src/y.js"), None),
            (
                "SyntaxError: The requested module './y.js' does not provide an export named 'x'",
                "x",
                Some("./y.js"),
                None,
            ),
            (
                "does it: The requested module '/src/y.jsx' does not provide an export named 'default' (at App.jsx:3:8)",
                "default",
                Some("/src/y.jsx"),
                Some("App.jsx"),
            ),
            (
                "export 'x' (imported as 'x') was not found in './y' (possible exports: z)",
                "x",
                Some("./y"),
                None,
            ),
            (
                "Attempted import error: 'x' is not exported from '@/lib/y' (imported as 'x').",
                "x",
                Some("@/lib/y"),
                None,
            ),
            (r#"TS2305: Module '"./y"' has no exported member 'x'."#, "x", Some("./y"), None),
            (
                r#"TS2724: '"./y"' has no exported member named 'x'. Did you mean 'z'?"#,
                "x",
                Some("./y"),
                None,
            ),
            (
                r#"TS2459: Module '"./y"' declares 'x' locally, but it is not exported."#,
                "x",
                Some("./y"),
                None,
            ),
            (r#"TS1192: Module '"/app/src/y"' has no default export."#, "default", Some("/app/src/y"), None),
            (
                "SyntaxError: Named export 'x' not found. The requested module 'y' is a CommonJS module, which may",
                "x",
                Some("y"),
                None,
            ),
            (
                "The export x was not found in module [project]/lib/y.ts [app-client] (ecmascript).",
                "x",
                Some("lib/y.ts"),
                None,
            ),
        ];
        for (text, name, module, importer) in cases {
            let all = no_exports(text);
            let found = all.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.name.as_str(), found.module.as_deref(), found.importer.as_deref()),
                (*name, *module, *importer)
            );
        }
    }
}
