//! The check of one op: the very same function on the phone before an op is made and on the server
//! before it is taken. It reads records, roles and the cycle, never the log.
//!
//! Whoever holds the records loads, before the check, what [`needs`] asks for and, from each record so
//! loaded, what [`above`] names, until nothing new comes (three steps at most). A phone holds all of it
//! anyway.

mod content;
mod judge;
mod place;
mod shape;

use crate::directory::Directory;
use crate::id::{CycleId, PersonId, RecordId};
use crate::instrument::Instrument;
use crate::op::{Body, Edit, Op, Stream};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::rights;
use crate::schema::Kind;
use crate::time::Millis;

pub use content::{is_own_task, may_open};
pub use rights::{Action, check as may};

/// What a check reads, beside the directory and the cycle's instrument.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A record, if there is one.
    Record(RecordId),
    /// Every piece of evidence that is or ever was bound to an item, gone or not.
    EvidenceOf {
        /// In this cycle.
        cycle: CycleId,
        /// The item.
        item: String,
    },
}

/// What the check of `op` reads at first; go on with [`above`].
#[must_use]
pub fn needs(op: &Op) -> Vec<Need> {
    let mut needs = vec![Need::Record(op.record.id)];
    let evidence = |item: &str| {
        let item = item.to_owned();
        op.cycle.map(|cycle| Need::EvidenceOf { cycle, item })
    };
    match op.record.kind {
        Kind::SubKegiatan => needs.extend(stated_id(op, "kegiatan").map(Need::Record)),
        Kind::Indikator => needs.extend(stated_id(op, "sub_kegiatan").map(Need::Record)),
        Kind::Bukti => {
            needs.extend(
                touched(op, "keluaran")
                    .filter_map(record_id)
                    .map(Need::Record),
            );
            needs.extend(added(op, "butir").filter_map(|item| evidence(item.as_str()?)));
        }
        Kind::Putusan => {
            if let Some((item, cycle)) = stated_text(op, "butir").zip(op.cycle) {
                let answer = RecordId::answer(op.stream.office, cycle, item);
                needs.push(Need::Record(answer));
                needs.extend(evidence(item));
            }
        }
        _ => {}
    }
    needs
}

/// The records that a check also reads once it reads this one: what a plan element belongs to, what a
/// piece of evidence serves, and what the server says of its files.
#[must_use]
pub fn above(record: &Record) -> Vec<RecordId> {
    match record.kind {
        Kind::SubKegiatan => record.get("kegiatan").into_iter().collect(),
        Kind::Indikator => record.get("sub_kegiatan").into_iter().collect(),
        Kind::Bukti => {
            let files = record.set::<crate::schema::Page>("halaman").into_iter();
            let files = files.map(|page| RecordId::file(record.stream.office, &page.digest));
            record.set("keluaran").into_iter().chain(files).collect()
        }
        _ => Vec::new(),
    }
}

/// What a check reads.
pub trait Facts {
    /// Offices, people, roles and cycles.
    fn directory(&self) -> &Directory;
    /// A record as it stands now, even if it is gone.
    fn record(&self, id: RecordId) -> Option<&Record>;
    /// Every piece of evidence that is or ever was bound to the item ([`crate::view::served`]).
    fn evidence_of(&self, cycle: CycleId, item: &str) -> Vec<&Record>;
    /// The instrument of that digest.
    fn instrument(&self, digest: &str) -> Option<&Instrument>;
    /// How many records the stream holds for the cycle; 0 where nobody counts (the server does).
    fn records_in(&self, _stream: Stream, _cycle: CycleId) -> usize {
        0
    }
}

/// When an op arrives, by the clock of whoever checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When the work was done, as far as it can be known ([`crate::merge::effective`]).
    pub effective: Millis,
    /// Now.
    pub now: Millis,
}

/// The op is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// In time.
    Taken,
    /// After the close, within the cycle's grace: marked "tiba terlambat".
    TakenLate,
}

/// The op isn't taken now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Never as it is.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// It waits: for a newer build here, or for a person, office or cycle that isn't known (any more).
    #[error("the op waits: {0:?}")]
    Waits(Waiting),
}

/// Whether `op` is taken. The server's own ops (`sistem`) need no right and no open cycle, but are of the
/// same form as anybody's; what it states on somebody's behalf needs that person's rights.
///
/// # Errors
/// [`Refusal::Rejected`] with its reason, or [`Refusal::Waits`] where the op is of a newer vocabulary or
/// names a place that isn't known here.
pub fn check(op: &Op, facts: &dyn Facts, arrival: Arrival) -> Result<Ruling, Refusal> {
    shape::check(op)?;
    let present = facts.record(op.record.id);
    shape::check_place(op, present)?;
    shape::check_size(op, present, facts)?;
    let place = place::find(op, facts)?;
    content::check(op, present, facts, &place)?;
    if op.author() == PersonId::SISTEM {
        return Ok(Ruling::Taken);
    }
    place::check_actor(op, facts)?;
    content::check_rights(op, present, facts, &place)?;
    place::check_window(&place, arrival).map_err(Refusal::from)
}

/// The edits of a write; none of a deletion or its taking back.
fn edits(op: &Op) -> &[Edit] {
    match &op.body {
        Body::Write { edits } => edits,
        Body::Delete { .. } | Body::Restore { .. } => &[],
    }
}

/// The value that the op gives a register.
fn stated<'a>(op: &'a Op, field: &str) -> Option<&'a serde_json::Value> {
    edits(op).iter().find_map(|edit| match edit {
        Edit::Set {
            field: of, value, ..
        } if of == field => Some(value),
        _ => None,
    })
}

fn stated_text<'a>(op: &'a Op, field: &str) -> Option<&'a str> {
    stated(op, field)?.as_str()
}

fn stated_id(op: &Op, field: &str) -> Option<RecordId> {
    stated(op, field).and_then(record_id)
}

fn record_id(value: &serde_json::Value) -> Option<RecordId> {
    value.as_str()?.parse().ok()
}

/// The values that the op adds to a set.
fn added<'a>(op: &'a Op, field: &'a str) -> impl Iterator<Item = &'a serde_json::Value> {
    edits(op).iter().filter_map(move |edit| match edit {
        Edit::Add { field: of, value } if of == field => Some(value),
        _ => None,
    })
}

/// The values that the op adds to a set or removes from it.
fn touched<'a>(op: &'a Op, field: &'a str) -> impl Iterator<Item = &'a serde_json::Value> {
    edits(op).iter().filter_map(move |edit| match edit {
        Edit::Add { field: of, value }
        | Edit::Remove {
            field: of, value, ..
        } if of == field => Some(value),
        _ => None,
    })
}
