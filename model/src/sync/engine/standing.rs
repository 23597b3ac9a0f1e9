//! What an engine has found out, as far as the sync line speaks of it. Of a person's tabs one syncs; the others ask
//! nobody, and say what it says.

use serde::{Deserialize, Serialize};

use super::{Engine, Reading, Trouble, Unsigned};
use crate::id::FileKey;
use crate::time::Millis;

/// For what a sign-in is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Nothing is sent without it, nor read.
    ToSend,
    /// Only nothing new is read.
    ToRead,
}

/// What the tab that syncs knows of the server and of its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whether the server lets the person read.
    pub reading: Reading,
    /// Why nothing is sent until the person signs in, if so.
    pub unsigned: Option<Unsigned>,
    /// What stood in the way of text and news last, if it still does.
    pub trouble: Option<Trouble>,
    /// What stands in the way of files, as far as their last request showed.
    pub file_trouble: Option<Trouble>,
    /// Whether the last commit found no room.
    pub is_store_full: bool,
    /// Whether something is being sent now.
    pub is_sending: bool,
    /// How many ops and files reached the server since everything was last sent.
    pub done: usize,
    /// The file whose pieces are being sent, if any is.
    pub under_way: Option<FileKey>,
    /// When everything was last exchanged with the server since the start, by this device's clock.
    pub last_exchange: Option<Millis>,
}

impl Standing {
    /// What would go on if the person signed in, whatever the line says first; nothing if all does without.
    #[must_use]
    pub fn wants_sign_in(&self) -> Option<SignIn> {
        if self.unsigned.is_some() {
            Some(SignIn::ToSend)
        } else {
            (self.reading != Reading::Open).then_some(SignIn::ToRead)
        }
    }
}

impl Engine {
    /// What stands: what this engine found out, or what the tab says that syncs.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if let Some(leader) = &self.leader {
            return Standing {
                is_store_full: leader.is_store_full || self.store_full,
                ..leader.as_ref().clone()
            };
        }
        let fails = self.retry.is_failing();
        Standing {
            reading: self.reading,
            unsigned: self.unsigned,
            trouble: self.trouble.filter(|_| fails),
            file_trouble: self.uploads.trouble,
            is_store_full: self.store_full,
            is_sending: self.sending && !fails,
            done: self.done,
            under_way: self.uploads.last.clone(),
            last_exchange: self.last_exchange,
        }
    }

    /// What the tab that syncs says: until this one does, that is what stands.
    pub fn follow(&mut self, leader: Standing) {
        self.leader = Some(Box::new(leader));
    }

    /// This tab syncs now. What only a person can change holds on; the rest is found out.
    pub(super) fn lead(&mut self) {
        if let Some(leader) = self.leader.take() {
            self.reading = leader.reading;
            self.unsigned = leader.unsigned;
        }
    }
}
