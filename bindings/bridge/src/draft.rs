//! The fixes that plugins of another language propose.

use crate::{Failure, Keys};
use autofix::core::edit::{EditSet, apply_patch};
use autofix::core::text::Span;
use autofix::model::{Action, Position, Safety};
use autofix::{Draft, FixContext, PluginError};
use serde::Deserialize;
use serde_json::Value;

/// What `generate_fix` answered.
pub(crate) enum Answer {
    None,
    Declined(String),
    Fixes(Vec<Proposal>),
}

/// A fix as a plugin writes it down.
#[derive(Deserialize)]
pub(crate) struct Proposal {
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default)]
    safety: Option<Safety>,
    changes: Vec<Edit>,
    #[serde(default)]
    test_commands: Vec<String>,
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    action: Action,
    #[serde(default)]
    description: String,
    #[serde(default)]
    position: Option<Position>,
    /// Lines of an `insert`, or the text of a new file.
    #[serde(default)]
    code: Option<String>,
    /// The whole text of a file.
    #[serde(default)]
    content: Option<String>,
    /// Text that occurs once in a file, and what takes its place.
    #[serde(default)]
    find: Option<String>,
    #[serde(default)]
    replace: Option<String>,
    /// A unified diff of the file.
    #[serde(default)]
    diff: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

impl Answer {
    pub(crate) fn read(keys: Keys, answer: &Value) -> Result<Self, Failure> {
        let fixes = match answer {
            Value::Null | Value::Bool(false) => return Ok(Self::None),
            Value::Array(fixes) => Value::Array(fixes.clone()),
            Value::Object(map) if map.contains_key("declined") => {
                let reason = map["declined"].as_str().unwrap_or("it gave no reason");
                return Ok(Self::Declined(reason.to_owned()));
            }
            one => Value::Array(vec![one.clone()]),
        };
        Ok(Self::Fixes(keys.read("its fix", &fixes.to_string())?))
    }
}

/// The proposals as the engine takes them. A file is read only where the proposal needs its text.
pub(crate) async fn drafts(
    cx: &FixContext<'_>,
    fixes: Vec<Proposal>,
    plugin: &str,
) -> Result<Vec<Draft>, PluginError> {
    let mut all = Vec::with_capacity(fixes.len());
    for fix in fixes {
        let description = fix.description.unwrap_or_else(|| format!("Apply the change of {plugin}"));
        let mut draft = Draft::new(description).tested_by(fix.test_commands);
        if let Some(confidence) = fix.confidence {
            draft = draft.confidence(confidence);
        }
        if let Some(safety) = fix.safety {
            draft = draft.safety(safety);
        }
        for edit in fix.changes {
            draft = edit.onto(cx, draft).await?;
        }
        all.push(draft);
    }
    Ok(all)
}

impl Edit {
    fn wrong<T>(&self, problem: &str) -> Result<T, PluginError> {
        Err(PluginError::Failed(format!("its change of {}: {problem}", self.file)))
    }

    async fn onto(self, cx: &FixContext<'_>, draft: Draft) -> Result<Draft, PluginError> {
        let why = self.description.clone();
        match self.action {
            Action::Create => match self.content.as_ref().or(self.code.as_ref()) {
                Some(text) => Ok(draft.create(&self.file, text, why)),
                None => self.wrong("`create` needs `content`"),
            },
            Action::Insert => match (self.position, &self.code) {
                (Some(position), Some(code)) => Ok(draft.insert(&self.file, position, code, why)),
                _ => self.wrong("`insert` needs `position` and `code`"),
            },
            Action::Delete => Ok(draft.delete(&self.file, why)),
            Action::Modify => {
                let edits = self.edits(&cx.read(&self.file).await?)?;
                if edits.is_empty() {
                    return self.wrong("`modify` changes nothing");
                }
                Ok(draft.edit(&self.file, edits, why))
            }
            Action::Rename => {
                let Some(to) = &self.to else { return self.wrong("`rename` needs `to`") };
                let edits = if self.content.is_some() || self.find.is_some() || self.diff.is_some() {
                    self.edits(&cx.read(&self.file).await?)?
                } else {
                    EditSet::new()
                };
                Ok(draft.rename(&self.file, to, edits, why))
            }
        }
    }

    fn edits(&self, text: &str) -> Result<EditSet, PluginError> {
        match (&self.content, &self.find, &self.diff) {
            (Some(content), None, None) => Ok(EditSet::between(text, content)?),
            (None, Some(find), None) => self.exchange(text, find),
            (None, None, Some(diff)) => match apply_patch(text, diff) {
                Ok(patched) => Ok(EditSet::between(text, &patched)?),
                Err(error) => self.wrong(&error.to_string()),
            },
            _ => self.wrong("give one of `content`, `find` with `replace`, or `diff`"),
        }
    }

    fn exchange(&self, text: &str, find: &str) -> Result<EditSet, PluginError> {
        let mut found = text.match_indices(find);
        let (Some((start, _)), None) = (found.next(), found.next()) else {
            return self.wrong("what `find` names must occur exactly once");
        };
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + find.len())) else {
            return self.wrong("the file is too large");
        };
        let mut edits = EditSet::new();
        edits.replace(Span::new(from, to), self.replace.clone().unwrap_or_default())?;
        Ok(edits)
    }
}
