//! The project's commands: `cargo xtask serve` shows Bukti running, `cargo xtask test` runs every
//! check. Both start from nothing: what they need is set up first and kept for the next time.

mod bench;
mod checks;
mod dist;
mod process;
mod progress;
#[cfg(test)]
mod scratch;
mod serve;
mod setup;
mod simulate;
mod site;
mod size;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::site::Profile;
use crate::workspace::Workspace;

/// Builds, runs and checks Bukti.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One command each; its options are documented where it is carried out.
#[derive(Debug, Subcommand)]
enum Command {
    /// Set up, build, fill the demo office and serve it.
    Serve(serve::Options),
    /// Run every check and end with `N passed, N failed`.
    Test(checks::Options),
    /// Build only the site (wasm, style sheet, static files).
    Site(SiteOptions),
    /// Build the release: one folder with the program and its site.
    Dist,
    /// Print as JSON what the files of the release site weigh over the wire.
    Size(size::Options),
    /// Run devices and server through everything that can go wrong, seed by seed.
    Simulate(simulate::Options),
    /// Measure in a real browser.
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
}

/// Options of `cargo xtask site`.
#[derive(Debug, clap::Args)]
struct SiteOptions {
    /// Build quickly instead of small.
    #[arg(long)]
    dev: bool,
    /// Name the build instead of computing its id from the files.
    #[arg(long, value_name = "ID")]
    build_id: Option<String>,
    /// Put the site into this folder instead of the target folder.
    #[arg(long, value_name = "DIR")]
    out: Option<std::path::PathBuf>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    process::install_interrupt_handler();
    let outcome = Workspace::find().and_then(|workspace| match &cli.command {
        Command::Serve(options) => serve::run(&workspace, options),
        Command::Test(options) => checks::run(&workspace, options),
        Command::Site(options) => build_site(&workspace, options),
        Command::Dist => dist::run(&workspace),
        Command::Size(options) => size::run(&workspace, options),
        Command::Simulate(options) => simulate::run(&workspace, options),
        Command::Bench { bench } => bench::run(&workspace, bench),
    });
    process::end_all();
    if process::is_interrupted() {
        // The handler ends the process once all children are gone.
        loop {
            std::thread::park();
        }
    }
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask site`: set-up and the pipeline, nothing else.
fn build_site(workspace: &Workspace, options: &SiteOptions) -> anyhow::Result<ExitCode> {
    let profile = if options.dev {
        Profile::Dev
    } else {
        Profile::Release
    };
    let wants = setup::Wants {
        browser_tests: false,
        wasm_opt: profile == Profile::Release,
    };
    let mut plan = progress::Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, profile, &mut plan);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let site = site::build(
        workspace,
        &tools,
        &site::Request {
            profile,
            build_id: options.build_id.clone(),
            out: options.out.clone(),
        },
        &mut progress,
    )?;
    println!("{} (build {})", site.folder.display(), site.build);
    Ok(ExitCode::SUCCESS)
}
