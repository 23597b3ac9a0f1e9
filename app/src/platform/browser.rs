//! The browser as the platform of a [`model::sync::Node`].

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use model::sync::engine::Standing;
use model::sync::platform::{Method, NetError, Platform, Request, Response, SignError, Wake};
use model::sync::store::{StoreError, Tx};
use model::time::Millis;
use model::wire::{EPOCH_HEADER, PUSH_HEADER};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CryptoKeyPair, VisibilityState, Window};

use super::net::{Call, PATIENCE_MS, UPLOAD_PATIENCE_MS};
use super::rest::{Rest, drawn};
use super::tabs::Tabs;
use super::{clock, key, net, random};
use crate::start::tell;
use crate::store::{IdbStore, StoredKey};

/// One person's machine: their store, key and tabs on this browser.
pub struct Browser {
    /// The store's name.
    name: String,
    store: IdbStore,
    key: RefCell<StoredKey>,
    rest: Rc<Rest>,
    tabs: Rc<Tabs>,
}

impl Browser {
    /// The machine of the person whose store this is; `name` is the store's name.
    #[must_use]
    pub fn new(name: &str, store: IdbStore, key: StoredKey) -> Self {
        let rest = Rc::new(Rest::default());
        Self {
            name: name.to_owned(),
            store,
            key: RefCell::new(key),
            tabs: Tabs::join(name, Rc::clone(&rest)),
            rest,
        }
    }

    /// Takes into use what key there is now: another tab may have made one.
    ///
    /// # Errors
    /// Whatever the store meets; the key that was in use stays.
    pub async fn renew_key(&self) -> Result<(), StoreError> {
        let key = self.store.key().await?;
        self.key.replace(key);
        Ok(())
    }

    /// Keeps the key that is in use, where the store lost it.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn keep_key(&self) -> Result<(), StoreError> {
        let key = self.key.borrow().clone();
        match key {
            StoredKey::Pair(pair) => self.store.put_key(&pair).await,
            StoredKey::Missing | StoredKey::Unreadable => Ok(()),
        }
    }

    /// Takes a new key into use.
    pub fn use_key(&self, key: CryptoKeyPair) {
        *self.key.borrow_mut() = StoredKey::Pair(key);
    }

    /// Leaves a push that our server didn't answer for the service worker, which sends it should every page be
    /// closed when there is a network again (`app/assets/README.md`); once it did answer, nothing is left.
    fn leave(&self, request: &Request, outcome: &Result<Response, NetError>) {
        let signed = request.headers.iter().find(|(name, _)| name == PUSH_HEADER);
        let Some((_, header)) = signed else {
            return;
        };
        let mut told: Vec<JsValue> = vec![self.name.as_str().into()];
        let answered = outcome
            .as_ref()
            .ok()
            .and_then(|answer| answer.header(EPOCH_HEADER));
        if answered.is_none() {
            told.push(header.into());
            told.push(Uint8Array::from(request.body.as_slice()).into());
        }
        tell("buktiTitip", &told);
    }

    /// The tabs of this person.
    #[must_use]
    pub fn tabs(&self) -> &Tabs {
        &self.tabs
    }
}

fn window() -> Window {
    js_sys::global().unchecked_into()
}

impl Platform for Browser {
    type Store = IdbStore;

    fn store(&self) -> &IdbStore {
        &self.store
    }

    async fn request(&self, request: Request) -> Result<Response, NetError> {
        let patience_ms = match request.method {
            Method::Patch => UPLOAD_PATIENCE_MS,
            Method::Get | Method::Head | Method::Post => PATIENCE_MS,
        };
        let has_body = matches!(request.method, Method::Patch | Method::Post);
        let outcome = net::call(Call {
            method: request.method.name(),
            path: &request.path,
            headers: &request.headers,
            body: has_body.then_some(&request.body),
            credentials: request.credentials,
            patience_ms,
        })
        .await;
        self.leave(&request, &outcome);
        outcome
    }

    fn now(&self) -> Millis {
        clock::now()
    }

    fn random(&self, bytes: &mut [u8]) {
        random::fill(bytes);
    }

    async fn sign(&self, bytes: &[u8]) -> Result<[u8; 64], SignError> {
        let pair = match &*self.key.borrow() {
            StoredKey::Missing => return Err(SignError::NoKey),
            StoredKey::Unreadable => return Err(key::unreadable()),
            StoredKey::Pair(pair) => pair.clone(),
        };
        key::sign(&pair, bytes).await
    }

    async fn sleep_or_wake(&self, until: Option<Millis>) -> Wake {
        let why = self.rest.until(until).await;
        if why == Wake::Write && self.visible() {
            // What was just kept is shown before it is sent. It resolves; a timer has no error.
            drop(drawn().await);
        }
        why
    }

    fn wake(&self, why: Wake) {
        self.rest.wake(why);
        if why == Wake::Asked {
            self.tabs.asked();
        }
    }

    fn online(&self) -> bool {
        window().navigator().on_line()
    }

    fn visible(&self) -> bool {
        let document = window().document();
        document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
    }

    fn metered(&self) -> bool {
        super::connection::metered() == Some(true)
    }

    fn may_sync(&self) -> bool {
        self.tabs.leads()
    }

    fn announce_standing(&self, standing: &Standing) {
        self.tabs.stands(standing);
    }

    fn announce(&self, tx: &Tx) {
        self.tabs.committed(tx);
    }
}
