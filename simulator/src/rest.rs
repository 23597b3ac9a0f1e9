//! What is checked once the world is at rest: everybody has everything, nothing is lost, and scores are
//! the same wherever they are computed.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use model::id::{CycleId, FileDigest, RecordId};
use model::instrument::Instrument;
use model::op::{Stream, StreamKind};
use model::record::Record;
use model::reject::Waiting;
use model::sync::Replica;
use model::sync::store::{DeviceStore as _, EntryState, FileState, MISSING_HERE};
use model::view::{complete_files, worksheet};
use rust_decimal::Decimal;
use server::store::uploads::FileState as ServerFile;

use crate::acts::is_open;
use crate::boards::{FIRST, SECOND};
use crate::core::locked;
use crate::device::Db;
use crate::law::Law;
use crate::mirror::Mirror;
use crate::world::{World, now};

/// Whether nothing is on its way any more, as far as it can be seen from outside.
pub(crate) fn is_at_rest(world: &World) -> bool {
    let mirror = locked(&world.host.mirror);
    world.dbs.iter().all(|db| {
        let Some(node) = db.up() else {
            return false;
        };
        let replica = node.replica();
        lacking(world, &mirror, db, &replica).is_none()
    })
}

/// What a database still lacks.
fn lacking(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) -> Option<String> {
    if db.sender.get() || db.phone.active.get() != db.number {
        let waits = replica
            .entries()
            .any(|entry| matches!(entry.state, EntryState::Waits { .. }));
        let open = |state: &EntryState| {
            *state == EntryState::Sent || (*state == EntryState::Pending && !waits)
        };
        let open = replica.entries().find(|entry| open(&entry.state));
        return open.map(|entry| format!("op {} is {:?}", entry.op.op().id, entry.state));
    }
    // What depends on an op that waits at the server's word waits with it.
    let waits = replica
        .entries()
        .any(|entry| matches!(entry.state, EntryState::Waits { .. }));
    let open = |state: &EntryState| is_open(state) && !(waits && *state == EntryState::Pending);
    if let Some(entry) = replica.entries().find(|entry| open(&entry.state)) {
        return Some(format!("op {} is {:?}", entry.op.op().id, entry.state));
    }
    // A restored server's boards are whole again by now.
    let unknown = |state: &EntryState| {
        *state
            == EntryState::Waits {
                waiting: Waiting::UnknownPlace,
            }
    };
    if let Some(entry) = replica.entries().find(|entry| unknown(&entry.state)) {
        return Some(format!("op {} waits for its place", entry.op.op().id));
    }
    let here = replica.files().find(|file| {
        let named = mirror
            .kept
            .records
            .values()
            .any(|record| names(record, file.office, &file.digest));
        file.state == FileState::Local && named && named_by_own(mirror, db, &file.digest)
    });
    if let Some(file) = here {
        return Some(format!(
            "file {} wasn't sent ({} of {})",
            file.digest, file.sent, file.size
        ));
    }
    if replica.epoch() != Some(world.host.epoch()) {
        return Some("it doesn't know the epoch".to_owned());
    }
    for stream in mirror.readable(db.identity.person) {
        let records = mirror.records_for(stream);
        let stale = records.values().find(|record| {
            replica
                .confirmed(record.id)
                .is_none_or(|here| here.number != record.number)
        });
        if let Some(record) = stale {
            return Some(format!(
                "record {} of {stream} isn't here as it is",
                record.id
            ));
        }
    }
    None
}

fn names(record: &Record, office: model::id::OfficeId, digest: &FileDigest) -> bool {
    let pages = || record.set::<model::schema::Page>("halaman");
    record.stream.office == office
        && record.kind == model::schema::Kind::Bukti
        && pages().iter().any(|page| page.digest == *digest)
}

/// Whether one of the database's own ops in the log names the file.
fn named_by_own(mirror: &Mirror, db: &Db, digest: &FileDigest) -> bool {
    let saved = db.saved.borrow();
    let mut logged = saved.iter().filter_map(|op| mirror.logged(*op));
    logged.any(|logged| logged.bytes.contains(digest.as_str()))
}

