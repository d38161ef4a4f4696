//! The model as Python: frozen dataclasses that read and write its JSON.

use super::shapes::{Field, Kind, Shape, Type};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HEAD: &str = r#""""The values of AutoFix. Written by `cargo xtask gen` from the model in Rust: change it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union

from ._model import Model, nullable
"#;

/// Python has a class of its own for events, whose data is typed by the event's name.
const SKIPPED: &str = "Event";

/// The names of those types that are classes; the others are plain JSON.
type Classes<'a> = BTreeSet<&'a str>;

/// The whole file.
pub(crate) fn write(shapes: &[Shape]) -> String {
    let shapes: Vec<&Shape> = shapes.iter().filter(|shape| shape.name != SKIPPED).collect();
    let is_class = |shape: &&&Shape| matches!(shape.kind, Kind::Object(_));
    let classes: Classes<'_> = shapes.iter().filter(is_class).map(|shape| shape.name.as_str()).collect();
    let mut text = HEAD.to_owned();
    // An alias is evaluated at once, so those come first; classes name each other in annotations only.
    for shape in &shapes {
        alias(&mut text, shape);
    }
    for shape in &shapes {
        if let Kind::Object(fields) = &shape.kind {
            class(&mut text, shape, fields, &classes);
        }
    }
    text
}

fn alias(text: &mut String, shape: &Shape) {
    let name = &shape.name;
    let listed = |words: &mut dyn Iterator<Item = &String>| {
        let mut lines = String::new();
        words.for_each(|word| {
            let _ = writeln!(lines, "    \"{word}\",");
        });
        lines
    };
    let (of, words) = match &shape.kind {
        Kind::Object(_) => return,
        Kind::Words(words) => {
            (format!("Literal[\n{}]", listed(&mut words.iter().map(|(word, _)| word))), words.as_slice())
        }
        // Editors go on offering the words although any text is allowed.
        Kind::OpenWords(words) => {
            (format!("Union[Literal[\n{}], str]", listed(&mut words.iter())), [].as_slice())
        }
        Kind::WordsOr(words, _) => {
            let literal = listed(&mut words.iter().map(|(word, _)| word));
            (format!("Union[Literal[\n{literal}], Mapping[str, Any]]"), words.as_slice())
        }
    };
    let _ = writeln!(text, "\n{name} = {of}");
    let mut doc = shape.doc.clone();
    if words.iter().any(|(_, about)| !about.is_empty()) {
        doc.push('\n');
        for (word, about) in words {
            let _ = write!(doc, "\n- `{word}`: {}", about.replace('\n', " "));
        }
        doc.push('\n');
    }
    docstring(text, "", &doc);
}

fn class(text: &mut String, shape: &Shape, fields: &[Field], classes: &Classes<'_>) {
    let name = &shape.name;
    let _ = writeln!(text, "\n\n@dataclass(frozen=True)\nclass {name}(Model):");
    docstring(text, "    ", &shape.doc);
    // Members with a default come last.
    for field in fields.iter().filter(|field| field.required) {
        let _ = writeln!(text, "\n    {}: {}", field.name, type_of(&field.of));
        docstring(text, "    ", &field.doc);
    }
    for field in fields.iter().filter(|field| !field.required) {
        let of = type_of(&field.of);
        let _ = match field.of {
            Type::List(_) => writeln!(text, "\n    {}: {of} = ()", field.name),
            _ => writeln!(text, "\n    {}: {of} | None = None", field.name),
        };
        docstring(text, "    ", &field.doc);
    }
    let _ = writeln!(
        text,
        "\n    @classmethod\n    def _read(cls, value: Mapping[str, Any]) -> {name}:\n        return cls("
    );
    for field in fields {
        let _ = writeln!(text, "            {}={},", field.name, read_member(field, classes));
    }
    text.push_str("        )\n\n    def to_json(self) -> dict[str, Any]:\n");
    text.push_str("        value: dict[str, Any] = {}\n");
    for field in fields {
        let member = format!("self.{}", field.name);
        let line = format!("value[\"{}\"] = {}\n", field.name, written(&field.of, &member, classes));
        match (field.required, &field.of) {
            (true, _) => text.push_str("        "),
            (false, Type::List(_)) => {
                let _ = write!(text, "        if {member}:\n            ");
            }
            (false, _) => {
                let _ = write!(text, "        if {member} is not None:\n            ");
            }
        }
        text.push_str(&line);
    }
    text.push_str("        return value\n");
}

fn docstring(text: &mut String, indent: &str, doc: &str) {
    if doc.is_empty() {
        return;
    }
    let doc =
        doc.replace('\\', "\\\\").replace('\n', &format!("\n{indent}")).replace(&format!("{indent}\n"), "\n");
    let _ = writeln!(text, "{indent}\"\"\"{doc}\"\"\"");
}

fn type_of(of: &Type) -> String {
    match of {
        Type::Text => "str".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Named(name) => name.clone(),
        Type::List(of) => format!("tuple[{}, ...]", type_of(of)),
        Type::Map(of) => format!("Mapping[str, {}]", type_of(of)),
        Type::Nullable(of) => format!("{} | None", type_of(of)),
    }
}

/// The class that has to be read inside a type, if there is one.
fn class_in<'a>(of: &'a Type, classes: &Classes<'_>) -> Option<&'a str> {
    match of {
        Type::Named(name) if classes.contains(name.as_str()) => Some(name),
        _ => None,
    }
}

fn read_member(field: &Field, classes: &Classes<'_>) -> String {
    let name = &field.name;
    if field.required {
        return read(&field.of, &format!("value[\"{name}\"]"), classes);
    }
    let member = format!("value.get(\"{name}\")");
    match &field.of {
        Type::List(_) => read(&field.of, &format!("(value.get(\"{name}\") or ())"), classes),
        of => match class_in(of, classes) {
            Some(class) => format!("nullable({class}._read, {member})"),
            None => member,
        },
    }
}

fn read(of: &Type, from: &str, classes: &Classes<'_>) -> String {
    match of {
        Type::List(of) => match class_in(of, classes) {
            Some(class) => format!("tuple({class}._read(item) for item in {from})"),
            None => format!("tuple({from})"),
        },
        Type::Nullable(of) => match class_in(of, classes) {
            Some(class) => format!("nullable({class}._read, {from})"),
            None => from.to_owned(),
        },
        of => match class_in(of, classes) {
            Some(class) => format!("{class}._read({from})"),
            None => from.to_owned(),
        },
    }
}

fn written(of: &Type, from: &str, classes: &Classes<'_>) -> String {
    match of {
        Type::List(of) if class_in(of, classes).is_some() => format!("[item.to_json() for item in {from}]"),
        Type::List(_) => format!("list({from})"),
        Type::Map(_) => format!("dict({from})"),
        Type::Nullable(of) if class_in(of, classes).is_some() => {
            format!("None if {from} is None else {from}.to_json()")
        }
        of if class_in(of, classes).is_some() => format!("{from}.to_json()"),
        _ => from.to_owned(),
    }
}
