//! Source maps: from a place in a script that a tool wrote to the place that a person wrote.
//!
//! A map is kept as its text says it, with a mark every few kilobytes. So its memory is that of its text,
//! whatever the text claims, and a place is found by reading a few kilobytes from a mark on.

mod inline;
mod texts;

pub(crate) use inline::{decode_url, percent, reference};

use serde::Deserialize;
use std::cmp::Ordering;
use texts::{Numbers, Texts};

/// Bytes of a map's text that are read.
pub const MAX_MAP: usize = 64 << 20;
/// How deep maps may lie in the sections of maps.
const MAX_DEPTH: usize = 4;
/// Sections of one map, those inside included.
const MAX_SECTIONS: usize = 100_000;
/// Bytes of mappings between two marks.
const STRIDE: usize = 4 << 10;
/// Mappings of one line that are looked at when the column is not known.
const LINE_MAPPINGS: usize = 64;

/// Why a text is no source map that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The map is larger than is read.
    #[error("a source map of {0} bytes, more than the limit of {MAX_MAP}")]
    TooLarge(usize),
    /// Not the JSON of a map.
    #[error("not a source map: {0}")]
    Json(String),
    /// Another version of the format.
    #[error("a source map of version {0}; only version 3 is known")]
    Version(u64),
    /// Maps inside of maps, too deep or too many.
    #[error("the sections of the source map lie too deep or are too many")]
    Sections,
    /// The URL of an inline map is not encoded as it says.
    #[error("the inline source map is not encoded as its URL says")]
    Encoding,
}

/// Where something was written by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The source as the map names it, `sourceRoot` in front.
    pub source: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 units.
    pub column: u32,
    /// The name that stands there in the source, where the tool wrote another one.
    pub name: Option<String>,
    /// The tool calls the source other people's code.
    pub ignored: bool,
}

/// A map that was read.
#[derive(Debug, Clone)]
pub struct SourceMap {
    /// By the place where they begin.
    sections: Vec<Section>,
}

/// A part of the script and its map.
#[derive(Debug, Clone)]
struct Section {
    /// Line and column of the script where it begins, from 0.
    start: (u32, u32),
    root: String,
    sources: Texts,
    ignored: Numbers,
    names: Texts,
    mappings: String,
    marks: Vec<Segment>,
}

/// The state of reading at one place of the mappings, all numbers from 0.
#[derive(Debug, Clone, Copy, Default)]
struct Segment {
    /// Byte of the mappings behind it.
    at: usize,
    line: u32,
    column: i64,
    source: i64,
    source_line: i64,
    source_column: i64,
    name: i64,
    /// How many numbers the last mapping of the line has: 1, 4 or 5; 0 where there was none yet.
    fields: u8,
}

#[derive(Deserialize)]
struct Raw {
    version: Option<u64>,
    #[serde(rename = "sourceRoot")]
    root: Option<String>,
    #[serde(default)]
    sources: Texts,
    #[serde(default)]
    names: Texts,
    mappings: Option<String>,
    sections: Option<Vec<RawSection>>,
    #[serde(rename = "ignoreList")]
    ignored: Option<Numbers>,
    /// The name of `ignoreList` before it was a standard; tools write both.
    #[serde(rename = "x_google_ignoreList")]
    ignored_before: Option<Numbers>,
}

#[derive(Deserialize)]
struct RawSection {
    offset: Offset,
    map: Option<Box<Raw>>,
}

#[derive(Deserialize)]
struct Offset {
    line: u32,
    column: u32,
}

impl SourceMap {
    /// Reads a map. A mapping that makes no sense loses itself only.
    pub fn read(text: &str) -> Result<Self, MapError> {
        if text.len() > MAX_MAP {
            return Err(MapError::TooLarge(text.len()));
        }
        // Some servers put a line in front that no script can run.
        let text = match text.strip_prefix(")]}") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, json)| json),
            None => text.trim_start_matches('\u{feff}'),
        };
        let raw: Raw = serde_json::from_str(text).map_err(|error| MapError::Json(error.to_string()))?;
        let mut sections = Vec::new();
        collect(raw, (0, 0), 0, &mut sections)?;
        // Stable: of two that begin at one place the later one counts.
        sections.sort_by_key(|section| section.start);
        Ok(Self { sections })
    }

    /// The original of a place of the script, both numbers from 1; the column counts UTF-16 units.
    /// Without a column, there is an answer only where the whole line comes from one line.
    pub fn lookup(&self, line: u32, column: Option<u32>) -> Option<Original> {
        let line = line.checked_sub(1)?;
        let asked = (line, column.map_or(0, |column| column.saturating_sub(1)));
        let after = self.sections.partition_point(|section| section.start <= asked);
        let section = match (after.checked_sub(1), column) {
            (Some(at), _) => self.sections.get(at)?,
            // A section that begins in the midst of the line.
            (None, None) => self.sections.first()?,
            (None, Some(_)) => return None,
        };
        let inner = line.checked_sub(section.start.0)?;
        let shift = if inner == 0 { section.start.1 } else { 0 };
        let found = match column {
            Some(column) => section.at(inner, i64::from(column.saturating_sub(1).checked_sub(shift)?))?,
            None => section.whole(inner)?,
        };
        section.original(&found)
    }
}

