//! What a node hears from the person's other tabs.

use super::Node;
use crate::sync::engine::Standing;
use crate::sync::platform::{Platform, Wake};
use crate::sync::replica::Replica;
use crate::sync::store::{Change, EntryState, FileState, Tx, meta};

impl<P: Platform> Node<P> {
    /// Takes in what another tab of this person has committed (see [`Platform::announce`]); `as_leader`: it synced
    /// then.
    pub async fn learn(&self, tx: &Tx, as_leader: bool) {
        if is_rescue(tx) && self.refresh().await.is_ok() {
            return;
        }
        let _pass = self.gate.enter().await;
        let news = Tx {
            changes: (tx.changes.iter())
                .filter(|change| as_leader || !is_old(&self.replica.borrow(), change))
                .cloned()
                .collect(),
            strict: tx.strict,
        };
        let changed = self.replica.borrow_mut().apply(&news);
        // What had room there has it here.
        self.engine.borrow_mut().stored(None);
        self.draw_from_replica();
        self.tell(&changed);
        self.tell_line();
        self.platform.wake(Wake::Tab);
    }

    /// Takes in what the tab of this person that syncs knows (see [`Platform::announce_standing`]).
    pub fn follow(&self, leader: Standing) {
        if !self.platform.may_sync() {
            self.engine.borrow_mut().follow(leader);
            self.tell_line();
        }
    }
}

/// Whether it was committed because the browser had emptied the store: what one tab remembered is old for another, and
/// only the store has it all.
fn is_rescue(tx: &Tx) -> bool {
    let marks = |change: &Change| matches!(change, Change::PutMeta(name, _) if name == meta::STORE);
    tx.changes.iter().any(marks)
}

/// Whether a change by a tab that doesn't sync is older than what is known here: this one read it from the store before
/// it was told, and what became of it since.
fn is_old(replica: &Replica, change: &Change) -> bool {
    match change {
        Change::PutEntry(told) if told.state == EntryState::Pending && !told.asks => {
            let known = replica.entry(told.op.op().id);
            known.is_some_and(|known| {
                matches!(
                    known.state,
                    EntryState::Sent
                        | EntryState::Waits { .. }
                        | EntryState::Accepted { .. }
                        | EntryState::Confirmed { .. }
                )
            })
        }
        Change::PutFile(told) | Change::NameFile(told) if told.state == FileState::Local => {
            let known = replica.file(&told.key());
            known.is_some_and(|known| {
                known.capture == told.capture
                    && matches!(known.state, FileState::OnServer | FileState::Freed)
            })
        }
        _ => false,
    }
}
