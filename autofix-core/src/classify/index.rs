//! All literals of all signatures in one automaton: a log is read once, whatever the number of signatures.

use super::Signature;
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

#[derive(Debug)]
pub(super) struct Index {
    automaton: Option<AhoCorasick>,
    /// Literals by the pattern of the automaton, which is lower case.
    by_pattern: Vec<Vec<usize>>,
    texts: Vec<&'static str>,
    numbers: HashMap<&'static str, usize>,
    /// Signatures by a literal that they ask for.
    pub(super) wanted_by: Vec<Vec<usize>>,
}

impl Index {
    pub(super) fn new(signatures: &[&'static Signature]) -> Self {
        let mut index = Self {
            automaton: None,
            by_pattern: Vec::new(),
            texts: Vec::new(),
            numbers: HashMap::new(),
            wanted_by: Vec::new(),
        };
        let mut patterns: Vec<String> = Vec::new();
        let mut pattern_numbers: HashMap<String, usize> = HashMap::new();
        for (number, signature) in signatures.iter().enumerate() {
            let words = signature.codes.iter().chain(signature.all).chain(signature.any);
            let asked = words.chain(signature.raised).map(|text| (*text, true));
            let other = signature.none.iter().chain(signature.log).map(|text| (*text, false));
            for (text, wanted) in asked.chain(other).filter(|(text, _)| !text.is_empty()) {
                let literal = *index.numbers.entry(text).or_insert_with(|| {
                    index.texts.push(text);
                    index.wanted_by.push(Vec::new());
                    let lower = text.to_ascii_lowercase();
                    let pattern = *pattern_numbers.entry(lower.clone()).or_insert_with(|| {
                        patterns.push(lower);
                        index.by_pattern.push(Vec::new());
                        patterns.len() - 1
                    });
                    index.by_pattern[pattern].push(index.texts.len() - 1);
                    index.texts.len() - 1
                });
                if wanted && index.wanted_by[literal].last() != Some(&number) {
                    index.wanted_by[literal].push(number);
                }
            }
        }
        // The lines are put in lower case instead: an automaton that ignores case takes far longer to build.
        index.automaton = AhoCorasick::new(&patterns).ok();
        index
    }

    /// Number of a literal.
    pub(super) fn number(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
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
