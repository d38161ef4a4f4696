//! The byte search that rules files out before anything is parsed.

use aho_corasick::AhoCorasick;

/// Which of a list of byte strings occur in a file: bit n for the n-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct MarkerSet(pub u64);

impl MarkerSet {
    /// Whether the n-th marker was found.
    pub fn has(self, marker: usize) -> bool {
        marker < 64 && self.0 & (1 << marker) != 0
    }
}

/// At most 64 byte strings that are looked for at once.
#[derive(Debug, Clone)]
pub struct Markers {
    automaton: AhoCorasick,
    all: u64,
}

impl Markers {
    /// Most markers of one search.
    pub const MOST: usize = 64;

    /// Prepares a search. Returns `None` for more than [`MOST`](Self::MOST) markers.
    pub fn new(markers: &[&str]) -> Option<Self> {
        if markers.len() > Self::MOST {
            return None;
        }
        let all = if markers.len() == Self::MOST { u64::MAX } else { (1 << markers.len()) - 1 };
        Some(Self { automaton: AhoCorasick::new(markers).ok()?, all })
    }

    /// Looks for every marker; stops as soon as all were seen.
    pub fn find(&self, bytes: &[u8]) -> MarkerSet {
        let mut found = 0;
        for hit in self.automaton.find_overlapping_iter(bytes) {
            found |= 1 << hit.pattern().as_u32();
            if found == self.all {
                break;
            }
        }
        MarkerSet(found)
    }
}
