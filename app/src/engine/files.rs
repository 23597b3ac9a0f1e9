//! Opening files, what they take on the device, and what can be taken out of it.

use leptos::prelude::*;
use model::id::{FileDigest, OfficeId, OpId};
use model::sync::node::ActError;
use model::sync::platform::{NetError, Wake};
use model::sync::store::{FileState, StoreError};
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

/// What Bukti's files take on this device, as Bukti itself counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// Bytes of files that are only here.
    pub here_bytes: u64,
    /// Bytes of files that are here and on the server: they can be freed.
    pub server_bytes: u64,
    /// Files that can be freed.
    pub freeable: usize,
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
        let bytes = match self.bytes_here(digest).await? {
            Some(bytes) => bytes,
            None => self.bytes_there(digest, office).await?,
        };
        show::address(&bytes, media).ok_or(OpenError::Unshowable)
    }

    async fn bytes_here(self, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        let file = node.replica().file(digest).cloned();
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
        // What arrives is what was captured, or it isn't shown.
        if FileDigest::of(&response.body) != *digest {
            return Err(OpenError::Store(StoreError::Damaged));
        }
        Ok(response.body)
    }

    /// What files take on this device (tracked).
    #[must_use]
    pub fn storage(self) -> Storage {
        self.read(|device| {
            device.files().fold(Storage::default(), |mut sum, file| {
                match file.state {
                    FileState::Local | FileState::Refused { .. } => sum.here_bytes += file.size,
                    FileState::OnServer => {
                        sum.server_bytes += file.size;
                        sum.freeable += 1;
                    }
                    FileState::Freed => {}
                }
                sum
            })
        })
    }

    /// Frees the bytes of a file that the server has.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn free_file(self, digest: &FileDigest) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.free_file(digest).await
    }

    /// Sends what waits, now.
    pub fn send_now(self) {
        self.wake_all(Wake::Asked);
    }

    /// Sends a refused or held op again.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn retry(self, op: OpId) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.retry(op).await
    }

    /// Lets a refused or held op go, knowingly.
    ///
    /// # Errors
    /// [`ActError`] if it stands otherwise by now.
    pub async fn discard(self, op: OpId) -> Result<(), ActError> {
        let node = self.node().ok_or(StoreError::Closing)?;
        node.discard(op).await
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
fn download(address: &str, name: &str) {
    let Ok(element) = document().create_element("a") else {
        return;
    };
    let link: HtmlAnchorElement = element.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
}
