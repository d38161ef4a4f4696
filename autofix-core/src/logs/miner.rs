//! Reads lines, and counts what they have in common.

use super::kind::Kind;
use super::layout::Layout;
use super::matcher::Matcher;
use super::merge::merge;
use super::record::Records;
use super::scan::{Sink, gap, scan};
use super::structured::{is_object, scan_object};
use super::table::Table;
use super::templates::Templates;

/// Bytes of a message that are read; what stands behind is one value.
const LONGEST: usize = 4_096;
/// The number of the overflow template's skeleton.
pub(super) const OVERFLOW: u32 = 0;

/// How often a skeleton occurred.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Records.
    pub(super) records: u64,
    /// Lines, those that go on with a record included.
    pub(super) lines: u64,
}

/// Finds the templates of a log: lines in, [`Templates`] out.
///
/// Miners with the same [`Layout`] may read parts of a log that were cut at [`Layout::boundary`], in
/// any number of threads; [`Miner::merge`] makes one of them. The templates and their counts are the
/// same however the log was cut. Memory is bounded: past a number of different skeletons nothing new is
/// kept; a line is matched against the templates that there are, and where none fits, it counts for
/// the overflow template.
#[derive(Debug, Clone)]
pub struct Miner {
    layout: Layout,
    table: Table,
    counts: Vec<Count>,
    records: Records,
    last: Option<u32>,
    /// Lines at the beginning that go on with a record of the part before.
    leading: u64,
    carry: Vec<u8>,
    skeleton: Skeleton,
    full: Option<Box<Matcher>>,
}

/// Writes the skeleton of a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Skeleton(Vec<u8>);

impl Sink for Skeleton {
    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.0.extend_from_slice(text);
    }

    #[inline]
    fn gap(&mut self, _: &[u8]) {
        self.0.push(b' ');
    }

    #[inline]
    fn value(&mut self, kind: Kind, _: &[u8]) {
        self.0.push(kind.code());
    }
}

/// The message without the gaps around it, and where it begins in the line.
pub(super) fn message<'l>(layout: &Layout, line: &'l [u8]) -> (usize, &'l [u8], bool) {
    let (begin, headed) = layout.message(line);
    let rest = line.get(begin..).unwrap_or_default();
    let begin = begin + gap(rest);
    let text = line.get(begin..).unwrap_or_default();
    let blank = |b: &&u8| **b <= b' ' || **b == 0x7f;
    let tail = text.iter().rev().take_while(blank).count();
    (begin, text.get(..text.len() - tail).unwrap_or_default(), headed)
}

/// Reads a message of any length.
pub(super) fn read(text: &[u8], sink: &mut impl Sink) {
    let cut = if text.len() <= LONGEST {
        text.len()
    } else {
        let head = text.get(..LONGEST).unwrap_or_default();
        head.iter().rposition(|b| *b == b' ').map_or(LONGEST, |at| at + 1)
    };
    let (head, tail) = text.split_at(cut.min(text.len()));
    if is_object(text) {
        scan_object(head, sink);
    } else {
        scan(head, sink);
    }
    if !tail.is_empty() {
        sink.value(Kind::Any, tail);
    }
}

impl Skeleton {
    pub(super) fn of(&mut self, text: &[u8]) -> &[u8] {
        self.0.clear();
        read(text, self);
        // An escape sequence at the end is a gap too.
        while self.0.last() == Some(&b' ') {
            self.0.pop();
        }
        &self.0
    }
}

impl Miner {
    /// A miner for lines of this layout.
    pub fn new(layout: Layout) -> Self {
        let mut table = Table::default();
        table.put(&[Kind::Any.code()]);
        Self {
            layout,
            table,
            counts: vec![Count::default()],
            records: Records::default(),
            last: None,
            leading: 0,
            carry: Vec::new(),
            skeleton: Skeleton::default(),
            full: None,
        }
    }

