//! Offices, people, roles and cycles: how a run begins, and what their keepers do in its course.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::directory::Role;
use model::id::{CycleId, DeviceId, OfficeId, PersonId, RecordId, sha256_hex};
use model::time::{Millis, Zone};
use server::App;
use server::sistem::{NewCycle, NewOffice, NewPerson, SistemError};
use server::store::accounts::Credential;

use crate::rng::Rng;

/// The year of each office's first cycle.
pub(crate) const FIRST_YEAR: i32 = 2026;
/// The first version of the worksheet.
pub(crate) const FIRST: &str = r#"{
  "format": 1, "family": "uji", "version": 1, "title": "LKE Uji", "thresholds": [],
  "nodes": [
    { "code": "A", "title": "Pengungkit", "weight": "80", "nodes": [
      { "code": "1", "title": "Manajemen", "weight": "40", "area": "manajemen", "items": [
        { "code": "a", "title": "Tim dibentuk", "answer": { "type": "ya_tidak" },
          "documents": [ { "code": "1", "title": "SK" } ] },
        { "code": "b", "title": "Rencana ada", "answer": { "type": "abc" }, "documents": [] },
        { "code": "c", "title": "Target ada", "answer": { "type": "abc" }, "documents": [] } ] },
      { "code": "2", "title": "Tata Laksana", "weight": "40", "area": "tata", "items": [
        { "code": "a", "title": "SOP dipakai", "answer": { "type": "abcd" }, "documents": [] } ] } ] },
    { "code": "B", "title": "Hasil", "weight": "20", "area": "hasil", "items": [
      { "code": "a", "title": "Survei", "answer": { "type": "abc" }, "weight": "15", "documents": [] },
      { "code": "b", "title": "Kinerja", "answer": { "type": "abcde" }, "weight": "5", "documents": [] } ] } ] }"#;

/// The second: an item more, and one that reads otherwise.
pub(crate) const SECOND: &str = r#"{
  "format": 1, "family": "uji", "version": 2, "title": "LKE Uji", "thresholds": [],
  "nodes": [
    { "code": "A", "title": "Pengungkit", "weight": "70", "nodes": [
      { "code": "1", "title": "Manajemen", "weight": "40", "area": "manajemen", "items": [
        { "code": "a", "title": "Tim dibentuk dan bekerja", "answer": { "type": "ya_tidak" },
          "documents": [ { "code": "1", "title": "SK" }, { "code": "2", "title": "Notula" } ] },
        { "code": "b", "title": "Rencana ada", "answer": { "type": "abc" }, "documents": [] } ] },
      { "code": "2", "title": "Tata Laksana", "weight": "30", "area": "tata", "items": [
        { "code": "a", "title": "SOP dipakai", "answer": { "type": "abcd" }, "documents": [] },
        { "code": "b", "title": "SOP ditinjau", "answer": { "type": "abcd" }, "documents": [] } ] } ] },
    { "code": "B", "title": "Hasil", "weight": "30", "area": "hasil", "items": [
      { "code": "a", "title": "Survei", "answer": { "type": "abc" }, "weight": "30", "documents": [] } ] } ] }"#;

/// A role as it should stand.
pub(crate) type Granted = (PersonId, Role, OfficeId, Option<&'static str>);

/// What the boards should say; after a restore it is said again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Boards {
    pub(crate) offices: BTreeMap<OfficeId, (String, Option<OfficeId>)>,
    pub(crate) people: BTreeMap<PersonId, (String, OfficeId)>,
    pub(crate) grants: BTreeMap<RecordId, Granted>,
    pub(crate) withdrawn: BTreeMap<RecordId, Granted>,
    pub(crate) revoked: BTreeSet<DeviceId>,
    /// Office, year, whether it is open.
    pub(crate) cycles: BTreeMap<CycleId, (OfficeId, i32, bool)>,
}

