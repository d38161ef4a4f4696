//! A proposal: edits that a plugin wants, before they are held against the files.

use super::position::{PositionError, offset_of};
use crate::edit::{EditError, EditSet, diff_edits, diff_texts, rename_header};
use crate::model::{Action, Change, Fix, FixState, Issue, PluginRef, Position, Safety};
use crate::text::{Span, line_end};
use crate::workspace::{Workspace, WorkspaceError, normalize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Why a proposal cannot be made into a fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// A path leads out of the workspace.
    #[error("{0}: leads out of the workspace")]
    Outside(String),
    /// A file could not be read.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// An edit does not fit the file.
    #[error("{file}: {error}")]
    Edit {
        /// The file.
        file: String,
        /// What is wrong.
        error: EditError,
    },
    /// A named position is not in the file.
    #[error("{file}: {error}")]
    Position {
        /// The file.
        file: String,
        /// What is missing.
        error: PositionError,
    },
    /// A new file is already there.
    #[error("{0}: exists already")]
    Exists(String),
    /// Nothing would change.
    #[error("the proposal changes nothing")]
    Empty,
}

#[derive(Debug, Clone)]
enum Wish {
    Edit(EditSet),
    Insert { position: Position, code: String },
    Create(String),
    Delete,
    Rename { to: String, edits: EditSet },
}

/// A proposal of a plugin.
#[derive(Debug, Clone)]
pub struct Draft {
    description: String,
    safety: Safety,
    confidence: f64,
    wishes: BTreeMap<String, Vec<(Wish, String)>>,
    test_commands: Vec<String>,
}

impl Draft {
    /// A proposal without changes. It is [`Safety::Unsafe`] until the plugin says otherwise.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            safety: Safety::Unsafe,
            confidence: 0.8,
            wishes: BTreeMap::new(),
            test_commands: Vec::new(),
        }
    }

    fn wish(mut self, file: &str, wish: Wish, description: impl Into<String>) -> Self {
        self.wishes.entry(file.to_owned()).or_default().push((wish, description.into()));
        self
    }

    /// Edits a file.
    pub fn edit(self, file: &str, edits: EditSet, description: impl Into<String>) -> Self {
        self.wish(file, Wish::Edit(edits), description)
    }

    /// Replaces one range of a file.
    pub fn replace(
        self,
        file: &str,
        span: Span,
        text: impl Into<String>,
        description: impl Into<String>,
    ) -> Result<Self, EditError> {
        let mut edits = EditSet::new();
        edits.replace(span, text)?;
        Ok(self.edit(file, edits, description))
    }

    /// Adds lines of code at a named position.
    pub fn insert(
        self,
        file: &str,
        position: Position,
        code: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        self.wish(file, Wish::Insert { position, code: code.into() }, description)
    }

    /// Makes a new file.
    pub fn create(self, file: &str, content: impl Into<String>, description: impl Into<String>) -> Self {
        self.wish(file, Wish::Create(content.into()), description)
    }

    /// Removes a file.
    pub fn delete(self, file: &str, description: impl Into<String>) -> Self {
        self.wish(file, Wish::Delete, description)
    }

    /// Moves a file, and edits it on the way.
    pub fn rename(self, file: &str, to: &str, edits: EditSet, description: impl Into<String>) -> Self {
        self.wish(file, Wish::Rename { to: to.to_owned(), edits }, description)
    }

    /// How far it may be trusted.
    pub fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// How sure the plugin is, 0 to 1; only ranks.
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence.clamp(0.0, 1.0);
        self
    }

    /// Commands that a person would run to see that it works.
    pub fn tested_by<S: Into<String>>(mut self, commands: impl IntoIterator<Item = S>) -> Self {
        self.test_commands.extend(commands.into_iter().map(Into::into));
        self
    }

    /// Holds the proposal against the files: every edit in place, every change with its diff.
    pub async fn resolve(
        &self,
        workspace: &dyn Workspace,
        issue: &Issue,
        plugin: &PluginRef,
    ) -> Result<Fix, DraftError> {
        let mut changes = Vec::new();
        for (file, wishes) in &self.wishes {
            let path = normalize(file).ok_or_else(|| DraftError::Outside(file.clone()))?;
            changes.extend(resolve_file(workspace, &path, wishes).await?);
        }
        if changes.is_empty() {
            return Err(DraftError::Empty);
        }
        changes.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(assemble(self, issue, plugin, changes))
    }
}