    /// Reads bytes; a line may be cut anywhere between two calls.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            if self.carry.is_empty() {
                self.line(line);
            } else {
                let mut whole = std::mem::take(&mut self.carry);
                whole.extend_from_slice(line);
                self.line(&whole);
                whole.clear();
                self.carry = whole;
            }
        }
        self.carry.extend_from_slice(rest);
    }

    /// Reads whole lines, the last one with or without its line end, and tells the number of each as
    /// [`Miner::line`] does.
    pub fn lines(&mut self, bytes: &[u8], mut tell: impl FnMut(Option<u32>)) {
        let mut begin = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let number = self.line(bytes.get(begin..end).unwrap_or_default());
            tell(number);
            begin = end + 1;
        }
        if let Some(rest) = bytes.get(begin..).filter(|rest| !rest.is_empty()) {
            tell(self.line(rest));
        }
    }

    /// How many numbers [`Miner::line`] has given out.
    pub fn skeletons(&self) -> u32 {
        u32::try_from(self.table.len()).unwrap_or(u32::MAX)
    }

    /// Reads one line, with or without its line end, and gives the number of its skeleton, which
    /// [`Templates::of`] takes. `None`: it goes on with a record of the part before this miner's.
    pub fn line(&mut self, line: &[u8]) -> Option<u32> {
        let (_, text, headed) = message(&self.layout, line);
        if self.records.goes_on(line, headed, self.layout.is_stamped()) {
            match self.last.and_then(|last| self.counts.get_mut(last as usize)) {
                Some(count) => count.lines += 1,
                None => self.leading += 1,
            }
            return self.last;
        }
        let skeleton = self.skeleton.of(text);
        let number = match &self.full {
            None => self.table.put(skeleton),
            Some(matcher) => {
                self.table.find(skeleton).or_else(|| matcher.find(skeleton).map(|(first, _)| first))
            }
        };
        let number = number.unwrap_or(OVERFLOW);
        if self.counts.len() <= number as usize {
            self.counts.resize(number as usize + 1, Count::default());
        }
        if let Some(count) = self.counts.get_mut(number as usize) {
            count.records += 1;
            count.lines += 1;
        }
        if self.full.is_none() && self.table.is_full() {
            self.fill();
        }
        self.last = Some(number);
        Some(number)
    }

    /// From here on nothing new is kept.
    fn fill(&mut self) {
        let skeletons: Vec<&[u8]> = (0..self.table.len()).map(|number| self.table.get(number)).collect();
        self.full = Some(Box::new(Matcher::new(&skeletons, &merge(&skeletons))));
    }

    /// Takes in what another miner read of the part that follows. The answer gives, for each number
    /// of the other's skeletons, the number here.
    pub fn merge(&mut self, mut other: Self) -> Vec<u32> {
        self.flush();
        other.flush();
        match self.last.and_then(|last| self.counts.get_mut(last as usize)) {
            Some(count) => count.lines += other.leading,
            None => self.leading += other.leading,
        }
        let numbers: Vec<u32> = (0..other.table.len())
            .map(|number| {
                let skeleton = other.table.get(number);
                let place = match &self.full {
                    None => self.table.put(skeleton),
                    Some(matcher) => {
                        self.table.find(skeleton).or_else(|| matcher.find(skeleton).map(|(first, _)| first))
                    }
                };
                if self.full.is_none() && self.table.is_full() {
                    self.fill();
                }
                place.unwrap_or(OVERFLOW)
            })
            .collect();
        self.counts.resize(self.table.len(), Count::default());
        for (number, count) in numbers.iter().zip(&other.counts) {
            if let Some(own) = self.counts.get_mut(*number as usize) {
                own.records += count.records;
                own.lines += count.lines;
            }
        }
        if let Some(last) = other.last {
            self.last = numbers.get(last as usize).copied();
            self.records = other.records;
        }
        numbers
    }

    fn flush(&mut self) {
        if !self.carry.is_empty() {
            let line = std::mem::take(&mut self.carry);
            self.line(&line);
        }
    }

    /// The templates of everything that was read.
    pub fn finish(mut self) -> Templates {
        self.flush();
        if let Some(overflow) = self.counts.get_mut(OVERFLOW as usize) {
            overflow.lines += self.leading;
            overflow.records += u64::from(self.leading > 0);
        }
        Templates::new(self.layout, self.table, &self.counts)
    }
}
