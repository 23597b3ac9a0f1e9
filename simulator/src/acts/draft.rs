//! What a person may state, given what their device shows: drafts that fit, drawn by chance.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use model::command::{self, EvidenceFacts, Judgement};
use model::id::{CycleId, OfficeId, RecordId};
use model::instrument::{Instrument, Item};
use model::op::{Body, Draft, Edit, Stream, Target};
use model::record::Record;
use model::schema::{Decision, Kind};
use model::sync::{Node, Replica};
use model::time::Quarter;
use model::view;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Stage, new_id};
use crate::device::{Db, Machine};
use crate::rng::Rng;

/// Where a person works.
pub(super) struct Desk<'a> {
    pub(super) replica: &'a Replica,
    pub(super) office: OfficeId,
    pub(super) cycle: CycleId,
    pub(super) instrument: Option<&'a Instrument>,
}

pub(super) fn desk<'a>(rng: &mut Rng, db: &Db, replica: &'a Replica) -> Option<Desk<'a>> {
    let directory = replica.directory();
    let grants: Vec<OfficeId> = directory
        .grants_of(db.identity.person)
        .map(|g| g.office)
        .collect();
    let mut office = *rng.pick(&grants)?;
    let below: Vec<OfficeId> = directory
        .offices()
        .map(|o| o.id)
        .filter(|id| directory.is_below(*id, office))
        .collect();
    if rng.below(3) > 0 || directory.cycles_of(office).is_empty() {
        office = rng.pick(&below).copied().unwrap_or(office);
    }
    let cycles: Vec<CycleId> = directory.cycles_of(office).iter().map(|c| c.id).collect();
    let cycle = *rng.pick(&cycles)?;
    let digest = directory
        .cycle(cycle)
        .map(|cycle| cycle.instrument.as_str());
    let instrument = digest
        .and_then(|digest| replica.instrument(digest))
        .map(std::sync::Arc::as_ref);
    Some(Desk {
        replica,
        office,
        cycle,
        instrument,
    })
}

/// A record of that kind that the person sees.
fn of_kind<'a>(rng: &mut Rng, desk: &Desk<'a>, kind: &Kind) -> Option<&'a Record> {
    let all: Vec<&'a Record> = desk.replica.of_kind(kind, Some(desk.cycle)).collect();
    rng.pick(&all).copied()
}

fn derived(rng: &mut Rng) -> RecordId {
    let mut random = [0; 16];
    rng.fill(&mut random);
    RecordId::derived(&["simulasi", &model::id::hex(&random)])
}

const WORDS: [&str; 6] = [
    "rapat koordinasi",
    "sudah ditetapkan",
    "belum lengkap",
    "menunggu SK",
    "direvisi",
    "sesuai pedoman",
];

/// Something that fits what the person sees.
pub(super) fn drafts(rng: &mut Rng, db: &Db, replica: &Replica, choice: u64) -> Vec<Draft> {
    let Some(desk) = desk(rng, db, replica) else {
        return Vec::new();
    };
    let mut drafts = Vec::new();
    for _ in 0..1 + rng.below(3) {
        drafts.extend(draft(rng, &desk, choice));
    }
    // Each record once: the second draft wouldn't know of the first.
    let mut seen = BTreeSet::new();
    drafts.retain(|draft| seen.insert(draft.record.id));
    drafts
}

