//! Views: records read as what they are. A record holds every unnamed write of every field; a view says
//! what shows.

mod answer;
mod conflict;
mod evidence;
mod past;
mod plan;
mod state;
mod talk;

use crate::table::Table;

use rust_decimal::Decimal;

use crate::id::{OpId, PersonId, RecordId};
use crate::record::{Record, Write};
use crate::schema::{Kind, Waiver, row_of};
use crate::time::Millis;

pub use answer::{RowsSay, rows_say};
pub use conflict::{OpenConflict, merged, reopening, settling, sides, words_apart};
pub use evidence::{Evidence, FileStatus, FileVerdict, Origin, complete_files, pages_of};
pub use past::{BadPast, Past, past};
pub use plan::{Activity, Indicator, Plan, SubActivity, plan};
pub use state::{MAIN_LAYER, Worksheet, item_state, judged_writes, served, serves, worksheet};
pub use talk::{Comment, Task, VerdictView};

/// One of the values that stand in a register, and who wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The op that wrote it.
    pub op: OpId,
    /// What was written; nothing where the register was emptied.
    pub value: Option<String>,
    /// By whom.
    pub by: PersonId,
    /// When, as far as it can be known.
    pub at: Millis,
}

impl Said {
    fn read(write: &Write) -> Self {
        let value = match &write.value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        Self {
            op: write.op,
            value,
            by: write.by,
            at: write.at,
        }
    }
}

/// Every unnamed write of a register, oldest first: one where all is well, several that differ in a
/// conflict.
#[must_use]
pub fn said(record: &Record, field: &str) -> Vec<Said> {
    let writes = record.fields.get(field).map(|field| &field.writes);
    writes.into_iter().flatten().map(Said::read).collect()
}

/// The answer to an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its record.
    pub id: RecordId,
    /// The item.
    pub item: String,
    /// The answer that shows.
    pub value: Option<String>,
    /// The counts that show, by row code.
    pub rows: Table<String, Decimal>,
    /// The unit's note.
    pub note: Option<String>,
    /// Required documents that don't apply, with the reason.
    pub waivers: Vec<Waiver>,
    /// Who wrote the answer that shows, and when.
    pub written: Option<(PersonId, Millis)>,
    /// Names of the fields in which two people differ.
    pub conflicts: Vec<String>,
    /// Somebody deleted it while somebody else wrote.
    pub contested: bool,
}

impl Answer {
    /// Reads an answer; nothing if the record is another kind, gone, or doesn't say its item.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        let item = record.text("butir")?.to_owned();
        readable(record, &Kind::Jawaban).then(|| Self {
            id: record.id,
            item,
            value: text(record, "nilai"),
            rows: rows(record),
            note: text(record, "catatan"),
            waivers: record.set("tidak_berlaku"),
            written: record.shown("nilai").map(|write| (write.by, write.at)),
            conflicts: conflicts(record),
            contested: record.is_contested(),
        })
    }

    /// The reason why a required document doesn't apply.
    #[must_use]
    pub fn waiver(&self, document: &str) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.dokumen == document)
    }
}

/// The counts that show in an answer.
fn rows(record: &Record) -> Table<String, Decimal> {
    let row = |field: &String| Some((row_of(field)?.to_owned(), decimal(record, field)?));
    record.fields.keys().filter_map(row).collect()
}

fn readable(record: &Record, kind: &Kind) -> bool {
    record.kind == *kind && !record.is_gone()
}

fn text(record: &Record, field: &str) -> Option<String> {
    record.text(field).map(str::to_owned)
}

fn decimal(record: &Record, field: &str) -> Option<Decimal> {
    record
        .text(field)
        .and_then(|text| Decimal::from_str_exact(text).ok())
}

fn conflicts(record: &Record) -> Vec<String> {
    record.conflicts().into_iter().map(str::to_owned).collect()
}

/// Who made a record, as far as its writes still say: the author of the oldest one that stands.
fn author(record: &Record) -> Option<PersonId> {
    let writes = record.fields.values().flat_map(|field| &field.writes);
    writes
        .min_by_key(|write| (write.at, write.op))
        .map(|write| write.by)
}
