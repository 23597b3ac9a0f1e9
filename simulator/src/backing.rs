//! The server's store and files, with a pause before and after each call (somebody else may come in
//! between, the process may end there) and with what disks and databases do.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, pending};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::Bytes;
use futures::stream::BoxStream;
use model::id::{CycleId, DeviceId, Epoch, FileDigest, OfficeId, OpId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::time::Millis;
use model::wire::{DeviceReport, Link};
use server::files::{FileError, FileName, FileStore, Joined, MemoryFiles};
use server::store::accounts::{Credential, DeviceState, Session, Tries};
use server::store::log::{Commit, CommitError, Context, Extent, Held, LogRow, Rows, Wanted};
use server::store::uploads::{Address, AdvanceError, File, FileState};
use server::store::{Accounts, Audit, Log, Store, StoreError, Uploads};

use crate::core::{Core, Happening, locked};
use crate::fault::Fault;
use crate::mirror::Mirror;

/// Before or after a call, the server's process may end.
async fn point(core: &Core) {
    for (fault, power) in [(Fault::ServerKilled, false), (Fault::ServerPower, true)] {
        if core.strikes(fault) {
            core.later(0, Happening::ServerDown { power });
            pending::<()>().await;
        }
    }
    core.breathe().await;
}

/// A store that the simulator stands behind.
pub(crate) struct Backing {
    pub(crate) core: Arc<Core>,
    pub(crate) inner: Arc<dyn Store>,
    pub(crate) mirror: Arc<Mutex<Mirror>>,
    /// Where a store's own threads must be waited for.
    pub(crate) waits: Option<tokio::runtime::Handle>,
}

impl Backing {
    /// Carries a call out at one moment.
    async fn run<T>(&self, call: impl Future<Output = T> + Send) -> T {
        match &self.waits {
            None => call.await,
            Some(handle) => {
                let _guard = handle.enter();
                futures::executor::block_on(call)
            }
        }
    }

    async fn reads<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        point(&self.core).await;
        if self.core.strikes(Fault::ServerBusy) {
            return Err(StoreError::Busy);
        }
        self.run(call).await
    }

    async fn may_write(&self) -> Result<(), StoreError> {
        point(&self.core).await;
        if self.core.strikes(Fault::ServerBusy) {
            return Err(StoreError::Busy);
        }
        if self.core.strikes(Fault::ServerFull) {
            return Err(StoreError::Full);
        }
        Ok(())
    }

    async fn writes<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        self.may_write().await?;
        let done = self.run(call).await;
        point(&self.core).await;
        done
    }
}

#[async_trait]
impl Log for Backing {
    fn epoch(&self) -> Epoch {
        self.inner.epoch()
    }

    async fn context(&self, stream: Stream, wanted: &Wanted) -> Result<Context, StoreError> {
        self.reads(self.inner.context(stream, wanted)).await
    }

    async fn commit_all(&self, commits: Vec<Commit>) -> Result<(), CommitError> {
        self.may_write().await?;
        let told = commits.clone();
        self.run(self.inner.commit_all(commits)).await?;
        {
            let mut mirror = locked(&self.mirror);
            for commit in &told {
                mirror.observe(commit, &self.core);
                mirror.say_files(commit);
            }
        }
        point(&self.core).await;
        Ok(())
    }

    async fn heads(&self, streams: &[Stream]) -> Result<HashMap<Stream, u64>, StoreError> {
        self.reads(self.inner.heads(streams)).await
    }

    async fn page(&self, stream: Stream, extent: &Extent) -> Result<Rows, StoreError> {
        // Small pages, so that pages are turned.
        let extent = Extent {
            records_max: extent.records_max.min(40),
            ..extent.clone()
        };
        self.reads(self.inner.page(stream, &extent)).await
    }

    async fn board_records(&self, after: u64) -> Result<(u64, Vec<Record>), StoreError> {
        self.reads(self.inner.board_records(after)).await
    }

