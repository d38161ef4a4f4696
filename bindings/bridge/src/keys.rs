//! The keys of JSON in the spelling of the other language. The one place where they are converted.

use crate::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Map, Value};
use std::io;

/// Keys whose values belong to the user: what is in them stays as it is written.
const OPEN: &[&str] = &["context", "details", "files", "variables", "config"];

/// How a language spells keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// `affected_files`.
    Snake,
    /// `affectedFiles`.
    Camel,
}

impl Keys {
    /// A value as text for the language.
    pub fn write(self, value: &impl Serialize) -> Result<String, Failure> {
        let broken = |error: serde_json::Error| Failure::new("internal", error.to_string());
        match self {
            Self::Snake => serde_json::to_string(value).map_err(broken),
            Self::Camel => {
                let mut text = Vec::with_capacity(1024);
                value
                    .serialize(&mut Serializer::with_formatter(&mut text, Camel::default()))
                    .map_err(broken)?;
                String::from_utf8(text).map_err(|error| Failure::new("internal", error.to_string()))
            }
        }
    }

    /// A value from the language's text. `what` names it in errors. Both spellings are read.
    pub fn read<T: DeserializeOwned>(self, what: &str, text: &str) -> Result<T, Failure> {
        let wrong = |error: serde_json::Error| Failure::input(format!("{what}: {}", plain(&error)));
        match self {
            Self::Snake => serde_json::from_str(text).map_err(wrong),
            Self::Camel => {
                let value = serde_json::from_str(text).map_err(wrong)?;
                serde_json::from_value(snake_keys(value)).map_err(wrong)
            }
        }
    }
}

/// Positions in a text that the user never saw help nobody.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.find(" at line ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

fn snake_keys(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entry = |(key, value): (String, Value)| {
                let key = snake(&key);
                let value = if OPEN.contains(&key.as_str()) { value } else { snake_keys(value) };
                (key, value)
            };
            Value::Object(map.into_iter().map(entry).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(snake_keys).collect()),
        plain => plain,
    }
}

fn snake(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Writes compact JSON, and `camelCase` for the `snake_case` of keys on the way.
#[derive(Default)]
struct Camel {
    depth: usize,
    /// The depth of the object whose open member is being written.
    open: Option<usize>,
    in_key: bool,
    key: String,
}

impl Camel {
    fn rename(&mut self, fragment: &str) -> String {
        let mut renamed = String::with_capacity(fragment.len());
        for letter in fragment.chars() {
            // A fragment may begin behind an escape, so what came before is kept with the key.
            let after = self.key.ends_with('_') && self.key.len() > 1;
            self.key.push(letter);
            match letter {
                '_' if self.key.len() > 1 => {}
                letter if after => renamed.push(letter.to_ascii_uppercase()),
                letter => renamed.push(letter),
            }
        }
        renamed
    }
}

impl Formatter for Camel {
    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.in_key = self.open.is_none();
        self.key.clear();
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_object_key<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        if self.in_key && OPEN.contains(&self.key.as_str()) {
            self.open = Some(self.depth);
        }
        self.in_key = false;
        Ok(())
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        if self.open == Some(self.depth) {
            self.open = None;
        }
        Ok(())
    }

    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.in_key {
            let renamed = self.rename(fragment);
            return writer.write_all(renamed.as_bytes());
        }
        writer.write_all(fragment.as_bytes())
    }
}
