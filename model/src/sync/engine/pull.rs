//! Pulling: what the device has is told, and what comes is stored page by page, each with its cursor.

use crate::table::{KeySet, Table};

use super::push::{is_held, offset, returned};
use super::{
    Answer, Asked, Engine, Fill, Flight, Next, POLL_HIDDEN_MS, POLL_VISIBLE_MS, Reading,
    Surroundings, Trouble, Want, upload,
};
use crate::id::{Epoch, PersonId, RecordId, sha256_hex};
use crate::mutant::{Mutant, planted};
use crate::op::Stream;
use crate::record::Record;
use crate::reject::Rejection;
use crate::sync::platform::Response;
use crate::sync::replica::Replica;
use crate::sync::store::{Change, Entry, EntryState, Tx, meta};
use crate::sync::{http, safe};
use crate::time::Millis;
use crate::wire::{Cursor, Page, PullAnswer, PullBody, Safety, StreamCursor};

/// How old the remembered time of the last exchange may get, in milliseconds.
const EXCHANGE_STEP_MS: i64 = 60_000;

/// A pull's answer, read to the last record.
#[derive(Debug)]
pub(super) struct News {
    epoch: Epoch,
    now: Millis,
    person: PersonId,
    streams: KeySet<Stream>,
    pages: Vec<Pulled>,
    instruments: Vec<String>,
    safe: Option<Safety>,
}

/// A page of a stream, read.
#[derive(Debug)]
pub(super) struct Pulled {
    stream: Stream,
    /// The cursor that it goes on from, if any.
    from: Option<Cursor>,
    records: Vec<Record>,
    cursor: Cursor,
    more: bool,
    anew: bool,
}

impl Pulled {
    pub(super) fn stream(&self) -> Stream {
        self.stream
    }

    pub(super) fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// Whether the device still holds what this goes on from.
    pub(super) fn follows(&self, replica: &Replica) -> bool {
        self.anew || self.from.as_ref() == replica.cursor(self.stream)
    }

    /// Whether it shows an op that waited: somebody admitted this device's work, and what else of it
    /// waits may be taken too, and superseded already.
    pub(super) fn admits(&self, replica: &Replica) -> bool {
        let waits = |entry: &&Entry| matches!(entry.state, EntryState::Waits { .. });
        let mut waiting = replica.entries().filter(waits);
        waiting.any(|entry| {
            let op = entry.op.op();
            let record = self.records.iter().find(|record| record.id == op.record.id);
            record.is_some_and(|record| record.holds(op.id))
        })
    }
}

impl News {
    /// Takes an answer whose pages hold records of their own streams. Else it is none, as one in which a record
    /// can't be read: the cursor never passes what isn't stored.
    pub(super) fn of(answer: PullAnswer<Record>) -> Option<Self> {
        let page = |page: Page<Record>| {
            let stream = page.stream;
            let records = page.records;
            records
                .iter()
                .all(|r| r.stream == stream)
                .then_some(Pulled {
                    stream,
                    from: None,
                    records,
                    cursor: page.cursor,
                    more: page.more,
                    anew: page.anew,
                })
        };
        Some(Self {
            epoch: answer.epoch,
            now: answer.now,
            person: answer.person,
            streams: answer.streams.into_iter().collect(),
            pages: answer.pages.into_iter().map(page).collect::<Option<_>>()?,
            instruments: answer.instruments,
            safe: answer.safe,
        })
    }
}

impl Engine {
    pub(super) fn pull(&mut self, replica: &Replica) -> Next {
        Next::Send(self.ask_from(replica, &Tx::default()))
    }

    /// The next pages, asked for while `tx` is committed: it stores the last page of an answer that left more. The
    /// network and the disk then work at the same time. Nothing is asked for ahead while anything waits to be sent,
    /// or may wait after `tx`: text goes first, and news are read only when every sent op has its answer.
    ///
    /// Call it between [`Engine::next`] and the commit, and tell [`Engine::heard`] once both have ended; if the commit
    /// failed, what was heard is forgotten.
    pub fn ahead(&mut self, replica: &Replica, tx: &Tx) -> Option<Want> {
        let stores = |change: &Change| matches!(change, Change::PutRecords(..));
        let moves = |change: &Change| matches!(change, Change::PutEntry(_));
        let more = self.poll_due == Millis(i64::MIN) && self.pages.is_empty();
        let reads = self.reads && self.reading == Reading::Open && self.unsigned.is_none();
        let quiet = self.retry.pause(self.seen).is_none()
            && !tx.changes.iter().any(moves)
            && !replica.entries().any(|entry| entry.state.is_unsent());
        let wanted = more && reads && quiet && tx.changes.iter().any(stores);
        wanted.then(|| self.ask_from(replica, tx))
    }

