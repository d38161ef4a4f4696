//! Array and object literals, imports and statements of JavaScript and TypeScript.

use crate::edit::{EditError, EditSet};
use crate::facts::style::Style;
use crate::facts::{ModuleFile, modules};
use crate::syntax::tree::{Expr, ExprKind};
use crate::text::{Span, indentation, line_end};

/// Adds an element at the end of an array literal.
pub fn add_element(file: &ModuleFile, array: &Expr, element: &str) -> Result<EditSet, EditError> {
    let last = match &array.kind {
        ExprKind::Array(items) => items.last().map(|item| item.span),
        _ => None,
    };
    add_item(file, array.span, last, element, "")
}

/// Adds a property at the end of an object literal. The value's later lines are indented by the caller
/// relative to the property.
pub fn add_property(file: &ModuleFile, object: &Expr, key: &str, value: &str) -> Result<EditSet, EditError> {
    let last = object.as_object().and_then(<[_]>::last).map(|prop| prop.span);
    let style = Style::of(file);
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
        && !key.starts_with(|c: char| c.is_ascii_digit());
    let key = if plain { key.to_owned() } else { style.string(key) };
    add_item(file, object.span, last, &format!("{key}: {value}"), " ")
}

/// Adds `name` at the end of an object literal, short for `name: name`.
pub fn add_shorthand(file: &ModuleFile, object: &Expr, name: &str) -> Result<EditSet, EditError> {
    let last = object.as_object().and_then(<[_]>::last).map(|prop| prop.span);
    add_item(file, object.span, last, name, " ")
}

/// Adds an item before the closing bracket. `pad` stands inside the brackets of a one-line literal.
fn add_item(
    file: &ModuleFile,
    literal: Span,
    last: Option<Span>,
    item: &str,
    pad: &str,
) -> Result<EditSet, EditError> {
    let text = &*file.text;
    let style = Style::of(file);
    let close = literal.end - 1;
    let mut edits = EditSet::new();
    let item = item.replace("\r\n", "\n");
    let Some(last) = last else {
        let item = one_line(&item);
        edits.replace(Span::new(literal.start + 1, close), format!("{pad}{item}{pad}"))?;
        return Ok(edits);
    };
    let tail = Span::new(last.end, close).of(text);
    let has_comma = after_comments(tail).starts_with(',');
    let own_lines = Span::new(literal.start, last.start).of(text).contains('\n');
    if own_lines {
        let outer = indentation(text, literal.start);
        let mut indent = indentation(text, last.start).to_owned();
        if Span::new(line_start(text, last.start), last.start).of(text).trim().is_empty() {
            indent = indent.clone();
        } else if indent == outer {
            indent = format!("{outer}{}", style.indent);
        }
        let item = item.replace('\n', &format!("{}{indent}", style.line_end));
        // Behind the comma and a comment on the same line, so that the comment stays with its item.
        let at = if has_comma { last.end + comma_end(tail) } else { last.end };
        let comma = if has_comma { "" } else { "," };
        let after = if has_comma { "," } else { "" };
        edits.insert(last.end, comma)?;
        let rest = Span::new(at, close).of(text);
        let line =
            rest.find('\n').map_or(rest.len(), |at| if rest[..at].ends_with('\r') { at - 1 } else { at });
        let at = at + u32::try_from(line).unwrap_or(0);
        edits.insert(at, format!("{}{indent}{item}{after}", style.line_end))?;
    } else {
        let separator = if has_comma { " " } else { ", " };
        let at = if has_comma { last.end + comma_end(tail) } else { last.end };
        edits.insert(at, format!("{separator}{}", one_line(&item)))?;
    }
    Ok(edits)
}

/// A literal that was written over lines, on one line.
fn one_line(item: &str) -> String {
    let joined = item.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    joined.replace(", }", " }").replace(",}", " }").replace(", ]", "]")
}

fn after_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if let Some(rest) = text.strip_prefix("//") {
            text = rest.find('\n').map_or("", |at| &rest[at..]);
        } else if let Some(rest) = text.strip_prefix("/*") {
            text = rest.find("*/").map_or("", |at| &rest[at + 2..]);
        } else {
            return text;
        }
    }
}

