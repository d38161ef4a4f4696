//! Whether an error looks as a signature says.

use super::Signature;
use super::index::{Hit, Index};
use crate::ingest::{Block, Log, Reader};
use crate::model::Frame;
use regex_lite::Regex;
use std::collections::HashMap;

/// A signature that holds for a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) signature: &'static Signature,
    /// Index of the line that speaks for it.
    pub(super) line: usize,
    /// How much was asked: breaks ties between equal weights.
    pub(super) detail: usize,
}

/// Literals seen in some lines, with the first line of each.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<usize, Hit>);

impl Seen {
    pub(super) fn of(hits: &[Hit]) -> Self {
        let mut seen: HashMap<usize, Hit> = HashMap::new();
        for hit in hits {
            let known = seen.entry(hit.literal).or_insert(*hit);
            if !known.exact && hit.exact {
                *known = *hit;
            }
            known.token |= hit.token;
        }
        Self(seen)
    }

    pub(super) fn literals(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.keys().copied()
    }

    fn find(&self, index: &Index, text: &str, insensitive: bool) -> Option<&Hit> {
        self.0.get(&index.number(text)?).filter(|hit| hit.exact || insensitive)
    }
}

/// What every signature may ask of one block.
pub(super) struct Asked<'a> {
    pub(super) index: &'a Index,
    pub(super) log: &'a Log,
    pub(super) block: &'a Block,
    pub(super) seen: &'a Seen,
    pub(super) everywhere: &'a Seen,
}

impl Asked<'_> {
    /// The regex is asked for last, where everything else fits.
    pub(super) fn matches<'r>(
        &self,
        signature: &'static Signature,
        regex: impl FnOnce() -> Option<&'r Regex>,
    ) -> Option<Match> {
        let reader = self.block.reader;
        if !signature.readers.is_empty() && !signature.readers.contains(&reader) {
            return None;
        }
        if signature.has_no_literal() && !reader.is_certain() && signature.readers.is_empty() {
            return None;
        }
        let find = |text: &&str| self.seen.find(self.index, text, signature.insensitive);
        let code = signature.codes.iter().filter_map(find).find(|hit| hit.token);
        let any = signature.any.iter().find_map(find);
        if (!signature.codes.is_empty() && code.is_none())
            || (!signature.any.is_empty() && any.is_none())
            || !signature.all.iter().all(|text| find(text).is_some())
            || signature.none.iter().any(|text| find(text).is_some())
        {
            return None;
        }
        let elsewhere = |text: &&str| self.everywhere.find(self.index, text, signature.insensitive).is_some();
        if !signature.log.is_empty() && !signature.log.iter().any(elsewhere) {
            return None;
        }
        if !self.frames_fit(signature) {
            return None;
        }
        if signature.regex.is_some() && !regex().is_some_and(|regex| regex.is_match(&self.ends())) {
            return None;
        }
        let line = code
            .or(any)
            .or_else(|| signature.all.iter().find_map(find))
            .map_or(self.block.first, |hit| hit.line);
        let detail = signature.all.iter().map(|text| text.len()).sum::<usize>()
            + 10 * usize::from(code.is_some())
            + 5 * usize::from(any.is_some())
            + 20 * usize::from(!signature.thrown_in.is_empty() || !signature.through.is_empty());
        Some(Match { signature, line, detail })
    }

    fn frames_fit(&self, signature: &Signature) -> bool {
        let frames = &self.block.frames;
        let has = |frame: &Frame, paths: &[&str]| {
            let path = frame.file.replace('\\', "/");
            paths.iter().any(|part| path.contains(part))
        };
        let app = frames.iter().find(|frame| frame.in_app);
        (signature.thrown_in.is_empty()
            || frames
                .iter()
                .find(|frame| !is_runtime(&frame.file))
                .is_some_and(|f| has(f, signature.thrown_in)))
            && (signature.through.is_empty() || frames.iter().any(|frame| has(frame, signature.through)))
            && (signature.app_path.is_empty() || app.is_some_and(|frame| has(frame, signature.app_path)))
            && (!signature.needs_app || app.is_some())
    }

    /// The beginning and the end of the text: a pattern over megabytes of stack would cost too much.
    fn ends(&self) -> String {
        const PART: usize = 16 * 1024;
        let text = self.log.text(self.block.first, self.block.last);
        if text.len() <= 2 * PART {
            return text;
        }
        let (mut head, mut tail) = (PART, text.len() - PART);
        while !text.is_char_boundary(head) {
            head -= 1;
        }
        while !text.is_char_boundary(tail) {
            tail += 1;
        }
        format!("{}\n{}", &text[..head], &text[tail..])
    }
}

/// Frames of the language itself: whoever called them threw.
fn is_runtime(path: &str) -> bool {
    path.starts_with("node:")
        || path.starts_with('<')
        || path.starts_with("internal/")
        || path == "native"
        || (path.contains("/lib/python3") && !path.contains("-packages/"))
}

/// Readers whose blocks are looked at although no line called itself an error.
pub(super) fn is_loose(reader: Reader) -> bool {
    matches!(reader, Reader::Line)
}
