//! The server's side of the sync: takes pushed ops, gives pages of records.
//!
//! A decision is made by the model over what the store shows at a head, and committed only if the head
//! hasn't moved meanwhile; else it is made again (DESIGN, "The server orders").

mod accept;
mod cursor;
mod directory;
mod hold;
mod judge;
mod offer;
mod pull;
mod push;
pub mod scheme;
mod trust;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::directory::Cycle;
use model::id::{OfficeId, sha256_hex};
use model::instrument::Instrument;
use model::op::Stream;
use model::time::Millis;

pub(crate) use accept::LOGIN_FIELD;
pub use directory::Snapshot;
pub use push::{PUSH_AFTER_SIGN_IN_MS, PushError};
pub(crate) use scheme::key_of;
pub use trust::SafeMarks;

use crate::clock::Ambient;
use crate::key::ServerKey;
use crate::live::Live;
use crate::store::{Store, StoreError};
use crate::sync::scheme::{P256, Scheme};

/// Takes ops and gives records: the one way into and out of the log.
pub struct Ledger {
    store: Arc<dyn Store>,
    ambient: Arc<dyn Ambient>,
    scheme: Arc<dyn Scheme>,
    directory: directory::Cache,
    instruments: Mutex<HashMap<String, Arc<Instrument>>>,
    turns: Mutex<HashMap<Stream, Arc<tokio::sync::Mutex<()>>>>,
    key: Option<ServerKey>,
    safe: Mutex<SafeMarks>,
    live: Live,
    shelf: tokio::sync::Mutex<()>,
}

/// When ops arrived, and how far the device's clock was off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The server's clock.
    pub now: Millis,
    /// The server's clock less the device's, in milliseconds.
    pub offset_ms: i64,
    /// Somebody answers for them: they are taken though their device is revoked.
    pub admitted: bool,
}

impl Arrival {
    /// What comes now, by the server's own clock.
    #[must_use]
    pub fn at(now: Millis) -> Self {
        Self {
            now,
            offset_ms: 0,
            admitted: false,
        }
    }
}

/// Why the ledger didn't do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Others were faster each time: try again.
    #[error("the stream is busy: try again")]
    Busy,
    /// A stream isn't any more as it was when it was looked at; nothing was done.
    #[error("somebody has written meanwhile: look again")]
    Moved,
    /// A document isn't one that this build can read.
    #[error("the document isn't a worksheet that this build can read: {0}")]
    BadInstrument(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Ledger {
    /// A ledger over a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, ambient: Arc<dyn Ambient>) -> Self {
        Self::with_scheme(store, ambient, Arc::new(P256))
    }

    /// A ledger that checks signatures otherwise (the simulator, which signs by the million).
    #[must_use]
    pub fn with_scheme(
        store: Arc<dyn Store>,
        ambient: Arc<dyn Ambient>,
        scheme: Arc<dyn Scheme>,
    ) -> Self {
        Self {
            store,
            ambient,
            scheme,
            directory: directory::Cache::default(),
            instruments: Mutex::default(),
            turns: Mutex::default(),
            key: None,
            safe: Mutex::default(),
            live: Live::default(),
            shelf: tokio::sync::Mutex::default(),
        }
    }

    /// The same with a key, by which it signs receipts.
    #[must_use]
    pub fn signing(self, key: ServerKey) -> Self {
        let key = Some(key);
        Self { key, ..self }
    }

    /// Its key, if it has one.
    #[must_use]
    pub fn key(&self) -> Option<&ServerKey> {
        self.key.as_ref()
    }

    /// Who listens for news.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The turn of whoever puts a version of a worksheet on the shelf: none takes another's number.
    pub(crate) async fn shelf(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.shelf.lock().await
    }

    /// Where it keeps what it takes.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Its clock and randomness.
    #[must_use]
    pub fn ambient(&self) -> &dyn Ambient {
        &*self.ambient
    }

    /// Who is who, as the boards stand now.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn directory(&self) -> Result<Snapshot, StoreError> {
        self.directory.current(self.store()).await
    }

    /// Keeps a worksheet, and answers its digest: what a cycle names.
    ///
    /// # Errors
    /// [`LedgerError::BadInstrument`], or those of the store.
    pub async fn put_instrument(&self, text: &str) -> Result<String, LedgerError> {
        Instrument::parse(text).map_err(|e| LedgerError::BadInstrument(e.to_string()))?;
        let digest = sha256_hex(text.as_bytes());
        self.store.put_document(&digest, text).await?;
        Ok(digest)
    }

    /// The worksheet with that digest, if it is here; read once, then kept.
    ///
    /// # Errors
    /// Those of the store, or [`LedgerError::BadInstrument`].
    pub async fn instrument(&self, digest: &str) -> Result<Option<Arc<Instrument>>, LedgerError> {
        let kept = locked(&self.instruments).get(digest).cloned();
        if kept.is_some() {
            return Ok(kept);
        }
        let Some(text) = self.store.document(digest).await? else {
            return Ok(None);
        };
        let parsed =
            Instrument::parse(&text).map_err(|e| LedgerError::BadInstrument(e.to_string()))?;
        let parsed = Arc::new(parsed);
        locked(&self.instruments).insert(digest.to_owned(), Arc::clone(&parsed));
        Ok(Some(parsed))
    }

    /// A cycle's worksheet as it is for its office ([`Instrument::for_kind`]), if it is here.
    ///
    /// # Errors
    /// Those of the store, or [`LedgerError::BadInstrument`].
    pub async fn worksheet_of(
        &self,
        cycle: &Cycle,
    ) -> Result<Option<Arc<Instrument>>, LedgerError> {
        self.part_for(cycle.office, &cycle.instrument).await
    }

    /// The worksheet with that digest as it is for an office, if it is here.
    ///
    /// # Errors
    /// Those of the store, or [`LedgerError::BadInstrument`].
    pub async fn part_for(
        &self,
        office: OfficeId,
        digest: &str,
    ) -> Result<Option<Arc<Instrument>>, LedgerError> {
        let Some(whole) = self.instrument(digest).await? else {
            return Ok(None);
        };
        let directory = self.directory().await?;
        let kind = directory.sort_of(office);
        if whole.is_whole_for(kind) {
            return Ok(Some(whole));
        }
        let part = whole.for_kind(kind);
        let part = part.map_err(|e| LedgerError::BadInstrument(e.to_string()))?;
        Ok(Some(Arc::new(part)))
    }

    /// The turn of a stream: within one process pushes to it go one after the other, so that none is
    /// decided in vain.
    fn turn(&self, stream: Stream) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(locked(&self.turns).entry(stream).or_default())
    }
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

/// Locks; a poisoned lock still guards a sound state, because nothing panics while it holds one.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
