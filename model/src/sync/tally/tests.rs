//! A tally that follows equals one that counts everything anew, and what the server adds up.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::command::{self, Capture, EvidenceFacts, Judgement};
use crate::id::{CaptureId, DeviceId, OpId, PersonId};
use crate::merge::{self, Stamp};
use crate::op::{Draft, Op, SealedOp, Stream, VOCABULARY};
use crate::schema::{Decision, Fulfilment};
use crate::sync::store::{Change, Entry, FileState, Loaded, LocalFile, Tx};
use crate::time::Millis;
use crate::view::worksheet;

/// Gates in both directions of the worksheet, required documents, two areas.
const WORKSHEET: &str = r#"{ "format": 2, "family": "t", "version": 1, "title": "Uji", "nodes": [
  { "code": "A", "title": "Satu", "weight": "60", "area": "manajemen", "items": [
    { "code": "a", "title": "Tim", "answer": { "type": "ya_tidak" }, "criteria": [],
      "documents": [ { "code": "1", "title": "SK" }, { "code": "2", "title": "Notula" } ] },
    { "code": "b", "title": "Rencana", "answer": { "type": "abc" }, "criteria": [], "documents": [],
      "gates": [ { "times": "B.a" } ] } ] },
  { "code": "B", "title": "Dua", "weight": "40", "area": "tata-laksana", "items": [
    { "code": "a", "title": "SOP", "answer": { "type": "abcd" }, "criteria": [], "documents": [] },
    { "code": "b", "title": "Evaluasi", "answer": { "type": "abc" }, "criteria": [], "documents": [],
      "gates": [ { "zero_if": { "item": "A.a", "answer": "Tidak" } } ] } ] } ] }"#;

const ITEMS: [&str; 4] = ["t:A.a", "t:A.b", "t:B.a", "t:B.b"];

fn office(n: u8) -> OfficeId {
    OfficeId::derived(&["kantor", &n.to_string()])
}

fn cycle() -> Cycle {
    Cycle {
        id: CycleId::derived(&["2026"]),
        office: office(0),
        name: String::new(),
        year: 2026,
        instrument: String::new(),
        opens: None,
        closes: None,
        target: None,
        open: true,
        grace: None,
    }
}

fn digest(n: u8) -> FileDigest {
    FileDigest::of(&[n])
}

fn page(n: u8) -> Page {
    Page {
        digest: digest(n),
        size: 1,
        media: "image/jpeg".into(),
        name: "a.jpg".into(),
        order: "a".into(),
    }
}

fn evidence_id(n: u8) -> RecordId {
    RecordId::derived(&["bukti", &n.to_string()])
}

/// What somebody does, in one of two offices.
#[derive(Clone, Debug)]
enum Act {
    Answer { item: usize, value: Option<usize> },
    Waive { item: usize },
    Capture { evidence: u8, item: usize, page: u8 },
    Bind { evidence: u8, item: usize },
    Unbind { evidence: u8, item: usize },
    Delete { evidence: u8 },
    Restore { evidence: u8 },
    Judge { item: usize, accept: bool },
}

#[derive(Clone, Debug)]
enum Step {
    /// Stated here, or pulled from the server.
    Do {
        act: Act,
        office: u8,
        here: bool,
    },
    Forget {
        entry: usize,
    },
    Says {
        page: u8,
        office: u8,
        complete: bool,
    },
    Holds {
        page: u8,
        office: u8,
        state: u8,
    },
    Drop {
        office: u8,
    },
    /// Everything is loaded anew.
    All,
}

