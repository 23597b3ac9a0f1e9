//! The device's store in the browser: IndexedDB, one database for each person (DESIGN §6).
//!
//! Nobody above this module knows of segments, checksums or transactions. Rules that it keeps:
//!
//! * everything is computed first, all writes of a transaction are issued without an await between
//!   them, and "done" is said on its `complete` event only;
//! * what "tersimpan" rests on asks for `durability: "strict"`;
//! * each value carries a checksum; one that doesn't fit is reported, never trusted, never thrown away;
//! * a database of a newer, breaking schema is refused, never wiped.

mod commit;
mod connection;
mod fold;
pub mod inbox;
mod load;
mod open;
mod reserve;
mod schema;
#[cfg(feature = "store-tests")]
pub mod tests;
mod value;

use std::rc::Rc;

use futures_channel::oneshot;
use model::id::{CaptureId, FileDigest, PersonId};
use model::sync::store::{DeviceStore, Loaded, LocalFile, StoreError, Tx};
use wasm_bindgen_futures::spawn_local;
use web_sys::CryptoKeyPair;

pub use connection::Connection;

/// Name of the database that belongs to the device and to nobody in particular: who is signed in, and
/// the device's own id, durably.
pub const DEVICE_DATABASE: &str = "bukti-perangkat";

/// Name of a person's database.
#[must_use]
pub fn database_of(person: PersonId) -> String {
    format!("bukti-{person}")
}

/// What lies where the key pair is kept.
#[derive(Clone, Debug)]
pub enum StoredKey {
    /// None was made, or the browser emptied the store.
    Missing,
    /// Something that is no key pair: it was damaged.
    Unreadable,
    /// The pair.
    Pair(CryptoKeyPair),
}

/// A person's store. Clones share one connection.
#[derive(Clone)]
pub struct IdbStore {
    connection: Rc<Connection>,
}

impl IdbStore {
    /// Opens (or makes, or migrates) the database of that name.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a schema of a newer, breaking build; [`StoreError::Blocked`] while a
    /// tab of an older build holds the database.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let (database, _) = open::open(name).await?;
        Ok(Self {
            connection: Connection::new(name, database),
        })
    }

    /// Begins to open a database; the answer is awaited later. Dropped, it closes what it opened.
    pub fn open_ahead(name: &str) -> oneshot::Receiver<Result<Self, StoreError>> {
        let (answer, opened) = oneshot::channel();
        let name = name.to_owned();
        spawn_local(async move {
            if let Err(Ok(unwanted)) = answer.send(Self::open(&name).await) {
                unwanted.close();
            }
        });
        opened
    }

    /// Closes the connection; whatever is asked of it later opens it anew.
    pub fn close(&self) {
        self.connection.let_go();
    }

    /// Calls `listener` once with the reason if the connection is given up, because a newer build wants to change the
    /// schema, or somebody deletes the store: the tab must be loaded anew.
    pub fn on_given_up(&self, listener: impl FnOnce(StoreError) + 'static) {
        self.connection.on_given_up(listener);
    }

    /// Calls `listener` whenever the browser has emptied the store while it was open: what is in memory is kept nowhere
    /// else then.
    pub fn on_emptied(&self, listener: impl Fn() + 'static) {
        self.connection.on_emptied(listener);
    }

    /// The key pair that signs this person's pushes from this device.
    ///
    /// # Errors
    /// Whatever the browser meets.
    pub async fn key(&self) -> Result<StoredKey, StoreError> {
        load::key(&self.connection).await
    }

    /// Keeps the key pair. Its private half can't be read out, only used.
    ///
    /// # Errors
    /// Whatever the browser meets.
    pub async fn put_key(&self, key: &CryptoKeyPair) -> Result<(), StoreError> {
        commit::put_key(&self.connection, key).await
    }

    /// A small value, read alone (where the rest isn't needed).
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its checksum doesn't fit.
    pub async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        load::meta(&self.connection, name).await
    }

    /// Joins the single changes of each stream into its segments: for a quiet moment, in the tab that
    /// syncs. Says how many segments went.
    ///
    /// # Errors
    /// Whatever the browser meets; nothing was changed then.
    pub async fn fold(&self) -> Result<usize, StoreError> {
        fold::fold(&self.connection).await
    }

    /// Writes the reserve ahead (once), which the first full disk gives up so that the capture in hand
    /// is still kept. Says whether it is there.
    ///
    /// # Errors
    /// Whatever the browser meets but a full disk.
    pub async fn keep_reserve(&self) -> Result<bool, StoreError> {
        reserve::keep(&self.connection).await
    }
}

impl DeviceStore for IdbStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        load::load(&self.connection).await
    }

    async fn commit(&self, tx: &Tx) -> Result<(), StoreError> {
        commit::commit(&self.connection, tx).await
    }

    async fn put_chunk(
        &self,
        capture: CaptureId,
        index: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        commit::put_chunk(&self.connection, capture, index, bytes).await
    }

    async fn seal(&self, file: &LocalFile) -> Result<(), StoreError> {
        let digest = load::digest(&self.connection, file).await?;
        if digest != file.digest {
            return Err(StoreError::Damaged);
        }
        commit::seal(&self.connection, file).await
    }

    async fn chunk(&self, capture: CaptureId, index: u32) -> Result<Option<Vec<u8>>, StoreError> {
        load::chunk(&self.connection, capture, index).await
    }

    async fn thumb(&self, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
        load::thumb(&self.connection, digest).await
    }
}
