//! "Perlu perhatian": what people do about what was refused or gets stuck, and to make room.

use model::id::{FileKey, OpId};
use model::sync::node::ActError;
use model::sync::safe::Freeable;
use model::sync::store::{EntryState, FileState, LocalFile};
use model::sync::{Node, Replica};

use super::Stage;
use crate::device::{Db, Machine};
use crate::rng::Rng;

/// What somebody does in "Perlu perhatian", or to make room.
#[derive(Debug)]
enum Attention {
    /// Lets an op go.
    Discard(OpId),
    /// Takes that back at once, as the toast offers.
    TakeBack(OpId, EntryState),
    /// Sends an op again, also one that was let go.
    Retry(OpId),
    /// Sends a file again that was refused.
    RetryFile(FileKey),
    /// Stops a file that waits, or lets a refused one go.
    Stop(FileKey),
    /// Takes that back.
    GoOn(FileKey),
    /// Frees a file's bytes.
    Free(FileKey, Freeable),
    /// Reads that the browser emptied the store.
    Read,
}

impl Attention {
    /// One of what can be done here now.
    fn choose(rng: &mut Rng, db: &Db, replica: &Replica) -> Option<Self> {
        let ops = |of: fn(&EntryState) -> bool| -> Vec<OpId> {
            let entries = replica.entries().filter(|entry| of(&entry.state));
            entries.map(|entry| entry.op.op().id).collect()
        };
        let files = |of: fn(&FileState) -> bool| -> Vec<FileKey> {
            let files = replica.files().filter(|file| of(&file.state));
            files.map(LocalFile::key).collect()
        };
        let refused = |state: &FileState| matches!(state, FileState::Refused { .. });
        let waits = |state: &FileState| {
            *state == FileState::Local || matches!(state, FileState::Refused { .. })
        };
        match rng.below(15) {
            0..=1 => rng
                .pick(&ops(EntryState::needs_attention))
                .copied()
                .map(Self::Discard),
            2..=5 => rng
                .pick(&ops(EntryState::needs_attention))
                .copied()
                .map(Self::Retry),
            6 => rng.pick(&files(refused)).cloned().map(Self::RetryFile),
            7..=9 => {
                let freeable = |file: &LocalFile| (file.key(), replica.freeable(file));
                let freeable: Vec<_> = (replica.files().map(freeable))
                    .filter(|(_, freeable)| *freeable != Freeable::No)
                    .collect();
                let (file, freeable) = rng.pick(&freeable).cloned()?;
                Some(Self::Free(file, freeable))
            }
            10 => rng.pick(&files(waits)).cloned().map(Self::Stop),
            11 => rng.pick(&files(refused)).cloned().map(Self::GoOn),
            12 => {
                let (op, before) = db.undo.borrow_mut().pop()?;
                Some(Self::TakeBack(op, before))
            }
            13 => replica.emptied().map(|_| Self::Read),
            _ => rng
                .pick(&ops(|state| *state == EntryState::Discarded))
                .copied()
                .map(Self::Retry),
        }
    }

    async fn done(&self, db: &Db, node: &Node<Machine>) -> Result<(), ActError> {
        match self {
            Self::Discard(op) => {
                let before = node.discard(*op).await?;
                db.undo.borrow_mut().push((*op, before));
                Ok(())
            }
            Self::TakeBack(op, before) => node.take_back(*op, before.clone()).await,
            Self::Retry(op) => node.retry(*op).await,
            Self::RetryFile(file) => node.retry_file(file).await,
            Self::Stop(file) => node.let_file_go(file, true).await,
            Self::GoOn(file) => node.let_file_go(file, false).await,
            Self::Free(file, freeable) => {
                if *freeable == Freeable::Knowingly {
                    // Whether or not the process lives to hear of it; what wasn't freed is here anyway.
                    db.knowingly.borrow_mut().insert(file.clone());
                }
                node.free_file(file).await
            }
            Self::Read => {
                // Whether or not the process lives to hear of it.
                db.unread.set(false);
                Ok(node.dismiss_emptied().await?)
            }
        }
    }
}

/// "Perlu perhatian", and making room.
pub(super) async fn attend(stage: &Stage, db: &Db, node: &Node<Machine>) {
    let chosen = {
        let replica = node.replica();
        stage.core.draw(|rng| Attention::choose(rng, db, &replica))
    };
    let Some(attention) = chosen else {
        return;
    };
    let outcome = attention.done(db, node).await;
    stage
        .core
        .note(|| format!("db {}: {attention:?}: {outcome:?}", db.number));
}
