//! Finds the template of a skeleton that no line had before.

use super::merge::Merged;
use super::shape::{Piece, Shape, VALUE, Words, parts};
use std::collections::HashMap;

/// Steps of one search: a skeleton that needs more has no template.
const STEPS: usize = 4_096;

/// The templates as a tree of their pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Matcher {
    words: Words,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    next: HashMap<u32, usize>,
    /// A skeleton of the template that ends here.
    end: Option<u32>,
}

impl Matcher {
    pub(super) fn new(skeletons: &[&[u8]], merged: &Merged) -> Self {
        let mut words = Words::default();
        for skeleton in skeletons {
            parts(skeleton).for_each(|part| {
                words.number(part);
            });
        }
        let mut tree = Self { words, nodes: vec![Node::default()] };
        let mut done = vec![false; merged.groups.len()];
        for (member, group) in (0..).zip(&merged.group) {
            let group = *group as usize;
            if let Some(done) = done.get_mut(group)
                && !std::mem::replace(done, true)
                && let Some(pieces) = merged.groups.get(group)
            {
                tree.put(pieces, member);
            }
        }
        tree
    }

    fn put(&mut self, pieces: &[Piece], member: u32) {
        let mut at = 0;
        for piece in pieces {
            let token = self.words.of_piece(piece);
            let new = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            at = *node.next.entry(token).or_insert(new);
            if at == new {
                self.nodes.push(Node::default());
            }
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.end.get_or_insert(member);
        }
    }

    /// A skeleton of the template that a skeleton has, and where the template's pieces end in its parts.
    pub(super) fn find(&self, skeleton: &[u8]) -> Option<(u32, Vec<u32>)> {
        let shape = Shape::new(&self.words, skeleton);
        let mut steps = STEPS;
        let member = self.walk(&shape, 0, 0, &mut steps)?;
        Some((member, shape.ends))
    }

    fn walk(&self, shape: &Shape, node: usize, at: usize, steps: &mut usize) -> Option<u32> {
        *steps = steps.checked_sub(1)?;
        let node = self.nodes.get(node)?;
        let Some(token) = shape.tokens.get(at) else { return node.end };
        // The same word first: the template that says most.
        if let Some(next) = node.next.get(token)
            && let Some(found) = self.walk(shape, *next, at + 1, steps)
        {
            return Some(found);
        }
        if !self.words.may_be_value(*token) {
            return None;
        }
        let next = node.next.get(&VALUE)?;
        self.walk(shape, *next, at + 1, steps)
    }
}
