//! What a person does about what was refused, and with what is kept.

use super::Node;
use crate::id::{FileKey, OpId};
use crate::mutant::{Mutant, planted};
use crate::sync::held::Emptied;
use crate::sync::platform::{Platform, Wake};
use crate::sync::safe::Freeable;
use crate::sync::store::{
    Change, Entry, EntryState, FileState, LocalFile, STOPPED_HERE, StoreError, Tx, meta,
};
use crate::sync::{depend, engine};
use crate::time::Millis;
use crate::wire::DeviceReport;

/// Why something of "Perlu perhatian" couldn't be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The op or file is not (or no longer) in a state in which this can be done: look again.
    #[error("it stands otherwise by now")]
    StandsOtherwise,
    /// The device couldn't keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<P: Platform> Node<P> {
    /// Lets a refused or held op go, knowingly: kept as a trace, shown nowhere. Gives back how it stood,
    /// for [`Node::take_back`].
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if it isn't refused or held.
    pub async fn discard(&self, op: OpId) -> Result<EntryState, ActError> {
        let _pass = self.gate.enter().await;
        let entry = self.replica.borrow().entry(op).cloned();
        let mut entry = entry
            .filter(|entry| entry.state.needs_attention())
            .ok_or(ActError::StandsOtherwise)?;
        let before = std::mem::replace(&mut entry.state, EntryState::Discarded);
        self.commit(Tx::strict(vec![Change::PutEntry(entry)]))
            .await?;
        Ok(before)
    }

    /// Takes back that an op was let go: it waits for its person again, as before.
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if it wasn't let go, or stood otherwise before.
    pub async fn take_back(&self, op: OpId, before: EntryState) -> Result<(), ActError> {
        let _pass = self.gate.enter().await;
        let entry = self.replica.borrow().entry(op).cloned();
        let mut entry = entry
            .filter(|entry| entry.state == EntryState::Discarded && before.needs_attention())
            .ok_or(ActError::StandsOtherwise)?;
        entry.state = before;
        self.commit(Tx::strict(vec![Change::PutEntry(entry)]))
            .await?;
        Ok(())
    }

    /// Lets a file go, knowingly, that was refused or that still waits (it isn't sent any more), or takes
    /// that back: one that waited goes on where it stopped. Its bytes stay here either way.
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if it neither waits nor was refused.
    pub async fn let_file_go(&self, key: &FileKey, gone: bool) -> Result<(), ActError> {
        let _pass = self.gate.enter().await;
        let file = self.replica.borrow().file(key).cloned();
        let file = file.ok_or(ActError::StandsOtherwise)?;
        let stopped = FileState::Refused {
            reason: STOPPED_HERE.to_owned(),
        };
        let state = match &file.state {
            FileState::Local if gone => Some(stopped),
            state if !gone && *state == stopped => Some(FileState::Local),
            FileState::Refused { .. } => None,
            _ => return Err(ActError::StandsOtherwise),
        };
        let value = if gone { "1" } else { "" };
        let mut changes = vec![Change::PutMeta(meta::let_go(key), value.to_owned())];
        changes.extend(state.map(|state| Change::PutFile(LocalFile { state, ..file })));
        self.commit(Tx::strict(changes)).await?;
        self.engine.borrow_mut().wanted_again(key);
        self.platform.wake(Wake::Write);
        Ok(())
    }

    /// Lets damaged values go, knowingly, or takes that back. What is left of them stays here either way.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn let_damage_go(&self, places: &[String], gone: bool) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let value = if gone { "1" } else { "" };
        let change = |place: &String| Change::PutMeta(meta::damage_let_go(place), value.to_owned());
        let changes = places.iter().map(change).collect();
        self.commit(Tx::strict(changes)).await
    }

    /// Sends a refused or held op again, with what it is held by and what is held with it; or one that was
    /// let go, at any later time.
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if it isn't refused, held or let go.
    pub async fn retry(&self, op: OpId) -> Result<(), ActError> {
        let _pass = self.gate.enter().await;
        let again = depend::together(&self.replica.borrow(), op);
        if again.is_empty() {
            return Err(ActError::StandsOtherwise);
        }
        let pending = |mut entry: Entry| {
            entry.state = EntryState::Pending;
            Change::PutEntry(entry)
        };
        let changes = again.into_iter().map(pending).collect();
        self.commit(Tx::strict(changes)).await?;
        self.platform.wake(Wake::Write);
        Ok(())
    }

    /// Sends a file again that was refused, if the server wants it by now, or that never gets through.
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if it neither was refused nor waits, its bytes aren't here, or what names
    /// it isn't on the server yet.
    pub async fn retry_file(&self, key: &FileKey) -> Result<(), ActError> {
        let _pass = self.gate.enter().await;
        let changes = engine::again(&self.replica.borrow(), key);
        let mut changes = changes.ok_or(ActError::StandsOtherwise)?;
        changes.push(Change::PutMeta(meta::let_go(key), String::new()));
        self.commit(Tx::strict(changes)).await?;
        self.engine.borrow_mut().wanted_again(key);
        self.platform.wake(Wake::Write);
        Ok(())
    }

    /// Frees the bytes of a file that is safe, or that the server has while it has no place for
    /// backups ([`Replica::freeable`]); the file's entry and thumbnail stay.
    ///
    /// # Errors
    /// [`ActError::StandsOtherwise`] if they may be needed again.
    ///
    /// [`Replica::freeable`]: crate::sync::Replica::freeable
    pub async fn free_file(&self, key: &FileKey) -> Result<(), ActError> {
        let _pass = self.gate.enter().await;
        let freeable = {
            let replica = self.replica.borrow();
            let file = replica.file(key);
            file.map_or(Freeable::No, |file| replica.freeable(file))
        };
        if freeable == Freeable::No {
            return Err(ActError::StandsOtherwise);
        }
        self.commit(Tx::strict(vec![Change::FreeFile(key.clone())]))
            .await?;
        Ok(())
    }

    /// Compares everything with the server as soon as there is a connection; what drifted is pulled again
    /// and told ([`Replica::drifts`]). Whichever tab syncs does it.
    ///
    /// # Errors
    /// Whatever the store meets.
    ///
    /// [`Replica::drifts`]: crate::sync::Replica::drifts
    pub async fn reconcile(&self) -> Result<(), StoreError> {
        self.put_meta(meta::RECONCILED, engine::NEVER).await?;
        self.platform.wake(Wake::Asked);
        Ok(())
    }

    /// Keeps a small value (an empty one removes it).
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn put_meta(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let change = Change::PutMeta(name.to_owned(), value.to_owned());
        self.commit(Tx::relaxed(vec![change])).await
    }

    /// The key that this device once had is gone: the browser emptied its store. That is noted before anything is read
    /// or said, and once for each store. Kept as what a person states is: the next sign-in makes a key, after which
    /// nothing else tells of it.
    ///
    /// # Errors
    /// Whatever the store meets; a full one says so by itself.
    pub async fn found_emptied(&self) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        if self.replica.borrow().emptied_once().is_some() {
            return Ok(());
        }
        let at = self.platform.now();
        let emptied = Emptied {
            at,
            ..Emptied::default()
        };
        let changes = vec![emptied.kept(meta::EMPTIED)?];
        let strict = !planted(Mutant::EmptiedForgotten);
        self.commit(Tx { changes, strict }).await
    }

    /// What the server had heard of this device before its store was emptied, if anything. If that was something, its
    /// person hears of it, also who has read before that nobody could say.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn heard_of_emptied(
        &self,
        heard: Option<(DeviceReport, Millis)>,
    ) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let (known, unread) = {
            let replica = self.replica.borrow();
            (replica.emptied_once(), replica.is_emptied())
        };
        let Some(known) = known.filter(|known| !known.asked) else {
            return Ok(());
        };
        let asked = true;
        let emptied = Emptied {
            heard,
            asked,
            ..known
        };
        let tx = if unread || emptied.lost_some() {
            let read = Change::PutMeta(meta::EMPTIED_READ.to_owned(), String::new());
            vec![emptied.kept(meta::EMPTIED)?, read]
        } else {
            vec![emptied.kept(meta::EMPTIED_READ)?]
        };
        self.commit(Tx::strict(tx)).await
    }

    /// The person has read that the store was emptied.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn dismiss_emptied(&self) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let known = self.replica.borrow().emptied();
        let Some(known) = known else {
            return Ok(());
        };
        let gone = Change::PutMeta(meta::EMPTIED.to_owned(), String::new());
        let changes = vec![known.kept(meta::EMPTIED_READ)?, gone];
        self.commit(Tx::relaxed(changes)).await
    }

    /// Deletes everything that was pulled (at sign-out); what this person stated stays.
    ///
    /// # Errors
    /// Whatever the store meets.
    pub async fn forget_pulled(&self) -> Result<(), StoreError> {
        let _pass = self.gate.enter().await;
        let tx = engine::forget_pulled(&self.replica.borrow());
        self.commit(tx).await
    }
}
