//! When files may be sent: what the person chose on this device. Words always go at once: they are small.

use crate::sync::replica::Replica;
use crate::sync::store::{FileState, LocalFile, meta};

/// Larger files wait for a connection that isn't metered, where the person wants that; in bytes.
pub const SPARED_BYTES: u64 = 1024 * 1024;

/// When files may be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// Whenever there is a connection.
    #[default]
    Always,
    /// Large ones ([`SPARED_BYTES`]) only over a connection that isn't metered or slow.
    Spare,
    /// Not until the person says otherwise.
    Paused,
}

impl Sending {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Always, Self::Spare, Self::Paused];

    /// Its word in [`meta::SENDING`]; the usual one has none.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "",
            Self::Spare => "hemat",
            Self::Paused => "jeda",
        }
    }

    /// What a word means; an unknown one is a newer build's, and sends.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|sending| sending.word() == word);
        known.unwrap_or_default()
    }

    /// Whether this keeps a file back. `metered`: what is sent costs, or goes slowly.
    #[must_use]
    pub fn keeps_back(self, file: &LocalFile, metered: bool) -> bool {
        file.state == FileState::Local
            && match self {
                Self::Always => false,
                Self::Spare => metered && file.size > SPARED_BYTES,
                Self::Paused => true,
            }
    }
}

impl Replica {
    /// When files may be sent from this device.
    #[must_use]
    pub fn sending(&self) -> Sending {
        Sending::of(self.meta(meta::SENDING).unwrap_or_default())
    }

    /// How many files this choice keeps back. `metered`: what is sent costs, or goes slowly.
    #[must_use]
    pub fn kept_back(&self, metered: bool) -> usize {
        let sending = self.sending();
        let kept = self
            .going_files()
            .filter(|file| sending.keeps_back(file, metered));
        kept.count()
    }
}
