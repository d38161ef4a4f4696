//! The templates of a log, and the way from a line to its values and back.

use super::class;
use super::kind::Kind;
use super::layout::Layout;
use super::matcher::Matcher;
use super::merge::{Merged, merge};
use super::miner::{Count, OVERFLOW, Skeleton, message, read};
use super::scan::Sink;
use super::shape::{Part, Piece, parts};
use super::table::{Table, hash};
use std::collections::HashMap;
use std::fmt::Write as _;

/// A template: what lines have in common.
#[derive(Debug, Clone)]
pub struct Template {
    id: String,
    text: String,
    records: u64,
    lines: u64,
    overflow: bool,
    /// The pieces; of a value, the parts that it has in every line, as they are printed.
    pieces: Vec<(Piece, Option<Box<[u8]>>)>,
}

impl Template {
    /// Its name, 16 digits in base sixteen, made of the template alone: the same in every run, on
    /// every machine, for every log in which it occurs.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text for people, with `<number>` and the like where lines differ.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Records that have it; a stack trace is one record.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Lines that have it, those of stack traces included. The sum over all templates is the number of lines read.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Whether it stands for lines that had no template of their own when the bound of memory was reached.
    pub fn is_overflow(&self) -> bool {
        self.overflow
    }
}

/// A value of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its kind; [`Kind::Any`] where the template joins several values.
    pub kind: Kind,
    /// Its bytes, as they stand in the line.
    pub text: Vec<u8>,
    /// The number of the template's piece.
    piece: usize,
}

/// What a line has beside its template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameters {
    /// What stands before the message: the header.
    pub header: Vec<u8>,
    /// The values, in the order of the line.
    pub values: Vec<Parameter>,
    /// Gaps that are more than one blank, and the number of their piece.
    gaps: Vec<(usize, Vec<u8>)>,
    /// What stands behind the message: blanks, a carriage return.
    tail: Vec<u8>,
}

/// Templates, most frequent first.
#[derive(Debug, Clone)]
pub struct Templates {
    layout: Layout,
    table: Table,
    merged: Merged,
    /// For each group: its template.
    order: Vec<u32>,
    all: Vec<Template>,
    matcher: Matcher,
}

/// The parts of a message with their bytes.
#[derive(Default)]
struct Spans {
    /// Whether the last part is a word that goes on.
    open: bool,
    at: usize,
    /// Kind, and where each part ends in the message.
    ends: Vec<(Option<Kind>, usize)>,
}

impl Sink for Spans {
    fn text(&mut self, text: &[u8]) {
        // Split as `shape::parts` splits: a text may be told in several calls, and is one word there.
        for &byte in text {
            self.at += 1;
            let inside = class::of(byte) & class::END == 0 && byte != b':';
            match self.ends.last_mut() {
                Some((None, end)) if inside && self.open => *end = self.at,
                _ => self.ends.push((None, self.at)),
            }
            self.open = inside;
        }
    }

    fn gap(&mut self, text: &[u8]) {
        self.at += text.len();
        self.ends.push((None, self.at));
        self.open = false;
    }

    fn value(&mut self, kind: Kind, text: &[u8]) {
        self.at += text.len();
        self.ends.push((Some(kind), self.at));
        self.open = false;
    }
}

impl Templates {
    pub(super) fn new(layout: Layout, table: Table, counts: &[Count]) -> Self {
        let skeletons: Vec<&[u8]> = (0..table.len()).map(|number| table.get(number)).collect();
        let merged = merge(&skeletons);
        let matcher = Matcher::new(&skeletons, &merged);
        let mut all: Vec<Template> = merged
            .groups
            .iter()
            .map(|pieces| Template {
                id: String::new(),
                text: String::new(),
                records: 0,
                lines: 0,
                overflow: false,
                pieces: pieces.iter().map(|piece| (piece.clone(), None)).collect(),
            })
            .collect();
        let mut seen = vec![false; all.len()];
        for (number, ((skeleton, group), ends)) in
            skeletons.iter().zip(&merged.group).zip(&merged.ends).enumerate()
        {
            let Some(template) = all.get_mut(*group as usize) else { continue };
            let count = counts.get(number).copied().unwrap_or_default();
            template.records += count.records;
            template.lines += count.lines;
            template.overflow |= u32::try_from(number) == Ok(OVERFLOW);
            let first = seen.get_mut(*group as usize).is_some_and(|seen| !std::mem::replace(seen, true));
            let parts: Vec<Part<'_>> = parts(skeleton).collect();
            let mut begin = 0;
            for ((_, form), end) in template.pieces.iter_mut().zip(ends) {
                let end = *end as usize;
                let found = printed(parts.get(begin..end).unwrap_or_default());
                if first {
                    *form = Some(found);
                } else if form.as_ref().is_some_and(|form| *form != found) {
                    *form = None;
                }
                begin = end;
            }
        }
        for template in &mut all {
            template.name();
        }
        let mut by_count: Vec<u32> = (0..).take(all.len()).collect();
        by_count.sort_by(|a, b| {
            let of = |at: &u32| all.get(*at as usize);
            match (of(a), of(b)) {
                (Some(a), Some(b)) => {
                    b.lines.cmp(&a.lines).then_with(|| a.text.cmp(&b.text)).then_with(|| a.id.cmp(&b.id))
                }
                _ => std::cmp::Ordering::Equal,
            }
        });
        let mut order = vec![0; all.len()];
        for (place, group) in (0..).zip(&by_count) {
            if let Some(slot) = order.get_mut(*group as usize) {
                *slot = place;
            }
        }
        let mut sorted: Vec<Option<Template>> = all.into_iter().map(Some).collect();
        let all = by_count.iter().filter_map(|group| sorted.get_mut(*group as usize)?.take()).collect();
        Self { layout, table, merged, order, all, matcher }
    }

