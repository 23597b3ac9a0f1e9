//! What an op follows on: the ops that it names, and the ops and records that its values mention. One
//! that follows on something that wasn't taken isn't taken either (DESIGN §2, "Rejection is not loss"):
//! a device holds it back, and the server keeps it out of the push in which both came.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use crate::mutant::{Mutant, planted};
use crate::op::{Body, Edit, Op};
use crate::reject::Waiting;

/// Calls `each` with every UUID that stands in a value of the op.
pub fn mentioned(op: &Op, each: &mut dyn FnMut(Uuid)) {
    let Body::Write { edits } = &op.body else {
        return;
    };
    for edit in edits {
        match edit {
            Edit::Set { value, .. }
            | Edit::Add { value, .. }
            | Edit::Remove { value, .. }
            | Edit::Log { value, .. } => mentioned_in(value, each),
        }
    }
}

fn mentioned_in(value: &Value, each: &mut dyn FnMut(Uuid)) {
    match value {
        Value::String(text) if text.len() == 36 => {
            if let Ok(id) = Uuid::parse_str(text) {
                each(id);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| mentioned_in(value, each)),
        Value::Object(fields) => fields
            .values()
            .for_each(|value| mentioned_in(value, &mut *each)),
        _ => {}
    }
}

/// What a push brought and the server didn't take: ops, and the records that they would have made.
#[derive(Debug, Default)]
pub struct Untaken(BTreeMap<Uuid, Waiting>);

impl Untaken {
    /// An op wasn't taken. `makes`: it would have brought its record into being. `waiting`: why what
    /// follows on it waits.
    pub fn add(&mut self, op: &Op, makes: bool, waiting: Waiting) {
        self.0.insert(op.id.0, waiting);
        if makes {
            self.0.entry(op.record.id.0).or_insert(waiting);
        }
    }

    /// Why an op that came after them waits, if it follows on one of them.
    #[must_use]
    pub fn keeps(&self, op: &Op) -> Option<Waiting> {
        if self.0.is_empty() || planted(Mutant::FollowersTaken) {
            return None;
        }
        let named = op.names().map(|id| id.0).chain([op.record.id.0]);
        let mut found = named.filter_map(|id| self.0.get(&id)).next().copied();
        mentioned(op, &mut |id| found = found.or(self.0.get(&id).copied()));
        found
    }
}
