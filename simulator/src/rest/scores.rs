//! Scores at rest.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use model::id::{CycleId, FileDigest, RecordId};
use model::instrument::Instrument;
use model::op::{Stream, StreamKind};
use model::record::Record;
use model::sync::Replica;
use model::view::{complete_files, worksheet};
use rust_decimal::Decimal;

use crate::boards::{FIRST, FIRST_YEAR, SECOND};
use crate::device::Db;
use crate::law::Law;
use crate::mirror::Mirror;
use crate::world::World;

/// I10, I12: phone, server and a computation of our own give the same score, by the worksheet that the
/// cycle names.
pub(super) fn scores(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) {
    let core = &world.core;
    for stream in mirror.readable(db.identity.person).iter().copied() {
        if stream.kind == StreamKind::Board {
            continue;
        }
        for cycle in mirror.extent(stream.office) {
            let Some((_, year, _)) = world.boards.cycles.get(&cycle) else {
                continue;
            };
            let Some(instrument) = worksheet_of(*year) else {
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

/// The worksheet of a year's cycles, read once for the thread.
fn worksheet_of(year: i32) -> Option<Rc<Instrument>> {
    thread_local! {
        static READ: [Option<Rc<Instrument>>; 2] =
            [FIRST, SECOND].map(|text| Instrument::parse(text).ok().map(Rc::new));
    }
    READ.with(|read| read[usize::from(year != FIRST_YEAR)].clone())
}

fn records(mirror: &Mirror, stream: Stream, cycle: CycleId) -> BTreeMap<RecordId, Arc<Record>> {
    let records = mirror.kept.of_stream(stream);
    records
        .filter(|record| record.cycle.is_none_or(|of| of == cycle))
        .map(|record| (record.id, Arc::clone(record)))
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
