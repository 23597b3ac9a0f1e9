//! Ops and records in memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, RecordId};
use model::mutant::{Mutant, planted};
use model::op::{Stream, StreamKind};
use model::record::Record;
use model::time::Millis;
use serde_json::value::RawValue;

use super::{MemoryStore, Row, State};
use crate::store::log::{
    Accepted, Commit, CommitError, Context, Extent, Held, Keys, Known, Log, LogRow, Rows, Wanted,
    decode, encode,
};
use crate::store::uploads::FileState;
use crate::store::{StoreError, chain};

impl State {
    /// Writes changes that can't fail any more, with the row of each record.
    fn take(&mut self, commit: Commit, rows: Vec<Row>) {
        let is_board = commit.stream.kind == StreamKind::Board;
        if is_board {
            self.board_version += 1;
        }
        let (mut number, mut link) = self.head(commit.stream);
        for op in commit.ops {
            number += 1;
            link = chain::link(&link, &op.digest);
            let row = LogRow {
                number,
                id: op.id,
                record: op.record,
                digest: op.digest,
                chain: link.clone(),
                effective: op.effective,
                bytes: op.bytes,
            };
            self.op_places.insert(op.id, (commit.stream, number));
            self.ops.insert((commit.stream, number), Arc::new(row));
        }
        self.streams.insert(commit.stream, (number, link));
        let board = is_board.then_some(self.board_version);
        for row in rows {
            self.put_row(Row { board, ..row });
        }
    }
}

#[async_trait]
impl Log for MemoryStore {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    async fn context(&self, stream: Stream, wanted: &Wanted) -> Result<Context, StoreError> {
        Ok(self.read(|state| {
            let mut context = Context {
                head: state.head(stream).0,
                board_version: state.board_version,
                ..Context::default()
            };
            for id in &wanted.ops {
                if let Some(place) = state.op_places.get(id)
                    && let Some(logged) = state.ops.get(place)
                {
                    let known = Known {
                        stream: place.0,
                        number: place.1,
                        digest: logged.digest.clone(),
                    };
                    context.known.insert(*id, known);
                }
            }
            let mut ids = wanted.records.clone();
            for (cycle, item) in &wanted.evidence {
                let serving: Vec<RecordId> = state
                    .items
                    .iter()
                    .filter(|(c, i, _)| c == cycle && i == item)
                    .map(|(_, _, record)| *record)
                    .collect();
                ids.extend(&serving);
                context.evidence.insert((*cycle, item.clone()), serving);
            }
            for record in state.by_ids(&ids) {
                context.records.insert(record.id, record);
            }
            context
        }))
    }

    async fn commit_all(&self, commits: Vec<Commit>) -> Result<(), CommitError> {
        self.write(|state| {
            let moved = |commit: &Commit| {
                let (head, _) = state.head(commit.stream);
                head != commit.head || state.board_version != commit.board_version
            };
            if commits.iter().any(moved) && !planted(Mutant::HeadUnchecked) {
                return Err(CommitError::Moved);
            }
            // Everything that may fail comes first.
            let mut fresh = BTreeSet::new();
            let known = |op: &&Accepted| {
                let is_new = fresh.insert(op.id) && !state.op_places.contains_key(&op.id);
                !is_new && !planted(Mutant::NoDedupe)
            };
            if let Some(op) = commits.iter().flat_map(|commit| &commit.ops).find(known) {
                let words = format!("op {} is in the log already", op.id);
                return Err(StoreError::Other(words).into());
            }
            let written = |commit: &Commit| commit.records.iter().map(Row::new).collect();
            let written: Vec<Vec<Row>> = commits.iter().map(written).collect::<Result<_, _>>()?;
            let written = commits.into_iter().zip(written);
            for (commit, rows) in written.filter(|(commit, _)| !commit.ops.is_empty()) {
                state.take(commit, rows);
            }
            Ok(())
        })
    }

    async fn heads(&self, streams: &[Stream]) -> Result<HashMap<Stream, u64>, StoreError> {
        Ok(self.read(|state| {
            let known = streams.iter().filter_map(|stream| {
                let (head, _) = state.streams.get(stream)?;
                Some((*stream, *head))
            });
            known.collect()
        }))
    }

    async fn page(&self, stream: Stream, extent: &Extent) -> Result<Rows, StoreError> {
        Ok(self.read(|state| {
            let mut rows: Vec<&Row> = state
                .records
                .values()
                .filter(|row| row.stream == stream && row.number > extent.after)
                .filter(|row| match (&extent.cycles, row.cycle) {
                    (Some(cycles), Some(cycle)) => cycles.contains(&cycle),
                    _ => true,
                })
                .collect();
            rows.sort_by_key(|row| row.number);
            let mut answer = Rows {
                head: state.head(stream).0,
                ..Rows::default()
            };
            let mut bytes = 0;
            for row in rows {
                bytes += row.json.get().len();
                let is_full =
                    answer.records.len() == extent.records_max || bytes > extent.bytes_max;
                if is_full && !answer.records.is_empty() {
                    answer.more = true;
                    break;
                }
                answer.records.push((row.number, (*row.json).to_owned()));
            }
            answer
        }))
    }

