//! What is checked after each step: of one database, against what the server was seen to do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::{CycleId, Epoch, OpId, RecordId};
use model::op::{Body, Edit, Stream};
use model::sync::store::{Entry, EntryState, FileState};
use model::sync::{Replica, SyncLine};
use model::wire::Cursor;
use server::store::uploads::FileState as ServerFile;

use crate::core::Core;
use crate::device::Db;
use crate::law::Law;
use crate::mirror::Mirror;

/// What a cursor says.
struct At {
    epoch: Option<Epoch>,
    number: u64,
    cycles: Vec<CycleId>,
}

fn read(cursor: &Cursor) -> Option<At> {
    let json = URL_SAFE_NO_PAD.decode(&cursor.0).ok()?;
    let value: serde_json::Value = serde_json::from_slice(&json).ok()?;
    Some(At {
        epoch: value["e"].as_str()?.parse().ok(),
        number: value["n"].as_u64()?,
        cycles: value["c"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|cycle| cycle.as_str()?.parse().ok())
            .collect(),
    })
}

/// What the check knows beside the database.
pub(crate) struct View<'a> {
    pub(crate) core: &'a Core,
    pub(crate) mirror: &'a Mirror,
    pub(crate) epoch: Epoch,
    /// The server was copied back under its old epoch, and devices may not know it yet.
    pub(crate) by_hand: bool,
}