/// The answers of ours that an item allows, asked once on a thread for each item of each worksheet.
fn fitting(instrument: &Instrument, item: &Item) -> Rc<[&'static str]> {
    thread_local! {
        static ASKED: RefCell<BTreeMap<[String; 2], Rc<[&'static str]>>> = RefCell::default();
    }
    let key = [instrument.digest.clone(), item.id.clone()];
    let fits = |value: &&str| item.answer.value_of(value).is_some();
    let ask = || ["Ya", "Tidak", "A", "B", "C"].into_iter().filter(fits);
    ASKED.with_borrow_mut(|asked| {
        let known = asked.entry(key).or_insert_with(|| ask().collect());
        Rc::clone(known)
    })
}

fn draft(rng: &mut Rng, desk: &Desk<'_>, choice: u64) -> Option<Draft> {
    let Desk {
        replica,
        office,
        cycle,
        instrument,
    } = *desk;
    let items: Vec<_> = instrument.into_iter().flat_map(Instrument::items).collect();
    let text = *rng.pick(&WORDS)?;
    match choice {
        25..=49 => {
            let item = rng.pick(&items)?;
            let id = RecordId::answer(office, cycle, &item.id);
            let present = replica.record(id);
            if let Some(present) = present
                && rng.below(6) == 0
            {
                return Some(command::delete(present));
            }
            let value = rng.pick(&fitting(instrument?, item)).copied();
            Some(command::answer(office, cycle, &item.id, present, value))
        }
        50..=55 => {
            let item = rng.pick(&items)?;
            let present = replica.record(RecordId::answer(office, cycle, &item.id));
            Some(command::note(office, cycle, &item.id, present, text))
        }
        56..=58 => {
            let item = rng.pick(&items)?;
            let document = item.documents.first()?;
            let present = replica.record(RecordId::answer(office, cycle, &item.id));
            Some(command::waive(
                office,
                cycle,
                &item.id,
                present,
                &document.code,
                text,
            ))
        }
        59..=63 => {
            let record = of_kind(rng, desk, &Kind::Bukti)?;
            let facts = EvidenceFacts {
                title: format!("{text} {}", rng.below(9)),
                ..EvidenceFacts::default()
            };
            command::edit_evidence(record, &facts)
        }
        64..=69 => {
            let record = of_kind(rng, desk, &Kind::Bukti)?;
            let item = &rng.pick(&items)?.id;
            match rng.below(2) {
                0 => command::bind_item(record, item),
                _ => command::unbind_item(record, item),
            }
        }
        70..=73 => {
            let kind = [Kind::Bukti, Kind::Kegiatan, Kind::Tugas];
            let kind = rng.pick(&kind)?.clone();
            Some(command::delete(of_kind(rng, desk, &kind)?))
        }
        74..=77 => {
            let gone: Vec<&Record> = replica.gone(cycle).collect();
            Some(command::restore(rng.pick(&gone)?))
        }
        78..=81 => {
            let item = rng.pick(&items)?.id.clone();
            let id = derived(rng);
            Some(match rng.below(3) {
                0 => {
                    let to = command::TaskFacts {
                        title: text.to_owned(),
                        item: Some(item),
                        ..Default::default()
                    };
                    command::new_task(id, office, cycle, &to)
                }
                _ => command::comment(id, office, cycle, Some(&item), None, text),
            })
        }
        82..=85 => {
            let id = derived(rng);
            let facts = command::ActivityFacts {
                area: Some((*rng.pick(&["manajemen", "tata", "hasil"])?).to_owned()),
                title: text.to_owned(),
                order: "m".to_owned(),
                ..Default::default()
            };
            match of_kind(rng, desk, &Kind::Kegiatan) {
                Some(record) if rng.below(2) == 0 => Some(command::new_sub(
                    id,
                    office,
                    cycle,
                    &command::SubActivityFacts {
                        activity: Some(record.id),
                        title: text.to_owned(),
                        order: "m".to_owned(),
                        ..Default::default()
                    },
                )),
                Some(record) if rng.below(2) == 0 => command::edit_activity(record, &facts),
                _ => Some(command::new_activity(id, office, cycle, &facts)),
            }
        }
        86..=88 => match of_kind(rng, desk, &Kind::Indikator) {
            Some(record) if rng.below(3) > 0 => {
                let quarter = *rng.pick(&Quarter::ALL)?;
                Some(command::progress(
                    record,
                    quarter,
                    Some(Decimal::from(rng.below(100))),
                ))
            }
            _ => {
                let sub = of_kind(rng, desk, &Kind::SubKegiatan)?.id;
                Some(command::new_indicator(
                    derived(rng),
                    office,
                    cycle,
                    &command::IndicatorFacts {
                        sub: Some(sub),
                        title: text.to_owned(),
                        order: "m".to_owned(),
                        ..Default::default()
                    },
                ))
            }
        },
        89..=95 => {
            let item = *rng.pick(&items)?;
            let answer = replica.record(RecordId::answer(office, cycle, &item.id));
            let present =
                replica.record(RecordId::verdict(office, cycle, &item.id, view::MAIN_LAYER));
            let evidence: Vec<&Record> = replica.of_kind(&Kind::Bukti, Some(cycle)).collect();
            let decision = *rng.pick(&[Decision::Terima, Decision::Kembalikan])?;
            let judgement = Judgement {
                decision,
                value: None,
                note: text.to_owned(),
            };
            Some(command::judge(
                office, cycle, item, present, answer, &evidence, &judgement,
            ))
        }
        _ => {
            // A conflict is settled.
            let kinds = [Kind::Jawaban, Kind::Bukti, Kind::Kegiatan, Kind::Indikator];
            let open: Vec<(&Record, &str)> = kinds
                .iter()
                .flat_map(|kind| replica.of_kind(kind, Some(cycle)))
                .flat_map(|record| {
                    record
                        .conflicts()
                        .into_iter()
                        .map(move |field| (record, field))
                })
                .collect();
            let (record, field) = *rng.pick(&open)?;
            let values: Vec<Value> = record
                .fields
                .get(field)?
                .writes
                .iter()
                .map(|w| w.value.clone())
                .collect();
            Some(command::settle(record, field, rng.pick(&values)?.clone()))
        }
    }
}

/// What only a later build can say: a kind that nobody knows yet, or a field of a known one.
pub(super) fn newer_draft(stage: &Stage, node: &Node<Machine>) -> Vec<Draft> {
    let replica = node.replica();
    let directory = replica.directory();
    let grant = directory.grants_of(node.identity().person).next();
    let Some(office) = grant.map(|grant| grant.office) else {
        return Vec::new();
    };
    let Some(cycle) = directory.cycles_of(office).first().map(|cycle| cycle.id) else {
        return Vec::new();
    };
    let known = stage.core.draw(|rng| rng.below(2)) == 0;
    let kind = if known {
        Kind::Tugas
    } else {
        Kind::Unknown("rapat".to_owned())
    };
    let edits = vec![Edit::Set {
        field: "lokasi".to_owned(),
        value: json!("aula"),
        base: Vec::new(),
    }];
    vec![Draft {
        record: Target {
            kind,
            id: new_id(stage),
        },
        stream: Stream::work(office),
        cycle: Some(cycle),
        body: Body::Write { edits },
    }]
}
