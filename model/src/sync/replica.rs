//! All that a device holds in memory: made from what the store loaded, kept in step with every
//! committed transaction. Pages and rules read it; nobody writes it but through the store.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::directory::Directory;
use crate::id::{CycleId, Epoch, FileDigest, OpId, RecordId, sha256_hex};
use crate::instrument::Instrument;
use crate::merge;
use crate::op::{Stream, StreamKind};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::store::{
    Capture, Change, Damaged, Entry, EntryState, FileState, Loaded, LocalFile, Tx, meta,
};
use crate::wire::Cursor;

/// Order of the outbox: by sequence; two tabs may have drawn the same one, so the op decides then.
type Place = (u64, OpId);

/// What a device holds.
#[derive(Debug, Default)]
pub struct Replica {
    confirmed: BTreeMap<RecordId, Record>,
    /// Records that ops of the outbox touch, as they are shown. The others show as confirmed.
    overlaid: BTreeMap<RecordId, Record>,
    by_kind: BTreeMap<(Kind, Option<CycleId>), BTreeSet<RecordId>>,
    entries: BTreeMap<Place, Entry>,
    places: BTreeMap<OpId, Place>,
    /// Entries about a record, in order.
    about: BTreeMap<RecordId, BTreeSet<Place>>,
    files: BTreeMap<FileDigest, LocalFile>,
    captures: Vec<Capture>,
    cursors: BTreeMap<Stream, Cursor>,
    instruments: BTreeMap<String, Document>,
    meta: BTreeMap<String, String>,
    directory: Directory,
    damaged: Vec<Damaged>,
}

/// An instrument's bytes, and what they say once somebody asked.
#[derive(Debug)]
struct Document {
    text: String,
    parsed: OnceCell<Option<Instrument>>,
}

