//! Where answers and remarks go.

use crate::cli::Global;
use crate::failure::Failure;
use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use serde::Serialize;
use std::io::{IsTerminal, Write};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RED: Style = AnsiColor::Red.on_default();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// A text in a style; the stream takes the style away where it is not wanted.
pub(crate) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The two streams, and how much is said on them.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) verbose: bool,
    pub(crate) quiet: bool,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        let choice = match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { json: global.json, verbose: global.verbose > 0, quiet: global.quiet }
    }

    /// For a command line that could not be read.
    pub(crate) fn json_only() -> Self {
        Self { json: true, verbose: false, quiet: true }
    }

    /// The answer, for people. A reader that went away wants no more of it.
    pub(crate) fn answer(&self, text: &str) {
        if !self.json {
            let mut out = AutoStream::auto(std::io::stdout().lock());
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).ok();
        }
    }

    /// The answer, for programs.
    pub(crate) fn document(&self, document: &impl Serialize) -> Result<(), Failure> {
        if self.json {
            let text = serde_json::to_string_pretty(document)
                .map_err(|error| Failure::new("internal", error.to_string()))?;
            let mut out = std::io::stdout().lock();
            writeln!(out, "{text}").and_then(|()| out.flush()).ok();
        }
        Ok(())
    }

    /// A remark beside the answer.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            Self::tell(text);
        }
    }

    /// What has to be said, even quietly.
    pub(crate) fn tell(text: &str) {
        writeln!(anstream::stderr().lock(), "{text}").ok();
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            self.document(&failure.json()).ok();
            return;
        }
        Self::tell(&format!("{} {}", styled(RED.bold(), "error:"), printable(&failure.message)));
        if !failure.hint.is_empty() {
            Self::tell(&format!("{} {}", styled(CYAN, "  help:"), failure.hint));
        }
    }

    /// Whether a person looks at the answer.
    pub(crate) fn is_seen() -> bool {
        std::io::stdout().is_terminal()
    }

    /// Whether a person looks at what is beside the answer.
    pub(crate) fn stderr_is_seen() -> bool {
        std::io::stderr().is_terminal()
    }

    /// Whether a moving picture may be shown.
    pub(crate) fn moves(&self) -> bool {
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }
}

/// Text from elsewhere as a terminal may show it: control characters could forge or hide what follows.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if hidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