    async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
        self.reads(self.inner.records(ids)).await
    }

    async fn records_of(&self, stream: Stream, cycle: CycleId) -> Result<Vec<Record>, StoreError> {
        self.reads(self.inner.records_of(stream, cycle)).await
    }

    async fn record_count(&self, stream: Stream, cycle: CycleId) -> Result<u64, StoreError> {
        self.reads(self.inner.record_count(stream, cycle)).await
    }

    async fn naming(&self, office: OfficeId, digest: &str) -> Result<Vec<Record>, StoreError> {
        self.reads(self.inner.naming(office, digest)).await
    }

    async fn history(&self, record: RecordId) -> Result<Vec<LogRow>, StoreError> {
        self.reads(self.inner.history(record)).await
    }

    async fn log(&self, stream: Stream, after: u64, max: usize) -> Result<Vec<LogRow>, StoreError> {
        self.reads(self.inner.log(stream, after, max)).await
    }

    async fn hold(&self, ops: &[Held], bytes_max: usize) -> Result<Vec<OpId>, StoreError> {
        self.may_write().await?;
        let over = self.run(self.inner.hold(ops, bytes_max)).await?;
        let kept = ops.iter().filter(|op| !over.contains(&op.id));
        locked(&self.mirror).hold(kept);
        point(&self.core).await;
        Ok(over)
    }

    async fn held(&self, device: DeviceId) -> Result<Vec<Held>, StoreError> {
        self.reads(self.inner.held(device)).await
    }

    async fn held_counts(&self) -> Result<HashMap<DeviceId, (u32, Millis)>, StoreError> {
        self.reads(self.inner.held_counts()).await
    }

    async fn release(&self, ops: &[OpId]) -> Result<(), StoreError> {
        self.may_write().await?;
        self.run(self.inner.release(ops)).await?;
        locked(&self.mirror)
            .kept
            .held
            .retain(|op, _| !ops.contains(op));
        point(&self.core).await;
        Ok(())
    }

    async fn put_document(&self, digest: &str, text: &str) -> Result<(), StoreError> {
        self.writes(self.inner.put_document(digest, text)).await
    }

    async fn document(&self, digest: &str) -> Result<Option<String>, StoreError> {
        self.reads(self.inner.document(digest)).await
    }
}

#[async_trait]
impl Uploads for Backing {
    async fn file(
        &self,
        office: OfficeId,
        digest: &FileDigest,
    ) -> Result<Option<File>, StoreError> {
        self.reads(self.inner.file(office, digest)).await
    }

    async fn expect_file(&self, file: &File, address: &Address) -> Result<(), StoreError> {
        self.writes(self.inner.expect_file(file, address)).await
    }

    async fn address(&self, token: &str) -> Result<Option<Address>, StoreError> {
        self.reads(self.inner.address(token)).await
    }

    async fn advance(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        from: u64,
        to: u64,
    ) -> Result<(), AdvanceError> {
        self.may_write().await?;
        let done = self.run(self.inner.advance(office, digest, from, to)).await;
        point(&self.core).await;
        done
    }

    async fn settle(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        state: &FileState,
    ) -> Result<(), StoreError> {
        self.may_write().await?;
        self.run(self.inner.settle(office, digest, state)).await?;
        {
            let mut mirror = locked(&self.mirror);
            let file = (office, digest.clone());
            mirror.kept.files.insert(file.clone(), state.clone());
            mirror.settled.push(file);
        }
        point(&self.core).await;
        Ok(())
    }

    async fn sweep_addresses(&self, now: Millis) -> Result<(), StoreError> {
        self.writes(self.inner.sweep_addresses(now)).await
    }

    async fn drop_address(&self, token: &str) -> Result<bool, StoreError> {
        self.writes(self.inner.drop_address(token)).await
    }
}

#[async_trait]
impl Audit for Backing {
    async fn streams(&self) -> Result<Vec<(Stream, Link)>, StoreError> {
        self.reads(self.inner.streams()).await
    }

    async fn head(&self, stream: Stream) -> Result<Link, StoreError> {
        self.reads(self.inner.head(stream)).await
    }

    async fn link(&self, stream: Stream, number: u64) -> Result<Option<Link>, StoreError> {
        self.reads(self.inner.link(stream, number)).await
    }

