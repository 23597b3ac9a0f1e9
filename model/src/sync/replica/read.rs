//! What pages, rules and the engine read.

use crate::table::KeySet;
use std::sync::Arc;

use super::Replica;
use crate::directory::{Cycle, Directory};
use crate::id::{CycleId, Epoch, FileDigest, FileKey, OfficeId, OpId, PersonId, RecordId};
use crate::instrument::Instrument;
use crate::mutant::{Mutant, planted};
use crate::op::Stream;
use crate::record::Record;
use crate::reject::Waiting;
use crate::schema::{Kind, Page};
use crate::sync::store::{Capture, Damaged, Entry, EntryState, FileState, LocalFile, meta};
use crate::time::Millis;
use crate::view::{Evidence, FileStatus, FileVerdict};
use crate::wire::{Cursor, DeviceReport, Receipt};

/// A page of a person's own evidence whose bytes are neither on the server nor here.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// The piece.
    pub piece: Evidence,
    /// Whose it is.
    pub office: OfficeId,
    /// The page.
    pub page: Page,
    /// Why the server won't take it; nothing if its bytes only wait on another device.
    pub refused: Option<String>,
}

/// What a person must look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Refused and held ops.
    pub ops: usize,
    /// Refused files.
    pub files: usize,
    /// Stored values that only this device had, and that can't be trusted.
    pub damaged: usize,
}

impl Attention {
    /// How many things these are.
    #[must_use]
    pub fn total(self) -> usize {
        self.ops + self.files + self.damaged
    }
}

impl Replica {
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

