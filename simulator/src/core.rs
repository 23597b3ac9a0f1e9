//! Time, chance, and what is yet to happen: the one clock, the one source of randomness and the one
//! queue of a run. Shared by devices and server; never used by two threads at once (the locks are there
//! because the server's futures must be `Send`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use model::time::Millis;

use crate::fault::{FAULTS, Fault};
use crate::law::{Breach, LAWS, Law};
use crate::rng::Rng;

/// Something that will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// A message reaches the server; its reply goes nowhere if `ghost`.
    Arrive { message: u64, ghost: bool },
    /// An answer, or the news that there is none, reaches the device.
    Reply { message: u64 },
    /// A device's process ends.
    Kill { db: usize, power: bool },
    /// A device's process starts.
    Start { db: usize },
    /// A person does something.
    Act { db: usize },
    /// A person signs in.
    SignIn { db: usize },
    /// What was lost with a store that was emptied is asked for.
    Ask { db: usize },
    /// The server ends.
    ServerDown { power: bool },
    /// The server starts.
    ServerUp,
    /// Chance looks at the world.
    Tick,
    /// Somebody who looks after the boards mends what a restore forgot.
    Mend,
}

enum What {
    Wake(Arc<Slot>),
    Do(Happening),
}

struct Item {
    at: i64,
    order: u64,
    what: What,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// A thing that a future waits for.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    done: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Slot {
    /// It came.
    pub(crate) fn fill(&self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(waker) = locked(&self.waker).take() {
            waker.wake();
        }
    }

    pub(crate) fn is_filled(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }
}

/// Waits for a slot.
pub(crate) struct Filled(pub(crate) Arc<Slot>);

impl Future for Filled {
    type Output = ();
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.is_filled() {
            return Poll::Ready(());
        }
        *locked(&self.0.waker) = Some(context.waker().clone());
        Poll::Pending
    }
}

/// What a run starts from.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) seed: u64,
    pub(crate) now: i64,
    /// Kinds of faults that never strike: for shrinking.
    pub(crate) without: Vec<Fault>,
    pub(crate) keep_lines: bool,
    /// Everything is checked after each step, not only what changed.
    pub(crate) thorough: bool,
}

struct Inner {
    now: i64,
    order: u64,
    queue: BinaryHeap<Reverse<Item>>,
    rng: Rng,
    rates: [u64; FAULTS],
    calm: bool,
    thorough: bool,
    fired: [u64; FAULTS],
    decided: [u64; LAWS],
    breach: Option<Breach>,
    lines: Option<Vec<String>>,
    hash: u64,
    events: u64,
}

/// See the module.
pub(crate) struct Core(Mutex<Inner>);

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}

