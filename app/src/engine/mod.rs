//! The engine: opens the store of the signed-in person, runs the sync loop, and is the one way by which
//! pages read and state things. It belongs to the root of the app, never to a page: what it was asked to
//! do is done even if the page that asked is gone.
//!
//! ```ignore
//! let engine = use_engine();
//! // Reading: tracked, so a closure that reads draws anew when something changed.
//! let title = move || engine.read(|device| device.record(id).and_then(|r| r.text("judul")).map(str::to_owned));
//! // Stating: command -> draft -> engine. The toast and its undo come from the engine.
//! engine.submit(vec![draft], Said::undoable(t.butir().saved, move |device| undo_drafts(device)));
//! ```
//!
//! | to know or do | call |
//! |---|---|
//! | who is here | [`Engine::state`], [`Engine::who`], [`Engine::person`] |
//! | which office and cycle is looked at | [`Engine::office`], [`Engine::cycle`], [`Engine::offices`], [`Engine::cycles`], [`Engine::look_at`], [`Engine::look_at_cycle`] |
//! | what the device holds | [`Engine::read`] (tracked), [`Engine::read_after`] (tracked, once the screen has changed), [`Engine::peek`] (untracked), [`Engine::worksheet`] |
//! | scores | [`Engine::standings`] |
//! | state facts | [`Engine::submit`], [`Engine::state_now`] (awaits the disk) |
//! | bytes first, then the fact | [`Engine::capture`], progress in [`Engine::hands`] |
//! | show bytes | [`Engine::thumb`], [`Engine::open_file`] |
//! | sync | [`Engine::line`], [`Engine::send_now`], [`Engine::retry`], [`Engine::discard`], [`Engine::export`] |
//! | devices | [`Engine::devices`], [`Engine::ask_devices`], [`Engine::origins`], [`Engine::emptied`] |
//! | the session | [`Engine::sign_in`], [`Engine::sign_out`], [`Engine::change_password`], [`Engine::waiters`] |
//! | room | [`Replica::room`], [`Engine::free`] |

mod capture;
mod device;
mod devices;
mod files;
mod look;
mod origins;
mod senders;
mod session;
mod show;
mod start;
mod submit;
mod sweep;
mod worker;
mod works;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use model::id::{CycleId, DeviceId, OfficeId, PersonId, RecordId};
use model::score::Standings;
use model::sync::engine::{SignIn, Trouble};
use model::sync::node::SubmitError;
use model::sync::store::{LocalFile, StoreError};
use model::sync::{Counted, Node, Reach, Replica, SyncLine};
use model::table::KeySet;
use model::time::{Date, Millis};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

pub use capture::{Captured, Hand, HandTrouble, Order};
pub use devices::Devices;
pub use files::{Freed, OpenError};
pub use senders::Waiter;
pub use session::SessionError;
pub use submit::Said;

use crate::platform::local::Resident;
use crate::platform::{Browser, clock, drawn};
use crate::ui::Toasts;

/// Who is at work in this tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The person.
    pub person: PersonId,
    /// Their device: this browser.
    pub device: DeviceId,
    /// What people call them.
    pub name: String,
    /// What they sign in with; empty where it isn't known.
    pub login: String,
    /// The first password must be changed before anything else (online).
    pub must_change_password: bool,
}

impl Who {
    /// As the device remembers them.
    fn resident(&self) -> Resident {
        Resident {
            person: self.person,
            device: self.device,
            name: self.name.clone(),
            login: self.login.clone(),
        }
    }
}

/// What the app can be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Looking who was signed in, opening their store. Show the skeleton.
    Starting,
    /// Nobody is signed in here: show sign-in.
    SignedOut,
    /// A person is at work; online or not doesn't matter.
    Working(Who),
    /// The browser's session has become another person's: the tab locks. Load anew or sign in.
    Locked(Who),
    /// The store can't be opened, or not any more: say why and what to do.
    Broken(StoreError),
}

/// A node on this browser.
pub type BrowserNode = Node<Browser>;

