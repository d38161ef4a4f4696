//! Markdown as far as a case needs it: headings, prose and fenced blocks.

use crate::case::CaseError;
use std::ops::Range;

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block<'t> {
    /// Line of its opening fence, from 1.
    pub(crate) line: usize,
    /// First word after the fence.
    pub(crate) language: &'t str,
    /// The other words: `key=value` and flags, whose value is empty.
    pub(crate) attributes: Vec<Word<'t>>,
    /// The bytes of its contents, the last line end included.
    pub(crate) contents: Range<usize>,
}

/// A line outside of blocks, with its number from 1.
pub(crate) type ProseLine<'t> = (usize, &'t str);

/// A word of an info string: `key=value`, or a flag with an empty value.
type Word<'t> = (&'t str, &'t str);

/// Splits a Markdown text into its fenced blocks and the lines between them.
pub(crate) fn blocks<'t>(
    name: &str,
    text: &'t str,
) -> Result<(Vec<Block<'t>>, Vec<ProseLine<'t>>), CaseError> {
    let (mut blocks, mut prose) = (Vec::new(), Vec::new());
    let mut open: Option<(usize, Block<'t>)> = None;
    let mut at = 0;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            Some((width, block)) if ticks >= *width && line.trim_end().len() == ticks => {
                block.contents.end = at;
                blocks.extend(open.take().map(|(_, block)| block));
            }
            Some(_) => {}
            None if ticks >= 3 => {
                let (language, attributes) =
                    info(&line[ticks..]).map_err(|problem| CaseError::new(name, index + 1, problem))?;
                let start = at + whole.len();
                open = Some((ticks, Block { line: index + 1, language, attributes, contents: start..start }));
            }
            None => prose.push((index + 1, line)),
        }
        at += whole.len();
    }
    match open {
        Some((width, block)) => {
            let problem = format!("this block is not closed: expected a line of {width} backticks");
            Err(CaseError::new(name, block.line, problem))
        }
        None => Ok((blocks, prose)),
    }
}

/// `js path="a file.js" crlf`
fn info(mut text: &str) -> Result<(&str, Vec<Word<'_>>), String> {
    let mut words = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            break;
        }
        let key_end = text.find([' ', '\t', '=']).unwrap_or(text.len());
        let (key, rest) = text.split_at(key_end);
        let Some(value) = rest.strip_prefix('=') else {
            words.push((key, ""));
            text = rest;
            continue;
        };
        let (value, rest) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or_else(|| format!("`{key}=\"…` is not closed"))?,
            None => value.split_at(value.find([' ', '\t']).unwrap_or(value.len())),
        };
        if value.is_empty() {
            return Err(format!("`{key}=` has no value"));
        }
        words.push((key, value));
        text = rest;
    }
    match words.split_first() {
        Some(((language, ""), attributes)) => Ok((language, attributes.to_vec())),
        _ => Err("expected a language after the fence, such as ```js path=server.js".to_owned()),
    }
}
