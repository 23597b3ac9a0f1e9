//! What is checked after each step: of one database, against what the server was seen to do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::{CycleId, Epoch, OpId, RecordId};
use model::op::{Body, Edit, Op, Stream};
use model::sync::line::{clock_offset, is_clock_off};
use model::sync::store::{Entry, EntryState, FileState, LocalFile};
use model::sync::{Reach, Replica, SyncLine};
use model::wire::Cursor;
use server::store::uploads::FileState as ServerFile;

use crate::core::Core;
use crate::device::{Db, News};
use crate::host::Host;
use crate::law::Law;
use crate::mirror::Mirror;
use crate::rest::{HELD, Naming};
use crate::scores::{Seen, seen};

/// What a cursor says.
pub(crate) struct At {
    pub(crate) epoch: Option<Epoch>,
    pub(crate) number: u64,
    cycles: Vec<CycleId>,
}

pub(crate) fn read(cursor: &Cursor) -> Option<At> {
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

/// Every so many looks at a database all of it is looked at, and else what changed; always, where a seed
/// is run for its trace.
const ALL_EVERY: u64 = 64;

/// At every so many looks its person looks at the scores: what changed since then is counted at once.
const SCORES_EVERY: u64 = 8;

/// What the check knows beside the database.
pub(crate) struct View<'a> {
    pub(crate) core: &'a Core,
    pub(crate) mirror: &'a Mirror,
    pub(crate) host: &'a Host,
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
        let looks = db.looks.get();
        db.looks.set(looks + 1);
        let news = db.news.take();
        let knows = self.knows(&replica);
        let all = news.all || looks.is_multiple_of(ALL_EVERY) || self.core.is_thorough();
        let standings = if all || looks.is_multiple_of(SCORES_EVERY) {
            seen(db, &replica)
        } else {
            None
        };
        if all {
            self.all(db, &replica, knows);
            self.counted(db, &replica, standings);
        } else {
            self.news(db, &replica, &news, knows);
        }
        if knows {
            self.sent(db);
        }
        db.sent.borrow_mut().clear();
        self.monotonic(db, &replica, &news);
        let line = node.line();
        self.line(db, &replica, line);
    }

    /// Whether the device speaks of the database that the server has now.
    fn knows(&self, replica: &Replica) -> bool {
        replica.epoch() == Some(self.epoch) && !self.by_hand
    }

    /// Looks at everything.
    fn all(&self, db: &Db, replica: &Replica, knows: bool) {
        for op in db.saved.borrow().iter() {
            self.saved(db, replica, *op);
        }
        for entry in replica.entries() {
            self.entry(db, replica, entry, knows);
        }
        for file in replica.files() {
            self.file(db, file);
        }
        self.cursors(db, replica, replica.cursors().map(|(stream, _)| stream));
    }

    /// I10: what is kept step by step is what counting everything anew gives.
    fn counted(&self, db: &Db, replica: &Replica, seen: Option<Seen>) {
        let Some(seen) = seen else {
            return;
        };
        self.core.decided(Law::Score);
        let anew = seen.anew(replica);
        if *seen.standings != anew {
            let words = format!(
                "db {}: {:?} step by step, {:?} anew",
                db.number,
                seen.standings.total(),
                anew.total()
            );
            self.core.breach(Law::Score, words);
        }
    }

    /// Looks at what changed: an entry says something of itself and of its record, a cursor of its
    /// stream's records. The server's log only grows while the epoch stays.
    fn news(&self, db: &Db, replica: &Replica, news: &News, knows: bool) {
        let mut ops = news.ops.clone();
        for record in &news.records {
            ops.extend(replica.entries_about(*record).map(|entry| entry.op.op().id));
        }
        for op in &ops {
            if self.mirror.said.contains_key(op) && db.saved.borrow().contains(op) {
                self.saved(db, replica, *op);
            }
            if let Some(entry) = replica.entry(*op) {
                self.entry(db, replica, entry, knows);
            }
        }
        for file in news.files.iter().filter_map(|key| replica.file(key)) {
            self.file(db, file);
        }
        self.cursors(db, replica, news.turned.iter().copied());
    }

    /// I1: what was called saved is in the outbox, byte for byte, until two backups hold it.
    fn saved(&self, db: &Db, replica: &Replica, op: OpId) {
        self.core.decided(Law::Durable);
        let said = self.mirror.said.get(&op);
        let Some(entry) = replica.entry(op) else {
            if said.is_some_and(|said| self.host.is_kept_twice(op, said)) {
                return;
            }
            let place = format!("outbox/{op}");
            let mut damaged = replica.damaged().iter();
            let told = damaged.any(|damaged| damaged.place == place);
            if !(told && db.hurt.borrow().contains(&place)) {
                let words = format!("db {}: op {op} is gone", db.number);
                self.core.breach(Law::Durable, words);
            }
            return;
        };
        if said.is_some_and(|said| **said != *entry.op.raw().get()) {
            let words = format!("db {}: op {op} has other bytes", db.number);
            self.core.breach(Law::Versions, words);
        }
    }

    /// I2: bytes are freed once two backups hold them; or knowingly, where there are none.
    fn file(&self, db: &Db, file: &LocalFile) {
        let key = file.key();
        if file.state != FileState::Freed || db.knowingly.borrow().contains(&key) {
            return;
        }
        self.core.decided(Law::Receipt);
        if !self.host.is_file_kept_twice(&key) {
            let words = format!("db {}: file {key} is freed and isn't safe", db.number);
            self.core.breach(Law::Receipt, words);
        }
    }

    fn entry(&self, db: &Db, replica: &Replica, entry: &Entry, knows: bool) {
        if !matches!(entry.state, EntryState::Pending | EntryState::Sent) {
            db.answered.borrow_mut().insert(entry.op.op().id);
        }
        if entry.state == EntryState::Discarded {
            db.let_go.borrow_mut().insert(entry.op.op().id);
        }
        if knows {
            self.at_server(db, replica, entry);
        }
        // Written out: `overlays` may be what is wrong.
        if matches!(
            entry.state,
            EntryState::Pending
                | EntryState::Sent
                | EntryState::Accepted { .. }
                | EntryState::Waits { .. }
        ) {
            self.shows(db, replica, entry, knows);
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
                self.causes(db, replica, op);
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
                self.followed(db, replica, op);
                let logged = self.mirror.logged(op.id);
                match logged {
                    None => {
                        let words = format!(
                            "db {}: op {} counts as accepted and isn't",
                            db.number, op.id
                        );
                        self.core.breach(Law::Durable, words);
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

    /// I6: what names a refused op isn't sent, but for one that was let go: that may be taken back meanwhile.
    fn causes(&self, db: &Db, replica: &Replica, op: &Op) {
        for named in op.names() {
            let cause = replica.entry(named);
            let refused = cause.is_some_and(|cause| cause.state.needs_attention());
            if refused && !db.let_go.borrow().contains(&named) {
                let words = format!("db {}: op {} is sent, {named} refused", db.number, op.id);
                self.core.breach(Law::Causal, words);
            }
        }
    }

    /// I6: what follows on a refused op isn't taken, also where both came in one push. What was held and
    /// admitted is judged op by op; a restored server may have forgotten what it took first.
    fn followed(&self, db: &Db, replica: &Replica, op: &Op) {
        if self.mirror.was_restored || self.mirror.were_held.contains(&op.id) {
            return;
        }
        for named in op.names() {
            let cause = replica.entry(named);
            let refused = cause.is_some_and(|cause| cause.state.needs_attention());
            let let_go = db.let_go.borrow().contains(&named);
            if refused && !let_go && self.mirror.logged(named).is_none() {
                let words = format!("db {}: op {} is taken, {named} refused", db.number, op.id);
                self.core.breach(Law::Causal, words);
            }
        }
    }

    /// I6: one's own op shows until another one that names it does.
    fn shows(&self, db: &Db, replica: &Replica, entry: &Entry, knows: bool) {
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
                by_own || self.mirror.names(op.record.id, edit.field(), op.id)
            };
            // What a restored server forgot may have superseded it; a device that doesn't know of the
            // restore yet sends it again for another reason.
            let again = !knows && db.answered.borrow().contains(&op.id);
            if !stands && !again && !superseded() {
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
    fn monotonic(&self, db: &Db, replica: &Replica, news: &News) {
        let mut shown = db.shown.borrow_mut();
        if !db.dropped.borrow().is_empty() {
            db.dropped.borrow_mut().clear();
            shown.clear();
        }
        for id in &news.records {
            let number = replica.confirmed(*id).map_or(0, |record| record.number);
            let before = shown.insert(*id, number).unwrap_or(0);
            if number < before {
                let words = format!(
                    "db {}: record {id} went from {before} to {number}",
                    db.number
                );
                self.core.breach(Law::Causal, words);
            }
        }
    }

    /// I7: what the cursors of these streams have passed is here.
    fn cursors(&self, db: &Db, replica: &Replica, streams: impl Iterator<Item = Stream>) {
        if self.by_hand {
            return;
        }
        for stream in streams {
            let Some(at) = replica.cursor(stream).and_then(read) else {
                continue;
            };
            if at.epoch != Some(self.epoch) {
                continue;
            }
            self.core.decided(Law::Cursor);
            let records = self.mirror.kept.of_stream(stream);
            for record in records.filter(|record| record.number <= at.number) {
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

    /// I1, where the browser emptied a store: what the server had heard of it is said, and nothing that the device says
    /// of itself replaces that before. Else it says how much waits (first) and needs its person.
    fn report(&self, db: &Db, replica: &Replica, (waiting, attention): (usize, usize)) {
        let emptied = replica.emptied_once();
        let asks = emptied.is_some_and(|emptied| !emptied.asked);
        let report = replica.report(&[]);
        let fits = match report {
            None => asks || replica.is_emptied(),
            Some(report) => {
                let said = (report.waiting as usize, report.attention as usize);
                !asks && said.0 == waiting && said.1 >= attention
            }
        };
        let heard = emptied.filter(|emptied| emptied.asked);
        let told = heard.is_none_or(|emptied| db.told.get() == Some(emptied.heard));
        if emptied.is_some() {
            self.core.decided(Law::Durable);
        }
        if !fits || !told {
            let words = format!(
                "db {}: reports {report:?} with {waiting} that wait, {emptied:?}, told {:?}",
                db.number,
                db.told.get()
            );
            self.core.breach(Law::Durable, words);
        }
    }

    /// I14: the line says what is.
    fn line(&self, db: &Db, replica: &Replica, line: SyncLine) {
        self.core.decided(Law::Truthful);
        let (mut unsent, mut attention) = (0, 0);
        for entry in replica.entries() {
            unsent += usize::from(entry.state.is_unsent());
            attention += usize::from(entry.state.needs_attention());
        }
        // What only refused ops, or such as were let go, name stays with them.
        let stays = |file: &LocalFile| {
            let names = Naming::new(file);
            let naming = || replica.entries().filter(|entry| names.by(entry));
            let out =
                |state: &EntryState| state.needs_attention() || *state == EntryState::Discarded;
            naming().next().is_some() && naming().all(|entry| out(&entry.state))
        };
        let local = |file: &&LocalFile| file.state == FileState::Local && !stays(file);
        let files = replica.files().filter(local).count();
        let refused = db.was_refused.get();
        let online = db.phone.online.get();
        // Never "stored here" for a server that answers, but can't.
        let kept_silent = |reach: Reach| reach == Reach::Open && db.heard_of_trouble().is_some();
        let fits = match line {
            SyncLine::AllSent { reach, .. } => {
                unsent + files + attention == 0 && !kept_silent(reach)
            }
            SyncLine::Sending { done, total } => total == done + unsent + files,
            SyncLine::KeptBack { waiting, .. } => unsent == 0 && waiting == files,
            SyncLine::StoredHere { waiting, reach } => {
                waiting == unsent + files
                    && (reach == Reach::NoSignal) != online
                    && !kept_silent(reach)
            }
            SyncLine::SignedOut { waiting, reach, .. } => {
                let near = reach.is_none_or(|reach| (reach == Reach::NoSignal) != online);
                refused && waiting == unsent + files && near
            }
            SyncLine::NeedsSignIn { waiting } => refused && waiting == unsent + files,
            SyncLine::StorageFull { waiting } => db.is_full.get() && waiting == unsent + files,
            SyncLine::BadKey { waiting } => {
                refused && db.was_bad_key.get() && waiting == unsent + files
            }
            SyncLine::OtherPerson => refused,
            SyncLine::NeedsAttention(count) => count.ops == attention && count.total() > 0,
            SyncLine::Revoked { waiting, .. } => {
                let mut entries = replica.entries();
                waiting == unsent + files && entries.any(|entry| entry.state == HELD)
            }
            SyncLine::AtServersWord { waiting, .. } => {
                let waits = |entry: &Entry| matches!(entry.state, EntryState::Waits { .. });
                let at_word = replica.entries().filter(|entry| waits(entry)).count();
                at_word > 0 && at_word == unsent && waiting == unsent + files
            }
            SyncLine::ServerTrouble { waiting, is_full } => {
                let said = db.heard_of_trouble().is_none_or(|full| full == is_full);
                waiting == unsent + files && online && db.heard_no.get() && said
            }
            SyncLine::ClockWrong {
                waiting,
                offset_ms,
                reach,
            } => {
                waiting == unsent + files
                    && is_clock_off(offset_ms)
                    && (reach == Reach::NoSignal) != online
                    && !kept_silent(reach)
            }
            SyncLine::Emptied { waiting } => db.was_emptied.get() && waiting == unsent + files,
        };
        // A clock that is off is said wherever nothing worse is.
        let clock_hidden = is_clock_off(clock_offset(replica))
            && matches!(line, SyncLine::AllSent { .. } | SyncLine::StoredHere { .. });
        // What may be lost is said before anything but what stops all work here, and that before all else.
        let hides = match line {
            SyncLine::OtherPerson | SyncLine::StorageFull { .. } => false,
            SyncLine::Emptied { .. } => db.is_full.get(),
            _ => db.is_full.get() || db.unread.get(),
        };
        self.report(db, replica, (unsent + files, attention));
        if !fits || hides || clock_hidden {
            let words = format!(
                "db {}: {line:?} with {unsent} ops, {files} files, {attention} refused",
                db.number
            );
            self.core.breach(Law::Truthful, words);
        }
    }
}
