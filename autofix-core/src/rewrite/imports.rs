//! What an `import` statement takes from a module, changed in place.

use crate::edit::{EditError, EditSet};
use crate::facts::ModuleFile;
use crate::facts::modules::{self, ImportFact, ImportKind, ImportedName};
use crate::facts::style::Style;
use crate::text::Span;

/// Names between the braces, in order.
fn in_braces(import: &ImportFact) -> Vec<&ImportedName> {
    import.names.iter().filter(|name| !is_default(name) && name.imported.value != "*").collect()
}

/// Taken as `import x from`, not as `import { default as x } from`.
fn is_default(name: &ImportedName) -> bool {
    name.imported.value == "default" && name.span == name.local.span
}

/// Takes the module's default instead of a name; `None` where the statement takes a default already, or is
/// no `import … from`.
pub fn take_default(
    file: &ModuleFile,
    import: &ImportFact,
    name: &str,
) -> Result<Option<EditSet>, EditError> {
    let named = in_braces(import);
    let Some(at) = named.iter().position(|it| it.imported.value == name) else { return Ok(None) };
    let brace = brace_before(file, import, &named);
    let (Some(brace), false) =
        (brace, import.names.iter().any(|it| !named.iter().any(|n| n.span == it.span)))
    else {
        return Ok(None);
    };
    let local = &named[at].local.value;
    let mut edits = EditSet::new();
    if named.len() == 1 {
        let Some(close) = brace_after(file, import, named[at].span.end) else { return Ok(None) };
        edits.replace(Span::new(brace, close + 1), local.as_str())?;
    } else {
        edits.insert(brace, format!("{local}, "))?;
        edits.delete(without(&named, at))?;
    }
    Ok(Some(edits))
}

/// Takes a name instead of the module's default; `None` where the statement does not take a default.
pub fn take_named(file: &ModuleFile, import: &ImportFact, name: &str) -> Result<Option<EditSet>, EditError> {
    if import.kind != ImportKind::Static {
        return Ok(None);
    }
    let Some(default) = import.names.iter().find(|it| is_default(it)) else { return Ok(None) };
    let local = &default.local.value;
    let taken = if local == name { name.to_owned() } else { format!("{name} as {local}") };
    let named = in_braces(import);
    let mut edits = EditSet::new();
    match named.first() {
        None if import.names.len() > 1 => return Ok(None),
        None => edits.replace(default.span, format!("{{ {taken} }}"))?,
        Some(first) => {
            let Some(brace) = brace_before(file, import, &named) else { return Ok(None) };
            edits.delete(Span::new(default.span.start, brace))?;
            edits.insert(first.span.start, format!("{taken}, "))?;
        }
    }
    Ok(Some(edits))
}

/// Marks names of a statement as types: the whole statement where it takes nothing else and the file has
/// no habit of marking single names.
pub fn take_types(
    file: &ModuleFile,
    import: &ImportFact,
    names: &[&str],
    single: bool,
) -> Result<EditSet, EditError> {
    let mut edits = EditSet::new();
    let is_meant = |it: &&ImportedName| {
        names.contains(&it.imported.value.as_str()) || names.contains(&it.local.value.as_str())
    };
    let meant: Vec<&ImportedName> = import.names.iter().filter(is_meant).filter(|it| !it.type_only).collect();
    let others = import.names.iter().filter(|it| !it.type_only && !is_meant(it)).count();
    let alone = import.names.len() == 1 || !import.names.iter().any(is_default);
    let marked = import.names.iter().any(|it| it.type_only);
    let head = import.span.of(&file.text);
    let keyword = if head.starts_with("export") { "export" } else { "import" };
    if others == 0 && alone && !marked && !single || meant.iter().any(|it| is_default(it)) {
        let after = import.span.start + u32::try_from(keyword.len()).unwrap_or(0);
        edits.insert(after, " type")?;
    } else {
        for name in meant {
            edits.insert(name.span.start, "type ")?;
        }
    }
    Ok(edits)
}

