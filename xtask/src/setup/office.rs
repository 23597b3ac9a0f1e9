//! LibreOffice, which computes the workbooks that Bukti writes.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::find_on_path;

/// The program, where it is installed.
pub fn find() -> Option<PathBuf> {
    ["soffice", "libreoffice"]
        .iter()
        .find_map(|name| find_on_path(name))
}

/// Finds it, or installs the distribution's.
///
/// # Errors
/// When apt-get can't install it.
pub fn make() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["libreoffice-calc"])?;
    find().context("no soffice on PATH; install LibreOffice Calc")
}
