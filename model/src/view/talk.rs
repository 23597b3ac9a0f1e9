//! Comments, tasks and verdicts.

use super::{author, readable, text};
use crate::id::{PersonId, RecordId};
use crate::record::Record;
use crate::schema::{Kind, Verdict};
use crate::time::{Date, Millis};

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Its record.
    pub id: RecordId,
    /// The item that it is about.
    pub item: Option<String>,
    /// The record that it is about.
    pub about: Option<RecordId>,
    /// What is said.
    pub text: String,
    /// Who said it.
    pub by: Option<PersonId>,
    /// When it was first said.
    pub at: Millis,
}

impl Comment {
    /// Reads a comment; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        readable(record, &Kind::Komentar).then(|| Self {
            id: record.id,
            item: text(record, "butir"),
            about: record.get("tentang"),
            text: text(record, "teks").unwrap_or_default(),
            by: author(record),
            at: record.created,
        })
    }
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its record.
    pub id: RecordId,
    /// What is to be done.
    pub title: String,
    /// The item that it is about.
    pub item: Option<String>,
    /// Who is to do it.
    pub to: Option<PersonId>,
    /// Last day.
    pub due: Option<Date>,
    /// Whether it was done.
    pub done: bool,
    /// Who gave it.
    pub by: Option<PersonId>,
    /// When it was given.
    pub at: Millis,
}

impl Task {
    /// Reads a task; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        readable(record, &Kind::Tugas).then(|| Self {
            id: record.id,
            title: text(record, "judul").unwrap_or_default(),
            item: text(record, "butir"),
            to: record.get("kepada"),
            due: record.get("tenggat"),
            done: record.get("selesai").unwrap_or(false),
            by: author(record),
            at: record.created,
        })
    }

    /// Days past its due date on `today`; nothing if it is done or not yet due.
    #[must_use]
    pub fn days_late(&self, today: Date) -> Option<i64> {
        let days = today.days() - self.due?.days();
        (days > 0 && !self.done).then_some(days)
    }
}

/// An assessor's verdict on an item.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictView {
    /// Its record.
    pub id: RecordId,
    /// The item.
    pub item: String,
    /// The layer of review.
    pub layer: String,
    /// What was decided: the latest of those that stand.
    pub verdict: Verdict,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: Millis,
    /// Two that stand differ: they verify nothing.
    pub disputed: bool,
}

impl VerdictView {
    /// Reads a verdict; nothing if the record is another kind, gone, or says nothing.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        let write = record.shown("putusan")?;
        let verdict = record.get("putusan")?;
        let item = text(record, "butir")?;
        readable(record, &Kind::Putusan).then(|| Self {
            id: record.id,
            item,
            layer: text(record, "lapis").unwrap_or_default(),
            verdict,
            by: write.by,
            at: write.at,
            disputed: record.conflicts().contains(&"putusan") || record.is_contested(),
        })
    }
}
