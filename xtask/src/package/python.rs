//! The wheel.

use super::copy;
use crate::python;
use std::path::{Path, PathBuf};

/// Builds it, and answers where it was put.
pub(crate) fn package(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let wheel = python::package()?;
    let name = wheel.file_name().ok_or("a wheel without a name")?;
    let file = folder.join(name);
    copy(&wheel, &file)?;
    Ok(vec![file])
}