    /// Asks for what follows on the cursors that are held once `tx` is committed.
    fn ask_from(&mut self, replica: &Replica, tx: &Tx) -> Want {
        let mut cursors: Table<Stream, &Cursor> = replica.cursors().collect();
        for change in &tx.changes {
            if let Change::SetCursor(stream, cursor) = change {
                cursors.insert(*stream, cursor);
            }
        }
        let cursors: Vec<StreamCursor> = (cursors.iter())
            .map(|(stream, cursor)| StreamCursor {
                stream: *stream,
                cursor: (*cursor).clone(),
            })
            .collect();
        let asked = cursors
            .iter()
            .map(|asked| (asked.stream, asked.cursor.clone()));
        let asked = asked.collect();
        self.flight = Some(Flight::Pull(asked));
        let body = PullBody {
            cursors,
            safe_of: safe::asked(replica),
            report: replica.report(&[]),
        };
        let request = http::pull(self.person(), &body);
        let fill = Fill::Nothing;
        Want { request, fill }
    }

    pub(super) fn heard_pull(
        &mut self,
        asked: Asked,
        response: &Response,
        now: Millis,
        random: u32,
    ) {
        match http::read::<PullAnswer<Record>>(response) {
            http::Heard::Ok(answer) => match News::of(answer) {
                Some(news) => {
                    self.worked();
                    self.answer = Some(Answer::Pulled(news, asked));
                }
                None => self.failed(Trouble::Server, now, random),
            },
            other => self.unread(&other, now, random),
        }
    }

    /// What a pull's answer changes before its pages are stored, one by one.
    pub(super) fn pulled(
        &mut self,
        replica: &Replica,
        answer: News,
        asked: &Asked,
        around: Surroundings,
    ) -> Tx {
        let now = around.now;
        if answer.person != self.person() && !planted(Mutant::ForeignSession) {
            self.reading = Reading::OtherPerson;
            return Tx::default();
        }
        let mut changes = Vec::new();
        changes.extend(offset(replica, answer.now, now));
        if returned(replica, answer.epoch, &[], &mut changes) {
            // The pages answer cursors of the old database: everything is asked for again, after
            // what had been accepted there was sent again.
            self.poll_due = Millis(i64::MIN);
            self.waits_due = None;
            return Tx::strict(changes);
        }
        if let Some(safety) = answer.safe {
            changes.extend(safe::heard(replica, &safety));
        }
        if replica.meta(meta::RECONCILED).is_none() {
            changes.push(Change::PutMeta(
                meta::RECONCILED.to_owned(),
                now.0.to_string(),
            ));
        }
        let listed = answer.streams;
        // What goes, goes for good: if it came back with a power cut after another epoch was noted, it
        // would pass for that one's.
        let mut strict = false;
        for stream in replica.pulled_streams().difference(&listed) {
            if planted(Mutant::LostStreamKept) {
                continue;
            }
            strict = true;
            changes.extend(dropped(*stream));
            if planted(Mutant::OldCursorKept)
                && let Some(cursor) = replica.cursor(*stream)
            {
                changes.push(Change::SetCursor(*stream, cursor.clone()));
            }
            changes.extend(taken_away(replica, *stream));
        }
        changes.extend(never_read(replica, &listed));
        // A spent answer may leave whole streams for the next one: then a stream without a page isn't
        // read to its end.
        let again = answer.pages.iter().any(|page| page.more);
        let paged: KeySet<Stream> = answer.pages.iter().map(|page| page.stream).collect();
        for mut page in answer.pages {
            page.from = asked.get(&page.stream).cloned();
            page.anew &= page.from.is_some();
            if listed.contains(&page.stream) {
                self.pages.push_back(page);
            }
        }
        if !again {
            let held = |stream: &&Stream| asked.get(stream) == replica.cursor(**stream);
            for stream in listed.difference(&paged).filter(held) {
                if !replica.caught_up(*stream) {
                    changes.push(caught_up(*stream));
                }
                changes.extend(not_held(replica, *stream));
            }
        }
        let lacking = |digest: &String| replica.instrument_text(digest).is_none();
        self.instruments = answer.instruments.into_iter().filter(lacking).collect();
        self.poll_due = match (again, around.visible) {
            (true, _) => Millis(i64::MIN),
            (false, true) => now.plus(POLL_VISIBLE_MS),
            (false, false) => now.plus(POLL_HIDDEN_MS),
        };
        self.last_exchange = Some(now);
        changes.extend(exchanged(replica, now));
        Tx { changes, strict }
    }

