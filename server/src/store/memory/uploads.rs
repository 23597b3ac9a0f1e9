//! Files and upload addresses in memory.

use async_trait::async_trait;
use model::id::{FileDigest, OfficeId};
use model::time::Millis;

use super::MemoryStore;
use crate::store::StoreError;
use crate::store::uploads::{Address, AdvanceError, File, FileState, Uploads};

#[async_trait]
impl Uploads for MemoryStore {
    async fn file(
        &self,
        office: OfficeId,
        digest: &FileDigest,
    ) -> Result<Option<File>, StoreError> {
        Ok(self.read(|state| state.files.get(&key(office, digest)).cloned()))
    }

    async fn expect_file(&self, file: &File, address: &Address) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.files.get(&key(file.office, &file.digest));
            if known.is_none_or(|known| known.gives_way(file)) {
                let fresh = File {
                    offset: 0,
                    parts: 0,
                    state: FileState::Waiting,
                    ..file.clone()
                };
                state.files.insert(key(file.office, &file.digest), fresh);
            }
            state
                .addresses
                .insert(address.token.clone(), address.clone());
        })
    }

    async fn address(&self, token: &str) -> Result<Option<Address>, StoreError> {
        Ok(self.read(|state| state.addresses.get(token).cloned()))
    }

    async fn advance(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        from: u64,
        to: u64,
    ) -> Result<(), AdvanceError> {
        self.write(|state| {
            let file = state.files.get_mut(&key(office, digest));
            let file = file
                .filter(|file| file.offset == from && file.state == FileState::Waiting)
                .ok_or(AdvanceError::Moved)?;
            file.offset = to;
            file.parts += 1;
            Ok(())
        })
    }

    async fn settle(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        next: &FileState,
    ) -> Result<(), StoreError> {
        self.change(|state| {
            if let Some(file) = state.files.get_mut(&key(office, digest)) {
                file.state = next.clone();
                if *next == FileState::Waiting {
                    (file.offset, file.parts) = (0, 0);
                }
            }
        })
    }

    async fn drop_address(&self, token: &str) -> Result<bool, StoreError> {
        self.write(|state| {
            let Some(gone) = state.addresses.remove(token) else {
                return Ok(false);
            };
            let mut others = state.addresses.values();
            Ok(others.any(|other| (other.office, &other.digest) == (gone.office, &gone.digest)))
        })
    }

    async fn sweep_addresses(&self, now: Millis) -> Result<(), StoreError> {
        self.change(|state| state.addresses.retain(|_, address| address.expires >= now))
    }
}

fn key(office: OfficeId, digest: &FileDigest) -> (OfficeId, String) {
    (office, digest.as_str().to_owned())
}