/// Locks; nothing panics while it holds one.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    pub(crate) fn new(start: &Start) -> Arc<Self> {
        let mut rng = Rng::new(start.seed);
        let mut rates = [0; FAULTS];
        // Each seed has its own weather: some kinds don't strike at all, some often.
        for fault in Fault::ALL {
            let strength = [0, 1, 1, 2, 4][rng.place(5)];
            let struck = !start.without.contains(fault);
            rates[fault.place()] = fault.ppm() * strength * u64::from(struck);
        }
        Arc::new(Self(Mutex::new(Inner {
            now: start.now,
            order: 0,
            queue: BinaryHeap::new(),
            rng,
            rates,
            calm: false,
            thorough: start.thorough,
            fired: [0; FAULTS],
            decided: [0; LAWS],
            breach: None,
            lines: start.keep_lines.then(Vec::new),
            hash: 0xcbf2_9ce4_8422_2325,
            events: 0,
        })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        locked(&self.0)
    }

    pub(crate) fn now(&self) -> Millis {
        Millis(self.inner().now)
    }

    /// Draws from the source.
    pub(crate) fn draw<T>(&self, f: impl FnOnce(&mut Rng) -> T) -> T {
        f(&mut self.inner().rng)
    }

    /// Whether a fault strikes here; counted if it does.
    pub(crate) fn strikes(&self, fault: Fault) -> bool {
        let mut inner = self.inner();
        let drawn = inner.rng.below(1_000_000);
        let struck = !inner.calm && drawn < inner.rates[fault.place()];
        if struck {
            inner.fired[fault.place()] += 1;
            inner.note(|| format!("fault: {}", fault.word()));
        }
        struck
    }

    /// From now on nothing goes wrong any more.
    pub(crate) fn calm(&self) {
        let mut inner = self.inner();
        inner.calm = true;
        inner.note(|| "calm".to_owned());
    }

    /// Nothing goes wrong while this is on: a run's beginning.
    pub(crate) fn still(&self, still: bool) {
        self.inner().calm = still;
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.inner().calm
    }

    pub(crate) fn is_thorough(&self) -> bool {
        self.inner().thorough
    }

    /// Lets something happen in so many milliseconds.
    pub(crate) fn later(&self, delay_ms: i64, happening: Happening) {
        self.inner().put(delay_ms, What::Do(happening));
    }

    /// Fills a slot in so many milliseconds.
    pub(crate) fn fill_later(&self, delay_ms: i64, slot: &Arc<Slot>) {
        self.inner().put(delay_ms, What::Wake(Arc::clone(slot)));
    }

    /// Waits.
    pub(crate) fn wait(&self, delay_ms: i64) -> Filled {
        let slot = Arc::new(Slot::default());
        self.fill_later(delay_ms, &slot);
        Filled(slot)
    }

    /// Sometimes waits a little, so that others get their turn in between.
    pub(crate) async fn breathe(&self) {
        let wait = self.draw(|rng| rng.below(3).checked_sub(1).map(|_| rng.range(0, 6)));
        if let Some(wait) = wait {
            self.wait(wait).await;
        }
    }

    /// The next thing, at its time; `None` if it comes after `until`.
    pub(crate) fn next(&self, until: i64) -> Option<Option<Happening>> {
        let item = {
            let mut inner = self.inner();
            let due = inner.queue.peek().is_some_and(|item| item.0.at <= until);
            if !due {
                inner.now = inner.now.max(until);
                return None;
            }
            let item = inner.queue.pop()?.0;
            inner.now = inner.now.max(item.at);
            inner.events += 1;
            item
        };
        Some(match item.what {
            What::Wake(slot) => {
                slot.fill();
                None
            }
            What::Do(happening) => Some(happening),
        })
    }

    pub(crate) fn events(&self) -> u64 {
        self.inner().events
    }

    /// Says what happens; part of what two runs of a seed must have in common.
    pub(crate) fn note(&self, words: impl FnOnce() -> String) {
        self.inner().note(words);
    }

    /// Says something that only a trace tells.
    pub(crate) fn detail(&self, words: impl FnOnce() -> String) {
        let mut inner = self.inner();
        let passed = inner.now - crate::EPOCH_MS;
        if let Some(lines) = &mut inner.lines {
            lines.push(format!("{passed:>9}   {}", words()));
        }
    }

    /// An invariant had something to decide.
    pub(crate) fn decided(&self, law: Law) {
        self.inner().decided[law.place()] += 1;
    }

    /// An invariant is broken; the first one is told.
    pub(crate) fn breach(&self, law: Law, words: String) {
        let mut inner = self.inner();
        if inner.breach.is_none() {
            inner.note(|| format!("BROKEN {}: {words}", law.word()));
            inner.breach = Some(Breach { law, words });
        }
    }

    pub(crate) fn broken(&self) -> Option<Breach> {
        self.inner().breach.clone()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.inner().breach.is_some()
    }

    pub(crate) fn figures(&self) -> ([u64; FAULTS], [u64; LAWS], u64) {
        let inner = self.inner();
        (inner.fired, inner.decided, inner.hash)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.inner().lines.clone().unwrap_or_default()
    }
}

impl Inner {
    fn put(&mut self, delay_ms: i64, what: What) {
        self.order += 1;
        let at = self.now.saturating_add(delay_ms.max(0));
        let order = self.order;
        self.queue.push(Reverse(Item { at, order, what }));
    }

    fn note(&mut self, words: impl FnOnce() -> String) {
        let words = words();
        for byte in words.bytes().chain(self.now.to_be_bytes()) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
        if let Some(lines) = &mut self.lines {
            let passed = self.now - crate::EPOCH_MS;
            lines.push(format!("{:>9} {words}", passed));
        }
    }
}
