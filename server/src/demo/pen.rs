//! Writes the demo's ops: each sees what was written before it, so that its bases are right, and each
//! has an id that follows from its place in the story.

use std::collections::HashMap;

use model::id::{CycleId, DeviceId, FileDigest, OfficeId, OpId, PersonId, RecordId};
use model::merge::{Stamp, apply};
use model::op::{Body, Edit, Op, OpError, SealedOp, Stream, Target, VOCABULARY};
use model::record::Record;
use model::schema::{FieldKind, Kind};
use model::time::Millis;
use serde_json::Value;

/// One thing that happens in the story.
pub enum Step {
    /// Somebody (or the server, `sistem`) states a fact.
    Op(Box<SealedOp>),
    /// The bytes of a file arrive, complete.
    File(Box<Arrival>),
}

/// A file that arrives.
pub struct Arrival {
    /// Whose.
    pub office: OfficeId,
    /// Its digest.
    pub digest: FileDigest,
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it is complete.
    pub at: Millis,
}

/// Who writes, and when.
#[derive(Clone, Copy)]
pub struct By {
    /// The person.
    pub person: PersonId,
    /// Their device.
    pub device: DeviceId,
    /// The device's clock.
    pub at: Millis,
}

/// What a write is about.
#[derive(Clone)]
pub struct About {
    /// The stream.
    pub stream: Stream,
    /// The cycle, but for board records.
    pub cycle: Option<CycleId>,
    /// The kind of record.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
}

/// Writes ops and remembers what they add up to.
#[derive(Default)]
pub struct Pen {
    records: HashMap<RecordId, Record>,
    steps: Vec<Step>,
}

impl Pen {
    /// The record as the story has it now.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// The records of a kind, in the order of their names.
    #[must_use]
    pub fn ids(&self, kind: &Kind) -> Vec<RecordId> {
        let of_kind = |record: &&Record| record.kind == *kind;
        let mut ids: Vec<RecordId> = self
            .records
            .values()
            .filter(of_kind)
            .map(|r| r.id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Writes fields: a register is set over what shows, a set gains the value.
    ///
    /// # Errors
    /// [`OpError`], if the op can't be written down.
    pub fn write(
        &mut self,
        by: By,
        about: &About,
        fields: &[(&str, Value)],
    ) -> Result<(), OpError> {
        let present = self.records.get(&about.id);
        let edits = fields.iter().map(|(field, value)| {
            let base = present.map(|record| record.base(field)).unwrap_or_default();
            edit(&about.kind, field, value, base)
        });
        let edits = edits.collect();
        self.state(by, about, Body::Write { edits })
    }

    /// Writes fields without having seen what others wrote: offline.
    ///
    /// # Errors
    /// As [`Pen::write`].
    pub fn write_unseeing(
        &mut self,
        by: By,
        about: &About,
        fields: &[(&str, Value)],
    ) -> Result<(), OpError> {
        let edits = fields
            .iter()
            .map(|(field, value)| edit(&about.kind, field, value, Vec::new()));
        let edits = edits.collect();
        self.state(by, about, Body::Write { edits })
    }

    /// A file arrives.
    pub fn arrive(&mut self, arrival: Arrival) {
        self.steps.push(Step::File(Box::new(arrival)));
    }

    /// The story, in its order.
    #[must_use]
    pub fn finish(self) -> Vec<Step> {
        self.steps
    }

    fn state(&mut self, by: By, about: &About, body: Body) -> Result<(), OpError> {
        let place = self.steps.len().to_string();
        let salt = OpId::derived(&["demo", "garam", &place])
            .0
            .simple()
            .to_string();
        let op = Op {
            v: VOCABULARY,
            id: OpId::derived(&["demo", "op", &place]),
            actor: by.person,
            device: by.device,
            at: by.at,
            stream: about.stream,
            cycle: about.cycle,
            record: Target {
                kind: about.kind.clone(),
                id: about.id,
            },
            body,
            on_behalf: None,
            salt,
        };
        let record = self.records.entry(about.id).or_insert_with(|| {
            Record::new(about.kind.clone(), about.id, about.stream, about.cycle)
        });
        apply(record, &op, Stamp::local(&op));
        self.steps.push(Step::Op(Box::new(SealedOp::seal(op)?)));
        Ok(())
    }
}

fn edit(kind: &Kind, field: &str, value: &Value, base: Vec<OpId>) -> Edit {
    let (field, value) = (field.to_owned(), value.clone());
    match kind.field(&field).map(|spec| spec.kind) {
        Some(FieldKind::Set { .. }) => Edit::Add { field, value },
        Some(FieldKind::Log) => Edit::Log { field, value },
        _ => Edit::Set { field, value, base },
    }
}
