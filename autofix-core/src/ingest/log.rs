//! The lines of a log as a person would read them on the terminal, each program's apart.

use super::clean::{clean, cut};
#[cfg(feature = "servers")]
use super::envelope::journal::{self, Fold};
use super::envelope::{self, Learned};
use super::interrupt;
use super::level::Level;
use super::redact::{Patterns, Redactor};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A longer line is cut: nothing that a reader looks for stands further right.
const MAX_LINE: usize = 16 * 1024;
/// Lines that one structured record may have.
const MAX_RECORD: usize = 2_000;
/// Programs whose lines are told apart.
const MAX_STREAMS: usize = 256;

/// Cleaned, redacted lines. An index counts from 0; [`Log::number`] is what people call the line.
///
/// Lines of several programs, as container tools and process managers mix them, stand one program
/// after the other, an empty line between. So an index is not a line number.
#[derive(Debug, Clone, Default)]
pub struct Log {
    lines: Vec<Line>,
    count: u32,
}

#[derive(Debug, Clone, Default)]
struct Line {
    text: String,
    number: u32,
    level: Option<Level>,
    /// Goes on with the structured record that began above.
    part: bool,
    /// Begins a structured record.
    record: bool,
}

impl Log {
    /// Cleans a log: line ends, escape sequences, progress overwrites, NULs and what container tools and
    /// loggers put around the words are taken away, secrets are replaced by placeholders.
    pub fn new(text: &str) -> Self {
        Opener::new(Patterns::default()).open(text, 1, u32::MAX, |_| false)
    }

    /// Reads bytes of any encoding; what is not UTF-8 becomes a replacement character.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(&String::from_utf8_lossy(bytes))
    }

    /// Number of lines of the input; a final line end does not begin another one.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Number of indices.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A line by index; empty past the end.
    pub fn line(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |line| line.text.as_str())
    }

    /// Line number in the input, from 1, of an index.
    pub fn number(&self, index: usize) -> u32 {
        self.lines.get(index).or(self.lines.last()).map_or(1, |line| line.number)
    }

    /// The level that a line's envelope or structured record names.
    pub fn level(&self, index: usize) -> Option<Level> {
        self.lines.get(index).and_then(|line| line.level)
    }

    /// Index of the last line of the structured record that begins at an index.
    pub(super) fn record(&self, index: usize) -> Option<usize> {
        self.lines.get(index).filter(|line| line.record)?;
        let more = self.lines.get(index + 1..)?.iter().take_while(|line| line.part).count();
        Some(index + more)
    }

    /// A range of indices, both ends inclusive, as a log of its own without records.
    pub(super) fn part(&self, first: usize, last: usize) -> Self {
        let lines = self.lines.get(first..(last + 1).min(self.lines.len())).unwrap_or_default();
        let plain = |line: &Line| Line { record: false, part: false, level: None, ..line.clone() };
        Self { lines: lines.iter().map(plain).collect(), count: self.count }
    }

    /// The lines of a range of indices, both ends inclusive.
    pub fn text(&self, first: usize, last: usize) -> String {
        let lines = self.lines.get(first..(last + 1).min(self.lines.len())).unwrap_or_default();
        let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            text.push_str(&line.text);
        }
        text
    }
}

/// Turns text into lines. One is used for all pieces of a long log: what it learned of prefixes, and a
/// key that began in one piece, hold in the next.
#[derive(Debug)]
pub(crate) struct Opener {
    patterns: Patterns,
    /// Programs that are in the midst of a private key where the next piece begins.
    in_key: HashSet<String>,
    learned: Learned,
}

impl Opener {
    pub(crate) fn new(patterns: Patterns) -> Self {
        Self { patterns, in_key: HashSet::new(), learned: Learned::default() }
    }

