//! All literals of all signatures in one automaton: a log is read once, whatever the number of signatures.

use super::Signature;
use super::paths::Parts;
use crate::ingest::Log;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// Where a literal was seen, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Index of the line.
    pub(super) line: usize,
    /// Number of the literal.
    pub(super) literal: usize,
    /// In the very case that the table has it in.
    pub(super) exact: bool,
    /// Not inside a longer word.
    pub(super) token: bool,
}

/// The numbers of a signature's literals and parts of paths, in the order of its texts.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) codes: Box<[usize]>,
    pub(super) all: Box<[usize]>,
    pub(super) any: Box<[usize]>,
    pub(super) none: Box<[usize]>,
    pub(super) log: Box<[usize]>,
    pub(super) raised: Box<[usize]>,
    pub(super) thrown_in: Box<[usize]>,
    pub(super) through: Box<[usize]>,
    pub(super) app_path: Box<[usize]>,
}

#[derive(Debug)]
pub(super) struct Index {
    automaton: Option<AhoCorasick>,
    /// Literals by the pattern of the automaton, which is lower case.
    by_pattern: Vec<Vec<usize>>,
    texts: Vec<&'static str>,
    /// The literals of each signature by their numbers.
    asked: Vec<Numbers>,
    /// Signatures by a literal that they ask for.
    pub(super) wanted_by: Vec<Vec<usize>>,
    pub(super) parts: Parts,
}

/// What is only needed while an index is made.
#[derive(Default)]
struct Literals {
    numbers: HashMap<&'static str, usize>,
    patterns: Vec<String>,
    pattern_numbers: HashMap<String, usize>,
}

impl Index {
    pub(super) fn new(signatures: &[&'static Signature]) -> Self {
        let mut index = Self {
            automaton: None,
            by_pattern: Vec::new(),
            texts: Vec::new(),
            asked: Vec::with_capacity(signatures.len()),
            wanted_by: Vec::new(),
            parts: Parts::default(),
        };
        let mut parts = Parts::default();
        let mut literals = Literals::default();
        for (number, signature) in signatures.iter().enumerate() {
            let mut numbers = |texts: &[&'static str], wanted: bool| -> Box<[usize]> {
                texts.iter().map(|text| index.add(&mut literals, text, wanted.then_some(number))).collect()
            };
            let asked = Numbers {
                codes: numbers(signature.codes, true),
                all: numbers(signature.all, true),
                any: numbers(signature.any, true),
                none: numbers(signature.none, false),
                log: numbers(signature.log, false),
                raised: numbers(signature.raised, true),
                thrown_in: signature.thrown_in.iter().map(|part| parts.add(part)).collect(),
                through: signature.through.iter().map(|part| parts.add(part)).collect(),
                app_path: signature.app_path.iter().map(|part| parts.add(part)).collect(),
            };
            index.asked.push(asked);
        }
        parts.build();
        index.parts = parts;
        let patterns = literals.patterns;
        // The lines are put in lower case instead: an automaton that ignores case takes far longer to build.
        index.automaton = AhoCorasick::new(&patterns).ok();
        index
    }

    /// The number of a literal, which is made on the way; `wanted` is the signature that asks to be looked at
    /// where it stands.
    fn add(&mut self, literals: &mut Literals, text: &'static str, wanted: Option<usize>) -> usize {
        let literal = *literals.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.wanted_by.push(Vec::new());
            let lower = text.to_ascii_lowercase();
            let pattern = *literals.pattern_numbers.entry(lower.clone()).or_insert_with(|| {
                literals.patterns.push(lower);
                self.by_pattern.push(Vec::new());
                literals.patterns.len() - 1
            });
            self.by_pattern[pattern].push(self.texts.len() - 1);
            self.texts.len() - 1
        });
        if let Some(signature) = wanted
            && self.wanted_by[literal].last() != Some(&signature)
        {
            self.wanted_by[literal].push(signature);
        }
        literal
    }

    /// The literals of a signature.
    pub(super) fn asked(&self, signature: usize) -> Option<&Numbers> {
        self.asked.get(signature)
    }

    /// Every literal of every line, in the order of the lines; each literal once a line.
    pub(super) fn scan(&self, log: &Log) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut hits = Vec::new();
        let mut lower = String::new();
        for line in 0..log.len() {
            let text = log.line(line);
            let from = hits.len();
            // Only ASCII letters change, so every offset stays.
            lower.clear();
            lower.push_str(text);
            lower.make_ascii_lowercase();
            for found in automaton.find_overlapping_iter(&lower) {
                let (start, end) = (found.start(), found.end());
                let token = is_token(text.as_bytes(), start, end);
                for &literal in &self.by_pattern[found.pattern().as_usize()] {
                    let exact = text.as_bytes()[start..end] == *self.texts[literal].as_bytes();
                    let known = hits[from..].iter_mut().find(|hit: &&mut Hit| hit.literal == literal);
                    match known {
                        Some(hit) => {
                            hit.exact |= exact;
                            hit.token |= token && exact;
                        }
                        None => hits.push(Hit { line, literal, exact, token }),
                    }
                }
            }
        }
        hits
    }
}

fn is_token(text: &[u8], start: usize, end: usize) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    !start.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|&b| word(b))
        && !text.get(end).is_some_and(|&b| word(b))
}
