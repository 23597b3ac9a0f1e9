//! Loading everything anew, also from a store that the browser emptied while it was open: memory still has all
//! but the bytes of files.

use super::Node;
use crate::id::FileKey;
use crate::record::Record;
use crate::sync::held::{Emptied, Rescued};
use crate::sync::platform::{Platform, Wake};
use crate::sync::replica::{Changed, Replica};
use crate::sync::store::{
    Change, DeviceStore as _, FileState, LocalFile, MISSING_HERE, StoreError, Tx, meta,
};
use crate::table::KeySet;
use crate::time::Millis;

impl<P: Platform> Node<P> {
    /// Loads everything anew: for a tab that may have missed what another one committed. If the browser has emptied the
    /// store meanwhile, what was stated is kept anew first ([`Node::keep_anew`]).
    ///
    /// # Errors
    /// Whatever the store meets; what was held before is still held then.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let found = self.load().await?;
        if is_another(&self.replica.borrow(), &found) {
            return self.rescue(&found).await;
        }
        self.take(found);
        Ok(())
    }

    /// The browser emptied the store while it was open: all that memory holds is kept anew, and loaded with what there
    /// is by now. Bytes are gone, and files of which the server hasn't all say so. Every tab of the person does it,
    /// because one may hold what no other has heard of: each knows the store by a mark that the first one leaves.
    ///
    /// # Errors
    /// Whatever the store meets; memory still holds everything then.
    pub async fn keep_anew(&self) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let found = self.load().await?;
        self.rescue(&found).await
    }

    /// The caller holds the gate.
    async fn rescue(&self, found: &Replica) -> Result<(), StoreError> {
        let here = self.still_here().await?;
        let changes = anew(&self.replica.borrow(), found, &here, self.platform.now());
        let tx = Tx::strict(changes?);
        self.platform.store().commit(&tx).await?;
        // What is under way rests on the store that was.
        let (now, random) = (self.platform.now(), self.number());
        self.engine.borrow_mut().store_failed(now, random);
        self.take(self.load().await?);
        self.platform.announce(&tx);
        Ok(())
    }

    async fn load(&self) -> Result<Replica, StoreError> {
        Ok(Replica::new(self.platform.store().load().await?))
    }

    fn take(&self, replica: Replica) {
        self.replica.replace(replica);
        self.draw_from_replica();
        self.tell(&Changed::everything());
        self.platform.wake(Wake::Tab);
    }

    /// Files whose bytes are there: they were captured since.
    async fn still_here(&self) -> Result<KeySet<FileKey>, StoreError> {
        let files: Vec<LocalFile> = self.replica.borrow().files().cloned().collect();
        let mut here = KeySet::new();
        for file in files {
            let first = self.platform.store().chunk(file.capture, 0).await?;
            if first.is_some() {
                here.insert(file.key());
            }
        }
        Ok(here)
    }
}

/// Whether what was loaded is another store than the one that is held in memory.
fn is_another(replica: &Replica, loaded: &Replica) -> bool {
    let is_noted = |replica: &Replica| replica.meta_under("").next().is_some();
    let emptied = is_noted(replica) && !is_noted(loaded);
    emptied || loaded.meta(meta::STORE) != replica.meta(meta::STORE)
}

/// All that memory holds, and the store that was `found` lacks: what another tab has written
/// there since stands.
fn anew(
    replica: &Replica,
    found: &Replica,
    here: &KeySet<FileKey>,
    now: Millis,
) -> Result<Vec<Change>, StoreError> {
    let mut rescued = Rescued::default();
    let mut changes = Vec::new();
    for (stream, cursor) in replica.cursors() {
        let records: Vec<Record> = replica.confirmed_of(stream).cloned().collect();
        changes.push(Change::PutRecords(stream, records));
        // Perhaps less than another tab has read since: then it is read once more.
        changes.push(Change::SetCursor(stream, cursor.clone()));
    }
    for (digest, text) in replica.instrument_texts() {
        changes.push(Change::PutInstrument(digest.to_owned(), text.to_owned()));
    }
    for entry in replica.entries() {
        rescued.ops += usize::from(entry.state.is_unsent() || entry.state.needs_attention());
        if found.entry(entry.op.op().id).is_none() {
            changes.push(Change::PutEntry(entry.clone()));
        }
    }
    let missing = FileState::Refused {
        reason: MISSING_HERE.to_owned(),
    };
    for file in replica.files().filter(|file| !here.contains(&file.key())) {
        let at_server = matches!(file.state, FileState::OnServer | FileState::Freed);
        let state = match found.file(&file.key()) {
            // Only the tab that found it lost may not have heard that the server had it.
            Some(found) if found.state != missing || !at_server => continue,
            _ if at_server => FileState::Freed,
            _ => missing.clone(),
        };
        rescued.files_lost += usize::from(!at_server && file.state != missing);
        let file = file.clone();
        changes.push(Change::PutFile(LocalFile { state, ..file }));
    }
    for (name, value) in replica.meta_under("") {
        if found.meta(name).is_none() {
            changes.push(Change::PutMeta(name.to_owned(), value.to_owned()));
        }
    }
    // What another tab has kept anew before counts as well.
    let before = found.emptied().and_then(|emptied| emptied.rescued);
    let before = before.unwrap_or_default();
    let emptied = Emptied {
        at: now,
        heard: None,
        // Nobody knows better than this device what was in it.
        asked: true,
        rescued: Some(Rescued {
            ops: rescued.ops.max(before.ops),
            files_lost: rescued.files_lost.max(before.files_lost),
        }),
    };
    changes.push(emptied.kept(meta::EMPTIED)?);
    // The first one marks the store.
    let mark = found
        .meta(meta::STORE)
        .map_or_else(|| now.0.to_string(), str::to_owned);
    changes.push(Change::PutMeta(meta::STORE.to_owned(), mark));
    Ok(changes)
}