    /// The next instrument that a cycle names and that isn't here.
    pub(super) fn fetch_instrument(&mut self, replica: &Replica) -> Option<Next> {
        self.instruments
            .retain(|digest| replica.instrument_text(digest).is_none());
        let digest = self.instruments.first()?.clone();
        let request = http::instrument(self.person(), &digest);
        self.flight = Some(Flight::Instrument(digest));
        let fill = Fill::Nothing;
        Some(Next::Send(Want { request, fill }))
    }

    pub(super) fn heard_instrument(
        &mut self,
        digest: String,
        response: &Response,
        now: Millis,
        random: u32,
    ) {
        let text = std::str::from_utf8(&response.body).ok();
        let text =
            text.filter(|text| response.status == 200 && sha256_hex(text.as_bytes()) == digest);
        if let Some(text) = text {
            self.worked();
            self.answer = Some(Answer::Instrument(digest, text.to_owned()));
        } else if response.status == 404 {
            // Asked for again with the next pull that names it; nothing else waits for it.
            self.instruments.remove(&digest);
        } else if response.status == 200 {
            self.failed(Trouble::Server, now, random);
        } else {
            self.unread(&http::problem::<()>(response), now, random);
        }
    }
}

/// Everything pulled of a stream goes.
pub(super) fn dropped(stream: Stream) -> [Change; 2] {
    [
        Change::DropStream(stream),
        Change::PutMeta(meta::caught_up(stream), String::new()),
    ]
}

fn caught_up(stream: Stream) -> Change {
    Change::PutMeta(meta::caught_up(stream), "1".to_owned())
}

/// What the outbox holds for a stream that the person may no longer read: what the server has is
/// confirmed (its record won't come), the rest is told to its person.
fn taken_away(replica: &Replica, stream: Stream) -> Vec<Change> {
    let of_stream = replica.entries().filter(|e| e.op.op().stream == stream);
    let change = |entry: &Entry| match entry.state {
        EntryState::Accepted { number } => Some(entry.moved(EntryState::Confirmed { number })),
        _ if entry.state.is_unsent() => {
            let rejection = Rejection::ForeignOffice;
            Some(entry.moved(EntryState::Rejected { rejection }))
        }
        _ => None,
    };
    of_stream.filter_map(change).collect()
}

/// Accepted ops of streams that the person may not read and that aren't held here: their records won't
/// come, so nothing else would ever confirm them. (A restored server took back what a role that is
/// gone by now had stated.)
fn never_read(replica: &Replica, listed: &KeySet<Stream>) -> Vec<Change> {
    let held = replica.pulled_streams();
    let elsewhere = |entry: &&Entry| {
        let stream = entry.op.op().stream;
        !listed.contains(&stream) && !held.contains(&stream)
    };
    let confirmed = |entry: &Entry| match entry.state {
        EntryState::Accepted { number } => Some(entry.moved(EntryState::Confirmed { number })),
        _ => None,
    };
    replica
        .entries()
        .filter(elsewhere)
        .filter_map(confirmed)
        .collect()
}

/// Accepted ops of a stream that is read to its end, and whose records didn't come: they are of cycles
/// that this device doesn't hold (any more), so nothing else would ever confirm them.
fn not_held(replica: &Replica, stream: Stream) -> Vec<Change> {
    let of_stream = replica.entries().filter(|e| e.op.op().stream == stream);
    let confirmed = |entry: &Entry| match entry.state {
        EntryState::Accepted { number } => Some(entry.moved(EntryState::Confirmed { number })),
        _ => None,
    };
    of_stream.filter_map(confirmed).collect()
}

/// The time of the exchange, remembered now and then.
fn exchanged(replica: &Replica, now: Millis) -> Option<Change> {
    let known = replica.meta(meta::LAST_EXCHANGE);
    let known: i64 = known.and_then(|text| text.parse().ok()).unwrap_or(i64::MIN);
    let old = now.0.saturating_sub(known).saturating_abs() >= EXCHANGE_STEP_MS;
    old.then(|| Change::PutMeta(meta::LAST_EXCHANGE.to_owned(), now.0.to_string()))
}

