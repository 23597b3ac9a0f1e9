//! Pushing: which ops go next, and what the answers make of them.

use super::{Answer, Engine, Fill, Flight, Next, Trouble, Unsigned, WAITS_MS, Want};
use crate::id::{Epoch, OpId};
use crate::limits::PUSH_OPS_MAX;
use crate::mutant::{Mutant, planted};
use crate::op::Op;
use crate::reject::{Rejection, Waiting};
use crate::sync::platform::Response;
use crate::sync::replica::Replica;
use crate::sync::store::{Change, Entry, EntryState, FileState, LocalFile, Tx, meta};
use crate::sync::{depend, http, safe};
use crate::time::Millis;
use crate::wire::{Outcome, Problem, ProblemCode, PushAnswer, UploadAddress};

/// An offset is remembered anew once it moved by so many milliseconds.
const OFFSET_STEP_MS: i64 = 5_000;

impl Engine {
    /// The next push, in two steps: its ops are marked as sent, then it goes.
    pub(super) fn push(&mut self, replica: &Replica, now: Millis) -> Option<Next> {
        if self.outgoing.is_empty() {
            if self.waits_due.is_none_or(|due| due <= now) {
                self.waits_due = Some(now.plus(WAITS_MS));
                let asked = ask_waiting(replica);
                if !asked.is_empty() {
                    return Some(Next::Commit(Tx::relaxed(asked)));
                }
            }
            let batch = depend::sendable(replica, self.batch_max);
            self.outgoing = batch.iter().map(|entry| entry.op.op().id).collect();
            let unmarked = batch.into_iter().filter(|e| e.state != EntryState::Sent);
            let marks: Vec<Change> = unmarked.map(|e| e.moved(EntryState::Sent)).collect();
            if !marks.is_empty() {
                self.sending = true;
                return Some(Next::Commit(Tx::relaxed(marks)));
            }
        }
        let entries: Vec<&Entry> = self
            .outgoing
            .iter()
            .filter_map(|op| replica.entry(*op))
            .filter(|entry| entry.state == EntryState::Sent)
            .collect();
        if entries.is_empty() {
            self.outgoing.clear();
            return None;
        }
        let ops: Vec<OpId> = entries.iter().map(|entry| entry.op.op().id).collect();
        let (request, header) = http::push(self.identity, &entries, replica.report(&ops), now);
        self.outgoing.clear();
        self.flight = Some(Flight::Push(ops));
        let fill = Fill::Signature(header);
        Some(Next::Send(Want { request, fill }))
    }

    pub(super) fn heard_push(
        &mut self,
        ops: Vec<OpId>,
        response: &Response,
        now: Millis,
        random: u32,
    ) {
        match (http::read::<PushAnswer>(response), ops.as_slice()) {
            (http::Heard::Ok(answer), _) if answers_all(&answer, &ops) => {
                self.worked();
                self.batch_max = (self.batch_max * 2).min(PUSH_OPS_MAX);
                self.answer = Some(Answer::Pushed(answer, ops));
            }
            // One op of the batch makes the whole fail: halve it until that one is alone.
            (http::Heard::Problem(400 | 413, _) | http::Heard::Strange(400 | 413), [_, _, ..]) => {
                self.batch_max = ops.len() / 2;
            }
            (http::Heard::Problem(400 | 413, problem), [op]) => {
                self.worked();
                self.batch_max = PUSH_OPS_MAX;
                self.answer = Some(Answer::Alone(*op, reason(&problem)));
            }
            (http::Heard::Problem(401 | 403, _), _) => self.unsigned = Some(Unsigned::Untaken),
            _ => {
                self.batch_max = PUSH_OPS_MAX;
                self.failed(Trouble::Server, now, random);
            }
        }
    }

