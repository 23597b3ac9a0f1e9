//! The command line. It does nothing of its own: each command calls what the HTTP routes call.

mod answers;
mod args;
mod boards;
mod cycle_args;
mod cycles;
mod failure;
mod find;
mod history;
mod instrument_args;
mod instruments;
mod keep;
mod say;
mod score;
mod serve;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use crate::demo::{self, Filled};
use args::{Cli, Command};
use failure::Failure;
use say::say;

/// Runs what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bukti: {failure}");
            failure.code()
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Setup)?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::run(options).await,
            Command::Office(command) => boards::office(command).await,
            Command::Person(command) => boards::person(command).await,
            Command::Role(command) => boards::role(command).await,
            Command::Device(command) => boards::device(command).await,
            Command::Cycle(command) => cycles::cycle(command).await,
            Command::History(command) => history::history(command).await,
            Command::Instrument(command) => instruments::instrument(command).await,
            Command::Backup(command) => keep::make(command).await,
            Command::Restore(command) => keep::restore(command).await,
            Command::Verify(command) => keep::verify(command).await,
            Command::Score(command) => score::score(&command),
            Command::Demo(folder) => {
                let filled = demo::fill(&folder.data).await?;
                say!("{}", told(filled));
                Ok(())
            }
        }
    })
}

/// What `bukti demo` says: who there is, and with which password they sign in.
fn told(filled: Filled) -> String {
    let mut text = match filled {
        Filled::New => "The demo office is ready. It is 24 November 2026 there.\n".to_owned(),
        Filled::Already => "The demo office was there already; nothing was changed.\n".to_owned(),
    };
    text.push_str(&demo_people());
    text
}

/// The demo people and their password, as a table.
fn demo_people() -> String {
    let mut text = format!(
        "Everybody's password is {} (unless it was changed).\n",
        demo::PASSWORD
    );
    for place in demo::OFFICES {
        let people = demo::PEOPLE.iter().filter(|who| who.office == place.key);
        for (n, who) in people.enumerate() {
            if n == 0 {
                text.push_str(&format!("\n  {}\n", place.name));
            }
            let mut roles: Vec<&str> = who.roles.iter().map(|(role, _)| role.name()).collect();
            roles.dedup();
            let roles = roles.join(", ");
            text.push_str(&format!("    {:<9} {:<21} {roles}\n", who.login, who.name));
        }
    }
    text
}
