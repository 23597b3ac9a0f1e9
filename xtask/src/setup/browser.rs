//! Chromium, which the browser tests and measurements drive.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::find_on_path;

/// The names under which distributions and vendors install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The browser named by `CHROMIUM`, else the first one on PATH.
pub fn find() -> Option<PathBuf> {
    env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|named| named.is_file())
        .or_else(|| NAMES.iter().find_map(|name| find_on_path(name)))
}

/// Installs the distribution's.
///
/// # Errors
/// When apt-get can't install it.
pub fn install() -> Result<PathBuf> {
    apt::install(&["chromium"])?;
    find().context("no Chromium on PATH; install one and name it in the variable CHROMIUM")
}
