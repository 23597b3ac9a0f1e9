//! The engine: a state machine without IO. It looks at the replica and says what is to be done next: a
//! transaction to commit, a request to send, or a rest; it is told how that went. What it keeps itself
//! may be lost at any moment (a killed tab): everything that matters lies in the store.
//!
//! Order of work (DESIGN §2): push until every sent op has an answer; only then read, page by page;
//! then instruments; files last, one piece at a time, so that text never waits for more than a piece.

mod hear;
mod pull;
mod push;
mod reconcile;
mod standing;
mod upload;
mod want;

use crate::table::{KeySet, Table};
use std::collections::VecDeque;

pub use pull::forget_pulled;
pub(in crate::sync) use reconcile::NEVER;
pub use reconcile::{Compared, Drift};
pub use standing::{SignIn, Standing};
pub(super) use upload::{again, names};
pub use want::{Fill, Next, Reading, Surroundings, Trouble, Unsigned, Want};

use crate::id::{Epoch, FileKey, OpId, PersonId};
use crate::limits::PUSH_OPS_MAX;
use crate::mutant::{Mutant, planted};
use crate::op::Stream;
use crate::sync::node::Identity;
use crate::sync::platform::{SignError, Wake};
use crate::sync::replica::Replica;
use crate::sync::retry::Retry;
use crate::sync::store::{Change, Entry, EntryState, StoreError, Tx, meta};
use crate::sync::{depend, safe};
use crate::time::Millis;
use crate::wire::{Cursor, PushAnswer, ReconcileAnswer};

use upload::Uploads;

/// How often news are asked for while somebody looks, in milliseconds.
const POLL_VISIBLE_MS: i64 = 10_000;
/// How often news are asked for while nobody looks.
const POLL_HIDDEN_MS: i64 = 5 * 60 * 1000;
/// How often a store that was full is tried with a small value, in milliseconds: else what a commit met
/// once would be said until the next one, and hide everything else that the person should know.
const STORE_TRY_MS: i64 = 60_000;
/// How often ops that wait at the server's word are sent again.
const WAITS_MS: i64 = 5 * 60 * 1000;

/// The cursors that a pull went out from.
type Asked = Table<Stream, Cursor>;

/// What was sent and has no answer yet.
#[derive(Debug)]
enum Flight {
    Push(Vec<OpId>),
    Pull(Asked),
    Instrument(String),
    Reconcile(KeySet<Stream>),
    Head(FileKey),
    Patch { file: FileKey, from: u64 },
}

/// What was heard and isn't in the store yet.
#[derive(Debug)]
enum Answer {
    Pushed(PushAnswer, Vec<OpId>),
    /// The one op of a batch made the whole push fail.
    Alone(OpId, crate::reject::Rejection),
    Pulled(pull::News, Asked),
    Instrument(String, String),
    /// None: the server doesn't know of comparisons.
    Reconciled(Option<ReconcileAnswer>, KeySet<Stream>),
    File(FileKey, upload::Heard),
}

/// The state machine.
#[derive(Debug)]
pub struct Engine {
    identity: Identity,
    reads: bool,
    flight: Option<Flight>,
    flight_began: Millis,
    answer: Option<Answer>,
    /// The epoch that an answer named which was no success.
    epoch: Option<Epoch>,
    /// Ops marked as sent, to be pushed next.
    outgoing: Vec<OpId>,
    batch_max: usize,
    /// When ops that wait are sent again; none: before anything else.
    waits_due: Option<Millis>,
    pages: VecDeque<pull::Pulled>,
    poll_due: Millis,
    instruments: KeySet<String>,
    /// Streams still to be compared with the server.
    to_reconcile: KeySet<Stream>,
    /// Whether ops may have become safe since it was last looked at.
    safe_due: bool,
    uploads: Uploads,
    retry: Retry,
    trouble: Option<Trouble>,
    /// Whether the last answer was our server's own.
    is_ours: bool,
    /// The last answer said that the server has no room left.
    is_full: bool,
    reading: Reading,
    unsigned: Option<Unsigned>,
    store_full: bool,
    /// When a full store is tried next.
    store_due: Millis,
    sending: bool,
    done: usize,
    waiting: usize,
    last_exchange: Option<Millis>,
    /// The device's clock when it was last looked at.
    seen: Millis,
    /// What the tab says that syncs, while this one doesn't.
    leader: Option<Box<Standing>>,
}

