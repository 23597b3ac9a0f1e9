//! Stored values, as a disk would hold them.

use std::any::Any;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::id::{CaptureId, FileDigest, FileKey, OpId, RecordId};
use crate::op::Stream;
use crate::record::Record;
use crate::sync::store::{
    Capture, Change, Damaged, Entry, FileState, Loaded, LocalFile, StoreError, Tx,
};
use crate::wire::Cursor;

/// An encoded value and its checksum.
#[derive(Clone, Debug)]
struct Kept {
    text: Rc<str>,
    checksum: u64,
    /// What the text says, once it was read: a simulated device starts some dozen times.
    read: Rc<OnceCell<Option<Rc<dyn Any>>>>,
}

impl Kept {
    fn new<T: Serialize>(value: &T) -> Result<Self, StoreError> {
        let text = serde_json::to_string(value).map_err(|e| StoreError::Other(e.to_string()))?;
        let checksum = checksum(&text);
        Ok(Self {
            text: text.into(),
            checksum,
            read: Rc::default(),
        })
    }

    /// The value, if it is the one that was written.
    fn read<T: DeserializeOwned + Clone + 'static>(&self) -> Option<T> {
        if checksum(&self.text) != self.checksum {
            return None;
        }
        let read = self.read.get_or_init(|| {
            let value: Option<T> = serde_json::from_str(&self.text).ok();
            value.map(|value| Rc::new(value) as Rc<dyn Any>)
        });
        read.as_ref()?.downcast_ref::<T>().cloned()
    }

    fn damage(&mut self) {
        // Any change of the text would do; a bit of the checksum is simpler than valid UTF-8.
        self.checksum ^= 1;
    }
}

/// FNV-1a over words of eight bytes: quick, and it sees every flipped bit, because each step can be undone.
fn checksum(text: &str) -> u64 {
    let begun = 0xcbf2_9ce4_8422_2325 ^ text.len() as u64;
    text.as_bytes().chunks(8).fold(begun, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x100_0000_01b3)
    })
}

/// A record with what must be known of it even if its value can't be read.
#[derive(Clone, Debug)]
struct KeptRecord {
    stream: Stream,
    number: u64,
    kept: Kept,
}

/// The values of a transaction as they will lie on the disk, change by change.
pub(super) struct Encoded(Vec<Vec<Kept>>);

impl Encoded {
    /// # Errors
    /// When a value can't be encoded: then nothing of the transaction may be done.
    pub(super) fn new(tx: &Tx) -> Result<Self, StoreError> {
        let values = |change: &Change| match change {
            Change::PutEntry(entry) => Ok(vec![Kept::new(entry)?]),
            Change::PutRecords(_, records) => records.iter().map(Kept::new).collect(),
            Change::SetCursor(_, cursor) => Ok(vec![Kept::new(cursor)?]),
            Change::PutFile(file) | Change::NameFile(file) => Ok(vec![Kept::new(file)?]),
            Change::PutInstrument(_, text) | Change::PutMeta(_, text) => Ok(vec![Kept::new(text)?]),
            Change::RemoveEntry(_)
            | Change::DropStream(_)
            | Change::RemoveFile(_)
            | Change::FreeFile(_)
            | Change::RemoveCapture(_)
            | Change::PutThumb(..) => Ok(Vec::new()),
        };
        tx.changes
            .iter()
            .map(values)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn put<K: Ord>(values: &mut BTreeMap<K, Kept>, key: K, value: Option<Kept>) {
    if let Some(value) = value {
        values.insert(key, value);
    }
}

/// All stored values.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    entries: BTreeMap<OpId, Kept>,
    records: BTreeMap<RecordId, KeptRecord>,
    cursors: BTreeMap<Stream, Kept>,
    files: BTreeMap<FileKey, Kept>,
    /// Captures that no file names, with their file once they are sealed.
    captures: BTreeMap<CaptureId, Option<LocalFile>>,
    chunks: BTreeMap<(CaptureId, u32), Rc<[u8]>>,
    /// Captures whose first chunk was damaged.
    spoiled: BTreeSet<CaptureId>,
    thumbs: BTreeMap<FileDigest, Rc<[u8]>>,
    instruments: BTreeMap<String, Kept>,
    meta: BTreeMap<String, Kept>,
}

impl State {
    /// Whether the bytes of every file that it names lie here.
    pub(super) fn has_bytes(&self, tx: &Tx) -> bool {
        tx.changes.iter().all(|change| match change {
            Change::NameFile(file) => self.chunks.contains_key(&(file.capture, 0)),
            _ => true,
        })
    }

