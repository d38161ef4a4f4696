//! The model as records that uniffi hands to Kotlin, Swift and Ruby.

use super::shapes::{Field, Kind, Shape, Type};
use std::fmt::Write as _;

/// Written by hand, because it differs in these languages.
const LEFT_OUT: &[&str] = &["Analysis", "ErrorContext", "Event", "IssueType"];

/// The whole file, before it is formatted.
pub(crate) fn write(shapes: &[Shape]) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask gen` from the model. Change it there.\n\n\
         use serde::{Deserialize, Serialize};\n",
    );
    for shape in shapes.iter().filter(|shape| !LEFT_OUT.contains(&shape.name.as_str())) {
        text.push('\n');
        doc(&mut text, "", &shape.doc, &shape.name);
        match &shape.kind {
            Kind::Object(members) => record(&mut text, &shape.name, members),
            Kind::Words(words) => choice(&mut text, &shape.name, words, &[]),
            Kind::WordsOr(words, members) => choice(&mut text, &shape.name, words, members),
            Kind::OpenWords(_) => {}
        }
    }
    text
}

fn doc(text: &mut String, indent: &str, doc: &str, name: &str) {
    let doc = if doc.is_empty() { name } else { doc };
    for line in doc.lines() {
        let _ = writeln!(text, "{indent}/// {line}");
    }
}

fn record(text: &mut String, name: &str, members: &[Field]) {
    text.push_str("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, uniffi::Record)]\n");
    let _ = writeln!(text, "pub struct {name} {{");
    for member in members {
        doc(text, "    ", &member.doc, &member.name);
        let of = type_of(&member.of);
        let (of, attribute) = match (&member.of, member.required) {
            (Type::Any | Type::Map(_), true) => (of, "#[serde(with = \"crate::json\")]"),
            (Type::Any | Type::Map(_), false) => (
                format!("Option<{of}>"),
                "#[serde(default, with = \"crate::json::option\", skip_serializing_if = \"Option::is_none\")]",
            ),
            (Type::List(_), false) => (of, "#[serde(default, skip_serializing_if = \"Vec::is_empty\")]"),
            (Type::Text, false) => (of, "#[serde(default, skip_serializing_if = \"String::is_empty\")]"),
            (_, false) => {
                (format!("Option<{of}>"), "#[serde(default, skip_serializing_if = \"Option::is_none\")]")
            }
            (_, true) => (of, ""),
        };
        if !attribute.is_empty() {
            let _ = writeln!(text, "    {attribute}");
        }
        let name = if member.name == "type" { "r#type" } else { &member.name };
        let _ = writeln!(text, "    pub {name}: {of},");
    }
    text.push_str("}\n");
}

fn choice(text: &mut String, name: &str, words: &[(String, String)], members: &[Field]) {
    let plain = if members.is_empty() { " Copy, Eq," } else { "" };
    let _ = writeln!(
        text,
        "#[derive(Debug, Clone,{plain} PartialEq, Serialize, Deserialize, uniffi::Enum)]\n\
         #[serde(rename_all = \"snake_case\")]\npub enum {name} {{"
    );
    for (word, about) in words {
        doc(text, "    ", about, word);
        let _ = writeln!(text, "    {},", pascal(word));
    }
    if let [member] = members {
        doc(text, "    ", &member.doc, &member.name);
        let _ = writeln!(text, "    #[serde(untagged)]\n    {} {{", pascal(&member.name));
        doc(text, "        ", &member.doc, &member.name);
        let _ = writeln!(text, "        {}: {},\n    }},", member.name, type_of(&member.of));
    }
    text.push_str("}\n");
}

fn type_of(of: &Type) -> String {
    match of {
        // What may have any shape is JSON text: none of these languages has a type for it.
        Type::Text | Type::Any | Type::Map(_) => "String".to_owned(),
        Type::Integer => "u32".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Named(name) if name == "IssueType" => "String".to_owned(),
        Type::Named(name) => name.clone(),
        Type::List(of) => format!("Vec<{}>", type_of(of)),
        Type::Nullable(of) => format!("Option<{}>", type_of(of)),
    }
}

fn pascal(word: &str) -> String {
    let mut all = String::new();
    for part in word.split('_') {
        let mut letters = part.chars();
        all.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        all.push_str(letters.as_str());
    }
    all
}