impl Engine {
    /// An engine that sends and reads.
    #[must_use]
    pub fn new(identity: Identity) -> Self {
        Self {
            identity,
            reads: true,
            flight: None,
            flight_began: Millis(0),
            answer: None,
            epoch: None,
            outgoing: Vec::new(),
            batch_max: PUSH_OPS_MAX,
            waits_due: None,
            pages: VecDeque::new(),
            poll_due: Millis(i64::MIN),
            instruments: KeySet::new(),
            to_reconcile: KeySet::new(),
            safe_due: true,
            uploads: Uploads::default(),
            retry: Retry::default(),
            trouble: None,
            is_ours: true,
            is_full: false,
            reading: Reading::Open,
            unsigned: None,
            store_full: false,
            store_due: Millis(i64::MIN),
            sending: false,
            done: 0,
            waiting: 0,
            last_exchange: None,
            seen: Millis(i64::MIN),
            leader: None,
        }
    }

    /// An engine that only sends: for the queue of a person who isn't signed in.
    #[must_use]
    pub fn sender(identity: Identity) -> Self {
        Self {
            reads: false,
            ..Self::new(identity)
        }
    }

    /// Who speaks.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// What is to be done next. Whatever was sent before and not heard of is given up.
    pub fn next(&mut self, replica: &Replica, around: Surroundings) -> Next {
        self.flight = None;
        self.lead();
        self.look_at_clock(around.now);
        self.count(replica);
        let next = self.find(replica, around);
        self.sending = match &next {
            Next::Rest(_) => false,
            Next::Commit(_) => self.sending,
            Next::Send(_) => matches!(
                self.flight,
                Some(Flight::Push(_) | Flight::Head(_) | Flight::Patch { .. })
            ),
        };
        if self.flight.is_some() {
            self.flight_began = around.now;
        }
        next
    }

    fn find(&mut self, replica: &Replica, around: Surroundings) -> Next {
        let now = around.now;
        // 1. What was heard goes into the store, before anything else is asked for.
        if let Some(tx) = self.take_in(replica, around) {
            return Next::Commit(tx);
        }
        let held = depend::to_hold(replica);
        if !held.is_empty() {
            return Next::Commit(Tx::strict(held));
        }
        if std::mem::take(&mut self.safe_due) {
            let safe = safe::to_forget(replica);
            if !safe.is_empty() {
                return Next::Commit(Tx::relaxed(safe));
            }
        }
        if let Some(until) = self.retry.pause(now) {
            return Next::Rest(Some(until));
        }
        if self.store_full && self.store_due <= now {
            self.store_due = now.plus(STORE_TRY_MS);
            let tried = Change::PutMeta(meta::STORE_TRIED.to_owned(), now.0.to_string());
            return Next::Commit(Tx::relaxed(vec![tried]));
        }
        // 2. Text.
        let hasty = planted(Mutant::PullWhileUnanswered) && self.poll_due <= now;
        if self.unsigned.is_none()
            && !hasty
            && let Some(next) = self.push(replica, now)
        {
            return next;
        }
        // 3. News. Nothing is read while the server may have ops whose answers are missing; what is only
        // pending may have been sent too, by a push of which the power that went left no trace here.
        let readable = self.reads && self.reading == Reading::Open;
        let unanswered = |entry: &Entry| {
            entry.state == EntryState::Sent
                || (entry.state == EntryState::Pending && !planted(Mutant::ReadsUnanswered))
        };
        let reads = readable && !(self.unsigned.is_some() && replica.entries().any(unanswered));
        if reads {
            if self.poll_due <= now {
                return self.pull(replica);
            }
            if let Some(next) = self.fetch_instrument(replica) {
                return next;
            }
            if let Some(next) = self.reconcile(replica, now) {
                return next;
            }
        }
        // 4. Files.
        let (next, upload_due) = self.upload(replica, around);
        if let Some(next) = next {
            return next;
        }
        let poll = reads.then_some(self.poll_due.max(now.plus(1)));
        let waits = replica
            .entries()
            .any(|entry| matches!(entry.state, EntryState::Waits { .. }));
        // Neither would go without a signature.
        let waits = self
            .waits_due
            .filter(|_| waits && self.unsigned.is_none())
            .map(|due| due.max(now.plus(1)));
        let store = self.store_full.then_some(self.store_due);
        let dues = [poll, waits, upload_due, store];
        Next::Rest(dues.into_iter().flatten().min())
    }

