//! Which form of the plan is open: its level, and what it is about.

use model::id::RecordId;

use crate::i18n::Texts;

/// A level of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// First.
    Kegiatan,
    /// Second.
    Sub,
    /// Third.
    Indikator,
}

/// Which form: a new element below `parent`, or the edit of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its level.
    pub level: Level,
    /// The element that is edited.
    pub edits: Option<RecordId>,
    /// What a new one belongs to.
    pub parent: Option<RecordId>,
}

impl Form {
    /// A new kegiatan.
    #[must_use]
    pub fn new_kegiatan() -> Self {
        Self {
            level: Level::Kegiatan,
            edits: None,
            parent: None,
        }
    }

    /// A new element below another.
    #[must_use]
    pub fn new_below(level: Level, parent: RecordId) -> Self {
        Self {
            level,
            edits: None,
            parent: Some(parent),
        }
    }

    /// The edit of an element.
    #[must_use]
    pub fn edit(level: Level, id: RecordId) -> Self {
        Self {
            level,
            edits: Some(id),
            parent: None,
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(self, t: &Texts) -> &'static str {
        let r = t.rencana();
        match (self.level, self.edits.is_some()) {
            (Level::Kegiatan, false) => r.new_kegiatan,
            (Level::Sub, false) => r.new_sub,
            (Level::Indikator, false) => r.new_indikator,
            (Level::Kegiatan, true) => r.edit_kegiatan,
            (Level::Sub, true) => r.edit_sub,
            (Level::Indikator, true) => r.edit_indikator,
        }
    }

    /// Under which name the draft of a field is kept.
    #[must_use]
    pub fn key(self, field: &str) -> String {
        let of = self.edits.or(self.parent);
        let of = of.map_or_else(|| "baru".to_owned(), |id| id.to_string());
        let kind = if self.edits.is_some() { "ubah" } else { "baru" };
        format!("rencana.{kind}.{:?}.{of}.{field}", self.level)
    }
}
