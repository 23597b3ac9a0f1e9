//! Set-up: finds what a command needs and makes what is missing. Every part detects what is done
//! already, so that running it again costs well under a second.

mod apt;
mod browser;
mod debian;
pub mod deny;
mod npm;
pub mod office;
pub mod toolchain;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::Run;
use crate::progress::{Plan, Progress};
use crate::workspace::Workspace;
use toolchain::Toolchain;

/// What a command needs beyond a compiler for both sides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wants {
    /// Chromium and the packages of the end-to-end tests.
    pub browser_tests: bool,
    /// `wasm-opt` and esbuild, which make the release small.
    pub wasm_opt: bool,
}

/// What set-up found.
#[derive(Debug, Clone)]
pub struct Tools {
    toolchain: Toolchain,
    /// The browser's executable, when it was wanted and could be had.
    chromium: Option<PathBuf>,
    /// `wasm-opt`'s executable, when it was wanted.
    pub wasm_opt: Option<PathBuf>,
    /// esbuild's executable, which makes the release's scripts small, when `wasm_opt` was wanted.
    pub esbuild: Option<PathBuf>,
}

impl Tools {
    /// Cargo of the chosen tool chain, in the workspace's root, with its locked versions.
    /// `cargo xtask` itself may have been started by another tool chain; its traces are taken out
    /// of the environment.
    pub fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Run {
        self.toolchain.cargo(workspace, subcommand).arg("--locked")
    }

    /// Cargo for subcommands that take no `--locked` (`fmt`, `deny`).
    pub fn plain_cargo(&self, workspace: &Workspace, subcommand: &str) -> Run {
        self.toolchain.cargo(workspace, subcommand)
    }

    /// Cargo as `cargo xtask` itself was started, for checks of this program.
    pub fn own_cargo(&self, workspace: &Workspace, subcommand: &str) -> Run {
        toolchain::clean(Run::new("cargo"))
            .folder(&workspace.root)
            .args([subcommand, "--locked"])
    }

    /// The browser's executable.
    ///
    /// # Errors
    /// When set-up wasn't asked for one, or could neither find nor install it.
    pub fn chromium(&self) -> Result<&Path> {
        self.chromium.as_deref().context(
            "no Chromium could be set up; install one, name its program in the variable CHROMIUM, then run this again",
        )
    }

    /// cargo-deny; it is built when there is none.
    ///
    /// # Errors
    /// When it can't be fetched or built.
    pub fn cargo_deny(&self, workspace: &Workspace) -> Result<PathBuf> {
        deny::make(workspace, &self.toolchain)
    }

    /// A text that changes with the compiler; part of the stamps of what it built.
    pub fn compiler(&self) -> &str {
        &self.toolchain.version
    }

    /// Whether the standard library can be built anew, to be as small as the rest.
    pub fn builds_std(&self) -> bool {
        toolchain::has_source(&self.toolchain.sysroot)
    }
}

const TOOLCHAIN: &str = "tool chain with wasm32";
const SOURCE: &str = "source of the standard library";
const BROWSER: &str = "Chromium";
const PACKAGES: &str = "npm packages";

/// Whether the source of the standard library is still to be fetched, as far as can be told now.
fn lacks_source(workspace: &Workspace) -> bool {
    matches!(toolchain::find(workspace), Ok(Some(toolchain)) if toolchain.may_lack_source())
}

/// Adds the steps that are still missing to the plan.
pub fn plan(workspace: &Workspace, wants: Wants, plan: &mut Plan) {
    if !matches!(toolchain::find(workspace), Ok(Some(_))) {
        plan.add(TOOLCHAIN, 150);
    }
    if wants.wasm_opt && lacks_source(workspace) {
        plan.add(SOURCE, 15);
    }
    if (wants.browser_tests || wants.wasm_opt) && !npm::is_ready(workspace) {
        plan.add(PACKAGES, 30);
    }
    if wants.browser_tests && browser::find(workspace).is_none() {
        plan.add(BROWSER, 40);
    }
}

/// Carries out what is missing.
///
/// # Errors
/// When something can be neither found nor made; the error says what to do.
pub fn run(workspace: &Workspace, wants: Wants, progress: &mut Progress) -> Result<Tools> {
    let toolchain = match toolchain::find(workspace)? {
        Some(toolchain) => toolchain,
        None => progress.step(TOOLCHAIN, || toolchain::make(workspace))?,
    };
    if wants.wasm_opt && toolchain.may_lack_source() {
        progress.step(SOURCE, || {
            toolchain::add_source();
            Ok(())
        })?;
    }
    let mut tools = Tools {
        toolchain,
        chromium: None,
        wasm_opt: None,
        esbuild: None,
    };
    if wants.browser_tests || wants.wasm_opt {
        if !npm::is_ready(workspace) {
            progress.step(PACKAGES, || npm::install(workspace))?;
        }
        let wasm_opt = npm::executable(workspace, "wasm-opt");
        tools.wasm_opt = Some(wasm_opt.context(
            "end2end/package.json brings no wasm-opt; it should name the package `binaryen`",
        )?);
        let esbuild = npm::executable(workspace, "esbuild");
        tools.esbuild =
            Some(esbuild.context("end2end/package.json should name the package `esbuild`")?);
    }
    if wants.browser_tests {
        // After the packages, which can bring it. Without one only what drives it fails, not every check.
        let found = browser::find(workspace).map_or_else(
            || progress.step(BROWSER, || browser::install(workspace)),
            Ok,
        );
        tools.chromium = found
            .inspect_err(|error| eprintln!("\nerror: {error:#}\n"))
            .ok();
    }
    Ok(tools)
}
