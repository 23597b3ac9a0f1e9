//! The schema of a person's database, as steps that only go forward.
//!
//! Version numbers tell compatible from breaking: a build opens any database below the next multiple of
//! [`BREAKING`], so that rolling a deployment back locks nobody out; from there on it refuses.

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;

/// Multiples of this are breaking.
pub const BREAKING: u32 = 100;

/// A state of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Version {
    /// Nothing yet.
    V0 = 0,
    /// Records, outbox, cursors, files and their bytes, instruments, small values, keys.
    V1 = 1,
    /// The reserve.
    V2 = 2,
}

impl Version {
    /// The version that this build writes.
    pub const CURRENT: Self = Self::V2;

    /// The version of that number; a number above the current one is taken for the current one, whose
    /// stores it still has.
    pub fn of(number: u32) -> Self {
        match number {
            0 => Self::V0,
            1 => Self::V1,
            _ => Self::V2,
        }
    }

    /// Whether this build can work with a database of that number.
    pub fn is_readable(number: u32) -> bool {
        number / BREAKING <= Self::CURRENT.number() / BREAKING
    }

    /// Its number.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// Makes the next version's schema, inside a versionchange transaction.
    fn upgrade(self, database: &Database) -> Result<Self, indexed_db_futures::error::Error> {
        match self {
            Self::V0 => {
                v1::create(database)?;
                Ok(Self::V1)
            }
            Self::V1 => {
                v2::create(database)?;
                Ok(Self::V2)
            }
            Self::V2 => Ok(Self::V2),
        }
    }
}

/// Goes from one version to another, step by step.
pub fn migrate(
    database: &Database,
    from: Version,
    to: Version,
) -> Result<(), indexed_db_futures::error::Error> {
    let mut version = from;
    while version < to {
        version = version.upgrade(database)?;
    }
    Ok(())
}

fn create(database: &Database, stores: &[&str]) -> Result<(), indexed_db_futures::error::Error> {
    for store in stores {
        database.create_object_store(*store).build()?;
    }
    Ok(())
}

/// The first schema. All keys are given with the value; none is inside it.
mod v1 {
    /// Names of its stores.
    pub mod keys {
        /// `<stream>|<cycle>|<random>`: a pulled page or a single change, records as JSON.
        pub const SEGMENTS: &str = "segments";
        /// Op id: an outbox entry.
        pub const OUTBOX: &str = "outbox";
        /// Stream: its cursor.
        pub const CURSORS: &str = "cursors";
        /// `<digest>:<office>`: a local file. An older build wrote the digest alone.
        pub const FILES: &str = "files";
        /// Capture id: the file that its chunks add up to, or `null` while it isn't sealed.
        pub const CAPTURES: &str = "captures";
        /// `[capture id, index]`: `{bytes, sum}`.
        pub const CHUNKS: &str = "chunks";
        /// Digest: `{bytes, sum}`, a small JPEG.
        pub const THUMBS: &str = "thumbs";
        /// Digest: an instrument document in its exact bytes.
        pub const INSTRUMENTS: &str = "instruments";
        /// Name: a small value.
        pub const META: &str = "meta";
        /// `sign`: the device's key pair of this person.
        pub const KEYS: &str = "keys";
    }

    use keys::{
        CAPTURES, CHUNKS, CURSORS, FILES, INSTRUMENTS, KEYS, META, OUTBOX, SEGMENTS, THUMBS,
    };

    pub fn create(
        database: &indexed_db_futures::database::Database,
    ) -> Result<(), indexed_db_futures::error::Error> {
        super::create(
            database,
            &[
                SEGMENTS,
                OUTBOX,
                CURSORS,
                FILES,
                CAPTURES,
                CHUNKS,
                THUMBS,
                INSTRUMENTS,
                META,
                KEYS,
            ],
        )
    }
}

/// The reserve came.
mod v2 {
    /// Names of its stores.
    pub mod keys {
        pub use super::super::v1::keys::*;
        /// Index: 1 MiB of noise, given up when the disk is full.
        pub const RESERVE: &str = "reserve";
    }

    pub fn create(
        database: &indexed_db_futures::database::Database,
    ) -> Result<(), indexed_db_futures::error::Error> {
        super::create(database, &[keys::RESERVE])
    }
}

/// Names of the stores as they are now.
pub use v2::keys;
