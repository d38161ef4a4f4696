//! One case: an error, a project, and what AutoFix has to make of them.

use crate::fence::{Block, blocks};
use autofix_core::model::Safety;
use autofix_core::workspace::{MemoryWorkspace, WorkspaceError, normalize};
use std::collections::BTreeSet;
use std::ops::Range;

/// How a carriage return is shown in an expected diff, where it could not be seen.
const VISIBLE_CR: char = '␍';

/// Why a text is not a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}: {problem}")]
pub struct CaseError {
    /// The file.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what was expected.
    pub problem: String,
}

impl CaseError {
    pub(crate) fn new(name: &str, line: usize, problem: impl Into<String>) -> Self {
        Self { name: name.to_owned(), line, problem: problem.into() }
    }
}

/// A file of a case's project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// Path inside the project.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// A fix.
    Fix {
        /// What it claims.
        safety: Safety,
        /// Name of the plugin that makes it.
        plugin: String,
        /// The diffs of all files, in the order of their paths.
        diff: String,
    },
    /// No fix.
    Decline {
        /// Name of the plugin that says why; `None` where any may.
        plugin: Option<String>,
        /// A part of the reason.
        reason: String,
    },
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Where it comes from, as failures name it.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// The text under the heading.
    pub prose: String,
    /// The error log.
    pub log: String,
    /// The project, in the order of the blocks.
    pub files: Vec<CaseFile>,
    /// What is expected.
    pub expect: Expect,
    source: String,
    /// The bytes of the expectation in `source`.
    expectation: Range<usize>,
}

impl Case {
    /// Reads a case. `name` is used in errors, such as the path of its file.
    pub fn parse(name: &str, text: &str) -> Result<Self, CaseError> {
        let (blocks, prose) = blocks(name, text)?;
        let (title, prose) = heading(name, &prose)?;
        let mut log: Option<String> = None;
        let mut expect: Option<(Expect, Range<usize>)> = None;
        let mut files = Vec::new();
        let mut paths = BTreeSet::new();
        for block in &blocks {
            let error = |problem: String| CaseError::new(name, block.line, problem);
            let contents = &text[block.contents.clone()];
            let has = |key: &str| block.attributes.iter().any(|(it, _)| *it == key);
            if has("path") {
                let file = file(block, contents).map_err(error)?;
                if !paths.insert(file.path.clone()) {
                    return Err(error(format!("{} is here twice", file.path)));
                }
                files.push(file);
            } else if has("expect") {
                if expect.is_some() {
                    return Err(error("a case has one expectation, this is the second".to_owned()));
                }
                expect = Some((expectation(block, contents).map_err(error)?, block.contents.clone()));
            } else if block.language == "log" {
                if let Some((key, _)) = block.attributes.first() {
                    return Err(error(format!("a log has no attribute `{key}`")));
                }
                if log.is_some() {
                    return Err(error("a case has one log, this is the second".to_owned()));
                }
                if contents.trim().is_empty() {
                    return Err(error("the log is empty".to_owned()));
                }
                log = Some(contents.to_owned());
            } else {
                let problem = "a block is a log (```log), a file (`path=…`) or the expectation (`expect=…`)";
                return Err(error(problem.to_owned()));
            }
        }
        let end = text.lines().count().max(1);
        let log = log.ok_or_else(|| CaseError::new(name, end, "expected a block with the log: ```log"))?;
        let (expect, expectation) = expect.ok_or_else(|| {
            CaseError::new(name, end, "expected a block ```diff expect=safe plugin=… or ```text expect=none")
        })?;
        let (name, source) = (name.to_owned(), text.to_owned());
        Ok(Self { name, title, prose, log, files, expect, source, expectation })
    }

    /// The project in memory.
    pub fn workspace(&self) -> Result<MemoryWorkspace, WorkspaceError> {
        MemoryWorkspace::new(self.files.iter().map(|file| (&file.path, file.text.as_str())))
    }

    /// The text of the case with another diff; `None` for one that expects no fix.
    pub fn with_diff(&self, diff: &str) -> Option<String> {
        let Expect::Fix { .. } = self.expect else { return None };
        let shown = diff.replace("\r\n", &format!("{VISIBLE_CR}\n"));
        let mut text = self.source.clone();
        text.replace_range(self.expectation.clone(), &shown);
        Some(text)
    }
}

fn heading(name: &str, prose: &[(usize, &str)]) -> Result<(String, String), CaseError> {
    let mut lines = prose.iter().skip_while(|(_, line)| line.trim().is_empty());
    let first = lines.next().copied().unwrap_or((1, ""));
    let Some(title) = first.1.strip_prefix("# ").filter(|title| !title.trim().is_empty()) else {
        return Err(CaseError::new(name, first.0, "expected a heading: `# What this case shows`"));
    };
    let rest: Vec<&str> = lines.map(|(_, line)| *line).collect();
    Ok((title.trim().to_owned(), rest.join("\n").trim().to_owned()))
}

fn file(block: &Block<'_>, contents: &str) -> Result<CaseFile, String> {
    let (mut path, mut crlf, mut newline) = ("", false, true);
    for (key, value) in &block.attributes {
        match (*key, *value) {
            ("path", value) if !value.is_empty() => path = value,
            ("crlf", "") => crlf = true,
            ("no-newline", "") => newline = false,
            (key, _) => {
                return Err(format!(
                    "a file has no attribute `{key}`; there are path=…, `crlf` and `no-newline`"
                ));
            }
        }
    }
    if normalize(path).as_deref() != Some(path) {
        return Err(format!("`{path}` is not a plain path inside the project"));
    }
    // A case file that was checked out with CRLF means the same.
    let mut text = contents.replace("\r\n", "\n");
    if !newline && text.ends_with('\n') {
        text.pop();
    }
    if crlf {
        text = text.replace('\n', "\r\n");
    }
    Ok(CaseFile { path: path.to_owned(), text })
}

fn expectation(block: &Block<'_>, contents: &str) -> Result<Expect, String> {
    let (mut safety, mut plugin) = (None, None);
    for (key, value) in &block.attributes {
        match (*key, *value) {
            ("expect", "safe") => safety = Some(Safety::Safe),
            ("expect", "unsafe") => safety = Some(Safety::Unsafe),
            ("expect", "display_only") => safety = Some(Safety::DisplayOnly),
            ("expect", "none") => {}
            ("expect", other) => {
                return Err(format!("`expect={other}`: expected safe, unsafe, display_only or none"));
            }
            ("plugin", value) if !value.is_empty() => plugin = Some(value.to_owned()),
            (key, _) => return Err(format!("an expectation has no attribute `{key}`")),
        }
    }
    let Some(safety) = safety else {
        let reason = contents.trim().to_owned();
        if reason.is_empty() {
            return Err("expected a part of the reason in the block".to_owned());
        }
        return Ok(Expect::Decline { plugin, reason });
    };
    if block.language != "diff" {
        return Err("an expected fix is a block ```diff".to_owned());
    }
    let plugin = plugin.ok_or("expected the name of the plugin that makes the fix: `plugin=…`")?;
    Ok(Expect::Fix { safety, plugin, diff: diff(contents) })
}

/// The diff that a block shows: editors strip the blank of an empty context line, and CR is visible.
fn diff(contents: &str) -> String {
    let text = contents.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line == "\n" {
            out.push(' ');
        }
        match line.strip_suffix('\n').and_then(|line| line.strip_suffix(VISIBLE_CR)) {
            Some(line) => {
                out.push_str(line);
                out.push_str("\r\n");
            }
            None => out.push_str(line),
        }
    }
    out
}
