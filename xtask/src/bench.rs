//! `cargo xtask bench`: measurements in a real browser of the site that phones get. The server is the
//! one that the tests use, from which a start asks for files and little else; what sync costs is measured
//! with the one that offices get.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::process::Run;
use crate::progress::Plan;
use crate::serve::{build_server, plan_server};
use crate::setup::{self, Tools, Wants};
use crate::site::{self, Profile, Request, Site};
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
    /// What a changed answer costs on a slow phone: counting it, from the tap to the painted bar, and opening the
    /// worksheet.
    Score {
        /// How many pages are measured, each with twenty answers; the medians are printed.
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
    /// What one photograph of twelve megapixels costs: in its worker, and the page's longest task meanwhile.
    Photo {
        /// How many are captured; the medians are printed.
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
    /// What sync costs with ten thousand records: pull, push, writes, start, next to raw IndexedDB and RxDB.
    Sync {
        /// How often pull, start and a sync of nothing are measured; the medians are printed.
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
}

impl Bench {
    /// The file in `end2end/bench/`, how often it measures, and about how many seconds a time takes.
    fn measured(&self) -> (&'static str, u32, u64) {
        match self {
            Self::Start { runs } => ("start", *runs, 30),
            Self::Score { runs } => ("score", *runs, 20),
            Self::Photo { runs } => ("photo", *runs, 5),
            Self::Sync { runs } => ("sync", *runs, 60),
        }
    }
}

/// Builds what is measured and runs the measurement.
///
/// # Errors
/// When something doesn't build, or the measurement fails or misses its target.
pub fn run(workspace: &Workspace, bench: &Bench) -> Result<ExitCode> {
    let (name, runs, seconds) = bench.measured();
    let wants = Wants {
        browser_tests: true,
        wasm_opt: true,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, Profile::Release, &mut plan);
    let release = matches!(bench, Bench::Sync { .. });
    plan_server(workspace, release, &mut plan);
    plan.add(MEASURE, u64::from(runs) * seconds);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let site = site::build(
        workspace,
        &tools,
        &Request::of(Profile::Release),
        &mut progress,
    )?;
    build_server(workspace, &tools, release, &mut progress)?;
    let server = if release {
        "release"
    } else {
        "that of the tests"
    };
    progress.step(MEASURE, || {
        measuring(workspace, &tools, &site, name)?
            .env("BENCH_BUILD", format!("site: release; server: {server}"))
            .env("BUKTI_BIN", workspace.server_binary(release))
            .env("BENCH_RUNS", runs.to_string())
            .through()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The run of one of the files in `end2end/bench/`, with the server that the tests use.
///
/// # Errors
/// When set-up wasn't asked for a browser.
pub fn measuring(workspace: &Workspace, tools: &Tools, site: &Site, name: &str) -> Result<Run> {
    let folder = workspace.end2end();
    let chromium = tools.chromium()?;
    Ok(Run::new(folder.join("node_modules/.bin/playwright"))
        .folder(&folder)
        .args(["test", "--config", "bench/playwright.config.ts", name])
        .env("BENCH_OUT", report(workspace, name))
        .env("BUKTI_BIN", workspace.server_binary(false))
        .env("BUKTI_SITE", &site.folder)
        .env("CHROMIUM", chromium))
}

/// Where a measurement leaves its numbers, as JSON.
pub fn report(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.target.join(format!("bench-{name}.json"))
}

const MEASURE: &str = "measuring in Chromium";
