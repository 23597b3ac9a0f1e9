//! Where things lie: the repository, the target folder, the cache that outlives it.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that every command works in.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The repository's root, where the workspace's Cargo.toml lies.
    pub root: PathBuf,
    /// Cargo's target folder: `CARGO_TARGET_DIR`, else `target/`.
    pub target: PathBuf,
    /// What outlives `target/` (the composed tool chain): `$XDG_CACHE_HOME/bukti`, else
    /// `~/.cache/bukti`.
    pub cache: PathBuf,
}

impl Workspace {
    /// Finds the folders from the place of this crate and the environment.
    ///
    /// # Errors
    /// When neither `XDG_CACHE_HOME` nor `HOME` is set.
    pub fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| manifest.to_path_buf(), PathBuf::from)
            .parent()
            .context("xtask lies in the workspace's root; run `cargo xtask` from a full clone")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => PathBuf::from(env::var_os("HOME").context(
                "neither XDG_CACHE_HOME nor HOME is set; set one, the tool chain is kept there",
            )?)
            .join(".cache"),
        }
        .join("bukti");
        Ok(Self {
            root,
            target,
            cache,
        })
    }

    /// The folder of the Playwright tests, whose npm packages the build uses too.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The path of the server's binary for a profile.
    pub fn server_binary(&self, release: bool) -> PathBuf {
        self.target
            .join(if release { "release" } else { "debug" })
            .join("bukti")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn cargo_says_what_it_does_before_this_program_is_there() {
        let config = include_str!("../../.cargo/config.toml");
        let mut lines = config.lines();
        let alias = lines.find(|line| line.starts_with("xtask = "));
        assert!(!alias.unwrap().contains("--quiet"), "{alias:?}");
    }
}
