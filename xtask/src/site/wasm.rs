//! From the crate `frontend` to JavaScript and wasm: cargo, wasm-split (pages that come later become
//! chunks of their own), wasm-bindgen as a library (so that its version is the one in Cargo.lock), and
//! wasm-opt where size counts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::digest::{Digest, sha256_hex};
use super::tree::{Files, read_folder};
use super::{NAME, Profile, inputs};
use crate::process::Run;
use crate::setup::Tools;
use crate::workspace::Workspace;

/// The target that browsers run.
pub const TARGET: &str = crate::setup::toolchain::WASM;

/// The name of the admin pages' wasm and module.
pub const ADMIN: &str = "admin";

/// The module that loads the chunks, which the main one imports.
pub const SPLIT: &str = "./bagian.js";

/// What the compiler may emit, and the app's floor of browsers understands.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the standard library with the app, for size as the rest. A panic ends in a trap, which `start.js`
/// takes to the recovery page as it does the hook's message; the words of all panics, and the code that
/// would print them, stay out. These flags aren't stable: hence `RUSTC_BOOTSTRAP`, for this build alone.
const SMALL_STD: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    r#"build.rustflags=["-Zunstable-options","-Cpanic=immediate-abort","-Zlocation-detail=none"]"#,
];

/// A wasm to build from the crate `frontend`.
#[derive(Debug, Clone, Copy)]
pub struct Crate {
    profile: Profile,
    /// The crate's features that are switched on, separated by commas.
    features: &'static str,
    /// What the wasm and its module are called.
    name: &'static str,
    /// The folder in which intermediate files are kept.
    work: &'static str,
}

impl Crate {
    /// The field pages, and what may come later in chunks.
    pub fn field(profile: Profile) -> Self {
        Self {
            profile,
            features: "csr",
            name: NAME,
            work: match profile {
                Profile::Dev => "wasm-dev",
                Profile::Release => "wasm-release",
            },
        }
    }

    /// The admin pages. They have a wasm of their own, because what takes over markup doubles the code
    /// of every view, and phones in the field would carry it.
    pub fn admin(profile: Profile) -> Self {
        Self {
            profile,
            features: "hydrate",
            name: ADMIN,
            work: match profile {
                Profile::Dev => "wasm-dev-admin",
                Profile::Release => "wasm-release-admin",
            },
        }
    }

    /// The tests of the browser's store, which run in a page.
    pub fn store_tests() -> Self {
        Self {
            profile: Profile::Dev,
            features: "csr,store-tests",
            name: NAME,
            work: "wasm-store-tests",
        }
    }

    /// Whether pages become chunks of their own: the admin's are few.
    fn is_split(&self) -> bool {
        self.name == NAME
    }
}

/// Builds a wasm and the module that loads it, or finds them unchanged.
///
/// # Errors
/// When one of the three tools fails.
pub fn build(workspace: &Workspace, tools: &Tools, what: &Crate) -> Result<Files> {
    let work = workspace.target.join("site-work").join(what.work);
    let out = work.join("out");
    fs::create_dir_all(&work).with_context(|| format!("{} can't be made", work.display()))?;

    let sources = Stamp::new(&work, "sources", {
        let mut digest = Digest::new();
        digest.add("sources", inputs::wasm(workspace)?.as_bytes());
        digest.add("compiler", tools.compiler().as_bytes());
        digest.add("library", &[u8::from(tools.builds_std())]);
        digest.add(
            "pipeline",
            &fs::read(workspace.root.join("xtask/src/site/wasm.rs"))?,
        );
        digest.hex()
    });
    if sources.holds() && out.exists() {
        return read_folder(&out);
    }
    let raw = compile(workspace, tools, what)?;
    let raw_digest =
        sha256_hex(&fs::read(&raw).with_context(|| format!("cargo made no {}", raw.display()))?);
    let made = Stamp::new(&work, "made-from", raw_digest);
    if !(made.holds() && out.exists()) {
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(&out)?;
        let (main, chunks) = if what.is_split() {
            let main = work.join("main.wasm");
            let chunks = split(&raw, &main, &out)?;
            (main, chunks)
        } else {
            (raw, Vec::new())
        };
        bind(&main, &out, what)?;
        if what.profile == Profile::Release {
            let wasm_opt = tools
                .wasm_opt
                .as_deref()
                .context("wasm-opt was not set up")?;
            for file in [out.join(format!("{}_bg.wasm", what.name))]
                .iter()
                .chain(&chunks)
            {
                optimise(wasm_opt, file)?;
            }
        }
        made.set()?;
    }
    sources.set()?;
    read_folder(&out)
}

