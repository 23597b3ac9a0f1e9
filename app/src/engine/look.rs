//! Which office and cycle is looked at, and what adds up there.

use model::table::KeySet;
use std::sync::Arc;

use leptos::prelude::*;
use model::directory::{Cycle, Directory};
use model::id::{CycleId, OfficeId, PersonId};
use model::instrument::Instrument;
use model::op::{Stream, StreamKind};
use model::reject::Rejection;
use model::rights::{self, Action};
use model::score::Standings;
use model::sync::Replica;

use super::Engine;
use crate::platform::clock;
use crate::start::heard;

/// The offices whose work a person may read; those that a role is given for come first.
fn offices_of(directory: &Directory, person: PersonId) -> Vec<OfficeId> {
    let own: KeySet<OfficeId> = directory
        .grants_of(person)
        .map(|grant| grant.office)
        .collect();
    let mut offices: Vec<OfficeId> = directory
        .readable(person)
        .into_iter()
        .filter(|stream| stream.kind == StreamKind::Work)
        .map(|stream| stream.office)
        .collect();
    offices.sort_by_key(|office| (!own.contains(office), *office));
    offices
}

/// The cycle that an office works in today.
pub(super) fn cycle_of(directory: &Directory, office: OfficeId) -> Option<&Cycle> {
    let zone = directory.office(office)?.zone;
    directory.cycle_at_work(office, zone.date(clock::now()))
}

impl Engine {
    /// The offices whose work the person may read (tracked), their own first.
    #[must_use]
    pub fn offices(self) -> Vec<OfficeId> {
        let Some(person) = self.person() else {
            return Vec::new();
        };
        self.read(|device| offices_of(device.directory(), person))
    }

    /// The office that is looked at (tracked, found once for each change): the chosen one, else the first
    /// with a cycle, one's own before others.
    #[must_use]
    pub fn office(self) -> Option<OfficeId> {
        let memo = self
            .0
            .office
            .get_or_init(|| ArcMemo::new(move |_| self.find_office()));
        memo.get()
    }

    fn find_office(self) -> Option<OfficeId> {
        let offices = self.offices();
        let chosen = self.0.chosen.get();
        let chosen = chosen.filter(|office| offices.contains(office));
        // An assessor's own office may have no cycle: then one below it is what they came for.
        let at_work = || {
            self.read(|device| {
                let works = |office: &&OfficeId| cycle_of(device.directory(), **office).is_some();
                offices.iter().find(works).copied()
            })
        };
        chosen.or_else(at_work).or_else(|| offices.first().copied())
    }

    /// Looks at another office.
    pub fn look_at(self, office: OfficeId) {
        self.remember_office(office);
        self.0.chosen.set(Some(office));
    }

    /// The cycles of the office that is looked at which this device holds (tracked), the latest first.
    #[must_use]
    pub fn cycles(self) -> Vec<Cycle> {
        let Some(office) = self.office() else {
            return Vec::new();
        };
        self.read(|device| {
            let held = device.directory().held_cycles(office).into_iter();
            held.cloned().collect()
        })
    }

    /// The cycle that is looked at (tracked): the chosen one, if it is the office's and held here, else the one
    /// that the office works in.
    #[must_use]
    pub fn cycle(self) -> Option<CycleId> {
        let office = self.office()?;
        self.read(|device| self.seen_cycle(device, office).map(|cycle| cycle.id))
    }

    fn seen_cycle(self, device: &Replica, office: OfficeId) -> Option<&Cycle> {
        let directory = device.directory();
        let chosen = self.0.cycle.get();
        let mut held = directory.held_cycles(office).into_iter();
        let chosen = held.find(|cycle| Some(cycle.id) == chosen);
        chosen.or_else(|| cycle_of(directory, office))
    }

    /// Looks at another cycle of the office.
    pub fn look_at_cycle(self, cycle: CycleId) {
        self.remember_cycle(cycle);
        self.0.cycle.set(Some(cycle));
    }

    /// Reads the device together with the cycle that is looked at and its instrument, as it is for the office
    /// (tracked); nothing while one of them isn't here yet.
    pub fn worksheet<T>(
        self,
        look: impl FnOnce(&Replica, &Cycle, &Arc<Instrument>) -> T,
    ) -> Option<T> {
        let office = self.office()?;
        self.read(|device| {
            let cycle = self.seen_cycle(device, office)?;
            let instrument = device.worksheet_of(cycle)?;
            Some(look(device, cycle, &instrument))
        })
    }

    /// The Standing of the cycle that is looked at (tracked, computed once for each change); nothing
    /// while the office's work wasn't read to its end once: half a sum is no sum.
    #[must_use]
    pub fn standings(self) -> Option<Arc<Standings>> {
        let memo = self.0.standings.get_or_init(|| {
            ArcMemo::new_with_compare(
                move |_| {
                    let work = Stream::work(self.office()?);
                    let standings = self.worksheet(|device, cycle, instrument| {
                        let counted = &self.0.counted;
                        (device.caught_up(work)).then(|| {
                            heard("hitung", || counted.standings(device, cycle, instrument))
                        })
                    });
                    standings.flatten()
                },
                // The very same ones as long as nothing that counts has changed: then nobody draws anew.
                |before, now| match (before, now) {
                    (Some(Some(before)), Some(Some(now))) => !Arc::ptr_eq(before, now),
                    (before, now) => before != now,
                },
            )
        });
        memo.get()
    }

    /// Whether the person may do `action` in the office that is looked at, in one of these areas
    /// (tracked).
    ///
    /// # Errors
    /// The table's refusal: its words say why not.
    pub fn may(self, action: Action, areas: &[&str]) -> Result<(), Rejection> {
        let (person, office) = (self.person(), self.office());
        let (Some(person), Some(office)) = (person, office) else {
            return Err(Rejection::ForeignOffice);
        };
        self.read(|device| rights::check(device.directory(), person, action, office, areas))
    }
}
