//! Sync: how a device and a server come to agree.
//!
//! | module | holds |
//! |---|---|
//! | [`store`] | the contract of a device's store |
//! | [`platform`] | what the loop needs of the machine: network, clock, randomness, key, sleep |
//! | [`replica`] | all that a device holds in memory |
//! | [`engine`] | the state machine, without IO: what to do next |
//! | [`node`] | the loop that carries it out, and the ways for a person to state facts |
//! | [`memory`] | a store in memory that fails, stops and forgets when it is told to |
//! | [`line`] | the one sentence about sync that is always on the screen |

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod depend;
pub mod engine;
mod gate;
mod http;
pub mod line;
pub mod memory;
pub mod node;
pub mod platform;
pub mod preview;
pub mod replica;
mod retry;
pub mod store;

pub use line::SyncLine;
pub use node::{Attached, Identity, Node};
pub use platform::Platform;
pub use replica::{Changed, Replica};

#[cfg(test)]
mod tests;