impl View<'_> {
    /// Looks at a database whose process runs.
    pub(crate) fn look(&self, db: &Db) {
        let Some(node) = db.up() else {
            return;
        };
        let replica = node.replica();
        let known = replica.epoch() == Some(self.epoch) && !self.by_hand;
        self.saved(db, &replica);
        for entry in replica.entries() {
            if !matches!(entry.state, EntryState::Pending | EntryState::Sent) {
                db.answered.borrow_mut().insert(entry.op.op().id);
            }
            if known {
                self.at_server(db, &replica, entry);
            }
            if entry.state.overlays() {
                self.shows(db, &replica, entry);
            }
        }
        if known {
            self.sent(db);
        }
        db.sent.borrow_mut().clear();
        self.monotonic(db, &replica);
        if db.turned.take() && !self.by_hand {
            self.cursors(db, &replica);
        }
        let line = node.line();
        self.line(db, &replica, line);
    }

    /// I1: everything that was called saved is in the outbox, byte for byte.
    fn saved(&self, db: &Db, replica: &Replica) {
        let saved = db.saved.borrow();
        if saved.is_empty() {
            return;
        }
        self.core.decided(Law::Durable);
        for op in saved.iter() {
            let Some(entry) = replica.entry(*op) else {
                let place = format!("outbox/{op}");
                let told = replica
                    .damaged()
                    .iter()
                    .any(|damaged| damaged.place == place);
                if !(told && db.hurt.borrow().contains(&place)) {
                    self.core
                        .breach(Law::Durable, format!("db {}: op {op} is gone", db.number));
                }
                continue;
            };
            let said = self.mirror.said.get(op);
            if said.is_some_and(|said| **said != *entry.op.raw().get()) {
                let words = format!("db {}: op {op} has other bytes", db.number);
                self.core.breach(Law::Versions, words);
            }
        }
    }

    /// What the entry says of the server is so.
    fn at_server(&self, db: &Db, replica: &Replica, entry: &Entry) {
        let op = entry.op.op();
        match &entry.state {
            EntryState::Sent if db.answered.borrow().contains(&op.id) => {}
            EntryState::Sent => {
                // I6: no record is read in which an op lies that has no answer here yet.
                self.core.decided(Law::Causal);
                let number = self.mirror.kept.places.get(&op.id).map(|place| place.1);
                let record = replica.confirmed(op.record.id);
                let inside = number
                    .zip(record)
                    .is_some_and(|(n, r)| r.stream == op.stream && r.number >= n);
                if inside {
                    let words = format!("db {}: op {} is read and unanswered", db.number, op.id);
                    self.core.breach(Law::Causal, words);
                }
            }
            EntryState::Accepted { .. } | EntryState::Confirmed { .. } => {
                self.core.decided(Law::Once);
                let logged = self.mirror.logged(op.id);
                match logged {
                    None => {
                        let words = format!(
                            "db {}: op {} counts as accepted and isn't",
                            db.number, op.id
                        );
                        self.core.breach(Law::Once, words);
                    }
                    Some(logged) if *logged.bytes != *entry.op.raw().get() => {
                        let words = format!(
                            "db {}: op {} was accepted with other bytes",
                            db.number, op.id
                        );
                        let said = self.mirror.said.get(&op.id);
                        let reencoded = said.is_none_or(|said| **said != *entry.op.raw().get());
                        let law = if reencoded { Law::Once } else { Law::Versions };
                        self.core.breach(law, words);
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
    }

    /// I6: one's own op shows until another one that names it does.
    fn shows(&self, db: &Db, replica: &Replica, entry: &Entry) {
        let op = entry.op.op();
        let Body::Write { edits } = &op.body else {
            return;
        };
        let record = replica.record(op.record.id);
        self.core.decided(Law::Causal);
        for edit in edits.iter().filter(|edit| matches!(edit, Edit::Set { .. })) {
            let field = record.and_then(|record| record.fields.get(edit.field()));
            let stands = field.is_some_and(|field| field.writes.iter().any(|w| w.op == op.id));
            let superseded = || {
                let here = replica.entries_about(op.record.id);
                let by_own = here.into_iter().any(|other| {
                    other.state != EntryState::Discarded
                        && other.op.op().names().any(|id| id == op.id)
                });
                by_own || self.superseded(op.id, edit.field(), op.stream)
            };
            if !stands && !superseded() {
                let words = format!(
                    "db {}: op {} ({:?}) doesn't show in {}",
                    db.number,
                    op.id,
                    entry.state,
                    edit.field()
                );
                self.core.breach(Law::Causal, words);
            }
        }
    }

    /// Whether an op in the log names this one.
    fn superseded(&self, id: OpId, field: &str, stream: Stream) -> bool {
        let log = self.mirror.kept.logs.get(&stream);
        log.into_iter()
            .flatten()
            .any(|logged| match &logged.op.body {
                Body::Write { edits } => edits.iter().any(|edit| match edit {
                    Edit::Set {
                        field: of, base, ..
                    } => of == field && base.contains(&id),
                    _ => false,
                }),
                _ => false,
            })
    }

    /// I2: what counts as sent is complete on the server.
    fn sent(&self, db: &Db) {
        for (office, digest) in db.sent.borrow().iter() {
            self.core.decided(Law::Receipt);
            let file = self.mirror.kept.files.get(&(*office, digest.clone()));
            let record = RecordId::file(*office, digest);
            let record = self.mirror.kept.records.get(&record);
            let said = record.and_then(|record| record.text("keadaan")) == Some("lengkap");
            if file != Some(&ServerFile::Complete) && !said {
                let words = format!("db {}: file {digest} counts as sent: {file:?}", db.number);
                self.core.breach(Law::Receipt, words);
            }
        }
    }

    /// I6: nothing goes back.
    fn monotonic(&self, db: &Db, replica: &Replica) {
        let mut shown = db.shown.borrow_mut();
        if !db.dropped.borrow().is_empty() {
            db.dropped.borrow_mut().clear();
            shown.clear();
        }
        for id in std::mem::take(&mut *db.touched.borrow_mut()) {
            let number = replica.confirmed(id).map_or(0, |record| record.number);
            let before = shown.insert(id, number).unwrap_or(0);
            if number < before {
                let words = format!(
                    "db {}: record {id} went from {before} to {number}",
                    db.number
                );
                self.core.breach(Law::Causal, words);
            }
        }
    }

    /// I7: what a cursor has passed is here.
    fn cursors(&self, db: &Db, replica: &Replica) {
        for (stream, cursor) in replica.cursors() {
            let Some(at) = read(cursor) else {
                continue;
            };
            if at.epoch != Some(self.epoch) {
                continue;
            }
            self.core.decided(Law::Cursor);
            let records = self.mirror.kept.records.values();
            for record in records.filter(|r| r.stream == stream && r.number <= at.number) {
                if record
                    .cycle
                    .is_some_and(|cycle| !at.cycles.contains(&cycle))
                {
                    continue;
                }
                let here = replica.confirmed(record.id).map_or(0, |here| here.number);
                if here < record.number {
                    let words = format!(
                        "db {}: {stream} is read to {}, record {} stands at {here}, not {}",
                        db.number, at.number, record.id, record.number
                    );
                    self.core.breach(Law::Cursor, words);
                }
            }
        }
    }

    /// I14: the line says what is.
    fn line(&self, db: &Db, replica: &Replica, line: SyncLine) {
        self.core.decided(Law::Truthful);
        let unsent = replica
            .entries()
            .filter(|entry| entry.state.is_unsent())
            .count();
        let files = replica
            .files()
            .filter(|file| file.state == FileState::Local)
            .count();
        let attention = replica
            .entries()
            .filter(|e| e.state.needs_attention())
            .count();
        let refused = db.was_refused.get();
        let online = db.phone.online.get();
        let fits = match line {
            SyncLine::AllSent { .. } => unsent + files + attention == 0,
            SyncLine::Sending { done, total } => total == done + unsent + files,
            SyncLine::StoredHere {
                waiting,
                online: said,
            } => waiting == unsent + files && said == online,
            SyncLine::SignedOut { waiting } | SyncLine::NeedsSignIn { waiting } => {
                refused && waiting == unsent + files
            }
            SyncLine::OtherPerson => refused,
            SyncLine::NeedsAttention { count } => count >= attention && count > 0,
            SyncLine::ServerTrouble { waiting }
            | SyncLine::StorageFull { waiting }
            | SyncLine::ClockWrong { waiting, .. } => waiting == unsent + files,
        };
        if !fits {
            let words = format!(
                "db {}: {line:?} with {unsent} ops, {files} files, {attention} refused",
                db.number
            );
            self.core.breach(Law::Truthful, words);
        }
    }
}
