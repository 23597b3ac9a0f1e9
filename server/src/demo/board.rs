//! The boards and the plan: offices, people, roles, devices, cycles, activities. The server states the
//! boards (`sistem`), as it does for the command line; the chair of the team states the plan.

use model::id::{CycleId, DeviceId, PersonId, RecordId};
use model::op::{OpError, Stream};
use model::schema::Kind;
use model::time::{Date, Millis, Zone};
use serde_json::{Value, json};

use super::pen::{About, By, Pen};
use super::people::{OFFICES, PEOPLE, TRENGGALEK, office, person};
use super::plan::{Kegiatan, PLAN, Row, Sub};
use super::story::TODAY;

/// The offices that have opened their cycle of 2026.
pub const WITH_CYCLE: [&str; 3] = [TRENGGALEK, super::people::PACITAN, "situbondo"];

/// A device of the demo.
pub struct Known {
    /// Whose: the login.
    pub login: &'static str,
    /// Short name; its id follows from both.
    pub key: &'static str,
    /// What its person calls it.
    pub name: &'static str,
    /// Last seen: month, day, hour, minute.
    pub seen: (u8, u8, u8, u8),
}

/// The devices that are known.
pub const DEVICES: &[Known] = &[
    known("siti", "ponsel", "Ponsel Siti", (11, 24, 8, 42)),
    known("siti", "laptop", "Laptop kantor", (11, 23, 16, 45)),
    known("agus", "ponsel", "Ponsel Agus", (11, 24, 9, 41)),
    known("rina", "laptop", "Laptop kantor", (11, 24, 9, 33)),
    known("bambang", "ponsel", "Ponsel Bambang", (11, 24, 8, 15)),
    known("dwi", "ponsel", "Ponsel Dwi", (11, 23, 15, 30)),
    known("endah", "ponsel", "Ponsel Endah", (11, 24, 9, 20)),
    known("fajar", "ponsel", "Ponsel Fajar", (11, 17, 10, 4)),
    known("hendra", "laptop", "Laptop Hendra", (11, 24, 9, 12)),
    known("joko", "ponsel", "Ponsel Joko", (11, 17, 14, 2)),
];

const fn known(
    login: &'static str,
    key: &'static str,
    name: &'static str,
    seen: (u8, u8, u8, u8),
) -> Known {
    Known {
        login,
        key,
        name,
        seen,
    }
}

/// A moment of the story in western Indonesian time.
#[must_use]
pub fn moment(month: u8, day: u8, hour: u8, minute: u8) -> Millis {
    let minutes = i64::from(hour) * 60 + i64::from(minute);
    Zone::Wib.midnight(date(month, day)).plus(minutes * 60_000)
}

/// A day of the story's year; a day that it doesn't have becomes its first.
#[must_use]
pub fn date(month: u8, day: u8) -> Date {
    let first = Date {
        year: TODAY.0,
        month: 1,
        day: 1,
    };
    Date::new(TODAY.0, month, day).unwrap_or(first)
}

/// The demo's cycle of an office.
#[must_use]
pub fn cycle(key: &str) -> CycleId {
    CycleId::derived(&["demo", "siklus", key])
}

/// A device of a demo person.
#[must_use]
pub fn device(login: &str, name: &str) -> DeviceId {
    DeviceId::derived(&["demo", "perangkat", login, name])
}

/// A person on their phone, at a moment.
#[must_use]
pub fn by(login: &str, at: Millis) -> By {
    By {
        person: person(login),
        device: device(login, "ponsel"),
        at,
    }
}

/// A record of the plan.
#[must_use]
pub fn plan_id(level: &str, key: &str) -> RecordId {
    RecordId::derived(&["demo", "rencana", level, key])
}

/// The server, at a moment.
#[must_use]
pub fn server(at: Millis) -> By {
    By {
        person: PersonId::SISTEM,
        device: DeviceId::derived(&["sistem"]),
        at,
    }
}

/// Offices, people, roles and devices.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn boards(pen: &mut Pen) -> Result<(), OpError> {
    let by = server(moment(1, 2, 8, 0));
    let board = |key: &str, kind: Kind, id: RecordId| About {
        stream: Stream::board(office(key)),
        cycle: None,
        kind,
        id,
    };
    for place in OFFICES {
        let mut fields = vec![
            ("nama", json!(place.name)),
            ("zona", json!("WIB")),
            ("jenis", json!(place.kind)),
        ];
        if let Some(parent) = place.parent {
            fields.push(("induk", json!(office(parent))));
        }
        let about = board(place.key, Kind::Kantor, office(place.key).into());
        pen.write(by, &about, &fields)?;
    }
    for who in PEOPLE {
        let about = board(who.office, Kind::Orang, person(who.login).into());
        let fields = [
            ("nama", json!(who.name)),
            ("masuk", json!(who.login)),
            ("jabatan", json!(who.post)),
        ];
        pen.write(by, &about, &fields)?;
        for (role, area) in who.roles {
            let key = ["demo", "peran", who.login, role.name(), area.unwrap_or("")];
            let about = board(who.office, Kind::Peran, RecordId::derived(&key));
            let mut fields = vec![
                ("orang", json!(person(who.login))),
                ("peran", json!(role.name())),
            ];
            fields.extend(area.map(|area| ("area", json!(area))));
            pen.write(by, &about, &fields)?;
        }
        for known in DEVICES.iter().filter(|known| known.login == who.login) {
            let id = device(who.login, known.key).into();
            let about = board(who.office, Kind::Perangkat, id);
            // It has no key: nobody can sign for it. Real devices register their own.
            let fields = [
                ("orang", json!(person(who.login))),
                ("nama", json!(known.name)),
            ];
            pen.write(by, &about, &fields)?;
        }
    }
    Ok(())
}

