//! What stands in a plan element, as its form types it; and the way back to a draft.

use model::command::{self, ActivityFacts, IndicatorFacts, SubActivityFacts};
use model::id::{CycleId, OfficeId, PersonId, RecordId};
use model::op::Draft;
use model::schema::is_blank;
use model::sync::Replica;
use model::time::{Date, Quarter};
use model::view::{Activity, Indicator, SubActivity};
use rust_decimal::Decimal;

use super::bentuk::{Form, Level};
use crate::i18n::Locale;

/// A form's text as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The language in which numbers are typed.
    pub locale: Locale,
    /// Title.
    pub title: String,
    /// Code of the area.
    pub area: String,
    /// Output.
    pub output: String,
    /// Unit.
    pub unit: String,
    /// First day.
    pub starts: String,
    /// Last day.
    pub due: String,
    /// Targets of TW I to IV.
    pub targets: [String; 4],
    /// Ids of those who carry it out, separated by spaces.
    pub people: String,
    /// Id of the coordinator.
    pub coordinator: String,
    /// Id of who answers for it.
    pub responsible: String,
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No title.
    Title,
    /// No area.
    Area,
    /// The first day is no date.
    Start,
    /// The last day is no date.
    Due,
    /// The last day comes before the first.
    Order,
    /// A target is no number.
    Target(Quarter),
}

fn date(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!is_blank(text)).then(|| text.to_owned())
}