    /// Carries out a transaction whose values were encoded before: so it can't fail half-way.
    pub(super) fn apply(&mut self, tx: &Tx, values: &Encoded) {
        for (change, values) in tx.changes.iter().zip(&values.0) {
            self.apply_change(change, values);
        }
    }

    fn apply_change(&mut self, change: &Change, values: &[Kept]) {
        let value = values.first().cloned();
        match change {
            Change::PutEntry(entry) => put(&mut self.entries, entry.op.op().id, value),
            Change::RemoveEntry(op) => {
                self.entries.remove(op);
            }
            Change::PutRecords(stream, records) => {
                for (record, value) in records.iter().zip(values) {
                    self.put_record(*stream, record, value);
                }
            }
            Change::SetCursor(stream, _) => put(&mut self.cursors, *stream, value),
            Change::DropStream(stream) => {
                self.cursors.remove(stream);
                self.records.retain(|_, record| record.stream != *stream);
            }
            Change::PutFile(file) | Change::NameFile(file) => {
                self.captures.remove(&file.capture);
                put(&mut self.files, file.key(), value);
            }
            Change::RemoveFile(key) => {
                if let Some(file) = self.file(key) {
                    self.drop_chunks(file.capture);
                }
                self.files.remove(key);
                if !self.files.keys().any(|other| other.digest == key.digest) {
                    self.thumbs.remove(&key.digest);
                }
            }
            Change::FreeFile(key) => {
                if let Some(mut file) = self.file(key) {
                    self.drop_chunks(file.capture);
                    file.state = FileState::Freed;
                    // What was read from JSON can be written as JSON.
                    put(&mut self.files, key.clone(), Kept::new(&file).ok());
                }
            }
            Change::RemoveCapture(id) => {
                if self.captures.remove(id).is_some() {
                    self.drop_chunks(*id);
                }
            }
            Change::PutThumb(digest, jpeg) => {
                self.thumbs.insert(digest.clone(), jpeg.as_slice().into());
            }
            Change::PutInstrument(digest, _) => {
                put(&mut self.instruments, digest.clone(), value);
            }
            Change::PutMeta(name, text) if text.is_empty() => {
                self.meta.remove(name);
            }
            Change::PutMeta(name, _) => put(&mut self.meta, name.clone(), value),
        }
    }

    fn put_record(&mut self, stream: Stream, record: &Record, value: &Kept) {
        let held = self.records.get(&record.id);
        if held.is_some_and(|held| held.stream == stream && held.number > record.number) {
            return;
        }
        let kept = KeptRecord {
            stream,
            number: record.number,
            kept: value.clone(),
        };
        self.records.insert(record.id, kept);
    }

    fn file(&self, key: &FileKey) -> Option<LocalFile> {
        self.files.get(key)?.read()
    }

    fn drop_chunks(&mut self, capture: CaptureId) {
        self.chunks.retain(|(of, _), _| *of != capture);
    }

    pub(super) fn put_chunk(&mut self, capture: CaptureId, index: u32, bytes: &[u8]) {
        self.captures.entry(capture).or_default();
        self.spoiled.remove(&capture);
        self.chunks.insert((capture, index), bytes.into());
    }

    pub(super) fn seal(&mut self, file: &LocalFile) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        for index in 0..file.chunks {
            let chunk = self.chunks.get(&(file.capture, index));
            bytes.extend_from_slice(chunk.ok_or(StoreError::Damaged)?);
        }
        if bytes.len() as u64 != file.size || FileDigest::of(&bytes) != file.digest {
            return Err(StoreError::Damaged);
        }
        self.captures.insert(file.capture, Some(file.clone()));
        Ok(())
    }

    pub(super) fn chunk(
        &self,
        capture: CaptureId,
        index: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if index == 0 && self.spoiled.contains(&capture) {
            return Err(StoreError::Damaged);
        }
        let chunk = self.chunks.get(&(capture, index));
        Ok(chunk.map(|bytes| bytes.to_vec()))
    }

