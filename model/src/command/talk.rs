//! Comments and tasks.

use super::change::{Change, trimmed, word};
use crate::id::{CycleId, OfficeId, PersonId, RecordId};
use crate::op::Draft;
use crate::record::Record;
use crate::schema::Kind;
use crate::time::Date;

/// Says something about an item or a record.
#[must_use]
pub fn comment(
    id: RecordId,
    office: OfficeId,
    cycle: CycleId,
    item: Option<&str>,
    about: Option<RecordId>,
    text: &str,
) -> Draft {
    Change::new(Kind::Komentar, id, office, cycle)
        .set("butir", item)
        .set("tentang", about.map(word))
        .put("teks", text.trim())
        .draft()
}

/// Changes the words of one's own comment.
#[must_use]
pub fn edit_comment(record: &Record, text: &str) -> Option<Draft> {
    Change::of(record)
        .set("teks", trimmed(Some(text)))
        .draft_if_any()
}

/// What is said of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFacts {
    /// What is to be done.
    pub title: String,
    /// The item that it is about.
    pub item: Option<String>,
    /// Who is to do it.
    pub to: Option<PersonId>,
    /// Last day.
    pub due: Option<Date>,
}

fn task<'a>(change: Change<'a>, facts: &TaskFacts) -> Change<'a> {
    change
        .set("judul", trimmed(Some(&facts.title)))
        .set("butir", facts.item.as_deref())
        .set("kepada", facts.to.map(word))
        .set("tenggat", facts.due.map(word))
}

/// Gives a task.
#[must_use]
pub fn new_task(id: RecordId, office: OfficeId, cycle: CycleId, facts: &TaskFacts) -> Draft {
    task(Change::new(Kind::Tugas, id, office, cycle), facts).draft()
}

/// Changes a task to these facts; nothing if they are the same.
#[must_use]
pub fn edit_task(record: &Record, to: &TaskFacts) -> Option<Draft> {
    task(Change::of(record), to).draft_if_any()
}

/// Ticks a task off, or takes the tick back.
#[must_use]
pub fn tick_task(record: &Record, done: bool) -> Draft {
    Change::of(record).put("selesai", done).draft()
}
