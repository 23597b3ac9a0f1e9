//! The replica keeps in step: whatever was committed, it equals one that is made from what the store
//! would load.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::id::{DeviceId, OfficeId, PersonId};
use crate::merge::Stamp;
use crate::op::{Body, Edit, Op, SealedOp, Target, VOCABULARY};
use crate::sync::store::EntryState;
use crate::time::Millis;
use crate::view::serves;

#[test]
fn only_damage_to_ones_own_work_is_for_a_person_to_see() {
    let damaged = |place: &str, pullable| Damaged {
        place: place.to_owned(),
        pullable,
    };
    let replica = Replica::new(Loaded {
        damaged: vec![
            damaged("outbox/1", None),
            damaged("files/a", None),
            damaged("meta/epoch", None),
            damaged("instruments/04fd", None),
            damaged("segments/work", Some(stream(0))),
        ],
        ..Loaded::default()
    });
    let seen: Vec<&str> = replica.damage_to_see().map(|d| d.place.as_str()).collect();
    assert_eq!(seen, ["outbox/1", "files/a"]);
    assert_eq!(replica.attention().total(), 2);
    assert_eq!(replica.damaged().len(), 5);
}

fn stream(office: u8) -> Stream {
    Stream::work(OfficeId::derived(&["office", &office.to_string()]))
}

fn cycle() -> CycleId {
    CycleId::derived(&["cycle"])
}

const ITEMS: [&str; 3] = ["A.1", "A.2", "B.1"];

fn op(n: u64, record: u8, office: u8) -> Op {
    Op {
        v: VOCABULARY,
        id: OpId::derived(&["op", &n.to_string()]),
        actor: PersonId::derived(&["siti"]),
        device: DeviceId::derived(&["ponsel"]),
        at: Millis(i64::try_from(n).unwrap()),
        stream: stream(office),
        cycle: Some(cycle()),
        record: Target {
            kind: Kind::Bukti,
            id: RecordId::derived(&["record", &record.to_string(), &office.to_string()]),
        },
        body: Body::Write {
            edits: vec![
                Edit::Set {
                    field: "judul".to_owned(),
                    value: json!(format!("teks {n}")),
                    base: Vec::new(),
                },
                Edit::Add {
                    field: "butir".to_owned(),
                    value: json!(ITEMS[usize::try_from(n).unwrap() % ITEMS.len()]),
                },
            ],
        },
        on_behalf: None,
        salt: String::new(),
    }
}

#[derive(Clone, Debug)]
enum Step {
    State { record: u8, office: u8 },
    Move { entry: usize, state: u8 },
    Remove { entry: usize },
    Pull { record: u8, office: u8, number: u64 },
    Drop { office: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    let (record, office) = (0..3_u8, 0..2_u8);
    prop_oneof![
        (record.clone(), office.clone())
            .prop_map(|(record, office)| Step::State { record, office }),
        (any::<usize>(), 0..8_u8).prop_map(|(entry, state)| Step::Move { entry, state }),
        any::<usize>().prop_map(|entry| Step::Remove { entry }),
        (record, office.clone(), 1..9_u64).prop_map(|(record, office, number)| Step::Pull {
            record,
            office,
            number
        }),
        office.prop_map(|office| Step::Drop { office }),
    ]
}

fn state(n: u8) -> EntryState {
    match n {
        0 => EntryState::Pending,
        1 => EntryState::Sent,
        2 => EntryState::Accepted { number: 1 },
        3 => EntryState::Confirmed { number: 1 },
        4 => EntryState::Discarded,
        5 => EntryState::Held {
            by: OpId::derived(&["x"]),
        },
        6 => EntryState::Waits {
            waiting: crate::reject::Waiting::OlderServer,
        },
        _ => EntryState::Rejected {
            rejection: crate::reject::Rejection::CycleClosed,
        },
    }
}

/// What the store would load: the changes, carried out naively.
#[derive(Default)]
struct Naive {
    entries: Vec<Entry>,
    records: Vec<Record>,
}

impl Naive {
    fn change(&mut self, step: &Step, n: u64) -> Option<Change> {
        let picked = |entries: &[Entry], at: usize| {
            (!entries.is_empty()).then(|| entries[at % entries.len()].clone())
        };
        match step {
            Step::State { record, office } => {
                let entry = Entry::new(n, SealedOp::seal(op(n, *record, *office)).unwrap());
                self.entries.push(entry.clone());
                Some(Change::PutEntry(entry))
            }
            Step::Move { entry, state: to } => {
                let mut entry = picked(&self.entries, *entry)?;
                entry.state = state(*to);
                self.entries.retain(|e| e.sequence != entry.sequence);
                self.entries.push(entry.clone());
                Some(Change::PutEntry(entry))
            }
            Step::Remove { entry } => {
                let entry = picked(&self.entries, *entry)?;
                self.entries.retain(|e| e.sequence != entry.sequence);
                Some(Change::RemoveEntry(entry.op.op().id))
            }
            Step::Pull {
                record,
                office,
                number,
            } => {
                let op = op(n, *record, *office);
                let mut record =
                    Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle);
                let (number, effective) = (*number, op.at);
                merge::apply(&mut record, &op, Stamp { number, effective });
                let held = self.records.iter().position(|r| r.id == record.id);
                match held {
                    Some(at) if self.records[at].number >= number => {}
                    Some(at) => self.records[at] = record.clone(),
                    None => self.records.push(record.clone()),
                }
                Some(Change::PutRecords(op.stream, vec![record]))
            }
            Step::Drop { office } => {
                self.records.retain(|r| r.stream != stream(*office));
                Some(Change::DropStream(stream(*office)))
            }
        }
    }
}

