//! TOML files: a value set in place, order, comments and style kept (by `toml_edit`).

use crate::edit::{EditError, EditSet};
use crate::text::line_end;
use toml_edit::{DocumentMut, Item, Table, Value};

/// Why a TOML file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TomlError {
    /// The file or the value does not parse.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    /// A part of the path is there and is no table.
    #[error("`{0}` is not a table")]
    NotATable(String),
    /// The edit does not fit.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// Sets the value at a path of keys; `value` is TOML text. Missing tables on the way are made.
pub fn set_toml(text: &str, path: &[&str], value: &str) -> Result<EditSet, TomlError> {
    let syntax = |error: toml_edit::TomlError| TomlError::Syntax(error.message().to_owned());
    let mut document: DocumentMut = text.parse().map_err(syntax)?;
    let mut value: Value = value.parse().map_err(syntax)?;
    let Some((key, folders)) = path.split_last() else { return Ok(EditSet::new()) };
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for folder in folders {
        let item = table.entry(folder).or_insert_with(|| Item::Table(Table::new()));
        table = item.as_table_like_mut().ok_or_else(|| TomlError::NotATable((*folder).to_owned()))?;
    }
    match table.get_mut(key) {
        // The blanks and the comment around the old value stay.
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(_) => return Err(TomlError::NotATable((*key).to_owned())),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
    let mut new = document.to_string();
    if line_end(text) == "\r\n" {
        new = new.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    Ok(EditSet::between(text, &new)?)
}
