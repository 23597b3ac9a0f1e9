//! The node: replica, engine and platform put together, and the loop that carries out what the engine
//! wants. The very same code runs in the browser, in tests and in the simulator.

mod act;
mod anew;
mod capture;
mod submit;
mod tabs;

use crate::table::KeySet;
use std::cell::{Cell, Ref, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

pub use act::ActError;
pub use capture::CaptureError;
pub use submit::{Attached, Check, SubmitError};

use crate::id::{DeviceId, PersonId, Randomness};
use crate::mutant::{Mutant, planted};
use crate::sync::engine::{Engine, Fill, Next, SignIn, Standing, Surroundings, Trouble, Want};
use crate::sync::gate::Gate;
use crate::sync::line::{SyncLine, line};
use crate::sync::platform::{NetError, Platform, Response, SignError, Wake};
use crate::sync::replica::{Changed, Replica};
use crate::sync::store::{Change, DeviceStore, FileState, LocalFile, StoreError, Tx, meta};
use crate::wire::Cursor;

/// Who speaks from this database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The person whose database it is.
    pub person: PersonId,
    /// Their device.
    pub device: DeviceId,
}

/// Names a subscription, for [`Node::unsubscribe`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription(u64);

type Listener = Rc<dyn Fn(&Changed)>;

/// A person's device.
pub struct Node<P: Platform> {
    platform: P,
    identity: Identity,
    replica: RefCell<Replica>,
    engine: RefCell<Engine>,
    gate: Gate,
    /// The next op's sequence: drawn at once, so that two submits never share one.
    sequence: Cell<u64>,
    /// Asked in the place of the rules, where a test wants another one.
    check: Option<Check>,
    listeners: RefCell<Vec<(u64, Listener)>>,
    subscriptions: Cell<u64>,
    /// The sync line and for what a sign-in is wanted, as the listeners know.
    told: Cell<Option<(SyncLine, Option<SignIn>)>>,
    /// What the person's other tabs know of this one, while it syncs.
    announced: RefCell<Option<Standing>>,
    /// Another tab synced: one that dies as it commits tells nobody, so the store is read before this one goes on.
    followed: Cell<bool>,
    stopped: Cell<bool>,
}

/// Randomness of the platform.
pub(super) struct Random<'a, P>(&'a P);

impl<P: Platform> Randomness for Random<'_, P> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }
}

impl<P: Platform> Node<P> {
    /// Opens a person's database for everything: writing, sending and reading.
    ///
    /// # Errors
    /// Whatever the store meets; nothing was changed then.
    pub async fn open(platform: P, identity: Identity) -> Result<Rc<Self>, StoreError> {
        Self::open_with_engine(platform, Engine::new(identity)).await
    }

    /// Opens the database of a person who isn't signed in, only to send what waits in it.
    ///
    /// # Errors
    /// As [`Node::open`].
    pub async fn open_sender(platform: P, identity: Identity) -> Result<Rc<Self>, StoreError> {
        Self::open_with_engine(platform, Engine::sender(identity)).await
    }

    /// Opens with an engine of either sort.
    ///
    /// # Errors
    /// As [`Node::open`].
    pub async fn open_with_engine(platform: P, engine: Engine) -> Result<Rc<Self>, StoreError> {
        Self::open_with(platform, engine, None).await
    }

    /// Opens with an engine and a check of one's own (tests, the simulator).
    ///
    /// # Errors
    /// As [`Node::open`].
    pub async fn open_with(
        platform: P,
        engine: Engine,
        check: Option<Check>,
    ) -> Result<Rc<Self>, StoreError> {
        let loaded = platform.store().load().await?;
        // Damaged values that the server has are pulled again: their streams from nothing. Until then, which
        // may be days without a signal, what can be read of them stays; only nothing is summed. No server
        // takes the empty cursor, so its first page says that everything before it goes.
        let streams: KeySet<_> = loaded.damaged.iter().filter_map(|d| d.pullable).collect();
        let mut replica = Replica::new(loaded);
        if !streams.is_empty() {
            let read_anew = |stream| {
                [
                    Change::SetCursor(stream, Cursor(String::new())),
                    Change::PutMeta(meta::caught_up(stream), String::new()),
                ]
            };
            let tx = Tx::strict(streams.into_iter().flat_map(read_anew).collect());
            platform.store().commit(&tx).await?;
            replica.apply(&tx);
        }
        Ok(Rc::new(Self {
            identity: engine.identity(),
            sequence: Cell::new(replica.next_sequence()),
            platform,
            replica: RefCell::new(replica),
            engine: RefCell::new(engine),
            gate: Gate::default(),
            check,
            listeners: RefCell::default(),
            subscriptions: Cell::new(0),
            told: Cell::new(None),
            announced: RefCell::default(),
            followed: Cell::new(false),
            stopped: Cell::new(false),
        }))
    }

