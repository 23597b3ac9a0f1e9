//! What the server has, as the simulator saw it being written: an account of its own, against which the
//! server's records, the devices and the rights are held. Where it computes, it does so its own way.

mod seen;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::id::{DeviceId, FileDigest, OfficeId, OpId, PersonId, RecordId, sha256_hex};
use model::merge::{Stamp, apply};
use model::op::{Body, Edit, Op, Stream, StreamKind, VOCABULARY};
use model::record::Record;
use model::time::Millis;
use server::store::log::{Accepted, Commit, Held};
use server::store::uploads::FileState;

use crate::core::Core;
use crate::law::Law;

/// An op in the log.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) op: Arc<Op>,
    pub(crate) bytes: Arc<str>,
    effective: Millis,
}

/// A write: its op, and in a set its value.
type WriteKey = (OpId, String);

/// What stands in a record by the law alone: every write that nobody named.
#[derive(Clone, Debug, Default)]
struct Truth {
    written: BTreeMap<String, BTreeSet<WriteKey>>,
    named: BTreeMap<String, BTreeSet<WriteKey>>,
    deletions: BTreeMap<OpId, BTreeSet<OpId>>,
    restored: BTreeSet<OpId>,
}

/// The state of a database; a backup holds a copy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) logs: BTreeMap<Stream, Vec<Logged>>,
    pub(crate) places: BTreeMap<OpId, (Stream, u64)>,
    pub(crate) records: BTreeMap<RecordId, Arc<Record>>,
    streams: BTreeMap<Stream, BTreeSet<RecordId>>,
    truths: BTreeMap<RecordId, Arc<Truth>>,
    pub(crate) files: BTreeMap<(OfficeId, FileDigest), FileState>,
    pub(crate) held: BTreeMap<OpId, DeviceId>,
    /// What people may read, until a board changes.
    readable: RefCell<BTreeMap<PersonId, Arc<BTreeSet<Stream>>>>,
}

impl Kept {
    fn put(&mut self, record: Record) {
        if record.kind.is_board() {
            self.readable.take();
        }
        let of_stream = self.streams.entry(record.stream).or_default();
        of_stream.insert(record.id);
        self.records.insert(record.id, Arc::new(record));
    }

    /// The records of a stream.
    pub(crate) fn of_stream(&self, stream: Stream) -> impl Iterator<Item = &Arc<Record>> {
        let ids = self.streams.get(&stream).into_iter().flatten();
        ids.filter_map(|id| self.records.get(id))
    }

    /// The records of a stream as its log alone makes them.
    pub(crate) fn replayed(&self, stream: Stream) -> BTreeMap<RecordId, Record> {
        let mut records = BTreeMap::new();
        let log = self.logs.get(&stream).into_iter().flatten();
        for (number, logged) in (1..).zip(log) {
            let (op, effective) = (&logged.op, logged.effective);
            let record = records.entry(op.record.id).or_insert_with(|| {
                Record::new(op.record.kind.clone(), op.record.id, stream, op.cycle)
            });
            apply(record, op, Stamp { number, effective });
        }
        records
    }

