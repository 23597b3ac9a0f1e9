//! What the rules see when a person states several things at once: the replica, and on top of it what
//! was stated before in the same breath.

use std::collections::BTreeMap;

use crate::id::RecordId;
use crate::merge::{Stamp, apply};
use crate::op::Op;
use crate::record::Record;
use crate::sync::replica::Replica;

/// The replica with some ops on top.
#[derive(Debug)]
pub struct Preview<'a> {
    replica: &'a Replica,
    stated: BTreeMap<RecordId, Record>,
}

impl<'a> Preview<'a> {
    /// The replica as it is.
    #[must_use]
    pub fn new(replica: &'a Replica) -> Self {
        let stated = BTreeMap::new();
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

    /// Records that were stated here.
    pub fn stated(&self) -> impl Iterator<Item = &Record> {
        self.stated.values()
    }

    /// Puts an op on top.
    pub fn state(&mut self, op: &Op) {
        let record = self.stated.entry(op.record.id).or_insert_with(|| {
            let shown = self.replica.record(op.record.id).cloned();
            shown.unwrap_or_else(|| {
                Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle)
            })
        });
        apply(record, op, Stamp::local(op));
    }
}
