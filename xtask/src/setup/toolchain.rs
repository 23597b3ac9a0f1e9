//! The compiler for both sides: an installed wasm32 target, else `rustup target add`, else the
//! distribution's Rust, composed into a tool chain of our own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::debian;
use crate::process::{Run, on_path};
use crate::workspace::Workspace;

/// The target that browsers run.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A compiler that has the standard library for the host and for wasm32.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// Its name in rustup; none when the compiler on PATH isn't rustup's.
    pub name: Option<String>,
    /// Its folder; clippy for wasm32 must be told.
    pub sysroot: PathBuf,
    /// `rustc -vV`.
    pub version: String,
}

impl Toolchain {
    /// Cargo of this tool chain.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Run {
        let run = clean(Run::new("cargo"))
            .folder(&workspace.root)
            .env("CARGO_TARGET_DIR", &workspace.target)
            .env("SYSROOT", &self.sysroot);
        match &self.name {
            Some(name) => run.env("RUSTUP_TOOLCHAIN", name),
            None => run,
        }
        .arg(subcommand)
    }
}

impl Toolchain {
    /// Whether rustup could bring the standard library's source: the composed one has it.
    pub fn may_lack_source(&self) -> bool {
        !has_source(&self.sysroot) && on_path("rustup")
    }
}

/// Takes out of a child's environment what cargo and rustup told *this* process about itself.
pub fn clean(mut run: Run) -> Run {
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let ours = name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || matches!(
                name,
                "CARGO" | "RUSTC" | "RUSTDOC" | "RUST_RECURSION_COUNT" | "LD_LIBRARY_PATH"
            );
        if ours {
            run = run.env_remove(name);
        }
    }
    run
}

/// The name under which the composed tool chain is linked into rustup; `BUKTI_TOOLCHAIN` names
/// another, so that a trial doesn't disturb the one in use.
pub fn linked_name() -> String {
    env::var("BUKTI_TOOLCHAIN").unwrap_or_else(|_| "bukti".to_owned())
}

/// Finds a complete tool chain: the active one, else the composed one.
///
/// # Errors
/// When no Rust compiler can be started at all.
pub fn find(workspace: &Workspace) -> Result<Option<Toolchain>> {
    let active = active()?;
    if has_wasm(&active.sysroot) {
        return Ok(Some(active));
    }
    let folder = debian::folder(workspace);
    let name = linked_name();
    if debian::is_complete(&folder) && is_linked(&name, &folder) {
        let version = fs::read_to_string(debian::stamp_file(&folder)).unwrap_or_default();
        return Ok(Some(Toolchain {
            name: Some(name),
            sysroot: folder,
            version,
        }));
    }
    Ok(None)
}

/// Makes a complete tool chain, by whichever way is open.
///
/// # Errors
/// When no way is open; the error names them.
pub fn make(workspace: &Workspace) -> Result<Toolchain> {
    let active = active()?;
    if let Some(name) = active.name.clone().filter(|_| on_path("rustup")) {
        eprintln!("      rustup target add {WASM}");
        let added = clean(Run::new("rustup"))
            .args(["target", "add", WASM, "--toolchain", &name])
            .kept()?;
        if added.status.success() && has_wasm(&active.sysroot) {
            return Ok(active);
        }
        eprintln!("      rustup can't fetch it here; taking the distribution's Rust instead");
    }
    if !debian::is_possible() {
        bail!(
            "no standard library for {WASM}: `rustup target add {WASM}` didn't work, and this \
             system has no apt-get to take Debian's `rustc-web` from. Connect to the network of \
             rustup (static.rust-lang.org) and run this command again"
        );
    }
    let folder = debian::folder(workspace);
    debian::compose(workspace, &folder)?;
    link(&linked_name(), &folder)?;
    find(workspace)?.context(
        "the composed tool chain isn't complete; delete its folder in the cache and run this \
         command again",
    )
}

/// What `rustc` means now.
fn active() -> Result<Toolchain> {
    let cure = "no Rust compiler answers; install rustup (https://rustup.rs) and try again";
    let sysroot = clean(Run::new("rustc"))
        .args(["--print", "sysroot"])
        .quiet()
        .context(cure)?;
    let version = clean(Run::new("rustc")).arg("-vV").quiet().context(cure)?;
    Ok(Toolchain {
        name: env::var("RUSTUP_TOOLCHAIN").ok(),
        sysroot: PathBuf::from(sysroot.trim()),
        version,
    })
}

/// Whether a sysroot holds the standard library for wasm32.
pub fn has_wasm(sysroot: &Path) -> bool {
    let Ok(entries) = fs::read_dir(sysroot.join("lib/rustlib").join(WASM).join("lib")) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// Whether a sysroot holds the standard library's source, from which a smaller one is built.
pub fn has_source(sysroot: &Path) -> bool {
    let library = sysroot.join("lib/rustlib/src/rust/library");
    library.join("Cargo.lock").exists() && library.join("std").exists()
}

/// Fetches the standard library's source. Without it all works and the release wasm is a tenth larger.
pub fn add_source() {
    eprintln!("      rustup component add rust-src");
    let added = clean(Run::new("rustup"))
        .args(["component", "add", "rust-src"])
        .kept();
    if !added.is_ok_and(|added| added.status.success()) {
        eprintln!(
            "      rustup can't fetch it here; the wasm is built on the ready-made library and gets larger"
        );
    }
}

/// The folder in which rustup keeps its tool chains and links.
pub fn rustup_toolchains() -> Option<PathBuf> {
    let home = env::var_os("RUSTUP_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".rustup")))?;
    Some(home.join("toolchains"))
}

/// Whether rustup knows the folder by this name.
fn is_linked(name: &str, folder: &Path) -> bool {
    rustup_toolchains().is_some_and(|toolchains| {
        fs::canonicalize(toolchains.join(name)).ok() == fs::canonicalize(folder).ok()
            && folder.exists()
    })
}

/// Links the folder into rustup, unless it is linked already.
fn link(name: &str, folder: &Path) -> Result<()> {
    if is_linked(name, folder) {
        return Ok(());
    }
    eprintln!("      rustup toolchain link {name}");
    clean(Run::new("rustup"))
        .args(["toolchain", "link", name])
        .arg(folder)
        .quiet()
        .context("rustup is needed to use the composed tool chain: https://rustup.rs")?;
    Ok(())
}
