//! What the page of the instruments shows and sends. Drafts travel as the text of their document, so that
//! both sides read them by the same code.

use model::id::{CycleId, OfficeId};
use model::instrument::InstrumentError;
use model::reject::Rejection;
use model::time::{Millis, Zone};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::years::PastYear;

/// The instruments that there are, and the one that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Who asks.
    pub person: String,
    /// Their office.
    pub office: String,
    /// Its time zone.
    pub zone: Zone,
    /// The server's clock when this was read.
    pub at: Millis,
    /// The offices that the person administers: for these a cycle can be opened, on their boards a new
    /// instrument stands.
    pub offices: Vec<OfficeName>,
    /// All versions of all instruments, the newest of each family first.
    pub versions: Vec<Version>,
    /// The one that is looked at.
    pub chosen: Option<Chosen>,
    /// What is known of past years of the offices that the person administers.
    pub years: Vec<PastYear>,
}

/// An office by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeName {
    /// Its id.
    pub id: OfficeId,
    /// What people call it.
    pub name: String,
    /// What sort of office it is; empty where nobody has said it.
    pub kind: String,
}

/// A version of an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Stays the same over versions.
    pub family: String,
    /// Counts up.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The document's digest.
    pub digest: String,
    /// Where it stands.
    pub state: VersionState,
    /// Whether the person may keep the next version of its family; whoever may not makes one of a family of
    /// their office's own ([`model::instrument::own_family`]).
    pub mine: bool,
    /// The file that it came from.
    pub origin: String,
    /// Cycles that use it.
    pub cycles: Vec<Use>,
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// It comes with the program.
    BuiltIn,
    /// It never changes again.
    Published,
    /// It may still change.
    Draft,
}

/// A cycle that uses an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The cycle.
    pub id: CycleId,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub office: String,
    /// Whether it takes work.
    pub open: bool,
}

/// The version that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Its digest.
    pub digest: String,
    /// Its document.
    pub text: String,
    /// The document of the version before, or of what an office's own was made from, if there is one.
    pub before: Option<String>,
}

/// What a workbook holds. Nothing was kept yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preview {
    /// There are several worksheets: one must be named.
    Several {
        /// Their names.
        sheets: Vec<String>,
    },
    /// One worksheet.
    One(Box<Imported>),
    /// Nothing can be taken from it.
    Unreadable {
        /// Why.
        why: Unreadable,
    },
}

/// Why nothing can be taken from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// It is no XLSX workbook.
    NotXlsx,
    /// It has a password.
    Encrypted,
    /// It is of the format before XLSX.
    OldXls,
    /// It is more than a worksheet can be; the first cell beyond, if there is one.
    TooLarge {
        /// `Sheet!A100001`.
        cell: Option<String>,
    },
    /// Its inside isn't what the format says; which part of it, if that is known.
    Damaged {
        /// `xl/workbook.xml`.
        part: Option<String>,
    },
    /// No sheet is a worksheet.
    NoWorksheet,
    /// A weight that the score can't do without is no number.
    Weight {
        /// `G42`.
        cell: String,
        /// What stands there.
        text: String,
        /// Of what.
        title: String,
    },
    /// The worksheet makes no instrument.
    Worksheet {
        /// Where, if that is known.
        cell: Option<String>,
        /// Why.
        why: InstrumentError,
    },
}

/// A worksheet that was read from a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The draft's document.
    pub text: String,
    /// The sheet.
    pub sheet: String,
    /// Sheets that are none, with the reason.
    pub skipped: Vec<String>,
    /// How many items.
    pub items: usize,
    /// How many *Jumlah* rows.
    pub counts: usize,
    /// How many required documents.
    pub documents: usize,
    /// What doesn't add up.
    pub findings: Vec<Amiss>,
    /// The document of the version that it would follow, if there is one.
    pub before: Option<String>,
}

/// Something in a workbook that doesn't add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amiss {
    /// Where: `G42`.
    pub cell: String,
    /// What.
    pub what: String,
    /// What would settle it.
    pub proposal: String,
    /// Whether it is only worth a look.
    pub note: bool,
}

/// What is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// On whose board it stands if its family is new.
    pub office: OfficeId,
    /// The draft's document.
    pub text: String,
    /// The digest of the version that it follows, or, where that is a draft, takes the place of; nothing
    /// for a new family. Were it another one by now, nothing would be kept.
    pub after: Option<String>,
    /// The file that it came from.
    pub origin: String,
    /// Whether it is published, and never changes again.
    pub publish: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepAnswer {
    /// It is kept (or was there already).
    Kept {
        /// Its digest.
        digest: String,
    },
    /// Somebody kept a newer version of the family meanwhile; nothing was kept.
    Overtaken,
}

/// A cycle to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCycle {
    /// Whose.
    pub office: OfficeId,
    /// What people call it.
    pub name: String,
    /// The year of its plan.
    pub year: i32,
    /// Digest of its instrument.
    pub instrument: String,
    /// First day, `2027-01-01`; empty for none.
    pub opens: String,
    /// Last day; empty for none.
    pub closes: String,
    /// The Standing it aims at; empty for none.
    pub target: String,
}

/// Another sort for an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rekind {
    /// The office.
    pub office: OfficeId,
    /// Its sort; empty for none.
    pub kind: String,
    /// Whether it is done, not only shown.
    pub go: bool,
}

/// What another sort changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RekindAnswer {
    /// The sort of before.
    pub from: String,
    /// The one that was typed, in the spelling that is kept.
    pub to: String,
    /// Running cycles whose worksheet changes.
    pub cycles: Vec<RekindCycle>,
}

/// What it changes in a running cycle; items each as `path · title`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RekindCycle {
    /// What people call it.
    pub name: String,
    /// Points that can be earned: now, then.
    pub weight: [Decimal; 2],
    /// They are asked as well.
    pub comes: Vec<String>,
    /// They are asked no more.
    pub goes: Vec<String>,
    /// Of these, some hold an answer or evidence, which is kept.
    pub kept: Vec<String>,
}

/// A running cycle to be moved to another instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The cycle.
    pub cycle: CycleId,
    /// Digest of the instrument.
    pub to: String,
    /// Whether it is done, not only shown.
    pub go: bool,
}

/// What becomes of a cycle's items when it is moved, each as `path · title`; of those that go on, as they
/// were and as they are then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveAnswer {
    /// They stay as they are.
    pub same: Vec<[String; 2]>,
    /// They ask or weigh differently.
    pub reworded: Vec<[String; 2]>,
    /// They are answered in another way.
    pub other_answers: Vec<[String; 2]>,
    /// They are new.
    pub new: Vec<String>,
    /// They fall away.
    pub gone: Vec<String>,
    /// These fall away with an answer or evidence: it is kept, and counts no more.
    pub kept: Vec<String>,
    /// The answers of these aren't among the new ones.
    pub anew: Vec<String>,
    /// Why something wasn't taken over to an item's new name: it is kept under the old one.
    pub refused: Vec<Rejection>,
}