/// Everything that must hold at rest.
pub(crate) fn check(world: &World) {
    let core = &world.core;
    let mirror = locked(&world.host.mirror);
    for db in &world.dbs {
        let Some(node) = db.up() else {
            core.breach(Law::Alive, format!("db {} doesn't run", db.number));
            continue;
        };
        core.decided(Law::Alive);
        let replica = node.replica();
        if let Some(lacking) = lacking(world, &mirror, db, &replica) {
            let words = format!(
                "db {}: {lacking}; its line says {:?}",
                db.number,
                node.line()
            );
            core.breach(Law::Alive, words);
        }
        nothing_lost(world, &mirror, db, &replica);
        if !db.sender.get() && db.phone.active.get() == db.number {
            same_records(world, &mirror, db, &replica);
            scores(world, &mirror, db, &replica);
        }
    }
    files(world, &mirror);
}

/// I1, I2, I11: what was saved is on the server, or here with its reason; bytes too.
fn nothing_lost(world: &World, mirror: &Mirror, db: &Rc<Db>, replica: &Replica) {
    let core = &world.core;
    for op in db.saved.borrow().iter() {
        let Some(entry) = replica.entry(*op) else {
            continue;
        };
        core.decided(Law::Durable);
        let at_server = matches!(
            entry.state,
            EntryState::Accepted { .. } | EntryState::Confirmed { .. }
        );
        if at_server && mirror.logged(*op).is_none() {
            core.breach(
                Law::Durable,
                format!("db {}: op {op} is nowhere", db.number),
            );
        }
        let held = EntryState::Waits {
            waiting: Waiting::HeldDevice,
        };
        if entry.state == held && !mirror.kept.held.contains_key(op) && mirror.logged(*op).is_none()
        {
            core.breach(
                Law::Durable,
                format!("db {}: op {op} isn't held", db.number),
            );
        }
    }
    for (digest, office) in db.files.borrow().iter() {
        let complete =
            mirror.kept.files.get(&(*office, digest.clone())) == Some(&ServerFile::Complete);
        if complete || db.freed.borrow().contains(digest) {
            continue;
        }
        core.decided(Law::Receipt);
        let Some(file) = replica.file(digest) else {
            core.breach(
                Law::Receipt,
                format!("db {}: file {digest} is forgotten", db.number),
            );
            continue;
        };
        let missing =
            matches!(&file.state, FileState::Refused { reason } if reason == MISSING_HERE);
        let disk = db.disk.borrow().clone();
        let here = (0..file.chunks).all(|index| {
            let chunk = now(disk.chunk(file.capture, index));
            matches!(chunk, Some(Ok(Some(_))))
        });
        if !here || missing {
            core.breach(
                Law::Receipt,
                format!("db {}: file {digest} is nowhere", db.number),
            );
        }
    }
}

/// I4, I11: the device has what it may have, byte for byte, and nothing else.
fn same_records(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) {
    let core = &world.core;
    let readable = mirror.readable(db.identity.person);
    core.decided(Law::Authorised);
    for stream in replica.pulled_streams() {
        if !readable.contains(&stream) {
            core.breach(
                Law::Authorised,
                format!("db {} still holds {stream}", db.number),
            );
        }
    }
    for stream in readable {
        core.decided(Law::Converge);
        for (id, record) in mirror.records_for(stream) {
            let here = replica.confirmed(id);
            let same = here.is_some_and(|here| bytes(here) == bytes(&record));
            if !same {
                let words = format!("db {}: record {id} is {here:?}, not {record:?}", db.number);
                core.breach(Law::Converge, words);
            }
        }
    }
}

