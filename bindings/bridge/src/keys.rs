//! The keys of JSON in the spelling of the other language. The one place where they are converted.

use crate::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{Formatter, Serializer};
use std::borrow::Cow;
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
            Self::Camel => serde_json::from_str(&snake_keys(text)).map_err(wrong),
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

/// The text with its keys in `snake_case`. It is read once and not parsed: what is no JSON stays none. Nothing is
/// copied up to the first key that is spelt otherwise.
fn snake_keys(text: &str) -> Cow<'_, str> {
    let mut written = String::new();
    // Bytes of the text that stand in `written`.
    let mut copied = 0;
    let mut rest = text;
    // How deep the present place is, and how deep the object is whose open member is being read.
    let (mut depth, mut open): (usize, Option<usize>) = (0, None);
    while let Some(at) = rest.find(['"', '{', '[', '}', ']', ',']) {
        let from = &rest[at..];
        let length = if from.starts_with('"') { string_length(from) } else { 1 };
        let (piece, after) = from.split_at(length);
        match piece {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if open.is_some_and(|open| depth < open || (depth == open && piece == ",")) {
            open = None;
        }
        if open.is_none() && piece.len() > 1 && after.trim_start().starts_with(':') {
            let key = snake(piece);
            if OPEN.contains(&key.trim_matches('"')) {
                open = Some(depth);
            }
            if let Cow::Owned(key) = key {
                let end = text.len() - after.len();
                written.push_str(&text[copied..end - piece.len()]);
                written.push_str(&key);
                copied = end;
            }
        }
        rest = after;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[copied..]);
    Cow::Owned(written)
}

/// The length of the string that a text begins with, with its quotes.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn snake(key: &str) -> Cow<'_, str> {
    if !key.bytes().any(|letter| letter.is_ascii_uppercase()) {
        return Cow::Borrowed(key);
    }
    let mut snake = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() && snake.len() > 1 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    Cow::Owned(snake)
}

/// Writes compact JSON, and `camelCase` for the `snake_case` of keys on the way.
#[derive(Default)]
struct Camel {
    depth: usize,
    /// The depth of the object whose open member is being written.
    open: Option<usize>,
    in_key: bool,
    key: String,
    /// The next letter of the key is to be a capital.
    raise: bool,
}

impl Camel {
    /// Writes a piece of a key. A piece may begin behind an escape, so what came before is kept.
    fn rename<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, _) in fragment.match_indices('_') {
            if self.key.is_empty() && at == 0 {
                continue;
            }
            self.part(writer, &fragment[from..at])?;
            self.raise = true;
            from = at + 1;
        }
        self.part(writer, &fragment[from..])?;
        self.key.push_str(fragment);
        Ok(())
    }

    /// Writes what stands between two underscores.
    fn part<W: io::Write + ?Sized>(&mut self, writer: &mut W, part: &str) -> io::Result<()> {
        let mut letters = part.chars();
        if self.raise
            && let Some(first) = letters.next()
        {
            self.raise = false;
            let mut buffer = [0; 4];
            writer.write_all(first.to_ascii_uppercase().encode_utf8(&mut buffer).as_bytes())?;
        }
        writer.write_all(letters.as_str().as_bytes())
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
        self.raise = false;
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
            return self.rename(writer, fragment);
        }
        writer.write_all(fragment.as_bytes())
    }
}
