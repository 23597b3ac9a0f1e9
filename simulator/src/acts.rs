//! What people do on their devices: through the commands and the node that the pages use.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use model::command::{self, Capture, EvidenceFacts, Judgement};
use model::id::{CycleId, OfficeId, OpId, RecordId};
use model::instrument::Instrument;
use model::op::{Body, Draft, Edit, Stream, Target};
use model::record::Record;
use model::schema::{Decision, Fulfilment, Kind, Page};
use model::sync::node::SubmitError;
use model::sync::store::{EntryState, FileState};
use model::sync::{Attached, Node, Replica};
use model::time::Quarter;
use model::view;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::core::{Core, locked};
use crate::device::{Db, Machine};
use crate::fault::Fault;
use crate::law::Law;
use crate::mirror::{Mirror, short};
use crate::rng::Rng;

/// What an act needs of the run.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) core: Arc<Core>,
    pub(crate) mirror: Arc<Mutex<Mirror>>,
    /// Ops that were stated so far.
    pub(crate) stated: Rc<Cell<u64>>,
    /// One file of more than a chunk is still to come.
    pub(crate) large: Rc<Cell<bool>>,
}

/// Where a person works.
struct Desk<'a> {
    replica: &'a Replica,
    office: OfficeId,
    cycle: CycleId,
    instrument: Option<&'a Instrument>,
}

/// A person does something; whether it is kept is noted.
pub(crate) async fn act(stage: Stage, db: Rc<Db>) {
    if let Some(node) = db.up() {
        let choice = stage.core.draw(|rng| rng.below(100));
        match choice {
            0..=9 => attend(&stage, &db, &node).await,
            10..=24 => capture(&stage, &db, &node).await,
            _ => {
                let drafts = {
                    let replica = node.replica();
                    stage.core.draw(|rng| drafts(rng, &db, &replica, choice))
                };
                let newer = stage.core.strikes(Fault::NewClient);
                let drafts = if newer {
                    newer_draft(&stage, &node)
                } else {
                    drafts
                };
                if !drafts.is_empty() {
                    submit(&stage, &db, &node, drafts, Attached::default()).await;
                }
            }
        }
    }
    db.busy.set(false);
}

/// States, and notes what was called saved.
async fn submit(
    stage: &Stage,
    db: &Db,
    node: &Node<Machine>,
    drafts: Vec<Draft>,
    attached: Attached,
) -> bool {
    let files: Vec<_> = attached
        .files
        .iter()
        .map(|f| (f.digest.clone(), f.office))
        .collect();
    match node.submit(drafts, attached).await {
        Ok(ids) => {
            stage.stated.set(stage.stated.get() + ids.len() as u64);
            let replica = node.replica();
            for id in &ids {
                match replica.entry(*id) {
                    Some(entry) => {
                        let bytes: Arc<str> = entry.op.raw().get().into();
                        locked(&stage.mirror).said.insert(*id, bytes);
                    }
                    None => stage
                        .core
                        .breach(Law::Durable, format!("op {id} isn't in the outbox")),
                }
            }
            stage.core.note(|| {
                let ids: Vec<String> = ids.iter().map(short).collect();
                format!("db {}: saved {}", db.number, ids.join(" "))
            });
            db.saved.borrow_mut().extend(ids);
            db.files.borrow_mut().extend(files);
            true
        }
        Err(SubmitError::Refused(why)) => {
            stage
                .core
                .note(|| format!("db {}: not stated: {why}", db.number));
            false
        }
        Err(error) => {
            stage
                .core
                .note(|| format!("db {}: not saved: {error}", db.number));
            false
        }
    }
}

/// "Perlu perhatian", and making room.
async fn attend(stage: &Stage, db: &Db, node: &Node<Machine>) {
    let (ops, refused, sent) = {
        let replica = node.replica();
        let ops: Vec<OpId> = replica
            .entries()
            .filter(|entry| entry.state.needs_attention())
            .map(|entry| entry.op.op().id)
            .collect();
        let of = |state: fn(&FileState) -> bool| {
            let files = replica.files().filter(|file| state(&file.state));
            files.map(|file| file.digest.clone()).collect::<Vec<_>>()
        };
        let refused = of(|state| matches!(state, FileState::Refused { .. }));
        let sent = of(|state| *state == FileState::OnServer);
        (ops, refused, sent)
    };
    let choice = stage.core.draw(|rng| rng.below(10));
    let op = stage.core.draw(|rng| rng.pick(&ops).copied());
    let refused = stage.core.draw(|rng| rng.pick(&refused).cloned());
    let sent = stage.core.draw(|rng| rng.pick(&sent).cloned());
    let outcome = match (choice, op, refused, sent) {
        (0..=1, Some(op), _, _) => node.discard(op).await.map(drop),
        (2..=5, Some(op), _, _) => node.retry(op).await,
        (6..=8, _, Some(file), _) => node.retry_file(&file).await,
        (9, _, _, Some(file)) => {
            // Whether or not the process lives to hear of it; what wasn't freed is here anyway.
            db.freed.borrow_mut().insert(file.clone());
            node.free_file(&file).await
        }
        _ => return,
    };
    stage
        .core
        .note(|| format!("db {}: attended to {op:?}: {outcome:?}", db.number));
}

