//! The npm packages of `end2end/`: Playwright, axe, and binaryen, which brings `wasm-opt`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{Run, on_path};
use crate::workspace::Workspace;

/// The oldest Node.js that the packages run on; README names it too.
const NODE_MIN: u32 = 20;

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
            "npm isn't installed; install Node.js {NODE_MIN} or newer (https://nodejs.org), then try again"
        );
    }
    let version = Run::new("node")
        .arg("--version")
        .quiet()
        .unwrap_or_default();
    if !is_new_enough(&version) {
        bail!(
            "Node.js {NODE_MIN} or newer is needed and `node --version` says `{}`; install a newer one (https://nodejs.org), then try again",
            version.trim()
        );
    }
    let lock = workspace.end2end().join(LOCK);
    if !lock.exists() {
        bail!("{} is missing; is the clone complete?", lock.display());
    }
    Run::new("npm")
        .folder(&workspace.end2end())
        .args(["ci", "--no-audit", "--no-fund"])
        // A browser is set up only where there is none.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .quiet()
        .context("the npm registry must be reachable once; check the network and try again")?;
    Ok(())
}

/// Whether what `node --version` says (`v20.11.1`) is new enough.
fn is_new_enough(version: &str) -> bool {
    let major = version.trim().trim_start_matches('v').split('.').next();
    let major = major.and_then(|number| number.parse::<u32>().ok());
    major.is_some_and(|major| major >= NODE_MIN)
}

/// A program that one of the packages brings.
pub fn executable(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    Some(workspace.end2end().join("node_modules/.bin").join(name)).filter(|file| file.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert!(is_new_enough("v20.0.0\n"));
        assert!(is_new_enough("v24.11.1"));
        // Debian 12's.
        assert!(!is_new_enough("v18.20.4"));
        assert!(!is_new_enough(""));
        let readme = include_str!("../../../README.md");
        assert!(readme.contains(&format!("Node.js {NODE_MIN} or newer")));
    }
}