    pub(super) fn thumb(&self, digest: &FileDigest) -> Option<Vec<u8>> {
        Some(self.thumbs.get(digest)?.to_vec())
    }

    pub(super) fn load(&self) -> Loaded {
        let mut loaded = Loaded::default();
        let damaged = &mut loaded.damaged;
        for (id, record) in &self.records {
            let pullable = Some(record.stream);
            loaded.records.extend(read(
                &record.kept,
                damaged,
                || format!("records/{id}"),
                pullable,
            ));
        }
        for (op, kept) in &self.entries {
            let entry: Option<Entry> = read(kept, damaged, || format!("outbox/{op}"), None);
            loaded.entries.extend(entry);
        }
        loaded.entries.sort_by_key(|e| (e.sequence, e.op.op().id));
        for (stream, kept) in &self.cursors {
            let place = || format!("cursors/{stream}");
            let cursor: Option<Cursor> = read(kept, damaged, place, Some(*stream));
            loaded
                .cursors
                .extend(cursor.map(|cursor| (*stream, cursor)));
        }
        for (key, kept) in &self.files {
            let place = || format!("files/{key}");
            loaded
                .files
                .extend(read::<LocalFile>(kept, damaged, place, None));
        }
        for (name, kept) in &self.meta {
            let value: Option<String> = read(kept, damaged, || format!("meta/{name}"), None);
            loaded.meta.extend(value.map(|value| (name.clone(), value)));
        }
        // A damaged instrument is simply lacking: it is fetched again by its digest.
        let instruments = self.instruments.iter();
        loaded.instruments = instruments
            .filter_map(|(digest, kept)| Some((digest.clone(), kept.read()?)))
            .collect();
        let captures = self.captures.iter();
        loaded.captures = captures
            .map(|(id, file)| Capture {
                id: *id,
                file: file.clone(),
            })
            .collect();
        loaded
    }

    pub(super) fn places(&self) -> Vec<String> {
        let records = self.records.keys().map(|id| format!("records/{id}"));
        let entries = self.entries.keys().map(|op| format!("outbox/{op}"));
        let cursors = self.cursors.keys().map(|s| format!("cursors/{s}"));
        let files = self.files.keys().map(|key| format!("files/{key}"));
        let meta = self.meta.keys().map(|name| format!("meta/{name}"));
        let instruments = self.instruments.keys().map(|d| format!("instruments/{d}"));
        records
            .chain(entries)
            .chain(cursors)
            .chain(files)
            .chain(meta)
            .chain(instruments)
            .collect()
    }

    pub(super) fn damage(&mut self, place: &str) -> bool {
        if let Some(capture) = place.strip_prefix("chunks/") {
            let capture: Option<CaptureId> = capture.parse().ok();
            let there = capture.filter(|capture| self.chunks.contains_key(&(*capture, 0)));
            self.spoiled.extend(there);
            return there.is_some();
        }
        let kept = self.at(place);
        let found = kept.is_some();
        if let Some(kept) = kept {
            kept.damage();
        }
        found
    }

    fn at(&mut self, place: &str) -> Option<&mut Kept> {
        let (store, key) = place.split_once('/')?;
        match store {
            "records" => {
                let record = self.records.get_mut(&key.parse().ok()?)?;
                Some(&mut record.kept)
            }
            "outbox" => self.entries.get_mut(&key.parse().ok()?),
            "cursors" => self.cursors.get_mut(&key.parse().ok()?),
            "files" => self.files.get_mut(&key.parse().ok()?),
            "meta" => self.meta.get_mut(key),
            "instruments" => self.instruments.get_mut(key),
            _ => None,
        }
    }
}

/// The value, or a word about its damage.
fn read<T: DeserializeOwned + Clone + 'static>(
    kept: &Kept,
    damaged: &mut Vec<Damaged>,
    place: impl Fn() -> String,
    pullable: Option<Stream>,
) -> Option<T> {
    let value = kept.read();
    if value.is_none() {
        let place = place();
        damaged.push(Damaged { place, pullable });
    }
    value
}
