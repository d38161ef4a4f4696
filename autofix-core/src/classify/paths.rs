//! Parts of paths, such as `node_modules/pg/`, in the frames of an error: all of them in one pass.

use crate::model::Frame;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// Every part that some signature asks for.
#[derive(Debug, Default)]
pub(super) struct Parts {
    automaton: Option<AhoCorasick>,
    texts: Vec<&'static str>,
    numbers: HashMap<&'static str, usize>,
}

/// The parts that the frames of an error have, by their numbers, sorted.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// Whose code threw: the innermost frame outside of the runtime.
    pub(super) thrown: Vec<usize>,
    /// Any frame.
    pub(super) through: Vec<usize>,
    /// The innermost frame of the project.
    pub(super) app: Vec<usize>,
    /// There is a frame of the project.
    pub(super) has_app: bool,
}

impl Parts {
    /// The number of a part, which is made on the way.
    pub(super) fn add(&mut self, text: &'static str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() - 1
        })
    }

    /// Makes the automaton, once all parts are there.
    pub(super) fn build(&mut self) {
        self.automaton = AhoCorasick::new(&self.texts).ok();
    }

    pub(super) fn of(&self, frames: &[Frame]) -> Passed {
        let mut passed = Passed::default();
        let thrower = frames.iter().position(|frame| !is_runtime(&frame.file));
        let app = frames.iter().position(|frame| frame.in_app);
        passed.has_app = app.is_some();
        for (at, frame) in frames.iter().enumerate() {
            let found = self.find(&frame.file);
            if Some(at) == thrower {
                passed.thrown.clone_from(&found);
            }
            if Some(at) == app {
                passed.app.clone_from(&found);
            }
            passed.through.extend(found);
        }
        for list in [&mut passed.thrown, &mut passed.through, &mut passed.app] {
            list.sort_unstable();
            list.dedup();
        }
        passed
    }

    fn find(&self, path: &str) -> Vec<usize> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let path = path.replace('\\', "/");
        automaton.find_overlapping_iter(&path).map(|found| found.pattern().as_usize()).collect()
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
