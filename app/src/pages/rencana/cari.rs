//! Finding an element of the plan, with where it hangs.

use model::id::RecordId;
use model::schema::Kind;
use model::view::{Activity, Indicator, SubActivity, plan};

use super::bentuk::Level;
use crate::engine::Engine;
use crate::pages::here;

/// An element with where it hangs.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsur {
    /// Its kegiatan.
    pub activity: Activity,
    /// Its sub kegiatan, if it is one or lies in one.
    pub sub: Option<SubActivity>,
    /// The indicator, if it is one.
    pub indicator: Option<Indicator>,
}

impl Unsur {
    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        match (&self.sub, &self.indicator) {
            (_, Some(_)) => Level::Indikator,
            (Some(_), None) => Level::Sub,
            (None, None) => Level::Kegiatan,
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        let indicator = self.indicator.as_ref().map(|i| i.title.as_str());
        let sub = self.sub.as_ref().map(|s| s.title.as_str());
        indicator.or(sub).unwrap_or(&self.activity.title)
    }

    /// Whether two people wrote one of its fields differently.
    #[must_use]
    pub fn conflicts(&self) -> bool {
        let indicator = self.indicator.as_ref().map(|i| &i.conflicts);
        let sub = self.sub.as_ref().map(|s| &s.conflicts);
        !indicator
            .or(sub)
            .unwrap_or(&self.activity.conflicts)
            .is_empty()
    }

    /// The records of it and of all that lies below.
    #[must_use]
    pub fn records(&self) -> Vec<RecordId> {
        let below = |sub: &SubActivity| {
            let indicators = sub.indicators.iter().map(|i| i.id);
            std::iter::once(sub.id)
                .chain(indicators)
                .collect::<Vec<_>>()
        };
        match (&self.sub, &self.indicator) {
            (_, Some(indicator)) => vec![indicator.id],
            (Some(sub), None) => below(sub),
            (None, None) => {
                let subs = self.activity.subs.iter().flat_map(below);
                std::iter::once(self.activity.id).chain(subs).collect()
            }
        }
    }
}

/// The element of that name in the plan that is looked at (tracked).
#[must_use]
pub fn find(engine: Engine, id: RecordId) -> Option<Unsur> {
    let here = here::here(engine)?;
    let (office, cycle) = (here.office_id(), Some(here.cycle_id()));
    let plan = engine.read(|device| {
        plan(
            [Kind::Kegiatan, Kind::SubKegiatan, Kind::Indikator]
                .iter()
                .flat_map(|kind| device.of_kind(kind, cycle))
                .filter(|record| record.stream.office == office),
        )
    });
    for activity in plan.activities {
        if activity.id == id {
            return Some(Unsur {
                activity,
                sub: None,
                indicator: None,
            });
        }
        for sub in activity.subs.clone() {
            let hit = sub.indicators.iter().find(|i| i.id == id).cloned();
            if sub.id == id || hit.is_some() {
                return Some(Unsur {
                    activity,
                    sub: Some(sub),
                    indicator: hit,
                });
            }
        }
    }
    None
}
