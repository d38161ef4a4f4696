//! Skeletons in tokens: words by numbers, values in a row as one.

use super::class::{self, DIGIT, END, LETTER};
use super::kind::Kind;
use std::collections::HashMap;

/// A part of a skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part<'s> {
    /// Bytes that stand for themselves.
    Text(&'s [u8]),
    /// A gap.
    Gap,
    /// A value.
    Value(Kind),
}

/// The parts of a skeleton: words, single marks, gaps, values.
pub(super) fn parts(skeleton: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let mut rest = skeleton;
    std::iter::from_fn(move || {
        let first = *rest.first()?;
        let inside = |b: &u8| class::of(*b) & END == 0 && *b != b':';
        let length = if inside(&first) { rest.iter().take_while(|b| inside(b)).count() } else { 1 };
        let (part, after) = rest.split_at(length);
        rest = after;
        Some(match Kind::of_code(first) {
            Some(kind) => Part::Value(kind),
            None if first == b' ' => Part::Gap,
            None => Part::Text(part),
        })
    })
}

/// The token of a gap.
pub(super) const GAP: u32 = 0;
/// The token of a value.
pub(super) const VALUE: u32 = 1;
/// The token of a word that no skeleton has.
const STRANGE: u32 = u32::MAX;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes that stand for themselves.
    Text(Box<[u8]>),
    /// A gap, one blank in most lines.
    Gap,
    /// A value.
    Value,
}

/// A skeleton on its way to a template: tokens, and of each the number of parts up to its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) tokens: Vec<u32>,
    pub(super) ends: Vec<u32>,
}

impl Shape {
    /// The shape of a skeleton among known words.
    pub(super) fn new(words: &Words, skeleton: &[u8]) -> Self {
        let tokens: Vec<u32> = parts(skeleton).map(|part| words.find(part)).collect();
        let ends = (1..).take(tokens.len()).collect();
        join(words, Self { tokens, ends })
    }
}

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// It has letters or digits, so it may be a value.
    named: bool,
    /// It is a mark that may stand between values.
    joins: bool,
    /// It is a name with points inside, such as that of a class.
    dotted: bool,
}

impl Word {
    fn new(text: &[u8]) -> Self {
        Self {
            named: text.iter().any(|b| class::of(*b) & (LETTER | DIGIT) != 0),
            joins: text.len() <= 2 && text.iter().all(|b| b",:;/-.#@+_|*\\&~".contains(b)),
            dotted: text.split(|b| *b == b'.').count() >= 3
                && text.split(|b| *b == b'.').all(|label| label.first().is_some_and(u8::is_ascii_alphabetic)),
        }
    }
}

/// Words by numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    numbers: HashMap<Box<[u8]>, u32>,
    of: Vec<(Box<[u8]>, Word)>,
}

impl Words {
    /// The token of a part.
    pub(super) fn number(&mut self, part: Part<'_>) -> u32 {
        let Part::Text(text) = part else { return self.find(part) };
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let next = u32::try_from(self.of.len() + 2).unwrap_or(STRANGE);
        self.of.push((text.into(), Word::new(text)));
        self.numbers.insert(text.into(), next);
        next
    }

    fn find(&self, part: Part<'_>) -> u32 {
        match part {
            Part::Gap => GAP,
            Part::Value(_) => VALUE,
            Part::Text(text) => self.numbers.get(text).copied().unwrap_or(STRANGE),
        }
    }

    /// The token of a piece.
    pub(super) fn of_piece(&self, piece: &Piece) -> u32 {
        match piece {
            Piece::Text(text) => self.find(Part::Text(text)),
            Piece::Gap => GAP,
            Piece::Value => VALUE,
        }
    }

    pub(super) fn piece(&self, token: u32) -> Piece {
        match token {
            GAP => Piece::Gap,
            VALUE => Piece::Value,
            _ => self.get(token).map_or(Piece::Value, |(text, _)| Piece::Text(text.clone())),
        }
    }

    fn get(&self, token: u32) -> Option<&(Box<[u8]>, Word)> {
        self.of.get((token as usize).wrapping_sub(2))
    }

    pub(super) fn is_word(&self, token: u32) -> bool {
        self.get(token).is_some_and(|(_, word)| word.named)
    }

    pub(super) fn is_dotted(&self, token: u32) -> bool {
        self.get(token).is_some_and(|(_, word)| word.dotted)
    }

    fn is_mark(&self, token: u32, mark: &[u8]) -> bool {
        self.get(token).is_some_and(|(text, _)| **text == *mark)
    }

    /// Whether a template's value may stand for this token.
    pub(super) fn may_be_value(&self, token: u32) -> bool {
        token == STRANGE || token == VALUE || self.is_word(token)
    }

    /// Whether a token can be inside of one chunk: a word, a value, a mark that brackets do not need.
    pub(super) fn is_chunk(&self, token: u32) -> bool {
        token == VALUE || self.is_word(token) || (token != GAP && self.joins(token))
    }

    fn joins(&self, token: u32) -> bool {
        token == GAP || self.get(token).is_some_and(|(_, word)| word.joins)
    }
}

/// Joins values with nothing but marks between them, and a value with its other form in parentheses:
/// how many there are is not what happened.
pub(super) fn join(words: &Words, shape: Shape) -> Shape {
    let mut tokens: Vec<u32> = Vec::with_capacity(shape.tokens.len());
    let mut ends: Vec<u32> = Vec::with_capacity(shape.tokens.len());
    for (token, end) in shape.tokens.into_iter().zip(shape.ends) {
        tokens.push(token);
        ends.push(end);
        let keep = if token == VALUE {
            let between =
                tokens.iter().rev().skip(1).take_while(|token| words.joins(**token)).take(4).count();
            let before = tokens.len().checked_sub(between + 2);
            before.filter(|before| tokens.get(*before) == Some(&VALUE))
        } else if words.is_mark(token, b")") {
            match tokens.as_slice() {
                [.., VALUE, it, VALUE, _] if words.is_mark(*it, b"(") => tokens.len().checked_sub(4),
                [.., VALUE, GAP, it, VALUE, _] if words.is_mark(*it, b"(") => tokens.len().checked_sub(5),
                // The other form is left blank; without a gap it is a call.
                [.., VALUE, GAP, it, _] if words.is_mark(*it, b"(") => tokens.len().checked_sub(4),
                _ => None,
            }
        } else {
            None
        };
        if let Some(keep) = keep {
            tokens.truncate(keep + 1);
            ends.truncate(keep + 1);
            if let Some(last) = ends.last_mut() {
                *last = end;
            }
        }
    }
    Shape { tokens, ends }
}