    /// What a push's answer changes.
    pub(super) fn pushed(
        &mut self,
        replica: &Replica,
        answer: PushAnswer,
        ops: &[OpId],
        now: Millis,
    ) -> Tx {
        let mut changes = Vec::new();
        let anew = returned(replica, answer.epoch, ops, &mut changes);
        if anew {
            // What waited at the old database's word asks for the new one's.
            self.waits_due = None;
        }
        changes.extend(offset(replica, answer.now, now));
        if let Some(safety) = answer.safe.filter(|_| !anew) {
            changes.extend(safe::heard(replica, &safety));
        }
        if let (Some(receipt), Some(op)) = (&answer.receipt, ops.first()) {
            let text = serde_json::to_string(receipt).unwrap_or_default();
            changes.extend(safe::receipt(replica, *op, text));
        }
        let untaken = answer.answers.iter();
        let untaken = untaken.filter_map(|a| Some((a.id, shared(&a.outcome)?)));
        changes.extend(depend::go_back(replica, untaken.collect(), ops));
        for op_answer in answer.answers {
            let Some(entry) = replica.entry(op_answer.id) else {
                continue;
            };
            if !ops.contains(&op_answer.id) || entry.state != EntryState::Sent {
                continue;
            }
            let state = match op_answer.outcome {
                Outcome::Accepted { number, uploads } => {
                    self.poll_due = Millis(i64::MIN);
                    let op = entry.op.op();
                    changes.extend(self.uploads.addressed(replica, op, &uploads, now));
                    accepted(replica, op, number, anew)
                }
                Outcome::Rejected { .. } if planted(Mutant::RejectedForgotten) => {
                    changes.push(Change::RemoveEntry(op_answer.id));
                    continue;
                }
                Outcome::Rejected { rejection } => EntryState::Rejected { rejection },
                Outcome::Waits { waiting } => waits(waiting),
            };
            changes.push(entry.moved(state));
        }
        Tx::strict(changes)
    }
}

/// Everything that waits at the server's word is to be sent again, in as many pushes as that takes, and
/// with it what follows on it: before anything is read. What waits may have been taken, and what follows on
/// it sent and taken too, by a push of which the power that went left no trace here.
fn ask_waiting(replica: &Replica) -> Vec<Change> {
    let waits = |entry: &&Entry| matches!(entry.state, EntryState::Waits { .. });
    let waiting = replica.entries().filter(waits);
    waiting.map(|e| e.moved(EntryState::Pending)).collect()
}

/// Whether each op of the batch has its answer.
fn answers_all(answer: &PushAnswer, ops: &[OpId]) -> bool {
    ops.iter()
        .all(|op| answer.answers.iter().any(|a| a.id == *op))
}

/// Where what follows on an op stands after this outcome; nothing if the op was taken.
fn shared(outcome: &Outcome) -> Option<EntryState> {
    match outcome {
        Outcome::Accepted { .. } => None,
        Outcome::Rejected { .. } => Some(EntryState::Pending),
        Outcome::Waits { waiting } => Some(waits(*waiting)),
    }
}

/// Where an op stands that waits at the server's word.
fn waits(waiting: Waiting) -> EntryState {
    match waiting {
        // What it follows on is refused in this very answer: the two are held together next.
        Waiting::Follows => EntryState::Pending,
        waiting => EntryState::Waits { waiting },
    }
}

fn reason(problem: &Problem) -> Rejection {
    if problem.code == ProblemCode::TooLarge {
        let limit = "PUSH_BYTES_MAX".to_owned();
        Rejection::TooLarge { limit }
    } else {
        Rejection::Malformed
    }
}

/// The op that made a push fail all alone is refused.
pub(super) fn alone(replica: &Replica, op: OpId, rejection: Rejection) -> Tx {
    let entry = replica.entry(op);
    let entry = entry.filter(|entry| entry.state == EntryState::Sent);
    let Some(entry) = entry else {
        return Tx::default();
    };
    let mut changes = vec![entry.moved(EntryState::Rejected { rejection })];
    let untaken = [(op, EntryState::Pending)].into_iter().collect();
    changes.extend(depend::go_back(replica, untaken, &[op]));
    Tx::strict(changes)
}

