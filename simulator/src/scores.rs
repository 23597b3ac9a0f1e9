//! Scores: what the phone keeps step by step, what the server sums for the offices above, and what follows
//! from the log, computed anew.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use model::directory::Cycle;
use model::id::{CycleId, FileDigest, PersonId, RecordId};
use model::instrument::Instrument;
use model::op::{Stream, StreamKind};
use model::record::Record;
use model::schema::{Kind, Page};
use model::score::{Standing, Standings, rollup};
use model::sync::Replica;
use model::time::Millis;
use model::view::{complete_files, worksheet};
use rust_decimal::Decimal;
use server::rollup::Below;

use crate::boards::{FIRST, FIRST_YEAR, SECOND};
use crate::device::Db;
use crate::law::Law;
use crate::mirror::Mirror;
use crate::world::World;

/// What a person looks at: the cycle at work of their office, or of the first one below that has one.
pub(crate) struct Seen {
    cycle: Cycle,
    instrument: Arc<Instrument>,
    /// As the phone has it: computed anew only where something changed.
    pub(crate) standings: Arc<Standings>,
}

/// What the database's person sees, if anything: nothing while their office's work wasn't read to its end.
pub(crate) fn seen(db: &Db, replica: &Replica) -> Option<Seen> {
    if db.sender.get() {
        return None;
    }
    let directory = replica.directory();
    let at_work = |office| {
        let zone = directory.office(office)?.zone;
        // None of ours has a first day: any day is as good.
        let cycle = directory.cycle_at_work(office, zone.date(Millis(crate::EPOCH_MS)))?;
        replica.caught_up(Stream::work(office)).then_some(cycle)
    };
    let own = directory
        .person(db.identity.person)
        .map(|person| person.office);
    let below = directory.offices().map(|office| office.id);
    let cycle = own.into_iter().chain(below).find_map(at_work)?.clone();
    let instrument = replica.worksheet_of(&cycle)?;
    let standings = db.counted.standings(replica, &cycle, &instrument);
    Some(Seen {
        cycle,
        instrument,
        standings,
    })
}

impl Seen {
    /// The same from nothing, by the server's way of sorting records.
    pub(crate) fn anew(&self, replica: &Replica) -> Standings {
        let kinds = [Kind::Jawaban, Kind::Bukti, Kind::Putusan];
        let records = (kinds.iter()).flat_map(|kind| replica.of_kind(kind, Some(self.cycle.id)));
        let here = |digest: &FileDigest| replica.has_file(self.cycle.office, digest);
        worksheet(records).standings(&self.instrument, &here)
    }

    /// Whether the phone shows something of the cycle that the server doesn't have, or not yet.
    fn is_ahead(&self, replica: &Replica) -> bool {
        let work = Stream::work(self.cycle.office);
        let unsent = replica
            .entries()
            .any(|entry| entry.op.op().stream == work && entry.state.is_unsent());
        let alone = |page: &Page| {
            let file = RecordId::file(self.cycle.office, &page.digest);
            let told = replica.confirmed(file);
            replica.has_file(self.cycle.office, &page.digest)
                && told.and_then(|record| record.text("keadaan")) != Some("lengkap")
        };
        let mut evidence = replica.of_kind(&Kind::Bukti, Some(self.cycle.id));
        unsent || evidence.any(|record| record.set::<Page>("halaman").iter().any(alone))
    }
}

/// What the logs alone make of each office's cycle.
pub(crate) struct Recomputed(BTreeMap<(Stream, CycleId), BTreeMap<RecordId, Record>>);

impl Recomputed {
    pub(crate) fn new(mirror: &Mirror) -> Self {
        let mut all = BTreeMap::new();
        let work = mirror.kept.logs.keys().copied();
        for stream in work.filter(|stream| stream.kind == StreamKind::Work) {
            let records = mirror.kept.replayed(stream);
            for cycle in mirror.extent(stream.office) {
                let of_cycle = records
                    .iter()
                    .filter(|(_, record)| record.cycle.is_none_or(|of| of == cycle))
                    .map(|(id, record)| (*id, record.clone()));
                all.insert((stream, cycle), of_cycle.collect());
            }
        }
        Self(all)
    }

    fn of(&self, stream: Stream, cycle: CycleId) -> BTreeMap<RecordId, &Record> {
        let records = self.0.get(&(stream, cycle)).into_iter().flatten();
        records.map(|(id, record)| (*id, record)).collect()
    }
}

