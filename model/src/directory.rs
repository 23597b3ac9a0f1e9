//! Who is who: offices, people, roles, devices and cycles, read from the board's records.

use crate::table::{KeySet, Table};

use serde::{Deserialize, Serialize};

use crate::id::{CycleId, DeviceId, OfficeId, PersonId, RecordId};
use crate::mutant::{Mutant, planted};
use crate::op::{Stream, StreamKind};
use crate::record::Record;
use crate::schema::Kind;
use crate::time::{Date, Millis, Zone};

/// An office (satker).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Its name.
    pub id: OfficeId,
    /// What people call it.
    pub name: String,
    /// The office above it.
    pub parent: Option<OfficeId>,
    /// Its time zone.
    pub zone: Zone,
    /// What kind of office it is, in the institution's words (kabupaten, provinsi): worksheets say which
    /// of their items are for which. Empty where nobody has said.
    pub sort: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name in ops and records.
    pub id: PersonId,
    /// What people call them.
    pub name: String,
    /// The name they sign in with.
    pub login: String,
    /// Their post.
    pub post: String,
    /// The office on whose board they stand.
    pub office: OfficeId,
}

/// The roles of DESIGN §9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks after people, roles and cycles.
    Admin,
    /// Steering: reads all, comments.
    Pengarah,
    /// Leads the implementation team.
    Ketua,
    /// Area team member: plans, captures evidence, scores.
    Anggota,
    /// Verifies one or more areas.
    Asesor,
    /// Change agent.
    AgenPerubahan,
    /// Observer: board and roll-ups only.
    Pemantau,
}

impl Role {
    /// All of them, in the order of [`crate::schema::ROLES`].
    pub const ALL: [Self; 7] = [
        Self::Admin,
        Self::Pengarah,
        Self::Ketua,
        Self::Anggota,
        Self::Asesor,
        Self::AgenPerubahan,
        Self::Pemantau,
    ];

    /// Its name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Pengarah => "pengarah",
            Self::Ketua => "ketua",
            Self::Anggota => "anggota",
            Self::Asesor => "asesor",
            Self::AgenPerubahan => "agen_perubahan",
            Self::Pemantau => "pemantau",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A role given to a person for an office, and below it where it is a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The record that gives it.
    pub id: RecordId,
    /// To whom.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// For which office.
    pub office: OfficeId,
    /// For one area of change only.
    pub area: Option<String>,
}

/// A device with its registered key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its name.
    pub id: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// What the person calls it.
    pub name: String,
    /// Public half of its P-256 key: the uncompressed point, base64url without padding.
    pub key: String,
    /// Whether somebody revoked it.
    pub revoked: bool,
    /// When it was registered.
    pub since: Millis,
}

/// A cycle (siklus) of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its name.
    pub id: CycleId,
    /// Whose.
    pub office: OfficeId,
    /// What people call it.
    pub name: String,
    /// The year of its plan.
    pub year: i32,
    /// Digest of its instrument.
    pub instrument: String,
    /// First day.
    pub opens: Option<Date>,
    /// Last day, a date of the office.
    pub closes: Option<Date>,
    /// The Standing it aims at, as an exact decimal in text.
    pub target: Option<String>,
    /// Whether it takes work.
    pub open: bool,
    /// Work done before the close may still arrive until this day ("tiba terlambat").
    pub grace: Option<Date>,
}

/// Everything on the boards that are known here: on the server all, on a device those it may read.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    offices: Table<OfficeId, Office>,
    people: Table<PersonId, Person>,
    grants: Table<RecordId, Grant>,
    devices: Table<DeviceId, Device>,
    cycles: Table<CycleId, Cycle>,
}