/// Bytes up to and with the comma.
fn comma_end(tail: &str) -> u32 {
    let rest = after_comments(tail);
    u32::try_from(tail.len() - rest.len() + 1).unwrap_or(0)
}

fn line_start(text: &str, offset: u32) -> u32 {
    let at = text[..offset as usize].rfind('\n').map_or(0, |at| at + 1);
    u32::try_from(at).unwrap_or(0)
}

/// Adds an import of a module's default after the last import, unless it is there; answers its local name.
pub fn add_import(
    file: &ModuleFile,
    local: &str,
    from: &str,
    edits: &mut EditSet,
) -> Result<String, EditError> {
    let imports = modules::imports(&file.tree);
    if let Some(name) = (imports.iter().filter(|import| import.from.value == from)).find_map(|import| {
        import.names.iter().find(|name| matches!(name.imported.value.as_str(), "default" | "*"))
    }) {
        return Ok(name.local.value.clone());
    }
    let style = Style::of(file);
    let statement = style.import_default(local, from);
    let top_level = |span: Span| file.tree.body.iter().rev().find(|stmt| stmt.span.covers(span));
    let is_static = |kind| matches!(kind, modules::ImportKind::Static | modules::ImportKind::ReExport);
    let last = imports.iter().rfind(|import| {
        is_static(import.kind) == style.esm
            && top_level(import.span).is_some_and(|stmt| {
                // A call deep inside a function is no place for another import.
                indentation(&file.text, stmt.span.start).is_empty()
                    && indentation(&file.text, import.span.start).is_empty()
            })
    });
    if let Some(stmt) = last.and_then(|import| top_level(import.span)) {
        edits.insert(stmt.span.end, format!("{}{statement}", style.line_end))?;
    } else {
        let start = if file.tree.start == 0 { 0 } else { file.tree.start };
        let lead = if start == 0 { "" } else { style.line_end };
        let trail = if start == 0 { style.line_end } else { "" };
        edits.insert(start, format!("{lead}{statement}{trail}"))?;
    }
    Ok(local.to_owned())
}

/// Removes a statement with its line, where nothing else stands on it, and one of two blank lines
/// that would be left.
pub fn remove_statement(text: &str, stmt: Span, edits: &mut EditSet) -> Result<(), EditError> {
    let start = line_start(text, stmt.start);
    let after = &text[stmt.end as usize..];
    let line = after.find('\n').map_or(after.len(), |at| at + 1);
    let alone = Span::new(start, stmt.start).of(text).trim().is_empty() && after[..line].trim().is_empty();
    if !alone {
        return edits.delete(stmt);
    }
    let mut end = stmt.end as usize + line;
    let blank_before = text[..start as usize].lines().next_back().is_none_or(|line| line.trim().is_empty());
    let next = text[end..].find('\n').map(|at| end + at + 1);
    if let Some(next) = next.filter(|next| blank_before && text[end..*next].trim().is_empty()) {
        end = next;
    }
    edits.delete(Span::new(start, u32::try_from(end).unwrap_or(stmt.end)))
}

/// Moves a statement, with the comments above it, to stand before another one.
pub fn move_statement(text: &str, stmt: Span, before: Span, edits: &mut EditSet) -> Result<(), EditError> {
    let moved = with_comments(text, stmt);
    remove_statement(text, moved, edits)?;
    let to = with_comments(text, before);
    let indent = indentation(text, to.start);
    edits.insert(to.start, format!("{}{}{indent}", moved.of(text), line_end(text)))
}

/// A statement with the comment lines right above it.
fn with_comments(text: &str, stmt: Span) -> Span {
    let mut start = stmt.start;
    let mut above = line_start(text, start);
    if !Span::new(above, start).of(text).trim().is_empty() {
        return stmt;
    }
    while above > 0 {
        let line = line_start(text, above - 1);
        let comment = Span::new(line, above).of(text);
        if !comment.trim_start().starts_with("//") {
            break;
        }
        start = line + u32::try_from(comment.len() - comment.trim_start().len()).unwrap_or(0);
        above = line;
    }
    Span::new(start, stmt.end)
}