    /// Opens a piece whose first line has this number; lines that the caller knows already are left out. The
    /// next piece begins with the line `next`, which may lie in this one.
    pub(crate) fn open(&mut self, text: &str, first: u32, next: u32, known: impl Fn(u32) -> bool) -> Log {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut raw: Vec<Cow<'_, str>> = text.split('\n').map(clean).collect();
        if text.ends_with('\n') || text.is_empty() {
            raw.pop();
        }
        let count = u32::try_from(raw.len()).unwrap_or(u32::MAX);
        self.learned.learn(raw.iter().map(AsRef::as_ref));
        #[cfg(feature = "servers")]
        let folds = journal::fold(text);
        let mut streams = Streams::new(self.patterns.clone(), std::mem::take(&mut self.in_key));
        let mut in_key = None;
        for (at, line) in raw.iter().enumerate() {
            let number = first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            if number >= next && in_key.is_none() {
                in_key = Some(streams.in_key());
            }
            #[cfg(feature = "servers")]
            let opened = match folds.get(at) {
                Some(Fold::Drop) => continue,
                Some(Fold::Words(words)) => envelope::open_entry(words, &self.learned),
                Some(Fold::Keep) | None => envelope::open(line, &self.learned),
            };
            #[cfg(not(feature = "servers"))]
            let opened = envelope::open(line, &self.learned);
            let stream = streams.of(&opened.stream);
            if opened.partial {
                stream.held.push_str(cut(&opened.text, MAX_LINE));
                stream.held.truncate(cut(&stream.held, MAX_LINE).len());
                stream.held_number.get_or_insert(number);
                continue;
            }
            let number = stream.held_number.take().unwrap_or(number);
            let held = std::mem::take(&mut stream.held);
            let text = if held.is_empty() { opened.text } else { Cow::Owned(held + &opened.text) };
            let known = known(number);
            if !opened.record && !text.contains('\n') {
                let text = stream.redactor.line(cut(&text, MAX_LINE));
                if !known {
                    stream.lines.push(Line { text, number, level: opened.level, ..Line::default() });
                }
                continue;
            }
            for (at, part) in text.split('\n').take(MAX_RECORD).enumerate() {
                let text = stream.redactor.line(cut(clean(part).as_ref(), MAX_LINE));
                let (record, part) = (opened.record && at == 0, opened.record && at > 0);
                if !known {
                    stream.lines.push(Line { text, number, level: opened.level, part, record });
                }
            }
        }
        self.in_key = in_key.unwrap_or_else(|| streams.in_key());
        Log { lines: streams.joined(), count }
    }
}

struct Stream {
    name: String,
    /// Of its own: a key of one program goes on behind the lines of another.
    redactor: Redactor,
    lines: Vec<Line>,
    /// The beginning of a line that goes on in the next one, and its number.
    held: String,
    held_number: Option<u32>,
}

/// The lines of each program, in the order in which the programs first speak.
#[derive(Default)]
struct Streams {
    all: Vec<Stream>,
    by_name: HashMap<String, usize>,
    last: Option<(String, usize)>,
    patterns: Patterns,
    /// Programs that began in the midst of a private key.
    began_in_key: HashSet<String>,
}

impl Streams {
    fn new(patterns: Patterns, began_in_key: HashSet<String>) -> Self {
        Self { patterns, began_in_key, ..Self::default() }
    }

    /// Programs that are in the midst of a private key.
    fn in_key(&self) -> HashSet<String> {
        self.all
            .iter()
            .filter(|stream| stream.redactor.is_in_key())
            .map(|stream| stream.name.clone())
            .collect()
    }

    fn of(&mut self, name: &str) -> &mut Stream {
        let at = match &self.last {
            Some((last, at)) if last == name => *at,
            _ => {
                // Whoever comes after so many shares the first place.
                let at = if let Some(at) = self.by_name.get(name) {
                    *at
                } else {
                    let at = if self.all.len() < MAX_STREAMS { self.all.len() } else { 0 };
                    self.by_name.insert(name.to_owned(), at);
                    at
                };
                self.last = Some((name.to_owned(), at));
                at
            }
        };
        if at == self.all.len() {
            let redactor = Redactor::new(self.patterns.clone(), self.began_in_key.contains(name));
            let name = name.to_owned();
            self.all.push(Stream {
                name,
                redactor,
                lines: Vec::new(),
                held: String::new(),
                held_number: None,
            });
        }
        &mut self.all[at]
    }