/// I10: the offices below a person's stand as their records say, each and together.
pub(crate) fn rolled_up(
    world: &World,
    mirror: &Mirror,
    person: PersonId,
    below: Option<&Below>,
    recomputed: Option<&Recomputed>,
) {
    let core = &world.core;
    let expected = mirror.below(person);
    let Some(below) = below else {
        // Who has no role, or whose office a restored server doesn't know, gets none.
        return;
    };
    core.decided(Law::Score);
    // By the year of the cycle: both our worksheets are of one family.
    let mut shares: Vec<(Option<i32>, Decimal)> = Vec::new();
    let mut listed = BTreeSet::new();
    for row in &below.offices {
        listed.insert(row.office.id);
        let at_work = mirror.at_work(row.office.id);
        let cycle = row.cycle.as_ref().map(|cycle| cycle.id);
        if cycle != at_work.map(|(cycle, _)| cycle) {
            let words = format!(
                "{} is at work in {at_work:?}, not {cycle:?}",
                row.office.name
            );
            core.breach(Law::Score, words);
        }
        let instrument = at_work.and_then(|(cycle, year)| Some((cycle, year, worksheet_of(year)?)));
        let Some((cycle, year, instrument)) = instrument else {
            shares.push((None, Decimal::ZERO));
            continue;
        };
        let stream = Stream::work(row.office.id);
        let written = records(mirror, stream, cycle);
        let written: BTreeMap<RecordId, &Record> = written
            .iter()
            .map(|(id, record)| (*id, &**record))
            .collect();
        let logged = recomputed.map(|recomputed| recomputed.of(stream, cycle));
        let records = logged.unwrap_or(written);
        let hand = by_hand(&instrument, records.values().copied());
        if !is_near(row.standing.counted(), hand) {
            let words = format!(
                "{} stands at {:?} above, {hand} by hand",
                row.office.name, row.standing
            );
            core.breach(Law::Score, words);
        }
        shares.push((Some(year), hand * Decimal::ONE_HUNDRED / WHOLE));
    }
    if listed != expected {
        let words = format!("{person} sees {listed:?} below, not {expected:?}");
        core.breach(Law::Score, words);
    }
    let offices: Vec<_> = (below.offices.iter())
        .map(|row| (row.measure(), row.standing))
        .collect();
    let together = rollup(&offices);
    let years: BTreeSet<Option<i32>> = shares
        .iter()
        .filter_map(|(year, _)| year.map(Some))
        .collect();
    let told: BTreeSet<Option<i32>> = (together.iter())
        .map(|mean| mean.measure.as_ref().map(|by| by.year))
        .collect();
    if told != years && !(years.is_empty() && told == BTreeSet::from([None])) {
        core.breach(Law::Score, format!("means of {told:?}, not {years:?}"));
    }
    for mean in together {
        let year = mean.measure.as_ref().map(|by| by.year);
        let of: Vec<Decimal> = (shares.iter())
            .filter(|(by, _)| by.is_none() || *by == year)
            .map(|(_, share)| *share)
            .collect();
        let hand = of.iter().sum::<Decimal>().checked_div(of.len().into());
        if mean.offices != of.len() || !is_near(mean.standing.counted(), hand.unwrap_or_default()) {
            let words = format!("together {mean:?} above, {hand:?} of {} by hand", of.len());
            core.breach(Law::Score, words);
        }
    }
}

/// Both our worksheets add up to so much.
const WHOLE: Decimal = Decimal::ONE_HUNDRED;

/// The same but for the last digits of a division.
fn is_near(one: Decimal, other: Decimal) -> bool {
    (one - other).abs() <= Decimal::new(1, 15)
}

/// A cycle whose worksheet a device must hold and doesn't hold (yet): it is fetched after the board that names it.
pub(crate) fn lacks_worksheet(
    world: &World,
    mirror: &Mirror,
    replica: &Replica,
    stream: Stream,
) -> Option<CycleId> {
    let cycles = (stream.kind == StreamKind::Work).then(|| mirror.extent(stream.office));
    let lacks = |cycle: &CycleId| {
        let known = world.boards.cycles.get(cycle);
        let worksheet = known.and_then(|(_, year, _)| worksheet_of(*year));
        worksheet.is_some_and(|worksheet| replica.instrument(&worksheet.digest).is_none())
    };
    cycles.into_iter().flatten().find(lacks)
}

/// I10, I12: phone, server and a computation of our own give the same score, by the worksheet that the
/// cycle names.
pub(crate) fn scores(
    world: &World,
    mirror: &Mirror,
    recomputed: &Recomputed,
    db: &Db,
    replica: &Replica,
) {
    let core = &world.core;
    let seen = seen(db, replica);
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
            // Whoever lacks it isn't at rest, which is said already.
            let Some(held) = replica.instrument(&instrument.digest) else {
                continue;
            };
            core.decided(Law::Score);
            let records = recomputed.of(stream, cycle);
            let here: BTreeMap<RecordId, &Record> = records
                .keys()
                .filter_map(|id| Some((*id, replica.confirmed(*id)?)))
                .collect();
            let on_phone = total(held, here.values().copied());
            let logged = total(&instrument, records.values().copied());
            let by_hand = by_hand(&instrument, records.values().copied());
            if on_phone != logged {
                let words = format!("db {}: {on_phone:?} here, {logged:?} by the log", db.number);
                core.breach(Law::Score, words);
            }
            if !is_near(logged.counted(), by_hand) {
                core.breach(Law::Score, format!("{logged:?} counted, {by_hand} by hand"));
            }
            let seen = seen.as_ref().filter(|seen| seen.cycle.id == cycle);
            if let Some(seen) = seen.filter(|seen| !seen.is_ahead(replica)) {
                core.decided(Law::Score);
                let shown = seen.standings.total();
                if shown != logged {
                    let words = format!("db {} shows {shown:?}, not {logged:?}", db.number);
                    core.breach(Law::Score, words);
                }
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

/// Where all of it stands, by the functions of phone and server.
fn total<'a>(instrument: &Instrument, records: impl Iterator<Item = &'a Record>) -> Standing {
    let records: Vec<&Record> = records.collect();
    let complete = complete_files(records.iter().copied());
    let sheet = worksheet(records.iter().copied());
    let whole = |digest: &FileDigest| complete.contains(digest);
    sheet.standings(instrument, &whole).total()
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
