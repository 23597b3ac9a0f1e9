//! The session: signing in and out, and what is asked of the server outside of sync.

use leptos::prelude::*;
use model::id::{DeviceId, PersonId, RecordId};
use model::sync::held::Emptied;
use model::sync::platform::{NetError, Platform as _, Response, SignError, Wake};
use model::sync::store::{DeviceStore as _, StoreError, Tx, meta};
use model::wire::{
    ChangePassword, HistoryEntry, PERSON_HEADER, Problem, ProblemCode, RegisterDevice,
    SessionAnswer, SignIn,
};
use serde::Serialize;
use wasm_bindgen_futures::spawn_local;
use web_sys::CryptoKeyPair;

use super::start::leave_for;
use super::works::works;
use super::{Engine, State, Who};
use crate::platform::local::{self, Resident};
use crate::platform::net::{self, Call, PATIENCE_MS};
use crate::platform::{clock, key};
use crate::store::{IdbStore, StoredKey, database_of};
use crate::systems::{agent, system_of};

const SESSION: &str = "/api/v1/session";
const PASSWORD: &str = "/api/v1/session/password";
const DEVICE: &str = "/api/v1/device";
const HISTORY: &str = "/api/v1/history/";

/// How long somebody who leaves waits for the server to hear of it, in milliseconds.
const GOODBYE_MS: u32 = 5_000;

/// Why something with the session wasn't done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// No answer came: signing in needs a connection.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The server says no.
    #[error("the server refused: {}", .0.message)]
    Refused(Problem),
    /// Whatever answered isn't our server (a captive portal).
    #[error("something else than the server answered ({0})")]
    Strange(u16),
    /// The device couldn't keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The device's key doesn't work.
    #[error(transparent)]
    Key(#[from] SignError),
    /// Nobody is signed in on this tab.
    #[error("nobody is signed in")]
    Nobody,
}

/// The code of a refusal in our server's own words.
pub(super) fn problem_code(response: &Response) -> Option<ProblemCode> {
    let problem: Problem = serde_json::from_slice(&response.body).ok()?;
    Some(problem.code)
}

