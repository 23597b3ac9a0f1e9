//! Ops and records: the log, and what it adds up to.

use std::collections::HashMap;

use async_trait::async_trait;
use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::schema::{Kind, Page};
use model::time::Millis;
use serde_json::value::RawValue;

use super::StoreError;

/// What a decision about some ops wants to see.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which of these ops came before?
    pub ops: Vec<OpId>,
    /// These records, where they exist.
    pub records: Vec<RecordId>,
    /// Every piece of evidence that serves, or ever served, these items.
    pub evidence: Vec<(CycleId, String)>,
}

/// An op that the log has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its stream.
    pub stream: Stream,
    /// Its number in there.
    pub number: u64,
    /// SHA-256 of its bytes.
    pub digest: String,
}

/// What a decision sees: all of it from one moment.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Number of the stream's last op; 0 before the first.
    pub head: u64,
    /// How often any board changed.
    pub board_version: u64,
    /// Which of the wanted ops came before.
    pub known: HashMap<OpId, Known>,
    /// The wanted records and pieces of evidence.
    pub records: HashMap<RecordId, Record>,
    /// Which pieces of evidence serve, or ever served, the wanted items.
    pub evidence: HashMap<(CycleId, String), Vec<RecordId>>,
}

/// An op that was decided to be taken.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The op.
    pub id: OpId,
    /// The record that it is about.
    pub record: RecordId,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// Its exact bytes.
    pub bytes: String,
    /// When it was stated, as far as that can be known.
    pub effective: Millis,
    /// Taken within a closed cycle's grace.
    pub late: bool,
}

/// Changes of one stream, decided at a head.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The stream.
    pub stream: Stream,
    /// The head that the decision saw: the first op gets the number after it.
    pub head: u64,
    /// The board version that the decision saw.
    pub board_version: u64,
    /// The ops, in the order of their numbers. Without any the stream is only held to its head.
    pub ops: Vec<Accepted>,
    /// Every record that they touched, as it stands after them.
    pub records: Vec<Record>,
    /// When the server took them.
    pub received: Millis,
}

/// Why a commit didn't happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The stream or a board moved since the decision: decide again.
    #[error("the stream moved on")]
    Moved,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records of a stream with numbers above some number, in order.
#[derive(Debug, Default)]
pub struct Rows {
    /// Number and bytes of each record.
    pub records: Vec<(u64, Box<RawValue>)>,
    /// The stream's head at that moment.
    pub head: u64,
    /// Whether the limits left some out.
    pub more: bool,
}

/// How much of a stream is asked for.
#[derive(Clone, Debug)]
pub struct Extent {
    /// Only records of these cycles, and those of none; `None`: all.
    pub cycles: Option<Vec<CycleId>>,
    /// Only records with a number above this.
    pub after: u64,
    /// At most so many records.
    pub records_max: usize,
    /// At most about so many bytes of them; one record always fits.
    pub bytes_max: usize,
}

/// One op of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Its number.
    pub number: u64,
    /// The op.
    pub id: OpId,
    /// The record that it is about.
    pub record: RecordId,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// The chain's link.
    pub chain: String,
    /// When it was stated, as far as that can be known.
    pub effective: Millis,
    /// Its exact bytes.
    pub bytes: String,
}

/// An op of a revoked device, held for a person to admit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The op.
    pub id: OpId,
    /// The device that sent it.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// Its exact bytes.
    pub bytes: String,
    /// The offset of the device's clock, in milliseconds, measured when it arrived.
    pub offset_ms: i64,
    /// When it arrived.
    pub received: Millis,
}

/// Ops, records, held ops, instrument documents.
#[async_trait]
pub trait Log: Send + Sync {
    /// The database's epoch.
    fn epoch(&self) -> Epoch;

    /// What a decision about ops of `stream` sees, from one moment.
    async fn context(&self, stream: Stream, wanted: &Wanted) -> Result<Context, StoreError>;

    /// Takes ops and the records that they touched, in one transaction.
    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.commit_all(vec![commit]).await
    }

    /// Takes changes of several streams, each stream once, all in one transaction. Their decisions saw one
    /// board version.
    async fn commit_all(&self, commits: Vec<Commit>) -> Result<(), CommitError>;

    /// Numbers of the last ops of these streams; a stream without ops is left out.
    async fn heads(&self, streams: &[Stream]) -> Result<HashMap<Stream, u64>, StoreError>;

    /// Records of a stream in order of their numbers, within limits.
    async fn page(&self, stream: Stream, extent: &Extent) -> Result<Rows, StoreError>;

    /// Every record on any board that changed after `version`, and the version now.
    async fn board_records(&self, after: u64) -> Result<(u64, Vec<Record>), StoreError>;

    /// These records, where they exist.
    async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StoreError>;

    /// Every record of a stream and cycle, and those of no cycle (what the server says of files).
    async fn records_of(&self, stream: Stream, cycle: CycleId) -> Result<Vec<Record>, StoreError>;

    /// How many records a stream and cycle hold.
    async fn record_count(&self, stream: Stream, cycle: CycleId) -> Result<u64, StoreError>;

    /// Every piece of evidence of an office that names a file, or ever named it.
    async fn naming(&self, office: OfficeId, digest: &str) -> Result<Vec<Record>, StoreError>;

    /// The ops about a record, oldest first.
    async fn history(&self, record: RecordId) -> Result<Vec<LogRow>, StoreError>;

    /// The ops of a stream with numbers above `after`, in order, at most `max`.
    async fn log(&self, stream: Stream, after: u64, max: usize) -> Result<Vec<LogRow>, StoreError>;

    /// Keeps ops of a revoked device aside, while all that is held of it is at most `bytes_max` long; one
    /// that is held already stays as it is. Answers those for which there was no room.
    async fn hold(&self, ops: &[Held], bytes_max: usize) -> Result<Vec<OpId>, StoreError>;

    /// The held ops of a device, in the order in which they came.
    async fn held(&self, device: DeviceId) -> Result<Vec<Held>, StoreError>;

    /// For each device of which ops are held: how many, and when the first of them came.
    async fn held_counts(&self) -> Result<HashMap<DeviceId, (u32, Millis)>, StoreError>;

    /// Forgets held ops: they were admitted or let go.
    async fn release(&self, ops: &[OpId]) -> Result<(), StoreError>;

    /// Keeps a document under its digest.
    async fn put_document(&self, digest: &str, text: &str) -> Result<(), StoreError>;

    /// The document with that digest.
    async fn document(&self, digest: &str) -> Result<Option<String>, StoreError>;
}

/// By what a record is found besides its id: items that it ever served, files that it ever named.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Items.
    pub items: Vec<String>,
    /// Digests of files.
    pub files: Vec<String>,
}

impl Keys {
    /// The keys of a record; only evidence has any.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        if record.kind != Kind::Bukti {
            return Self::default();
        }
        let ever = |field: &str| {
            let values = record.fields.get(field).map(|field| &field.ever);
            values.into_iter().flatten()
        };
        Self {
            items: ever("butir")
                .filter_map(|text| serde_json::from_str(text).ok())
                .collect(),
            files: ever("halaman")
                .filter_map(|text| serde_json::from_str::<Page>(text).ok())
                .map(|page| page.digest.to_string())
                .collect(),
        }
    }
}

/// Reads a stored record.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(super) fn decode(text: &str) -> Result<Record, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Damaged(format!("a record: {e}")))
}

/// Writes a record.
///
/// # Errors
/// [`StoreError::Damaged`], which no record of ours causes.
pub(super) fn encode(record: &Record) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|e| StoreError::Damaged(format!("a record: {e}")))
}
