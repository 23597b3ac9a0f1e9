//! What the rules see on a device: the replica, and on top of it what a person stated before in the
//! same breath.

use crate::table::Table;
use std::sync::Arc;

use crate::directory::Directory;
use crate::id::{CycleId, RecordId};
use crate::instrument::Instrument;
use crate::merge::{Stamp, apply};
use crate::op::Op;
use crate::record::Record;
use crate::rules::Facts;
use crate::schema::Kind;
use crate::sync::replica::Replica;
use crate::view::served;

/// The replica with some ops on top.
#[derive(Debug)]
pub struct Preview<'a> {
    replica: &'a Replica,
    stated: Table<RecordId, Record>,
}

impl<'a> Preview<'a> {
    /// The replica as it is.
    #[must_use]
    pub fn new(replica: &'a Replica) -> Self {
        let stated = Table::new();
        Self { replica, stated }
    }

    /// The replica below.
    #[must_use]
    pub fn replica(&self) -> &'a Replica {
        self.replica
    }

    /// A record as it shows with what was stated.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.stated.get(&id).or_else(|| self.replica.record(id))
    }

    /// Puts an op on top.
    pub fn state(&mut self, op: &Op) {
        let record = self.stated.get_or_insert_with(op.record.id, || {
            let shown = self.replica.record(op.record.id).cloned();
            shown.unwrap_or_else(|| {
                Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle)
            })
        });
        apply(record, op, Stamp::local(op));
    }
}

impl Facts for Preview<'_> {
    fn directory(&self) -> &Directory {
        self.replica.directory()
    }

    fn record(&self, id: RecordId) -> Option<&Record> {
        Preview::record(self, id)
    }

    fn evidence_of(&self, cycle: CycleId, item: &str) -> Vec<&Record> {
        let stated = self.stated.values();
        let stated = stated.filter(|r| r.kind == Kind::Bukti && r.cycle == Some(cycle));
        let held = self.replica.ever_of_kind(&Kind::Bukti, Some(cycle));
        held.filter(|record| !self.stated.contains_key(&record.id))
            .chain(stated)
            .filter(|record| served(record, item))
            .collect()
    }

    fn instrument(&self, digest: &str) -> Option<&Instrument> {
        self.replica.instrument(digest).map(Arc::as_ref)
    }
}
