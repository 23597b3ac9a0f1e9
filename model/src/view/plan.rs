//! The plan (rencana aksi): kegiatan → sub kegiatan → indikator keberhasilan.

use crate::table::Table;

use rust_decimal::Decimal;

use super::{conflicts, decimal, readable, text};
use crate::id::{PersonId, RecordId};
use crate::record::Record;
use crate::schema::Kind;
use crate::time::{Date, Quarter};

/// First level: kegiatan.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its record.
    pub id: RecordId,
    /// The area of change.
    pub area: Option<String>,
    /// What is done.
    pub title: String,
    /// Key that orders it among its siblings.
    pub order: String,
    /// Pelaksana.
    pub executors: Vec<PersonId>,
    /// Koordinator.
    pub coordinator: Option<PersonId>,
    /// Penanggung jawab.
    pub responsible: Option<PersonId>,
    /// First day.
    pub starts: Option<Date>,
    /// Last day.
    pub due: Option<Date>,
    /// Second level, in order.
    pub subs: Vec<SubActivity>,
    /// Names of the fields in which two people differ.
    pub conflicts: Vec<String>,
    /// Somebody deleted it while somebody else wrote.
    pub contested: bool,
}

/// Second level: sub kegiatan.
#[derive(Clone, Debug, PartialEq)]
pub struct SubActivity {
    /// Its record.
    pub id: RecordId,
    /// The kegiatan that it belongs to.
    pub activity: Option<RecordId>,
    /// What is done.
    pub title: String,
    /// Key that orders it among its siblings.
    pub order: String,
    /// Pelaksana.
    pub executors: Vec<PersonId>,
    /// Koordinator.
    pub coordinator: Option<PersonId>,
    /// Penanggung jawab.
    pub responsible: Option<PersonId>,
    /// First day.
    pub starts: Option<Date>,
    /// Last day.
    pub due: Option<Date>,
    /// Third level, in order.
    pub indicators: Vec<Indicator>,
    /// Names of the fields in which two people differ.
    pub conflicts: Vec<String>,
    /// Somebody deleted it while somebody else wrote.
    pub contested: bool,
}

/// Third level: indikator keberhasilan, with its output.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its record.
    pub id: RecordId,
    /// The sub kegiatan that it belongs to.
    pub sub: Option<RecordId>,
    /// What shows success.
    pub title: String,
    /// What comes out: a document, a number of meetings.
    pub output: Option<String>,
    /// Unit of targets and actuals.
    pub unit: Option<String>,
    /// Key that orders it among its siblings.
    pub order: String,
    /// Pelaksana.
    pub executors: Vec<PersonId>,
    /// Last day.
    pub due: Option<Date>,
    /// The day on which it was done.
    pub done: Option<Date>,
    /// Targets of TW I to IV.
    pub targets: [Option<Decimal>; 4],
    /// Actuals (realisasi) of TW I to IV.
    pub actuals: [Option<Decimal>; 4],
    /// Names of the fields in which two people differ.
    pub conflicts: Vec<String>,
    /// Somebody deleted it while somebody else wrote.
    pub contested: bool,
}

impl Activity {
    /// Reads a kegiatan, without what is below it; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        readable(record, &Kind::Kegiatan).then(|| Self {
            id: record.id,
            area: text(record, "area"),
            title: text(record, "judul").unwrap_or_default(),
            order: text(record, "urutan").unwrap_or_default(),
            executors: record.set("pelaksana"),
            coordinator: record.get("koordinator"),
            responsible: record.get("penanggung_jawab"),
            starts: record.get("mulai"),
            due: record.get("tenggat"),
            subs: Vec::new(),
            conflicts: conflicts(record),
            contested: record.is_contested(),
        })
    }

    /// All its indicators, in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.subs.iter().flat_map(|sub| &sub.indicators)
    }
}

impl SubActivity {
    /// Reads a sub kegiatan, without what is below it; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        readable(record, &Kind::SubKegiatan).then(|| Self {
            id: record.id,
            activity: record.get("kegiatan"),
            title: text(record, "judul").unwrap_or_default(),
            order: text(record, "urutan").unwrap_or_default(),
            executors: record.set("pelaksana"),
            coordinator: record.get("koordinator"),
            responsible: record.get("penanggung_jawab"),
            starts: record.get("mulai"),
            due: record.get("tenggat"),
            indicators: Vec::new(),
            conflicts: conflicts(record),
            contested: record.is_contested(),
        })
    }
}

