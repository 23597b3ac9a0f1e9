//! What the device remembers of its people: who is signed in, and whose databases lie here. It lies in
//! localStorage, where it is read at once, and in the device's own database, where a killed browser
//! doesn't lose it; the newer copy holds.

use model::id::{DeviceId, PersonId};
use model::sync::store::{Change, DeviceStore as _, StoreError, Tx};

use crate::admin::rekap::ROLL_UP;
use crate::platform::local::{self, RESIDENTS, Resident, SEAT, Seat};
use crate::platform::{clock, random};
use crate::store::{DEVICE_DATABASE, IdbStore};

/// The device's memory of its people. Its database is open only while it is used: a browser that met a
/// full disk takes nothing more until every database of ours was closed.
pub struct Device;

impl Device {
    /// Who is signed in, by the copy that is read at once: a killed browser may have lost its newest.
    pub fn quick_seat(&self) -> Option<Seat> {
        local::value(SEAT)
    }

    /// Who is signed in; the newer of both copies.
    pub async fn seat(&self) -> Option<Seat> {
        let quick = self.quick_seat();
        let durable: Option<Seat> = self.durable(SEAT).await;
        match (quick, durable) {
            (Some(quick), Some(durable)) if durable.at > quick.at => Some(durable),
            (Some(quick), _) => Some(quick),
            (None, durable) => durable,
        }
    }

    /// Whose databases lie here, from both copies.
    pub async fn residents(&self) -> Vec<Resident> {
        let mut residents: Vec<Resident> = local::value(RESIDENTS).unwrap_or_default();
        for resident in self
            .durable::<Vec<Resident>>(RESIDENTS)
            .await
            .unwrap_or_default()
        {
            if !residents
                .iter()
                .any(|known| known.person == resident.person)
            {
                residents.push(resident);
            }
        }
        residents
    }

    async fn durable<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let store = IdbStore::open(DEVICE_DATABASE).await.ok()?;
        let text = store.meta(name).await;
        store.close();
        serde_json::from_str(&text.ok()??).ok()
    }

    /// The device id that this browser has for a person. Where the store was emptied, the server's
    /// cookie still knows it; a new person gets a new one.
    pub async fn device_of(&self, person: PersonId, cookie: Option<DeviceId>) -> DeviceId {
        let residents = self.residents().await;
        let known = residents.iter().find(|known| known.person == person);
        known
            .map(|known| known.device)
            .or(cookie)
            .unwrap_or_else(|| DeviceId::new(clock::now(), &mut random::Random))
    }

    /// Notes who sits here now (nobody after a sign-out), in both copies.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn remember(
        &self,
        resident: Option<Resident>,
        must_change_password: bool,
    ) -> Result<(), StoreError> {
        self.remember_beside(resident, must_change_password, Vec::new())
            .await
    }

    /// The same, with others of whom databases lie here: the browser may have emptied both copies.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn remember_beside(
        &self,
        resident: Option<Resident>,
        must_change_password: bool,
        others: Vec<Resident>,
    ) -> Result<(), StoreError> {
        let mut residents = self.residents().await;
        for resident in others.iter().chain(&resident) {
            residents.retain(|known| known.person != resident.person);
            residents.push(resident.clone());
        }
        // The roll-up that was seen here is its person's.
        let before = self.quick_seat().and_then(|seat| seat.resident);
        let person = |of: &Option<Resident>| of.as_ref().map(|resident| resident.person);
        if person(&resident).is_none() || person(&resident) != person(&before) {
            local::remove(ROLL_UP);
        }
        let seat = Seat {
            at: clock::now(),
            resident,
            must_change_password,
        };
        local::set_value(SEAT, &seat);
        local::set_value(RESIDENTS, &residents);
        let text = |value: Result<String, serde_json::Error>| {
            value.map_err(|error| StoreError::Other(error.to_string()))
        };
        let changes = vec![
            Change::PutMeta(SEAT.to_owned(), text(serde_json::to_string(&seat))?),
            Change::PutMeta(
                RESIDENTS.to_owned(),
                text(serde_json::to_string(&residents))?,
            ),
        ];
        let store = IdbStore::open(DEVICE_DATABASE).await?;
        let outcome = store.commit(&Tx::strict(changes)).await;
        store.close();
        outcome
    }
}
