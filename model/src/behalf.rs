//! "Atas nama": what the server states for a person, and by which deed.

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

/// For whom the server states something ("atas nama"): that person's rights are asked, and that person
/// counts as having written it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalf {
    /// The person.
    pub person: PersonId,
    /// The act that the op is a part of, so that all of it can be found, and taken back, together.
    pub act: String,
}

/// What the server does when it speaks for a person: the first word of [`OnBehalf::act`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It takes a filled worksheet in.
    Import,
    /// It takes that back.
    Undo,
    /// It moves a cycle to another worksheet.
    Move,
}

impl Deed {
    const ALL: [Self; 3] = [Self::Import, Self::Undo, Self::Move];

    /// How acts of it begin; never another word, since ops carry it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Import => "impor",
            Self::Undo => "urung",
            Self::Move => "pindah",
        }
    }
}

impl OnBehalf {
    /// What the server did; nothing where a later build did what this one doesn't know.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        let word = self.act.split(' ').next();
        Deed::ALL.into_iter().find(|deed| Some(deed.word()) == word)
    }
}
