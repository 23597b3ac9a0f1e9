//! The start of the engine, and what keeps it awake.

use std::rc::Rc;

use leptos::prelude::*;
use model::sync::platform::{Platform as _, SignError, Wake};
use model::sync::store::StoreError;
use model::sync::{Identity, Node, SyncLine};
use wasm_bindgen_futures::spawn_local;

use super::senders::hear;
use super::works::works;
use super::{BrowserNode, Engine, State, Who};
use crate::platform::connection;
use crate::platform::local::Resident;
use crate::platform::{Browser, Heard, drawn, key, sleep};
use crate::start::tell;
use crate::store::{IdbStore, StoredKey, database_of};

/// How long after the start the photo worker is made.
const WARM_MS: i32 = 2_000;
/// How long after that the store is tidied: nothing else should be going on.
const QUIET_MS: i32 = 13_000;
/// How often a page that should go looks whether everything is kept, in milliseconds.
const LOOK_MS: i32 = 250;
/// After so many looks it asks.
const KEPT_SOON: usize = 60;

impl Engine {
    /// Finds out who was signed in and opens their store. Called once, by the root of the app.
    pub fn start(self) {
        self.listen_to_the_browser();
        // The quick memory is nearly always right: their store is opened while the other one is asked.
        let ahead = self.0.device.quick_seat().and_then(|seat| seat.resident);
        let ahead = ahead.map(|who| (who.person, IdbStore::open_ahead(&database_of(who.person))));
        spawn_local(async move {
            let seat = self.0.device.seat().await;
            let must_change = seat.as_ref().is_some_and(|seat| seat.must_change_password);
            let resident = seat.and_then(|seat| seat.resident);
            let store = match ahead {
                Some((person, store)) => store.await.ok().map(|opened| (person, opened)),
                None => None,
            };
            match (resident, store) {
                (Some(resident), Some((person, opened))) if resident.person == person => {
                    self.open_at_start(resident, must_change, opened).await;
                }
                (Some(resident), _) => {
                    let opened = IdbStore::open(&database_of(resident.person)).await;
                    self.open_at_start(resident, must_change, opened).await;
                }
                (None, _) => self.0.state.set(State::SignedOut),
            }
            (works().await.send_for_others)(self).await;
        });
    }

    async fn open_at_start(
        self,
        resident: Resident,
        must_change_password: bool,
        store: Result<IdbStore, StoreError>,
    ) {
        let seated = match store {
            Ok(store) => self.sit_down(resident, must_change_password, store).await,
            Err(error) => Err(error),
        };
        if let Err(error) = seated {
            self.0.state.set(State::Broken(error));
        }
    }

