//! The npm packages of `end2end/`: Playwright, axe, and binaryen, which brings `wasm-opt`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{Run, on_path};
use crate::site::digest::sha256_hex;
use crate::workspace::Workspace;

/// Whether the installed packages are those of the lock file.
pub fn is_ready(workspace: &Workspace) -> bool {
    let Ok(wanted) = lock_digest(workspace) else {
        return false;
    };
    fs::read_to_string(stamp(workspace)).is_ok_and(|installed| installed == wanted)
}

/// Installs the packages exactly as locked.
///
/// # Errors
/// Without node, or when the registry can't be reached.
pub fn install(workspace: &Workspace) -> Result<()> {
    if !on_path("npm") {
        bail!(
            "npm isn't installed; install Node.js 20 or newer (https://nodejs.org), then try again"
        );
    }
    let wanted = lock_digest(workspace)?;
    Run::new("npm")
        .folder(&workspace.end2end())
        .args(["ci", "--no-audit", "--no-fund"])
        // The tests drive the distribution's browser.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .quiet()
        .context("the npm registry must be reachable once; check the network and try again")?;
    fs::write(stamp(workspace), wanted).context("end2end/node_modules can't be written")
}

/// A program that one of the packages brings.
pub fn executable(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    Some(workspace.end2end().join("node_modules/.bin").join(name)).filter(|file| file.exists())
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.end2end().join("node_modules/.installed-lock")
}

fn lock_digest(workspace: &Workspace) -> Result<String> {
    let lock = workspace.end2end().join("package-lock.json");
    let bytes = fs::read(&lock)
        .with_context(|| format!("{} can't be read; is the clone complete?", lock.display()))?;
    Ok(sha256_hex(&bytes))
}
