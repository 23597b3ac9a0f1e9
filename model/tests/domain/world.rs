//! A small world: a province with two offices below it, people of every role, a cycle, and a worksheet
//! of two areas.

use std::collections::BTreeMap;

use model::directory::{Directory, Role};
use model::id::{CycleId, DeviceId, FileDigest, OfficeId, OpId, PersonId, RecordId};
use model::instrument::{Instrument, Item};
use model::merge::{Stamp, apply};
use model::op::{Body, Draft, Edit, Op, Stream, Target, VOCABULARY};
use model::record::Record;
use model::rules::{self, Arrival, Facts, Refusal, Ruling};
use model::schema::{Kind, Page};
use model::time::{Date, Millis, Zone};
use model::view::served;
use serde_json::{Value, json};

pub const WORKSHEET: &str = r#"{
  "format": 1, "family": "uji", "version": 1, "title": "LKE Uji",
  "thresholds": [{ "name": "WBK", "minimums": [
    { "path": "", "min": "75" }, { "area": "tata", "min": "30" }, { "path": "B.a", "min": "15" } ] }],
  "nodes": [
    { "code": "A", "title": "Pengungkit", "weight": "80", "nodes": [
      { "code": "1", "title": "Manajemen", "weight": "40", "area": "manajemen", "items": [
        { "code": "a", "title": "Tim dibentuk", "answer": { "type": "ya_tidak" },
          "documents": [ { "code": "1", "title": "SK" }, { "code": "2", "title": "Notula" } ] },
        { "code": "b", "title": "Rencana ada", "answer": { "type": "abc" }, "documents": [] },
        { "code": "c", "title": "Target tercapai", "answer": { "type": "persen" }, "documents": [] } ] },
      { "code": "2", "title": "Tata Laksana", "weight": "40", "area": "tata", "items": [
        { "code": "a", "title": "SOP dipakai", "answer": { "type": "abcd" }, "documents": [] } ] } ] },
    { "code": "B", "title": "Hasil", "weight": "20", "area": "hasil", "items": [
      { "code": "a", "title": "Survei", "answer": { "type": "nilai", "max": "4" }, "weight": "15" },
      { "code": "b", "title": "Kinerja", "answer": { "type": "abcde" }, "weight": "5" } ] } ] }"#;

pub const TIM: &str = "uji:A.1.a";
pub const RENCANA: &str = "uji:A.1.b";
pub const SOP: &str = "uji:A.2.a";

pub fn office() -> OfficeId {
    OfficeId::derived(&["trenggalek"])
}
pub fn province() -> OfficeId {
    OfficeId::derived(&["jawa-timur"])
}
pub fn neighbour() -> OfficeId {
    OfficeId::derived(&["pacitan"])
}
pub fn cycle() -> CycleId {
    CycleId::derived(&["2026"])
}
pub fn person(name: &str) -> PersonId {
    PersonId::derived(&[name])
}
pub fn id(name: &str) -> RecordId {
    RecordId::derived(&["record", name])
}
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
/// Noon of a day in western Indonesian time.
pub fn noon(text: &str) -> Millis {
    Zone::Wib.midnight(day(text)).plus(12 * 3_600_000)
}
pub fn file(name: &str) -> FileDigest {
    FileDigest::of(name.as_bytes())
}
pub fn page(name: &str) -> Page {
    Page {
        digest: file(name),
        size: 1000,
        media: "image/jpeg".into(),
        name: format!("{name}.jpg"),
        order: name.into(),
    }
}

pub struct World {
    pub directory: Directory,
    pub records: BTreeMap<RecordId, Record>,
    pub instrument: Instrument,
    pub now: Millis,
    /// Records that the stream holds, as far as rules ask.
    pub held: usize,
    count: usize,
}

impl World {
    pub fn new() -> Self {
        let mut world = Self::bare();
        for (name, role, area) in [
            ("ketua", Role::Ketua, None),
            ("anggota", Role::Anggota, Some("manajemen")),
            ("anggota-tata", Role::Anggota, Some("tata")),
            ("asesor", Role::Asesor, Some("manajemen")),
            ("asesor-semua", Role::Asesor, None),
            ("pengarah", Role::Pengarah, None),
            ("pemantau", Role::Pemantau, None),
            ("admin", Role::Admin, None),
        ] {
            world.grant(name, role, office(), area);
        }
        world.grant("tetangga", Role::Ketua, neighbour(), None);
        world
    }

