//! `b/<build>/files.json`: what belongs to a build, with digests. The service worker keeps exactly
//! these files and checks each.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::NAME;
use super::digest::sha256_hex;
use super::tree::Tree;

/// The page that every field address answers with.
const SHELL: &str = "shell.html";

/// A build's files.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// The build's id.
    pub build: String,
    /// What lies below `/b/<build>/`, this list excepted.
    pub files: Vec<Entry>,
    /// The page around them, which lies at a fixed address.
    pub shell: Entry,
}

/// One file of a build.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Entry {
    /// Its address on the server.
    pub path: String,
    /// SHA-256 of its bytes before compression, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes before compression.
    pub size: usize,
    /// When it is needed.
    pub phase: Phase,
}

/// When a file is needed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before the first page can be used.
    Start,
    /// Once it is.
    Later,
    /// By pages that need a network anyway: a device doesn't keep it.
    Online,
}

impl Phase {
    /// The phase of a file of the build: what the shell loads to start, and the modules that
    /// wasm-bindgen's own module imports; the chunks of later pages come when they are asked for.
    fn of(path: &str) -> Self {
        let starts = path == "start.js"
            || path.starts_with("snippets/")
            || super::wasm::SPLIT.strip_prefix("./") == Some(path)
            || path
                .strip_prefix(NAME)
                .is_some_and(|rest| matches!(rest, ".js" | "_bg.wasm" | ".css"));
        let admin = path
            .strip_prefix(super::wasm::ADMIN)
            .is_some_and(|rest| matches!(rest, ".js" | "_bg.wasm"));
        match (starts, admin) {
            (true, _) => Self::Start,
            (false, true) => Self::Online,
            (false, false) => Self::Later,
        }
    }
}

impl Manifest {
    /// Lists a finished tree, in which the build is named already.
    ///
    /// # Errors
    /// When there is no shell.
    pub fn of(build: &str, tree: &Tree) -> Result<Self> {
        let entry = |path: String, bytes: &[u8], phase| Entry {
            path,
            sha256: sha256_hex(bytes),
            size: bytes.len(),
            phase,
        };
        let shell = tree
            .root
            .get(SHELL)
            .with_context(|| format!("app/assets/root/{SHELL} is missing; every page needs it"))?;
        Ok(Self {
            build: build.to_owned(),
            files: tree
                .build
                .iter()
                .map(|(path, bytes)| entry(format!("/b/{build}/{path}"), bytes, Phase::of(path)))
                .collect(),
            shell: entry(format!("/{SHELL}"), shell, Phase::Start),
        })
    }

    /// All entries, the shell first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.shell).chain(&self.files)
    }

    /// The list as it is served.
    ///
    /// # Errors
    /// Never in practice: the list holds nothing that JSON can't.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }
}