/// A photo, and what it serves.
async fn capture(stage: &Stage, db: &Db, node: &Node<Machine>) {
    let Some((office, cycle, items)) = ({
        let replica = node.replica();
        stage.core.draw(|rng| {
            let desk = desk(rng, db, &replica)?;
            let items: Vec<_> = desk
                .instrument?
                .items()
                .map(|i| (i.id.clone(), i.documents.clone()))
                .collect();
            Some((desk.office, desk.cycle, items))
        })
    }) else {
        return;
    };
    let bytes = stage.core.draw(|rng| photo(rng, stage.large.get()));
    if bytes.len() > model::limits::CHUNK_BYTES {
        stage.large.set(false);
    }
    let file = match node.capture(office, "image/jpeg", "foto.jpg", &bytes).await {
        Ok(file) => file,
        Err(error) => {
            return stage
                .core
                .note(|| format!("db {}: not captured: {error}", db.number));
        }
    };
    if file.office != office {
        // The same bytes were captured for another office before: the page says so.
        return;
    }
    if stage.core.strikes(Fault::CaptureCut) {
        let db = db.number;
        let power = false;
        stage
            .core
            .later(0, crate::core::Happening::Kill { db, power });
        return std::future::pending().await;
    }
    let id = new_id(stage);
    let page = Page {
        digest: file.digest.clone(),
        size: file.size,
        media: file.media.clone(),
        name: file.name.clone(),
        order: "a".to_owned(),
    };
    let mut of = Capture {
        facts: EvidenceFacts {
            title: format!("Foto {}", short(id)),
            ..EvidenceFacts::default()
        },
        pages: vec![page],
        ..Capture::default()
    };
    if let Some((item, documents)) = stage.core.draw(|rng| rng.pick(&items).cloned()) {
        if let Some(document) = documents.first() {
            let (butir, dokumen) = (item.clone(), document.code.clone());
            of.fulfils.push(Fulfilment { butir, dokumen });
        }
        of.items.push(item);
    }
    let drafts = command::capture(id, office, cycle, &of);
    let attached = Attached {
        files: vec![file],
        ..Attached::default()
    };
    submit(stage, db, node, drafts, attached).await;
}

/// A few bytes that begin as a JPEG does; now and then the same as another's, seldom many.
fn photo(rng: &mut Rng, large: bool) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    if rng.below(4) == 0 {
        // Everybody photographs the same banner.
        bytes.extend_from_slice(format!("spanduk {}", rng.below(4)).as_bytes());
        return bytes;
    }
    let mut more = vec![0; 24 + rng.place(400)];
    rng.fill(&mut more);
    bytes.extend(more);
    if large {
        bytes.resize(model::limits::CHUNK_BYTES + 70_000, 7);
    }
    bytes
}

fn new_id(stage: &Stage) -> RecordId {
    let mut random = [0; 16];
    stage.core.draw(|rng| rng.fill(&mut random));
    RecordId::derived(&["simulasi", &model::id::hex(&random)])
}

fn desk<'a>(rng: &mut Rng, db: &Db, replica: &'a Replica) -> Option<Desk<'a>> {
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
    let instrument = digest.and_then(|digest| replica.instrument(digest));
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
fn drafts(rng: &mut Rng, db: &Db, replica: &Replica, choice: u64) -> Vec<Draft> {
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
            let values = ["Ya", "Tidak", "A", "B", "C"];
            let fitting: Vec<&str> = values
                .into_iter()
                .filter(|v| item.answer.value_of(v).is_some())
                .collect();
            let value = rng.pick(&fitting).copied();
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
fn newer_draft(stage: &Stage, node: &Node<Machine>) -> Vec<Draft> {
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

/// Whether the op still has to be answered.
pub(crate) fn is_open(state: &EntryState) -> bool {
    matches!(
        state,
        EntryState::Pending | EntryState::Sent | EntryState::Accepted { .. }
    )
}
