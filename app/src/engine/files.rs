//! Opening files, what they take on the device, and what can be taken out of it.

use leptos::prelude::*;
use model::id::{FileDigest, FileKey, OfficeId, OpId};
use model::op::Stream;
use model::sync::node::ActError;
use model::sync::platform::{NetError, Wake};
use model::sync::safe::Freeable;
use model::sync::sending::Sending;
use model::sync::store::{EntryState, FileState, StoreError, meta};
use model::wire::{PERSON_HEADER, ProblemCode};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlAnchorElement;

use super::{Engine, session, show};
use crate::platform::net::{self, Call, UPLOAD_PATIENCE_MS};

/// Why a file can't be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Its bytes aren't on this device, and there is no connection: open it again with a signal.
    #[error("the bytes aren't on this device: {0}")]
    NotHere(NetError),
    /// The server won't give it (not there yet, restricted, signed out).
    #[error("the server refused: {0:?}")]
    Refused(Option<ProblemCode>),
    /// The store failed, or what it gave back is damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The browser couldn't make an address of it.
    #[error("this browser can't show it")]
    Unshowable,
}

/// What became of freeing files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Bytes that were freed.
    pub bytes: u64,
    /// Why the rest wasn't, if any wasn't.
    pub refused: Option<ActError>,
}

impl Engine {
    /// Opens a file: from this device, else from the server. Gives a blob address for `<img>`, `<iframe>`
    /// or a download link.
    ///
    /// # Errors
    /// [`OpenError`]; its words say what can be done.
    pub async fn open_file(
        self,
        digest: &FileDigest,
        office: OfficeId,
        media: &str,
    ) -> Result<String, OpenError> {
        let bytes = match self
            .bytes_here(&FileKey::new(office, digest.clone()))
            .await?
        {
            Some(bytes) => bytes,
            None => self.bytes_there(digest, office).await?,
        };
        show::address(&bytes, media).ok_or(OpenError::Unshowable)
    }

    async fn bytes_here(self, key: &FileKey) -> Result<Option<Vec<u8>>, StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        let file = node.replica().file(key).cloned();
        match file.filter(|file| file.state != FileState::Freed) {
            Some(file) => node.bytes(&file).await,
            None => Ok(None),
        }
    }

    async fn bytes_there(
        self,
        digest: &FileDigest,
        office: OfficeId,
    ) -> Result<Vec<u8>, OpenError> {
        let person = untrack(|| self.person()).map(|person| person.to_string());
        let headers = [(PERSON_HEADER.to_owned(), person.unwrap_or_default())];
        let response = net::call(Call {
            method: "GET",
            path: &format!("/api/v1/blobs/{office}/{digest}"),
            headers: &headers,
            body: None,
            credentials: true,
            patience_ms: UPLOAD_PATIENCE_MS,
        })
        .await
        .map_err(OpenError::NotHere)?;
        if response.status != 200 {
            return Err(OpenError::Refused(session::problem_code(&response)));
        }
        // A captive portal's page is no file of ours: the server names what it gives.
        let named = response.header("etag");
        if !named.is_some_and(|tag| tag.contains(digest.as_str())) {
            let why = "another answered".to_owned();
            return Err(OpenError::NotHere(NetError::Unreachable(why)));
        }
        // What arrives is what was captured, or it isn't shown.
        if FileDigest::of(&response.body) != *digest {
            return Err(OpenError::Store(StoreError::Damaged));
        }
        Ok(response.body)
    }

    /// Frees the bytes of every file that is safe, or (`knowingly`) of those that the server has while it
    /// has no place for backups. Thumbnails stay.
    pub async fn free(self, knowingly: bool) -> Freed {
        let wanted = if knowingly {
            Freeable::Knowingly
        } else {
            Freeable::Safe
        };
        let files: Vec<(FileKey, u64)> = self.peek(|device| {
            let files = device
                .files()
                .filter(|file| device.freeable(file) == wanted);
            files.map(|file| (file.key(), file.size)).collect()
        });
        let mut freed = Freed::default();
        let Some(node) = self.node() else {
            freed.refused = Some(StoreError::Closing.into());
            return freed;
        };
        for (key, size) in files {
            match node.free_file(&key).await {
                Ok(()) => freed.bytes += size,
                Err(error) => freed.refused = Some(error),
            }
        }
        freed
    }

    /// Sends what waits, now.
    pub fn send_now(self) {
        self.wake_all(Wake::Asked);
    }

    /// Says when files may be sent from this device, for all tabs; on Always what waited goes.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn choose_sending(self, sending: Sending) -> Result<(), StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.put_meta(meta::SENDING, sending.word()).await?;
        self.send_now();
        Ok(())
    }

    /// Lets damaged values go, knowingly, or takes that back.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn let_damage_go(self, places: &[String], gone: bool) -> Result<(), StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.let_damage_go(places, gone).await
    }

    /// Compares everything with the server, as soon as there is a connection.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn compare(self) -> Result<(), StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.reconcile().await
    }

    /// What a comparison found amiss was read.
    pub fn dismiss_drift(self, stream: Stream) {
        if let Some(node) = self.node() {
            // Not kept: it is told again.
            spawn_local(async move { drop(node.put_meta(&meta::drift(stream), "").await) });
        }
    }

    /// Gives the server's signed words for what it accepted as a download, for `bukti verify --receipt`.
    /// Says whether the browser could.
    pub fn export_receipts(self) -> bool {
        let text =
            self.peek(|device| serde_json::to_vec(&device.receipts().collect::<Vec<_>>()).ok());
        let Some(address) = text.and_then(|text| show::address(&text, "application/json")) else {
            return false;
        };
        download(&address, "tanda-terima-bukti.json");
        true
    }

    /// Sends an op again that was refused, held or let go.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn retry(self, op: OpId) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.retry(op).await
    }

    /// Lets a refused or held op go, knowingly. Gives back how it stood.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn discard(self, op: OpId) -> Result<EntryState, ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.discard(op).await
    }

    /// Takes back that an op was let go.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn take_back(self, op: OpId, before: EntryState) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.take_back(op, before).await
    }

    /// Sends a file again that was refused or never gets through.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now, or its bytes aren't here.
    pub async fn retry_file(self, key: &FileKey) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.retry_file(key).await
    }

    /// Lets a file go, knowingly, that was refused or still waits, or takes that back.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn let_file_go(self, key: &FileKey, gone: bool) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.let_file_go(key, gone).await
    }

    /// Gives an op of the outbox as a file: its exact bytes and where it stands. Says whether there was
    /// one.
    pub fn export(self, op: OpId) -> bool {
        let text = self.peek(|device| serde_json::to_vec(device.entry(op)?).ok());
        let Some(address) = text.and_then(|text| show::address(&text, "text/plain")) else {
            return false;
        };
        download(&address, &format!("bukti-{op}.json"));
        true
    }

    /// Gives a file as a download under its name; trouble is what [`Engine::open_file`] says.
    pub fn download(self, digest: FileDigest, office: OfficeId, name: String) {
        spawn_local(async move {
            if let Ok(address) = self.open_file(&digest, office, "").await {
                download(&address, &name);
            }
        });
    }
}

/// Lets the browser download an address.
pub(super) fn download(address: &str, name: &str) {
    let Ok(element) = document().create_element("a") else {
        return;
    };
    let link: HtmlAnchorElement = element.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
}
