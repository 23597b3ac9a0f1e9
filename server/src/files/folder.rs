//! Files in a folder, over `object_store`, every write followed by fsync.
//!
//! `berkas/<office>/<two digits>/<digest>` is a whole file; `bagian/<office>/<digest>/<offset>` a part.

use std::path::Path as FsPath;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use model::id::{FileDigest, hex};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    GetOptions, GetRange, MultipartUpload as _, ObjectStore as _, ObjectStoreExt as _,
};
use sha2::{Digest as _, Sha256};

use super::{FileError, FileName, FileStore, Joined, SNIFF_BYTES, relative};

/// A folder.
#[derive(Debug)]
pub struct FolderFiles {
    folder: LocalFileSystem,
}

impl FolderFiles {
    /// Keeps files below `folder`, which is made if it isn't there.
    ///
    /// # Errors
    /// [`FileError::Other`] if it can't be made.
    pub fn open(folder: &FsPath) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)
            .map_err(|e| FileError::Other(format!("{}: {e}", folder.display())))?;
        let folder = LocalFileSystem::new_with_prefix(folder)
            .map_err(failed)?
            .with_fsync(true);
        Ok(Self { folder })
    }

    /// Joins the parts into the whole.
    async fn write_whole(&self, name: &FileName, size: u64) -> Result<(), FileError> {
        let mut writer = self
            .folder
            .put_multipart(&whole(name))
            .await
            .map_err(failed)?;
        let copied = async {
            let mut offset = 0;
            while offset < size {
                let part = self.folder.get(&part(name, offset)).await.map_err(failed)?;
                let bytes = part.bytes().await.map_err(failed)?;
                if bytes.is_empty() {
                    return Err(FileError::Missing);
                }
                offset += bytes.len() as u64;
                writer.put_part(bytes.into()).await.map_err(failed)?;
            }
            Ok(())
        };
        if let Err(error) = copied.await {
            // What was half written is no file; that it couldn't be removed changes nothing.
            let _ = writer.abort().await;
            return Err(error);
        }
        writer.complete().await.map_err(failed)?;
        Ok(())
    }

    /// Reads a whole file back.
    async fn check(&self, name: &FileName) -> Result<Joined, FileError> {
        let whole = self.folder.get(&whole(name)).await.map_err(failed)?;
        let mut stream = whole.into_stream();
        let mut hash = Sha256::new();
        let mut joined = Joined {
            size: 0,
            digest: name.digest.clone(),
            head: Vec::new(),
        };
        while let Some(bytes) = stream.try_next().await.map_err(failed)? {
            hash.update(&bytes);
            joined.size += bytes.len() as u64;
            let missing = SNIFF_BYTES.saturating_sub(joined.head.len());
            joined
                .head
                .extend_from_slice(&bytes[..bytes.len().min(missing)]);
        }
        joined.digest = FileDigest::try_from(hex(&hash.finalize()))
            .map_err(|e| FileError::Other(e.to_string()))?;
        Ok(joined)
    }

    async fn delete_parts(&self, name: &FileName) -> Result<(), FileError> {
        let prefix = parts(name);
        let mut listed = self.folder.list(Some(&prefix));
        while let Some(found) = listed.try_next().await.map_err(failed)? {
            ignore_missing(self.folder.delete(&found.location).await)?;
        }
        Ok(())
    }
}

#[async_trait]
impl FileStore for FolderFiles {
    async fn put_part(&self, name: &FileName, offset: u64, bytes: Bytes) -> Result<(), FileError> {
        let path = part(name, offset);
        self.folder.put(&path, bytes.into()).await.map_err(failed)?;
        Ok(())
    }

    async fn join(&self, name: &FileName, size: u64) -> Result<Joined, FileError> {
        if size == 0 {
            let empty = Bytes::new();
            self.folder
                .put(&whole(name), empty.into())
                .await
                .map_err(failed)?;
        } else {
            match self.write_whole(name, size).await {
                // The parts are gone because they were joined before.
                Err(FileError::Missing) => {}
                other => other?,
            }
        }
        let joined = self.check(name).await?;
        if joined.size == size {
            self.delete_parts(name).await?;
        }
        Ok(joined)
    }

    async fn read(
        &self,
        name: &FileName,
        from: u64,
        to: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError> {
        if from >= to {
            return Ok(futures::stream::empty().boxed());
        }
        let options = GetOptions {
            range: Some(GetRange::Bounded(from..to)),
            ..GetOptions::default()
        };
        let found = self
            .folder
            .get_opts(&whole(name), options)
            .await
            .map_err(failed)?;
        Ok(found.into_stream().map_err(failed).boxed())
    }

    async fn delete(&self, name: &FileName) -> Result<(), FileError> {
        self.delete_parts(name).await?;
        ignore_missing(self.folder.delete(&whole(name)).await)
    }
}

fn whole(name: &FileName) -> Path {
    Path::from(relative(name))
}

fn parts(name: &FileName) -> Path {
    Path::from(format!("bagian/{}/{}", name.office, name.digest))
}

fn part(name: &FileName, offset: u64) -> Path {
    Path::from(format!("{}/{offset:016}", parts(name)))
}

fn ignore_missing(result: object_store::Result<()>) -> Result<(), FileError> {
    match result.map_err(failed) {
        Err(FileError::Missing) => Ok(()),
        other => other,
    }
}

/// An error of the folder in the words of the contract.
fn failed(error: object_store::Error) -> FileError {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return FileError::Missing;
    }
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = source {
        let io = cause.downcast_ref::<std::io::Error>();
        // No space, over quota, past the limit of a file's size.
        let full = [
            std::io::ErrorKind::StorageFull,
            std::io::ErrorKind::QuotaExceeded,
            std::io::ErrorKind::FileTooLarge,
        ];
        if io.is_some_and(|io| full.contains(&io.kind())) {
            return FileError::Full;
        }
        source = cause.source();
    }
    FileError::Other(error.to_string())
}
