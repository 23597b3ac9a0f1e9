//! From what a command states to ops in the outbox: checked by the rules, sealed, and kept in one
//! strict transaction.

use super::{Node, Random};
use crate::id::{FileDigest, OpId, Randomness as _, hex};
use crate::limits::OP_BYTES_MAX;
use crate::mutant::{Mutant, planted};
use crate::op::{Draft, Op, OpError, SealedOp, VOCABULARY};
use crate::reject::Rejection;
use crate::rules::{self, Arrival, Refusal};
use crate::sync::line::clock_offset;
use crate::sync::platform::{Platform, Wake};
use crate::sync::preview::Preview;
use crate::sync::store::{Change, Entry, FileState, LocalFile, StoreError, Tx, meta};
use crate::time::Millis;

/// Asks whether an op may be stated, with what was stated just before it, at a moment.
pub type Check = fn(&Op, &Preview<'_>, Millis) -> Result<(), Rejection>;

/// What is kept together with the ops that name it, all or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attached {
    /// Files from [`Node::capture`].
    pub files: Vec<LocalFile>,
    /// Small pictures of files, as JPEG bytes.
    pub thumbs: Vec<(FileDigest, Vec<u8>)>,
    /// Small values, such as the draft that became the op (an empty one removes it).
    pub meta: Vec<(String, String)>,
}

/// Why nothing was stated. Nothing was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Rejection),
    /// It can't be written as an op.
    #[error(transparent)]
    Op(#[from] OpError),
    /// The device couldn't keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<P: Platform> Node<P> {
    /// States facts: each draft becomes an op of this person and device, now. Returns once they are
    /// kept durably, all of them or none.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing was kept then.
    pub async fn submit(
        &self,
        drafts: Vec<Draft>,
        attached: Attached,
    ) -> Result<Vec<OpId>, SubmitError> {
        let _pass = self.gate.enter().await;
        let now = self.platform.now();
        let mut ids = Vec::new();
        let mut changes = self.attach(attached);
        {
            let replica = self.replica.borrow();
            let mut preview = Preview::new(&replica);
            for draft in drafts {
                let op = self.op(draft, now);
                let check = self.check.unwrap_or(by_rules);
                check(&op, &preview, now)?;
                let sealed = SealedOp::seal(op)?;
                if sealed.raw().get().len() > OP_BYTES_MAX {
                    let limit = "OP_BYTES_MAX".to_owned();
                    return Err(Rejection::TooLarge { limit }.into());
                }
                preview.state(sealed.op());
                ids.push(sealed.op().id);
                let sequence = self.sequence.get();
                self.sequence.set(sequence + 1);
                changes.push(Change::PutEntry(Entry::new(sequence, sealed)));
            }
        }
        let strict = !planted(Mutant::RelaxedSave);
        self.commit(Tx { changes, strict }).await?;
        self.platform.wake(Wake::Write);
        Ok(ids)
    }

    fn op(&self, draft: Draft, now: Millis) -> Op {
        let mut salt = [0_u8; 16];
        let mut random = Random(&self.platform);
        random.fill(&mut salt);
        Op {
            v: VOCABULARY,
            id: OpId::new(now, &mut random),
            actor: self.identity.person,
            device: self.identity.device,
            at: now,
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: hex(&salt),
        }
    }

    /// Changes for what comes with the ops. A file whose bytes the office holds already keeps its entry
    /// (which knows how far it was sent), and the second copy of its bytes goes. One that was refused and
    /// let go is a person's business again.
    fn attach(&self, attached: Attached) -> Vec<Change> {
        let replica = self.replica.borrow();
        let file = |file: LocalFile| match replica.file(&file.key()) {
            Some(held) if held.capture == file.capture => Vec::new(),
            Some(LocalFile {
                state: FileState::Local | FileState::OnServer,
                ..
            }) => vec![Change::RemoveCapture(file.capture)],
            _ => {
                let let_go = meta::let_go(&file.key());
                let known = replica.meta(&let_go).is_some();
                let again = known.then(|| Change::PutMeta(let_go, String::new()));
                [Change::NameFile(file)].into_iter().chain(again).collect()
            }
        };
        let files = attached.files.into_iter().flat_map(file);
        let thumbs = attached.thumbs.into_iter();
        let meta = attached.meta.into_iter();
        files
            .chain(thumbs.map(|(digest, jpeg)| Change::PutThumb(digest, jpeg)))
            .chain(meta.map(|(name, value)| Change::PutMeta(name, value)))
            .collect()
    }
}

/// The rules that the server asks as well. What would only wait there (a person or cycle that isn't
/// known) is kept: the server says so when it arrives.
fn by_rules(op: &Op, preview: &Preview<'_>, now: Millis) -> Result<(), Rejection> {
    let now = now.plus(clock_offset(preview.replica()));
    let effective = now;
    match rules::check(op, preview, Arrival { effective, now }) {
        Ok(_) | Err(Refusal::Waits(_)) => Ok(()),
        Err(Refusal::Rejected(rejection)) => Err(rejection),
    }
}
