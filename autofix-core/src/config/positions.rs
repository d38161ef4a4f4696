//! Where each key of a YAML file stands.

use serde_yaml::granit_parser::{Event, Parser, Span};
use std::collections::BTreeMap;

/// Line and column, both from 1, the column in characters.
pub(super) type Place = (u32, u32);

/// Bounds on what is remembered, for the length of a path is not bounded by that of the file's
/// lines: every child repeats its parents.
const MAX_PLACES: usize = 20_000;
const MAX_DEPTH: usize = 12;
const MAX_KEY: usize = 64;

/// Places of the keys of a file, as far as it can be read.
#[derive(Default)]
pub(super) struct Positions {
    by_key: BTreeMap<String, Place>,
    by_place: BTreeMap<Place, String>,
}

/// A collection that is being read.
enum Open {
    Mapping { path: String, key: Option<(String, Place)>, composite: bool },
    Sequence { path: String, next: usize },
}

impl Positions {
    pub(super) fn read(text: &str) -> Self {
        let mut positions = Self::default();
        let mut open: Vec<Open> = Vec::new();
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            if positions.by_place.len() >= MAX_PLACES {
                break;
            }
            match event {
                Event::Scalar(value, ..) => positions.scalar(&mut open, &value, place(&span)),
                Event::Alias(_) => positions.scalar(&mut open, "*", place(&span)),
                Event::MappingStart(..) => {
                    let path = positions.enter(&mut open, place(&span));
                    open.push(Open::Mapping { path, key: None, composite: false });
                }
                Event::SequenceStart(..) => {
                    let path = positions.enter(&mut open, place(&span));
                    open.push(Open::Sequence { path, next: 0 });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                }
                // Errors and warnings are about the first document.
                Event::DocumentEnd => break,
                _ => {}
            }
        }
        positions
    }

    /// The place of a key, or of the nearest one around it.
    pub(super) fn near(&self, key: &str) -> Option<Place> {
        let mut key = key;
        loop {
            if let Some(place) = self.by_key.get(key) {
                return Some(*place);
            }
            key = key.get(..key.rfind(['.', '['])?)?;
        }
    }

    pub(super) fn has_keys(&self) -> bool {
        self.by_place.values().any(|key| !key.starts_with('['))
    }

    pub(super) fn exact(&self, key: &str) -> Option<Place> {
        self.by_key.get(key).copied()
    }

    /// The key that stands at a place, or whose value does.
    pub(super) fn key_at(&self, place: Place) -> Option<&str> {
        self.by_place.get(&place).map(String::as_str)
    }

    fn scalar(&mut self, open: &mut [Open], value: &str, place: Place) {
        if let Some(Open::Mapping { path, key: key @ None, .. }) = open.last_mut() {
            let name: String = value.chars().take(MAX_KEY).collect();
            let full = if path.is_empty() { name } else { format!("{path}.{name}") };
            self.by_place.insert(place, full.clone());
            *key = Some((full, place));
            return;
        }
        self.value(open, place, false);
    }

    /// Notes a collection that begins, and answers its path.
    fn enter(&mut self, open: &mut [Open], place: Place) -> String {
        if let Some(Open::Mapping { key: key @ None, composite, .. }) = open.last_mut() {
            // A collection as a key: nothing of the configuration has one.
            *composite = true;
            *key = Some((String::new(), place));
            return String::new();
        }
        let path = self.value(open, place, true);
        if open.len() > MAX_DEPTH { String::new() } else { path }
    }

    fn value(&mut self, open: &mut [Open], place: Place, collection: bool) -> String {
        let deep = open.len() > MAX_DEPTH;
        let (path, at) = match open.last_mut() {
            None => return String::new(),
            Some(Open::Mapping { key, composite, .. }) => {
                let (path, key_place) = key.take().unwrap_or_default();
                if std::mem::take(composite) {
                    return String::new();
                }
                // A block below a key is best shown by the key.
                (path, if collection { key_place } else { place })
            }
            Some(Open::Sequence { path, next }) => {
                *next += 1;
                (format!("{path}[{}]", *next - 1), place)
            }
        };
        if !deep && !path.is_empty() {
            self.by_key.entry(path.clone()).or_insert(at);
            self.by_place.entry(place).or_insert_with(|| path.clone());
        }
        path
    }
}

fn place(span: &Span) -> Place {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    (number(span.start.line()), number(span.start.col().saturating_add(1)))
}
