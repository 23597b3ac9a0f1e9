//! Digests of the sources, by which a second run sees that there is nothing to do.

use std::path::Path;

use anyhow::Result;

use super::digest::Digest;
use super::tree::read_folder;
use crate::workspace::Workspace;

/// What the wasm is made of.
const WASM: [&str; 3] = ["model", "app", "frontend"];

/// What else a site is made of: the style sheet, and the pipeline itself.
const SITE: [&str; 2] = ["style", "xtask/src/site"];

/// The digest of everything that the wasm is made of.
///
/// # Errors
/// When a source can't be read.
pub fn wasm(workspace: &Workspace) -> Result<String> {
    of(&workspace.root, &WASM)
}

/// The digest of everything that the site is made of.
///
/// # Errors
/// When a source can't be read.
pub fn site(workspace: &Workspace) -> Result<String> {
    of(
        &workspace.root,
        &[WASM.as_slice(), SITE.as_slice()].concat(),
    )
}

fn of(root: &Path, folders: &[&str]) -> Result<String> {
    let mut digest = Digest::new();
    for file in ["Cargo.toml", "Cargo.lock"] {
        digest.add(file, &std::fs::read(root.join(file))?);
    }
    for folder in folders {
        for (path, bytes) in read_folder(&root.join(folder))? {
            digest.add(&format!("{folder}/{path}"), &bytes);
        }
    }
    Ok(digest.hex())
}
