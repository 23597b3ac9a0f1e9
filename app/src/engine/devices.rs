//! The devices that the person leads, as each last said how much waits on it; and the badge of the app's
//! icon, which says how much waits for the person.

use std::rc::Rc;

use leptos::prelude::*;
use model::id::{CycleId, DeviceId, OfficeId, PersonId};
use model::sync::held::{Emptied, badge, sort_devices};
use model::sync::store::{StoreError, meta};
use model::sync::{Identity, Replica};
use model::time::Millis;
use model::view::OpenConflict;
use model::wire::DeviceRow;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::session::{SessionError, ask, parse};
use super::works::works;
use super::{BrowserNode, Engine};
use crate::platform::{badge as icon, clock, local, sleep};

const DEVICES: &str = "/api/v1/devices";
/// How long changes are gathered before the badge is counted anew.
const GATHER_MS: i32 = 1_000;

/// What the server last said of devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// When, by this device's clock.
    pub at: Millis,
    /// The devices, as they are listed.
    pub rows: Vec<DeviceRow>,
}

/// Where localStorage keeps the office that a person chose to look at.
fn chosen_key(person: PersonId) -> String {
    format!("bukti.satker/{person}")
}

/// Where localStorage keeps the cycle that a person chose to look at.
fn cycle_key(person: PersonId) -> String {
    format!("bukti.siklus/{person}")
}

impl Engine {
    /// Tells no more of what another device said up to `until`, or tells it again.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn quiet(self, device: DeviceId, until: Option<Millis>) -> Result<(), StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        let until = until.map(|until| until.0.to_string()).unwrap_or_default();
        node.put_meta(&meta::quiet(device), &until).await
    }

    /// The devices, as the server last listed them (tracked); nothing before it was ever asked.
    #[must_use]
    pub fn devices(self) -> Option<Devices> {
        self.read(|device| serde_json::from_str(device.meta(meta::DEVICES)?).ok())
    }

    /// Asks the server for the devices, and keeps what it says.
    ///
    /// # Errors
    /// [`SessionError`]; what was known stays.
    pub async fn ask_devices(self) -> Result<(), SessionError> {
        let node = self.node().ok_or(SessionError::Nobody)?;
        let rows = device_rows(node.identity().person).await?;
        let at = clock::now();
        put(&node, meta::DEVICES, &Devices { at, rows }).await?;
        Ok(())
    }

    /// Takes note of an emptied store at the start, and asks what was lost.
    pub(super) async fn found_emptied(self, node: Rc<BrowserNode>) {
        // A store that is full already says so by itself.
        drop(node.found_emptied().await);
        self.ask_what_was_lost().await;
    }

    /// Asks what the server had heard of this device before its store was emptied, if that wasn't asked yet. Offline or
    /// without a session it is asked later.
    pub(super) async fn ask_what_was_lost(self) {
        let asks = |emptied: Emptied| !emptied.asked;
        if !self.peek(|device| device.emptied_once().is_some_and(asks)) {
            return;
        }
        let Some(node) = self.node() else { return };
        let Identity { person, device } = node.identity();
        let Ok(rows) = device_rows(person).await else {
            return;
        };
        let row = rows.into_iter().find(|row| row.device == device);
        // Not kept: it is asked again.
        drop(node.heard_of_emptied(row.and_then(|row| row.report)).await);
    }

    /// Whether the browser emptied this device's store since the person last looked (tracked).
    #[must_use]
    pub fn emptied(self) -> Option<Emptied> {
        self.read(Replica::emptied)
    }

    /// The person has read that the store was emptied.
    pub fn dismiss_emptied(self) {
        if let Some(node) = self.node() {
            spawn_local(async move { drop(node.dismiss_emptied().await) });
        }
    }

    /// Remembers on this device which office the person looks at.
    pub(super) fn remember_office(self, office: OfficeId) {
        if let Some(person) = untrack(|| self.person()) {
            // Where storage is refused the choice holds for this visit.
            local::set_text(&chosen_key(person), &office.to_string());
        }
    }

    /// The office that the person looked at last on this device.
    pub(super) fn last_office(person: PersonId) -> Option<OfficeId> {
        local::text(&chosen_key(person))?.parse().ok()
    }

    /// Remembers on this device which cycle the person looks at, while it is open: who has looked back finds the
    /// work of today at the next start.
    pub(super) fn remember_cycle(self, cycle: CycleId) {
        let open = self.peek(|device| device.directory().cycle(cycle).is_some_and(|c| c.open));
        if let Some(person) = untrack(|| self.person()).filter(|_| open) {
            local::set_text(&cycle_key(person), &cycle.to_string());
        }
    }

    /// The cycle that the person looked at last on this device, if it is still open.
    pub(super) fn last_cycle(self, person: PersonId) -> Option<CycleId> {
        let cycle = local::text(&cycle_key(person))?.parse().ok()?;
        let open = self.peek(|device| device.directory().cycle(cycle).is_some_and(|c| c.open));
        open.then_some(cycle)
    }

    /// Counts the badge in a moment, together with what changes until then.
    pub(super) fn badge_soon(self) {
        if self.0.badge.replace(true) {
            return;
        }
        spawn_local(async move {
            // It resolves; a timer has no error.
            drop(sleep(GATHER_MS).await);
            self.0.badge.set(false);
            let Some(node) = self.node() else {
                return;
            };
            let me = node.identity().person;
            let failed = self.0.hands.with_untracked(|hands| {
                let failed = hands.iter().filter(|hand| hand.trouble.is_some());
                failed.count()
            });
            let (open, count) = {
                let replica = node.replica();
                let open: Vec<OpenConflict> = replica.conflicts().collect();
                let own = open.iter().filter(|conflict| conflict.by.contains(&me));
                let own = own.count();
                (open, badge(node.line(), &replica, own + failed))
            };
            icon::set(&window().navigator(), count);
            let differing = open.into_iter().map(|conflict| conflict.record).collect();
            (works().await.keep_origins)(self, differing).await;
        });
    }
}

async fn device_rows(person: PersonId) -> Result<Vec<DeviceRow>, SessionError> {
    let response = ask::<()>("GET", DEVICES, Some(person), None).await?;
    let mut rows: Vec<DeviceRow> = parse(&response)?;
    sort_devices(&mut rows);
    Ok(rows)
}

/// Keeps a small value.
pub(super) async fn put<T: Serialize>(
    node: &BrowserNode,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    let text =
        serde_json::to_string(value).map_err(|error| StoreError::Other(error.to_string()))?;
    node.put_meta(name, &text).await
}
