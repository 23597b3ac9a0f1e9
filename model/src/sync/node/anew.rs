//! The browser emptied the store while it was open: memory still has what was stated here.

use super::Node;
use crate::sync::held::{Emptied, Rescued};
use crate::sync::platform::Platform;
use crate::sync::replica::Replica;
use crate::sync::store::{
    Change, DeviceStore as _, FileState, LocalFile, MISSING_HERE, StoreError, Tx, meta,
};
use crate::time::Millis;

impl<P: Platform> Node<P> {
    /// Keeps anew what was stated on this device, and what it knows of itself, and loads what there is then. What was
    /// pulled is read again; bytes are gone, and files of which the server hasn't all say so.
    ///
    /// # Errors
    /// Whatever the store meets; memory still holds everything then.
    pub async fn keep_anew(&self) -> Result<(), StoreError> {
        {
            let _pass = self.gate.enter().await;
            let changes = anew(&self.replica.borrow(), self.platform.now());
            let tx = Tx::strict(changes?);
            self.platform.store().commit(&tx).await?;
            // What was asked for rests on cursors that are gone.
            let (now, random) = (self.platform.now(), self.number());
            self.engine.borrow_mut().store_failed(now, random);
        }
        self.refresh().await
    }
}

/// All that a device can tell of itself from memory.
fn anew(replica: &Replica, now: Millis) -> Result<Vec<Change>, StoreError> {
    let mut rescued = Rescued::default();
    let mut changes = Vec::new();
    for entry in replica.entries() {
        rescued.ops += usize::from(entry.state.is_unsent() || entry.state.needs_attention());
        changes.push(Change::PutEntry(entry.clone()));
    }
    for file in replica.files() {
        let state = match &file.state {
            FileState::OnServer | FileState::Freed => FileState::Freed,
            FileState::Local | FileState::Refused { .. } => FileState::Refused {
                reason: MISSING_HERE.to_owned(),
            },
        };
        rescued.files_lost += usize::from(state != FileState::Freed && state != file.state);
        let file = file.clone();
        changes.push(Change::PutFile(LocalFile { state, ..file }));
    }
    let pulled = [meta::DEVICES, meta::ORIGINS_PREFIX, meta::CAUGHT_UP_PREFIX];
    let own = |name: &str| !pulled.iter().any(|prefix| name.starts_with(prefix));
    for (name, value) in replica.meta_under("").filter(|(name, _)| own(name)) {
        changes.push(Change::PutMeta(name.to_owned(), value.to_owned()));
    }
    let emptied = Emptied {
        at: now,
        heard: None,
        // Nobody knows better than this device what was in it.
        asked: true,
        rescued: Some(rescued),
    };
    changes.push(emptied.kept(meta::EMPTIED)?);
    Ok(changes)
}
