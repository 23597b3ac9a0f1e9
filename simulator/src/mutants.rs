//! Proof of the simulator: planted bugs, and after how many seeds each is found.

use model::mutant::{Mutant, choose};

use crate::law::Breach;
use crate::many::many;
use crate::run::How;

/// A planted bug must be found within so many seeds.
pub const SEEDS_MAX: u64 = 10_000;

/// What became of a planted bug.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// Which.
    pub mutant: Mutant,
    /// The first seed that showed it, and what it showed.
    pub found: Option<(u64, Breach)>,
    /// Seeds run.
    pub seeds: u64,
}

impl Hunt {
    /// Whether the invariant that names it caught it.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let found = self.found.as_ref();
        found.is_some_and(|(_, breach)| breach.law.number() == self.mutant.invariant())
    }
}

/// Hunts a planted bug until the invariant that it names catches it. Another invariant that breaks
/// first doesn't count; it is told if nothing else is found.
///
/// # Errors
/// Those of [`crate::run::seed`].
pub fn hunt(mutant: Mutant, from: u64, seeds: u64, threads: usize) -> anyhow::Result<Hunt> {
    let mut other = None;
    let mut run = 0;
    while run < seeds {
        // Most show in the first seeds.
        let count = (seeds - run).min(run.clamp(4, 40));
        let how = How::default();
        let figures = many(from + run, count, threads, &how, false, || {
            choose(Some(mutant))
        })?;
        for outcome in figures.failed {
            let Some(breach) = outcome.breach else {
                continue;
            };
            let after = outcome.seed - from + 1;
            if breach.law.number() == mutant.invariant() {
                let found = Some((outcome.seed, breach));
                return Ok(Hunt {
                    mutant,
                    found,
                    seeds: after,
                });
            }
            other = other.or(Some((outcome.seed, breach)));
        }
        run += count;
    }
    Ok(Hunt {
        mutant,
        found: other,
        seeds: run,
    })
}
