//! What transports and loggers put around a program's words: container engines, orchestrators, process
//! managers, syslog, structured records. All of it is taken off here, so a reader sees the words alone.
//!
//! A line may be in several: a JSON record in a line of Compose in a line of the journal.

#[cfg(feature = "servers")]
mod apache;
mod container;
#[cfg(feature = "servers")]
pub(super) mod journal;
mod learned;
#[cfg(feature = "servers")]
mod logfmt;
mod record;
#[cfg(feature = "servers")]
mod syslog;

pub(super) use learned::Learned;

use super::level::Level;
use std::borrow::Cow;

/// Envelopes in envelopes that are opened.
const DEPTH: usize = 4;

/// One layer taken off a line.
#[derive(Debug, PartialEq, Eq)]
struct Layer<'l> {
    /// Who wrote: a service, a pod, a program and its process id. Empty when the layer does not say.
    stream: Cow<'l, str>,
    level: Option<Level>,
    text: Cow<'l, str>,
    /// The line goes on in the next one of the same stream.
    partial: bool,
    /// The text is several lines that belong together.
    record: bool,
}

impl<'l> Layer<'l> {
    fn new(text: impl Into<Cow<'l, str>>) -> Self {
        Self { stream: Cow::Borrowed(""), level: None, text: text.into(), partial: false, record: false }
    }

    fn of(mut self, stream: impl Into<Cow<'l, str>>) -> Self {
        self.stream = stream.into();
        self
    }

    fn at(mut self, level: Option<Level>) -> Self {
        self.level = level;
        self
    }

    fn into_owned(self) -> Layer<'static> {
        Layer {
            stream: Cow::Owned(self.stream.into_owned()),
            level: self.level,
            text: Cow::Owned(self.text.into_owned()),
            partial: self.partial,
            record: self.record,
        }
    }
}

/// A line without its envelopes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened<'l> {
    /// Who wrote; empty when nobody says.
    pub(super) stream: String,
    /// The level that an envelope names; the innermost that does decides.
    pub(super) level: Option<Level>,
    /// The words.
    pub(super) text: Cow<'l, str>,
    /// The line goes on in the next one of the same stream.
    pub(super) partial: bool,
    /// The words are the lines of one structured record.
    pub(super) record: bool,
}

/// Opens the envelopes within a line of a journal's entry.
#[cfg(feature = "servers")]
pub(super) fn open_entry<'l>(words: &'l journal::Words, learned: &Learned) -> Opened<'l> {
    let inner = open(&words.text, learned);
    let stream = format!("{}\u{1f}{}", words.stream, inner.stream);
    Opened { stream, level: inner.level.or(words.level), ..inner }
}

/// Opens every envelope of a line.
pub(super) fn open<'l>(line: &'l str, learned: &Learned) -> Opened<'l> {
    let mut opened = Opened {
        stream: String::new(),
        level: None,
        text: Cow::Borrowed(line),
        partial: false,
        record: false,
    };
    for _ in 0..DEPTH {
        let next = match &opened.text {
            Cow::Borrowed(text) => layer(text, learned),
            Cow::Owned(text) => layer(text, learned).map(Layer::into_owned),
        };
        let Some(layer) = next else { break };
        if !layer.stream.is_empty() {
            opened.stream.push_str(&layer.stream);
            opened.stream.push('\u{1f}');
        }
        opened.level = layer.level.or(opened.level);
        opened.partial |= layer.partial;
        opened.record |= layer.record;
        opened.text = layer.text;
        if opened.record {
            break;
        }
    }
    opened
}

/// The outermost envelope. The first byte decides who is asked, so an ordinary line costs next to nothing.
fn layer<'l>(line: &'l str, learned: &Learned) -> Option<Layer<'l>> {
    let first = *line.as_bytes().first()?;
    match first {
        b'{' => container::docker(line).or_else(|| service(line)).or_else(|| record::open(line)),
        b'[' => container::pod(line).or_else(|| service(line)),
        // The control character marks a record of `json-seq`.
        b'<' | 0x1e => service(line),
        b'0'..=b'9' => container::cri(line).or_else(|| container::compose(line)).or_else(|| service(line)),
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => container::compose(line).or_else(|| service(line)),
        b'#' => container::action(line),
        _ => None,
    }
    .or_else(|| learned.open(line))
}

/// What only services write around a line.
#[cfg(feature = "servers")]
fn service(line: &str) -> Option<Layer<'_>> {
    match line.as_bytes().first()? {
        b'<' => syslog::priority(line),
        b'{' | 0x1e => journal::json(line),
        b'[' => apache::open(line).or_else(|| journal::short(line)),
        b'0'..=b'9' => syslog::stamped(line).or_else(|| journal::short(line)),
        b'd' if line.starts_with("data: {") => journal::json(line),
        _ => syslog::klog(line)
            .or_else(|| syslog::traditional(line))
            .or_else(|| journal::short(line))
            .or_else(|| logfmt::open(line)),
    }
}

#[cfg(not(feature = "servers"))]
fn service(_: &str) -> Option<Layer<'_>> {
    None
}
