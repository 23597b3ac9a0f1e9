//! The plan: kegiatan, sub kegiatan, indikator, and their progress.

use rust_decimal::Decimal;
use serde_json::Value;

use super::change::{Change, trimmed, word};
use crate::id::{CycleId, OfficeId, PersonId, RecordId};
use crate::op::Draft;
use crate::record::Record;
use crate::schema::{Kind, realisation_field, target_field};
use crate::time::{Date, Quarter};
use crate::view::{Activity, Indicator, SubActivity};

/// What is said of a kegiatan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFacts {
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
}

/// What is said of a sub kegiatan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubActivityFacts {
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
}

/// What is said of an indikator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorFacts {
    /// The sub kegiatan that it belongs to.
    pub sub: Option<RecordId>,
    /// What shows success.
    pub title: String,
    /// What comes out.
    pub output: Option<String>,
    /// Unit of targets and actuals.
    pub unit: Option<String>,
    /// Key that orders it among its siblings.
    pub order: String,
    /// Pelaksana.
    pub executors: Vec<PersonId>,
    /// Last day.
    pub due: Option<Date>,
    /// Targets of TW I to IV.
    pub targets: [Option<Decimal>; 4],
}

impl From<&Activity> for ActivityFacts {
    fn from(activity: &Activity) -> Self {
        Self {
            area: activity.area.clone(),
            title: activity.title.clone(),
            order: activity.order.clone(),
            executors: activity.executors.clone(),
            coordinator: activity.coordinator,
            responsible: activity.responsible,
            starts: activity.starts,
            due: activity.due,
        }
    }
}

impl From<&SubActivity> for SubActivityFacts {
    fn from(sub: &SubActivity) -> Self {
        Self {
            activity: sub.activity,
            title: sub.title.clone(),
            order: sub.order.clone(),
            executors: sub.executors.clone(),
            coordinator: sub.coordinator,
            responsible: sub.responsible,
            starts: sub.starts,
            due: sub.due,
        }
    }
}

impl From<&Indicator> for IndicatorFacts {
    fn from(indicator: &Indicator) -> Self {
        Self {
            sub: indicator.sub,
            title: indicator.title.clone(),
            output: indicator.output.clone(),
            unit: indicator.unit.clone(),
            order: indicator.order.clone(),
            executors: indicator.executors.clone(),
            due: indicator.due,
            targets: indicator.targets,
        }
    }
}

fn people(people: &[PersonId]) -> Vec<Value> {
    people.iter().map(word).collect()
}

fn activity<'a>(change: Change<'a>, facts: &ActivityFacts) -> Change<'a> {
    change
        .set("area", trimmed(facts.area.as_deref()))
        .set("judul", trimmed(Some(&facts.title)))
        .set("urutan", trimmed(Some(&facts.order)))
        .members("pelaksana", &people(&facts.executors))
        .set("koordinator", facts.coordinator.map(word))
        .set("penanggung_jawab", facts.responsible.map(word))
        .set("mulai", facts.starts.map(word))
        .set("tenggat", facts.due.map(word))
}

fn sub<'a>(change: Change<'a>, facts: &SubActivityFacts) -> Change<'a> {
    change
        .set("kegiatan", facts.activity.map(word))
        .set("judul", trimmed(Some(&facts.title)))
        .set("urutan", trimmed(Some(&facts.order)))
        .members("pelaksana", &people(&facts.executors))
        .set("koordinator", facts.coordinator.map(word))
        .set("penanggung_jawab", facts.responsible.map(word))
        .set("mulai", facts.starts.map(word))
        .set("tenggat", facts.due.map(word))
}

fn indicator<'a>(change: Change<'a>, facts: &IndicatorFacts) -> Change<'a> {
    let change = change
        .set("sub_kegiatan", facts.sub.map(word))
        .set("judul", trimmed(Some(&facts.title)))
        .set("keluaran", trimmed(facts.output.as_deref()))
        .set("satuan", trimmed(facts.unit.as_deref()))
        .set("urutan", trimmed(Some(&facts.order)))
        .members("pelaksana", &people(&facts.executors))
        .set("tenggat", facts.due.map(word));
    Quarter::ALL
        .into_iter()
        .zip(facts.targets)
        .fold(change, |change, (quarter, target)| {
            change.set(&target_field(quarter), target.map(word))
        })
}

/// Makes a kegiatan.
#[must_use]
pub fn new_activity(
    id: RecordId,
    office: OfficeId,
    cycle: CycleId,
    facts: &ActivityFacts,
) -> Draft {
    activity(Change::new(Kind::Kegiatan, id, office, cycle), facts).draft()
}

/// Makes a sub kegiatan.
#[must_use]
pub fn new_sub(id: RecordId, office: OfficeId, cycle: CycleId, facts: &SubActivityFacts) -> Draft {
    sub(Change::new(Kind::SubKegiatan, id, office, cycle), facts).draft()
}

/// Makes an indikator.
#[must_use]
pub fn new_indicator(
    id: RecordId,
    office: OfficeId,
    cycle: CycleId,
    facts: &IndicatorFacts,
) -> Draft {
    indicator(Change::new(Kind::Indikator, id, office, cycle), facts).draft()
}

/// Changes a kegiatan to these facts; nothing if they are the same.
#[must_use]
pub fn edit_activity(record: &Record, to: &ActivityFacts) -> Option<Draft> {
    activity(Change::of(record), to).draft_if_any()
}

/// Changes a sub kegiatan to these facts; nothing if they are the same.
#[must_use]
pub fn edit_sub(record: &Record, to: &SubActivityFacts) -> Option<Draft> {
    sub(Change::of(record), to).draft_if_any()
}

/// Changes an indikator to these facts; nothing if they are the same.
#[must_use]
pub fn edit_indicator(record: &Record, to: &IndicatorFacts) -> Option<Draft> {
    indicator(Change::of(record), to).draft_if_any()
}

/// Moves a plan element in its order.
#[must_use]
pub fn move_to(record: &Record, order: &str) -> Option<Draft> {
    Change::of(record)
        .set("urutan", trimmed(Some(order)))
        .draft_if_any()
}

/// Sets the actual (realisasi) of a quarter; nothing empties it.
#[must_use]
pub fn progress(indicator: &Record, quarter: Quarter, value: Option<Decimal>) -> Draft {
    let value = value.map_or(Value::Null, word);
    Change::of(indicator)
        .put(&realisation_field(quarter), value)
        .draft()
}

/// Sets the target of a quarter; nothing empties it.
#[must_use]
pub fn target(indicator: &Record, quarter: Quarter, value: Option<Decimal>) -> Draft {
    let value = value.map_or(Value::Null, word);
    Change::of(indicator)
        .put(&target_field(quarter), value)
        .draft()
}

/// States the day on which an indikator was done; nothing takes it back.
#[must_use]
pub fn done(indicator: &Record, on: Option<Date>) -> Draft {
    let on = on.map_or(Value::Null, word);
    Change::of(indicator).put("selesai", on).draft()
}
