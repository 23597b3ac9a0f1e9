//! `cargo xtask serve`: from nothing to a running Bukti with its demo office.

use std::path::{Path, PathBuf};
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

/// The exit code of `bukti` where something is there already: other people, where the demo's should be.
const THERE_ALREADY: i32 = 4;

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
            let demo = Run::new(&bukti).arg("demo").arg("--data").arg(&data);
            let status = demo.ended()?;
            if !status.success() {
                bail!("{}", no_demo(&data, status.code()));
            }
            Ok(())
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

/// Why there is no demo office, by the exit code of `bukti demo`, and what helps: a folder of other people's can
/// be served, one that isn't Bukti's can't.
fn no_demo(data: &Path, code: Option<i32>) -> String {
    let data = data.display();
    let cure = if code == Some(THERE_ALREADY) {
        ", or serve this one as it is with `--no-demo`"
    } else {
        ""
    };
    format!(
        "{data} can't be filled with the demo office, for the reason above; name another folder with \
         `--data`{cure}"
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_of_ours_is_offered_to_be_served_as_it_is() {
        let said = |code| no_demo(Path::new("data"), code);
        assert!(said(Some(THERE_ALREADY)).contains("--no-demo"));
        for code in [Some(1), Some(3), None] {
            let said = said(code);
            assert!(
                said.contains("--data") && !said.contains("--no-demo"),
                "{said}"
            );
        }
    }
}
