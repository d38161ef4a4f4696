//! JSON files: a value set in place, order, comments and style kept.

use crate::edit::{EditError, EditSet};
use crate::text::{Span, indentation, indentation_unit, line_end};
use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;

/// Why a JSON file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// It does not parse.
    #[error("not valid JSON: {0}")]
    Syntax(String),
    /// A part of the path is there and is no object.
    #[error("`{0}` is not an object")]
    NotAnObject(String),
    /// The edits contradict each other.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// Sets the value at a path of keys; `value` is JSON text. Missing objects on the way are made.
pub fn set_json(text: &str, path: &[&str], value: &str) -> Result<EditSet, JsonError> {
    let parsed = parse(text)?;
    let Some(Value::Object(root)) = &parsed else {
        return Err(JsonError::NotAnObject("the file".to_owned()));
    };
    let mut edits = EditSet::new();
    let mut object = root;
    for (depth, key) in path.iter().enumerate() {
        let last = depth + 1 == path.len();
        match object.get(key) {
            Some(prop) if last => {
                edits.replace(span(&prop.value), value)?;
                return Ok(edits);
            }
            Some(ObjectProp { value: Value::Object(inner), .. }) => object = inner,
            Some(_) => return Err(JsonError::NotAnObject((*key).to_owned())),
            None => {
                let inner = path[depth + 1..].iter().rev().fold(value.to_owned(), |inner, key| {
                    let (end, unit) = (line_end(text), indentation_unit(text));
                    format!("{{{end}{unit}{}: {inner}{end}}}", quoted(key))
                });
                add_property(text, object, key, &inner, None, &mut edits)?;
                return Ok(edits);
            }
        }
    }
    Ok(edits)
}

/// Adds a dependency to a `package.json`, in alphabetical order where the others are.
pub fn add_dependency(text: &str, group: &str, name: &str, range: &str) -> Result<EditSet, JsonError> {
    let parsed = parse(text)?;
    let Some(Value::Object(root)) = &parsed else {
        return Err(JsonError::NotAnObject("the file".to_owned()));
    };
    let Some(ObjectProp { value: Value::Object(group), .. }) = root.get(group) else {
        return set_json(text, &[group, name], &quoted(range));
    };
    let names: Vec<&str> = group.properties.iter().map(|prop| prop.name.as_str()).collect();
    let before = names.is_sorted().then(|| names.iter().position(|other| *other > name)).flatten();
    let mut edits = EditSet::new();
    add_property(text, group, name, &quoted(range), before, &mut edits)?;
    Ok(edits)
}

/// Removes a dependency from a `package.json`, its comma and line with it; a group that would be empty goes
/// to `{}`. Nothing is edited where it is not listed.
pub fn remove_dependency(text: &str, group: &str, name: &str) -> Result<EditSet, JsonError> {
    let parsed = parse(text)?;
    let mut edits = EditSet::new();
    let Some(Value::Object(root)) = &parsed else {
        return Err(JsonError::NotAnObject("the file".to_owned()));
    };
    let Some(ObjectProp { value: Value::Object(group), .. }) = root.get(group) else { return Ok(edits) };
    let all: Vec<Span> = group.properties.iter().map(span).collect();
    let Some(at) = group.properties.iter().position(|prop| prop.name.as_str() == name) else {
        return Ok(edits);
    };
    let whole = span(group);
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    let gone = match (before, all.get(at + 1)) {
        (_, Some(next)) => Span::new(all[at].start, next.start),
        (Some(before), None) => Span::new(before.end, all[at].end),
        (None, None) => Span::new(whole.start + 1, whole.end - 1),
    };
    edits.delete(gone)?;
    Ok(edits)
}

fn parse(text: &str) -> Result<Option<Value<'_>>, JsonError> {
    let options = jsonc_parser::ParseOptions::default();
    match jsonc_parser::parse_to_ast(text, &jsonc_parser::CollectOptions::default(), &options) {
        Ok(parsed) => Ok(parsed.value),
        Err(error) => Err(JsonError::Syntax(error.to_string())),
    }
}

fn span(node: &impl Ranged) -> Span {
    Span::new(u32::try_from(node.start()).unwrap_or(u32::MAX), u32::try_from(node.end()).unwrap_or(u32::MAX))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn add_property(
    text: &str,
    object: &Object<'_>,
    key: &str,
    value: &str,
    before: Option<usize>,
    edits: &mut EditSet,
) -> Result<(), EditError> {
    let whole = span(object);
    let outer = indentation(text, whole.start);
    let end = line_end(text);
    let indent = match object.properties.first() {
        Some(first) => indentation(text, span(first).start).to_owned(),
        None => format!("{outer}{}", indentation_unit(text)),
    };
    let value = value.replace(end, &format!("{end}{indent}"));
    let property = format!("{}: {value}", quoted(key));
    let on_lines = whole.of(text).contains('\n') || object.properties.is_empty();
    let gap = if on_lines { format!("{end}{indent}") } else { " ".to_owned() };
    match (before.and_then(|index| object.properties.get(index)), object.properties.last()) {
        (Some(next), _) => edits.insert(span(next).start, format!("{property},{gap}")),
        (None, Some(last)) => edits.insert(span(last).end, format!(",{gap}{property}")),
        (None, None) => {
            edits.replace(Span::new(whole.start + 1, whole.end - 1), format!("{gap}{property}{end}{outer}"))
        }
    }
}