/// An accepted op leaves the overlay at once where its record is here already, with that number or a
/// higher one (the answer came twice, or another device was read before).
fn accepted(replica: &Replica, op: &Op, number: u64, anew: bool) -> EntryState {
    if !anew && is_held(replica, op, number) {
        EntryState::Confirmed { number }
    } else {
        EntryState::Accepted { number }
    }
}

/// Whether the device holds the op's record with that number or a higher one.
pub(super) fn is_held(replica: &Replica, op: &Op, number: u64) -> bool {
    let record = replica.confirmed(op.record.id);
    record.is_some_and(|record| record.stream == op.stream && record.number >= number)
}

/// If the database isn't the one that was known, everything pulled goes, and what it had accepted goes
/// back to be sent again, except `answered`, of which the new one has spoken. Whether it is so.
pub(super) fn returned(
    replica: &Replica,
    epoch: Epoch,
    answered: &[OpId],
    changes: &mut Vec<Change>,
) -> bool {
    if replica.epoch() == Some(epoch) {
        return false;
    }
    changes.push(Change::PutMeta(meta::EPOCH.to_owned(), epoch.to_string()));
    if planted(Mutant::EpochIgnored) {
        return false;
    }
    let streams = replica.pulled_streams();
    let known = replica.entries().any(|entry| is_at_server(&entry.state));
    if streams.is_empty() && !known {
        return false;
    }
    for stream in streams {
        changes.extend(super::pull::dropped(stream));
        changes.push(Change::PutMeta(meta::head(stream), String::new()));
    }
    changes.extend(safe::forgotten(replica));
    for entry in replica.entries() {
        // What is on its way goes anew as well: it may follow on what this one refuses. What was asked of
        // the old one isn't asked of this one: it is told.
        let sent = entry.state == EntryState::Sent || entry.asks;
        if (sent || is_at_server(&entry.state)) && !answered.contains(&entry.op.op().id) {
            changes.push(entry.moved(EntryState::Pending));
        }
    }
    // Addresses were the old database's; the new one gives others with the ops.
    let addressed = replica.files().filter(|file| file.address.is_some());
    changes.extend(addressed.map(|file| {
        Change::PutFile(LocalFile {
            address: None,
            ..file.clone()
        })
    }));
    true
}

/// Whether the server was heard to have it.
pub(super) fn is_at_server(state: &EntryState) -> bool {
    matches!(
        state,
        EntryState::Accepted { .. } | EntryState::Confirmed { .. }
    )
}

/// The server's clock, where it moved against this one.
pub(super) fn offset(replica: &Replica, server: Millis, now: Millis) -> Option<Change> {
    let offset_ms = server.0.saturating_sub(now.0);
    let known = crate::sync::line::clock_offset(replica);
    let moved = offset_ms.saturating_sub(known).saturating_abs() >= OFFSET_STEP_MS;
    moved.then(|| Change::PutMeta(meta::CLOCK_OFFSET.to_owned(), offset_ms.to_string()))
}

/// A file that the server wants, with the address that it gave. One that its person let go only keeps the
/// address, for the day on which that is taken back.
pub(super) fn wanted(
    replica: &Replica,
    file: &LocalFile,
    upload: &UploadAddress,
) -> Option<Change> {
    let state = match &file.state {
        FileState::Freed => return None,
        refused @ FileState::Refused { .. } if replica.is_let_go(&file.key()) => refused.clone(),
        _ => FileState::Local,
    };
    let news = file.address.as_deref() != Some(&upload.address) || file.state != state;
    news.then(|| {
        Change::PutFile(LocalFile {
            address: Some(upload.address.clone()),
            sent: 0,
            state,
            ..file.clone()
        })
    })
}