fn bytes(record: &Record) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// I10, I12: phone, server and a computation of our own give the same score, by the worksheet that the
/// cycle names.
fn scores(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) {
    let core = &world.core;
    for stream in mirror.readable(db.identity.person) {
        if stream.kind == StreamKind::Board {
            continue;
        }
        for cycle in mirror.extent(stream.office) {
            let text = match world.boards.cycles.get(&cycle) {
                Some((_, 2026, _)) => FIRST,
                Some(_) => SECOND,
                None => continue,
            };
            let Ok(instrument) = Instrument::parse(text) else {
                continue;
            };
            core.decided(Law::Versions);
            let named = replica
                .directory()
                .cycle(cycle)
                .map(|cycle| cycle.instrument.clone());
            if named.as_deref() != Some(instrument.digest.as_str()) {
                core.breach(
                    Law::Versions,
                    format!("db {}: cycle {cycle} has another worksheet", db.number),
                );
                continue;
            }
            let Some(held) = replica.instrument(&instrument.digest) else {
                core.breach(
                    Law::Versions,
                    format!("db {}: a worksheet is missing", db.number),
                );
                continue;
            };
            core.decided(Law::Score);
            let records = records(mirror, stream, cycle);
            let here: BTreeMap<RecordId, &Record> = records
                .keys()
                .filter_map(|id| Some((*id, replica.confirmed(*id)?)))
                .collect();
            let on_phone = total(held, here.values().copied());
            let on_server = total(&instrument, records.values().map(|record| &**record));
            let by_hand = by_hand(&instrument, records.values().map(|record| &**record));
            if on_phone != on_server {
                let words = format!(
                    "db {}: {on_phone} here, {on_server} on the server",
                    db.number
                );
                core.breach(Law::Score, words);
            }
            if (on_server - by_hand).abs() > Decimal::new(1, 15) {
                core.breach(
                    Law::Score,
                    format!("{on_server} counted, {by_hand} by hand"),
                );
            }
        }
    }
}

fn records(mirror: &Mirror, stream: Stream, cycle: CycleId) -> BTreeMap<RecordId, Arc<Record>> {
    let records = mirror.kept.records.iter();
    records
        .filter(|(_, r)| r.stream == stream && r.cycle.is_none_or(|of| of == cycle))
        .map(|(id, record)| (*id, Arc::clone(record)))
        .collect()
}

/// What counts, by the functions of phone and server.
fn total<'a>(instrument: &Instrument, records: impl Iterator<Item = &'a Record>) -> Decimal {
    let records: Vec<&Record> = records.collect();
    let complete = complete_files(records.iter().copied());
    let sheet = worksheet(records.iter().copied());
    let whole = |digest: &FileDigest| complete.contains(digest);
    sheet.standings(instrument, &whole).total().counted()
}

/// What counts, written out for our two worksheets: each item's value times what it adds at most,
/// nothing left out.
fn by_hand<'a>(instrument: &Instrument, records: impl Iterator<Item = &'a Record>) -> Decimal {
    let shares: &[(&str, (i64, i64))] = if instrument.version == 1 {
        &[
            ("uji:A.1.a", (40, 3)),
            ("uji:A.1.b", (40, 3)),
            ("uji:A.1.c", (40, 3)),
            ("uji:A.2.a", (40, 1)),
            ("uji:B.a", (15, 1)),
            ("uji:B.b", (5, 1)),
        ]
    } else {
        &[
            ("uji:A.1.a", (40, 2)),
            ("uji:A.1.b", (40, 2)),
            ("uji:A.2.a", (30, 2)),
            ("uji:A.2.b", (30, 2)),
            ("uji:B.a", (30, 1)),
        ]
    };
    let records: Vec<&Record> = records.collect();
    let complete = complete_files(records.iter().copied());
    let sheet = worksheet(records.iter().copied());
    let whole = |digest: &FileDigest| complete.contains(digest);
    let mut sum = Decimal::ZERO;
    for (id, (weight, among)) in shares {
        let Some(item) = instrument.item(id) else {
            return Decimal::MIN;
        };
        let [_, counted, _] = sheet.state(item, &whole).sheets();
        sum += counted * Decimal::from(*weight) / Decimal::from(*among);
    }
    sum
}

/// I8: what is said of files is so, and what is so is said.
fn files(world: &World, mirror: &Mirror) {
    let core = &world.core;
    for record in mirror.kept.records.values() {
        if record.kind != model::schema::Kind::Berkas || record.text("keadaan") != Some("lengkap") {
            continue;
        }
        let Some(digest) = record.get::<FileDigest>("digest") else {
            continue;
        };
        core.decided(Law::Complete);
        if world.host.whole(record.stream.office, &digest).as_ref() != Some(&digest) {
            core.breach(
                Law::Complete,
                format!("file {digest} is said to be complete"),
            );
        }
    }
    for ((office, digest), state) in &mirror.kept.files {
        let record = mirror.kept.records.get(&RecordId::file(*office, digest));
        let said = record.and_then(|record| record.text("keadaan")) == Some("lengkap");
        if *state == ServerFile::Complete && !said {
            core.breach(
                Law::Complete,
                format!("file {digest} is complete and no op says so"),
            );
        }
    }
}