impl Indicator {
    /// Reads an indikator; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        let quarters = |prefix: &str| {
            Quarter::ALL.map(|quarter| decimal(record, &format!("{prefix}_{}", quarter.number())))
        };
        readable(record, &Kind::Indikator).then(|| Self {
            id: record.id,
            sub: record.get("sub_kegiatan"),
            title: text(record, "judul").unwrap_or_default(),
            output: text(record, "keluaran"),
            unit: text(record, "satuan"),
            order: text(record, "urutan").unwrap_or_default(),
            executors: record.set("pelaksana"),
            due: record.get("tenggat"),
            done: record.get("selesai"),
            targets: quarters("target"),
            actuals: quarters("realisasi"),
            conflicts: conflicts(record),
            contested: record.is_contested(),
        })
    }

    /// Whether it was done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done.is_some()
    }

    /// Days past its due date on `today`, a date of the office; nothing if it is done or not yet due.
    #[must_use]
    pub fn days_late(&self, today: Date) -> Option<i64> {
        let days = today.days() - self.due?.days();
        (days > 0 && !self.is_done()).then_some(days)
    }

    /// The quarter of its due date; else the last one with a target.
    #[must_use]
    pub fn quarter(&self) -> Option<Quarter> {
        let last = |quarter: &Quarter| self.target(*quarter).is_some_and(|t| !t.is_zero());
        let by_target = || Quarter::ALL.into_iter().rev().find(last);
        self.due.map(Date::quarter).or_else(by_target)
    }

    /// The target of a quarter.
    #[must_use]
    pub fn target(&self, quarter: Quarter) -> Option<Decimal> {
        self.targets[usize::from(quarter.number() - 1)]
    }

    /// The actual of a quarter.
    #[must_use]
    pub fn actual(&self, quarter: Quarter) -> Option<Decimal> {
        self.actuals[usize::from(quarter.number() - 1)]
    }

    /// Target and actual of the whole year.
    #[must_use]
    pub fn year(&self) -> (Decimal, Decimal) {
        let sum = |numbers: &[Option<Decimal>; 4]| numbers.iter().flatten().sum();
        (sum(&self.targets), sum(&self.actuals))
    }
}

/// The plan as a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// First level, in order.
    pub activities: Vec<Activity>,
    /// Sub kegiatan whose kegiatan isn't there (deleted by somebody else, or not arrived yet).
    pub stray_subs: Vec<SubActivity>,
    /// Indikator whose sub kegiatan isn't there.
    pub stray_indicators: Vec<Indicator>,
}

impl Plan {
    /// All indicators that stand in the tree, in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.activities.iter().flat_map(Activity::indicators)
    }

    /// The kegiatan of that name.
    #[must_use]
    pub fn activity(&self, id: RecordId) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.id == id)
    }
}

/// Builds the tree from the records of one office and cycle; other kinds and what is gone are left out.
/// Siblings are ordered by their key, then by title, then by id.
#[must_use]
pub fn plan<'a>(records: impl IntoIterator<Item = &'a Record>) -> Plan {
    let (mut activities, mut subs) = (Vec::new(), Vec::new());
    let mut indicators: Table<Option<RecordId>, Vec<Indicator>> = Table::new();
    for record in records {
        match record.kind {
            Kind::Kegiatan => activities.extend(Activity::read(record)),
            Kind::SubKegiatan => subs.extend(SubActivity::read(record)),
            Kind::Indikator => {
                if let Some(indicator) = Indicator::read(record) {
                    indicators
                        .get_or_insert_with(indicator.sub, Default::default)
                        .push(indicator);
                }
            }
            _ => {}
        }
    }
    for group in indicators.values_mut() {
        group.sort_by(|a, b| (&a.order, &a.title, a.id).cmp(&(&b.order, &b.title, b.id)));
    }
    subs.sort_by(|a, b| (&a.order, &a.title, a.id).cmp(&(&b.order, &b.title, b.id)));
    activities.sort_by(|a, b| (&a.order, &a.title, a.id).cmp(&(&b.order, &b.title, b.id)));
    let mut stray_subs = Vec::new();
    for mut sub in subs {
        sub.indicators = indicators.remove(&Some(sub.id)).unwrap_or_default();
        let above = activities.iter_mut().find(|a| Some(a.id) == sub.activity);
        match above {
            Some(activity) => activity.subs.push(sub),
            None => stray_subs.push(sub),
        }
    }
    Plan {
        activities,
        stray_subs,
        stray_indicators: indicators.into_values().flatten().collect(),
    }
}