proptest! {
    #[test]
    fn it_equals_one_made_from_what_the_store_would_load(steps in prop::collection::vec(step(), 1..40)) {
        let mut naive = Naive::default();
        let mut replica = Replica::new(Loaded::default());
        let mut twice = Replica::new(Loaded::default());
        for (n, step) in (1..).zip(&steps) {
            let Some(change) = naive.change(step, n) else { continue };
            let tx = Tx::strict(vec![change]);
            replica.apply(&tx);
            // Another tab's news, or a push whose answer was lost: what arrives again changes nothing.
            twice.apply(&tx);
            twice.apply(&tx);
            let loaded = Loaded {
                entries: naive.entries.clone(),
                records: naive.records.clone(),
                ..Loaded::default()
            };
            let fresh = Replica::new(loaded);
            prop_assert_eq!(&replica.confirmed, &fresh.confirmed);
            prop_assert_eq!(&replica.overlaid, &fresh.overlaid);
            prop_assert_eq!(&replica.entries, &fresh.entries);
            prop_assert_eq!(&replica.about, &fresh.about);
            prop_assert_eq!(&twice.confirmed, &fresh.confirmed);
            prop_assert_eq!(&twice.overlaid, &fresh.overlaid);
            prop_assert_eq!(&twice.entries, &fresh.entries);
            prop_assert_eq!(&twice.about, &fresh.about);
            let ids = |replica: &Replica| -> Vec<RecordId> {
                let kind = &Kind::Bukti;
                replica.of_kind(kind, Some(cycle())).map(|record| record.id).collect()
            };
            prop_assert_eq!(ids(&replica), ids(&fresh));
            for item in ITEMS {
                let found: Vec<&Record> = replica.of_item(&Kind::Bukti, cycle(), item).collect();
                let all = replica.of_kind(&Kind::Bukti, Some(cycle()));
                let bound: Vec<&Record> = all.filter(|piece| serves(piece, item)).collect();
                prop_assert_eq!(found, bound);
            }
        }
    }
}

#[test]
fn the_directory_follows_the_boards() {
    let office = OfficeId::derived(&["kantor"]);
    let board = Stream::board(office);
    let mut op = op(1, 0, 0);
    op.stream = board;
    op.cycle = None;
    op.record = Target {
        kind: Kind::Kantor,
        id: office.into(),
    };
    op.body = Body::Write {
        edits: vec![Edit::Set {
            field: "nama".to_owned(),
            value: json!("KPU Kabupaten Trenggalek"),
            base: Vec::new(),
        }],
    };
    let mut record = Record::new(Kind::Kantor, office.into(), board, None);
    merge::apply(&mut record, &op, Stamp::local(&op));
    let mut replica = Replica::new(Loaded::default());
    let changed = replica.apply(&Tx::relaxed(vec![Change::PutRecords(board, vec![record])]));
    assert_eq!(changed.records, crate::table::KeySet::from([office.into()]));
    let name = |replica: &Replica| replica.directory().office(office).map(|o| o.name.clone());
    assert_eq!(name(&replica).as_deref(), Some("KPU Kabupaten Trenggalek"));
    replica.apply(&Tx::relaxed(vec![Change::DropStream(board)]));
    assert_eq!(name(&replica), None);
}

/// A record of a board that holds these registers.
fn on_board(kind: Kind, id: RecordId, office: OfficeId, fields: &[(&str, &str)]) -> Change {
    let mut op = op(1, 0, 0);
    op.stream = Stream::board(office);
    op.cycle = None;
    op.record = Target { kind, id };
    let edit = |(field, value): &(&str, &str)| Edit::Set {
        field: (*field).to_owned(),
        value: json!(value),
        base: Vec::new(),
    };
    op.body = Body::Write {
        edits: fields.iter().map(edit).collect(),
    };
    let mut record = Record::new(op.record.kind.clone(), id, op.stream, None);
    merge::apply(&mut record, &op, Stamp::local(&op));
    Change::PutRecords(op.stream, vec![record])
}