/// The engine's handle: copy it wherever it is needed.
#[derive(Clone, Copy)]
pub struct Engine(&'static SendWrapper<Inner>);

struct Inner {
    state: ArcRwSignal<State>,
    /// Goes up with every change of what the device holds.
    version: ArcRwSignal<u64>,
    /// The same, once what changed first is on the screen.
    painted: ArcRwSignal<u64>,
    /// The screen is waited for.
    painting: Cell<bool>,
    line: ArcRwSignal<SyncLine>,
    wants_sign_in: ArcRwSignal<Option<SignIn>>,
    /// The office that the person chose to look at, where they may see several.
    chosen: ArcRwSignal<Option<OfficeId>>,
    /// The cycle that the person chose to look at.
    cycle: ArcRwSignal<Option<CycleId>>,
    office: OnceCell<ArcMemo<Option<OfficeId>>>,
    hands: ArcRwSignal<Vec<Hand>>,
    standings: OnceCell<ArcMemo<Option<Arc<Standings>>>>,
    counted: Counted,
    toasts: Toasts,
    failure: ArcRwSignal<Option<SubmitError>>,
    in_memory: ArcRwSignal<usize>,
    node: RefCell<Option<Rc<BrowserNode>>>,
    /// What is read before a store is open: nothing.
    nothing: Replica,
    shown: show::Shown,
    worker: worker::Line,
    device: device::Device,
    /// Nodes that only send, for people who aren't signed in and whose work still waits here.
    senders: RefCell<Vec<senders::Sender>>,
    /// The badge is to be counted anew.
    badge: Cell<bool>,
    /// Records, at their numbers, of which it was asked on which devices their ops were made.
    origins: RefCell<KeySet<(RecordId, u64)>>,
    /// Files that couldn't be kept, for another try.
    failed: RefCell<HashMap<u64, capture::Piece>>,
}

/// The engine of this page. It starts with the first call.
#[must_use]
pub fn use_engine() -> Engine {
    thread_local! {
        static ENGINE: OnceCell<Engine> = const { OnceCell::new() };
    }
    ENGINE.with(|engine| *engine.get_or_init(Engine::new))
}

impl Engine {
    /// One for each page load; it lives as long as the page, so it is never taken down.
    fn new() -> Self {
        let inner = Inner {
            state: ArcRwSignal::new(State::Starting),
            version: ArcRwSignal::new(0),
            painted: ArcRwSignal::new(0),
            painting: Cell::default(),
            wants_sign_in: ArcRwSignal::new(None),
            line: ArcRwSignal::new(SyncLine::AllSent {
                at: None,
                reach: Reach::Open,
            }),
            chosen: ArcRwSignal::new(None),
            cycle: ArcRwSignal::new(None),
            office: OnceCell::new(),
            hands: ArcRwSignal::default(),
            standings: OnceCell::new(),
            counted: Counted::default(),
            toasts: Toasts::default(),
            failure: ArcRwSignal::new(None),
            in_memory: ArcRwSignal::default(),
            node: RefCell::default(),
            nothing: Replica::default(),
            shown: show::Shown::default(),
            worker: worker::Line::default(),
            device: device::Device,
            senders: RefCell::default(),
            badge: Cell::default(),
            origins: RefCell::default(),
            failed: RefCell::default(),
        };
        Self(Box::leak(Box::new(SendWrapper::new(inner))))
    }

    /// What the app is at (tracked).
    #[must_use]
    pub fn state(self) -> State {
        self.0.state.get()
    }

    /// Who is at work, also in a locked tab (tracked).
    #[must_use]
    pub fn who(self) -> Option<Who> {
        match self.0.state.get() {
            State::Working(who) | State::Locked(who) => Some(who),
            State::Starting | State::SignedOut | State::Broken(_) => None,
        }
    }

    /// The person at work (tracked).
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        self.who().map(|who| who.person)
    }

    /// Reads what the device holds, and draws anew when it changes. Before a store is open there is
    /// nothing. Read what you need and give back owned values; never state anything inside.
    pub fn read<T>(self, look: impl FnOnce(&Replica) -> T) -> T {
        self.0.version.track();
        self.peek(look)
    }

    /// The same for what nobody waits for: it is drawn anew once whatever else changed is on the screen.
    pub fn read_after<T>(self, look: impl FnOnce(&Replica) -> T) -> T {
        self.0.painted.track();
        self.peek(look)
    }

    /// Reads without being called again.
    pub fn peek<T>(self, look: impl FnOnce(&Replica) -> T) -> T {
        let node = self.node();
        match node.as_ref().map(|node| node.replica()) {
            Some(replica) => look(&replica),
            None => look(&self.0.nothing),
        }
    }

    /// What the sync line says (tracked).
    #[must_use]
    pub fn line(self) -> SyncLine {
        self.0.line.get()
    }

    /// The file that is being sent, if any is (tracked).
    #[must_use]
    pub fn under_way(self) -> Option<LocalFile> {
        self.0.version.track();
        self.node()?.under_way()
    }

    /// What stands in the way of files that wait, if the last try met something (tracked).
    #[must_use]
    pub fn file_trouble(self) -> Option<Trouble> {
        self.0.version.track();
        self.0.line.track();
        self.node()?.file_trouble()
    }

    /// What would go on if the person signed in (tracked), whatever the sync line says first.
    #[must_use]
    pub fn wants_sign_in(self) -> Option<SignIn> {
        self.0.wants_sign_in.get()
    }

    /// This device's clock.
    #[must_use]
    pub fn now(self) -> Millis {
        clock::now()
    }

    /// The date in the office that is looked at.
    #[must_use]
    pub fn today(self) -> Date {
        let office = self.office();
        let zone = self.read(|device| {
            let office = office.and_then(|office| device.directory().office(office));
            office.map(|office| office.zone).unwrap_or_default()
        });
        zone.date(clock::now())
    }

    /// Something that the device holds has changed.
    fn changed(self) {
        self.0.version.update(|version| *version += 1);
        if self.0.painting.replace(true) {
            return;
        }
        spawn_local(async move {
            // It resolves; a timer has no error.
            drop(drawn().await);
            self.0.painting.set(false);
            self.0.painted.update(|painted| *painted += 1);
        });
    }

    fn node(self) -> Option<Rc<BrowserNode>> {
        self.0.node.borrow().clone()
    }
}