    /// Where an op lies.
    pub(crate) fn logged(&self, op: OpId) -> Option<&Logged> {
        let (stream, number) = self.places.get(&op)?;
        let place = usize::try_from(*number).ok()?.checked_sub(1)?;
        self.logs.get(stream)?.get(place)
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Mirror {
    pub(crate) kept: Kept,
    /// Ops of devices in their exact bytes, as they were said to be saved.
    pub(crate) said: BTreeMap<OpId, Arc<str>>,
    /// Ops of which an old copy with other bytes lies on a device: if a restored server has forgotten the
    /// first, either may come.
    pub(crate) twins: BTreeSet<OpId>,
    /// Ops that were pushed by a device after it was revoked, and may only be held.
    pub(crate) doomed: BTreeMap<OpId, DeviceId>,
    /// Revoked devices whose held work somebody admits.
    pub(crate) admitted: BTreeSet<DeviceId>,
    /// Ops that were ever held.
    pub(crate) were_held: BTreeSet<OpId>,
    /// A backup was put in the server's place at some time.
    pub(crate) was_restored: bool,
    /// Pulls and comparisons that are being answered (ghosts apart): whose, and what they might read at any moment meanwhile.
    pub(crate) reading: BTreeMap<(u64, bool), (PersonId, BTreeSet<Stream>)>,
    /// Files that were said to be complete, to be looked at.
    pub(crate) settled: Vec<(OfficeId, FileDigest)>,
}

impl Mirror {
    /// A commit that the store carried out.
    pub(crate) fn observe(&mut self, commit: &Commit, core: &Core) {
        let log = self.kept.logs.entry(commit.stream).or_default();
        core.decided(Law::Once);
        core.decided(Law::Converge);
        if log.len() as u64 != commit.head {
            let words = format!(
                "{}: taken at head {}, the log has {}",
                commit.stream,
                commit.head,
                log.len()
            );
            core.breach(Law::Converge, words);
        }
        let mut touched: BTreeMap<RecordId, Record> = BTreeMap::new();
        for accepted in &commit.ops {
            self.take(accepted, commit, &mut touched, core);
        }
        let told: BTreeMap<RecordId, &Record> = commit.records.iter().map(|r| (r.id, r)).collect();
        for (id, record) in touched {
            match told.get(&id) {
                // It is kept below.
                Some(told) if **told == record => continue,
                Some(told) => {
                    let words = format!("record {id} is {told:?}, its log says {record:?}");
                    core.breach(Law::Converge, words);
                }
                None => core.breach(Law::Converge, format!("record {id} wasn't written")),
            }
            self.kept.put(record);
        }
        for record in &commit.records {
            self.hold_to_the_law(record, core);
            // What the server wrote is what it will give, right or wrong.
            self.kept.put(record.clone());
        }
        if commit.stream.kind == StreamKind::Board {
            let mut reading = std::mem::take(&mut self.reading);
            for (person, streams) in reading.values_mut() {
                streams.extend(self.readable(*person).iter().copied());
            }
            self.reading = reading;
        }
        core.note(|| {
            let ids: Vec<String> = commit.ops.iter().map(|op| short(op.id)).collect();
            format!(
                "server: {} after {} takes {}",
                commit.stream,
                commit.head,
                ids.join(" ")
            )
        });
    }

    fn take(
        &mut self,
        accepted: &Accepted,
        commit: &Commit,
        touched: &mut BTreeMap<RecordId, Record>,
        core: &Core,
    ) {
        let id = accepted.id;
        if sha256_hex(accepted.bytes.as_bytes()) != accepted.digest {
            core.breach(Law::Once, format!("op {id}: the digest isn't its bytes'"));
        }
        if let Some(said) = self.said.get(&id) {
            core.decided(Law::Versions);
            if **said != *accepted.bytes && !self.twins.contains(&id) {
                let words = format!("op {id} came as {} and was made as {said}", accepted.bytes);
                core.breach(Law::Versions, words);
            }
        }
        if let Some(device) = self.doomed.get(&id)
            && !self.admitted.contains(device)
            && self.is_revoked(*device)
        {
            core.breach(
                Law::Authorised,
                format!("op {id} of revoked device {device} was taken"),
            );
        }
        core.decided(Law::Clock);
        if accepted.effective > commit.received {
            let words = format!("op {id} is of {:?}, later than it came", accepted.effective);
            core.breach(Law::Clock, words);
        }
        let read = serde_json::from_str::<Op>(&accepted.bytes).ok();
        let Some(op) = read.filter(|op| op.v <= VOCABULARY) else {
            return core.breach(Law::Versions, format!("op {id} in the log can't be read"));
        };
        let op = Arc::new(op);
        let log = self.kept.logs.entry(commit.stream).or_default();
        log.push(Logged {
            op: Arc::clone(&op),
            bytes: accepted.bytes.as_str().into(),
            effective: accepted.effective,
        });
        let number = log.len() as u64;
        if self
            .kept
            .places
            .insert(id, (commit.stream, number))
            .is_some()
        {
            core.breach(Law::Once, format!("op {id} was taken twice"));
        }
        let kept = &self.kept.records;
        let record = touched.entry(op.record.id).or_insert_with(|| {
            kept.get(&op.record.id).map_or_else(
                || Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle),
                |record| Record::clone(record),
            )
        });
        let effective = accepted.effective;
        apply(record, &op, Stamp { number, effective });
        let truth = self.kept.truths.entry(op.record.id).or_default();
        Arc::make_mut(truth).learn(&op);
    }

    /// Every write that nobody named stands, no other does, and the latest shows.
    fn hold_to_the_law(&self, record: &Record, core: &Core) {
        let Some(truth) = self.kept.truths.get(&record.id) else {
            return;
        };
        core.decided(Law::Overwrite);
        let mut standing: BTreeSet<OpId> = BTreeSet::new();
        for (name, written) in &truth.written {
            let named = truth.named.get(name);
            let expected: BTreeSet<&WriteKey> = written
                .iter()
                .filter(|write| !named.is_some_and(|named| named.contains(*write)))
                .collect();
            standing.extend(expected.iter().map(|write| write.0));
            let field = record.fields.get(name);
            let writes = field
                .map(|field| field.writes.as_slice())
                .unwrap_or_default();
            let is_set = written.iter().any(|write| !write.1.is_empty());
            let found: Vec<WriteKey> = writes
                .iter()
                .map(|w| {
                    (
                        w.op,
                        if is_set {
                            w.value.to_string()
                        } else {
                            String::new()
                        },
                    )
                })
                .collect();
            let same = found.iter().collect::<BTreeSet<_>>() == expected;
            if !same {
                let words = format!("{}.{name}: {found:?} stand, not {expected:?}", record.id);
                core.breach(Law::Overwrite, words);
            }
            let sorted = writes.is_sorted_by_key(|write| (write.at, write.op));
            if !sorted {
                core.breach(
                    Law::Clock,
                    format!("{}.{name}: not the latest shows", record.id),
                );
            }
        }
        let mut names = truth
            .deletions
            .iter()
            .filter(|(op, _)| !truth.restored.contains(op))
            .map(|(_, names)| names)
            .peekable();
        let deleted = names.peek().is_some();
        let seen: BTreeSet<&OpId> = names.flatten().collect();
        let gone = deleted && standing.iter().all(|op| seen.contains(op));
        if record.is_gone() != gone {
            let words = format!(
                "{} gone: {}, by its writes {gone}",
                record.id,
                record.is_gone()
            );
            core.breach(Law::Overwrite, words);
        }
    }

    /// Whether an op in the log names the write of a field by that op.
    pub(crate) fn names(&self, record: RecordId, field: &str, op: OpId) -> bool {
        let truth = self.kept.truths.get(&record);
        let named = truth.and_then(|truth| truth.named.get(field));
        named.is_some_and(|named| named.contains(&(op, String::new())))
    }

    /// What a commit says of files is so from then on.
    pub(crate) fn say_files(&mut self, commit: &Commit) {
        for (record, (digest, state)) in commit
            .records
            .iter()
            .filter_map(|record| Some((record, FileState::said(record)?)))
        {
            let file = (record.stream.office, digest);
            self.kept.files.insert(file.clone(), state);
            self.settled.push(file);
        }
    }

    pub(crate) fn hold<'a>(&mut self, held: impl Iterator<Item = &'a Held>) {
        for op in held {
            self.kept.held.entry(op.id).or_insert(op.device);
            self.were_held.insert(op.id);
        }
    }

