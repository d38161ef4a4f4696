//! The model as TypeScript.

use super::shapes::{Field, Kind, Shape, Type};
use std::fmt::Write as _;

/// The whole file.
pub(crate) fn write(shapes: &[Shape]) -> String {
    let mut text = String::from("// Written by `cargo xtask gen` from the model in Rust. Change it there.\n");
    for shape in shapes {
        text.push('\n');
        comment(&mut text, "", &shape.doc);
        let name = &shape.name;
        match &shape.kind {
            Kind::Object(members) => {
                let _ = writeln!(text, "export interface {name} {{");
                fields(&mut text, members);
                text.push_str("}\n");
            }
            Kind::Words(words) => {
                let _ = writeln!(text, "export type {name} =");
                union(&mut text, words.iter().map(|(word, doc)| (word.as_str(), doc.as_str())));
                text.push_str(";\n");
            }
            Kind::OpenWords(words) => {
                let _ = writeln!(text, "export type {name} =");
                union(&mut text, words.iter().map(|word| (word.as_str(), "")));
                // Editors go on offering the words although any text is allowed.
                text.push_str("\n  | (string & {});\n");
            }
            Kind::WordsOr(words, members) => {
                let _ = writeln!(text, "export type {name} =");
                union(&mut text, words.iter().map(|(word, doc)| (word.as_str(), doc.as_str())));
                text.push_str("\n  | {\n");
                let mut inner = String::new();
                fields(&mut inner, members);
                for line in inner.lines() {
                    let _ = writeln!(text, "    {line}");
                }
                text.push_str("    };\n");
            }
        }
    }
    text
}

fn comment(text: &mut String, indent: &str, doc: &str) {
    match doc.lines().collect::<Vec<_>>().as_slice() {
        [] => {}
        [line] => {
            let _ = writeln!(text, "{indent}/** {line} */");
        }
        lines => {
            let _ = writeln!(text, "{indent}/**");
            for line in lines {
                let _ = writeln!(text, "{indent} * {line}");
            }
            let _ = writeln!(text, "{indent} */");
        }
    }
}

fn union<'a>(text: &mut String, words: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut lines = Vec::new();
    for (word, doc) in words {
        let mut line = String::new();
        comment(&mut line, "  ", doc);
        let _ = write!(line, "  | '{word}'");
        lines.push(line);
    }
    text.push_str(&lines.join("\n"));
}

fn fields(text: &mut String, fields: &[Field]) {
    for field in fields {
        comment(text, "  ", &field.doc);
        let mark = if field.required { "" } else { "?" };
        let _ = writeln!(text, "  {}{mark}: {};", camel(&field.name), type_of(&field.of));
    }
}

fn type_of(of: &Type) -> String {
    match of {
        Type::Text => "string".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "unknown".to_owned(),
        Type::Named(name) => name.clone(),
        Type::List(of) => format!("{}[]", type_of(of)),
        Type::Map(of) => format!("Record<string, {}>", type_of(of)),
        Type::Nullable(of) => format!("{} | null", type_of(of)),
    }
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        all.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        all.push_str(letters.as_str());
    }
    all
}