fn assemble(draft: &Draft, issue: &Issue, plugin: &PluginRef, changes: Vec<Change>) -> Fix {
    Fix {
        id: fix_id(&plugin.name, &changes),
        issue_id: issue.id.clone(),
        state: FixState::Generated,
        plugin: plugin.clone(),
        confidence: draft.confidence,
        safety: draft.safety,
        description: draft.description.clone(),
        rollback_plan: rollback_plan(&changes),
        changes,
        test_commands: draft.test_commands.clone(),
    }
}

/// The id of a fix: a hash of what it does, so that the same repair has the same id everywhere.
pub(crate) fn fix_id(plugin: &str, changes: &[Change]) -> String {
    let mut hash = Sha256::new();
    hash.update(plugin);
    for change in changes {
        for part in [&change.file, &change.diff, change.to.as_ref().unwrap_or(&String::new())] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part);
        }
    }
    format!("fix_{}", &hex(&hash.finalize())[..12])
}

pub(crate) fn rollback_plan(changes: &[Change]) -> String {
    let files: Vec<&str> = changes.iter().map(|change| change.file.as_str()).collect();
    format!("`autofix rollback <fix id>` restores {} byte for byte, unless edited since", files.join(", "))
}

/// SHA-256 in hex.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}

async fn resolve_file(
    workspace: &dyn Workspace,
    path: &str,
    wishes: &[(Wish, String)],
) -> Result<Option<Change>, DraftError> {
    let description = wishes
        .iter()
        .map(|(_, why)| why.as_str())
        .filter(|why| !why.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    let change = |action, diff: String| Change {
        file: path.to_owned(),
        action,
        position: None,
        to: None,
        diff,
        description: description.clone(),
        base: None,
    };
    let edit_error = |error| DraftError::Edit { file: path.to_owned(), error };

    if let [(Wish::Create(content), _)] = wishes {
        return match workspace.read(path).await {
            Err(WorkspaceError::NotFound(_)) => {
                Ok(Some(change(Action::Create, diff_texts(path, None, Some(content)))))
            }
            Ok(_) => Err(DraftError::Exists(path.to_owned())),
            Err(error) => Err(error.into()),
        };
    }
    let text = workspace.read(path).await?;
    let base = Some(digest(&text));
    if let [(Wish::Delete, _)] = wishes {
        return Ok(Some(Change { base, ..change(Action::Delete, diff_texts(path, Some(&text), None)) }));
    }
    let mut all = EditSet::new();
    let (mut target, mut inserted) = (None, None);
    for (wish, _) in wishes {
        match wish {
            Wish::Edit(edits) => all.merge(edits).map_err(edit_error)?,
            Wish::Insert { position, code } => {
                let offset = offset_of(*position, path, &text)
                    .map_err(|error| DraftError::Position { file: path.to_owned(), error })?;
                all.insert(offset, as_lines(&text, offset, code)).map_err(edit_error)?;
                inserted = Some(*position);
            }
            Wish::Rename { to, edits } => {
                let to = normalize(to).ok_or_else(|| DraftError::Outside(to.clone()))?;
                if workspace.read(&to).await.is_ok() && !to.eq_ignore_ascii_case(path) {
                    return Err(DraftError::Exists(to));
                }
                all.merge(edits).map_err(edit_error)?;
                target = Some(to);
            }
            Wish::Create(_) | Wish::Delete => return Err(edit_error(EditError::Overlap(Span::at(0)))),
        }
    }
    let hunks = diff_edits(target.as_deref().unwrap_or(path), &text, &all).map_err(edit_error)?;
    Ok(match (target, inserted) {
        (Some(to), _) => {
            let hunks = hunks.replacen(&format!("--- a/{to}"), &format!("--- a/{path}"), 1);
            let diff = rename_header(path, &to) + &hunks;
            Some(Change { base, to: Some(to), ..change(Action::Rename, diff) })
        }
        _ if hunks.is_empty() => None,
        (None, Some(position)) if wishes.len() == 1 => {
            Some(Change { base, position: Some(position), ..change(Action::Insert, hunks) })
        }
        _ => Some(Change { base, ..change(Action::Modify, hunks) }),
    })
}

/// Code as whole lines at an offset: the file's own line ends, and a line end on either side.
fn as_lines(text: &str, offset: u32, code: &str) -> String {
    let end = line_end(text);
    let code = code.trim_matches(['\n', '\r']);
    let body = code.lines().collect::<Vec<_>>().join(end);
    let before = &text[..offset as usize];
    let lead = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    format!("{lead}{body}{end}")
}