    /// Offices and the cycle, without people.
    pub fn bare() -> Self {
        let mut world = Self {
            directory: Directory::default(),
            records: BTreeMap::new(),
            instrument: Instrument::parse(WORKSHEET).unwrap(),
            now: noon("2026-11-24"),
            held: 0,
            count: 0,
        };
        for (office, parent) in [
            (province(), None),
            (office(), Some(province())),
            (neighbour(), Some(province())),
        ] {
            let parent = parent.map_or(Value::Null, |p| json!(p));
            let fields = [
                ("nama", json!("Kantor")),
                ("induk", parent),
                ("zona", json!("WIB")),
            ];
            world.board(Kind::Kantor, office.into(), office, &fields);
        }
        world.cycle(&[("keadaan", json!("buka")), ("tutup", json!("2026-12-15"))]);
        world
    }

    pub fn cycle(&mut self, fields: &[(&str, Value)]) {
        let digest = json!(self.instrument.digest);
        let always = [
            ("nama", json!("2026")),
            ("tahun", json!("2026")),
            ("instrumen", digest),
        ];
        let all: Vec<_> = always.iter().chain(fields).cloned().collect();
        self.board(Kind::Siklus, cycle().into(), office(), &all);
    }

    /// Another cycle of the office, called by its year.
    pub fn cycle_of_year(&mut self, year: &str, fields: &[(&str, Value)]) -> CycleId {
        let id = CycleId::derived(&[year]);
        let always = [("nama", json!(year)), ("tahun", json!(year))];
        let all: Vec<_> = always.iter().chain(fields).cloned().collect();
        self.board(Kind::Siklus, id.into(), office(), &all);
        id
    }

    /// Says what kind of office this is.
    pub fn sort(&mut self, sort: &str) {
        let fields = [("induk", json!(province())), ("jenis", json!(sort))];
        self.board(Kind::Kantor, office().into(), office(), &fields);
    }

    pub fn grant(&mut self, name: &str, role: Role, office: OfficeId, area: Option<&str>) {
        let person = person(name);
        self.board(Kind::Orang, person.into(), office, &[("nama", json!(name))]);
        let area = area.map_or(Value::Null, Value::from);
        let fields = [
            ("orang", json!(person)),
            ("peran", json!(role)),
            ("area", area),
        ];
        self.count += 1;
        let grant = id(&format!("grant {}", self.count));
        self.board(Kind::Peran, grant, office, &fields);
    }

    fn board(&mut self, kind: Kind, id: RecordId, office: OfficeId, fields: &[(&str, Value)]) {
        let edits = fields
            .iter()
            .map(|(field, value)| set(field, value.clone()));
        let draft = Draft {
            record: Target {
                kind: kind.clone(),
                id,
            },
            stream: Stream::board(office),
            cycle: None,
            body: Body::Write {
                edits: edits.collect(),
            },
        };
        let op = self.op(PersonId::SISTEM, draft);
        let mut record = Record::new(kind, id, op.stream, None);
        apply(&mut record, &op, Stamp::local(&op));
        self.directory.learn(&record);
    }

    pub fn op(&mut self, actor: PersonId, draft: Draft) -> Op {
        self.count += 1;
        Op {
            v: VOCABULARY,
            id: OpId::derived(&["op", &self.count.to_string()]),
            actor,
            device: DeviceId::derived(&[&actor.to_string()]),
            at: self.now.plus(i64::try_from(self.count).unwrap()),
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: "garam".into(),
        }
    }

    /// Checks an op by `name` and applies it where it is taken.
    pub fn take(&mut self, name: &str, draft: Draft) -> Result<Ruling, Refusal> {
        let actor = if name == "sistem" {
            PersonId::SISTEM
        } else {
            person(name)
        };
        let op = self.op(actor, draft);
        let ruling = self.check(&op)?;
        self.apply(&op);
        Ok(ruling)
    }