    /// The machine that it runs on.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// Who speaks.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// What the device holds, to be read at once: never keep it across an await.
    pub fn replica(&self) -> Ref<'_, Replica> {
        self.replica.borrow()
    }

    /// There is no key that signs: nothing is sent until the person signs in, and the line says so.
    pub fn cannot_sign(&self, why: &SignError) {
        self.engine.borrow_mut().cannot_sign(why);
    }

    /// What the sync line says now.
    pub fn line(&self) -> SyncLine {
        let (engine, replica) = (self.engine.borrow(), self.replica.borrow());
        let platform = &self.platform;
        line(
            &engine.standing(),
            &replica,
            platform.online(),
            platform.metered(),
        )
    }

    /// The file that is being sent, if any is.
    pub fn under_way(&self) -> Option<LocalFile> {
        let key = self.engine.borrow().standing().under_way?;
        let file = self.replica.borrow().file(&key).cloned();
        file.filter(|file| file.state == FileState::Local)
    }

    /// What stands in the way of files, as far as their last request showed.
    pub fn file_trouble(&self) -> Option<Trouble> {
        self.engine.borrow().standing().file_trouble
    }

    /// What would go on if the person signed in ([`Standing::wants_sign_in`]).
    pub fn wants_sign_in(&self) -> Option<SignIn> {
        let hidden = planted(Mutant::SignInHidden) && self.replica.borrow().is_emptied();
        let wanted = self.engine.borrow().standing().wants_sign_in();
        wanted.filter(|_| !hidden)
    }

    /// Calls `listener` after every change of what the device holds or of the sync line. It may read
    /// the node; it may not await.
    pub fn subscribe(&self, listener: impl Fn(&Changed) + 'static) -> Subscription {
        let id = self.subscriptions.get() + 1;
        self.subscriptions.set(id);
        self.listeners.borrow_mut().push((id, Rc::new(listener)));
        Subscription(id)
    }

    /// Ends a subscription.
    pub fn unsubscribe(&self, subscription: Subscription) {
        self.listeners
            .borrow_mut()
            .retain(|(id, _)| *id != subscription.0);
    }

    fn tell(&self, changed: &Changed) {
        let listeners: Vec<Listener> = self
            .listeners
            .borrow()
            .iter()
            .map(|(_, listener)| Rc::clone(listener))
            .collect();
        for listener in listeners {
            listener(changed);
        }
    }

    /// Tells the listeners if the sync line changed, or for what a sign-in is wanted; and the person's other tabs
    /// what this one knows, if it syncs.
    fn tell_line(&self) {
        if self.platform.may_sync() {
            let standing = self.engine.borrow().standing();
            if self.announced.borrow().as_ref() != Some(&standing) {
                self.platform.announce_standing(&standing);
                self.announced.replace(Some(standing));
            }
        }
        let now = (self.line(), self.wants_sign_in());
        if self.told.replace(Some(now)) != Some(now) {
            self.tell(&Changed {
                status: true,
                ..Changed::default()
            });
        }
    }

    /// Commits, takes in, tells. The caller holds the gate.
    async fn commit(&self, tx: Tx) -> Result<(), StoreError> {
        let outcome = self.platform.store().commit(&tx).await;
        self.engine.borrow_mut().stored(outcome.as_ref().err());
        if outcome.is_ok() {
            let changed = self.replica.borrow_mut().apply(&tx);
            self.platform.announce(&tx);
            self.tell(&changed);
        }
        self.tell_line();
        outcome
    }

    /// The loop: for ever, until [`Node::stop`]. It carries out what the engine wants, one thing after
    /// the other, and rests when there is nothing to do.
    pub async fn run(&self) {
        while !self.stopped.get() {
            self.step().await;
        }
    }

    /// One round of the loop; rests if there is nothing to do.
    async fn step(&self) {
        if !self.platform.may_sync() {
            self.engine.borrow_mut().step_down();
            self.announced.take();
            self.followed.set(true);
            let why = self.platform.sleep_or_wake(None).await;
            return self.engine.borrow_mut().woken(why);
        }
        if self.followed.take() && self.refresh().await.is_err() {
            // It is read at the next round; what is known meanwhile is sent.
            self.followed.set(true);
        }
        let pass = self.gate.enter().await;
        let surroundings = Surroundings {
            now: self.platform.now(),
            visible: self.platform.visible(),
            metered: self.platform.metered(),
        };
        let next = self
            .engine
            .borrow_mut()
            .next(&self.replica.borrow(), surroundings);
        match next {
            // The gate is held from the moment at which a transaction is computed.
            Next::Commit(tx) => {
                let ahead = self.engine.borrow_mut().ahead(&self.replica.borrow(), &tx);
                let stored = async {
                    let _pass = pass;
                    self.take_in(tx).await;
                };
                match ahead {
                    None => stored.await,
                    Some(want) => {
                        let ((), outcome) = both(stored, self.carry_out(want)).await;
                        self.hear(outcome);
                    }
                }
            }
            Next::Send(want) => {
                drop(pass);
                self.tell_line();
                let outcome = self.carry_out(want).await;
                self.hear(outcome);
            }
            Next::Rest(until) => {
                drop(pass);
                self.tell_line();
                let why = self.platform.sleep_or_wake(until).await;
                self.engine.borrow_mut().woken(why);
            }
        }
    }

    /// Commits what the engine wants committed. The caller holds the gate.
    async fn take_in(&self, tx: Tx) {
        if self.commit(tx).await.is_err() {
            let (now, random) = (self.platform.now(), self.number());
            self.engine.borrow_mut().store_failed(now, random);
        }
    }

    /// Tells the engine how a request went.
    fn hear(&self, outcome: Result<Response, Unsent>) {
        let (now, random) = (self.platform.now(), self.number());
        self.engine.borrow_mut().heard(outcome, now, random);
        self.tell_line();
    }

    fn number(&self) -> u32 {
        let mut random = [0_u8; 4];
        self.platform.random(&mut random);
        u32::from_be_bytes(random)
    }

    async fn carry_out(&self, want: Want) -> Result<Response, Unsent> {
        let Want { mut request, fill } = want;
        match fill {
            Fill::Nothing => {}
            Fill::Signature(header) => {
                let signature = self.platform.sign(&header).await.map_err(Unsent::Sign)?;
                crate::sync::http::put_signature(&mut request, &signature);
            }
            Fill::Chunk {
                capture,
                index,
                from,
                len,
            } => {
                if planted(Mutant::WholeFileRead) {
                    for other in 0..index + 2 {
                        let chunk = self.platform.store().chunk(capture, other).await;
                        drop(chunk.map_err(Unsent::Store)?);
                    }
                }
                let chunk = self.platform.store().chunk(capture, index).await;
                let bytes = chunk.map_err(Unsent::Store)?.ok_or(Unsent::Missing)?;
                let piece = bytes.get(from..from + len).ok_or(Unsent::Missing)?;
                request.body = piece.to_vec();
            }
        }
        self.platform.request(request).await.map_err(Unsent::Net)
    }

    /// Ends the loop after what it is doing now.
    pub fn stop(&self) {
        self.stopped.set(true);
        self.platform.wake(Wake::Stop);
    }

    fn draw_from_replica(&self) {
        let next = self.replica.borrow().next_sequence();
        self.sequence.set(self.sequence.get().max(next));
    }
}

/// Carries out two things at the same time.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|cx| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(cx)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(cx)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (one, other) => {
                (first, second) = (one, other);
                Poll::Pending
            }
        }
    })
    .await
}

/// Why a want wasn't carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// No answer came; the server may or may not have done it.
    Net(NetError),
    /// It couldn't be signed.
    Sign(SignError),
    /// The bytes couldn't be read.
    Store(StoreError),
    /// The bytes aren't on this device.
    Missing,
}