    /// Records of a stream as the server has them.
    pub fn confirmed_of(&self, stream: Stream) -> impl Iterator<Item = &Record> {
        let records = self.confirmed.values();
        records.filter(move |record| record.stream == stream)
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

    /// Records of a kind in this cycle that name an item, without those that are gone. It costs what they are, not
    /// what all of that kind are.
    pub fn of_item(
        &self,
        kind: &Kind,
        cycle: CycleId,
        item: &str,
    ) -> impl Iterator<Item = &Record> {
        let ids = self.by_item.get(item).into_iter();
        ids.flatten()
            .filter_map(|id| self.record(*id))
            .filter(move |record| record.kind == *kind && record.cycle == Some(cycle))
            .filter(move |record| !record.is_gone() && record.items().any(|named| named == item))
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

    /// An office's file, if this device holds or held its bytes.
    #[must_use]
    pub fn file(&self, key: &FileKey) -> Option<&LocalFile> {
        self.files.get(key)
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

    /// Small values whose names begin with `prefix`, by name.
    pub fn meta_under<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        let values = self.meta.range(prefix.to_owned()..);
        values
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .take_while(move |(name, _)| name.starts_with(prefix))
    }

    /// The server's words for what it accepted, oldest first.
    pub fn receipts(&self) -> impl Iterator<Item = Receipt> + '_ {
        let kept = self.meta_under(meta::RECEIPT_PREFIX);
        kept.filter_map(|(_, text)| serde_json::from_str(text).ok())
    }

    /// How many older ones were let go because there were too many.
    #[must_use]
    pub fn receipts_gone(&self) -> usize {
        let gone = self.meta(meta::RECEIPTS_GONE);
        gone.and_then(|text| text.parse().ok()).unwrap_or(0)
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
    pub fn pulled_streams(&self) -> KeySet<Stream> {
        let of_records = self.confirmed.values().map(|record| record.stream);
        self.cursors.keys().copied().chain(of_records).collect()
    }

    /// Every instrument's exact bytes, by its digest.
    pub fn instrument_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.instruments.iter();
        all.map(|(digest, document)| (digest.as_str(), document.text.as_str()))
    }

    /// The exact bytes of an instrument.
    #[must_use]
    pub fn instrument_text(&self, digest: &str) -> Option<&str> {
        self.instruments
            .get(digest)
            .map(|document| document.text.as_str())
    }

    /// An instrument, read when it is first asked for; none if it isn't here or can't be read. Its digest
    /// was compared when it arrived, and the store vouches for its bytes since.
    #[must_use]
    pub fn instrument(&self, digest: &str) -> Option<&Arc<Instrument>> {
        let document = self.instruments.get(digest)?;
        let read = || Instrument::parse(&document.text).ok().map(Arc::new);
        document.parsed.get_or_init(read).as_ref()
    }

    /// A cycle's worksheet as it is for its office ([`Instrument::for_kind`]); nothing where it isn't here.
    #[must_use]
    pub fn worksheet_of(&self, cycle: &Cycle) -> Option<Arc<Instrument>> {
        let document = self.instruments.get(&cycle.instrument)?;
        let whole = self.instrument(&cycle.instrument)?;
        let kind = self.directory.sort_of(cycle.office);
        if whole.is_whole_for(kind) {
            return Some(Arc::clone(whole));
        }
        let mut parts = document.parts.borrow_mut();
        if let Some(part) = parts.get(kind) {
            return Some(Arc::clone(part));
        }
        let part = Arc::new(whole.for_kind(kind).ok()?);
        parts.insert(kind.to_owned(), Arc::clone(&part));
        Some(part)
    }

    /// Whether a file counts in this device's view: the server has it whole, or its bytes are here ("belum
    /// terkirim").
    #[must_use]
    pub fn has_file(&self, office: OfficeId, digest: &FileDigest) -> bool {
        self.holds_bytes(office, digest) || self.is_complete(RecordId::file(office, digest))
    }

    /// Whether a file's bytes lie on this device, and nobody refused them.
    pub(in crate::sync) fn holds_bytes(&self, office: OfficeId, digest: &FileDigest) -> bool {
        let file = self.file(&FileKey::new(office, digest.clone()));
        file.is_some_and(|file| matches!(file.state, FileState::Local | FileState::OnServer))
    }

    /// Pages of a person's evidence that the server lacks and of which this device holds no bytes.
    #[must_use]
    pub fn own_elsewhere(&self, person: PersonId) -> Vec<Elsewhere> {
        let pieces = self.all_of_kind(&Kind::Bukti);
        let own = pieces.filter_map(|record| Some((record.stream.office, Evidence::read(record)?)));
        own.filter(|(_, piece)| piece.by == Some(person))
            .flat_map(|(office, piece)| {
                let lacks = piece.pages.iter().filter_map(|page| {
                    let key = FileKey::new(office, page.digest.clone());
                    if self.file(&key).is_some() {
                        return None;
                    }
                    let said = self.record(RecordId::file(office, &page.digest));
                    let refused = match said.and_then(FileStatus::read).map(|said| said.verdict) {
                        None => None,
                        Some(FileVerdict::Refused { reason }) => Some(reason),
                        Some(FileVerdict::Complete) => return None,
                    };
                    Some(Elsewhere {
                        piece: piece.clone(),
                        office,
                        page: page.clone(),
                        refused,
                    })
                });
                lacks.collect::<Vec<_>>()
            })
            .collect()
    }

    /// Whether the server has a file whole; `id` names what it says of it.
    pub(in crate::sync) fn is_complete(&self, id: RecordId) -> bool {
        let said = self.record(id).and_then(FileStatus::read);
        said.is_some_and(|status| status.is_complete())
    }

    /// Every instrument that is here and can be read.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Instrument>> {
        let digests = self.instruments.keys();
        digests.filter_map(|digest| self.instrument(digest))
    }

    /// Stored values that can't be trusted.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    /// Streams of which some couldn't be read and that weren't read from nothing since: what is shown of
    /// them isn't all.
    #[must_use]
    pub fn unread_streams(&self) -> KeySet<Stream> {
        let pullable = self.damaged.iter().filter_map(|damaged| damaged.pullable);
        pullable.filter(|stream| !self.caught_up(*stream)).collect()
    }

