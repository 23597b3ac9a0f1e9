//! All that a device holds in memory: made from what the store loaded, kept in step with every
//! committed transaction. Pages and rules read it; nobody writes it but through the store.

mod read;

pub use read::{Attention, Elsewhere};

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use crate::directory::Directory;
use crate::id::{CycleId, FileKey, OpId, RecordId};
use crate::instrument::Instrument;
use crate::merge;
use crate::op::{Stream, StreamKind};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::store::{Capture, Change, Damaged, Entry, FileState, Loaded, LocalFile, Tx};
use crate::table::{KeySet, Table};
use crate::wire::Cursor;

/// Order of the outbox: by sequence; two tabs may have drawn the same one, so the op decides then.
type Place = (u64, OpId);

/// What a device holds.
#[derive(Debug, Default)]
pub struct Replica {
    confirmed: Table<RecordId, Record>,
    /// Records that ops of the outbox touch, as they are shown. The others show as confirmed.
    overlaid: Table<RecordId, Record>,
    by_kind: Table<(Kind, Option<CycleId>), KeySet<RecordId>>,
    /// Records that name an item of the worksheet, or once did: whoever reads them looks again.
    by_item: Table<String, KeySet<RecordId>>,
    entries: Table<Place, Entry>,
    places: Table<OpId, Place>,
    /// Entries about a record, in order.
    about: Table<RecordId, KeySet<Place>>,
    files: Table<FileKey, LocalFile>,
    captures: Vec<Capture>,
    cursors: Table<Stream, Cursor>,
    instruments: Table<String, Document>,
    meta: Table<String, String>,
    directory: Directory,
    damaged: Vec<Damaged>,
}

/// An instrument's bytes, and what they say once somebody asked.
#[derive(Debug)]
struct Document {
    text: String,
    parsed: OnceCell<Option<Arc<Instrument>>>,
    /// What it is for kinds of office of which not all is.
    parts: RefCell<Table<String, Arc<Instrument>>>,
}

/// What a transaction changed: who shows these things draws them anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Records that may show otherwise now.
    pub records: KeySet<RecordId>,
    /// Something in the outbox stands elsewhere.
    pub entries: bool,
    /// Something about files.
    pub files: bool,
    /// An instrument came.
    pub instruments: bool,
    /// A small value changed.
    pub meta: bool,
    /// [`crate::sync::Node::line`] or [`crate::sync::Node::wants_sign_in`] may say something else.
    pub status: bool,
    /// Everything was loaded anew.
    pub all: bool,
}

impl Changed {
    /// Everything may be otherwise.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            records: KeySet::new(),
            entries: true,
            files: true,
            instruments: true,
            meta: true,
            status: true,
            all: true,
        }
    }

    /// Adds what changed after this.
    pub fn join(&mut self, later: &Self) {
        self.records.extend(later.records.iter().copied());
        self.entries |= later.entries;
        self.files |= later.files;
        self.instruments |= later.instruments;
        self.meta |= later.meta;
        self.status |= later.status;
        self.all |= later.all;
    }
}

impl Replica {
    /// What the store loaded.
    #[must_use]
    pub fn new(loaded: Loaded) -> Self {
        let mut replica = Self {
            captures: loaded.captures,
            cursors: loaded.cursors.into_iter().collect(),
            meta: loaded.meta.into_iter().collect(),
            damaged: loaded.damaged,
            ..Self::default()
        };
        for file in loaded.files {
            replica.files.insert(file.key(), file);
        }
        for (digest, text) in loaded.instruments {
            replica.put_instrument(digest, text);
        }
        for entry in loaded.entries {
            replica.put_entry(entry);
        }
        let mut touched: KeySet<RecordId> = replica.about.keys().copied().collect();
        for record in loaded.records {
            touched.insert(record.id);
            replica.put_record(record);
        }
        for id in touched {
            replica.show(id);
        }
        replica
    }

    /// Takes in a transaction that the store has committed.
    pub fn apply(&mut self, tx: &Tx) -> Changed {
        let mut changed = Changed::default();
        for change in &tx.changes {
            self.apply_change(change, &mut changed);
        }
        for id in &changed.records {
            self.show(*id);
        }
        changed.status = changed.entries || changed.files || changed.meta;
        changed
    }

