//! `cargo xtask simulate`: seeds, one seed with its trace, or planted bugs.

use std::process::{Command, ExitCode};

use clap::Parser;
use simulator::many::{many, shrunk};
use simulator::run::{How, Outcome, seed};

/// A fifth of a run is allocating: records and ops are made, sent and read by the thousand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Two cores are what the smallest machine has.
const THREADS: usize = 2;
/// Of a failing seed's trace so much is shown.
const TRACE_LINES: usize = 60;

/// Runs Bukti's devices and server through everything that can go wrong.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask simulate", version)]
struct Cli {
    /// How many seeds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first one.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// This seed only.
    #[arg(long)]
    seed: Option<u64>,
    /// With `--seed`: tell everything that happens.
    #[arg(long, requires = "seed")]
    trace: bool,
    /// Plant one bug after the other, and tell after how many seeds each is found.
    #[arg(long)]
    mutants: bool,
    /// With `--mutants`: only this bug. With `--seed`: plant it.
    #[arg(long, value_name = "NAME")]
    mutant: Option<String>,
    /// So many failing seeds are shrunk and told with their traces; of the others one line.
    #[arg(long, default_value_t = 3)]
    tell: usize,
    /// Threads, each with seeds of its own.
    #[arg(long, default_value_t = THREADS)]
    threads: usize,
}

fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    let passed = if cli.mutants {
        hunts(&cli)?
    } else if let Some(number) = cli.seed {
        one(&cli, number)?
    } else {
        all(&cli)?
    };
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn one(cli: &Cli, number: u64) -> anyhow::Result<bool> {
    plant(cli.mutant.as_deref())?;
    let how = How {
        trace: cli.trace,
        ..How::default()
    };
    let outcome = seed(number, &how)?;
    for line in &outcome.lines {
        println!("{line}");
    }
    let faults: u64 = outcome.fired.iter().sum();
    println!(
        "seed {number}: {} ops, {faults} faults, run {:016x}",
        outcome.ops, outcome.hash
    );
    if outcome.breach.is_some() {
        tell(&outcome)?;
    }
    Ok(outcome.breach.is_none())
}

fn all(cli: &Cli) -> anyhow::Result<bool> {
    let figures = many(
        cli.from,
        cli.seeds,
        cli.threads,
        &How::default(),
        false,
        || (),
    )?;
    print!("{figures}");
    for outcome in figures.failed.iter().take(cli.tell) {
        tell(outcome)?;
    }
    for outcome in figures.failed.iter().skip(cli.tell) {
        headline(outcome);
    }
    let lacking = figures.lacking();
    for words in &lacking {
        println!("too little: {words}");
    }
    println!(
        "{} seeds passed, {} failed",
        figures.seeds - figures.failed.len() as u64,
        figures.failed.len()
    );
    Ok(figures.failed.is_empty() && lacking.is_empty())
}

fn headline(outcome: &Outcome) {
    if let Some(breach) = &outcome.breach {
        println!(
            "seed {}: {}: {}",
            outcome.seed,
            breach.law.word(),
            breach.words
        );
    }
}

/// Tells a failing seed: seed, commit, the faults that it needs, and the end of its trace.
fn tell(outcome: &Outcome) -> anyhow::Result<()> {
    let (needed, smallest) = shrunk(outcome)?;
    println!("\nFAILED at commit {}", commit());
    headline(outcome);
    let words: Vec<&str> = needed.iter().map(|fault| fault.word()).collect();
    println!("  needs: {}", words.join(", "));
    let from = smallest.lines.len().saturating_sub(TRACE_LINES);
    for line in smallest.lines.iter().skip(from) {
        let short: String = line.chars().take(300).collect();
        println!("  {short}");
    }
    println!(
        "  again: cargo xtask simulate --seed {} --trace",
        outcome.seed
    );
    println!(
        "  keep it: add {} to simulator/regressions.txt",
        outcome.seed
    );
    Ok(())
}

fn commit() -> String {
    let asked = Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .output();
    let text = asked.ok().filter(|output| output.status.success());
    let text = text.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_else(|| "(unknown)".to_owned())
}

#[cfg(feature = "mutants")]
fn named(name: &str) -> anyhow::Result<model::mutant::Mutant> {
    let all = model::mutant::Mutant::ALL.iter();
    let found = all.copied().find(|mutant| mutant.word() == name);
    found.ok_or_else(|| anyhow::anyhow!("there is no planted bug {name:?}"))
}

#[cfg(feature = "mutants")]
fn plant(name: Option<&str>) -> anyhow::Result<()> {
    model::mutant::choose(name.map(named).transpose()?);
    Ok(())
}

#[cfg(not(feature = "mutants"))]
fn plant(name: Option<&str>) -> anyhow::Result<()> {
    anyhow::ensure!(
        name.is_none(),
        "built without planted bugs: use cargo xtask simulate"
    );
    Ok(())
}

#[cfg(feature = "mutants")]
fn hunts(cli: &Cli) -> anyhow::Result<bool> {
    use simulator::mutants::{SEEDS_MAX, hunt};
    let one = cli.mutant.as_deref().map(named).transpose()?;
    let all = model::mutant::Mutant::ALL.iter().copied();
    let mut missed = 0;
    for mutant in all.filter(|mutant| one.is_none_or(|one| one == *mutant)) {
        let hunt = hunt(mutant, cli.from, cli.seeds.min(SEEDS_MAX), cli.threads)?;
        let name = mutant.word();
        match &hunt.found {
            Some((number, breach)) if hunt.is_right() => {
                println!(
                    "found  {name:<24} after {:>5} seeds (seed {number}): {}",
                    hunt.seeds,
                    breach.law.word()
                );
            }
            Some((number, breach)) => {
                missed += 1;
                println!(
                    "OTHER  {name:<24} in {:>5} seeds (seed {number}): {}, not I{}",
                    hunt.seeds,
                    breach.law.word(),
                    mutant.invariant()
                );
            }
            None => {
                missed += 1;
                println!(
                    "MISSED {name:<24} in {:>5} seeds: I{}",
                    hunt.seeds,
                    mutant.invariant()
                );
            }
        }
    }
    Ok(missed == 0)
}

#[cfg(not(feature = "mutants"))]
fn hunts(_: &Cli) -> anyhow::Result<bool> {
    anyhow::bail!("built without planted bugs: use cargo xtask simulate --mutants")
}
