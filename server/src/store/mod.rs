//! What the server keeps, as a contract. [`sqlite`] and [`memory`] keep it under one suite of tests
//! (`contract.rs`); a third store only plugs in there.
//!
//! No method reads a clock, draws randomness or decides anything: ids, moments and decisions come in.
//! A method that writes is one transaction: all of it is durable when it returns `Ok`, or none of it
//! happened.

pub mod accounts;
pub mod audit;
pub mod chain;
#[cfg(test)]
mod contract;
pub mod log;
pub mod memory;
pub mod sqlite;
pub mod uploads;

pub use accounts::Accounts;
pub use audit::Audit;
pub use log::Log;
pub use uploads::Uploads;

/// All that the server keeps, but for the bytes of files.
pub trait Store: Log + Uploads + Accounts + Audit {}
impl<T: Log + Uploads + Accounts + Audit> Store for T {}

/// Why the store didn't do what it was asked. Nothing of the call was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the database's own limit, is full.
    #[error("the disk is full: nothing was written; make room and try again")]
    Full,
    /// Another writer held the database for too long.
    #[error("the database is busy: nothing was written; try again")]
    Busy,
    /// The file is some other program's database.
    #[error("{path} is not a database of Bukti: name another data folder")]
    NotOurs {
        /// The file.
        path: String,
    },
    /// A newer build made the database into something that this build can't read.
    #[error("{path} was written by a newer Bukti: start that version, or a newer one")]
    Newer {
        /// The file.
        path: String,
    },
    /// A stored value can't be read.
    #[error("a stored value is damaged: {0}")]
    Damaged(String),
    /// Anything else, in the engine's words.
    #[error("the database failed: {0}")]
    Other(String),
}
