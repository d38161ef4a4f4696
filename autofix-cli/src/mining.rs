//! Reads a log of any size into templates, on one core or on several.

use crate::failure::Failure;
use crate::input::Source;
use crate::output::Output;
use autofix::core::logs::{Layout, Miner, Templates};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Bytes of one part.
const PART: usize = 1 << 20;
/// A part without a place to cut grows up to here.
const LONGEST_PART: usize = 64 << 20;

/// What was found.
pub(crate) struct Mined {
    /// The templates.
    pub(crate) templates: Templates,
    /// How many numbers of skeletons there are.
    pub(crate) skeletons: u32,
    /// The numbers of the lines of each part, with the worker that gave them.
    parts: Vec<(usize, Vec<u8>)>,
    /// For each worker: its numbers as those of all.
    maps: Vec<Vec<u32>>,
}

impl Mined {
    /// For every line, in their order: the number of its skeleton.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.parts.iter().flat_map(|(worker, packed)| {
            let map = self.maps.get(*worker).map_or(&[][..], Vec::as_slice);
            unpacked(packed).map(|number| map.get(number as usize).copied().unwrap_or(0))
        })
    }
}

/// How far the reading is, on stderr.
pub(crate) fn bar(output: &Output, length: Option<u64>) -> ProgressBar {
    if output.quiet || !Output::stderr_is_seen() {
        return ProgressBar::hidden();
    }
    let (bar, style) = match length {
        Some(length) => {
            (ProgressBar::new(length), "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta}")
        }
        None => (ProgressBar::new_spinner(), "{spinner} {bytes}, {bytes_per_sec}"),
    };
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// One part of a log, with its place among them.
type Part = (usize, Vec<u8>);

/// Finds the templates. `each`: the number of every line is kept.
pub(crate) fn mine(source: Source, jobs: usize, each: bool, bar: &ProgressBar) -> Result<Mined, Failure> {
    let mut parts = Parts::new(source)?;
    let layout = Layout::detect(&parts.rest);
    let mut workers: Vec<Worker> = (0..jobs.max(1)).map(|_| Worker::new(&layout, each)).collect();
    if let [worker] = workers.as_mut_slice() {
        while let Some(part) = parts.next(&layout)? {
            bar.inc(part.1.len() as u64);
            let bytes = worker.read(part);
            parts.spare.push(bytes);
        }
    } else {
        run(&mut workers, &mut parts, &layout, bar)?;
    }
    Ok(put_together(workers))
}

/// Every worker takes the next part as soon as it is done with the last.
fn run(workers: &mut [Worker], parts: &mut Parts, layout: &Layout, bar: &ProgressBar) -> Result<(), Failure> {
    let (send, receive): (SyncSender<Part>, Receiver<Part>) = sync_channel(workers.len());
    let receive = Arc::new(Mutex::new(receive));
    std::thread::scope(|scope| {
        for worker in workers {
            let receive = Arc::clone(&receive);
            scope.spawn(move || {
                loop {
                    let part = receive.lock().ok().and_then(|parts| parts.recv().ok());
                    let Some(part) = part else { break };
                    worker.read(part);
                }
            });
        }
        let done = loop {
            match parts.next(layout) {
                Ok(Some(part)) => {
                    bar.inc(part.1.len() as u64);
                    if send.send(part).is_err() {
                        break Ok(());
                    }
                }
                Ok(None) => break Ok(()),
                Err(failure) => break Err(failure),
            }
        };
        drop(send);
        done
    })
}

fn put_together(workers: Vec<Worker>) -> Mined {
    let mut parts: Vec<(usize, usize, Vec<u8>)> = Vec::new();
    let mut maps: Vec<Vec<u32>> = Vec::new();
    let mut whole: Option<Miner> = None;
    for (number, worker) in workers.into_iter().enumerate() {
        parts.extend(worker.numbers.into_iter().map(|(place, packed)| (place, number, packed)));
        match &mut whole {
            None => {
                maps.push((0..worker.miner.skeletons()).collect());
                whole = Some(worker.miner);
            }
            Some(whole) => maps.push(whole.merge(worker.miner)),
        }
    }
    parts.sort_unstable_by_key(|(place, ..)| *place);
    let parts = parts.into_iter().map(|(_, worker, packed)| (worker, packed)).collect();
    let miner = whole.unwrap_or_else(|| Miner::new(Layout::default()));
    let skeletons = miner.skeletons();
    Mined { templates: miner.finish(), skeletons, parts, maps }
}

/// Mines parts.
struct Worker {
    miner: Miner,
    each: bool,
    /// The place of every part that it read, with the numbers of its lines.
    numbers: Vec<(usize, Vec<u8>)>,
}

impl Worker {
    fn new(layout: &Layout, each: bool) -> Self {
        Self { miner: Miner::new(layout.clone()), each, numbers: Vec::new() }
    }

    /// Reads a part, and gives its buffer back.
    fn read(&mut self, (place, bytes): Part) -> Vec<u8> {
        let mut packed = Vec::new();
        self.miner.lines(&bytes, |number| {
            if self.each {
                pack(number.unwrap_or(0), &mut packed);
            }
        });
        if self.each {
            packed.shrink_to_fit();
            self.numbers.push((place, packed));
        }
        bytes
    }
}

/// Seven bits a byte, the lowest first: what is frequent comes early, and has a small number.
fn pack(mut number: u32, into: &mut Vec<u8>) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            into.push(low & 0x7f);
            break;
        }
        into.push(low | 0x80);
    }
}