fn act() -> impl Strategy<Value = Act> {
    let (item, evidence, page) = (0..ITEMS.len(), 0..3_u8, 0..3_u8);
    let both = (evidence.clone(), item.clone());
    prop_oneof![
        3 => (item.clone(), prop::option::of(0..4_usize)).prop_map(|(item, value)| Act::Answer { item, value }),
        1 => item.clone().prop_map(|item| Act::Waive { item }),
        3 => (both.clone(), page).prop_map(|((evidence, item), page)| Act::Capture { evidence, item, page }),
        1 => both.clone().prop_map(|(evidence, item)| Act::Bind { evidence, item }),
        1 => both.prop_map(|(evidence, item)| Act::Unbind { evidence, item }),
        1 => evidence.clone().prop_map(|evidence| Act::Delete { evidence }),
        1 => evidence.prop_map(|evidence| Act::Restore { evidence }),
        2 => (item, any::<bool>()).prop_map(|(item, accept)| Act::Judge { item, accept }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let (page, office) = (0..3_u8, prop_oneof![4 => Just(0_u8), 1 => Just(1_u8)]);
    prop_oneof![
        9 => (act(), office.clone(), any::<bool>()).prop_map(|(act, office, here)| Step::Do { act, office, here }),
        1 => any::<usize>().prop_map(|entry| Step::Forget { entry }),
        2 => (page.clone(), office.clone(), any::<bool>())
            .prop_map(|(page, office, complete)| Step::Says { page, office, complete }),
        2 => (page, office.clone(), 0..4_u8).prop_map(|(page, office, state)| Step::Holds { page, office, state }),
        1 => office.prop_map(|office| Step::Drop { office }),
        1 => Just(Step::All),
    ]
}

/// The draft of an act, seen from what the device shows.
fn draft(replica: &Replica, instrument: &Instrument, office: OfficeId, act: &Act) -> Option<Draft> {
    let cycle = cycle().id;
    let record = |id| replica.record(id);
    let answer = |item: &str| record(RecordId::answer(office, cycle, item));
    let evidence = |n: u8| record(evidence_id(n)).filter(|r| r.stream.office == office);
    match act {
        Act::Answer { item, value } => {
            let item = instrument.item(ITEMS[*item])?;
            let options = item.answer.options();
            let value = value.map(|n| options[n % options.len()].0);
            Some(command::answer(
                office,
                cycle,
                &item.id,
                answer(&item.id),
                value,
            ))
        }
        Act::Waive { item } => {
            let item = ITEMS[*item];
            Some(command::waive(
                office,
                cycle,
                item,
                answer(item),
                "1",
                "tidak ada",
            ))
        }
        Act::Capture {
            evidence: n,
            item,
            page: of,
        } => {
            if record(evidence_id(*n)).is_some() {
                return command::add_pages(evidence(*n)?, &[page(*of)]);
            }
            let documents = ["1", "2"].map(|code| Fulfilment {
                butir: ITEMS[*item].to_owned(),
                dokumen: code.to_owned(),
            });
            let capture = Capture {
                facts: EvidenceFacts::default(),
                items: vec![ITEMS[*item].to_owned()],
                fulfils: documents.into(),
                pages: vec![page(*of)],
                ..Capture::default()
            };
            command::capture(evidence_id(*n), office, cycle, &capture).pop()
        }
        Act::Bind { evidence: n, item } => command::bind_item(evidence(*n)?, ITEMS[*item]),
        Act::Unbind { evidence: n, item } => command::unbind_item(evidence(*n)?, ITEMS[*item]),
        Act::Delete { evidence: n } => Some(command::delete(evidence(*n)?)),
        Act::Restore { evidence: n } => Some(command::restore(evidence(*n)?)),
        Act::Judge { item, accept } => {
            let item = instrument.item(ITEMS[*item])?;
            let bound: Vec<&Record> = (replica.of_kind(&Kind::Bukti, Some(cycle)))
                .filter(|record| record.stream.office == office)
                .collect();
            let judgement = Judgement {
                decision: if *accept {
                    Decision::Terima
                } else {
                    Decision::Kembalikan
                },
                value: None,
                note: "dilihat".to_owned(),
            };
            let present = record(RecordId::verdict(
                office,
                cycle,
                &item.id,
                crate::view::MAIN_LAYER,
            ));
            let (answer, bound) = (answer(&item.id), bound.as_slice());
            Some(command::judge(
                office, cycle, item, present, answer, bound, &judgement,
            ))
        }
    }
}

fn op(draft: Draft, n: u64) -> Op {
    Op {
        v: VOCABULARY,
        id: OpId::derived(&["op", &n.to_string()]),
        actor: PersonId::derived(&["siti"]),
        device: DeviceId::derived(&["ponsel"]),
        at: Millis(i64::try_from(n).unwrap()),
        stream: draft.stream,
        cycle: draft.cycle,
        record: draft.record,
        body: draft.body,
        on_behalf: None,
        salt: String::new(),
    }
}

/// The record as the server has it after one more op.
fn pulled(replica: &Replica, op: &Op, number: u64) -> Change {
    let new = || Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle);
    let mut record = replica.confirmed(op.record.id).cloned().unwrap_or_else(new);
    merge::apply(
        &mut record,
        op,
        Stamp {
            number,
            effective: op.at,
        },
    );
    record.number = number;
    Change::PutRecords(op.stream, vec![record])
}

fn says(replica: &Replica, office: OfficeId, of: u8, complete: bool, n: u64) -> Change {
    let mut change = crate::op::Draft {
        record: crate::op::Target {
            kind: Kind::Berkas,
            id: RecordId::file(office, &digest(of)),
        },
        stream: Stream::work(office),
        cycle: None,
        body: crate::op::Body::Write { edits: Vec::new() },
    };
    let word = if complete { "lengkap" } else { "ditolak" };
    let edits = [("digest", json!(digest(of))), ("keadaan", json!(word))];
    let edits = edits.map(|(field, value)| crate::op::Edit::Set {
        field: field.to_owned(),
        value,
        base: Vec::new(),
    });
    change.body = crate::op::Body::Write {
        edits: edits.into(),
    };
    pulled(replica, &op(change, n), n)
}

fn holds(office: OfficeId, of: u8, state: u8) -> Change {
    let state = match state {
        0 => FileState::Local,
        1 => FileState::OnServer,
        2 => FileState::Freed,
        _ => FileState::Refused {
            reason: "tipe".to_owned(),
        },
    };
    Change::PutFile(LocalFile {
        digest: digest(of),
        office,
        size: 1,
        media: "image/jpeg".to_owned(),
        name: "a.jpg".to_owned(),
        capture: CaptureId::derived(&["potret"]),
        chunks: 1,
        captured: Millis(0),
        address: None,
        sent: 0,
        state,
    })
}

fn change(replica: &Replica, instrument: &Instrument, step: &Step, n: u64) -> Option<Change> {
    match step {
        Step::Do {
            act,
            office: of,
            here,
        } => {
            let op = op(draft(replica, instrument, office(*of), act)?, n);
            if !here {
                return Some(pulled(replica, &op, n));
            }
            let op = SealedOp::seal(op).unwrap();
            Some(Change::PutEntry(Entry::new(n, op)))
        }
        Step::Forget { entry } => {
            let entries: Vec<OpId> = replica.entries().map(|entry| entry.op.op().id).collect();
            let gone = entries.get(entry % entries.len().max(1))?;
            Some(Change::RemoveEntry(*gone))
        }
        Step::Says {
            page,
            office: of,
            complete,
        } => Some(says(replica, office(*of), *page, *complete, n)),
        Step::Holds {
            page,
            office: of,
            state,
        } => Some(holds(office(*of), *page, *state)),
        Step::Drop { office: of } => Some(Change::DropStream(Stream::work(office(*of)))),
        Step::All => None,
    }
}

/// What the server would add up from the records that this device shows.
fn added_up(replica: &Replica, instrument: &Instrument) -> Standings {
    let cycle = cycle();
    let kinds = super::WORKSHEET.iter();
    let records = kinds.flat_map(|kind| replica.of_kind(kind, Some(cycle.id)));
    let sheet = worksheet(records.filter(|record| record.stream.office == cycle.office));
    sheet.standings(instrument, &|digest| replica.has_file(cycle.office, digest))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn it_equals_counting_everything_anew(
        steps in prop::collection::vec((step(), any::<bool>()), 1..40)
    ) {
        let instrument = Arc::new(Instrument::parse(WORKSHEET).unwrap());
        let mut replica = Replica::new(Loaded::default());
        let mut tally = Tally::new(&replica, &cycle(), &instrument);
        let mut changed = Changed::default();
        for (n, (step, looks)) in (1..).zip(&steps) {
            match change(&replica, &instrument, step, n) {
                Some(change) => changed.join(&replica.apply(&Tx::strict(vec![change]))),
                None => changed.all |= matches!(step, Step::All),
            }
            // Nobody may look for a while: what changed meanwhile is taken in at once.
            if *looks {
                tally.follow(&replica, &std::mem::take(&mut changed));
                prop_assert_eq!(&**tally.standings(), &added_up(&replica, &instrument));
                let fresh = Tally::new(&replica, &cycle(), &instrument);
                prop_assert_eq!(tally.standings(), fresh.standings());
            }
        }
    }
}

#[test]
fn a_change_looks_at_what_it_bears_on_only() {
    let instrument = Arc::new(Instrument::parse(WORKSHEET).unwrap());
    let mut replica = Replica::new(Loaded::default());
    let mut tally = Tally::new(&replica, &cycle(), &instrument);
    let mut n = 0;
    let mut follow = |replica: &mut Replica, step: &Step| {
        n += 1;
        let change = change(replica, &instrument, step, n).unwrap();
        let changed = replica.apply(&Tx::strict(vec![change]));
        let before = Arc::clone(tally.standings());
        let looked_at = tally.follow(replica, &changed);
        (looked_at, Arc::ptr_eq(&before, tally.standings()))
    };
    let here = |act, office| Step::Do {
        act,
        office,
        here: true,
    };
    let answer = Act::Answer {
        item: 0,
        value: Some(0),
    };
    assert_eq!(follow(&mut replica, &here(answer.clone(), 0)), (1, false));
    // Another office's answer, and a file that no evidence needs: the very same Standings.
    assert_eq!(follow(&mut replica, &here(answer, 1)), (0, true));
    let says = Step::Says {
        page: 2,
        office: 0,
        complete: true,
    };
    assert_eq!(follow(&mut replica, &says), (0, true));
    // A photo that proves: its item once it is bound, and again once its bytes are there.
    let capture = Act::Capture {
        evidence: 0,
        item: 0,
        page: 0,
    };
    assert_eq!(follow(&mut replica, &here(capture, 0)), (1, false));
    let held = Step::Holds {
        page: 0,
        office: 0,
        state: 0,
    };
    assert_eq!(follow(&mut replica, &held), (1, false));
    // The server has it too: it counted before.
    let says = Step::Says {
        page: 0,
        office: 0,
        complete: true,
    };
    assert_eq!(follow(&mut replica, &says), (0, true));
}
