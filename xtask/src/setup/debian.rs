//! The distribution's way to a wasm32 standard library, for places where only package archives can
//! be reached. Debian ships a newer Rust for building browsers, with the library's source; a tool
//! chain folder is composed of links into it, and the library for wasm32 is built once.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::apt;
use super::toolchain::{WASM, clean, has_wasm, rustup_toolchains};
use crate::process::{Run, on_path};
use crate::workspace::Workspace;

/// Rust for building browsers, its sources and its tools.
const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "rustfmt-web",
];

/// The programs that the folder offers beside `rustc`.
const PROGRAMS: [&str; 6] = [
    "cargo",
    "rustdoc",
    "cargo-clippy",
    "clippy-driver",
    "rustfmt",
    "cargo-fmt",
];

/// The distribution's compiler.
const SYSTEM_RUSTC: &str = "/usr/bin/rustc";

/// Where the composed tool chain lies.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.cache.join("toolchain")
}

/// Holds `rustc -vV` of the compiler that the library was built with: a library of another version
/// would be refused at every build.
pub fn stamp_file(folder: &Path) -> PathBuf {
    folder.join("made-with")
}

/// Whether this way is open at all.
pub fn is_possible() -> bool {
    on_path("apt-get")
}

/// Whether the folder is composed and its library fits the compiler that is installed now.
pub fn is_complete(folder: &Path) -> bool {
    let Ok(stamp) = fs::read_to_string(stamp_file(folder)) else {
        return false;
    };
    has_wasm(folder) && system_version().is_some_and(|version| version == stamp)
}

/// Makes whatever of the folder is missing.
///
/// # Errors
/// When a package can't be installed or the library can't be built.
pub fn compose(workspace: &Workspace, folder: &Path) -> Result<()> {
    apt::install(&PACKAGES)?;
    let version = system_version().with_context(|| {
        format!(
            "{SYSTEM_RUSTC} doesn't answer; reinstall it: apt-get install --reinstall rustc-web"
        )
    })?;
    let host = host_of(&version).context("`rustc -vV` names no host; is it a Rust compiler?")?;
    compose_links(folder, host)?;
    if !(has_wasm(folder) && library_fits(workspace, folder)) {
        build_library(workspace, folder)?;
    }
    fs::write(stamp_file(folder), version).context("the tool chain's folder can't be written")
}

/// `rustc -vV` of the distribution's compiler.
fn system_version() -> Option<String> {
    clean(Run::new(SYSTEM_RUSTC)).arg("-vV").quiet().ok()
}

/// The host's triple in the output of `rustc -vV`.
fn host_of(version: &str) -> Option<&str> {
    version.lines().find_map(|line| line.strip_prefix("host: "))
}

fn compose_links(folder: &Path, host: &str) -> Result<()> {
    let host_folder = folder.join("lib/rustlib").join(host);
    let wasm_folder = folder.join("lib/rustlib").join(WASM).join("lib");
    for made in [&folder.join("bin"), &host_folder, &wasm_folder] {
        fs::create_dir_all(made).with_context(|| format!("{} can't be made", made.display()))?;
    }
    // A plain link would report /usr as its sysroot.
    let rustc = folder.join("bin/rustc");
    let script = format!(
        "#!/bin/sh\nexec {SYSTEM_RUSTC} --sysroot {} \"$@\"\n",
        folder.display()
    );
    if fs::read_to_string(&rustc).ok().as_ref() != Some(&script) {
        fs::write(&rustc, script)?;
        fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?;
    }
    for program in PROGRAMS {
        let target = Path::new("/usr/bin").join(program);
        if target.exists() {
            point(&folder.join("bin").join(program), &target)?;
        }
    }
    let system = Path::new("/usr/lib/rustlib");
    point(&folder.join("lib/rustlib/src"), &system.join("src"))?;
    point(&host_folder.join("lib"), &system.join(host).join("lib"))?;
    link_linker(&host_folder, host)
}

