//! The simulator.
//!
//! A run is one seed: two to eight devices and a server in one thread, under one clock and one source of
//! randomness. What runs is what ships: the node with its engine, rules and merge, the server's router,
//! ledger and intake, over the stores in memory that keep the same contract as IndexedDB and SQLite.
//! Only the machine below is simulated, and everything that can go wrong with it does ([`Fault`]). After
//! each step, and once faults have ended and all is at rest, the invariants are checked ([`Law`]).
//!
//! The same seed gives the same run, byte for byte: a failing one is kept in `regressions.txt`, and runs
//! for ever.

mod acts;
mod backing;
mod boards;
mod check;
mod core;
mod device;
mod exec;
mod fault;
mod host;
mod keys;
mod law;
pub mod many;
mod mirror;
#[cfg(feature = "mutants")]
pub mod mutants;
mod net;
mod raw;
mod rest;
mod rng;
pub mod run;
mod scores;
mod world;

pub use fault::{FAULTS, Fault};
pub use law::{Breach, LAWS, Law};

/// When every run begins: 2026-11-24 03:00 UTC.
pub(crate) const EPOCH_MS: i64 = 1_795_489_200_000;
