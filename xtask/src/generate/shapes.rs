//! The types of the model, read from their schema, in a form from which other languages are written.

use autofix_core::model::{IssueType, definitions};
use serde_json::Value;

/// A type with its documentation.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
}

/// What a type is.
pub(crate) enum Kind {
    Object(Vec<Field>),
    /// One of these words, with their documentation.
    Words(Vec<(String, String)>),
    /// One of these words, or any other.
    OpenWords(Vec<String>),
    /// One of these words, or this object.
    WordsOr(Vec<(String, String)>, Vec<Field>),
}

/// A member of an object.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) of: Type,
    /// Always there, though it may be null.
    pub(crate) required: bool,
}

/// The type of a member.
pub(crate) enum Type {
    Text,
    Integer,
    Number,
    Boolean,
    Any,
    Named(String),
    List(Box<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
}

/// Every type of the model, sorted by name.
pub(crate) fn shapes() -> Result<Vec<Shape>, String> {
    let mut all = Vec::new();
    for (name, schema) in &definitions() {
        let shape = Shape { name: name.clone(), doc: doc(schema), kind: kind(name, schema)? };
        all.push(shape);
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn doc(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

fn kind(name: &str, schema: &Value) -> Result<Kind, String> {
    if name == "IssueType" {
        return Ok(Kind::OpenWords(IssueType::ALL.iter().map(|it| it.as_str().to_owned()).collect()));
    }
    if schema["properties"].is_object() {
        return Ok(Kind::Object(fields(schema)?));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(|word| (word.to_owned(), String::new()));
        return Ok(Kind::Words(words.collect()));
    }
    let variants = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    let variants = variants.ok_or_else(|| format!("{name}: a schema of no known form: {schema}"))?;
    let mut words = Vec::new();
    let mut object = None;
    for variant in variants {
        match variant["const"].as_str() {
            Some(word) => words.push((word.to_owned(), doc(variant))),
            None => object = Some(fields(variant)?),
        }
    }
    Ok(match object {
        Some(fields) => Kind::WordsOr(words, fields),
        None => Kind::Words(words),
    })
}

fn fields(schema: &Value) -> Result<Vec<Field>, String> {
    let required = |name: &str| {
        schema["required"].as_array().is_some_and(|all| all.iter().any(|it| it.as_str() == Some(name)))
    };
    let properties = schema["properties"].as_object().ok_or("an object without properties")?;
    let field = |(name, schema): (&String, &Value)| {
        let of = type_of(schema).map_err(|problem| format!("{name}: {problem}"))?;
        let required = required(name);
        // What is left out when it is null is never null.
        let of = match of {
            Type::Nullable(of) if !required => *of,
            of => of,
        };
        Ok(Field { name: name.clone(), doc: doc(schema), of, required })
    };
    properties.iter().map(field).collect()
}

fn type_of(schema: &Value) -> Result<Type, String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return Ok(Type::Named(name.to_owned()));
    }
    if let Some(variants) = schema["anyOf"].as_array() {
        return match variants.as_slice() {
            [of, null] if null["type"] == "null" => Ok(Type::Nullable(Box::new(type_of(of)?))),
            _ => Err(format!("a choice of no known form: {schema}")),
        };
    }
    if let Some([of, Value::String(null)]) = schema["type"].as_array().map(Vec::as_slice)
        && null == "null"
    {
        let mut plain = schema.clone();
        plain["type"] = of.clone();
        return Ok(Type::Nullable(Box::new(type_of(&plain)?)));
    }
    Ok(match schema["type"].as_str() {
        Some("string") => Type::Text,
        Some("integer") => Type::Integer,
        Some("number") => Type::Number,
        Some("boolean") => Type::Boolean,
        Some("array") => Type::List(Box::new(type_of(&schema["items"])?)),
        Some("object") => match &schema["additionalProperties"] {
            Value::Object(_) => Type::Map(Box::new(type_of(&schema["additionalProperties"])?)),
            _ => Type::Map(Box::new(Type::Any)),
        },
        None => Type::Any,
        Some(other) => return Err(format!("no known type `{other}`")),
    })
}