/// Removes names from an `import … from`, by what they are called here; the whole statement with its line
/// where no name is left.
pub fn drop_names(file: &ModuleFile, import: &ImportFact, locals: &[&str]) -> Result<EditSet, EditError> {
    let goes = |name: &ImportedName| locals.contains(&name.local.value.as_str());
    let mut edits = EditSet::new();
    if import.names.iter().all(goes) {
        super::remove_statement(&file.text, import.span, &mut edits)?;
        return Ok(edits);
    }
    let first = import.names.iter().find(|name| is_default(name));
    let named = in_braces(import);
    let star = import.names.iter().find(|name| name.imported.value == "*");
    let brace = brace_before(file, import, &named);
    if let Some(first) = first.filter(|name| goes(name)) {
        let next = star.map(|star| star.span.start).or(brace);
        edits.delete(Span::new(first.span.start, next.unwrap_or(first.span.end)))?;
    }
    if let (Some(first), Some(star)) = (first, star.filter(|name| goes(name))) {
        edits.delete(Span::new(first.span.end, star.span.end))?;
    }
    if named.iter().all(|name| goes(name)) {
        let close = named.last().and_then(|last| brace_after(file, import, last.span.end));
        if let (Some(first), Some(close)) = (first, close) {
            edits.delete(Span::new(first.span.end, close + 1))?;
        }
        return Ok(edits);
    }
    let mut at = 0;
    while at < named.len() {
        let run = named.iter().skip(at).take_while(|name| goes(name)).count();
        let (Some(one), Some(last)) = (named.get(at), named.get((at + run).saturating_sub(1))) else { break };
        match (named.get(at + run), at.checked_sub(1).and_then(|before| named.get(before))) {
            _ if run == 0 => {}
            (Some(next), _) => edits.delete(Span::new(one.span.start, next.span.start))?,
            (None, Some(before)) => edits.delete(Span::new(before.span.end, last.span.end))?,
            (None, None) => {}
        }
        at += run.max(1);
    }
    Ok(edits)
}

/// Imports a name: in the braces of an `import … from` the module that is there, else by a statement after
/// the last import.
pub fn add_named(file: &ModuleFile, name: &str, from: &str, edits: &mut EditSet) -> Result<(), EditError> {
    let all = modules::imports(&file.tree);
    let statics = || all.iter().filter(|it| it.kind == ImportKind::Static);
    let open = statics().find(|it| {
        it.from.value == from
            && !it.type_only
            && !it.names.is_empty()
            && it.names.iter().all(|n| n.imported.value != "*")
    });
    if let Some(import) = open {
        return match (in_braces(import).last(), import.names.first()) {
            (Some(last), _) => edits.insert(last.span.end, format!(", {name}")),
            (None, Some(default)) => edits.insert(default.span.end, format!(", {{ {name} }}")),
            (None, None) => Ok(()),
        };
    }
    let style = Style::of(file);
    let statement = format!("import {{ {name} }} from {}{}", style.string(from), style.semicolon());
    match statics().map(|it| it.span.end).max() {
        Some(at) => edits.insert(at, format!("{}{statement}", style.line_end)),
        None if file.tree.start == 0 => edits.insert(0, format!("{statement}{}", style.line_end)),
        None => edits.insert(file.tree.start, format!("{}{statement}", style.line_end)),
    }
}

/// The bytes that go with one of several names: its comma too.
fn without(named: &[&ImportedName], at: usize) -> Span {
    match (named.get(at + 1), at.checked_sub(1).and_then(|before| named.get(before))) {
        (Some(next), _) => Span::new(named[at].span.start, next.span.start),
        (None, Some(before)) => Span::new(before.span.end, named[at].span.end),
        (None, None) => named[at].span,
    }
}

fn brace_before(file: &ModuleFile, import: &ImportFact, named: &[&ImportedName]) -> Option<u32> {
    let head = Span::new(import.span.start, named.first()?.span.start);
    let at = head.of(&file.text).rfind('{')?;
    Some(head.start + u32::try_from(at).ok()?)
}

fn brace_after(file: &ModuleFile, import: &ImportFact, from: u32) -> Option<u32> {
    let tail = Span::new(from, import.span.end);
    let at = tail.of(&file.text).find('}')?;
    Some(from + u32::try_from(at).ok()?)
}