/// What a transaction changed: who shows these things draws them anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Records that may show otherwise now.
    pub records: BTreeSet<RecordId>,
    /// Something in the outbox stands elsewhere.
    pub entries: bool,
    /// Something about files.
    pub files: bool,
    /// An instrument came.
    pub instruments: bool,
    /// A small value changed.
    pub meta: bool,
    /// [`crate::sync::Node::line`] may say something else.
    pub status: bool,
    /// Everything was loaded anew.
    pub all: bool,
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
            replica.files.insert(file.digest.clone(), file);
        }
        for (digest, text) in loaded.instruments {
            replica.put_instrument(digest, text);
        }
        for entry in loaded.entries {
            replica.put_entry(entry);
        }
        let mut touched: BTreeSet<RecordId> = replica.about.keys().copied().collect();
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
            Change::PutFile(file) => {
                changed.files = true;
                self.captures.retain(|capture| capture.id != file.capture);
                self.files.insert(file.digest.clone(), file.clone());
            }
            Change::RemoveFile(digest) => {
                changed.files = true;
                self.files.remove(digest);
            }
            Change::FreeFile(digest) => {
                changed.files = true;
                if let Some(file) = self.files.get_mut(digest) {
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
        self.about.entry(op.record.id).or_default().insert(place);
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
        let parsed = OnceCell::new();
        self.instruments.insert(digest, Document { text, parsed });
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
                entry.state.overlays() && !confirmed.is_some_and(|c| c.holds(entry.op.op().id))
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
        self.by_kind.entry(place).or_default().insert(id);
    }

    fn unlist(&mut self, record: &Record) {
        if let Some(ids) = self.by_kind.get_mut(&(record.kind.clone(), record.cycle)) {
            ids.remove(&record.id);
        }
    }

    /// A record as it shows: what the server said, and this device's own ops on top; also if it is gone.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.overlaid.get(&id).or_else(|| self.confirmed.get(&id))
    }

    /// A record as the server has it.
    #[must_use]
    pub fn confirmed(&self, id: RecordId) -> Option<&Record> {
        self.confirmed.get(&id)
    }

    /// Records of a kind in exactly this cycle (or in none), without those that are gone.
    pub fn of_kind(&self, kind: &Kind, cycle: Option<CycleId>) -> impl Iterator<Item = &Record> {
        self.ever_of_kind(kind, cycle)
            .filter(|record| !record.is_gone())
    }

    /// Records of a kind in exactly this cycle (or in none), also those that are gone: rules ask for them.
    pub fn ever_of_kind(
        &self,
        kind: &Kind,
        cycle: Option<CycleId>,
    ) -> impl Iterator<Item = &Record> {
        let ids = self.by_kind.get(&(kind.clone(), cycle)).into_iter();
        ids.flatten().filter_map(|id| self.record(*id))
    }

    /// Records of a kind wherever they belong, without those that are gone.
    pub fn all_of_kind(&self, kind: &Kind) -> impl Iterator<Item = &Record> {
        let lists = self.by_kind.iter().filter(move |((k, _), _)| k == kind);
        let kind = kind.clone();
        lists
            .flat_map(|(_, ids)| ids)
            .filter_map(|id| self.record(*id))
            .filter(move |record| record.kind == kind && !record.is_gone())
    }

    /// Records of a cycle that were deleted: news tell them, and whoever deleted one can restore it.
    pub fn gone(&self, cycle: CycleId) -> impl Iterator<Item = &Record> {
        let lists = self
            .by_kind
            .iter()
            .filter(move |((_, of), _)| *of == Some(cycle));
        lists
            .flat_map(|(_, ids)| ids)
            .filter_map(|id| self.record(*id))
            .filter(|record| record.is_gone())
    }

    /// The outbox, in the order in which its ops were made.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    /// The outbox's entry of an op.
    #[must_use]
    pub fn entry(&self, op: OpId) -> Option<&Entry> {
        self.entries.get(self.places.get(&op)?)
    }

    /// The outbox's entries about a record, in order.
    pub fn entries_about(&self, id: RecordId) -> impl Iterator<Item = &Entry> {
        let places = self.about.get(&id).into_iter().flatten();
        places.filter_map(|place| self.entries.get(place))
    }

    /// Whether the record holds something that hasn't reached the server.
    #[must_use]
    pub fn is_unsent(&self, id: RecordId) -> bool {
        self.entries_about(id).any(|entry| entry.state.is_unsent())
    }

    /// Files whose bytes this device holds or held.
    pub fn files(&self) -> impl Iterator<Item = &LocalFile> {
        self.files.values()
    }

    /// The file with that digest, if this device holds or held its bytes.
    #[must_use]
    pub fn file(&self, digest: &FileDigest) -> Option<&LocalFile> {
        self.files.get(digest)
    }

    /// Bytes that were captured and that no op names.
    #[must_use]
    pub fn captures(&self) -> &[Capture] {
        &self.captures
    }

    /// Offices, people, roles, devices and cycles.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// A small value by its name.
    #[must_use]
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.meta.get(name).map(String::as_str)
    }

    /// The epoch of the server's database, as last heard.
    #[must_use]
    pub fn epoch(&self) -> Option<Epoch> {
        self.meta(meta::EPOCH)?.parse().ok()
    }

    /// Whether the stream was once read to its end: before, nothing that is summed is shown.
    #[must_use]
    pub fn caught_up(&self, stream: Stream) -> bool {
        self.meta.contains_key(&meta::caught_up(stream))
    }

    /// How far streams were read.
    pub fn cursors(&self) -> impl Iterator<Item = (Stream, &Cursor)> {
        self.cursors
            .iter()
            .map(|(stream, cursor)| (*stream, cursor))
    }

    /// How far a stream was read.
    #[must_use]
    pub fn cursor(&self, stream: Stream) -> Option<&Cursor> {
        self.cursors.get(&stream)
    }

    /// Every stream of which something pulled lies here.
    #[must_use]
    pub fn pulled_streams(&self) -> BTreeSet<Stream> {
        let of_records = self.confirmed.values().map(|record| record.stream);
        self.cursors.keys().copied().chain(of_records).collect()
    }

    /// The exact bytes of an instrument.
    #[must_use]
    pub fn instrument_text(&self, digest: &str) -> Option<&str> {
        self.instruments
            .get(digest)
            .map(|document| document.text.as_str())
    }

    /// An instrument, read when it is first asked for; none if it isn't here or can't be read.
    #[must_use]
    pub fn instrument(&self, digest: &str) -> Option<&Instrument> {
        let document = self.instruments.get(digest)?;
        let parsed = document.parsed.get_or_init(|| {
            let intact = sha256_hex(document.text.as_bytes()) == digest;
            intact
                .then(|| Instrument::parse(&document.text).ok())
                .flatten()
        });
        parsed.as_ref()
    }

    /// Stored values that can't be trusted.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    /// The sequence that the device's next op gets.
    #[must_use]
    pub fn next_sequence(&self) -> u64 {
        let last = self.entries.last_key_value();
        last.map_or(1, |((sequence, _), _)| sequence + 1)
    }

    /// What still has to reach the server: ops, and files of which only this device has all bytes.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let ops = self.entries().filter(|entry| entry.state.is_unsent());
        let files = self.files().filter(|file| file.state == FileState::Local);
        ops.count() + files.count()
    }

    /// What a person must look at: refused or held ops, refused files, and damage that only this
    /// device could mend.
    #[must_use]
    pub fn attention(&self) -> usize {
        let ops = self.entries().filter(|entry| entry.state.needs_attention());
        let refused = |file: &&LocalFile| matches!(file.state, FileState::Refused { .. });
        let damaged = self.damaged.iter().filter(|d| d.pullable.is_none());
        ops.count() + self.files().filter(refused).count() + damaged.count()
    }

    /// The first op of the outbox about a record that the server doesn't show: the one that brings it
    /// into being.
    #[must_use]
    pub fn creator(&self, id: RecordId) -> Option<&Entry> {
        if self.confirmed.contains_key(&id) {
            return None;
        }
        self.entries_about(id)
            .find(|entry| entry.state != EntryState::Discarded)
    }
}

#[cfg(test)]
mod tests;
