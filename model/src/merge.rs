//! Merge: one op into one record. The same function makes the server's records and a phone's overlay.
//!
//! *An op supersedes exactly what it names.* A field holds every write that no op has named; so the
//! result is a function of the set of ops, not of the order in which they arrive. An op may even come
//! before one that it names: the naming is remembered until the named one comes.
//!
//! ```
//! use model::merge::{Stamp, apply};
//! use model::{op::*, record::Record, schema::Kind, id::*, time::Millis};
//! use serde_json::json;
//!
//! # let office = OfficeId::derived(&["office"]);
//! # let stream = Stream::work(office);
//! # let record = Target { kind: Kind::Jawaban, id: RecordId::derived(&["answer"]) };
//! let write = |name: &str, at: i64, value: &str, base: &[&Op]| Op {
//!     v: VOCABULARY, id: OpId::derived(&[name]), actor: PersonId::derived(&[name]),
//!     device: DeviceId::derived(&[name]), at: Millis(at), stream, cycle: None, record: record.clone(),
//!     body: Body::Write { edits: vec![Edit::Set {
//!         field: "nilai".into(), value: json!(value), base: base.iter().map(|op| op.id).collect() }] },
//!     on_behalf: None, salt: String::new(),
//! };
//! // Siti answers; then Agus and Rina, both offline, each improve on what they saw: Siti's answer.
//! let siti = write("siti", 1, "C", &[]);
//! let agus = write("agus", 2, "B", &[&siti]);
//! let rina = write("rina", 3, "A", &[&siti]);
//! let merged = |ops: &[&Op]| {
//!     let mut answer = Record::new(Kind::Jawaban, record.id, stream, None);
//!     for op in ops { apply(&mut answer, op, Stamp::local(op)); }
//!     answer
//! };
//! let answer = merged(&[&siti, &agus, &rina]);
//! assert_eq!(answer.text("nilai"), Some("A"), "the latest shows");
//! assert_eq!(answer.conflicts(), ["nilai"], "and Agus's is kept beside it");
//! assert_eq!(answer, merged(&[&rina, &agus, &siti]), "whatever came first");
//! // Either settles it: an edit that names both.
//! let settled = merged(&[&siti, &agus, &rina, &write("agus-2", 4, "A", &[&agus, &rina])]);
//! assert!(settled.conflicts().is_empty());
//! ```

use serde_json::Value;

use crate::id::OpId;
use crate::mutant::{Mutant, planted};
use crate::op::{Body, Edit, Op};
use crate::record::{Deletion, Field, Record, Write};
use crate::schema::FieldKind;
use crate::time::Millis;

/// What stands beside an op, not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The number that the server gave it in its stream; 0 where no server has seen it.
    pub number: u64,
    /// The server's `effective` (DESIGN §2, "Clocks lie"); a device takes its own clock's `at`.
    pub effective: Millis,
}

impl Stamp {
    /// The stamp of an op that only its device knows.
    #[must_use]
    pub fn local(op: &Op) -> Self {
        Self {
            number: 0,
            effective: op.at,
        }
    }
}

/// `effective`: the device's time corrected by the offset measured in its push, but never later than
/// now, so that a clock in 2099 wins nothing.
#[must_use]
pub fn effective(at: Millis, offset_ms: i64, now: Millis) -> Millis {
    if planted(Mutant::LaterClockWins) {
        return at;
    }
    at.plus(offset_ms).min(now)
}

/// Merges one op into the record it is about. The caller applies an op once only (ops are known by id).
pub fn apply(record: &mut Record, op: &Op, stamp: Stamp) {
    match &op.body {
        Body::Write { edits } => {
            for edit in edits {
                apply_edit(record, op, edit, stamp);
            }
        }
        Body::Delete { names } => {
            let names = names.iter().copied().collect();
            record.deletions.push(Deletion {
                op: op.id,
                by: op.author(),
                at: stamp.effective,
                names,
            });
            record
                .deletions
                .sort_by_key(|deletion| (deletion.at, deletion.op));
        }
        Body::Restore { names } => record.restored.extend(names.iter().copied()),
    }
    record.writers.insert(op.author());
    record.created = record.created.min(stamp.effective);
    record.number = record.number.max(stamp.number);
}

fn apply_edit(record: &mut Record, op: &Op, edit: &Edit, stamp: Stamp) {
    let spec = record.kind.field(edit.field());
    let remembers = matches!(
        spec.map(|s| s.kind),
        Some(FieldKind::Set { remembers: true })
    );
    let field = record
        .fields
        .get_or_insert_with(edit.field().to_owned(), Field::default);
    match edit {
        Edit::Set { value, base, .. } => {
            if planted(Mutant::BaseIsPresent) {
                field.writes.clear();
            }
            for named in base {
                name(field, *named, None);
            }
            arrive(field, op, value, stamp, None);
        }
        Edit::Add { value, .. } => {
            if remembers {
                field.ever.insert(value.to_string());
            }
            arrive(field, op, value, stamp, Some(value));
        }
        Edit::Remove { value, names, .. } => {
            for named in names {
                name(field, *named, Some(value));
            }
        }
        Edit::Log { value, .. } => arrive(field, op, value, stamp, None),
    }
}

/// The key of a naming that met no write. In a set, one op may add several values, so the value counts.
fn key(op: OpId, member: Option<&Value>) -> String {
    match member {
        None => op.to_string(),
        Some(value) => format!("{op} {value}"),
    }
}

/// A write is named: it goes, or the naming waits for it.
fn name(field: &mut Field, named: OpId, member: Option<&Value>) {
    let before = field.writes.len();
    field
        .writes
        .retain(|write| write.op != named || member.is_some_and(|value| write.value != *value));
    if field.writes.len() == before {
        *field.named.get_or_insert_with(key(named, member), || 0) += 1;
    }
}

/// A write arrives: it stands, unless an op that came before it names it.
fn arrive(field: &mut Field, op: &Op, value: &Value, stamp: Stamp, member: Option<&Value>) {
    let key = key(op.id, member);
    if let Some(count) = field.named.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            field.named.remove(&key);
        }
        return;
    }
    let write = Write {
        op: op.id,
        by: op.author(),
        at: stamp.effective,
        value: value.clone(),
    };
    let place = field
        .writes
        .partition_point(|other| (other.at, other.op) <= (write.at, write.op));
    field.writes.insert(place, write);
}

/// Confirmed records and the outbox's ops give what the screen shows: each op onto its record.
#[must_use]
pub fn overlay<'a>(
    confirmed: Option<&Record>,
    ops: impl Iterator<Item = &'a Op>,
) -> Option<Record> {
    let mut shown = confirmed.cloned();
    for op in ops {
        let record = shown.get_or_insert_with(|| {
            Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle)
        });
        apply(record, op, Stamp::local(op));
    }
    shown
}

#[cfg(test)]
mod tests;
