//! What can be read of a file that does not parse.

use super::super::Language;
use super::super::tree::{Module, SyntaxError};
use super::piece;

/// Repairs tried on one piece before it is given up.
const TRIES: usize = 4;

/// Reads a broken file piece by piece; its errors are those of the whole.
pub(super) fn read(language: Language, text: &str, errors: Vec<SyntaxError>) -> Module {
    let mut module = Module { errors, ..Module::default() };
    let starts = piece_starts(text);
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Ok(base) = u32::try_from(start) else { break };
        if let Some(read) = try_piece(language, &text[start..end], base) {
            if index == 0 {
                module.start = read.start;
                module.directives = read.directives;
            }
            module.body.extend(read.body);
        }
    }
    module
}

/// Offsets of lines that look like the beginning of a top-level statement.
fn piece_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| {
            c.is_alphabetic() || matches!(c, '_' | '$' | '@' | '/' | '\'' | '"' | '#')
        });
        let goes_on = ["else", "catch", "finally", "while ("].iter().any(|word| line.starts_with(word));
        if at > 0 && begins && !goes_on {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

/// Parses one piece; where it fails, closes what is open or blanks the line at fault, and tries again.
/// The bytes that are left keep their places.
fn try_piece(language: Language, text: &str, base: u32) -> Option<Module> {
    let mut text = text.to_owned();
    let length = text.len();
    for _ in 0..TRIES {
        let errors = match piece(language, &text, base) {
            Ok(module) => return Some(module),
            Err(errors) => errors,
        };
        let at = errors.first().map_or(0, |error| (error.span.start - base) as usize);
        let closers = closers(&text[..length.min(text.len())]);
        if at + 2 >= text.trim_end().len() && !closers.is_empty() && text.len() == length {
            text.push_str(&closers);
        } else {
            text.truncate(length);
            blank_line(&mut text, at.min(length))?;
        }
    }
    None
}

/// Blanks the line that holds an offset; `None` when there is nothing left to blank.
fn blank_line(text: &mut String, at: usize) -> Option<()> {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let end = bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |more| at + more);
    if bytes[start..end].iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    text.replace_range(start..end, &" ".repeat(end - start));
    Some(())
}

/// Brackets that are open at the end, closed in the right order. Strings and comments are passed over.
fn closers(text: &str) -> String {
    let mut open = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.last() == Some(&c) => {
                open.pop();
            }
            '/' if chars.peek() == Some(&'/') => {
                chars.by_ref().find(|&c| c == '\n');
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut star = false;
                chars.by_ref().find(|&c| {
                    let ends = star && c == '/';
                    star = c == '*';
                    ends
                });
            }
            '"' | '\'' | '`' => {
                let mut escaped = false;
                chars.by_ref().find(|&inner| {
                    let ends = !escaped && (inner == c || (inner == '\n' && c != '`'));
                    escaped = !escaped && inner == '\\';
                    ends
                });
            }
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}