    /// Takes a person's store into use for everything and lets the loop run.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub(super) async fn sit_down(
        self,
        resident: Resident,
        must_change_password: bool,
        store: IdbStore,
    ) -> Result<Rc<BrowserNode>, StoreError> {
        let name = database_of(resident.person);
        let key = store.key().await?;
        // Whoever once had a password of their own had a key here.
        let emptied = matches!(key, StoredKey::Missing) && !must_change_password;
        let bad_key = matches!(key, StoredKey::Unreadable);
        store.on_given_up(move |why| self.0.state.set(State::Broken(why)));
        let person = resident.person;
        store.on_emptied(move || self.keep_anew_soon(person));
        let browser = Browser::new(&name, store, key);
        let identity = Identity {
            person: resident.person,
            device: resident.device,
        };
        let node = Node::open(browser, identity).await?;
        if emptied {
            node.cannot_sign(&SignError::NoKey);
        } else if bad_key {
            node.cannot_sign(&key::unreadable());
        }
        node.platform().tabs().working();
        self.hear_of(&node);
        if node.replica().waiting() > 0 {
            // A tab that died as it kept something told nobody: the one that syncs finds it in the store.
            node.platform().tabs().reload();
        }
        *self.0.node.borrow_mut() = Some(Rc::clone(&node));
        self.0.counted.forget();
        self.say_line(&node);
        self.0.chosen.set(Self::last_office(resident.person));
        self.0.cycle.set(self.last_cycle(resident.person));
        self.changed();
        self.0.state.set(State::Working(Who {
            person: resident.person,
            device: resident.device,
            name: resident.name,
            login: resident.login,
            must_change_password,
        }));
        let (looping, tidied) = (Rc::clone(&node), Rc::clone(&node));
        spawn_local(async move {
            // First the page is drawn: a slow line carries nothing else meanwhile. A timer has no error.
            drop(drawn().await);
            let works = works().await;
            // Before anything is read: else the device would say of itself that nothing waits here.
            if emptied {
                (works.emptied)(self, Rc::clone(&tidied)).await;
            }
            spawn_local((works.run)(looping));
            self.badge_soon();
            tell(
                "buktiDengar",
                &[tidied.identity().person.to_string().into()],
            );
            (works.tidy)(self, tidied).await;
        });
        Ok(node)
    }

    /// Follows what the node and the person's other tabs tell.
    fn hear_of(self, node: &Rc<BrowserNode>) {
        let weak = Rc::downgrade(node);
        node.subscribe(move |changed| {
            if changed.files {
                self.0.shown.look_again();
            }
            self.0.counted.changed(changed);
            let records = changed.all || !changed.records.is_empty() || changed.instruments;
            if records || changed.entries || changed.files || changed.meta {
                self.changed();
            }
            if let Some(node) = weak.upgrade() {
                self.say_line(&node);
            }
            self.badge_soon();
        });
        let weak = Rc::downgrade(node);
        node.platform()
            .tabs()
            .listen(move |heard| match hear(&weak, heard) {
                Some(Heard::SignedIn) => {
                    let node = weak.upgrade();
                    spawn_local(async move { self.signed_in_elsewhere(node).await });
                }
                Some(Heard::SignedOut) => {
                    // Nothing is read any more while this page goes.
                    weak.upgrade().inspect(|node| node.stop());
                    spawn_local(async move { self.leave_once_kept().await });
                }
                _ => {}
            });
    }

    /// The person signed out in another tab: this page goes as soon as nothing is in memory only. After a while it asks,
    /// as the browser does, whether to lose that; whoever stays leaves once it is kept.
    async fn leave_once_kept(self) {
        let holds = || untrack(|| self.in_memory()) > 0;
        for asks_after in [KEPT_SOON, usize::MAX] {
            let mut looks = 0;
            while holds() && looks < asks_after {
                looks += 1;
                // It resolves; a timer has no error.
                drop(sleep(LOOK_MS).await);
            }
            leave_for("/masuk");
        }
    }

    /// The person signed in in another tab, or changed their first password there.
    async fn signed_in_elsewhere(self, node: Option<Rc<BrowserNode>>) {
        let Some(node) = node else { return };
        // Without it what this tab signs with stays as it was, and the line says so.
        drop(node.platform().renew_key().await);
        if let (Some(seat), State::Working(who)) =
            (self.0.device.seat().await, self.0.state.get_untracked())
            && who.must_change_password
            && !seat.must_change_password
        {
            self.0.state.set(State::Working(Who {
                must_change_password: false,
                ..who
            }));
        }
        node.platform().wake(Wake::SignedIn);
    }

    fn say_line(self, node: &BrowserNode) {
        let (line, wants_sign_in) = (node.line(), node.wants_sign_in());
        if self.0.line.get_untracked() != line {
            self.0.line.set(line);
        }
        if self.0.wants_sign_in.get_untracked() != wants_sign_in {
            self.0.wants_sign_in.set(wants_sign_in);
        }
        let state = self.0.state.get_untracked();
        match (line, state) {
            (SyncLine::OtherPerson, State::Working(who)) => self.0.state.set(State::Locked(who)),
            (other, State::Locked(who)) if other != SyncLine::OtherPerson => {
                self.0.state.set(State::Working(who));
            }
            _ => {}
        }
    }

    /// Wakes the loop when the browser says that a try makes sense.
    fn listen_to_the_browser(self) {
        for event in ["online", "pageshow", "bukti:bangun", "focus"] {
            drop(window_event_listener_untyped(event, move |_| {
                self.wake_all(Wake::Online);
                spawn_local(async move { (works().await.ask_what_was_lost)(self).await });
            }));
        }
        connection::on_change(move || self.wake_all(Wake::Online));
        // Words only: the sync line says whether the device believes to be connected.
        drop(window_event_listener_untyped("offline", move |_| {
            if let Some(node) = self.node() {
                self.say_line(&node);
            }
        }));
        let on_visible = wasm_bindgen::prelude::Closure::<dyn FnMut()>::new(move || {
            self.wake_all(Wake::Online);
        });
        use wasm_bindgen::JsCast as _;
        let function = on_visible.as_ref().unchecked_ref();
        // It fails for no event name that exists; without it the timer wakes the loop.
        drop(document().add_event_listener_with_callback("visibilitychange", function));
        on_visible.forget();
    }

    pub(super) fn wake_all(self, why: Wake) {
        if let Some(node) = self.node() {
            node.platform().wake(why);
            self.say_line(&node);
        }
        for (_, node) in &*self.0.senders.borrow() {
            node.platform().wake(why);
        }
    }

    /// In a quiet moment: folds segments, writes the reserve, sweeps what was captured and never named.
    pub(super) async fn tidy(self, node: Rc<BrowserNode>) {
        // Both resolve; a timer has no error.
        drop(sleep(WARM_MS).await);
        self.0.worker.warm();
        drop(sleep(QUIET_MS).await);
        if !node.platform().tabs().leads() {
            return;
        }
        let store = node.platform().store().clone();
        // Neither is needed for anything that was said to be kept: the next start tries again.
        drop(store.fold().await);
        drop(store.keep_reserve().await);
        self.badge_soon();
        self.sweep(&node).await;
    }
}

/// Leaves for another address with a fresh page: nothing of the person stays in memory.
pub(super) fn leave_for(address: &str) {
    // It fails for no address of our own.
    drop(window().location().assign(address));
}