    /// Where an op lies.
    pub(crate) fn logged(&self, op: OpId) -> Option<&Logged> {
        self.kept.logged(op)
    }
}

impl Truth {
    fn learn(&mut self, op: &Op) {
        match &op.body {
            Body::Delete { names } => {
                self.deletions
                    .insert(op.id, names.iter().copied().collect());
            }
            Body::Restore { names } => self.restored.extend(names.iter().copied()),
            Body::Write { edits } => {
                for edit in edits {
                    self.edit(op.id, edit);
                }
            }
        }
    }

    fn edit(&mut self, op: OpId, edit: &Edit) {
        let name = edit.field().to_owned();
        let member = match edit {
            Edit::Set { .. } | Edit::Log { .. } => String::new(),
            Edit::Add { value, .. } | Edit::Remove { value, .. } => value.to_string(),
        };
        let named: &[OpId] = match edit {
            Edit::Set { base, .. } => base,
            Edit::Remove { names, .. } => names,
            Edit::Add { .. } | Edit::Log { .. } => &[],
        };
        let of_field = self.named.entry(name.clone()).or_default();
        of_field.extend(named.iter().map(|named| (*named, member.clone())));
        if !matches!(edit, Edit::Remove { .. }) {
            self.written.entry(name).or_default().insert((op, member));
        }
    }
}

/// The end of an id, for people.
pub(crate) fn short(id: impl std::fmt::Display) -> String {
    let text = id.to_string();
    text.get(text.len().saturating_sub(6)..)
        .unwrap_or_default()
        .to_owned()
}