impl Directory {
    /// Takes in a board's record as it stands now, replacing what it said before; other kinds are
    /// ignored. A record that is gone (or lacks what its kind needs) is forgotten.
    pub fn learn(&mut self, record: &Record) {
        let gone = record.is_gone();
        let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
        match record.kind {
            Kind::Kantor => {
                let id = OfficeId::from(record.id);
                let office = Office {
                    id,
                    name: text("nama"),
                    parent: record.get("induk"),
                    zone: record.get("zona").unwrap_or_default(),
                    sort: text("jenis"),
                };
                put(&mut self.offices, id, (!gone).then_some(office));
            }
            Kind::Orang => {
                let id = PersonId::from(record.id);
                let person = Person {
                    id,
                    name: text("nama"),
                    login: text("masuk"),
                    post: text("jabatan"),
                    office: record.stream.office,
                };
                put(&mut self.people, id, (!gone).then_some(person));
            }
            Kind::Peran => {
                let grant = record
                    .get("orang")
                    .zip(record.get("peran"))
                    .map(|(person, role)| {
                        let (office, area) = (record.stream.office, record.get("area"));
                        Grant {
                            id: record.id,
                            person,
                            role,
                            office,
                            area,
                        }
                    });
                put(&mut self.grants, record.id, grant.filter(|_| !gone));
            }
            Kind::Perangkat => {
                let id = DeviceId::from(record.id);
                let device = record.get("orang").map(|person| Device {
                    id,
                    person,
                    name: text("nama"),
                    key: text("kunci"),
                    revoked: record.get("dicabut").unwrap_or(false),
                    since: record.created,
                });
                put(&mut self.devices, id, device.filter(|_| !gone));
            }
            Kind::Siklus => {
                let id = CycleId::from(record.id);
                let cycle = Cycle {
                    id,
                    office: record.stream.office,
                    name: text("nama"),
                    year: text("tahun").parse().unwrap_or(0),
                    instrument: text("instrumen"),
                    opens: record.get("mulai"),
                    closes: record.get("tutup"),
                    target: record.get("target"),
                    open: record.text("keadaan") == Some("buka"),
                    grace: record.get("tenggang"),
                };
                put(&mut self.cycles, id, (!gone).then_some(cycle));
            }
            _ => {}
        }
    }

    /// Forgets all that stands on the boards of `office` (a stream that is no longer read).
    pub fn forget(&mut self, office: OfficeId) {
        self.offices.remove(&office);
        let devices: Vec<PersonId> = self
            .people
            .values()
            .filter(|p| p.office == office)
            .map(|p| p.id)
            .collect();
        self.devices
            .retain(|_, device| !devices.contains(&device.person));
        self.people.retain(|_, person| person.office != office);
        self.grants.retain(|_, grant| grant.office != office);
        self.cycles.retain(|_, cycle| cycle.office != office);
    }

    /// The office of that name.
    #[must_use]
    pub fn office(&self, id: OfficeId) -> Option<&Office> {
        self.offices.get(&id)
    }