fn people(text: &str) -> Vec<PersonId> {
    text.split_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

fn join(people: &[PersonId]) -> String {
    people
        .iter()
        .map(PersonId::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

impl Typed {
    fn number(&self, text: &str) -> Option<Decimal> {
        self.locale.texts().number(text)
    }

    /// Whether the form can be kept.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(&self, level: Level) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let bad_date = |text: &String| filled(text).is_some() && date(text).is_none();
        if filled(&self.title).is_none() {
            faults.push(Fault::Title);
        }
        if level == Level::Kegiatan && filled(&self.area).is_none() {
            faults.push(Fault::Area);
        }
        if bad_date(&self.starts) {
            faults.push(Fault::Start);
        }
        if bad_date(&self.due) {
            faults.push(Fault::Due);
        }
        if let (Some(starts), Some(due)) = (date(&self.starts), date(&self.due))
            && due < starts
        {
            faults.push(Fault::Order);
        }
        for (quarter, target) in Quarter::ALL.into_iter().zip(&self.targets) {
            if filled(target).is_some() && self.number(target).is_none() {
                faults.push(Fault::Target(quarter));
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn activity(&self, order: String) -> ActivityFacts {
        ActivityFacts {
            area: filled(&self.area),
            title: self.title.clone(),
            order,
            executors: people(&self.people),
            coordinator: self.coordinator.parse().ok(),
            responsible: self.responsible.parse().ok(),
            starts: date(&self.starts),
            due: date(&self.due),
        }
    }

    fn sub(&self, activity: Option<RecordId>, order: String) -> SubActivityFacts {
        SubActivityFacts {
            activity,
            title: self.title.clone(),
            order,
            executors: people(&self.people),
            coordinator: self.coordinator.parse().ok(),
            responsible: self.responsible.parse().ok(),
            starts: date(&self.starts),
            due: date(&self.due),
        }
    }

    fn indicator(&self, sub: Option<RecordId>, order: String) -> IndicatorFacts {
        IndicatorFacts {
            sub,
            title: self.title.clone(),
            output: filled(&self.output),
            unit: filled(&self.unit),
            order,
            executors: people(&self.people),
            due: date(&self.due),
            targets: [0, 1, 2, 3].map(|i| self.number(&self.targets[i])),
        }
    }
}

/// What stands: of the edited element, or nothing for a new one.
#[must_use]
pub fn standing(device: &Replica, form: Form, locale: Locale) -> Typed {
    let Some(record) = form.edits.and_then(|id| device.record(id)) else {
        return Typed {
            locale,
            ..Typed::default()
        };
    };
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let one = |person: Option<PersonId>| person.map(|p| p.to_string()).unwrap_or_default();
    let number = |n: Option<Decimal>| n.map(|n| locale.texts().quantity(n)).unwrap_or_default();
    let typed = match form.level {
        Level::Kegiatan => Activity::read(record).map(|a| Typed {
            title: a.title,
            area: a.area.unwrap_or_default(),
            starts: day(a.starts),
            due: day(a.due),
            people: join(&a.executors),
            coordinator: one(a.coordinator),
            responsible: one(a.responsible),
            ..Typed::default()
        }),
        Level::Sub => SubActivity::read(record).map(|s| Typed {
            title: s.title,
            starts: day(s.starts),
            due: day(s.due),
            people: join(&s.executors),
            coordinator: one(s.coordinator),
            responsible: one(s.responsible),
            ..Typed::default()
        }),
        Level::Indikator => Indicator::read(record).map(|i| Typed {
            title: i.title,
            output: i.output.unwrap_or_default(),
            unit: i.unit.unwrap_or_default(),
            due: day(i.due),
            targets: i.targets.map(number),
            people: join(&i.executors),
            ..Typed::default()
        }),
    };
    Typed {
        locale,
        ..typed.unwrap_or_default()
    }
}

/// What the form states; nothing if it says what stands already, or its element is gone.
#[must_use]
pub fn draft(
    device: &Replica,
    form: Form,
    id: RecordId,
    office: OfficeId,
    cycle: CycleId,
    typed: &Typed,
) -> Option<Draft> {
    if form.edits.is_none() {
        // New ones come last: ids of version 7 grow with time, and so do these keys, which begin with a
        // letter that comes after digits and hexadecimal.
        let order = format!("n{id}");
        return Some(match form.level {
            Level::Kegiatan => command::new_activity(id, office, cycle, &typed.activity(order)),
            Level::Sub => command::new_sub(id, office, cycle, &typed.sub(form.parent, order)),
            Level::Indikator => {
                command::new_indicator(id, office, cycle, &typed.indicator(form.parent, order))
            }
        });
    }
    let record = device.record(id)?;
    match form.level {
        Level::Kegiatan => {
            let order = Activity::read(record)?.order;
            command::edit_activity(record, &typed.activity(order))
        }
        Level::Sub => {
            let stands = SubActivity::read(record)?;
            command::edit_sub(record, &typed.sub(stands.activity, stands.order))
        }
        Level::Indikator => {
            let stands = Indicator::read(record)?;
            command::edit_indicator(record, &typed.indicator(stands.sub, stands.order))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_all_that_is_wrong_with_it() {
        let typed = Typed {
            starts: "2026-03-01".into(),
            due: "2026-02-01".into(),
            targets: [String::new(), "x".into(), String::new(), "2".into()],
            ..Typed::default()
        };
        let faults = typed.check(Level::Kegiatan).unwrap_err();
        assert_eq!(
            faults,
            [
                Fault::Title,
                Fault::Area,
                Fault::Order,
                Fault::Target(Quarter::II)
            ]
        );
        assert!(
            Typed {
                title: "a".into(),
                ..Typed::default()
            }
            .check(Level::Sub)
            .is_ok()
        );
    }

    #[test]
    fn a_new_element_says_its_parent_and_an_unchanged_one_nothing() {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let (id, parent) = (RecordId::derived(&["i"]), RecordId::derived(&["s"]));
        let device = Replica::default();
        let form = Form::new_below(Level::Indikator, parent);
        let typed = Typed {
            title: "Terpindai".into(),
            ..Typed::default()
        };
        let made = draft(&device, form, id, office, cycle, &typed).unwrap();
        let text = serde_json::to_string(&made.body).unwrap();
        assert!(text.contains(&parent.to_string()));
        let edit = Form::edit(Level::Indikator, id);
        assert_eq!(draft(&device, edit, id, office, cycle, &typed), None);
    }
}
