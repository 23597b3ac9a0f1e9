//! The store in memory: the same contract, for tests and for simulators.

mod accounts;
mod audit;
mod log;
mod uploads;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::time::Millis;
use serde_json::value::RawValue;

use super::StoreError;
use super::accounts::{Credential, DeviceState, Session, Tries};
use super::log::{Held, LogRow};
use super::uploads::{Address, File};

/// Everything in maps under one lock. Cloning it is what a copy of a database would be.
#[derive(Debug)]
pub struct MemoryStore {
    epoch: Epoch,
    state: Mutex<State>,
}

#[derive(Clone, Debug, Default)]
struct State {
    board_version: u64,
    streams: BTreeMap<Stream, (u64, String)>,
    ops: BTreeMap<(Stream, u64), Arc<LogRow>>,
    op_places: BTreeMap<OpId, (Stream, u64)>,
    records: BTreeMap<RecordId, Row>,
    items: BTreeSet<(CycleId, String, RecordId)>,
    file_names: BTreeSet<(OfficeId, String, RecordId)>,
    held: Vec<Held>,
    documents: BTreeMap<String, String>,
    files: BTreeMap<(OfficeId, String), File>,
    addresses: BTreeMap<String, Address>,
    credentials: BTreeMap<PersonId, Credential>,
    sessions: BTreeMap<String, Session>,
    links: BTreeMap<String, Millis>,
    tries: BTreeMap<String, Tries>,
    devices: BTreeMap<DeviceId, DeviceState>,
}

/// A record as it would lie in a table: its bytes, what they say, and what it is found by.
#[derive(Clone, Debug)]
struct Row {
    stream: Stream,
    cycle: Option<CycleId>,
    number: u64,
    board: Option<u64>,
    json: Arc<RawValue>,
    /// Read from the bytes, once: rules ask for the same records again and again.
    record: Arc<Record>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(epoch: Epoch) -> Self {
        Self {
            epoch,
            state: Mutex::default(),
        }
    }

    /// Reads.
    fn read<T>(&self, f: impl FnOnce(&State) -> T) -> T {
        f(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A write that may fail: it must do so before it changes anything.
    fn write<T, E>(&self, f: impl FnOnce(&mut State) -> Result<T, E>) -> Result<T, E> {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A write that can't fail.
    fn change(&self, f: impl FnOnce(&mut State)) -> Result<(), StoreError> {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    /// What a copy of the database would be, under another epoch (or the same, copied back by hand).
    #[must_use]
    pub fn copy(&self, epoch: Epoch) -> Self {
        let state = self.read(Clone::clone);
        Self {
            epoch,
            state: Mutex::new(state),
        }
    }
}
