//! Bytes first, then the fact (DESIGN §6): a capture is written in chunks, sealed and read back before
//! an op may name it.

use super::{Node, Random};
use crate::id::{CaptureId, FileDigest, FileKey, OfficeId};
use crate::limits::{CHUNK_BYTES, FILE_BYTES_MAX};
use crate::sync::platform::Platform;
use crate::sync::store::{Change, DeviceStore, FileState, LocalFile, StoreError, Tx};

/// Why bytes couldn't be captured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// There is nothing in it: choose another file.
    #[error("the file is empty")]
    Empty,
    /// Larger than a file may be: split or shrink it.
    #[error("the file is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    /// The device couldn't keep them.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<P: Platform> Node<P> {
    /// Keeps the bytes of a file, durably, and gives back what an op needs to name them: hand the file
    /// to [`Node::submit`] with the ops. Bytes that the device already holds for the office aren't written
    /// again; those of another office are: freeing its copy mustn't take them away.
    ///
    /// # Errors
    /// [`CaptureError`]; what was written in part is swept at a later start.
    pub async fn capture(
        &self,
        office: OfficeId,
        media: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<LocalFile, CaptureError> {
        let size = bytes.len() as u64;
        if size == 0 {
            return Err(CaptureError::Empty);
        }
        if size > FILE_BYTES_MAX {
            return Err(CaptureError::TooLarge);
        }
        let digest = FileDigest::of(bytes);
        if let Some(held) = self.held(&FileKey::new(office, digest.clone())) {
            return Ok(held);
        }
        let capture = CaptureId::new(self.platform.now(), &mut Random(&self.platform));
        let mut chunks = 0;
        for chunk in bytes.chunks(CHUNK_BYTES) {
            let store = self.platform.store();
            store.put_chunk(capture, chunks, chunk).await?;
            chunks += 1;
        }
        let file = LocalFile {
            digest,
            office,
            size,
            media: media.to_owned(),
            name: name.to_owned(),
            capture,
            chunks,
            captured: self.platform.now(),
            address: None,
            sent: 0,
            state: FileState::Local,
        };
        self.platform.store().seal(&file).await?;
        Ok(file)
    }

    /// The file, if its bytes are here and weren't refused.
    fn held(&self, key: &FileKey) -> Option<LocalFile> {
        let replica = self.replica.borrow();
        let file = replica.file(key)?;
        matches!(file.state, FileState::Local | FileState::OnServer).then(|| file.clone())
    }

    /// The bytes of a file or capture; nothing if they aren't (or no longer) here.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if what is there isn't what was captured.
    pub async fn bytes(&self, file: &LocalFile) -> Result<Option<Vec<u8>>, StoreError> {
        let mut bytes = Vec::new();
        for index in 0..file.chunks {
            let chunk = self.platform.store().chunk(file.capture, index).await?;
            let Some(chunk) = chunk else {
                return Ok(None);
            };
            bytes.extend_from_slice(&chunk);
        }
        if FileDigest::of(&bytes) == file.digest {
            Ok(Some(bytes))
        } else {
            Err(StoreError::Damaged)
        }
    }

    /// Sweeps a capture that no op names.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn drop_capture(&self, capture: CaptureId) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        self.commit(Tx::relaxed(vec![Change::RemoveCapture(capture)]))
            .await
    }
}
