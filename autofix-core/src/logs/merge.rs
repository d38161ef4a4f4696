//! Which skeletons are one template. A function of the set of skeletons: neither the order in which
//! they came nor how often each came plays a part.

use super::shape::{GAP, Piece, Shape, VALUE, Words, join, parts};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Different words that make a position a value.
const DISTINCT: usize = 5;
/// The same for the first word, which often names what happens.
const DISTINCT_FIRST: usize = 10;
/// Rounds of merging: every round needs words that the one before made equal.
const ROUNDS: usize = 8;

/// The result: groups, and for every skeleton its group and the ends of the group's pieces in its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged {
    /// For each skeleton: its group.
    pub(super) group: Vec<u32>,
    /// For each skeleton: the number of its parts up to the end of each piece.
    pub(super) ends: Vec<Vec<u32>>,
    /// For each group: its pieces.
    pub(super) groups: Vec<Vec<Piece>>,
}

/// Merges a set of skeletons.
pub(super) fn merge(skeletons: &[&[u8]]) -> Merged {
    let mut words = Words::default();
    let mut shapes: Vec<Shape> = skeletons
        .iter()
        .map(|skeleton| {
            let tokens: Vec<u32> = parts(skeleton).map(|part| words.number(part)).collect();
            let ends = (1..).take(tokens.len()).collect();
            join(&words, Shape { tokens, ends })
        })
        .collect();
    for _ in 0..ROUNDS {
        let mut changed = absorb(&words, &mut shapes) | names(&words, &mut shapes);
        let found = positions(&words, &shapes);
        for shape in &mut shapes {
            let hashes = Hashes::new(&shape.tokens);
            let at: Vec<usize> = (0..shape.tokens.len())
                .filter(|at| {
                    words.is_word(shape.tokens[*at]) && found.contains(&hashes.without(*at, &shape.tokens))
                })
                .collect();
            for at in &at {
                shape.tokens[*at] = VALUE;
            }
            if !at.is_empty() {
                changed = true;
                let whole = std::mem::take(shape);
                *shape = join(&words, whole);
            }
        }
        if !changed {
            break;
        }
    }
    let mut groups: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut merged = Merged::default();
    for shape in shapes {
        let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let group = *groups.entry(shape.tokens).or_insert_with_key(|tokens| {
            merged.groups.push(tokens.iter().map(|token| words.piece(*token)).collect());
            next
        });
        merged.group.push(group);
        merged.ends.push(shape.ends);
    }
    merged
}

/// Names with points inside, as those of classes and settings are, tell no state: templates that differ
/// in them alone are one, if there are enough, or if one has values there.
fn names(words: &Words, shapes: &mut [Shape]) -> bool {
    let open = |tokens: &[u32]| -> Vec<u32> {
        tokens.iter().map(|token| if words.is_dotted(*token) { VALUE } else { *token }).collect()
    };
    let mut different: HashMap<Vec<u32>, BTreeSet<&[u32]>> = HashMap::new();
    for shape in shapes.iter() {
        let opened = open(&shape.tokens);
        if opened.iter().filter(|token| words.is_word(**token)).count() >= 2 {
            different.entry(opened).or_default().insert(&shape.tokens);
        }
    }
    let enough: HashSet<Vec<u32>> = different
        .into_iter()
        .filter(|(opened, tokens)| {
            tokens.len() > 1 && (tokens.len() >= DISTINCT || tokens.contains(opened.as_slice()))
        })
        .map(|(opened, _)| opened)
        .collect();
    let mut changed = false;
    for shape in shapes {
        let opened = open(&shape.tokens);
        if opened != shape.tokens && enough.contains(&opened) {
            let ends = std::mem::take(&mut shape.ends);
            *shape = join(words, Shape { tokens: opened, ends });
            changed = true;
        }
    }
    changed
}

/// Words that a context needs beside a value that is told from another template.
const CONTEXT: usize = 3;