    pub fn check(&self, op: &Op) -> Result<Ruling, Refusal> {
        let (effective, now) = (op.at.min(self.now), self.now);
        // What a server loads must be enough: everything else is hidden from the rule.
        let loaded = Loaded::of(op, self);
        rules::check(op, &loaded, Arrival { effective, now })
    }

    /// Whether a person may open the bytes of a piece of evidence.
    pub fn may_open(&self, evidence: &Record, who: PersonId) -> bool {
        let mut loaded = Loaded::nothing(self);
        loaded.with(vec![evidence.id]);
        rules::may_open(evidence, who, &loaded)
    }

    pub fn apply(&mut self, op: &Op) {
        let kind = op.record.kind.clone();
        let record = (self.records.entry(op.record.id))
            .or_insert_with(|| Record::new(kind, op.record.id, op.stream, op.cycle));
        apply(record, op, Stamp::local(op));
    }

    /// The server says that a file is complete.
    pub fn complete(&mut self, name: &str) {
        let digest = file(name);
        let draft = Draft {
            record: Target {
                kind: Kind::Berkas,
                id: RecordId::file(office(), &digest),
            },
            stream: Stream::work(office()),
            cycle: None,
            body: Body::Write {
                edits: vec![
                    set("digest", json!(digest)),
                    set("keadaan", json!("lengkap")),
                ],
            },
        };
        self.take("sistem", draft).unwrap();
    }

    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[&id]
    }

    pub fn answer_record(&self, item: &str) -> Option<&Record> {
        self.records.get(&RecordId::answer(office(), cycle(), item))
    }

    pub fn evidence(&self, item: &str) -> Vec<&Record> {
        self.records
            .values()
            .filter(|r| r.kind == Kind::Bukti && served(r, item))
            .collect()
    }

    pub fn item(&self, id: &str) -> &Item {
        self.instrument.item(id).unwrap()
    }

    pub fn answers(&mut self, name: &str, item: &str, value: &str) -> Result<Ruling, Refusal> {
        let present = self.answer_record(item).cloned();
        let draft = model::command::answer(office(), cycle(), item, present.as_ref(), Some(value));
        self.take(name, draft)
    }
}

pub fn set(field: &str, value: Value) -> Edit {
    Edit::Set {
        field: field.to_owned(),
        value,
        base: Vec::new(),
    }
}

/// Only what `needs` and `above` name, as a server loads it.
struct Loaded<'w> {
    world: &'w World,
    records: BTreeMap<RecordId, &'w Record>,
    evidence: BTreeMap<String, Vec<&'w Record>>,
}

impl<'w> Loaded<'w> {
    fn of(op: &Op, world: &'w World) -> Self {
        let mut loaded = Self::nothing(world);
        let mut queue: Vec<RecordId> = Vec::new();
        for need in rules::needs(op) {
            match need {
                rules::Need::Record(id) => queue.push(id),
                rules::Need::EvidenceOf { item, .. } => {
                    let pieces = world.evidence(&item);
                    queue.extend(pieces.iter().flat_map(|piece| rules::above(piece)));
                    loaded.evidence.insert(item, pieces);
                }
            }
        }
        loaded.with(queue);
        loaded
    }

    fn nothing(world: &'w World) -> Self {
        Self {
            world,
            records: BTreeMap::new(),
            evidence: BTreeMap::new(),
        }
    }

    /// Loads these records and what lies above them.
    fn with(&mut self, mut queue: Vec<RecordId>) {
        while let Some(id) = queue.pop() {
            if let Some(record) = self.world.records.get(&id) {
                queue.extend(rules::above(record));
                self.records.insert(id, record);
            }
        }
    }
}

impl Facts for Loaded<'_> {
    fn directory(&self) -> &Directory {
        &self.world.directory
    }
    fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id).copied()
    }
    fn evidence_of(&self, _cycle: CycleId, item: &str) -> Vec<&Record> {
        self.evidence.get(item).cloned().unwrap_or_default()
    }
    fn instrument(&self, digest: &str) -> Option<&Instrument> {
        (digest == self.world.instrument.digest).then_some(&self.world.instrument)
    }
    fn records_in(&self, _stream: Stream, _cycle: CycleId) -> usize {
        self.world.held
    }
}
