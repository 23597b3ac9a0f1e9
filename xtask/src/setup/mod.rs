//! Set-up: finds what a command needs and makes what is missing. Every part detects what is done
//! already, so that running it again costs well under a second.

mod apt;
mod browser;
mod debian;
mod npm;
pub mod office;
pub mod toolchain;

use std::path::PathBuf;

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
    /// `wasm-opt`, which makes the release wasm small.
    pub wasm_opt: bool,
}

/// What set-up found.
#[derive(Debug, Clone)]
pub struct Tools {
    toolchain: Toolchain,
    /// The browser's executable, when it was wanted.
    pub chromium: Option<PathBuf>,
    /// `wasm-opt`'s executable, when it was wanted.
    pub wasm_opt: Option<PathBuf>,
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

    /// A text that changes with the compiler; part of the stamps of what it built.
    pub fn compiler(&self) -> &str {
        &self.toolchain.version
    }
}

const TOOLCHAIN: &str = "tool chain with wasm32";
const BROWSER: &str = "Chromium";
const PACKAGES: &str = "npm packages";

/// Adds the steps that are still missing to the plan.
pub fn plan(workspace: &Workspace, wants: Wants, plan: &mut Plan) {
    if !matches!(toolchain::find(workspace), Ok(Some(_))) {
        plan.add(TOOLCHAIN, 150);
    }
    if wants.browser_tests && browser::find().is_none() {
        plan.add(BROWSER, 40);
    }
    if (wants.browser_tests || wants.wasm_opt) && !npm::is_ready(workspace) {
        plan.add(PACKAGES, 30);
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
    let mut tools = Tools {
        toolchain,
        chromium: None,
        wasm_opt: None,
    };
    if wants.browser_tests {
        tools.chromium = Some(match browser::find() {
            Some(executable) => executable,
            None => progress.step(BROWSER, browser::install)?,
        });
    }
    if wants.browser_tests || wants.wasm_opt {
        if !npm::is_ready(workspace) {
            progress.step(PACKAGES, || npm::install(workspace))?;
        }
        let wasm_opt = npm::executable(workspace, "wasm-opt");
        tools.wasm_opt = Some(wasm_opt.context(
            "end2end/package.json brings no wasm-opt; it should name the package `binaryen`",
        )?);
    }
    Ok(tools)
}
