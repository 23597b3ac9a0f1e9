//! Reconciling: once a day, or when a person asks, everything that was pulled is compared with the
//! server, record by record and number by number. A stream that drifted is pulled again from nothing,
//! and that is said.

use crate::table::{KeySet, Table};

use serde::{Deserialize, Serialize};

use super::pull::dropped;
use super::{Answer, Engine, Fill, Flight, Next, Reading, Trouble, Want};
use crate::id::RecordId;
use crate::op::Stream;
use crate::sync::http;
use crate::sync::platform::Response;
use crate::sync::replica::Replica;
use crate::sync::store::{Change, Tx, meta};
use crate::time::Millis;
use crate::wire::{
    Link, RECONCILE_STREAMS_MAX, ReconcileAnswer, ReconcileAsk, ReconcileBody, Reconciled,
};

/// How often everything is compared, in milliseconds.
const RECONCILE_MS: i64 = Millis::DAY;

/// What stands for a comparison that a person asked for: one made at the beginning of time, so that any
/// tab finds it due.
pub(in crate::sync) const NEVER: &str = "0";

/// When everything was last compared with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A person asked for it, and it wasn't done yet.
    Asked,
    /// Then, by this device's clock.
    At(Millis),
    /// The server couldn't compare then: it is older than this build. Tried again like any other.
    Unable(Millis),
}

/// What a comparison found amiss with a stream; it is told until its person has seen it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// When it was found, by this device's clock.
    pub at: Millis,
    /// Records that the device lacked.
    pub missing: usize,
    /// Records that it held with another number.
    pub differing: usize,
    /// Records that it held and the server doesn't.
    pub surplus: usize,
    /// The chain no longer holds the head that the device had seen: the server's history was rewritten.
    pub rewritten: bool,
}

impl Drift {
    /// Whether what the device holds isn't what the server holds.
    fn is_off(&self) -> bool {
        self.missing + self.differing + self.surplus > 0
    }
}

impl Replica {
    /// When everything was last compared with the server; nothing before the first time.
    #[must_use]
    pub fn compared(&self) -> Option<Compared> {
        match self.meta(meta::RECONCILED)? {
            NEVER => Some(Compared::Asked),
            text => text.parse().ok().map(|at: i64| match at {
                ..0 => Compared::Unable(Millis(at.saturating_neg())),
                _ => Compared::At(Millis(at)),
            }),
        }
    }

    /// Streams that were found amiss and pulled again, until [`meta::drift`] is emptied.
    pub fn drifts(&self) -> impl Iterator<Item = (Stream, Drift)> + '_ {
        self.meta_under(meta::DRIFT_PREFIX)
            .filter_map(|(name, text)| {
                let stream = name.strip_prefix(meta::DRIFT_PREFIX)?.parse().ok()?;
                Some((stream, serde_json::from_str(text).ok()?))
            })
    }

    /// The head of a stream that the device saw last.
    fn head(&self, stream: Stream) -> Option<Link> {
        serde_json::from_str(self.meta(&meta::head(stream))?).ok()
    }
}

impl Engine {
    /// The next comparison, if it is time.
    pub(super) fn reconcile(&mut self, replica: &Replica, now: Millis) -> Option<Next> {
        if self.to_reconcile.is_empty() {
            let last = replica.meta(meta::RECONCILED);
            let last = last.and_then(|text| text.parse::<i64>().ok());
            let last = last.map(i64::saturating_abs);
            let due = last
                .is_some_and(|last| now.0.saturating_sub(last).saturating_abs() >= RECONCILE_MS);
            if !due {
                return None;
            }
            let read = replica.cursors().map(|(stream, _)| stream);
            self.to_reconcile = read.filter(|stream| replica.caught_up(*stream)).collect();
            if self.to_reconcile.is_empty() {
                return Some(Next::Commit(Tx::relaxed(vec![done(now)])));
            }
        }
        let asks: Vec<ReconcileAsk> = self
            .to_reconcile
            .iter()
            .filter_map(|stream| {
                Some(ReconcileAsk {
                    stream: *stream,
                    cursor: replica.cursor(*stream)?.clone(),
                    known: replica.head(*stream).map(|head| head.number),
                })
            })
            .take(RECONCILE_STREAMS_MAX)
            .collect();
        if asks.is_empty() {
            // Their cursors went meanwhile: they are being read from nothing anyway.
            self.to_reconcile.clear();
            return Some(Next::Commit(Tx::relaxed(vec![done(now)])));
        }
        let asked = asks.iter().map(|ask| ask.stream).collect();
        self.flight = Some(Flight::Reconcile(asked));
        let request = http::reconcile(self.person(), &ReconcileBody { streams: asks });
        let fill = Fill::Nothing;
        Some(Next::Send(Want { request, fill }))
    }

