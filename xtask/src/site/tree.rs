//! The files of a site in memory, before they are written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::digest::Digest;

/// Files by their path below some folder, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What stands for the build's id in text files.
const PLACEHOLDER: &str = "__BUILD__";

/// Endings of the files in which the placeholder is replaced.
const TEXT: [&str; 8] = [
    "css",
    "html",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "webmanifest",
];

/// How many hexadecimal digits of the digest name a build.
pub const BUILD_ID_DIGITS: usize = 16;

/// A site.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// What lies at fixed addresses.
    pub root: Files,
    /// What lies below `/b/<build>/`.
    pub build: Files,
}

impl Tree {
    /// The id that follows from the files themselves: the same files give the same build.
    pub fn build_id(&self) -> String {
        let mut digest = Digest::new();
        for (path, bytes) in &self.root {
            digest.add(&format!("root/{path}"), bytes);
        }
        for (path, bytes) in &self.build {
            digest.add(&format!("build/{path}"), bytes);
        }
        let mut id = digest.hex();
        id.truncate(BUILD_ID_DIGITS);
        id
    }

    /// Puts the build's id in the place of its placeholder, in all text files.
    pub fn name_build(&mut self, build: &str) {
        for (path, bytes) in self.root.iter_mut().chain(&mut self.build) {
            if is_text(path) {
                replace(bytes, PLACEHOLDER, build);
            }
        }
    }

    /// Writes all files.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn write(&self, folder: &Path, build: &str) -> Result<()> {
        let build_folder = folder.join("b").join(build);
        for (base, files) in [(folder, &self.root), (build_folder.as_path(), &self.build)] {
            for (path, bytes) in files {
                let file = base.join(path);
                if let Some(parent) = file.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&file, bytes)
                    .with_context(|| format!("{} can't be written", file.display()))?;
            }
        }
        Ok(())
    }
}

/// Whether the path's ending is that of a text file.
pub fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| TEXT.contains(&ending))
}

/// Replaces text in bytes that are UTF-8; others are left as they are.
fn replace(bytes: &mut Vec<u8>, from: &str, to: &str) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && text.contains(from)
    {
        *bytes = text.replace(from, to).into_bytes();
    }
}

/// Reads all files below a folder, in the order of their paths; none when the folder is absent.
///
/// # Errors
/// When a file can't be read.
pub fn read_folder(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if folder.exists() {
        read_into(folder, "", &mut files)?;
    }
    Ok(files)
}

fn read_into(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_into(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let bytes = fs::read(entry.path())
                .with_context(|| format!("{} can't be read", entry.path().display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}