pub(super) async fn ask<B: Serialize>(
    method: &str,
    path: &str,
    person: Option<PersonId>,
    body: Option<&B>,
) -> Result<Response, SessionError> {
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.extend(person.map(|person| (PERSON_HEADER.to_owned(), person.to_string())));
    let body = body.map(serde_json::to_vec).transpose();
    let body = body.map_err(|error| StoreError::Other(error.to_string()))?;
    let response = net::call(Call {
        method,
        path,
        headers: &headers,
        body: body.as_deref(),
        credentials: true,
        patience_ms: PATIENCE_MS,
    })
    .await?;
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    match serde_json::from_slice(&response.body) {
        Ok(problem) => Err(SessionError::Refused(problem)),
        Err(_) => Err(SessionError::Strange(response.status)),
    }
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(
    response: &Response,
) -> Result<T, SessionError> {
    serde_json::from_slice(&response.body).map_err(|_| SessionError::Strange(response.status))
}

/// The person's key and its public half; another one where there is none, or none that signs: what waits is signed
/// anew with every push, so it loses nothing.
async fn working_key(store: &IdbStore) -> Result<(CryptoKeyPair, String), SessionError> {
    if let StoredKey::Pair(pair) = store.key().await?
        && key::sign(&pair, &[]).await.is_ok()
        && let Ok(public) = key::public(&pair).await
    {
        return Ok((pair, public));
    }
    let pair = key::generate().await?;
    store.put_key(&pair).await?;
    let public = key::public(&pair).await?;
    Ok((pair, public))
}

/// Registers the public half of the person's key, which is made if there is none that works.
async fn register(
    store: &IdbStore,
    person: PersonId,
    device: DeviceId,
) -> Result<CryptoKeyPair, SessionError> {
    let (pair, public) = working_key(store).await?;
    let body = RegisterDevice {
        device,
        key: public,
        name: system_of(&agent().unwrap_or_default()).to_owned(),
    };
    ask("POST", DEVICE, Some(person), Some(&body)).await?;
    Ok(pair)
}

impl Engine {
    /// Signs in, registers this device's key, opens the person's store and lets it sync. Needs a
    /// connection. Whoever was signed in before leaves the tab; their unsent work goes on being sent.
    ///
    /// # Errors
    /// [`SessionError`]; a wrong password and a wrong name look the same.
    pub async fn sign_in(self, login: &str, password: &str) -> Result<Who, SessionError> {
        let body = SignIn {
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let response = ask("POST", SESSION, None, Some(&body)).await?;
        let answer: SessionAnswer = parse(&response)?;
        let person = answer.person;
        let before = untrack(|| self.person());
        if before.is_some_and(|before| before != person) {
            self.stand_up().await?;
        }
        self.stop_sending_for(person);
        let device = self.0.device.device_of(person, answer.device).await;
        let resident = Resident {
            person,
            device,
            name: answer.name.clone(),
            login: login.to_owned(),
        };
        let node = self.node();
        let store = match &node {
            Some(node) => node.platform().store().clone(),
            None => IdbStore::open(&database_of(person)).await?,
        };
        let must_change = answer.must_change_password;
        // The server's cookie remembers that this browser had a key for the person; nothing here does.
        let knows = local::take(local::EMPTIED_KNOWINGLY);
        let emptied =
            !knows && answer.device.is_some() && matches!(store.key().await?, StoredKey::Missing);
        // Noted before there is a key again, which would hide it.
        if emptied {
            match &node {
                // A store that is full says so by itself.
                Some(node) => drop(node.found_emptied().await),
                None => note_emptied(&store).await?,
            }
        }
        // With a first password nothing else can be done than to change it.
        let pair = if must_change {
            None
        } else {
            Some(register(&store, person, device).await?)
        };
        self.0
            .device
            .remember(Some(resident.clone()), must_change)
            .await?;
        let who = Who {
            person,
            device,
            name: answer.name,
            login: login.to_owned(),
            must_change_password: must_change,
        };
        let mut forgot = Ok(());
        match node {
            Some(node) => {
                if let Some(pair) = pair {
                    node.platform().use_key(pair);
                }
                self.0.state.set(State::Working(who.clone()));
                node.platform().wake(Wake::SignedIn);
                node.platform().tabs().signed_in();
            }
            None => {
                let store = IdbStore::open(&database_of(person)).await?;
                let node = self.sit_down(resident, must_change, store).await?;
                node.platform().tabs().signed_in();
                // What another tab had asked for as the person signed out may have come after that.
                forgot = node.forget_pulled().await;
            }
        }
        self.ask_what_was_lost().await;
        spawn_local(async move { (works().await.send_for_others)(self).await });
        forgot?;
        Ok(who)
    }

    /// The person at work gives the tab to another: as after a sign-out, what was pulled goes from the
    /// device and from memory, what waits is sent on.
    async fn stand_up(self) -> Result<(), StoreError> {
        let Some(node) = self.node() else {
            return Ok(());
        };
        node.forget_pulled().await?;
        self.0.node.borrow_mut().take();
        self.0.counted.forget();
        node.stop();
        node.platform().tabs().leave();
        Ok(())
    }

    /// Signs out: what was pulled goes from this device; what this person stated and the server doesn't
    /// have stays and is still sent. Ends with a fresh page. Offline, only this device forgets.
    ///
    /// # Errors
    /// [`SessionError::Store`] if what was pulled can't be deleted: then nobody is signed out.
    pub async fn sign_out(self) -> Result<(), SessionError> {
        let node = self.node().ok_or(SessionError::Nobody)?;
        let who = untrack(|| self.who()).ok_or(SessionError::Nobody)?;
        self.0.device.remember(None, false).await?;
        if let Err(error) = node.forget_pulled().await {
            let seat = Some(who.resident());
            self.0
                .device
                .remember(seat, who.must_change_password)
                .await?;
            return Err(error.into());
        }
        // Nothing can fail any more, and nobody reads anything again, in this tab or another.
        node.stop();
        node.platform().tabs().signed_out();
        let person = node.identity().person;
        // Without a connection the session ends by itself; the device has forgotten it already.
        let headers = [(PERSON_HEADER.to_owned(), person.to_string())];
        let goodbye = net::call(Call {
            method: "DELETE",
            path: SESSION,
            headers: &headers,
            body: None,
            credentials: true,
            patience_ms: GOODBYE_MS,
        });
        drop(goodbye.await);
        leave_for("/masuk");
        Ok(())
    }

    /// Changes the password; the other sessions of the person end, and this device's key is registered
    /// (anew): after a first password it couldn't be before.
    ///
    /// # Errors
    /// [`SessionError`]: the old one is wrong, the new one too weak, or no connection.
    pub async fn change_password(self, old: &str, new: &str) -> Result<(), SessionError> {
        let who = untrack(|| self.who()).ok_or(SessionError::Nobody)?;
        let node = self.node().ok_or(SessionError::Nobody)?;
        let body = ChangePassword {
            old: old.to_owned(),
            new: new.to_owned(),
        };
        ask("POST", PASSWORD, Some(who.person), Some(&body)).await?;
        let store = node.platform().store().clone();
        let pair = register(&store, who.person, who.device).await?;
        node.platform().use_key(pair);
        let resident = Some(who.resident());
        self.0.device.remember(resident, false).await?;
        self.0.state.set(State::Working(Who {
            must_change_password: false,
            ..who
        }));
        self.wake_all(Wake::SignedIn);
        node.platform().tabs().signed_in();
        Ok(())
    }

    /// The server's history of a record, the latest first.
    ///
    /// # Errors
    /// [`SessionError`]; offline there is only this device's own.
    pub async fn history(self, record: RecordId) -> Result<Vec<HistoryEntry>, SessionError> {
        let person = untrack(|| self.person());
        let path = format!("{HISTORY}{record}");
        let response = ask::<()>("GET", &path, person, None).await?;
        parse(&response)
    }
}

/// Notes that the browser emptied a store of which nothing is loaded yet, unless it was noted before.
async fn note_emptied(store: &IdbStore) -> Result<(), StoreError> {
    for name in meta::EMPTIED_NOTES {
        if store.meta(name).await?.is_some() {
            return Ok(());
        }
    }
    let emptied = Emptied {
        at: clock::now(),
        ..Emptied::default()
    };
    let note = emptied.kept(meta::EMPTIED)?;
    store.commit(&Tx::strict(vec![note])).await
}
