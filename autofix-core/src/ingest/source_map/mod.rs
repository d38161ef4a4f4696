//! Source maps: from a place in a script that a tool wrote to the place that a person wrote.
//!
//! `oxc_sourcemap` decodes and checks the mappings. What it leaves open is here: the limits that hold before
//! it takes memory, the sections of a map, lists that hold `null`, and the answer to a place.

mod inline;

pub(crate) use inline::{decode_url, percent, reference};

use oxc_sourcemap::{JSONSourceMap, SourceMap as Decoded, SourceMapParts, Token};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Bytes of a map's text that are read.
pub const MAX_MAP: usize = 64 << 20;
/// Mappings of one map, of all its sections together. Decoded, each takes 24 bytes.
const MAX_MAPPINGS: usize = 5 << 20;
/// Sources and names of one map, likewise.
const MAX_TEXTS: usize = 256 << 10;
/// Bytes that a source or a name takes, at most, or 32 bytes of its text.
const TEXT_WEIGHT: usize = 88;
/// How deep maps may lie in the sections of maps.
const MAX_DEPTH: usize = 4;
/// Sections of one map, those inside included.
const MAX_SECTIONS: usize = 100_000;
/// Bytes of the name of a source, of the root of sources, and of a name: frames carry them on.
const MAX_TEXT: usize = 16 << 10;
/// Mappings of one line that are looked at when the column is not known.
const LINE_MAPPINGS: usize = 64;

/// Why a text is no source map that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The map is larger than is read.
    #[error("a source map of {0} bytes, more than the limit of {MAX_MAP}")]
    TooLarge(usize),
    /// More mappings, sources or names than are held in memory.
    #[error("more than {MAX_MAPPINGS} mappings or {MAX_TEXTS} sources and names in the source map")]
    TooMany,
    /// Not the JSON of a map.
    #[error("not a source map: {0}")]
    Json(String),
    /// A mapping that makes no sense, or leads to a source or a name that the map does not have.
    #[error("the mappings of the source map are wrong: {0}")]
    Mappings(String),
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
    /// Bytes that it takes, at most.
    pub(crate) weight: usize,
}

/// A part of the script and its map.
#[derive(Debug, Clone)]
struct Section {
    /// Line and column of the script where it begins, from 0.
    start: (u32, u32),
    map: SourceMapParts<'static>,
}

/// A map as its text says it. Lists stay text until they are measured.
#[derive(Deserialize)]
struct Raw<'t> {
    version: Option<u64>,
    #[serde(rename = "sourceRoot")]
    root: Option<String>,
    #[serde(borrow)]
    sources: Option<&'t RawValue>,
    #[serde(borrow)]
    names: Option<&'t RawValue>,
    #[serde(borrow)]
    mappings: Option<&'t RawValue>,
    #[serde(borrow)]
    sections: Option<Vec<RawSection<'t>>>,
    #[serde(borrow, rename = "ignoreList")]
    ignored: Option<&'t RawValue>,
    /// The name of `ignoreList` before it was a standard; tools write both.
    #[serde(borrow, rename = "x_google_ignoreList")]
    ignored_before: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct RawSection<'t> {
    offset: Offset,
    #[serde(borrow)]
    map: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Offset {
    line: u32,
    column: u32,
}

/// What may still be held of a map.
struct Room {
    mappings: usize,
    texts: usize,
}

impl SourceMap {
    /// Reads a map. One that has a wrong mapping is refused whole.
    pub fn read(text: &str) -> Result<Self, MapError> {
        if text.len() > MAX_MAP {
            return Err(MapError::TooLarge(text.len()));
        }
        // Some servers put a line in front that no script can run.
        let text = match text.strip_prefix(")]}") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, json)| json),
            None => text.trim_start_matches('\u{feff}'),
        };
        let mut sections = Vec::new();
        let mut room = Room { mappings: MAX_MAPPINGS, texts: MAX_TEXTS };
        collect(text, (0, 0), 0, &mut room, &mut sections)?;
        // Stable: of two that begin at one place the later one counts.
        sections.sort_by_key(|section| section.start);
        let of_mappings = (MAX_MAPPINGS - room.mappings) * size_of::<Token>();
        let of_texts = (MAX_TEXTS - room.texts) * TEXT_WEIGHT;
        let weight = of_mappings + of_texts + sections.len() * size_of::<Section>();
        Ok(Self { sections, weight })
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
        let mappings = section.line(inner);
        let found = match column {
            Some(_) => {
                let column = asked.1.checked_sub(shift)?;
                let after = mappings.partition_point(|mapping| mapping.get_dst_col() <= column);
                mappings.get(after.checked_sub(1)?)?
            }
            None => whole(mappings)?,
        };
        section.original(found)
    }
}