    /// Stored values of a person's work that can't be trusted, that no server can give again, and that their person
    /// hasn't let go. Worksheets are fetched again by themselves, and small values are the app's own notes.
    pub fn damage_to_see(&self) -> impl Iterator<Item = &Damaged> {
        self.damage_only_here(false)
    }

    /// Of what would be such damage, what its person let go.
    pub fn damage_let_go(&self) -> impl Iterator<Item = &Damaged> {
        self.damage_only_here(true)
    }

    fn damage_only_here(&self, let_go: bool) -> impl Iterator<Item = &Damaged> {
        let own = |d: &&Damaged| {
            ["instruments/", "meta/"]
                .iter()
                .all(|of| !d.place.starts_with(of))
        };
        let only_here = self
            .damaged
            .iter()
            .filter(|d| d.pullable.is_none())
            .filter(own);
        only_here.filter(move |d| self.meta(&meta::damage_let_go(&d.place)).is_some() == let_go)
    }

    /// The sequence that the device's next op gets.
    #[must_use]
    pub fn next_sequence(&self) -> u64 {
        let last = self.entries.last_key_value();
        last.map_or(1, |((sequence, _), _)| sequence + 1)
    }

    /// What still has to reach the server: ops, and files ([`Replica::going_files`]).
    #[must_use]
    pub fn waiting(&self) -> usize {
        let ops = self.entries().filter(|entry| entry.state.is_unsent());
        let files = self.going_files();
        if planted(Mutant::LineForgetsFiles) {
            return ops.count();
        }
        ops.count() + files.count()
    }

    /// What a person must look at.
    #[must_use]
    pub fn attention(&self) -> Attention {
        let ops = self.entries().filter(|entry| entry.state.needs_attention());
        let refused = |file: &&LocalFile| self.is_refused(file);
        Attention {
            ops: ops.count(),
            files: self.files().filter(refused).count(),
            damaged: self.damage_to_see().count(),
        }
    }

    /// Whether the server holds what this device sends, because it was revoked.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let waiting = Waiting::HeldDevice;
        self.entries()
            .any(|entry| entry.state == EntryState::Waits { waiting })
    }

    /// What the first unsent op waits for, if all of them do so at the server's word.
    #[must_use]
    pub fn waits_for(&self) -> Option<Waiting> {
        let mut unsent = self.entries().filter(|entry| entry.state.is_unsent());
        let waits = |entry: &Entry| match entry.state {
            EntryState::Waits { waiting } => Some(waiting),
            _ => None,
        };
        let first = waits(unsent.next()?)?;
        unsent.all(|entry| waits(entry).is_some()).then_some(first)
    }

    /// What this device says of itself, beside the ops that go with it. Nothing while its person hasn't read that its
    /// store was emptied: what the server heard before is all that is known of what was lost.
    #[must_use]
    pub fn report(&self, beside: &[OpId]) -> Option<DeviceReport> {
        let once = self.emptied_once();
        if self.is_emptied() || once.is_some_and(|emptied| !emptied.asked) {
            return None;
        }
        let mut report = DeviceReport::default();
        let mut oldest: Option<Millis> = None;
        let mut count = |place: &mut u32, at: Millis| {
            *place = place.saturating_add(1);
            oldest = Some(oldest.map_or(at, |oldest| oldest.min(at)));
        };
        for entry in self.entries() {
            let op = entry.op.op();
            if entry.state.needs_attention() {
                count(&mut report.attention, op.at);
            } else if entry.state.is_unsent() && !beside.contains(&op.id) {
                count(&mut report.waiting, op.at);
            }
        }
        for file in self.going_files() {
            count(&mut report.waiting, file.captured);
        }
        for file in self.files().filter(|file| self.is_refused(file)) {
            count(&mut report.attention, file.captured);
        }
        let offset_ms = crate::sync::line::clock_offset(self);
        report.since = oldest.map(|at| at.plus(offset_ms));
        Some(report)
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
