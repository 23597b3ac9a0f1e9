//! The npm packages of `end2end/`: Playwright, axe, and binaryen, which brings `wasm-opt`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{Run, on_path};
use crate::workspace::Workspace;

const LOCK: &str = "package-lock.json";

/// Whether the packages were installed after the lock file last changed. npm writes its own list as
/// the last thing it does.
pub fn is_ready(workspace: &Workspace) -> bool {
    let changed = |file: &str| fs::metadata(workspace.end2end().join(file))?.modified();
    match (changed("node_modules/.package-lock.json"), changed(LOCK)) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
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
    let lock = workspace.end2end().join(LOCK);
    if !lock.exists() {
        bail!("{} is missing; is the clone complete?", lock.display());
    }
    Run::new("npm")
        .folder(&workspace.end2end())
        .args(["ci", "--no-audit", "--no-fund"])
        // The tests drive the distribution's browser.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .quiet()
        .context("the npm registry must be reachable once; check the network and try again")?;
    Ok(())
}

/// A program that one of the packages brings.
pub fn executable(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    Some(workspace.end2end().join("node_modules/.bin").join(name)).filter(|file| file.exists())
}
