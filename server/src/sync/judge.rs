//! The seam to the model's rules: what a rule sees, and its verdict in the words of the wire.

use std::collections::HashMap;
use std::sync::Arc;

use model::id::{CycleId, OpId, RecordId};
use model::instrument::Instrument;
use model::op::Body;
use model::op::{Edit, Op, SealedOp};
use model::record::Record;
use model::reject::{Rejection, Waiting};
use model::rights::{self, Action};
use model::schema::Kind;
use model::time::Millis;

use super::Snapshot;
use crate::store::log::{Context, Keys, Known, Wanted};

/// What a rule sees: the context, and what the ops before it in the same push changed.
pub(super) struct Facts {
    /// Number of the stream's last op, those of this decision included.
    pub(super) head: u64,
    /// The board version that the decision saw.
    pub(super) board_version: u64,
    /// Ops that came before.
    pub(super) known: HashMap<OpId, Known>,
    /// Records as they stand now.
    pub(super) records: HashMap<RecordId, Record>,
    evidence: HashMap<(CycleId, String), Vec<RecordId>>,
    directory: Snapshot,
    instruments: HashMap<String, Arc<Instrument>>,
}

impl Facts {
    pub(super) fn new(
        directory: Snapshot,
        context: Context,
        instruments: HashMap<String, Arc<Instrument>>,
    ) -> Self {
        Self {
            head: context.head,
            board_version: context.board_version,
            known: context.known,
            records: context.records,
            evidence: context.evidence,
            directory,
            instruments,
        }
    }

    /// A record changed: the ops after it see it so.
    pub(super) fn put(&mut self, record: Record) {
        if let Some(cycle) = record.cycle {
            for item in Keys::of(&record).items {
                let serving = self.evidence.entry((cycle, item)).or_default();
                if !serving.contains(&record.id) {
                    serving.push(record.id);
                }
            }
        }
        self.records.insert(record.id, record);
    }
}

/// What is to become of one op.
pub(super) enum Judgement {
    Taken { late: bool },
    Rejected(Rejection),
    Waits(Waiting),
}

/// What the decision about these ops wants to see.
pub(super) fn wanted(ops: &[&SealedOp]) -> Wanted {
    let mut wanted = Wanted::default();
    for op in ops.iter().map(|sealed| sealed.op()) {
        wanted.ops.push(op.id);
        wanted.records.push(op.record.id);
    }
    wanted
}

/// The records that a record belongs to or is about, which a rule may have to look at.
pub(super) fn parents(record: &Record) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = ["kegiatan", "sub_kegiatan", "tentang"]
        .into_iter()
        .filter_map(|field| record.get(field))
        .collect();
    ids.extend(record.set::<RecordId>("keluaran"));
    ids
}

/// Asks the model.
pub(super) fn judge(op: &Op, facts: &Facts, _effective: Millis, _now: Millis) -> Judgement {
    let directory = &*facts.directory;
    let by_server = op.actor == model::id::PersonId::SISTEM;
    if directory.office(op.stream.office).is_none() && !by_server {
        return Judgement::Waits(Waiting::UnknownPlace);
    }
    if op
        .cycle
        .is_some_and(|cycle| directory.cycle(cycle).is_none())
        && !by_server
    {
        return Judgement::Waits(Waiting::UnknownPlace);
    }
    if by_server {
        return Judgement::Taken { late: false };
    }
    if op.record.kind.is_board() {
        return Judgement::Rejected(Rejection::OnlineOnly);
    }
    let action = match op.record.kind {
        Kind::Jawaban => Action::Answer,
        Kind::Bukti => Action::Evidence,
        Kind::Komentar => Action::Comment,
        Kind::Tugas => Action::Task,
        Kind::Putusan => Action::Judge,
        _ => Action::Plan,
    };
    let _ = (&facts.instruments, &facts.evidence);
    match rights::check(directory, op.actor, action, op.stream.office, &[]) {
        Ok(()) => Judgement::Taken { late: false },
        Err(rejection) => Judgement::Rejected(rejection),
    }
}

/// The pages that an op adds to a piece of evidence: files that must follow it.
pub(super) fn pages(op: &Op) -> Vec<model::schema::Page> {
    let Body::Write { edits } = &op.body else {
        return Vec::new();
    };
    if op.record.kind != Kind::Bukti {
        return Vec::new();
    }
    let added = edits.iter().filter_map(|edit| match edit {
        Edit::Add { field, value } if field == "halaman" => {
            serde_json::from_value(value.clone()).ok()
        }
        _ => None,
    });
    added.collect()
}