    pub(super) fn heard_reconcile(
        &mut self,
        asked: KeySet<Stream>,
        response: &Response,
        now: Millis,
        random: u32,
    ) {
        match http::read::<ReconcileAnswer>(response) {
            http::Heard::Ok(answer) => {
                self.worked();
                self.answer = Some(Answer::Reconciled(Some(answer), asked));
            }
            // A server that doesn't know of it yet.
            http::Heard::Problem(404 | 405, _) | http::Heard::Strange(404 | 405) => {
                self.worked();
                self.answer = Some(Answer::Reconciled(None, asked));
            }
            http::Heard::Strange(200) => self.failed(Trouble::Server, now, random),
            other => self.unread(&other, now, random),
        }
    }

    /// What a comparison changes.
    pub(super) fn reconciled(
        &mut self,
        replica: &Replica,
        answer: Option<ReconcileAnswer>,
        asked: &KeySet<Stream>,
        now: Millis,
    ) -> Tx {
        let Some(answer) = answer else {
            self.to_reconcile.clear();
            return Tx::relaxed(vec![unable(now)]);
        };
        if answer.person != self.person() {
            self.reading = Reading::OtherPerson;
            return Tx::default();
        }
        if replica.epoch() != Some(answer.epoch) {
            // Another database: a pull sees to it, and there is nothing to compare before.
            self.to_reconcile.clear();
            self.poll_due = Millis(i64::MIN);
            return Tx::default();
        }
        let mut changes = Vec::new();
        let mut compared = 0;
        for theirs in answer.streams.iter().filter(|s| asked.contains(&s.stream)) {
            compared += 1;
            self.to_reconcile.remove(&theirs.stream);
            let drift = compare(replica, theirs, now);
            if drift.is_off() {
                changes.extend(dropped(theirs.stream));
                self.poll_due = Millis(i64::MIN);
            }
            if drift.is_off() || drift.rewritten {
                changes.push(put(meta::drift(theirs.stream), &drift));
            }
            if replica.head(theirs.stream).as_ref() != Some(&theirs.head) {
                changes.push(put(meta::head(theirs.stream), &theirs.head));
            }
        }
        if compared == 0 {
            // None of them can be compared.
            self.to_reconcile.retain(|stream| !asked.contains(stream));
        }
        if self.to_reconcile.is_empty() {
            changes.push(done(now));
        }
        Tx::strict(changes)
    }
}

/// What the device holds of a stream beside what the server holds.
fn compare(replica: &Replica, theirs: &Reconciled, now: Millis) -> Drift {
    let ours: Table<RecordId, u64> = replica
        .confirmed_of(theirs.stream)
        .filter(|record| match (&theirs.cycles, record.cycle) {
            (Some(cycles), Some(cycle)) => cycles.contains(&cycle),
            _ => true,
        })
        .map(|record| (record.id, record.number))
        .collect();
    let known: KeySet<RecordId> = theirs.records.iter().map(|(id, _)| *id).collect();
    let mut drift = Drift {
        at: now,
        missing: 0,
        differing: 0,
        surplus: ours.keys().filter(|id| !known.contains(id)).count(),
        rewritten: false,
    };
    for (id, number) in theirs.records.iter().filter(|(_, n)| *n <= theirs.upto) {
        match ours.get(id) {
            None => drift.missing += 1,
            Some(held) if held != number => drift.differing += 1,
            Some(_) => {}
        }
    }
    let seen = replica.head(theirs.stream);
    drift.rewritten = seen
        .zip(theirs.known.as_ref())
        .is_some_and(|(seen, known)| seen.number == known.number && seen != *known);
    drift
}

fn done(now: Millis) -> Change {
    Change::PutMeta(meta::RECONCILED.to_owned(), now.0.to_string())
}

/// As [`done`], below zero. A build that doesn't know of this tries again at once, which costs a request.
fn unable(now: Millis) -> Change {
    Change::PutMeta(meta::RECONCILED.to_owned(), (-now.0).to_string())
}

fn put<T: Serialize>(name: String, value: &T) -> Change {
    // Neither a drift nor a link holds anything that JSON can't.
    Change::PutMeta(name, serde_json::to_string(value).unwrap_or_default())
}
