//! Files in memory, for tests and simulators. It keeps what was written apart from what was synced, and
//! can lose the difference, as a disk does when the power goes.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt as _};

use super::{FileError, FileName, FileStore, Joined, SNIFF_BYTES};
use model::id::FileDigest;
use model::mutant::{Mutant, planted};

/// Where bytes lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Part(FileName, u64),
    Whole(FileName),
}

#[derive(Clone, Debug, Default)]
struct Disk {
    written: BTreeMap<Key, Bytes>,
    durable: BTreeMap<Key, Bytes>,
    syncs_left: Option<u32>,
}

/// A disk in memory.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    disk: Mutex<Disk>,
}

impl MemoryFiles {
    /// After so many more syncs, each further one fails: what was written isn't durable then.
    pub fn fail_syncs_after(&self, count: u32) {
        self.with(|disk| disk.syncs_left = Some(count));
    }

    /// The power goes and comes back: what wasn't synced is lost, and syncing works again.
    pub fn power_cut(&self) {
        self.with(|disk| {
            disk.written = disk.durable.clone();
            disk.syncs_left = None;
        });
    }

    /// What a copy of the folder would be.
    #[must_use]
    pub fn copy(&self) -> Self {
        let disk = Mutex::new(self.with(|disk| disk.clone()));
        Self { disk }
    }

    fn with<T>(&self, f: impl FnOnce(&mut Disk) -> T) -> T {
        f(&mut self.disk.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Disk {
    fn sync(&mut self) -> Result<(), FileError> {
        if planted(Mutant::NoFsync) {
            return Ok(());
        }
        match &mut self.syncs_left {
            Some(0) => Err(FileError::Other("the disk doesn't answer".to_owned())),
            Some(left) => {
                *left -= 1;
                self.durable = self.written.clone();
                Ok(())
            }
            None => {
                self.durable = self.written.clone();
                Ok(())
            }
        }
    }

    fn joined(&self, name: &FileName, size: u64) -> Option<Bytes> {
        let mut whole = Vec::new();
        while (whole.len() as u64) < size {
            let key = Key::Part(name.clone(), whole.len() as u64);
            let part = self.written.get(&key).filter(|part| !part.is_empty())?;
            whole.extend_from_slice(part);
        }
        Some(whole.into())
    }

    fn forget_parts(&mut self, name: &FileName) {
        self.written
            .retain(|key, _| !matches!(key, Key::Part(of, _) if of == name));
    }
}

#[async_trait]
impl FileStore for MemoryFiles {
    async fn put_part(&self, name: &FileName, offset: u64, bytes: Bytes) -> Result<(), FileError> {
        self.with(|disk| {
            disk.written.insert(Key::Part(name.clone(), offset), bytes);
            disk.sync()
        })
    }

    async fn join(&self, name: &FileName, size: u64) -> Result<Joined, FileError> {
        self.with(|disk| {
            if let Some(whole) = disk.joined(name, size) {
                disk.written.insert(Key::Whole(name.clone()), whole);
                disk.sync()?;
            }
            let whole = disk.written.get(&Key::Whole(name.clone()));
            let whole = whole.cloned().ok_or(FileError::Missing)?;
            let joined = Joined {
                size: whole.len() as u64,
                digest: FileDigest::of(&whole),
                head: whole[..whole.len().min(SNIFF_BYTES)].to_vec(),
            };
            if joined.size == size {
                disk.forget_parts(name);
                disk.sync()?;
            }
            Ok(joined)
        })
    }

    async fn read(
        &self,
        name: &FileName,
        from: u64,
        to: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError> {
        let whole = self.with(|disk| disk.written.get(&Key::Whole(name.clone())).cloned());
        let whole = whole.ok_or(FileError::Missing)?;
        let end = usize::try_from(to).unwrap_or(usize::MAX).min(whole.len());
        let start = usize::try_from(from).unwrap_or(usize::MAX).min(end);
        let bytes = whole.slice(start..end);
        Ok(futures::stream::iter([Ok(bytes)]).boxed())
    }

    async fn delete(&self, name: &FileName) -> Result<(), FileError> {
        self.with(|disk| {
            disk.forget_parts(name);
            disk.written.remove(&Key::Whole(name.clone()));
            disk.sync()
        })
    }
}
