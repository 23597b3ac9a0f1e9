//! Chromium, which the browser tests and measurements drive.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{apt, npm};
use crate::process::{Run, find_on_path};
use crate::workspace::Workspace;

/// The names under which distributions and vendors install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The distribution's package; Ubuntu has none but a snap, which can't run everywhere.
const PACKAGE: &str = "chromium";

/// The browser named by `CHROMIUM`, else the kept one, else the first one on PATH.
pub fn find(workspace: &Workspace) -> Option<PathBuf> {
    env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|named| named.is_file())
        .or_else(|| kept(&folder(workspace)))
        .or_else(|| NAMES.iter().find_map(|name| find_on_path(name)))
}

/// Installs the distribution's; where it has none, the one that Playwright downloads.
///
/// # Errors
/// When neither way is open.
pub fn install(workspace: &Workspace) -> Result<PathBuf> {
    let cure = "install Chromium or Chrome, name its program in the variable CHROMIUM";
    match way(apt::policy(PACKAGE).ok().as_deref()) {
        Way::Distribution => apt::install(&[PACKAGE])?,
        Way::Playwright => download(workspace).context(cure)?,
    }
    find(workspace).context(cure)
}

/// Whence the browser comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Distribution,
    Playwright,
}

/// The way that is open, by what `apt-cache policy` says of the package.
fn way(policy: Option<&str>) -> Way {
    let candidate = policy.and_then(|text| {
        let mut lines = text.lines();
        lines.find_map(|line| line.trim().strip_prefix("Candidate:"))
    });
    // Ubuntu's transitional packages only install the snap; their version says so.
    match candidate.map(str::trim) {
        Some(version) if version != "(none)" && !version.contains("snap") => Way::Distribution,
        _ => Way::Playwright,
    }
}

/// Where Playwright's browsers are kept.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.cache.join("browsers")
}

/// Playwright's own Chromium, of the version that its npm package names, with the libraries it needs.
fn download(workspace: &Workspace) -> Result<()> {
    let playwright =
        npm::executable(workspace, "playwright").context("the npm packages bring no playwright")?;
    eprintln!("      playwright install --with-deps chromium");
    Run::new(playwright)
        .folder(&workspace.end2end())
        .args(["install", "--with-deps", "--no-shell", "chromium"])
        .env("PLAYWRIGHT_BROWSERS_PATH", folder(workspace))
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quiet()?;
    Ok(())
}

/// The program in a folder of Playwright's (`chromium-REVISION/chrome-linux64/chrome`), the last by name.
fn kept(folder: &Path) -> Option<PathBuf> {
    let begin_with = |folder: &Path, start: &'static str| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .filter(move |path| {
                let name = path.file_name().and_then(|name| name.to_str());
                name.is_some_and(|name| name.starts_with(start))
            })
            .collect::<Vec<_>>()
    };
    begin_with(folder, "chromium-")
        .iter()
        .flat_map(|revision| begin_with(revision, "chrome-linux"))
        .map(|programs| programs.join("chrome"))
        .filter(|program| program.is_file())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn where_the_distribution_has_none_playwright_brings_it() {
        let debian = "chromium:\n  Installed: (none)\n  Candidate: 148.0.7778.167-1~deb12u1\n";
        assert_eq!(way(Some(debian)), Way::Distribution);
        let ubuntu = "chromium:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n";
        assert_eq!(way(Some(ubuntu)), Way::Playwright);
        let snap = "chromium-browser:\n  Candidate: 2:1snap1-0ubuntu2\n";
        assert_eq!(way(Some(snap)), Way::Playwright);
        // No such package at all, and no apt.
        assert_eq!(way(Some("")), Way::Playwright);
        assert_eq!(way(None), Way::Playwright);
    }

    #[test]
    fn a_downloaded_browser_is_found_once_it_is_whole() {
        let scratch = Scratch::new();
        let programs = scratch.path().join("chromium-1234/chrome-linux64");
        assert_eq!(kept(scratch.path()), None);
        fs::create_dir_all(&programs).unwrap();
        assert_eq!(kept(scratch.path()), None);
        fs::write(programs.join("chrome"), "").unwrap();
        assert_eq!(kept(scratch.path()), Some(programs.join("chrome")));
    }
}
