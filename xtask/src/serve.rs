//! `cargo xtask serve`: from nothing to a running Bukti with its demo office.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::process::Run;
use crate::progress::{Plan, Progress};
use crate::setup::{self, Tools, Wants};
use crate::site::{self, Profile, Request};
use crate::workspace::Workspace;

/// Options of `cargo xtask serve`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Build quickly instead of small and fast.
    #[arg(long)]
    dev: bool,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: String,
    /// The folder of the database and the files; made when it is absent.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Don't fill in the demo office.
    #[arg(long)]
    no_demo: bool,
    /// Further options for `bukti serve`, after `--`.
    #[arg(last = true)]
    more: Vec<String>,
}

const DEMO: &str = "demo office";

/// Sets up, builds, fills in the demo office, and serves until it is told to stop.
///
/// # Errors
/// When a step fails; the error says what to do.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let profile = if options.dev {
        Profile::Dev
    } else {
        Profile::Release
    };
    let wants = Wants {
        browser_tests: false,
        wasm_opt: profile == Profile::Release,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, profile, &mut plan);
    plan_server(workspace, !options.dev, &mut plan);
    if !options.no_demo {
        plan.add(DEMO, 3);
    }
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let site = site::build(workspace, &tools, &Request::of(profile), &mut progress)?;
    build_server(workspace, &tools, !options.dev, &mut progress)?;

    let bukti = workspace.server_binary(!options.dev);
    let data = workspace.root.join(&options.data);
    if !options.no_demo {
        progress.step(DEMO, || {
            Run::new(&bukti).arg("demo").arg("--data").arg(&data).through().with_context(|| {
                format!(
                    "{} can't be filled with the demo office; name another folder with `--data`, \
                     or serve this one as it is with `--no-demo`",
                    data.display()
                )
            })
        })?;
    }
    let mut server = Run::new(&bukti)
        .arg("serve")
        .arg("--data")
        .arg(&data)
        .args(["--addr", &options.addr])
        .arg("--site")
        .arg(&site.folder)
        .args(&options.more)
        .beside()?;
    let status = server.wait()?;
    if !status.success() {
        bail!("the server ended with {status}; its own message stands above");
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds the server's build to a plan.
pub fn plan_server(workspace: &Workspace, release: bool, plan: &mut Plan) {
    let seconds = match (release, workspace.server_binary(release).exists()) {
        (true, false) => 420,
        (false, false) => 240,
        (true, true) => 60,
        (false, true) => 15,
    };
    plan.add(server_step(release), seconds);
}

fn server_step(release: bool) -> &'static str {
    if release {
        "server"
    } else {
        "server (unoptimised)"
    }
}

/// Builds the server's binary.
///
/// # Errors
/// When it doesn't build.
pub fn build_server(
    workspace: &Workspace,
    tools: &Tools,
    release: bool,
    progress: &mut Progress,
) -> Result<()> {
    progress.step(server_step(release), || {
        let cargo = tools
            .cargo(workspace, "build")
            .args(["--package", "server"]);
        let cargo = if release {
            cargo.arg("--release")
        } else {
            cargo
        };
        cargo.through().context("the server doesn't build")
    })
}
