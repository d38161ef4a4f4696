//! One pass over a log of any length: its issues and its templates.

use crate::classify;
use crate::ingest::{Patterns, redact_with};
use crate::logs::{Layout, Miner, most_frequent};
use crate::model::AnalysisReport;

/// Templates of a log that an analysis tells, most frequent first.
const PATTERNS: usize = 100;
/// Bytes from which the header of the lines is found.
const SAMPLE: usize = 1 << 20;

/// Reads a log piece by piece; [`Engine::finish`](super::Engine::finish) ends it. Pieces may be cut anywhere. Memory is bounded by the different errors
/// and templates of the log, not by its length.
pub struct LogReading<'e> {
    issues: classify::Reading<'e>,
    patterns: Patterns,
    miner: Option<Miner>,
    /// The beginning of the log, until the header is known.
    held: Vec<u8>,
}

impl<'e> LogReading<'e> {
    pub(super) fn new(issues: classify::Reading<'e>, patterns: Patterns) -> Self {
        Self { issues, patterns, miner: None, held: Vec::new() }
    }

    /// Says which command wrote the log, for causes that depend on it.
    pub fn of_command(mut self, command: String) -> Self {
        self.issues = self.issues.of_command(command);
        self
    }

    /// Reads on.
    pub fn push(&mut self, bytes: &[u8]) {
        self.issues.push(bytes);
        if let Some(miner) = &mut self.miner {
            miner.feed(bytes);
            return;
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() >= SAMPLE {
            self.begin();
        }
    }

    fn begin(&mut self) -> &mut Miner {
        let held = std::mem::take(&mut self.held);
        let miner = self.miner.get_or_insert_with(|| Miner::new(Layout::detect(&held)));
        miner.feed(&held);
        miner
    }

    /// What was found, the frames as the log has them.
    pub(super) fn finish(mut self) -> AnalysisReport {
        if self.miner.is_none() {
            self.begin();
        }
        let mut report = self.issues.finish();
        report.patterns = self.miner.map(|miner| most_frequent(miner, PATTERNS)).unwrap_or_default();
        for pattern in &mut report.patterns {
            pattern.template = redact_with(&pattern.template, &self.patterns);
        }
        report
    }
}
