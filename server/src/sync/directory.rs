//! Who is who, kept in step with the boards by their version.

use std::ops::Deref;
use std::sync::Arc;

use model::directory::Directory;
use model::record::Record;
use tokio::sync::RwLock;

use crate::store::{Store, StoreError};

/// A directory as the boards stood at a version.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// How often any board had changed.
    pub version: u64,
    directory: Arc<Directory>,
}

impl Deref for Snapshot {
    type Target = Directory;
    fn deref(&self) -> &Directory {
        &self.directory
    }
}

impl Snapshot {
    /// The same as it will be once these records stand on their boards.
    pub(super) fn with(&self, changed: &[Record]) -> Self {
        let mut directory = (*self.directory).clone();
        for record in changed {
            directory.learn(record);
        }
        Self {
            version: self.version,
            directory: Arc::new(directory),
        }
    }
}

/// The newest directory that this process made.
#[derive(Debug, Default)]
pub(super) struct Cache {
    newest: RwLock<Option<Snapshot>>,
}

impl Cache {
    /// The directory as the boards stand now: only what changed since the last call is read.
    pub(super) async fn current(&self, store: &dyn Store) -> Result<Snapshot, StoreError> {
        let known = self.newest.read().await.clone();
        let after = known.as_ref().map_or(0, |snapshot| snapshot.version);
        let (version, changed) = store.board_records(after).await?;
        if let Some(known) = known
            && known.version >= version
        {
            return Ok(known);
        }
        let mut newest = self.newest.write().await;
        // Another task may have been here first; it learned the same records, or later ones.
        if let Some(newest) = &*newest
            && newest.version >= version
        {
            return Ok(newest.clone());
        }
        let mut directory = newest
            .as_ref()
            .filter(|newest| newest.version >= after)
            .map(|newest| (*newest.directory).clone())
            .unwrap_or_default();
        for record in &changed {
            directory.learn(record);
        }
        let snapshot = Snapshot {
            version,
            directory: Arc::new(directory),
        };
        *newest = Some(snapshot.clone());
        Ok(snapshot)
    }
}