    fn joined(self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for mut stream in self.all {
            let mut own = stream.lines;
            if let Some(number) = stream.held_number {
                let text = stream.redactor.line(&stream.held);
                own.push(Line { text, number, ..Line::default() });
            }
            let aside = interrupt::take(&mut own, |line| line.text.as_str());
            for own in [own, aside] {
                if let Some(number) = lines.last().map(|line| line.number).filter(|_| !own.is_empty()) {
                    lines.push(Line { number, ..Line::default() });
                }
                if lines.is_empty() {
                    lines = own;
                } else {
                    lines.extend(own);
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_as_on_the_terminal() {
        let cases = [
            ("\u{1b}[31mError\u{1b}[0m: no\r\n", "Error: no"),
            ("10%\r50%\rdone", "done"),
            ("web-1  | listening", "listening"),
            ("[pod/web-7f/web] Error: x", "Error: x"),
            ("2026-01-02T03:04:05.6Z stderr F Error: x", "Error: x"),
            ("\u{1b}]8;;http://a\u{7}link\u{1b}]8;;\u{7}", "link"),
            ("a\0b", "ab"),
            ("  1 | const a = 1", "  1 | const a = 1"),
            ("\u{feff}first", "first"),
            ("web-1  | <3>Nov 22 10:00:00 box api[7]: {\"level\":\"error\",\"msg\":\"deep\"}", "deep"),
        ];
        for (raw, clean) in cases {
            assert_eq!(Log::new(raw).line(0), clean, "{raw:?}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_input() {
        let log = Log::new("a\r\n\r\nb\n");
        assert_eq!((log.count(), log.line(2), log.number(2), log.line(99)), (3, "b", 3, ""));
        assert_eq!(Log::new("").count(), 0);
        assert_eq!(Log::new("x").count(), 1);
        assert_eq!(Log::new(&"é".repeat(20_000)).line(0).len(), MAX_LINE);
        assert_eq!(Log::from_bytes(b"a\xffb").line(0), "a\u{fffd}b");
    }

    #[test]
    fn programs_are_told_apart_and_keep_their_numbers() {
        let log = Log::new("web-1  | a\napi-1  | b\nweb-1  | c\nplain\n");
        let lines: Vec<(&str, u32)> = (0..log.len()).map(|at| (log.line(at), log.number(at))).collect();
        assert_eq!(lines, [("a", 1), ("c", 3), ("", 3), ("b", 2), ("", 2), ("plain", 4)]);
        assert_eq!(log.count(), 4);
    }

    #[test]
    fn secrets_go_whoever_writes_between() {
        let begin = concat!("-----BEGIN RSA ", "PRIVATE KEY-----");
        let log = Log::new(&format!(
            "web-1  | {begin}\nweb-1  | MIIEa\napi-1  | GET /x {{}} 200\nweb-1  | MIIEb\nweb-1  | -----END RSA PRIVATE KEY-----\nweb-1  | up\n"
        ));
        let lines: Vec<&str> = (0..log.len()).map(|at| log.line(at)).collect();
        assert_eq!(lines, ["<redacted:private_key>", "", "", "", "up", "", "GET /x {} 200"]);
        let cut_off = Log::new("2026-01-02T03:04:05.6Z stderr P DB_PASSWORD=hunter22\n");
        assert_eq!(cut_off.line(0), "DB_PASSWORD=<redacted:secret>");
    }

    #[test]
    fn parts_of_a_line_are_joined() {
        let log = Log::new(
            "2026-01-02T03:04:05.6Z stderr P Type\n2026-01-02T03:04:05.6Z stdout F between\n2026-01-02T03:04:05.6Z stderr F Error: x\n",
        );
        let lines: Vec<(&str, u32)> = (0..log.len()).map(|at| (log.line(at), log.number(at))).collect();
        assert_eq!(lines, [("TypeError: x", 1), ("", 1), ("between", 2)]);
    }
}