    /// All offices.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.values()
    }

    /// The person of that name.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// All people.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// The person who signs in with that name.
    #[must_use]
    pub fn person_by_login(&self, login: &str) -> Option<&Person> {
        self.people.values().find(|person| person.login == login)
    }

    /// The device of that name.
    #[must_use]
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(&id)
    }

    /// All devices.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// What kind of office one is; empty where nobody has said, or it isn't known here.
    #[must_use]
    pub fn sort_of(&self, office: OfficeId) -> &str {
        self.office(office).map_or("", |office| &office.sort)
    }

    /// The cycle of that name.
    #[must_use]
    pub fn cycle(&self, id: CycleId) -> Option<&Cycle> {
        self.cycles.get(&id)
    }

    /// The cycles of an office, the latest first: by year, then by opening day.
    #[must_use]
    pub fn cycles_of(&self, office: OfficeId) -> Vec<&Cycle> {
        let mut cycles: Vec<&Cycle> = self
            .cycles
            .values()
            .filter(|cycle| cycle.office == office)
            .collect();
        cycles.sort_by_key(|cycle| std::cmp::Reverse((cycle.year, cycle.opens, cycle.id)));
        cycles
    }

    /// The cycle that an office works in on a day: the latest of the open ones that have begun, else the open one
    /// that begins first, else the latest.
    #[must_use]
    pub fn cycle_at_work(&self, office: OfficeId, today: Date) -> Option<&Cycle> {
        let cycles = self.cycles_of(office);
        let open = || cycles.iter().copied().filter(|cycle| cycle.open);
        let begun = open().find(|cycle| cycle.opens.is_none_or(|first| first <= today));
        begun
            .or_else(|| open().next_back())
            .or(cycles.first().copied())
    }

    /// The cycles of an office that a device holds: the open ones, and the last that is closed (DESIGN §2,
    /// "Streams"). The latest first.
    #[must_use]
    pub fn held_cycles(&self, office: OfficeId) -> Vec<&Cycle> {
        let mut cycles = self.cycles_of(office);
        let last = cycles
            .iter()
            .find(|cycle| !cycle.open)
            .map(|cycle| cycle.id);
        cycles.retain(|cycle| cycle.open || Some(cycle.id) == last);
        cycles
    }

    /// The roles of a person.
    pub fn grants_of(&self, person: PersonId) -> impl Iterator<Item = &Grant> {
        self.grants
            .values()
            .filter(move |grant| grant.person == person)
    }

    /// The roles given for an office.
    pub fn grants_at(&self, office: OfficeId) -> impl Iterator<Item = &Grant> {
        self.grants
            .values()
            .filter(move |grant| grant.office == office)
    }

    /// The offices above one, from its parent upwards. A tree that runs in a circle ends.
    pub fn above(&self, office: OfficeId) -> impl Iterator<Item = OfficeId> {
        let parent = |id: &OfficeId| self.offices.get(id).and_then(|office| office.parent);
        std::iter::successors(parent(&office), move |id| parent(id)).take(self.offices.len())
    }

    /// Whether `office` lies below `above` in the tree (never itself).
    #[must_use]
    pub fn is_below(&self, office: OfficeId, above: OfficeId) -> bool {
        self.above(office).any(|one| one == above)
    }

    /// The offices below those that a person has a role in: what their roll-up shows.
    pub fn reached(&self, person: PersonId) -> impl Iterator<Item = &Office> {
        let granted: Vec<OfficeId> = self.grants_of(person).map(|grant| grant.office).collect();
        (self.offices.values())
            .filter(move |office| granted.iter().any(|above| self.is_below(office.id, *above)))
    }

    /// The offices above which none is known here.
    pub fn tops(&self) -> impl Iterator<Item = &Office> {
        let is_known = |id: OfficeId| self.offices.contains_key(&id);
        (self.offices.values()).filter(move |office| !office.parent.is_some_and(is_known))
    }

    /// The streams that a person may read now (DESIGN §2, "Streams"), boards first: the work of every
    /// office at or below a role's (an observer's excepted), and the board of those and of the offices
    /// above them, whose people and documents are meant for the offices below.
    #[must_use]
    pub fn readable(&self, person: PersonId) -> Vec<Stream> {
        let mut streams = KeySet::new();
        for office in self.offices.keys().copied() {
            for grant in self.grants_of(person) {
                let at = planted(Mutant::ReadsEverything)
                    || office == grant.office
                    || self.is_below(office, grant.office);
                let above = self.is_below(grant.office, office);
                if at || above {
                    streams.insert(Stream::board(office));
                }
                if at && crate::rights::reads_work(grant.role) {
                    streams.insert(Stream::work(office));
                }
            }
        }
        let (mut boards, work): (Vec<_>, Vec<_>) = streams
            .into_iter()
            .partition(|stream| stream.kind == StreamKind::Board);
        boards.extend(work);
        boards
    }
}

fn put<K: Ord, V>(map: &mut Table<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}
