//! Sign-in in memory.

use async_trait::async_trait;
use model::id::{DeviceId, PersonId};
use model::time::Millis;
use model::wire::DeviceReport;

use super::MemoryStore;
use crate::store::StoreError;
use crate::store::accounts::{Accounts, Credential, DeviceState, Session, Tries};

#[async_trait]
impl Accounts for MemoryStore {
    async fn credential(&self, person: PersonId) -> Result<Option<Credential>, StoreError> {
        Ok(self.read(|state| state.credentials.get(&person).cloned()))
    }

    async fn set_credential(
        &self,
        credential: &Credential,
        keep: Option<&str>,
    ) -> Result<(), StoreError> {
        let person = credential.person;
        self.change(|state| {
            state.credentials.insert(person, credential.clone());
            state
                .sessions
                .retain(|token, session| session.person != person || Some(token.as_str()) == keep);
        })
    }

    async fn has_people(&self) -> Result<bool, StoreError> {
        Ok(self.read(|state| !state.credentials.is_empty()))
    }

    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.change(|state| {
            state
                .sessions
                .insert(session.token.clone(), session.clone());
        })
    }

    async fn session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        Ok(self.read(|state| state.sessions.get(token).cloned()))
    }

    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        self.change(|state| {
            state.sessions.remove(token);
        })
    }

    async fn put_link(&self, key: &str, expires: Millis) -> Result<(), StoreError> {
        self.change(|state| {
            state.links.clear();
            state.links.insert(key.to_owned(), expires);
        })
    }

    async fn link_open(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        Ok(self.read(|state| state.links.get(key).is_some_and(|expires| *expires > now)))
    }

    async fn take_link(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        self.write(|state| {
            let open = state.links.get(key).is_some_and(|expires| *expires > now);
            if open {
                state.links.remove(key);
            }
            Ok(open)
        })
    }

    async fn tries(&self, key: &str) -> Result<Tries, StoreError> {
        Ok(self.read(|state| state.tries.get(key).copied().unwrap_or_default()))
    }

    async fn set_tries(&self, key: &str, tries: Tries) -> Result<(), StoreError> {
        self.change(|state| {
            if tries.failures == 0 {
                state.tries.remove(key);
            } else {
                state.tries.insert(key.to_owned(), tries);
            }
        })
    }

    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError> {
        Ok(self.read(|state| state.devices.get(&device).copied()))
    }

    async fn device_signed_in(
        &self,
        device: DeviceId,
        person: PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let report = state.devices.get(&device).and_then(|known| known.report);
            let known = DeviceState {
                device,
                person,
                signed_in: now,
                seen: now,
                report,
            };
            state.devices.insert(device, known);
        })
    }

    async fn device_seen(&self, device: DeviceId, now: Millis) -> Result<(), StoreError> {
        self.change(|state| {
            if let Some(known) = state.devices.get_mut(&device) {
                known.seen = now;
            }
        })
    }

    async fn device_reported(
        &self,
        device: DeviceId,
        report: DeviceReport,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.change(|state| {
            if let Some(known) = state.devices.get_mut(&device) {
                known.seen = now;
                known.report = Some((report, now));
            }
        })
    }

    async fn devices(&self) -> Result<Vec<DeviceState>, StoreError> {
        Ok(self.read(|state| state.devices.values().copied().collect()))
    }

    async fn sweep_accounts(&self, now: Millis) -> Result<(), StoreError> {
        self.change(|state| {
            state.sessions.retain(|_, session| session.expires >= now);
            state
                .tries
                .retain(|_, tries| tries.last >= now.plus(-Millis::DAY));
        })
    }
}
