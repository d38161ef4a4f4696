//! The wheel of this platform.

use crate::python;
use crate::wasm::cache;
use std::path::{Path, PathBuf};

/// Builds it.
pub(crate) fn package(into: &Path) -> Result<Vec<PathBuf>, String> {
    let built = python::release()?;
    let file = into.join(built.file_name().unwrap_or_default());
    cache::copy(&built, &file)?;
    Ok(vec![file])
}
