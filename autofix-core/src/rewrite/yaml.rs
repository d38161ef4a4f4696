//! YAML files: a scalar set in a block mapping, order, comments and style kept.
//!
//! The place is found by indentation, and the result is held against the parser: it must differ from
//! the file in that one value. What is written in flow style or by anchors is left alone.

use crate::edit::{EditError, EditSet};
use crate::text::{Span, indentation_unit, line_end};
use serde_json::Value;

/// Why a YAML file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YamlError {
    /// The file or the value does not parse.
    #[error("not valid YAML: {0}")]
    Syntax(String),
    /// The place is written in a way that is not edited: flow style, anchors, several documents.
    #[error("`{0}` is written in a way that cannot be edited; change it by hand")]
    Unsupported(String),
    /// The edit does not fit.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// Sets the scalar at a path of keys; `value` is YAML text of one line. Missing mappings are made.
pub fn set_yaml(text: &str, path: &[&str], value: &str) -> Result<EditSet, YamlError> {
    let before = parse(text)?;
    let wanted = parse(value)?;
    let unsupported = || YamlError::Unsupported(path.join("."));
    if value.contains('\n') || path.is_empty() {
        return Err(unsupported());
    }
    let edits = place(text, path, value)?;
    let mut expected = if before.is_null() { Value::Object(serde_json::Map::new()) } else { before };
    set(&mut expected, path, wanted).ok_or_else(unsupported)?;
    // Proof: the parser sees this one change and no other.
    match parse(&edits.apply(text)?) {
        Ok(after) if after == expected => Ok(edits),
        _ => Err(unsupported()),
    }
}

fn parse(text: &str) -> Result<Value, YamlError> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_yaml::from_str(text).map_err(|error| YamlError::Syntax(error.to_string()))
}

fn set(at: &mut Value, path: &[&str], value: Value) -> Option<()> {
    let Some((key, rest)) = path.split_first() else {
        *at = value;
        return Some(());
    };
    if at.is_null() {
        *at = Value::Object(serde_json::Map::new());
    }
    set(at.as_object_mut()?.entry(*key).or_insert(Value::Null), rest, value)
}

/// A line of a block mapping: its bytes, its indentation, its key and where the value begins.
struct Entry {
    line: Span,
    indent: usize,
    value: u32,
}

fn place(text: &str, path: &[&str], value: &str) -> Result<EditSet, EditError> {
    let end = line_end(text);
    let unit = indentation_unit(text);
    let mut edits = EditSet::new();
    // The lines that belong to the mapping that is looked at.
    let mut region = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let mut indent = None;
    for (depth, key) in path.iter().enumerate() {
        let found = entry(text, region, indent, key);
        let last = depth + 1 == path.len();
        match found {
            Some(entry) if last => {
                let old = Span::new(entry.value, entry.line.end).of(text);
                let old = &old[..old.trim_end_matches(['\r', '\n']).len()];
                let comment = old.find(" #").filter(|_| !old.trim_start().starts_with(['"', '\'']));
                let length = comment.map_or(old.len(), |at| old[..at].trim_end().len());
                let lead = if old.is_empty() { " " } else { "" };
                let stop = entry.value + u32::try_from(length).unwrap_or(0);
                edits.replace(Span::new(entry.value, stop), format!("{lead}{value}"))?;
                return Ok(edits);
            }
            Some(entry) => {
                region = Span::new(entry.line.end, block_end(text, region, &entry));
                indent = Some(entry.indent + 1);
            }
            None => {
                let own = first_indent(text, region, indent)
                    .unwrap_or_else(|| indent.map_or(0, |it| it - 1 + unit.len()));
                let mut lines = String::new();
                for (step, key) in path[depth..].iter().enumerate() {
                    let tail =
                        if depth + step + 1 == path.len() { format!(" {value}") } else { String::new() };
                    let indent = " ".repeat(own) + &unit.repeat(step);
                    lines.extend([indent.as_str(), key, ":", tail.as_str(), end]);
                }
                let at = last_content(text, region);
                let lead = if at > 0 && !text[..at as usize].ends_with('\n') { end } else { "" };
                edits.insert(at, format!("{lead}{lines}"))?;
                return Ok(edits);
            }
        }
    }
    Ok(edits)
}

fn lines(text: &str, region: Span) -> impl Iterator<Item = (Span, &str)> {
    let mut at = region.start;
    region.of(text).split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + u32::try_from(line.len()).unwrap_or(0));
        at = span.end;
        (span, line)
    })
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && line != "---"
}

fn width(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn first_indent(text: &str, region: Span, least: Option<usize>) -> Option<usize> {
    let (_, line) = lines(text, region).find(|(_, line)| is_content(line))?;
    Some(width(line)).filter(|width| *width >= least.unwrap_or(0))
}

fn entry(text: &str, region: Span, least: Option<usize>, key: &str) -> Option<Entry> {
    let indent = first_indent(text, region, least)?;
    lines(text, region).find_map(|(span, line)| {
        if !is_content(line) || width(line) != indent {
            return None;
        }
        let rest = &line[indent..];
        let quoted = [key.to_owned(), format!("'{key}'"), format!("\"{key}\"")];
        let name = quoted
            .iter()
            .find(|name| rest.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(':')))?;
        let after = &rest[name.len() + 1..];
        let blank = after.len() - after.trim_start_matches(' ').len();
        let value = span.start + u32::try_from(indent + name.len() + 1 + blank).ok()?;
        Some(Entry { line: span, indent, value })
    })
}

/// The byte after the last line that belongs to an entry.
fn block_end(text: &str, region: Span, entry: &Entry) -> u32 {
    lines(text, Span::new(entry.line.end, region.end))
        .find(|(_, line)| is_content(line) && width(line) <= entry.indent)
        .map_or(region.end, |(span, _)| span.start)
}

/// The byte after the last line of a region that says something.
fn last_content(text: &str, region: Span) -> u32 {
    lines(text, region).filter(|(_, line)| is_content(line)).last().map_or(region.start, |(span, _)| span.end)
}