/// The cycles, under the worksheet with that digest.
///
/// # Errors
/// As [`boards`].
pub fn cycles(pen: &mut Pen, instrument: &str) -> Result<(), OpError> {
    for key in WITH_CYCLE {
        let about = About {
            stream: Stream::board(office(key)),
            cycle: None,
            kind: Kind::Siklus,
            id: cycle(key).into(),
        };
        let fields = [
            ("nama", json!("Siklus 2026")),
            ("tahun", json!("2026")),
            ("instrumen", json!(instrument)),
            ("mulai", json!(date(1, 1))),
            ("tutup", json!(date(12, 15))),
            ("tenggang", json!(date(12, 20))),
            ("target", json!("75")),
            ("keadaan", json!("buka")),
        ];
        pen.write(server(moment(1, 2, 9, 0)), &about, &fields)?;
    }
    Ok(())
}

/// A record of Trenggalek's work.
#[must_use]
pub fn work(key: &str, kind: Kind, id: RecordId) -> About {
    About {
        stream: Stream::work(office(key)),
        cycle: Some(cycle(key)),
        kind,
        id,
    }
}

/// Trenggalek's plan.
///
/// # Errors
/// As [`boards`].
pub fn plan(pen: &mut Pen) -> Result<(), OpError> {
    for (n, kegiatan) in PLAN.iter().enumerate() {
        activity(pen, n, kegiatan)?;
        for (m, sub) in kegiatan.subs.iter().enumerate() {
            let key = format!("{n}.{m}");
            sub_activity(pen, n, &key, sub)?;
            for (place, row) in sub.rows.iter().enumerate() {
                indicator(pen, &key, place, row)?;
            }
        }
    }
    Ok(())
}

/// A key that orders things as text.
fn order(place: usize) -> Value {
    json!(format!("{:03}", (place + 1) * 10))
}

fn activity(pen: &mut Pen, n: usize, kegiatan: &Kegiatan) -> Result<(), OpError> {
    let id = plan_id("kegiatan", &n.to_string());
    let fields = [
        ("area", json!(kegiatan.area)),
        ("judul", json!(kegiatan.title)),
        ("urutan", order(n)),
        ("koordinator", json!(person(kegiatan.coordinator))),
        ("penanggung_jawab", json!(person("agus"))),
    ];
    let at = by("agus", moment(1, 12, 9, 0).plus(60_000 * n as i64));
    pen.write(at, &work(TRENGGALEK, Kind::Kegiatan, id), &fields)
}

fn sub_activity(pen: &mut Pen, n: usize, key: &str, sub: &Sub) -> Result<(), OpError> {
    let fields = [
        ("kegiatan", json!(plan_id("kegiatan", &n.to_string()))),
        ("judul", json!(sub.title)),
        ("urutan", order(n)),
    ];
    let about = work(TRENGGALEK, Kind::SubKegiatan, plan_id("sub", key));
    pen.write(by("agus", moment(1, 12, 10, 0)), &about, &fields)
}

fn indicator(pen: &mut Pen, sub: &str, place: usize, row: &Row) -> Result<(), OpError> {
    let about = work(TRENGGALEK, Kind::Indikator, plan_id("indikator", row.key));
    let due = date(row.due.0, row.due.1);
    let quarter = due.quarter().number();
    let (target, actual) = (format!("target_{quarter}"), format!("realisasi_{quarter}"));
    let fields = [
        ("sub_kegiatan", json!(plan_id("sub", sub))),
        ("judul", json!(row.title)),
        ("keluaran", json!(row.output)),
        ("satuan", json!(row.unit)),
        ("urutan", order(place)),
        ("pelaksana", json!(person(row.who))),
        ("tenggat", json!(due)),
        (target.as_str(), json!(row.target)),
    ];
    pen.write(by("agus", moment(1, 12, 11, 0)), &about, &fields)?;
    let mut progress: Vec<(&str, Value)> = Vec::new();
    progress.extend(row.actual.map(|n| (actual.as_str(), json!(n))));
    progress.extend(row.done.map(|(m, d)| ("selesai", json!(date(m, d)))));
    if progress.is_empty() {
        return Ok(());
    }
    let (month, day) = row.done.unwrap_or((11, 20));
    pen.write(by("agus", moment(month, day, 15, 30)), &about, &progress)
}