/// Reads a map and the maps in its sections.
fn collect(
    text: &str,
    start: (u32, u32),
    depth: usize,
    room: &mut Room,
    into: &mut Vec<Section>,
) -> Result<(), MapError> {
    if depth > MAX_DEPTH || into.len() >= MAX_SECTIONS {
        return Err(MapError::Sections);
    }
    let raw: Raw<'_> = json(text)?;
    if let Some(version) = raw.version.filter(|version| *version != 3) {
        return Err(MapError::Version(version));
    }
    if let Some(sections) = raw.sections {
        for RawSection { offset, map } in sections {
            let Some(map) = map else { continue };
            let line = start.0.saturating_add(offset.line);
            let shift = if offset.line == 0 { start.1 } else { 0 };
            collect(map.get(), (line, shift.saturating_add(offset.column)), depth + 1, room, into)?;
        }
        return Ok(());
    }
    let Some(mappings) = raw.mappings else {
        return Err(MapError::Json("neither `mappings` nor `sections`".to_owned()));
    };
    // Before it reads any, the crate takes memory for a mapping in every four bytes.
    let mappings = json(take(&mut room.mappings, mappings, 4)?)?;
    let ignored = raw.ignored.or(raw.ignored_before);
    let map = Decoded::from_json(JSONSourceMap {
        version: 3,
        file: None,
        mappings,
        source_root: raw.root.filter(|root| root.len() <= MAX_TEXT),
        sources: texts(raw.sources, room)?,
        sources_content: None,
        names: texts(raw.names, room)?,
        debug_id: None,
        ignore_list: ignored.map(|list| json(take(&mut room.texts, list, 32)?)).transpose()?,
    });
    let mut map = map.map_err(|error| MapError::Mappings(error.to_string()))?.into_parts();
    // Tools may write the mappings of a line in any order; of two at one place the later one counts.
    map.tokens.sort_by_key(|mapping| (mapping.get_dst_line(), mapping.get_dst_col()));
    map.ignore_list.iter_mut().for_each(|list| list.sort_unstable());
    into.push(Section { start, map });
    Ok(())
}

fn json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, MapError> {
    serde_json::from_str(text).map_err(|error| MapError::Json(error.to_string()))
}

/// The text of a list, once there is room for its items: for one at every separator, and for one in every
/// so many bytes.
fn take<'t>(left: &mut usize, list: &'t RawValue, width: usize) -> Result<&'t str, MapError> {
    let text = list.get();
    // An escape may hide a separator.
    let items = memchr::memchr3_iter(b',', b';', b'\\', text.as_bytes()).count() + 1;
    *left = left.checked_sub(items.max(text.len() / width)).ok_or(MapError::TooMany)?;
    Ok(text)
}

/// The texts of a list; an empty one for `null` and for numbers, which tools write there too.
fn texts(list: Option<&RawValue>, room: &mut Room) -> Result<Vec<String>, MapError> {
    let Some(list) = list else { return Ok(Vec::new()) };
    let items: Vec<&RawValue> = json(take(&mut room.texts, list, 32)?)?;
    Ok(items.into_iter().map(|item| json(item.get()).unwrap_or_default()).collect())
}

/// The first mapping of a line whose every mapping leads to one line.
fn whole(mappings: &[Token]) -> Option<&Token> {
    let mut mapped = mappings.iter().filter(|mapping| mapping.get_source_id().is_some());
    let first = mapped.next()?;
    let place = |mapping: &Token| (mapping.get_source_id(), mapping.get_src_line());
    (mappings.len() <= LINE_MAPPINGS && mapped.all(|other| place(other) == place(first))).then_some(first)
}

fn rooted(root: &str, source: &str) -> String {
    if root.is_empty() || source.starts_with('/') || source.contains("://") {
        return source.to_owned();
    }
    format!("{}/{source}", root.strip_suffix('/').unwrap_or(root))
}

impl Section {
    /// The mappings of a line, from 0.
    fn line(&self, line: u32) -> &[Token] {
        let all = &self.map.tokens;
        let from = all.partition_point(|mapping| mapping.get_dst_line() < line);
        let until = all.partition_point(|mapping| mapping.get_dst_line() <= line);
        all.get(from..until).unwrap_or_default()
    }

    fn original(&self, mapping: &Token) -> Option<Original> {
        let known = |texts: &[Cow<'static, str>], id: u32| {
            let text = texts.get(usize::try_from(id).ok()?)?;
            (1..=MAX_TEXT).contains(&text.len()).then(|| text.to_string())
        };
        let id = mapping.get_source_id()?;
        let source = known(&self.map.sources, id)?;
        Some(Original {
            source: rooted(self.map.source_root.as_deref().unwrap_or_default(), &source),
            line: mapping.get_src_line().checked_add(1)?,
            column: mapping.get_src_col().checked_add(1)?,
            name: mapping.get_name_id().and_then(|id| known(&self.map.names, id)),
            ignored: self.map.ignore_list.as_ref().is_some_and(|list| list.binary_search(&id).is_ok()),
        })
    }
}