    /// The transaction of what was heard.
    fn take_in(&mut self, replica: &Replica, around: Surroundings) -> Option<Tx> {
        let now = around.now;
        self.safe_due |= self.answer.is_some() || !self.pages.is_empty();
        if let Some(tx) = self.moved(replica) {
            return Some(tx);
        }
        let tx = match self.answer.take() {
            Some(Answer::Pushed(answer, ops)) => self.pushed(replica, answer, &ops, now),
            Some(Answer::Alone(op, rejection)) => push::alone(replica, op, rejection),
            Some(Answer::Pulled(answer, asked)) => self.pulled(replica, answer, &asked, around),
            Some(Answer::Instrument(digest, text)) => {
                self.instruments.remove(&digest);
                Tx::relaxed(vec![Change::PutInstrument(digest, text)])
            }
            Some(Answer::Reconciled(answer, asked)) => {
                self.reconciled(replica, answer, &asked, now)
            }
            Some(Answer::File(file, heard)) => self.uploads.heard(replica, &file, heard, now),
            None => Tx::default(),
        };
        if !tx.changes.is_empty() {
            return Some(tx);
        }
        if planted(Mutant::CursorApart)
            && let Some(page) = self.pages.front()
            && replica.cursor(page.stream()) != Some(page.cursor())
        {
            let cursor = Change::SetCursor(page.stream(), page.cursor().clone());
            return Some(Tx::relaxed(vec![cursor]));
        }
        while let Some(page) = self.pages.pop_front() {
            if !page.follows(replica) {
                // What it goes on from went meanwhile (a sign-out, another tab): without it, it would leave a hole.
                self.poll_due = Millis(i64::MIN);
                continue;
            }
            if page.admits(replica) {
                self.waits_due = None;
            }
            return Some(pull::page(replica, page));
        }
        None
    }

    /// Counts what was sent since everything was last sent.
    fn count(&mut self, replica: &Replica) {
        let waiting = replica.waiting();
        if waiting == 0 {
            self.done = 0;
        } else {
            self.done += self.waiting.saturating_sub(waiting);
        }
        self.waiting = waiting;
    }

    /// A transaction that [`Engine::next`] wanted wasn't committed: what it came from is forgotten, with what was
    /// asked for ahead, and asked for again after a pause.
    pub fn store_failed(&mut self, now: Millis, random: u32) {
        self.flight = None;
        self.answer = None;
        self.instruments.clear();
        self.poll_due = Millis(i64::MIN);
        self.waits_due = None;
        self.pause(now, random);
    }

    /// How any commit of the device went, the engine's or not.
    pub(super) fn stored(&mut self, error: Option<&StoreError>) {
        self.store_full = error == Some(&StoreError::Full) && !planted(Mutant::FullUnsaid);
    }

    /// What ended a rest. A write or the network makes an early try sensible; a sign-in lifts what was
    /// refused for the lack of one.
    pub fn woken(&mut self, why: Wake) {
        match why {
            Wake::Timer | Wake::Tab | Wake::Stop => {}
            Wake::Write => self.retry.wake(),
            Wake::Online => self.try_all(),
            Wake::Asked => {
                if self.reading == Reading::SignedOut {
                    self.reading = Reading::Open;
                }
                self.unsigned = None;
                self.try_all();
            }
            Wake::SignedIn => {
                if let Some(leader) = &mut self.leader {
                    leader.reading = Reading::Open;
                    leader.unsigned = None;
                }
                self.reading = Reading::Open;
                self.unsigned = None;
                self.try_all();
            }
        }
    }

    fn try_all(&mut self) {
        self.retry.wake();
        self.poll_due = Millis(i64::MIN);
        self.waits_due = None;
        self.store_due = Millis(i64::MIN);
        self.uploads.wake();
    }

    /// A clock that was set back leaves every remembered moment far ahead: all of them are let go, or
    /// nothing would be sent until the clock is there again. What the server asked for is asked again.
    fn look_at_clock(&mut self, now: Millis) {
        if now < self.seen {
            self.try_all();
            self.retry.set_back();
            self.uploads.set_back();
        }
        self.seen = now;
    }

    /// What follows where even an answer without success tells of another database: a restored one, in which nobody is
    /// signed in yet, takes what it lost by its signature all the same.
    fn moved(&mut self, replica: &Replica) -> Option<Tx> {
        let epoch = self.epoch.take()?;
        let mut changes = Vec::new();
        if !push::returned(replica, epoch, &[], &mut changes) {
            return None;
        }
        self.answer = None;
        self.pages.clear();
        self.poll_due = Millis(i64::MIN);
        self.waits_due = None;
        Some(Tx::strict(changes))
    }

    /// Another tab syncs now: what was heard here may be old by the time this one syncs again.
    pub fn step_down(&mut self) {
        self.answer = None;
        self.epoch = None;
        self.pages.clear();
        self.outgoing.clear();
        self.poll_due = Millis(i64::MIN);
        self.sending = false;
    }

    /// This device can't sign.
    pub(super) fn cannot_sign(&mut self, why: &SignError) {
        self.unsigned = Some(match why {
            SignError::NoKey => Unsigned::Untaken,
            SignError::Failed(_) => Unsigned::BadKey,
        });
    }

    /// A refused file is sent again.
    pub(super) fn wanted_again(&mut self, file: &FileKey) {
        self.uploads.forget(file);
    }

    fn person(&self) -> PersonId {
        self.identity.person
    }
}
