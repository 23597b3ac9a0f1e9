//! `cargo xtask bench`: measurements in a real browser against the release server and site.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::process::Run;
use crate::progress::Plan;
use crate::serve::{build_server, plan_server};
use crate::setup::{self, Wants};
use crate::site::{self, Profile, Request};
use crate::workspace::Workspace;

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
pub enum Bench {
    /// How long the first page takes on a slow phone: cold over a slow network, warm, and offline.
    Start {
        /// How often each is measured; the medians are printed.
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
}

/// Builds what is measured and runs the measurement.
///
/// # Errors
/// When something doesn't build, or the measurement fails or misses its target.
pub fn run(workspace: &Workspace, bench: &Bench) -> Result<ExitCode> {
    let Bench::Start { runs } = bench;
    let wants = Wants {
        browser_tests: true,
        wasm_opt: true,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, Profile::Release, &mut plan);
    plan_server(workspace, true, &mut plan);
    plan.add(MEASURE, u64::from(*runs) * 20);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let site = site::build(
        workspace,
        &tools,
        &Request::of(Profile::Release),
        &mut progress,
    )?;
    build_server(workspace, &tools, true, &mut progress)?;
    let chromium = tools
        .chromium
        .as_deref()
        .context("no Chromium was set up")?;
    progress.step(MEASURE, || {
        Run::new("node")
            .folder(&workspace.end2end())
            .arg("bench/start.mjs")
            .env("BUKTI_BIN", workspace.server_binary(true))
            .env("BUKTI_SITE", &site.folder)
            .env("BENCH_RUNS", runs.to_string())
            .env("CHROMIUM", chromium)
            .through()
    })?;
    Ok(ExitCode::SUCCESS)
}

const MEASURE: &str = "measuring in Chromium";