#[test]
fn a_cycles_worksheet_is_the_part_for_its_offices_kind() {
    let text = r#"{ "format": 2, "family": "t", "version": 1, "title": "Uji", "nodes": [
      { "code": "A", "title": "Satu", "weight": "10", "items": [
        { "code": "a", "title": "Semua", "answer": { "type": "ya_tidak" } },
        { "code": "b", "title": "Provinsi", "answer": { "type": "ya_tidak" },
          "applies_to": ["provinsi"] } ] } ] }"#;
    let office = OfficeId::derived(&["kantor"]);
    let digest = crate::id::sha256_hex(text.as_bytes());
    let mut replica = Replica::new(Loaded::default());
    let fields = [("nama", "2026"), ("tahun", "2026"), ("instrumen", &digest)];
    let siklus = on_board(Kind::Siklus, cycle().into(), office, &fields);
    let document = Change::PutInstrument(digest.clone(), text.to_owned());
    replica.apply(&Tx::relaxed(vec![siklus, document]));
    let items = |replica: &Replica| {
        let known = replica.directory().cycle(cycle()).unwrap();
        let part = replica.worksheet_of(known).unwrap();
        // Asked again, it is the very same: what was counted for it stands.
        assert!(Arc::ptr_eq(&part, &replica.worksheet_of(known).unwrap()));
        part.items().count()
    };
    assert_eq!(
        items(&replica),
        2,
        "nobody has said what kind of office it is"
    );
    for (sort, count) in [("kabupaten", 1), ("provinsi", 2)] {
        let mut replica = Replica::new(Loaded {
            instruments: vec![(digest.clone(), text.to_owned())],
            ..Loaded::default()
        });
        let siklus = on_board(Kind::Siklus, cycle().into(), office, &fields);
        let kantor = on_board(Kind::Kantor, office.into(), office, &[("jenis", sort)]);
        replica.apply(&Tx::relaxed(vec![siklus, kantor]));
        assert_eq!(items(&replica), count, "{sort}");
    }
}

#[test]
fn ones_own_files_that_are_neither_here_nor_on_the_server_are_known() {
    let me = PersonId::derived(&["siti"]);
    let office = stream(0).office;
    let digest = crate::id::FileDigest::of(b"sk");
    let put = |kind: Kind, id: RecordId, edits: Vec<Edit>, by: PersonId| {
        let mut op = op(1, 0, 0);
        op.actor = by;
        op.record = Target { kind, id };
        op.body = Body::Write { edits };
        let mut record = Record::new(op.record.kind.clone(), id, op.stream, op.cycle);
        merge::apply(&mut record, &op, Stamp::local(&op));
        Change::PutRecords(op.stream, vec![record])
    };
    let set = |field: &str, value: &str| Edit::Set {
        field: field.to_owned(),
        value: json!(value),
        base: Vec::new(),
    };
    let page = json!({ "digest": digest, "size": 3, "type": "application/pdf", "name": "SK.pdf", "order": "a" });
    let piece = Edit::Add {
        field: "halaman".to_owned(),
        value: page,
    };
    let id = RecordId::derived(&["bukti"]);
    let said = |edits| {
        let file = RecordId::file(office, &digest);
        put(Kind::Berkas, file, edits, PersonId::SISTEM)
    };
    let elsewhere = |said: &[Change], person| -> Vec<(RecordId, Option<String>)> {
        let mut replica = Replica::new(Loaded::default());
        let evidence = put(Kind::Bukti, id, vec![piece.clone()], me);
        replica.apply(&Tx::relaxed(vec![evidence]));
        replica.apply(&Tx::relaxed(said.to_vec()));
        let all = replica.own_elsewhere(person).into_iter();
        all.map(|page| (page.piece.id, page.refused)).collect()
    };
    assert_eq!(elsewhere(&[], me), [(id, None)], "it waits somewhere");
    assert_eq!(elsewhere(&[], PersonId::derived(&["rina"])), []);
    let its = set("digest", digest.as_str());
    let refused = said(vec![
        its.clone(),
        set("keadaan", "ditolak"),
        set("alasan", "tipe"),
    ]);
    assert_eq!(elsewhere(&[refused], me), [(id, Some("tipe".to_owned()))]);
    let complete = said(vec![its, set("keadaan", "lengkap")]);
    assert_eq!(elsewhere(&[complete], me), []);
}
