//! Running seeds, one or many, and what is told of them.

use std::panic::AssertUnwindSafe;

use crate::core::Start;
use crate::fault::{FAULTS, Fault};
use crate::keys::Keys;
use crate::law::{Breach, LAWS, Law};
use crate::world::World;

/// One in so many seeds signs with the real curve.
const REAL_KEYS_EVERY: u64 = 100;
/// One in so many is run on SQLite too.
const SQLITE_EVERY: u64 = 50;

/// What became of a seed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// How often each kind of fault struck.
    pub fired: [u64; FAULTS],
    /// How often each invariant had something to decide.
    pub decided: [u64; LAWS],
    /// Ops that people stated.
    pub ops: u64,
    /// It was run on SQLite too, and ended the same.
    pub on_sqlite: bool,
    /// Follows from everything that happened: equal runs have equal ones.
    pub hash: u64,
    /// The first broken invariant.
    pub breach: Option<Breach>,
    /// What happened, line by line, if it was asked for.
    pub lines: Vec<String>,
}

/// How a seed is run.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Kinds of faults that never strike.
    pub without: Vec<Fault>,
    /// Keep what happened, line by line, and check everything after each step: a seed run for many is
    /// checked where something changed, everything now and then and at rest.
    pub trace: bool,
}

/// Runs a world to its end. One that panics is broken as any other is: what happened before is told.
fn ended(world: &mut World) -> anyhow::Result<()> {
    let ran = std::panic::catch_unwind(AssertUnwindSafe(|| world.run()));
    ran.unwrap_or_else(|why| {
        let words = why.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| why.downcast_ref::<&str>().copied());
        let words = format!("it panicked: {}", words.unwrap_or("for no reason"));
        world.core.breach(Law::Alive, words);
        Ok(())
    })
}

/// Runs a seed.
///
/// # Errors
/// When the run couldn't be set up: a fault of the simulator or the machine, not of what it runs.
pub fn seed(seed: u64, how: &How) -> anyhow::Result<Outcome> {
    let start = Start {
        seed,
        now: crate::EPOCH_MS,
        without: how.without.clone(),
        keep_lines: how.trace,
        thorough: how.trace,
    };
    let keys = if seed % REAL_KEYS_EVERY == 7 {
        Keys::Real
    } else {
        Keys::Hash
    };
    let mut world = World::new(&start, keys, false)?;
    ended(&mut world)?;
    // A broken run has nothing to compare.
    let on_sqlite = seed % SQLITE_EVERY == 3 && !world.core.is_broken();
    if on_sqlite {
        let mut other = World::new(&start, keys, true)?;
        ended(&mut other)?;
        world.core.decided(Law::Converge);
        if let Some(breach) = other.core.broken() {
            world
                .core
                .breach(breach.law, format!("on SQLite: {}", breach.words));
        } else if world.host.dump()? != other.host.dump()? {
            let words = "SQLite and memory end otherwise".to_owned();
            world.core.breach(Law::Converge, words);
        }
    }
    let (fired, decided, hash) = world.core.figures();
    Ok(Outcome {
        seed,
        fired,
        decided,
        ops: world.stage.stated.get(),
        on_sqlite,
        hash,
        breach: world.core.broken(),
        lines: world.core.lines(),
    })
}
