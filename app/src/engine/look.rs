//! Which office and cycle is looked at, and what adds up there.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use model::directory::{Cycle, Directory};
use model::id::{CycleId, FileDigest, FileKey, OfficeId, PersonId};
use model::instrument::Instrument;
use model::op::StreamKind;
use model::reject::Rejection;
use model::rights::{self, Action};
use model::schema::Kind;
use model::score::Standings;
use model::sync::Replica;
use model::sync::store::FileState;
use model::view::{complete_files, worksheet};

use super::Engine;

/// The kinds of records that make a worksheet.
const WORKSHEET: [Kind; 3] = [Kind::Jawaban, Kind::Bukti, Kind::Putusan];

/// The offices whose work a person may read; those that a role is given for come first.
fn offices_of(directory: &Directory, person: PersonId) -> Vec<OfficeId> {
    let own: BTreeSet<OfficeId> = directory
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

/// The cycle that an office works in: the latest open one, else the latest.
pub(super) fn cycle_of(directory: &Directory, office: OfficeId) -> Option<&Cycle> {
    let cycles = directory.cycles_of(office);
    let open = cycles.iter().copied().find(|cycle| cycle.open);
    open.or_else(|| cycles.first().copied())
}

/// Whether this device may count a file as there: the server has it whole, or its bytes lie here.
fn is_held(
    device: &Replica,
    office: OfficeId,
    complete: &BTreeSet<FileDigest>,
    digest: &FileDigest,
) -> bool {
    let here = |state: &FileState| matches!(state, FileState::Local | FileState::OnServer);
    let held = || device.file(&FileKey::new(office, digest.clone()));
    complete.contains(digest) || held().is_some_and(|file| here(&file.state))
}

/// The Standing of an office's cycle as this device sees it, computed from an earlier one where there is
/// one of the same worksheet.
#[must_use]
pub fn standings_of(
    device: &Replica,
    office: OfficeId,
    cycle: CycleId,
    instrument: &Instrument,
    before: Option<&Standings>,
) -> Standings {
    let files = device.all_of_kind(&Kind::Berkas);
    let complete = complete_files(files.filter(|record| record.stream.office == office));
    let records = WORKSHEET
        .iter()
        .flat_map(|kind| device.of_kind(kind, Some(cycle)));
    let sheet = worksheet(records.filter(|record| record.stream.office == office));
    let held = |digest: &FileDigest| is_held(device, office, &complete, digest);
    match before {
        Some(before) => sheet.standings_after(before.clone(), instrument, &held),
        None => sheet.standings(instrument, &held),
    }
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

    /// The office that is looked at (tracked): the chosen one, else the first with a cycle, one's own
    /// before others.
    #[must_use]
    pub fn office(self) -> Option<OfficeId> {
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

    /// The cycle that is looked at (tracked): the latest open one of the office, else its latest.
    #[must_use]
    pub fn cycle(self) -> Option<CycleId> {
        let office = self.office()?;
        self.read(|device| cycle_of(device.directory(), office).map(|cycle| cycle.id))
    }

    /// Reads the device together with the cycle that is looked at and its instrument (tracked); nothing
    /// while one of them isn't here yet.
    pub fn worksheet<T>(self, look: impl FnOnce(&Replica, &Cycle, &Instrument) -> T) -> Option<T> {
        let office = self.office()?;
        self.read(|device| {
            let cycle = cycle_of(device.directory(), office)?;
            let instrument = device.instrument(&cycle.instrument)?;
            Some(look(device, cycle, instrument))
        })
    }

    /// The Standing of the cycle that is looked at (tracked, computed once for each change); nothing
    /// while the office's work wasn't read to its end once: half a sum is no sum.
    #[must_use]
    pub fn standings(self) -> Option<Arc<Standings>> {
        let memo = self.0.standings.get_or_init(|| {
            // Every computation gives a new value: comparing two would cost as much as drawing.
            ArcMemo::new_with_compare(
                move |before: Option<&Option<Arc<Standings>>>| {
                    let before = before.and_then(Option::as_deref);
                    let office = self.office()?;
                    let work = model::op::Stream::work(office);
                    let computed = self.worksheet(|device, cycle, instrument| {
                        device
                            .caught_up(work)
                            .then(|| standings_of(device, office, cycle.id, instrument, before))
                    });
                    computed.flatten().map(Arc::new)
                },
                |_, _| true,
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
