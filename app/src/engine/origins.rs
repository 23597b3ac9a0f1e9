//! On which device an op was made: records don't say it, the server's history of a record does. What it said
//! is kept, because it is looked at where there is no signal: beside what two people wrote differently, and
//! with evidence whose bytes lie on another device.

use model::id::{DeviceId, OpId, RecordId};
use model::op::SealedOp;
use model::sync::Replica;
use model::sync::platform::Platform as _;
use model::sync::store::meta;
use model::table::Table;

use super::devices::put;
use super::{BrowserNode, Engine, SessionError};

type Origins = Table<OpId, DeviceId>;

impl Engine {
    /// On which devices the ops about a record were made, as far as this one knows (tracked).
    #[must_use]
    pub fn origins(self, record: RecordId) -> Table<OpId, DeviceId> {
        self.read(|device| known(device, record))
    }

    /// Asks the server on which devices the ops about a record were made, and keeps what it says.
    ///
    /// # Errors
    /// [`SessionError`]; what was known stays.
    pub async fn ask_origins(self, record: RecordId) -> Result<(), SessionError> {
        let node = self.node().ok_or(SessionError::Nobody)?;
        let entries = self.history(record).await?;
        let ops = entries
            .iter()
            .filter_map(|entry| SealedOp::decode(&entry.op).ok());
        let said: Origins = ops.map(|op| (op.op().id, op.op().device)).collect();
        put(&node, &meta::origins(record), &said).await?;
        Ok(())
    }

    /// Asks it of every record in which two people differ, once for each state of it; and lets go of what nobody
    /// needs any more. Only the tab that syncs does, while there is a network.
    pub(super) async fn keep_origins(self, differing: Vec<RecordId>) {
        let Some(node) = self.node() else { return };
        if !node.platform().may_sync() || !node.platform().online() {
            return;
        }
        for record in differing {
            let lacks = self.peek(|device| lacking(device, record));
            let Some(state) = lacks.map(|number| (record, number)) else {
                continue;
            };
            if !self.0.origins.borrow_mut().insert(state) {
                continue;
            }
            if self.ask_origins(record).await.is_err() {
                self.0.origins.borrow_mut().remove(&state);
                return;
            }
        }
        forget(&node).await;
    }
}

fn known(device: &Replica, record: RecordId) -> Origins {
    let said = device.meta(&meta::origins(record));
    let said = said.and_then(|text| serde_json::from_str(text).ok());
    let mut all: Origins = said.unwrap_or_default();
    for entry in device.entries_about(record) {
        all.insert(entry.op.op().id, entry.op.op().device);
    }
    all
}

/// The number at which a record holds a value of which nobody knows where it was written.
fn lacking(device: &Replica, record: RecordId) -> Option<u64> {
    let known = known(device, record);
    let record = device.confirmed(record)?;
    let differ = record.conflicts().into_iter();
    let fields = differ.filter_map(|field| record.fields.get(field));
    let mut writes = fields.flat_map(|field| &field.writes);
    let lacks = writes.any(|write| known.get(&write.op).is_none());
    lacks.then_some(record.number)
}

/// Forgets where the ops of records were made that nobody disputes and no evidence of which is missing.
async fn forget(node: &BrowserNode) {
    let idle: Vec<String> = {
        let device = node.replica();
        let person = node.identity().person;
        let kept: Vec<&str> = device
            .meta_under(meta::ORIGINS_PREFIX)
            .map(|(name, _)| name)
            .collect();
        if kept.is_empty() {
            return;
        }
        let elsewhere = device.own_elsewhere(person);
        let is_needed = |name: &&str| {
            let id = name.strip_prefix(meta::ORIGINS_PREFIX);
            let id: Option<RecordId> = id.and_then(|id| id.parse().ok());
            let differs = id.and_then(|id| device.record(id));
            differs.is_some_and(|record| !record.conflicts().is_empty())
                || elsewhere.iter().any(|page| Some(page.piece.id) == id)
        };
        let idle = kept.into_iter().filter(|name| !is_needed(name));
        idle.map(ToOwned::to_owned).collect()
    };
    for name in idle {
        // What couldn't be removed is tried at the next change.
        drop(node.put_meta(&name, "").await);
    }
}
