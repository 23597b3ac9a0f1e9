//! What keeps an op of the outbox back. An op depends on every op that it names, and on the one that
//! brought the record into being that it is about or mentions. It is sent once these are on the server,
//! waits while one of them waits, and is held with one that was refused (DESIGN §2, "Rejection is not
//! loss"). Nothing keeps back one that the server shows already: it is only asked what became of it.

use crate::table::{KeySet, Table};

use serde_json::Value;
use uuid::Uuid;

use crate::id::{OpId, RecordId};
use crate::limits::{PUSH_BYTES_MAX, PUSH_OPS_MAX};
use crate::mutant::{Mutant, planted};
use crate::op::{Body, Edit, Op};
use crate::sync::replica::Replica;
use crate::sync::store::{Change, Entry, EntryState};

/// Entries of the outbox, made before `entry`, that it depends on.
fn causes<'a>(replica: &'a Replica, entry: &Entry) -> Vec<&'a Entry> {
    let op = entry.op.op();
    let mut causes: Vec<&Entry> = op.names().filter_map(|id| replica.entry(id)).collect();
    causes.extend(replica.creator(op.record.id));
    mentioned(op, &mut |id| {
        causes.extend(replica.entry(OpId(id)));
        causes.extend(replica.creator(RecordId(id)));
    });
    let place = (entry.sequence, op.id);
    causes.retain(|cause| (cause.sequence, cause.op.op().id) < place);
    causes
}

/// Calls `each` with every UUID that stands in a value of the op.
fn mentioned(op: &Op, each: &mut dyn FnMut(Uuid)) {
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

/// Entries that must be held because something they depend on was refused, and those that go on because
/// it turned out to be taken after all.
pub(super) fn to_hold(replica: &Replica) -> Vec<Change> {
    let mut held: Table<OpId, OpId> = Table::new();
    let mut changes = Vec::new();
    if planted(Mutant::DependentsSent) {
        return changes;
    }
    if !replica.entries().any(|e| e.state.needs_attention()) {
        return changes;
    }
    for entry in replica.entries() {
        if let EntryState::Held { by } = entry.state
            && replica.entry(by).is_some_and(|by| is_taken(&by.state))
        {
            let mut entry = entry.clone();
            entry.state = EntryState::Pending;
            changes.push(Change::PutEntry(entry));
            continue;
        }
        let waits = matches!(entry.state, EntryState::Pending | EntryState::Waits { .. });
        if !waits || is_shown(replica, entry) {
            continue;
        }
        let root = |cause: &&Entry| {
            let id = cause.op.op().id;
            match &cause.state {
                EntryState::Rejected { .. } => Some(id),
                EntryState::Held { by } => Some(*by),
                _ => held.get(&id).copied(),
            }
        };
        if let Some(by) = causes(replica, entry).iter().find_map(root) {
            held.insert(entry.op.op().id, by);
            let mut entry = entry.clone();
            entry.state = EntryState::Held { by };
            changes.push(Change::PutEntry(entry));
        }
    }
    changes
}

/// Whether the server has it.
fn is_taken(state: &EntryState) -> bool {
    matches!(
        state,
        EntryState::Accepted { .. } | EntryState::Confirmed { .. }
    )
}

/// The next batch: ops in the order in which they were made, as far as all that they depend on is on
/// the server, within the limits of a push and at most `max`. Ops that wait are taken if `waits`.
pub(super) fn sendable(replica: &Replica, max: usize, waits: bool) -> Vec<&Entry> {
    let mut batch = Vec::new();
    let mut bytes = 64;
    for entry in replica.entries() {
        let due = match entry.state {
            EntryState::Pending | EntryState::Sent => true,
            EntryState::Waits { .. } => waits,
            _ => false,
        };
        if !due || !is_free(replica, entry) {
            continue;
        }
        bytes += entry.op.raw().get().len() + 1;
        let full = bytes > PUSH_BYTES_MAX && !batch.is_empty();
        if full || batch.len() == max.min(PUSH_OPS_MAX) {
            break;
        }
        batch.push(entry);
    }
    batch
}

/// Whether the server's record holds an op of that name.
fn is_shown(replica: &Replica, entry: &Entry) -> bool {
    let op = entry.op.op();
    let record = replica.confirmed(op.record.id);
    record.is_some_and(|record| record.holds(op.id))
}

/// Whether everything that the entry depends on is on the server, or was knowingly let go.
fn is_free(replica: &Replica, entry: &Entry) -> bool {
    // One that was sent may be there: its answer comes before anything is read, whatever became of what
    // it depends on, or of the records that say so.
    if entry.state == EntryState::Sent || is_shown(replica, entry) {
        return true;
    }
    causes(replica, entry).iter().all(|cause| {
        let refused = matches!(cause.state, EntryState::Rejected { .. });
        if planted(Mutant::DependentsSent) && refused {
            return true;
        }
        is_taken(&cause.state) || cause.state == EntryState::Discarded
    })
}

/// The refused or held op, what it is held by, and everything held with that; empty if the op is
/// neither refused nor held.
pub(super) fn together(replica: &Replica, op: OpId) -> Vec<Entry> {
    let Some(entry) = replica.entry(op) else {
        return Vec::new();
    };
    let root = match &entry.state {
        EntryState::Rejected { .. } => op,
        EntryState::Held { by } => *by,
        _ => return Vec::new(),
    };
    let ids: KeySet<OpId> = KeySet::from([op, root]);
    replica
        .entries()
        .filter(|entry| match &entry.state {
            EntryState::Rejected { .. } => ids.contains(&entry.op.op().id),
            EntryState::Held { by } => *by == root,
            _ => false,
        })
        .cloned()
        .collect()
}
