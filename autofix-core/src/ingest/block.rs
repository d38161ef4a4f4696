//! What a reader answers.

use super::{Log, PathMap, frame};
use crate::model::{ErrorContext, Frame};

/// Which format a block was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reader {
    /// A stack of V8, Firefox or Safari, Node's crash form with its source line included.
    JavaScript,
    /// A Python traceback.
    Python,
    /// A line of a browser's console.
    Browser,
    /// Vite, Rollup, Rolldown, esbuild.
    Bundler,
    /// webpack.
    Webpack,
    /// The TypeScript compiler.
    TypeScript,
    /// Next.js.
    Next,
    /// npm, pnpm and yarn.
    Npm,
    /// `ESLint`.
    Lint,
    /// Jest and Vitest; TAP, and the reports that test runners write for other programs.
    TestRunner,
    /// Django's system checks.
    Django,
    /// A JVM, and the compilers of Java and Kotlin.
    Java,
    /// Go: panics, races, its compiler and its tests.
    Go,
    /// Rust: panics, chains of causes, its compiler.
    Rust,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// .NET and Mono, and their compilers.
    DotNet,
    /// An HTTP access line.
    Http,
    /// A structured log record.
    Json,
    /// A line that calls itself an error.
    Plain,
    /// A line that only a signature knows.
    Line,
    /// Not from a log: reported by a program.
    Reported,
}

impl Reader {
    /// Whether a block of this format is an error even if nobody knows what it says.
    pub(crate) fn is_certain(self) -> bool {
        !matches!(self, Self::Http | Self::Line | Self::Browser | Self::Reported)
    }
}

/// Lines that tell of one error.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The format.
    pub reader: Reader,
    /// Index of the first line, from 0.
    pub first: usize,
    /// Index of the last line, inclusive.
    pub last: usize,
    /// The error's own words.
    pub message: String,
    /// The stack, innermost first.
    pub frames: Vec<Frame>,
}

impl Block {
    pub(crate) fn new(reader: Reader, first: usize, last: usize, message: &str) -> Self {
        Self { reader, first, last, message: message.trim().to_owned(), frames: Vec::new() }
    }

    pub(crate) fn with_frames(mut self, frames: Vec<Frame>) -> Self {
        self.frames = frames;
        self
    }

    /// The exception that the message begins with, its module in front where the runtime prints it; empty where
    /// it begins with none.
    pub fn exception(&self) -> &str {
        let message = ["Uncaught (in promise) ", "Uncaught ", "Unhandled ", "[", "⨯ "]
            .iter()
            .fold(self.message.as_str(), |message, start| message.strip_prefix(start).unwrap_or(message));
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
        let end = message.find(|c| !is_part(c)).unwrap_or(message.len());
        let (name, rest) = message.split_at(end);
        let ends = rest.is_empty() || rest.starts_with([':', '\n']) || rest.starts_with(" [");
        if ends { name } else { "" }
    }

    /// The error as the rest of the engine takes it; frames are named by the workspace's files.
    pub fn context(&self, log: &Log, map: Option<&PathMap>) -> ErrorContext {
        let mut frames = self.frames.clone();
        if let Some(map) = map {
            map.map(&mut frames);
        }
        let stack: Vec<&str> =
            (self.first..=self.last).map(|at| log.line(at)).filter(|line| frame::is_stack(line)).collect();
        ErrorContext {
            message: self.message.clone(),
            stack_trace: (!stack.is_empty()).then(|| stack.join("\n")),
            affected_files: frame::affected(&frames),
            frames,
            lines: vec![log.number(self.first), log.number(self.last)],
            text: log.text(self.first, self.last),
            ..ErrorContext::default()
        }
    }
}
