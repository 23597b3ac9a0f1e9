//! Files that evidence names, how far their bytes have come, and the addresses at which they come.
//!
//! A file belongs to an office: progress is the file's, not the address's, so that a renewed address
//! goes on where the old one stopped.

use async_trait::async_trait;
use model::id::{FileDigest, OfficeId};
use model::record::Record;
use model::schema::Kind;
use model::time::Millis;

use super::StoreError;

/// Where a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Bytes are missing.
    Waiting,
    /// All bytes are durable and are the ones announced.
    Complete,
    /// The server won't take it.
    Refused {
        /// Why: `sidik` (digest), `tipe`, `ukuran`.
        reason: String,
    },
}

impl FileState {
    /// What a record says of a file, if it is one that does. A commit of such a record settles the file
    /// in the same transaction: else a server that stops in between has said that it is complete, and
    /// backs it up as if it weren't.
    #[must_use]
    pub fn said(record: &Record) -> Option<(FileDigest, Self)> {
        if record.kind != Kind::Berkas {
            return None;
        }
        let state = match record.text("keadaan")? {
            "lengkap" => Self::Complete,
            "ditolak" => Self::Refused {
                reason: record.text("alasan").unwrap_or_default().to_owned(),
            },
            _ => return None,
        };
        Some((record.get("digest")?, state))
    }
}

/// A file of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Whose.
    pub office: OfficeId,
    /// SHA-256 of its bytes.
    pub digest: FileDigest,
    /// Its size in bytes, as announced.
    pub size: u64,
    /// Its media type, as announced.
    pub media: String,
    /// So many bytes are durable here.
    pub offset: u64,
    /// In so many parts.
    pub parts: u32,
    /// Where it stands.
    pub state: FileState,
}

impl File {
    /// Whether a new announcement of the same digest starts the file again. Whoever announced it first may
    /// have been wrong about size or type, and mustn't keep others from bringing it; wrong bytes (`sidik`)
    /// say nothing about the right ones. One that has all of its bytes is being checked, and isn't touched.
    #[must_use]
    pub fn gives_way(&self, announced: &Self) -> bool {
        let differs = (self.size, &self.media) != (announced.size, &announced.media);
        match &self.state {
            FileState::Waiting => self.parts == 0 || (differs && self.offset < self.size),
            FileState::Complete => false,
            FileState::Refused { reason } => differs || reason == "sidik",
        }
    }
}

/// An upload address; its token is known only to whom it was given, here lies its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// SHA-256 of the token, hexadecimal.
    pub token: String,
    /// Whose file.
    pub office: OfficeId,
    /// Which.
    pub digest: FileDigest,
    /// From then on it is gone.
    pub expires: Millis,
}

/// Why an upload didn't move on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdvanceError {
    /// The file stands at another offset, or isn't waiting for bytes any more.
    #[error("the file stands at another offset")]
    Moved,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Files and upload addresses.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// The file, if some evidence named it.
    async fn file(&self, office: OfficeId, digest: &FileDigest)
    -> Result<Option<File>, StoreError>;

    /// Announces a file and opens an address for it. One whose bytes have begun to come keeps its
    /// progress, unless it [gives way](File::gives_way): then it waits again, from nothing.
    async fn expect_file(&self, file: &File, address: &Address) -> Result<(), StoreError>;

    /// What an address leads to; expired ones too.
    async fn address(&self, token: &str) -> Result<Option<Address>, StoreError>;

    /// A part became durable: the file moves from an offset to a later one.
    async fn advance(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        from: u64,
        to: u64,
    ) -> Result<(), AdvanceError>;

    /// The file is complete, refused, or waits again from nothing ([`FileState::Waiting`]).
    async fn settle(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        state: &FileState,
    ) -> Result<(), StoreError>;

    /// Forgets an address; whether other addresses still lead to its file.
    async fn drop_address(&self, token: &str) -> Result<bool, StoreError>;

    /// Forgets addresses that expired before `now`.
    async fn sweep_addresses(&self, now: Millis) -> Result<(), StoreError>;
}
