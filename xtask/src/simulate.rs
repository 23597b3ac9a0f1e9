//! `cargo xtask simulate`: the simulator, built with planted bugs (chosen at run time, none by itself).

use std::process::ExitCode;

use anyhow::Result;

use crate::process::Run;
use crate::progress::Plan;
use crate::setup::{self, Tools, Wants};
use crate::workspace::Workspace;

/// The simulator's own options; `cargo xtask simulate -- --help` lists them.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// `--seeds N`, `--from S`, `--seed X --trace`, `--mutants`.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "OPTION"
    )]
    options: Vec<String>,
}

/// The simulator with these options, still to be run. In a profile of its own: optimised, because seeds
/// come by the ten thousand, and without what only a delivered program needs.
pub fn simulator(workspace: &Workspace, tools: &Tools) -> Run {
    tools
        .cargo(workspace, "run")
        .args(["--quiet", "--profile", "sim", "--package", "simulator"])
        .args(["--features", "mutants", "--"])
}

/// Runs the simulator.
///
/// # Errors
/// When set-up fails, or a seed did.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let wants = Wants {
        browser_tests: false,
        wasm_opt: false,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    simulator(workspace, &tools)
        .args(&options.options)
        .through()?;
    Ok(ExitCode::SUCCESS)
}