/// Something that a keeper of the boards does.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// A role is given.
    Grant(Granted),
    /// A role is taken back.
    Withdraw(RecordId),
    /// An office gets another one above it.
    Move(OfficeId, Option<OfficeId>),
    /// A device is revoked, or no longer.
    Revoke(DeviceId, bool),
    /// What a revoked device sent is admitted.
    Admit(DeviceId),
    /// A cycle is opened or closed.
    Cycle(CycleId, bool),
    /// Everything is said as it should be.
    All,
}

pub(crate) fn office(name: &str) -> OfficeId {
    OfficeId::derived(&["kantor", name])
}

pub(crate) fn person(name: &str) -> PersonId {
    PersonId::derived(&["orang", name])
}

pub(crate) fn cycle(office: OfficeId, year: i32) -> CycleId {
    CycleId::derived(&["siklus", &office.to_string(), &year.to_string()])
}

fn grant_id(granted: &Granted) -> RecordId {
    let (person, role, office, area) = granted;
    RecordId::derived(&[
        "peran",
        &person.to_string(),
        role.name(),
        &office.to_string(),
        area.unwrap_or_default(),
    ])
}

/// Who may have a device, in the order in which they come into a run.
pub(crate) const ROSTER: [(&str, Role, &str, Option<&str>); 8] = [
    ("ketua", Role::Ketua, "trenggalek", None),
    ("anggota", Role::Anggota, "trenggalek", Some("manajemen")),
    ("asesor", Role::Asesor, "provinsi", None),
    ("tetangga", Role::Ketua, "pacitan", None),
    ("agen", Role::AgenPerubahan, "trenggalek", None),
    ("pengarah", Role::Pengarah, "provinsi", None),
    ("bawahan", Role::Anggota, "kecamatan", None),
    ("pemantau", Role::Pemantau, "trenggalek", None),
];

