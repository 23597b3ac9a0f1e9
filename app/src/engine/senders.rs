//! Whose work still waits on this device while they aren't signed in: it is sent all the same.

use std::rc::{Rc, Weak};

use leptos::prelude::*;
use model::id::PersonId;
use model::sync::line::LeftAlone;
use model::sync::store::StoreError;
use model::sync::{Identity, Node, SyncLine};
use wasm_bindgen_futures::spawn_local;

use super::works::works;
use super::{BrowserNode, Engine};
use crate::platform::local::Resident;
use crate::platform::{Browser, Heard, sleep};
use crate::store::{IdbStore, database_of};

/// How long after a failure it is tried again to keep what an emptied store held, in milliseconds.
const KEEP_ANEW_MS: i32 = 5_000;

/// A person whose work still waits on this device while somebody else, or nobody, is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// What people call them.
    pub name: String,
    /// Ops and files that haven't reached the server.
    pub waiting: usize,
    /// What their sync line says: for what it waits.
    pub line: SyncLine,
    /// What it takes for it to go.
    pub left: LeftAlone,
}

/// A node that only sends, and whose work it is.
pub(super) type Sender = (Resident, Rc<BrowserNode>);

/// What every node does with what the person's other tabs tell; what it leaves to its owner.
pub(super) fn hear(node: &Weak<BrowserNode>, heard: Heard) -> Option<Heard> {
    let node = node.upgrade()?;
    match heard {
        Heard::Committed(told, as_leader) => {
            spawn_local(async move { (works().await.learn)(node, told, as_leader).await });
        }
        // What can't be read now is read at the next change or start.
        Heard::Reload => spawn_local(async move { drop((works().await.refresh)(node).await) }),
        Heard::Stands(told) => {
            spawn_local(async move { (works().await.follow)(&node, &told) });
        }
        other => return Some(other),
    }
    None
}

impl Engine {
    /// People whose work still waits here while they aren't signed in (tracked).
    #[must_use]
    pub fn waiters(self) -> Vec<Waiter> {
        self.0.version.track();
        let senders = self.0.senders.borrow();
        let waiting = |(resident, node): &Sender| {
            let (line, replica) = (node.line(), node.replica());
            Waiter {
                name: resident.name.clone(),
                waiting: replica.waiting(),
                line,
                left: LeftAlone::of(line, &replica),
            }
        };
        let all = senders.iter().map(waiting);
        all.filter(|waiter| waiter.waiting > 0).collect()
    }

    /// Opens, only to send, the databases of people who aren't signed in and whose work waits.
    pub(super) async fn send_for_others(self) {
        let here = untrack(|| self.person());
        for resident in self.0.device.residents().await {
            if self.is_sending_for(resident.person) || Some(resident.person) == here {
                continue;
            }
            // One that can't be opened now is tried at the next start; nothing of it is lost.
            if let Ok(Some(node)) = self.sender(&resident).await {
                self.0.senders.borrow_mut().push((resident, node));
                self.changed();
            }
        }
    }

    fn is_sending_for(self, person: PersonId) -> bool {
        let senders = self.0.senders.borrow();
        senders.iter().any(|(known, _)| known.person == person)
    }

    async fn sender(self, resident: &Resident) -> Result<Option<Rc<BrowserNode>>, StoreError> {
        let name = database_of(resident.person);
        let store = IdbStore::open(&name).await?;
        let key = store.key().await?;
        let identity = Identity {
            person: resident.person,
            device: resident.device,
        };
        let person = resident.person;
        store.on_emptied(move || self.keep_anew_soon(person));
        let node = Node::open_sender(Browser::new(&name, store, key), identity).await?;
        if node.replica().waiting() == 0 {
            node.platform().tabs().leave();
            return Ok(None);
        }
        let weak = Rc::downgrade(&node);
        node.subscribe(move |_| {
            self.changed();
            // All is sent: nobody else's turn is taken any longer.
            if weak
                .upgrade()
                .is_some_and(|node| node.replica().waiting() == 0)
            {
                spawn_local(async move { self.stop_sending_for(person) });
            }
        });
        let weak = Rc::downgrade(&node);
        node.platform().tabs().listen(move |heard| {
            if let Some(Heard::Working) = hear(&weak, heard) {
                spawn_local(async move { self.stop_sending_for(person) });
            }
        });
        let looping = Rc::clone(&node);
        spawn_local(async move { (works().await.run)(looping).await });
        Ok(Some(node))
    }

    pub(super) fn stop_sending_for(self, person: PersonId) {
        self.0.senders.borrow_mut().retain(|(known, node)| {
            if known.person == person {
                node.stop();
                node.platform().tabs().leave();
            }
            known.person != person
        });
    }

    /// The browser emptied a person's store under the open tab.
    pub(super) fn keep_anew_soon(self, person: PersonId) {
        spawn_local(async move { (works().await.keep_anew)(self, person).await });
    }

    /// What memory has of a person's store, which the browser emptied, is kept anew, with whose databases lie here and
    /// with what the person signs: a fresh page then finds all of it. Until that is done the sync line says that it is in
    /// memory only.
    pub(super) async fn keep_anew(self, person: PersonId) {
        self.hold(1);
        while let Err(error) = self.try_keep_anew(person).await {
            leptos::logging::warn!("What the emptied store held isn't kept anew yet: {error}");
            // It resolves; a timer has no error.
            drop(sleep(KEEP_ANEW_MS).await);
        }
        self.hold(-1);
    }

    async fn try_keep_anew(self, person: PersonId) -> Result<(), StoreError> {
        let senders = self.0.senders.borrow().clone();
        let sends = senders.iter().find(|(known, _)| known.person == person);
        let own = self.node().filter(|node| node.identity().person == person);
        // Nobody works or sends for them here any more: their store is opened when it is needed.
        let Some(node) = own.or(sends.map(|(_, node)| Rc::clone(node))) else {
            return Ok(());
        };
        // What was stated first: the rest can be had again.
        node.keep_anew().await?;
        node.platform().keep_key().await?;
        let others = senders.into_iter().map(|(resident, _)| resident);
        let who = untrack(|| self.who());
        let must_change = who.as_ref().is_some_and(|who| who.must_change_password);
        let seat = who.map(|who| who.resident());
        self.0
            .device
            .remember_beside(seat, must_change, others.collect())
            .await
    }
}