    /// Every template that a line has, most frequent first.
    pub fn iter(&self) -> impl Iterator<Item = &Template> {
        self.all.iter().filter(|template| template.lines > 0)
    }

    /// The template of a skeleton, by the number that [`Miner::line`](super::Miner::line) gave.
    pub fn of(&self, number: u32) -> Option<&Template> {
        let group = self.merged.group.get(number as usize)?;
        self.all.get(*self.order.get(*group as usize)? as usize)
    }

    /// The template of a line, of one that was never read too; where none fits, the overflow template.
    pub fn find(&self, line: &[u8]) -> Option<&Template> {
        let (_, text, _) = message(&self.layout, line);
        let mut skeleton = Skeleton::default();
        self.of(self.place(skeleton.of(text))?.0)
    }

    fn place(&self, skeleton: &[u8]) -> Option<(u32, Vec<u32>)> {
        if let Some(number) = self.table.find(skeleton) {
            return Some((number, self.merged.ends.get(number as usize)?.clone()));
        }
        let all = u32::try_from(parts(skeleton).count()).unwrap_or(u32::MAX);
        Some(self.matcher.find(skeleton).unwrap_or((OVERFLOW, vec![all])))
    }

    /// The template of a line and what the line has beside it; [`rebuild`] makes the line of both.
    pub fn parameters(&self, line: &[u8]) -> Option<(&Template, Parameters)> {
        let (begin, text, _) = message(&self.layout, line);
        let mut skeleton = Skeleton::default();
        let (number, ends) = self.place(skeleton.of(text))?;
        let template = self.of(number)?;
        let mut spans = Spans::default();
        read(text, &mut spans);
        let mut found = Parameters { header: line.get(..begin)?.to_vec(), ..Parameters::default() };
        let (mut part, mut at) = (0, 0);
        for ((number, (piece, _)), end) in template.pieces.iter().enumerate().zip(&ends) {
            let end = *end as usize;
            let of_piece = spans.ends.get(part..end)?;
            let upto = of_piece.last().map_or(at, |(_, end)| *end);
            let bytes = text.get(at..upto)?;
            match piece {
                Piece::Text(_) => {}
                Piece::Gap if bytes == b" " => {}
                Piece::Gap => found.gaps.push((number, bytes.to_vec())),
                Piece::Value => {
                    let kind = match of_piece {
                        [(Some(kind), _)] => *kind,
                        [(None, _)] => Kind::Word,
                        _ => Kind::Any,
                    };
                    found.values.push(Parameter { kind, text: bytes.to_vec(), piece: number });
                }
            }
            (part, at) = (end, upto);
        }
        found.tail = line.get(begin + at..)?.to_vec();
        Some((template, found))
    }
}

/// The line that has this template and these parameters, byte for byte.
pub fn rebuild(template: &Template, parameters: &Parameters) -> Vec<u8> {
    let values: HashMap<usize, &[u8]> = (parameters.values.iter().map(|it| (it.piece, it.text.as_slice())))
        .chain(parameters.gaps.iter().map(|(piece, text)| (*piece, text.as_slice())))
        .collect();
    let mut line = parameters.header.clone();
    for (number, (piece, _)) in template.pieces.iter().enumerate() {
        match (values.get(&number), piece) {
            (Some(text), _) => line.extend_from_slice(text),
            (None, Piece::Text(text)) => line.extend_from_slice(text),
            (None, Piece::Gap) => line.push(b' '),
            (None, Piece::Value) => {}
        }
    }
    line.extend_from_slice(&parameters.tail);
    line
}

/// Parts as a template shows them.
fn printed(parts: &[Part<'_>]) -> Box<[u8]> {
    let mut text = Vec::new();
    for part in parts {
        match part {
            Part::Text(bytes) => text.extend_from_slice(bytes),
            Part::Gap => text.push(b' '),
            Part::Value(kind) => {
                text.push(b'<');
                text.extend_from_slice(kind.as_str().as_bytes());
                text.push(b'>');
            }
        }
    }
    text.into()
}

impl Template {
    /// Gives it its text and, made of the pieces, its id.
    fn name(&mut self) {
        let mut canonical: Vec<u8> = Vec::new();
        let mut text: Vec<u8> = Vec::new();
        for (piece, form) in &self.pieces {
            match piece {
                Piece::Text(bytes) => {
                    canonical.extend_from_slice(bytes);
                    text.extend_from_slice(bytes);
                }
                Piece::Gap => {
                    canonical.push(b' ');
                    text.push(b' ');
                }
                // Of what kind the values are may change with more lines; the id may not.
                Piece::Value => {
                    canonical.push(Kind::Any.code());
                    text.extend_from_slice(form.as_deref().unwrap_or(b"<*>"));
                }
            }
        }
        self.text = String::from_utf8_lossy(&text).into_owned();
        self.id = String::with_capacity(16);
        let _ = write!(self.id, "{:016x}", hash(&canonical));
    }
}