fn unpacked(packed: &[u8]) -> impl Iterator<Item = u32> {
    let mut bytes = packed.iter();
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0u32, 0);
        loop {
            let byte = *bytes.next()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift = (shift + 7) & 31;
        }
    })
}

/// Cuts what is read at the ends of records.
struct Parts {
    name: String,
    reader: Box<dyn Read>,
    /// Read, and not yet given out.
    rest: Vec<u8>,
    place: usize,
    ended: bool,
    spare: Vec<Vec<u8>>,
}

impl Parts {
    fn new(mut source: Source) -> Result<Self, Failure> {
        let mut reader = source.decoded()?;
        let name = source.name;
        let mut rest = Vec::with_capacity(PART);
        let read = reader.by_ref().take(PART as u64).read_to_end(&mut rest);
        read.map_err(|error| Failure::io(&name, &error))?;
        Ok(Self { name, reader, rest, place: 0, ended: false, spare: Vec::new() })
    }

    fn next(&mut self, layout: &Layout) -> Result<Option<Part>, Failure> {
        let mut want = PART;
        loop {
            if !self.ended && self.rest.len() < want {
                let more = (want - self.rest.len()) as u64;
                let read = self.reader.by_ref().take(more).read_to_end(&mut self.rest);
                let read = read.map_err(|error| Failure::io(&self.name, &error))?;
                self.ended = read == 0;
                if (read as u64) < more && !self.ended {
                    continue;
                }
            }
            let cut = if self.ended { self.rest.len() } else { layout.boundary(&self.rest) };
            if cut == 0 && !self.ended && self.rest.len() < LONGEST_PART {
                want = self.rest.len() * 2;
                continue;
            }
            let cut = if cut == 0 { self.rest.len() } else { cut };
            if cut == 0 {
                return Ok(None);
            }
            let mut after = self.spare.pop().unwrap_or_default();
            after.clear();
            after.extend_from_slice(self.rest.get(cut..).unwrap_or_default());
            let mut part = std::mem::replace(&mut self.rest, after);
            part.truncate(cut);
            self.place += 1;
            return Ok(Some((self.place, part)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn numbers_survive_packing() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, 2_000_000];
        let mut packed = Vec::new();
        numbers.iter().for_each(|number| pack(*number, &mut packed));
        assert_eq!(unpacked(&packed).collect::<Vec<_>>(), numbers);
        assert_eq!(unpacked(&[0xff; 9]).count(), 0);
    }

    #[test]
    fn threads_do_not_change_the_answer() {
        let user =
            |line: usize| ["ann", "bob", "eve", "kim", "lea"].get(line / 7 % 5).copied().unwrap_or_default();
        let lines: Vec<String> = (0..60_000)
            .map(|line| match line % 4 {
                0 => format!("2026-03-04 10:00:01 INFO mail from {} was sent\n", user(line)),
                1 => {
                    format!("2026-03-04 10:00:01 INFO state {} of {line}\n\tat a.B.c(B.java:1)\n", user(line))
                }
                2 => "2026-03-04 10:00:01 INFO done\r\n".to_owned(),
                _ => format!("2026-03-04 10:00:01 INFO took {line} ms\n"),
            })
            .collect();
        let text = lines.concat();
        let answer = |jobs: usize| {
            let reader = Box::new(Cursor::new(text.clone().into_bytes()));
            let source = Source { name: "x".to_owned(), reader, length: None };
            let mined = mine(source, jobs, true, &ProgressBar::hidden()).unwrap();
            let ids = mined.numbers().map(|number| mined.templates.of(number).unwrap().id().to_owned());
            let ids: Vec<String> = ids.collect();
            let counts = mined.templates.iter().map(|it| (it.text().to_owned(), it.records(), it.lines()));
            (ids, counts.collect::<Vec<_>>())
        };
        let (ids, counts) = answer(1);
        assert_eq!(ids.len(), 75_000);
        assert_eq!(counts.len(), 4, "{counts:?}");
        for jobs in [2, 5] {
            assert!((&ids, &counts) == (&answer(jobs).0, &answer(jobs).1), "{jobs} threads");
        }
    }

    #[test]
    fn parts_are_the_whole() {
        let text = "12 is a line with some words\n  set in\n".repeat(60_000);
        let mut parts = Parts::new(Source {
            name: "x".to_owned(),
            reader: Box::new(Cursor::new(text.clone().into_bytes())),
            length: None,
        })
        .unwrap();
        let layout = Layout::detect(text.as_bytes());
        let mut all = Vec::new();
        let mut count = 0;
        while let Some((place, part)) = parts.next(&layout).unwrap() {
            count += 1;
            assert_eq!(place, count);
            assert!(!part.starts_with(b" "));
            all.extend(part);
        }
        assert!(count > 1);
        assert!(all == text.into_bytes());
    }
}
