//! What keeps an op of the outbox back. An op depends on every op that it names, and on the one that
//! brought the record into being that it is about or mentions. It is sent once these are on the server, or
//! with them in one push, where the server keeps it out if one of them is refused; it waits while one of
//! them waits, and is held with one that was refused (DESIGN §2, "Rejection is not loss"). Nothing keeps
//! back one that the server shows already: it is only asked what became of it.

use crate::table::{KeySet, Table};

use crate::follow::mentioned;
use crate::id::{OpId, RecordId};
use crate::limits::{PUSH_BYTES_MAX, PUSH_OPS_MAX};
use crate::mutant::{Mutant, planted};
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
            changes.push(entry.moved(EntryState::Pending));
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
            changes.push(entry.moved(EntryState::Held { by }));
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
/// the server or goes before them in the same batch, within the limits of a push and at most `max`.
///
/// A hundred edits of one answer, each of which names the one before, are so one push and not a hundred.
pub(super) fn sendable(replica: &Replica, max: usize) -> Vec<&Entry> {
    let mut batch = Vec::new();
    let mut within: KeySet<OpId> = KeySet::new();
    let mut bytes = 64;
    for entry in replica.entries() {
        let due = matches!(entry.state, EntryState::Pending | EntryState::Sent);
        if !due || !is_free(replica, entry, &within) {
            continue;
        }
        bytes += entry.op.raw().get().len() + 1;
        let full = bytes > PUSH_BYTES_MAX && !batch.is_empty();
        if full || batch.len() == max.min(PUSH_OPS_MAX) {
            break;
        }
        within.insert(entry.op.op().id);
        batch.push(entry);
    }
    batch
}

/// Ops that were sent with `untaken`, of which the server didn't take those, and that had no place in the
/// push that it `answered` (it was too large): they share what became of what they depend on. None of them
/// was taken: the server would have answered for what they depend on that it had come before. With what
/// was refused they go back, to be held. With what waits they wait: that is their answer, for a revoked
/// device's work is held whole, and somebody may admit it before this device asks again.
pub(super) fn go_back(
    replica: &Replica,
    mut untaken: Table<OpId, EntryState>,
    answered: &[OpId],
) -> Vec<Change> {
    let mut changes = Vec::new();
    if untaken.is_empty() {
        return changes;
    }
    for entry in replica.entries() {
        let id = entry.op.op().id;
        if entry.state != EntryState::Sent || answered.contains(&id) {
            continue;
        }
        let causes = causes(replica, entry);
        let mut shared = causes
            .iter()
            .filter_map(|cause| untaken.get(&cause.op.op().id));
        let refused = |state: &&EntryState| **state == EntryState::Pending;
        let Some(state) = shared.clone().find(refused).or_else(|| shared.next()) else {
            continue;
        };
        let state = state.clone();
        untaken.insert(id, state.clone());
        changes.push(entry.moved(state));
    }
    changes
}

/// Whether the server's record holds an op of that name.
fn is_shown(replica: &Replica, entry: &Entry) -> bool {
    let op = entry.op.op();
    let record = replica.confirmed(op.record.id);
    record.is_some_and(|record| record.holds(op.id))
}

/// Whether everything that the entry depends on is on the server, goes before it in the same batch (and
/// stream: only there does the server take both in their order), or was knowingly let go.
fn is_free(replica: &Replica, entry: &Entry, within: &KeySet<OpId>) -> bool {
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
        let before = cause.op.op();
        let goes_before = before.stream == entry.op.op().stream && within.contains(&before.id);
        is_taken(&cause.state) || cause.state == EntryState::Discarded || goes_before
    })
}

/// The refused or held op, what it is held by, and everything held with that; or the op that was let go,
/// with what it holds. Empty if the op is none of these.
pub(super) fn together(replica: &Replica, op: OpId) -> Vec<Entry> {
    let Some(entry) = replica.entry(op) else {
        return Vec::new();
    };
    let root = match &entry.state {
        EntryState::Rejected { .. } | EntryState::Discarded => op,
        EntryState::Held { by } => *by,
        _ => return Vec::new(),
    };
    let ids: KeySet<OpId> = KeySet::from([op, root]);
    replica
        .entries()
        .filter(|entry| match &entry.state {
            EntryState::Rejected { .. } => ids.contains(&entry.op.op().id),
            EntryState::Discarded => entry.op.op().id == op,
            EntryState::Held { by } => *by == root,
            _ => false,
        })
        .cloned()
        .collect()
}