/// A page, its cursor and what follows from it, together: an op leaves the overlay in the transaction
/// that stores its record with its number or a higher one, so nothing flickers back.
pub(super) fn page(replica: &Replica, page: Pulled) -> Tx {
    let mut changes = Vec::new();
    if page.anew {
        changes.extend(dropped(page.stream));
    }
    changes.extend(page.records.iter().filter_map(|r| upload::told(replica, r)));
    changes.extend(settled(replica, &page));
    let ends = !page.more && (page.anew || !replica.caught_up(page.stream));
    if ends {
        let told = |id| {
            let here = page.records.iter().find(|record| record.id == id);
            here.or_else(|| replica.confirmed(id).filter(|_| !page.anew))
        };
        changes.extend(upload::unsaid(replica, page.stream, told));
    }
    changes.push(Change::PutRecords(page.stream, page.records));
    changes.push(Change::SetCursor(page.stream, page.cursor));
    if ends {
        changes.push(caught_up(page.stream));
    }
    Tx::relaxed(changes)
}

/// Where the outbox's ops of the page's stream stand after it. One whose record comes is confirmed. A
/// stream that is read from nothing shows them itself until then; once it is read to its end, what
/// didn't come isn't there (any more), and is sent again: a second arrival changes nothing.
fn settled(replica: &Replica, page: &Pulled) -> Vec<Change> {
    let numbers: Table<RecordId, &Record> = page.records.iter().map(|r| (r.id, r)).collect();
    let from_nothing = page.anew || !replica.caught_up(page.stream);
    let ends = from_nothing && !page.more;
    let change = |entry: &Entry| {
        let op = entry.op.op();
        let record = numbers.get(&op.record.id);
        let state = match entry.state {
            EntryState::Accepted { number }
                if planted(Mutant::ForgottenEarly)
                    && record.is_some_and(|record| record.number >= number) =>
            {
                return Some(Change::RemoveEntry(op.id));
            }
            EntryState::Accepted { number } | EntryState::Confirmed { number } if page.anew => {
                return asked_again(entry, number, record);
            }
            EntryState::Confirmed { number } if from_nothing && record.is_some() => {
                return asked_again(entry, number, record);
            }
            EntryState::Accepted { number } | EntryState::Confirmed { number }
                if record.is_some_and(|record| record.number >= number) =>
            {
                EntryState::Confirmed { number }
            }
            EntryState::Accepted { .. } if ends => EntryState::Pending,
            // Read to its end, and it didn't come: its cycle isn't held here (see `not_held`).
            EntryState::Accepted { number } if !page.more => EntryState::Confirmed { number },
            EntryState::Confirmed { number } if ends && !is_held(replica, op, number) => {
                EntryState::Pending
            }
            EntryState::Rejected { ref rejection } if *rejection == Rejection::SameIdOtherBytes => {
                return None;
            }
            // Somebody admitted it meanwhile, or a late copy of it was taken; or other bytes stand under its
            // name, which a record can't tell. The server can, and its answer brings the addresses of its
            // files. (One that was let go is a fact then, and what it names must follow.)
            EntryState::Waits { .. }
            | EntryState::Rejected { .. }
            | EntryState::Held { .. }
            | EntryState::Discarded
                if record.is_some_and(|record| record.holds(op.id)) =>
            {
                EntryState::Pending
            }
            _ => return None,
        };
        (state != entry.state).then(|| entry.moved(state))
    };
    replica
        .entries()
        .filter(|entry| entry.op.op().stream == page.stream)
        .filter_map(change)
        .collect()
}

/// Where an op stands whose record is read from nothing. Its number says nothing then: a server that was
/// copied back by hand keeps its epoch, and others may have filled it past the old numbers. What isn't seen
/// in the record, because somebody named it or because it was lost, is sent again.
fn asked_again(entry: &Entry, number: u64, record: Option<&&Record>) -> Option<Change> {
    match record {
        Some(record) if record.holds(entry.op.op().id) => {
            // Its own number is that or a smaller one.
            let number = record.number;
            let state = EntryState::Confirmed { number };
            (state != entry.state).then(|| entry.moved(state))
        }
        // Surely lost, so it shows meanwhile.
        Some(record) if record.number < number => Some(entry.moved(EntryState::Pending)),
        _ => Some(entry.asked_again()),
    }
}

/// Everything that was pulled goes, and what is safe: for a sign-out. What this person stated and no
/// two backups hold yet stays.
#[must_use]
pub fn forget_pulled(replica: &Replica) -> Tx {
    let ops = safe::to_forget(replica).into_iter();
    let files = replica.files().filter(|file| replica.is_safe_file(file));
    let files = files.map(|file| Change::RemoveFile(file.key()));
    let streams = replica.pulled_streams().into_iter();
    let told = [meta::DEVICES, meta::ORIGINS_PREFIX].into_iter();
    let told = told.flat_map(|prefix| replica.meta_under(prefix));
    let known = told.map(|(name, _)| Change::PutMeta(name.to_owned(), String::new()));
    let changes = ops.chain(files).chain(streams.flat_map(dropped));
    Tx::strict(changes.chain(known).collect())
}
