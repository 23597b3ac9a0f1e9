//! cargo-deny, which checks the licences and sources of dependencies.
//!
//! It is built once from crates.io, the registry that every build reaches anyway, with its own lock file
//! and kept outside `target/`. Its ready-made programs lie on another host, and the same checks as a
//! library would make every first start of `cargo xtask` wait for them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::toolchain::Toolchain;
use crate::process::find_on_path;
use crate::workspace::Workspace;

/// The version that is installed; one on PATH may be another.
const VERSION: &str = "0.20.2";

/// What building it takes on two cores, in seconds.
pub const BUILD_SECONDS: u64 = 200;

/// Where the one of this version is kept.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.cache.join(format!("cargo-deny-{VERSION}"))
}

/// The kept one, else one on PATH.
pub fn find(workspace: &Workspace) -> Option<PathBuf> {
    let kept = folder(workspace).join("bin/cargo-deny");
    Some(kept)
        .filter(|file| file.is_file())
        .or_else(|| find_on_path("cargo-deny"))
}

/// Finds it, or builds it.
///
/// # Errors
/// When it can't be fetched or built.
pub fn make(workspace: &Workspace, toolchain: &Toolchain) -> Result<PathBuf> {
    if let Some(found) = find(workspace) {
        return Ok(found);
    }
    let version = format!("cargo-deny@{VERSION}");
    eprintln!("      cargo install {version} (about 3 min, once)");
    std::fs::create_dir_all(&workspace.cache).context("the cache can't be made")?;
    toolchain
        .cargo(workspace, "install")
        // Outside the workspace: its flags and its target folder are for what it delivers.
        .folder(&workspace.cache)
        .env_remove("CARGO_TARGET_DIR")
        .args(["--locked", "--quiet", "--root"])
        .arg(folder(workspace))
        .arg(&version)
        .quiet()?;
    find(workspace).context("cargo installed no cargo-deny")
}

/// A search path on which cargo finds this program first.
pub fn search_path(program: &Path) -> OsString {
    let known = env::var_os("PATH").unwrap_or_default();
    let first = program.parent().map(Path::to_path_buf);
    let all = first.into_iter().chain(env::split_paths(&known));
    env::join_paths(all).unwrap_or(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_kept_one_is_found_outside_target_and_comes_first() {
        let scratch = Scratch::new();
        let workspace = Workspace {
            root: scratch.path().to_path_buf(),
            target: scratch.path().join("target"),
            cache: scratch.path().join("cache"),
        };
        let kept = folder(&workspace).join("bin/cargo-deny");
        assert_ne!(find(&workspace), Some(kept.clone()));
        std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
        std::fs::write(&kept, "").unwrap();
        assert_eq!(find(&workspace), Some(kept.clone()));
        assert!(!kept.starts_with(&workspace.target));
        let first = env::split_paths(&search_path(&kept)).next();
        assert_eq!(first.as_deref(), kept.parent());
    }
}
