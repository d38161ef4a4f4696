//! A log of any length, read piece by piece in bounded memory.

use super::Classifier;
use super::classifier::Scene;
use super::matching::Seen;
use super::rank::Ranking;
use crate::ingest::{Commands, Log, Opener, PathMap};
use crate::model::AnalysisReport;
use std::collections::HashSet;

/// Bytes that are read at once.
const WINDOW: usize = 4 << 20;
/// Bytes at the end of a window that are read again with the next one: an error may go on there.
const TAIL: usize = 256 << 10;
/// Bytes of one line; the rest of a longer one is passed over.
const MAX_LINE: usize = 2 << 20;

/// Reads a log piece by piece. Pieces may be cut anywhere, in the midst of a character too.
///
/// A signature that asks for words elsewhere in the log sees those up to some megabytes behind the error.
pub struct Reading<'c> {
    classifier: &'c Classifier,
    map: Option<PathMap>,
    /// Frames stay as the log has them, and errors of different places apart.
    raw: bool,
    opener: Opener,
    everywhere: Seen,
    /// The command that was running where the pending lines begin.
    ran: Option<String>,
    ranking: Ranking,
    pending: Vec<u8>,
    /// Number of the first pending line.
    first: u32,
    /// Pending lines that belong to an error that was told already.
    told: HashSet<u32>,
    /// Bytes of the line that is being read.
    line: usize,
}

impl<'c> Reading<'c> {
    pub(super) fn new(classifier: &'c Classifier, files: Option<&[String]>) -> Self {
        Self {
            classifier,
            map: files.map(PathMap::new),
            raw: false,
            opener: Opener::new(classifier.rules().patterns().clone()),
            everywhere: Seen::default(),
            ran: None,
            ranking: Ranking::default(),
            pending: Vec::new(),
            first: 1,
            told: HashSet::new(),
            line: 0,
        }
    }

    /// Leaves the frames as the log has them, for a caller that names their files and then calls
    /// [`Classifier::regroup`].
    pub fn with_raw_frames(mut self) -> Self {
        self.raw = true;
        self.map = None;
        self
    }

    /// Says which command wrote the log.
    pub fn of_command(mut self, command: String) -> Self {
        self.ran = Some(command);
        self
    }

    /// Reads on.
    pub fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(WINDOW) {
            self.append(piece);
            if self.pending.len() >= WINDOW + TAIL {
                self.window();
            }
        }
    }

    /// What was found, most likely root cause first. Templates are not part of it.
    pub fn finish(mut self) -> AnalysisReport {
        let text = String::from_utf8_lossy(&self.pending).into_owned();
        let log = self.open(&text, u32::MAX);
        self.tell(&log, u32::MAX);
        let lines = (self.first - 1).saturating_add(log.count());
        AnalysisReport { lines, issues: self.ranking.finish(), patterns: Vec::new() }
    }

    /// Takes bytes over, without what is too long of a line.
    fn append(&mut self, piece: &[u8]) {
        for line in piece.split_inclusive(|b| *b == b'\n') {
            let room = MAX_LINE.saturating_sub(self.line);
            let ends = line.ends_with(b"\n");
            self.pending.extend_from_slice(line.get(..room).unwrap_or(line));
            if ends && line.len() > room {
                self.pending.push(b'\n');
            }
            self.line = if ends { 0 } else { self.line + line.len() };
        }
    }

    /// Tells of what begins before the tail, and keeps the tail.
    fn window(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let whole = memchr::memrchr(b'\n', &pending).map_or(0, |at| at + 1);
        let aim = whole.saturating_sub(TAIL);
        let cut = memchr::memchr(b'\n', pending.get(aim..whole).unwrap_or_default())
            .map_or(whole, |at| aim + at + 1);
        let text = String::from_utf8_lossy(pending.get(..whole).unwrap_or_default());
        let before = pending.get(..cut).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', before).count();
        let next = self.first.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        let log = self.open(&text, next);
        let mut told = self.tell(&log, next);
        told.retain(|number| *number >= next);
        self.told = told;
        self.first = next;
        self.pending = pending.get(cut..).unwrap_or_default().to_vec();
    }

    fn open(&mut self, text: &str, next: u32) -> Log {
        let told = &self.told;
        self.opener.open(text, self.first, next, |number| told.contains(&number))
    }

    /// Tells of every error that begins before a line; answers the lines of these errors.
    fn tell(&mut self, log: &Log, before: u32) -> HashSet<u32> {
        let mut told = HashSet::new();
        let hits = self.classifier.scan(log);
        self.everywhere.add(&hits);
        let commands = Commands::of(log, self.ran.take());
        let scene = Scene { log, everywhere: &self.everywhere, commands: &commands, map: self.map.as_ref() };
        for block in self.classifier.blocks(log, &hits) {
            if log.number(block.first) >= before {
                continue;
            }
            if let Some(ranked) = self.classifier.judge(scene, &block, &hits) {
                self.ranking.add(ranked, self.raw);
            }
            told.extend((block.first..=block.last).map(|at| log.number(at)));
        }
        self.ran = commands.running(log, before).map(str::to_owned);
        told
    }
}