/// The linker for wasm: `rust-lld` of a tool chain that rustup installed (linked with its folder,
/// because a copy wouldn't find its libraries), else the distribution's lld.
fn link_linker(host_folder: &Path, host: &str) -> Result<()> {
    let bin = host_folder.join("bin");
    if bin.join("rust-lld").exists() {
        return Ok(());
    }
    let installed = rustup_toolchains().and_then(|toolchains| {
        let candidates = fs::read_dir(toolchains).ok()?;
        candidates
            .flatten()
            .map(|entry| entry.path().join("lib/rustlib").join(host).join("bin"))
            .find(|bin| bin.join("rust-lld").is_file())
    });
    if let Some(installed) = installed {
        return point(&bin, &installed);
    }
    apt::install(&["lld-22"])?;
    if fs::symlink_metadata(&bin).is_ok_and(|found| found.is_symlink()) {
        fs::remove_file(&bin)?;
    }
    fs::create_dir_all(&bin)?;
    point(&bin.join("rust-lld"), Path::new("/usr/lib/llvm-22/bin/lld"))
}

/// Makes `link` point at `target`, whatever it was before.
fn point(link: &Path, target: &Path) -> Result<()> {
    if fs::read_link(link).ok().as_deref() == Some(target) {
        return Ok(());
    }
    if fs::symlink_metadata(link).is_ok_and(|found| found.is_symlink()) {
        fs::remove_file(link)?;
    }
    symlink(target, link).with_context(|| format!("{} can't be linked", link.display()))
}

/// Whether the library in the folder can be used by the compiler of today.
fn library_fits(workspace: &Workspace, folder: &Path) -> bool {
    let probe = workspace.cache.join("probe");
    let built = fs::create_dir_all(&probe)
        .and_then(|()| {
            fs::write(
                probe.join("probe.rs"),
                "pub fn probe() -> String { String::new() }",
            )
        })
        .is_ok_and(|()| {
            clean(Run::new(folder.join("bin/rustc")))
                .folder(&probe)
                .args(["--target", WASM, "--crate-type", "cdylib", "probe.rs"])
                .kept()
                .is_ok_and(|output| output.status.success())
        });
    // A left-over folder only takes room.
    let _left = fs::remove_dir_all(&probe);
    built
}

/// Builds the standard library for wasm32 in an empty crate and puts it into the folder.
fn build_library(workspace: &Workspace, folder: &Path) -> Result<()> {
    eprintln!("      building the standard library for {WASM} (about 1 min)");
    let crate_folder = workspace.cache.join("std-build");
    let target = crate_folder.join("target");
    fs::create_dir_all(crate_folder.join("src"))?;
    fs::write(
        crate_folder.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
    )?;
    fs::write(crate_folder.join("src/lib.rs"), "#![no_std]\n")?;
    clean(Run::new("/usr/bin/cargo"))
        .folder(&crate_folder)
        // Link-time optimisation of what is built on the library needs its bitcode.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", folder.join("bin/rustc"))
        .env("CARGO_TARGET_DIR", &target)
        .args(["build", "--release", "--target", WASM])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro")
        .quiet()
        .context("the standard library for wasm32 could not be built")?;
    let library = folder.join("lib/rustlib").join(WASM).join("lib");
    fs::remove_dir_all(&library)?;
    fs::create_dir_all(&library)?;
    for entry in fs::read_dir(target.join(WASM).join("release/deps"))?.flatten() {
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.ends_with(".rlib") && !shown.starts_with("libempty") {
            fs::copy(entry.path(), library.join(&name))?;
        }
    }
    fs::remove_dir_all(&crate_folder).context("the build folder can't be removed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_host_is_read_from_the_version() {
        let version = "rustc 1.96.0\nbinary: rustc\nhost: aarch64-unknown-linux-gnu\nrelease: 1\n";
        assert_eq!(host_of(version), Some("aarch64-unknown-linux-gnu"));
        assert_eq!(host_of("bash 5.2"), None);
    }

    #[test]
    fn a_link_is_moved_to_its_new_target_and_files_are_left_alone() {
        let folder = Scratch::new();
        let link = folder.path().join("src");
        point(&link, Path::new("/first")).unwrap();
        point(&link, Path::new("/second")).unwrap();
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("/second"));
        let file = folder.path().join("file");
        fs::write(&file, "kept").unwrap();
        assert!(point(&file, Path::new("/third")).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
    }

    #[test]
    fn a_folder_without_stamp_is_not_complete() {
        let folder = Scratch::new();
        assert!(!is_complete(folder.path()));
    }
}