fn collect(raw: Raw, start: (u32, u32), depth: usize, into: &mut Vec<Section>) -> Result<(), MapError> {
    if depth > MAX_DEPTH || into.len() >= MAX_SECTIONS {
        return Err(MapError::Sections);
    }
    if let Some(version) = raw.version.filter(|version| *version != 3) {
        return Err(MapError::Version(version));
    }
    if let Some(sections) = raw.sections {
        for section in sections {
            let Some(map) = section.map else { continue };
            let line = start.0.saturating_add(section.offset.line);
            let shift = if section.offset.line == 0 { start.1 } else { 0 };
            collect(*map, (line, shift.saturating_add(section.offset.column)), depth + 1, into)?;
        }
        return Ok(());
    }
    let Some(mappings) = raw.mappings else {
        return Err(MapError::Json("neither `mappings` nor `sections`".to_owned()));
    };
    let mut section = Section {
        start,
        root: raw.root.unwrap_or_default(),
        sources: raw.sources,
        ignored: raw.ignored.or(raw.ignored_before).unwrap_or_default(),
        names: raw.names,
        mappings,
        marks: Vec::new(),
    };
    section.mark();
    into.push(section);
    Ok(())
}

fn rooted(root: &str, source: &str) -> String {
    if root.is_empty() || source.starts_with('/') || source.contains("://") {
        return source.to_owned();
    }
    format!("{}/{source}", root.strip_suffix('/').unwrap_or(root))
}

impl Section {
    /// Goes over the mappings once and sets a mark every few kilobytes.
    fn mark(&mut self) {
        let mut segment = Segment::default();
        let mut next = STRIDE;
        while self.next(&mut segment) {
            if segment.at >= next {
                self.marks.push(segment);
                next = segment.at + STRIDE;
            }
        }
    }

    /// Reads on to the next mapping, or some kilobytes further where there is none; false at the end.
    fn next(&self, segment: &mut Segment) -> bool {
        let bytes = self.mappings.as_bytes();
        let until = segment.at + STRIDE;
        while let Some(byte) = bytes.get(segment.at) {
            if segment.at >= until {
                return true;
            }
            match byte {
                b',' => segment.at += 1,
                b';' => {
                    segment.at += 1;
                    segment.line = segment.line.saturating_add(1);
                    segment.column = 0;
                    segment.fields = 0;
                }
                _ => {
                    if segment.read(bytes) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// The last mark before a place.
    fn from(&self, line: u32, column: i64) -> Segment {
        let after = self.marks.partition_point(|mark| match mark.line.cmp(&line) {
            Ordering::Equal => mark.column <= column,
            order => order == Ordering::Less,
        });
        after.checked_sub(1).and_then(|at| self.marks.get(at)).copied().unwrap_or_default()
    }

    /// The last mapping of a line that begins at or before a column.
    fn at(&self, line: u32, column: i64) -> Option<Segment> {
        let mut segment = self.from(line, column);
        let fits = |segment: &Segment| segment.fields > 0 && segment.line == line && segment.column <= column;
        let mut best = fits(&segment).then_some(segment);
        // The next mark lies no further, but for columns that are not in their order.
        let until = segment.at + 3 * STRIDE;
        while segment.at < until && self.next(&mut segment) {
            if segment.line > line || (segment.line == line && segment.column > column) {
                break;
            }
            if fits(&segment) {
                best = Some(segment);
            }
        }
        best.filter(|best| best.fields > 1)
    }

    /// The first mapping of a line whose every mapping leads to one line.
    fn whole(&self, line: u32) -> Option<Segment> {
        let mut segment = self.from(line, -1);
        let mut first: Option<Segment> = None;
        let mut seen = 0;
        let until = segment.at + 4 * STRIDE;
        while self.next(&mut segment) && segment.line <= line {
            if segment.at > until {
                return None;
            }
            if segment.line < line || segment.fields < 4 {
                continue;
            }
            seen += 1;
            let first = first.get_or_insert(segment);
            let same = first.source == segment.source && first.source_line == segment.source_line;
            if !same || seen > LINE_MAPPINGS {
                return None;
            }
        }
        first
    }

    fn original(&self, segment: &Segment) -> Option<Original> {
        let source = self.sources.get(usize::try_from(segment.source).ok()?)?;
        let number = |from_zero: i64| u32::try_from(from_zero.checked_add(1)?).ok();
        let name = (segment.fields == 5).then(|| usize::try_from(segment.name).ok()).flatten();
        Some(Original {
            source: rooted(&self.root, source),
            line: number(segment.source_line)?,
            column: number(segment.source_column)?,
            name: name.and_then(|name| self.names.get(name)).map(str::to_owned),
            ignored: self.ignored.holds(segment.source),
        })
    }
}

impl Segment {
    /// Reads one mapping up to its comma. One that makes no sense changes nothing, and is passed over.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let mut numbers = [0_i64; 5];
        let mut count = 0;
        let mut sound = true;
        let (mut value, mut shift) = (0_i64, 0_u32);
        let until = self.at + STRIDE;
        while let Some(byte) = bytes.get(self.at).filter(|byte| !matches!(byte, b',' | b';')) {
            if self.at >= until {
                return false;
            }
            self.at += 1;
            let Some(digit) = digit(*byte).filter(|_| shift < 35) else {
                sound = false;
                continue;
            };
            value |= i64::from(digit & 31) << shift;
            shift += 5;
            if digit & 32 != 0 {
                continue;
            }
            match numbers.get_mut(count) {
                Some(slot) => *slot = if value & 1 == 1 { -(value >> 1) } else { value >> 1 },
                None => sound = false,
            }
            count += 1;
            (value, shift) = (0, 0);
        }
        if !sound || shift > 0 || !matches!(count, 1 | 4 | 5) {
            return false;
        }
        let [column, source, source_line, source_column, name] = numbers;
        self.fields = if count == 1 {
            1
        } else if count == 4 {
            4
        } else {
            5
        };
        // Numbers are below 2^35 and mappings fewer than 2^26, so no sum leaves its range.
        self.column += column;
        self.source += source;
        self.source_line += source_line;
        self.source_column += source_column;
        self.name += name;
        true
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