    async fn board_records(&self, after: u64) -> Result<(u64, Vec<Record>), StoreError> {
        Ok(self.read(|state| {
            if state.board_version <= after {
                return (state.board_version, Vec::new());
            }
            let rows = state.records.values();
            let changed = rows.filter(|row| row.board.is_some_and(|version| version > after));
            (state.board_version, changed.map(Row::read).collect())
        }))
    }

    async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
        Ok(self.read(|state| state.by_ids(ids)))
    }

    async fn records_of(&self, stream: Stream, cycle: CycleId) -> Result<Vec<Record>, StoreError> {
        Ok(self.read(|state| {
            let rows = state.records.values();
            rows.filter(|row| row.stream == stream && row.cycle.is_none_or(|c| c == cycle))
                .map(Row::read)
                .collect()
        }))
    }

    async fn record_count(&self, stream: Stream, cycle: CycleId) -> Result<u64, StoreError> {
        Ok(self.read(|state| {
            let rows = state.records.values();
            rows.filter(|row| row.stream == stream && row.cycle == Some(cycle))
                .count() as u64
        }))
    }

    async fn naming(&self, office: OfficeId, digest: &str) -> Result<Vec<Record>, StoreError> {
        Ok(self.read(|state| {
            let names = state.file_names.iter();
            let ids: Vec<RecordId> = names
                .filter(|(o, d, _)| *o == office && d == digest)
                .map(|(_, _, record)| *record)
                .collect();
            state.by_ids(&ids)
        }))
    }

    async fn history(&self, record: RecordId) -> Result<Vec<LogRow>, StoreError> {
        Ok(self.read(|state| {
            let ops = state.ops.values();
            ops.filter(|logged| logged.record == record)
                .map(|logged| LogRow::clone(logged))
                .collect()
        }))
    }

    async fn log(&self, stream: Stream, after: u64, max: usize) -> Result<Vec<LogRow>, StoreError> {
        Ok(self.read(|state| {
            let ops = state.ops.range((stream, after + 1)..=(stream, u64::MAX));
            ops.take(max)
                .map(|(_, logged)| LogRow::clone(logged))
                .collect()
        }))
    }

    async fn hold(&self, ops: &[Held], bytes_max: usize) -> Result<Vec<OpId>, StoreError> {
        self.write(|state| {
            let mut over = Vec::new();
            for op in ops {
                if state.held.iter().any(|held| held.id == op.id) {
                    continue;
                }
                let its = state.held.iter().filter(|held| held.device == op.device);
                let bytes: usize = its.map(|held| held.bytes.len()).sum();
                if bytes + op.bytes.len() > bytes_max {
                    over.push(op.id);
                } else {
                    state.held.push(op.clone());
                }
            }
            Ok(over)
        })
    }

    async fn held(&self, device: DeviceId) -> Result<Vec<Held>, StoreError> {
        Ok(self.read(|state| {
            let held = state.held.iter().filter(|held| held.device == device);
            held.cloned().collect()
        }))
    }

    async fn held_counts(&self) -> Result<HashMap<DeviceId, (u32, Millis)>, StoreError> {
        Ok(self.read(|state| {
            let mut counts = HashMap::new();
            for held in &state.held {
                let (count, first) = counts.entry(held.device).or_insert((0, held.received));
                *count += 1;
                *first = held.received.min(*first);
            }
            counts
        }))
    }

    async fn release(&self, ops: &[OpId]) -> Result<(), StoreError> {
        self.change(|state| state.held.retain(|held| !ops.contains(&held.id)))
    }

    async fn put_document(&self, digest: &str, text: &str) -> Result<(), StoreError> {
        self.change(|state| {
            state.documents.insert(digest.to_owned(), text.to_owned());
        })
    }

    async fn document(&self, digest: &str) -> Result<Option<String>, StoreError> {
        Ok(self.read(|state| state.documents.get(digest).cloned()))
    }
}

impl Row {
    /// The record as its bytes say it.
    fn new(record: &Record) -> Result<Self, StoreError> {
        let json = encode(record)?;
        let read = decode(&json)?;
        let damaged = |e| StoreError::Damaged(format!("a record: {e}"));
        Ok(Self {
            stream: record.stream,
            cycle: record.cycle,
            number: record.number,
            board: None,
            json: RawValue::from_string(json).map_err(damaged)?.into(),
            record: Arc::new(read),
        })
    }

    fn read(&self) -> Record {
        Record::clone(&self.record)
    }
}

impl State {
    pub(super) fn head(&self, stream: Stream) -> (u64, String) {
        let head = self.streams.get(&stream).cloned();
        head.unwrap_or_else(|| (0, chain::root(stream)))
    }

    fn by_ids(&self, ids: &[RecordId]) -> Vec<Record> {
        let rows = ids.iter().filter_map(|id| self.records.get(id));
        rows.map(Row::read).collect()
    }

    fn put_row(&mut self, row: Row) {
        let record = Arc::clone(&row.record);
        let record = &*record;
        self.records.insert(record.id, row);
        if let Some((digest, said)) = FileState::said(record)
            && let Some(file) = self
                .files
                .get_mut(&(record.stream.office, digest.to_string()))
        {
            file.state = said;
        }
        let keys = Keys::of(record);
        if let Some(cycle) = record.cycle {
            let items = keys.items.into_iter();
            self.items
                .extend(items.map(|item| (cycle, item, record.id)));
        }
        let office = record.stream.office;
        let files = keys.files.into_iter();
        self.file_names
            .extend(files.map(|digest| (office, digest, record.id)));
    }
}