/// Where another template has a value at a place, a word or a chunk with a value in it is one too: a
/// host without its domain beside others with it.
fn absorb(words: &Words, shapes: &mut [Shape]) -> bool {
    let known: HashSet<Vec<u32>> = shapes.iter().map(|shape| shape.tokens.clone()).collect();
    let mut changed = false;
    for shape in shapes {
        let is_word = |token: &&u32| words.is_word(**token);
        let count = shape.tokens.iter().filter(is_word).count();
        if count <= CONTEXT || !shape.tokens.contains(&VALUE) {
            continue;
        }
        let mut begin = 0;
        for chunk in shape.tokens.split(|token| *token == GAP) {
            let (first, length) = (begin, chunk.len());
            begin += length + 1;
            let inside = chunk.iter().filter(is_word).count();
            if inside == 0 || inside + CONTEXT > count || chunk.iter().any(|token| !words.is_chunk(*token)) {
                continue;
            }
            if length > 1 && !chunk.contains(&VALUE) {
                continue;
            }
            let (Some(before), Some(after)) = (shape.tokens.get(..first), shape.tokens.get(first + length..))
            else {
                continue;
            };
            let (Some(ends_before), Some(ends_after)) =
                (shape.ends.get(..first), shape.ends.get(first + length - 1..))
            else {
                continue;
            };
            let tokens = [before, &[VALUE], after].concat();
            if known.contains(&tokens) {
                let ends = [ends_before, ends_after].concat();
                *shape = join(words, Shape { tokens, ends });
                changed = true;
                break;
            }
        }
    }
    changed
}

/// Hashes of a sequence with one position left open, each in one step.
struct Hashes {
    before: Vec<u64>,
    after: Vec<u64>,
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(token: u32) -> u64 {
    let mut x = u64::from(token).wrapping_add(BASE);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl Hashes {
    fn new(tokens: &[u32]) -> Self {
        let mut before = Vec::with_capacity(tokens.len() + 1);
        let mut state = 0u64;
        before.push(state);
        for token in tokens {
            state = (state ^ mix(*token)).wrapping_mul(BASE).rotate_left(23);
            before.push(state);
        }
        let mut after = vec![0; tokens.len() + 1];
        state = 1;
        for (at, token) in tokens.iter().enumerate().rev() {
            if let Some(slot) = after.get_mut(at + 1) {
                *slot = state;
            }
            state = (state ^ mix(*token)).wrapping_mul(BASE).rotate_left(29);
        }
        Self { before, after }
    }

    fn without(&self, at: usize, tokens: &[u32]) -> (u64, u64) {
        let before = self.before.get(at).copied().unwrap_or(0);
        let after = self.after.get(at + 1).copied().unwrap_or(0);
        (before.wrapping_add(mix(u32::try_from(at).unwrap_or(u32::MAX))), after ^ tokens.len() as u64)
    }
}

/// Contexts in which enough different words stand.
fn positions(words: &Words, shapes: &[Shape]) -> BTreeSet<(u64, u64)> {
    let mut seen: HashMap<(u64, u64), (usize, BTreeSet<u32>)> = HashMap::new();
    let different: HashSet<&[u32]> = shapes.iter().map(|shape| shape.tokens.as_slice()).collect();
    for tokens in different {
        let is_word: Vec<bool> = tokens.iter().map(|token| words.is_word(*token)).collect();
        let count = is_word.iter().filter(|is| **is).count();
        if count < 2 {
            continue;
        }
        let hashes = Hashes::new(tokens);
        let first = is_word.iter().position(|is| *is);
        for (at, token) in tokens.iter().enumerate().filter(|(at, _)| is_word.get(*at) == Some(&true)) {
            let need = if Some(at) == first && tokens.first().is_some_and(|t| *t != VALUE) {
                DISTINCT_FIRST
            } else {
                DISTINCT
            };
            let entry = seen.entry(hashes.without(at, tokens)).or_insert_with(|| (need, BTreeSet::new()));
            entry.1.insert(*token);
        }
    }
    seen.into_iter().filter(|(_, (need, words))| words.len() >= *need).map(|(context, _)| context).collect()
}
