//! Whether an error looks as a signature says.

use super::Signature;
use super::classifier::Scene;
use super::index::{Hit, Numbers};
use super::paths::Passed;
use crate::ingest::{Block, Reader};
use crate::model::IssueType;
use regex_lite::Regex;
use std::fmt;

/// A signature that holds for a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) signature: &'static Signature,
    /// Index of the line that speaks for it.
    pub(super) line: usize,
    /// How much was asked: breaks ties between equal weights.
    pub(super) detail: usize,
    /// What speaks most for it.
    ground: Ground,
    /// Looks as the signature says, but is not of this project, so its cause is not ours to name.
    pub(super) foreign: bool,
}

/// The weight of a match that is not of this project.
const FOREIGN: f64 = 0.15;

/// What a match rests on, from the most telling to the least.
#[derive(Debug, Clone, Copy)]
enum Ground {
    Code(&'static str),
    Raised(&'static str),
    ThrownIn(&'static str),
    Through(&'static str),
    AppPath(&'static str),
    Words(&'static str),
    Format(Reader),
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "the code `{code}`"),
            Self::Raised(exception) => write!(f, "the exception `{exception}`"),
            Self::ThrownIn(path) => write!(f, "that `{path}` threw"),
            Self::Through(path) => write!(f, "a frame of `{path}`"),
            Self::AppPath(path) => write!(f, "that the project's own frame is in `{path}`"),
            Self::Words(words) => write!(f, "the words `{}`", words.trim()),
            Self::Format(reader) => write!(f, "the form alone ({reader:?})"),
        }
    }
}

impl Match {
    pub(super) fn issue_type(&self) -> &IssueType {
        if self.foreign { &IssueType::UNKNOWN } else { &self.signature.issue_type }
    }

    /// How surely the cause follows from the look.
    pub(super) fn weight(&self) -> f64 {
        if self.foreign { FOREIGN } else { self.signature.weight }
    }

    /// Why this lost to another match, for people.
    pub(super) fn lost_to(&self, best: &Self) -> String {
        format!(
            "{} speaks for {} ({:.2}); {} speaks for {} ({:.2})",
            self.ground,
            self.issue_type(),
            self.weight(),
            best.ground,
            best.issue_type(),
            best.weight()
        )
    }
}

/// Literals seen in some lines, by their numbers, with the first line of each.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<Hit>);

impl Seen {
    pub(super) fn of(hits: &[Hit]) -> Self {
        let mut seen = Self::default();
        seen.add(hits);
        seen
    }

    pub(super) fn add(&mut self, hits: &[Hit]) {
        self.0.extend_from_slice(hits);
        // What was there before and what stands further up come first of those alike.
        self.0.sort_by_key(|hit| hit.literal);
        self.0.dedup_by(|later, known| {
            let same = later.literal == known.literal;
            if same {
                let token = known.token || later.token;
                if !known.exact && later.exact {
                    *known = *later;
                }
                known.token = token;
            }
            same
        });
    }

    pub(super) fn literals(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().map(|hit| hit.literal)
    }

    fn find(&self, literal: usize, insensitive: bool) -> Option<&Hit> {
        let at = self.0.binary_search_by_key(&literal, |hit| hit.literal).ok()?;
        self.0.get(at).filter(|hit| hit.exact || insensitive)
    }
}

/// What every signature may ask of one block.
pub(super) struct Asked<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) block: &'a Block,
    pub(super) seen: &'a Seen,
    /// The parts of paths that its frames have.
    pub(super) passed: &'a Passed,
    /// The exception that its words begin with.
    pub(super) exception: &'a str,
    /// The command that was running.
    pub(super) ran: Option<&'a str>,
}

impl Asked<'_> {
    /// The regex is asked for last, where everything else fits.
    pub(super) fn matches<'r>(
        &self,
        signature: &'static Signature,
        numbers: &Numbers,
        regex: impl FnOnce() -> Option<&'r Regex>,
    ) -> Option<Match> {
        let reader = self.block.reader;
        if !signature.readers.is_empty() && !signature.readers.contains(&reader) {
            return None;
        }
        if signature.has_no_literal() && !reader.is_certain() && signature.readers.is_empty() {
            return None;
        }
        let find = |literal: &usize| self.seen.find(*literal, signature.insensitive);
        let first = |texts: &'static [&'static str], numbers: &[usize], whole: bool| {
            texts
                .iter()
                .zip(numbers)
                .find_map(|(text, literal)| Some((*text, find(literal).filter(|hit| !whole || hit.token)?)))
        };
        let code = first(signature.codes, &numbers.codes, true);
        let any = first(signature.any, &numbers.any, false);
        if (!signature.codes.is_empty() && code.is_none())
            || (!signature.any.is_empty() && any.is_none())
            || !numbers.all.iter().all(|literal| find(literal).is_some())
            || numbers.none.iter().any(|literal| find(literal).is_some())
        {
            return None;
        }
        let raised =
            signature.raised.iter().zip(&numbers.raised).find(|(entry, _)| is_of(self.exception, entry));
        if !signature.raised.is_empty() && raised.is_none() {
            return None;
        }
        if !signature.ran.is_empty()
            && !self.ran.is_some_and(|ran| signature.ran.iter().any(|words| has_words(ran, words)))
        {
            return None;
        }
        let elsewhere =
            |literal: &usize| self.scene.everywhere.find(*literal, signature.insensitive).is_some();
        if !signature.log.is_empty() && !numbers.log.iter().any(elsewhere) {
            return None;
        }
        if !self.frames_fit(signature, numbers) {
            return None;
        }
        if signature.regex.is_some() && !regex().is_some_and(|regex| regex.is_match(&self.ends())) {
            return None;
        }
        let literal = code
            .or(any)
            .or_else(|| first(signature.all, &numbers.all, false))
            .or_else(|| raised.and_then(|(text, literal)| Some((*text, find(literal)?))));
        let line = literal.map_or(self.block.first, |(_, hit)| hit.line);
        let has = |paths: &'static [&'static str], numbers: &[usize], passed: &[usize]| {
            paths
                .iter()
                .zip(numbers)
                .find(|(_, part)| passed.binary_search(part).is_ok())
                .map(|(path, _)| *path)
        };
        let passed = self.passed;
        let ground = code
            .map(|(code, _)| Ground::Code(code))
            .or_else(|| raised.map(|(exception, _)| Ground::Raised(exception)))
            .or_else(|| has(signature.thrown_in, &numbers.thrown_in, &passed.thrown).map(Ground::ThrownIn))
            .or_else(|| literal.map(|(words, _)| Ground::Words(words)))
            .or_else(|| has(signature.through, &numbers.through, &passed.through).map(Ground::Through))
            .or_else(|| has(signature.app_path, &numbers.app_path, &passed.app).map(Ground::AppPath))
            .unwrap_or(Ground::Format(reader));
        let detail = signature.all.iter().map(|text| text.len()).sum::<usize>()
            + 10 * usize::from(code.is_some())
            + 15 * usize::from(raised.is_some())
            + 10 * usize::from(!signature.ran.is_empty())
            + 5 * usize::from(any.is_some())
            + 20 * usize::from(!signature.thrown_in.is_empty() || !signature.through.is_empty());
        let foreign = signature.in_project && !self.is_own();
        Some(Match { signature, line, detail, ground, foreign })
    }

    /// Whether `No module named 'shop.cart'` names a part of a package that a frame of the project is in.
    fn names_own_module(&self) -> bool {
        let message = &self.block.message;
        let Some((package, _)) = message
            .split_once("No module named '")
            .and_then(|(_, rest)| rest.split(['\'', ';']).next())
            .and_then(|module| module.split_once('.'))
        else {
            return false;
        };
        let folder = format!("/{package}/");
        self.block.frames.iter().any(|frame| frame.in_app && frame.file.replace('\\', "/").contains(&folder))
    }

    /// Whether the innermost frame of the project is a file of the workspace.
    fn is_own(&self) -> bool {
        let app = self.block.frames.iter().find(|frame| frame.in_app);
        self.scene.map.zip(app).is_some_and(|(map, frame)| map.resolve(&frame.file).is_some())
    }

    fn frames_fit(&self, signature: &Signature, numbers: &Numbers) -> bool {
        let passed = self.passed;
        let fits = |asked: &[usize], passed: &[usize]| {
            asked.is_empty() || asked.iter().any(|part| passed.binary_search(part).is_ok())
        };
        fits(&numbers.thrown_in, &passed.thrown)
            && fits(&numbers.through, &passed.through)
            && fits(&numbers.app_path, &passed.app)
            && (!signature.needs_app || passed.has_app)
            && (!signature.own_module || self.names_own_module())
    }

    /// The beginning and the end of the text: a pattern over megabytes of stack would cost too much.
    fn ends(&self) -> String {
        const PART: usize = 16 * 1024;
        let text = self.scene.log.text(self.block.first, self.block.last);
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

/// Whether an exception is the one that an entry of [`Signature::raised`] names.
fn is_of(exception: &str, entry: &str) -> bool {
    if entry.ends_with('.') {
        return exception.starts_with(entry);
    }
    exception.strip_suffix(entry).is_some_and(|module| module.is_empty() || module.ends_with('.'))
}

/// Whether a command has some words, one behind the other.
fn has_words(command: &str, words: &str) -> bool {
    command.match_indices(words).any(|(at, _)| {
        let before = command[..at].chars().next_back();
        let after = command[at + words.len()..].chars().next();
        before.is_none_or(|c| c == '/' || c.is_whitespace() || c == '"')
            && after.is_none_or(|c| c.is_whitespace() || c == '"' || c == ':')
    })
}

/// Readers whose blocks are looked at although no line called itself an error.
pub(super) fn is_loose(reader: Reader) -> bool {
    matches!(reader, Reader::Line)
}
