//! The bytes of files, behind a small trait of our own (a general object store knows nothing of
//! durability).
//!
//! Parts of an upload are objects of their own, named by the offset at which they begin: whoever comes
//! next goes on, whichever process took the last one. A file is whole once its parts are joined, durable,
//! and read back with the digest that its name says.

mod folder;
mod memory;
mod part;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use model::id::{FileDigest, OfficeId};

pub use folder::FolderFiles;
pub use memory::MemoryFiles;
pub use part::PartBuffer;

/// How much of a whole file is looked at to tell its type.
pub const SNIFF_BYTES: usize = 2048;

/// Why bytes couldn't be kept or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The disk is full.
    #[error("the disk is full: make room and try again")]
    Full,
    /// There is no such file, or not all of its parts.
    #[error("there is no such file")]
    Missing,
    /// Anything else, in the system's words.
    #[error("the file store failed: {0}")]
    Other(String),
}

/// What a joined file turned out to be, read back from where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub digest: FileDigest,
    /// Its first [`SNIFF_BYTES`].
    pub head: Vec<u8>,
}

/// Which file of which office.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName {
    /// Whose.
    pub office: OfficeId,
    /// Which.
    pub digest: FileDigest,
}

/// Where a whole file lies below a folder of files, here and in backups.
#[must_use]
pub fn relative(name: &FileName) -> String {
    let digest = name.digest.as_str();
    format!("berkas/{}/{}/{digest}", name.office, &digest[..2])
}

/// Keeps the bytes of files. What a method has answered `Ok` to survives a power cut.
#[async_trait]
pub trait FileStore: Send + Sync + std::fmt::Debug {
    /// Keeps the part of a file that begins at `offset`; one that began there before is replaced.
    async fn put_part(&self, name: &FileName, offset: u64, bytes: Bytes) -> Result<(), FileError>;

    /// Joins the parts from the file's beginning to `size`, reads the whole back, and forgets the parts.
    /// Done twice, it answers the same twice.
    async fn join(&self, name: &FileName, size: u64) -> Result<Joined, FileError>;

    /// Bytes of a whole file, from `from` to before `to`.
    async fn read(
        &self,
        name: &FileName,
        from: u64,
        to: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError>;

    /// Forgets a file, whole or in parts; one that isn't there is no error.
    async fn delete(&self, name: &FileName) -> Result<(), FileError>;
}