impl Boards {
    /// The boards at the beginning of a run.
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let mut boards = Self::default();
        let province = office("provinsi");
        for (name, parent) in [
            ("provinsi", None),
            ("trenggalek", Some(province)),
            ("pacitan", Some(province)),
            ("kecamatan", Some(office("trenggalek"))),
        ] {
            boards
                .offices
                .insert(office(name), (name.to_owned(), parent));
            if name != "provinsi" {
                // The first cycle is there always, and closes now and then. In most runs a later one is closed
                // by then, so that the first isn't held as long, and the last is open.
                let years = if rng.below(4) == 0 { 1 } else { 3 };
                for year in FIRST_YEAR..FIRST_YEAR + years {
                    let id = cycle(office(name), year);
                    let open = year != FIRST_YEAR + 1;
                    boards.cycles.insert(id, (office(name), year, open));
                }
            }
        }
        for (name, role, at, area) in ROSTER {
            boards
                .people
                .insert(person(name), (name.to_owned(), office(at)));
            let granted = (person(name), role, office(at), area);
            boards.grants.insert(grant_id(&granted), granted);
        }
        boards
    }

    /// Notes what was done.
    pub(crate) fn note(&mut self, deed: &Deed) {
        match deed {
            Deed::Grant(granted) => {
                self.withdrawn.remove(&grant_id(granted));
                self.grants.insert(grant_id(granted), *granted);
            }
            Deed::Withdraw(id) => {
                if let Some(granted) = self.grants.remove(id) {
                    self.withdrawn.insert(*id, granted);
                }
            }
            Deed::Move(office, to) => {
                if let Some(office) = self.offices.get_mut(office) {
                    office.1 = *to;
                }
            }
            Deed::Revoke(device, true) => {
                self.revoked.insert(*device);
            }
            Deed::Revoke(device, false) => {
                self.revoked.remove(device);
            }
            Deed::Cycle(id, open) => {
                if let Some(cycle) = self.cycles.get_mut(id) {
                    cycle.2 = *open;
                }
            }
            Deed::Admit(_) | Deed::All => {}
        }
    }

    fn cycle(&self, id: CycleId) -> Option<(NewCycle, bool)> {
        let (office, year, open) = self.cycles.get(&id)?;
        let text = if *year == FIRST_YEAR { FIRST } else { SECOND };
        let cycle = NewCycle {
            id,
            office: *office,
            name: year.to_string(),
            year: *year,
            instrument: sha256_hex(text.as_bytes()),
            opens: None,
            closes: None,
            target: None,
        };
        Some((cycle, *open))
    }

    /// Says it all on a server; what is said already isn't said again.
    async fn say(&self, app: &App) -> Result<(), SistemError> {
        let ledger = app.ledger();
        for text in [FIRST, SECOND] {
            let digest = sha256_hex(text.as_bytes());
            if ledger.store().document(&digest).await?.is_none() {
                ledger.put_instrument(text).await?;
            }
        }
        // Those above come first: an office names the one above it.
        let mut left: Vec<_> = self.offices.keys().copied().collect();
        for _ in 0..self.offices.len() {
            left.sort_by_key(|id| self.offices.get(id).is_some_and(|o| o.1.is_some()));
            for id in std::mem::take(&mut left) {
                match self.put_office(app, id).await {
                    Ok(()) => {}
                    Err(SistemError::Missing { .. }) => left.push(id),
                    Err(error) => return Err(error),
                }
            }
        }
        for (id, (name, office)) in &self.people {
            let person = NewPerson {
                id: *id,
                name: name.clone(),
                login: name.clone(),
                post: String::new(),
                office: *office,
            };
            ledger.put_person(&person).await?;
            if ledger.store().credential(*id).await?.is_none() {
                let credential = Credential {
                    person: *id,
                    hash: String::new(),
                    must_change: false,
                    changed: Millis(0),
                };
                ledger.store().set_credential(&credential, None).await?;
            }
        }
        for (person, role, office, area) in self.grants.values() {
            ledger.grant(*person, *role, *office, *area).await?;
        }
        for id in self.withdrawn.keys() {
            match ledger.withdraw(*id).await {
                Ok(()) | Err(SistemError::Missing { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        for id in self.cycles.keys() {
            if let Some((cycle, open)) = self.cycle(*id) {
                ledger.put_cycle(&cycle, open).await?;
            }
        }
        let devices: Vec<_> = ledger.directory().await?.devices().cloned().collect();
        for device in devices {
            let revoked = self.revoked.contains(&device.id);
            if device.revoked != revoked {
                ledger.set_revoked(device.id, revoked).await?;
            }
        }
        Ok(())
    }

    async fn put_office(&self, app: &App, id: OfficeId) -> Result<(), SistemError> {
        let Some((name, parent)) = self.offices.get(&id) else {
            return Ok(());
        };
        let office = NewOffice {
            id,
            name: name.clone(),
            parent: *parent,
            zone: Zone::Wib,
            sort: "satker".to_owned(),
        };
        app.ledger().put_office(&office).await
    }
}

/// Does a deed on a server. `boards` are as they should be after it.
pub(crate) async fn carry_out(
    app: Arc<App>,
    boards: Boards,
    deed: Deed,
) -> Result<(), SistemError> {
    let ledger = app.ledger();
    match deed {
        Deed::Grant((person, role, office, area)) => {
            ledger.grant(person, role, office, area).await?;
        }
        Deed::Withdraw(id) => ledger.withdraw(id).await?,
        Deed::Move(office, _) => boards.put_office(&app, office).await?,
        Deed::Revoke(device, revoked) => ledger.set_revoked(device, revoked).await?,
        Deed::Admit(device) => {
            ledger.admit(device).await?;
        }
        Deed::Cycle(id, _) => {
            if let Some((cycle, open)) = boards.cycle(id) {
                ledger.put_cycle(&cycle, open).await?;
            }
        }
        Deed::All => boards.say(&app).await?,
    }
    Ok(())
}