    async fn numbers(
        &self,
        stream: Stream,
        cycles: Option<&[CycleId]>,
    ) -> Result<Vec<(RecordId, u64)>, StoreError> {
        self.reads(self.inner.numbers(stream, cycles)).await
    }

    async fn misfiled(&self, stream: Stream) -> Result<Option<RecordId>, StoreError> {
        self.reads(self.inner.misfiled(stream)).await
    }

    async fn complete_files(&self) -> Result<Vec<File>, StoreError> {
        self.reads(self.inner.complete_files()).await
    }
}

#[async_trait]
impl Accounts for Backing {
    async fn device_reported(
        &self,
        device: DeviceId,
        report: DeviceReport,
        at: Millis,
    ) -> Result<(), StoreError> {
        self.writes(self.inner.device_reported(device, report, at))
            .await
    }
    async fn credential(&self, person: PersonId) -> Result<Option<Credential>, StoreError> {
        self.reads(self.inner.credential(person)).await
    }
    async fn set_credential(
        &self,
        credential: &Credential,
        keep: Option<&str>,
    ) -> Result<(), StoreError> {
        self.writes(self.inner.set_credential(credential, keep))
            .await
    }
    async fn has_people(&self) -> Result<bool, StoreError> {
        self.reads(self.inner.has_people()).await
    }
    async fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        self.writes(self.inner.put_session(session)).await
    }
    async fn session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        self.reads(self.inner.session(token)).await
    }
    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        self.writes(self.inner.end_session(token)).await
    }
    async fn put_link(&self, key: &str, expires: Millis) -> Result<(), StoreError> {
        self.writes(self.inner.put_link(key, expires)).await
    }
    async fn link_open(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        self.reads(self.inner.link_open(key, now)).await
    }
    async fn take_link(&self, key: &str, now: Millis) -> Result<bool, StoreError> {
        self.writes(self.inner.take_link(key, now)).await
    }
    async fn tries(&self, key: &str) -> Result<Tries, StoreError> {
        self.reads(self.inner.tries(key)).await
    }
    async fn set_tries(&self, key: &str, tries: Tries) -> Result<(), StoreError> {
        self.writes(self.inner.set_tries(key, tries)).await
    }
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError> {
        self.reads(self.inner.device(device)).await
    }
    async fn device_signed_in(
        &self,
        device: DeviceId,
        person: PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.writes(self.inner.device_signed_in(device, person, now))
            .await
    }
    async fn device_seen(&self, device: DeviceId, now: Millis) -> Result<(), StoreError> {
        self.writes(self.inner.device_seen(device, now)).await
    }
    async fn devices(&self) -> Result<Vec<DeviceState>, StoreError> {
        self.reads(self.inner.devices()).await
    }
    async fn sweep_accounts(&self, now: Millis) -> Result<(), StoreError> {
        self.writes(self.inner.sweep_accounts(now)).await
    }
}

/// Files that the simulator stands behind.
pub(crate) struct Files {
    pub(crate) core: Arc<Core>,
    pub(crate) inner: Arc<MemoryFiles>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").finish_non_exhaustive()
    }
}

impl Files {
    async fn may_write(&self) -> Result<(), FileError> {
        point(&self.core).await;
        if self.core.strikes(Fault::ServerFull) {
            return Err(FileError::Full);
        }
        Ok(())
    }
}

#[async_trait]
impl FileStore for Files {
    async fn put_part(&self, name: &FileName, offset: u64, bytes: Bytes) -> Result<(), FileError> {
        self.may_write().await?;
        self.inner.put_part(name, offset, bytes).await?;
        point(&self.core).await;
        Ok(())
    }

    async fn join(&self, name: &FileName, size: u64) -> Result<Joined, FileError> {
        self.may_write().await?;
        let joined = self.inner.join(name, size).await?;
        point(&self.core).await;
        Ok(joined)
    }

    async fn read(
        &self,
        name: &FileName,
        from: u64,
        to: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, FileError>>, FileError> {
        point(&self.core).await;
        self.inner.read(name, from, to).await
    }

    async fn delete(&self, name: &FileName) -> Result<(), FileError> {
        self.may_write().await?;
        self.inner.delete(name).await?;
        point(&self.core).await;
        Ok(())
    }
}
