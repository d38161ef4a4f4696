use crate::text::Span;

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Why an edit does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// Two edits want the same bytes.
    #[error("two edits overlap at bytes {}..{}", .0.start, .0.end)]
    Overlap(Span),
    /// An edit lies outside of the text, ends before it begins, or cuts a character.
    #[error("bytes {}..{} are not a range of the text", .0.start, .0.end)]
    OutOfBounds(Span),
}

/// Replacements of one text: sorted, disjoint, taken whole or not at all.
///
/// Insertions at the same place keep the order in which they were added; an insertion at the start
/// of a replacement comes before it. Adding the same replacement twice changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    /// No edits.
    pub fn new() -> Self {
        Self::default()
    }

    /// The one replacement that leads from a text to another: what both begin and end with stays.
    pub fn between(old: &str, new: &str) -> Result<Self, EditError> {
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
        };
        let head = same(&mut old.chars().zip(new.chars()));
        let tail = same(&mut old[head..].chars().rev().zip(new[head..].chars().rev()));
        let offset = |at: usize| u32::try_from(at).map_err(|_| EditError::OutOfBounds(Span::at(u32::MAX)));
        let mut edits = Self::new();
        if old != new {
            edits
                .replace(Span::new(offset(head)?, offset(old.len() - tail)?), &new[head..new.len() - tail])?;
        }
        Ok(edits)
    }

    /// Replaces a range.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) -> Result<(), EditError> {
        let text = text.into();
        if span.end < span.start {
            return Err(EditError::OutOfBounds(span));
        }
        let at =
            self.edits.partition_point(|edit| (edit.span.start, edit.span.end) <= (span.start, span.end));
        let before = at.checked_sub(1).and_then(|at| self.edits.get(at));
        if let Some(before) = before {
            if before.span == span && before.text == text && span.start != span.end {
                return Ok(());
            }
            if before.span.end > span.start || (before.span == span && span.start != span.end) {
                return Err(EditError::Overlap(span));
            }
        }
        if self.edits.get(at).is_some_and(|after| span.end > after.span.start) {
            return Err(EditError::Overlap(span));
        }
        self.edits.insert(at, Edit { span, text });
        Ok(())
    }

    /// Inserts before an offset.
    pub fn insert(&mut self, offset: u32, text: impl Into<String>) -> Result<(), EditError> {
        self.replace(Span::at(offset), text)
    }

    /// Removes a range.
    pub fn delete(&mut self, span: Span) -> Result<(), EditError> {
        self.replace(span, "")
    }

    /// Takes all edits of another set, or none of them.
    pub fn merge(&mut self, other: &EditSet) -> Result<(), EditError> {
        let mut merged = self.clone();
        for edit in &other.edits {
            merged.replace(edit.span, edit.text.clone())?;
        }
        *self = merged;
        Ok(())
    }

    /// The edits in order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Whether every edit fits the text.
    pub fn check(&self, text: &str) -> Result<(), EditError> {
        for edit in &self.edits {
            if text.get(edit.span.start as usize..edit.span.end as usize).is_none() {
                return Err(EditError::OutOfBounds(edit.span));
            }
        }
        Ok(())
    }

    /// The text with all edits made.
    pub fn apply(&self, text: &str) -> Result<String, EditError> {
        self.check(text)?;
        let added: usize = self.edits.iter().map(|edit| edit.text.len()).sum();
        let mut result = String::with_capacity(text.len() + added);
        let mut at = 0;
        for edit in &self.edits {
            result.push_str(&text[at..edit.span.start as usize]);
            result.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        result.push_str(&text[at..]);
        Ok(result)
    }

    /// The edits that lead from the result back to the text.
    pub fn inverse(&self, text: &str) -> Result<EditSet, EditError> {
        self.check(text)?;
        let mut edits = Vec::with_capacity(self.edits.len());
        let (mut added, mut removed) = (0_u32, 0_u32);
        for edit in &self.edits {
            let length = u32::try_from(edit.text.len()).map_err(|_| EditError::OutOfBounds(edit.span))?;
            let start = edit.span.start + added - removed;
            edits.push(Edit { span: Span::new(start, start + length), text: edit.span.of(text).to_owned() });
            added += length;
            removed += edit.span.end - edit.span.start;
        }
        Ok(EditSet { edits })
    }

    /// Where a byte of the text stands afterwards; a byte inside a replacement goes to its start.
    pub fn map_offset(&self, offset: u32) -> u32 {
        let (mut added, mut removed) = (0_u32, 0_u32);
        for edit in &self.edits {
            if edit.span.start > offset || (edit.span.start == offset && edit.span.end > offset) {
                break;
            }
            if edit.span.end > offset {
                return edit.span.start + added - removed;
            }
            added += u32::try_from(edit.text.len()).unwrap_or(u32::MAX);
            removed += edit.span.end - edit.span.start;
        }
        offset + added - removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_edits_are_refused_and_touching_ones_are_not() {
        let mut set = EditSet::new();
        set.replace(Span::new(2, 4), "x").unwrap();
        assert_eq!(set.replace(Span::new(3, 5), "y"), Err(EditError::Overlap(Span::new(3, 5))));
        assert_eq!(set.replace(Span::new(0, 3), "y"), Err(EditError::Overlap(Span::new(0, 3))));
        assert_eq!(set.replace(Span::new(2, 4), "other"), Err(EditError::Overlap(Span::new(2, 4))));
        assert_eq!(set.insert(3, "y"), Err(EditError::Overlap(Span::at(3))));
        set.replace(Span::new(2, 4), "x").unwrap();
        set.replace(Span::new(4, 5), "z").unwrap();
        set.insert(2, "1").unwrap();
        set.insert(2, "2").unwrap();
        set.insert(4, "3").unwrap();
        assert_eq!(set.apply("abcdef").unwrap(), "ab12x3zf");
    }

    #[test]
    fn an_edit_outside_of_the_text_changes_nothing() {
        let mut set = EditSet::new();
        set.insert(1, "x").unwrap();
        assert!(set.apply("é").is_err());
        assert!(set.apply("").is_err());
    }
}