/// Lets cargo build the crate; answers where the wasm lies.
fn compile(workspace: &Workspace, tools: &Tools, what: &Crate) -> Result<PathBuf> {
    let folder = workspace.target.join(TARGET).join(what.profile.cargo());
    // A cdylib's file bears no hash: built with other features it lies at the same place, and cargo
    // would take it for its own.
    let built_with = Stamp::new(&folder, "frontend-features", what.features.to_owned());
    if !built_with.holds() {
        for stale in ["deps/frontend.wasm", "frontend.wasm"] {
            let stale = folder.join(stale);
            if stale.exists() {
                fs::remove_file(&stale)
                    .with_context(|| format!("{} can't be removed", stale.display()))?;
            }
        }
    }
    let mut cargo = tools.cargo(workspace, "build").args([
        "--package",
        "frontend",
        "--target",
        TARGET,
        "--profile",
        what.profile.cargo(),
    ]);
    if !what.features.is_empty() {
        cargo = cargo.args(["--features", what.features]);
    }
    if what.profile == Profile::Release && tools.builds_std() {
        cargo = cargo.args(SMALL_STD).env("RUSTC_BOOTSTRAP", "1");
    }
    cargo.through().context("the wasm doesn't build")?;
    built_with.set()?;
    Ok(folder.join("frontend.wasm"))
}

/// Moves what only a later page needs out of the main module, into chunks beside it.
fn split(raw: &Path, main: &Path, out: &Path) -> Result<Vec<PathBuf>> {
    let bytes = fs::read(raw)?;
    let module = format!("./{NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = main;
    options.main_module = &module;
    options.link_name = SPLIT;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow::anyhow!("wasm-split can't part the wasm: {error:?}"))?;
    Ok(made.split_modules)
}

/// Makes the module that loads the wasm.
fn bind(main: &Path, out: &Path, what: &Crate) -> Result<()> {
    let small = what.profile == Profile::Release;
    Bindgen::new()
        .input_path(main)
        .out_name(what.name)
        .web(true)?
        // By these the chunks reach what stays in the main module.
        .keep_lld_exports(what.is_split())
        .demangle(false)
        .typescript(false)
        // Names make a stack trace readable; they are half of the file.
        .remove_name_section(small)
        .remove_producers_section(small)
        .generate(out)
        .context("wasm-bindgen can't read the wasm")
}

/// Lets wasm-opt make the file smaller, in place.
fn optimise(wasm_opt: &Path, file: &Path) -> Result<()> {
    Run::new(wasm_opt)
        .arg("-Oz")
        // The first kilobyte is the stack's last, so that no field of anything lies there.
        .arg("--low-memory-unused")
        .args(FEATURES)
        .arg(file)
        .arg("-o")
        .arg(file)
        .quiet()
        .context("wasm-opt failed; `npm ci` in end2end/ brings a version that fits")?;
    Ok(())
}

/// A small file that tells what the things beside it were made from.
struct Stamp {
    file: PathBuf,
    text: String,
}

impl Stamp {
    fn new(folder: &Path, name: &str, text: String) -> Self {
        Self {
            file: folder.join(format!("{name}.stamp")),
            text,
        }
    }

    fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|found| found == self.text)
    }

    fn set(&self) -> Result<()> {
        fs::write(&self.file, &self.text)
            .with_context(|| format!("{} can't be written", self.file.display()))
    }
}