    fn apply_change(&mut self, change: &Change, changed: &mut Changed) {
        match change {
            Change::PutEntry(entry) => {
                changed.entries = true;
                changed.records.insert(entry.op.op().record.id);
                self.put_entry(entry.clone());
            }
            Change::RemoveEntry(op) => {
                changed.entries = true;
                changed.records.extend(self.remove_entry(*op));
            }
            Change::PutRecords(_, records) => {
                for record in records {
                    if self.put_record(record.clone()) {
                        changed.records.insert(record.id);
                    }
                }
            }
            Change::SetCursor(stream, cursor) => {
                self.cursors.insert(*stream, cursor.clone());
            }
            Change::DropStream(stream) => {
                self.cursors.remove(stream);
                changed.records.extend(self.drop_stream(*stream));
            }
            Change::PutFile(file) | Change::NameFile(file) => {
                changed.files = true;
                self.captures.retain(|capture| capture.id != file.capture);
                self.files.insert(file.key(), file.clone());
            }
            Change::RemoveFile(key) => {
                changed.files = true;
                self.files.remove(key);
            }
            Change::FreeFile(key) => {
                changed.files = true;
                if let Some(file) = self.files.get_mut(key) {
                    file.state = FileState::Freed;
                }
            }
            Change::RemoveCapture(id) => self.captures.retain(|capture| capture.id != *id),
            Change::PutThumb(..) => changed.files = true,
            Change::PutInstrument(digest, text) => {
                changed.instruments = true;
                self.put_instrument(digest.clone(), text.clone());
            }
            Change::PutMeta(name, value) if value.is_empty() => {
                changed.meta = true;
                self.meta.remove(name);
            }
            Change::PutMeta(name, value) => {
                changed.meta = true;
                self.meta.insert(name.clone(), value.clone());
            }
        }
    }

    fn put_entry(&mut self, entry: Entry) {
        let op = entry.op.op();
        let place = (entry.sequence, op.id);
        self.about
            .get_or_insert_with(op.record.id, Default::default)
            .insert(place);
        self.places.insert(op.id, place);
        self.entries.insert(place, entry);
    }

    fn remove_entry(&mut self, op: OpId) -> Option<RecordId> {
        let place = self.places.remove(&op)?;
        let record = self.entries.remove(&place)?.op.op().record.id;
        if let Some(places) = self.about.get_mut(&record) {
            places.remove(&place);
            if places.is_empty() {
                self.about.remove(&record);
            }
        }
        Some(record)
    }

    /// Whether the record is new or newer.
    fn put_record(&mut self, record: Record) -> bool {
        let held = self.confirmed.get(&record.id);
        if held.is_some_and(|held| held.stream == record.stream && held.number >= record.number) {
            return false;
        }
        self.confirmed.insert(record.id, record);
        true
    }

    fn drop_stream(&mut self, stream: Stream) -> Vec<RecordId> {
        let of_stream = self.confirmed.values().filter(|r| r.stream == stream);
        let gone: Vec<RecordId> = of_stream.map(|record| record.id).collect();
        for id in &gone {
            self.confirmed.remove(id);
        }
        if stream.kind == StreamKind::Board {
            self.directory.forget(stream.office);
        }
        gone
    }

    fn put_instrument(&mut self, digest: String, text: String) {
        let document = Document {
            text,
            parsed: OnceCell::new(),
            parts: RefCell::default(),
        };
        self.instruments.insert(digest, document);
    }

    /// Computes anew how a record shows, and what follows from it.
    fn show(&mut self, id: RecordId) {
        if let Some(before) = self.overlaid.remove(&id) {
            self.unlist(&before);
        }
        let confirmed = self.confirmed.get(&id);
        let ops: Vec<_> = self
            .entries_about(id)
            .filter(|entry| {
                let told = |record: &Record| entry.asks || record.holds(entry.op.op().id);
                entry.state.overlays() && !confirmed.is_some_and(told)
            })
            .map(|entry| entry.op.op())
            .collect();
        if !ops.is_empty()
            && let Some(shown) = merge::overlay(confirmed, ops.into_iter())
        {
            self.overlaid.insert(id, shown);
        }
        let Some(shown) = self.overlaid.get(&id).or(self.confirmed.get(&id)) else {
            // Nothing is left of it: whatever list it was in, it isn't there now.
            for ids in self.by_kind.values_mut() {
                ids.remove(&id);
            }
            return;
        };
        let place = (shown.kind.clone(), shown.cycle);
        if shown.kind.is_board() {
            self.directory.learn(shown);
        }
        for item in shown.items() {
            self.by_item
                .get_or_insert_with(item.to_owned(), Default::default)
                .insert(id);
        }
        self.by_kind
            .get_or_insert_with(place, Default::default)
            .insert(id);
    }

    fn unlist(&mut self, record: &Record) {
        if let Some(ids) = self.by_kind.get_mut(&(record.kind.clone(), record.cycle)) {
            ids.remove(&record.id);
        }
    }
}

#[cfg(test)]
mod tests;
