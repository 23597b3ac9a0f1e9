//! Sync: the contract of a device's store, the engine (sans IO) and the loop that carries out what it wants.
pub mod store;
