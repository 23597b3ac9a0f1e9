//! Every refusal, provoked.

use model::command::{
    self, ActivityFacts, Capture, Change, EvidenceFacts, IndicatorFacts, SubActivityFacts,
};
use model::id::{CycleId, OfficeId, RecordId};
use model::op::{Body, Draft, Edit, Op, Stream, Target};
use model::reject::{Rejection, Waiting};
use model::rules::{Refusal, Ruling};
use model::schema::{Fulfilment, Kind};
use serde_json::{Value, json};

use crate::world::{
    RENCANA, SOP, TIM, World, cycle, id, neighbour, noon, office, page, person, province, set,
};

fn rejected(rejection: Rejection) -> Result<Ruling, Refusal> {
    Err(Refusal::Rejected(rejection))
}

fn waits(waiting: Waiting) -> Result<Ruling, Refusal> {
    Err(Refusal::Waits(waiting))
}

fn bad_value(field: &str) -> Result<Ruling, Refusal> {
    let field = field.to_owned();
    rejected(Rejection::BadValue { field })
}

fn bad_edit(field: &str) -> Result<Ruling, Refusal> {
    let field = field.to_owned();
    rejected(Rejection::BadEdit { field })
}

fn too_large(limit: &str) -> Result<Ruling, Refusal> {
    let limit = limit.to_owned();
    rejected(Rejection::TooLarge { limit })
}

/// A write of the office's work with these edits.
fn write(kind: Kind, id: RecordId, edits: Vec<Edit>) -> Draft {
    Draft {
        record: Target { kind, id },
        stream: Stream::work(office()),
        cycle: Some(cycle()),
        body: Body::Write { edits },
    }
}

fn add(field: &str, value: Value) -> Edit {
    Edit::Add {
        field: field.to_owned(),
        value,
    }
}

fn activity(area: &str) -> Draft {
    let facts = ActivityFacts {
        area: Some(area.into()),
        title: "Pembentukan tim".into(),
        ..ActivityFacts::default()
    };
    command::new_activity(id("kegiatan"), office(), cycle(), &facts)
}

fn sub(of: &str) -> Draft {
    let facts = SubActivityFacts {
        activity: Some(id(of)),
        title: "Rapat".into(),
        ..SubActivityFacts::default()
    };
    command::new_sub(id("sub"), office(), cycle(), &facts)
}

fn indicator(of: &str) -> Draft {
    let facts = IndicatorFacts {
        sub: Some(id(of)),
        title: "SK terbit".into(),
        ..IndicatorFacts::default()
    };
    command::new_indicator(id("indikator"), office(), cycle(), &facts)
}

fn evidence(name: &str, items: &[&str]) -> Draft {
    let capture = Capture {
        facts: EvidenceFacts {
            note: Some("Notula".into()),
            ..EvidenceFacts::default()
        },
        items: items.iter().map(|&item| item.to_owned()).collect(),
        ..Capture::default()
    };
    command::capture(id(name), office(), cycle(), &capture).remove(0)
}

/// A world with a plan of three levels in area "manajemen".
fn planned() -> World {
    let mut world = World::new();
    world.take("anggota", activity("manajemen")).unwrap();
    world.take("anggota", sub("kegiatan")).unwrap();
    world.take("anggota", indicator("sub")).unwrap();
    world
}

#[test]
fn what_each_field_may_hold() {
    let answer = RecordId::answer(office(), cycle(), TIM);
    let long = "x".repeat(10_001);
    let cases: Vec<(&str, Kind, RecordId, Vec<Edit>, Result<Ruling, Refusal>)> = vec![
        (
            "no edits",
            Kind::Komentar,
            id("k"),
            vec![],
            rejected(Rejection::Malformed),
        ),
        (
            "a field of a newer build",
            Kind::Komentar,
            id("k"),
            vec![set("suka", json!(1))],
            waits(Waiting::OlderServer),
        ),
        (
            "a kind of a newer build",
            Kind::Unknown("risiko".into()),
            id("r"),
            vec![set("judul", json!("x"))],
            waits(Waiting::OlderServer),
        ),
        (
            "a number in a text",
            Kind::Komentar,
            id("k"),
            vec![set("teks", json!(7))],
            bad_value("teks"),
        ),
        (
            "too long a text",
            Kind::Komentar,
            id("k"),
            vec![set("teks", json!(long))],
            bad_value("teks"),
        ),
        (
            "a day that isn't",
            Kind::Bukti,
            id("b"),
            vec![set("tanggal", json!("2026-02-30"))],
            bad_value("tanggal"),
        ),
        (
            "a link that runs",
            Kind::Bukti,
            id("b"),
            vec![set("tautan", json!("javascript:alert(1)"))],
            bad_value("tautan"),
        ),
        (
            "nothing into a set",
            Kind::Bukti,
            id("b"),
            vec![add("butir", Value::Null)],
            bad_value("butir"),
        ),
        (
            "a register twice",
            Kind::Komentar,
            id("k"),
            vec![set("teks", json!("a")), set("teks", json!("b"))],
            bad_edit("teks"),
        ),
        (
            "a register added to",
            Kind::Komentar,
            id("k"),
            vec![add("teks", json!("a"))],
            bad_edit("teks"),
        ),
        (
            "a set set",
            Kind::Bukti,
            id("b"),
            vec![set("butir", json!(TIM))],
            bad_edit("butir"),
        ),
        (
            "a log line where there is no log",
            Kind::Komentar,
            id("k"),
            vec![Edit::Log {
                field: "teks".into(),
                value: json!("a"),
            }],
            bad_edit("teks"),
        ),
        (
            "a reason for a document that isn't asked for",
            Kind::Jawaban,
            answer,
            vec![
                set("butir", json!(TIM)),
                add("tidak_berlaku", json!({"dokumen": "9", "alasan": "x"})),
            ],
            bad_value("tidak_berlaku"),
        ),
        (
            "a document that isn't asked for",
            Kind::Bukti,
            id("b"),
            vec![add("memenuhi", json!({"butir": TIM, "dokumen": "9"}))],
            bad_value("memenuhi"),
        ),
    ];
    for (case, kind, id, edits, expected) in cases {
        let mut world = World::new();
        assert_eq!(
            world.take("ketua", write(kind, id, edits)),
            expected,
            "{case}"
        );
    }
}

#[test]
fn items_and_answers_are_those_of_the_worksheet() {
    let unknown = |item: &str| rejected(Rejection::UnknownItem { item: item.into() });
    let no_answer = |item: &str| rejected(Rejection::UnknownAnswer { item: item.into() });
    let mut world = World::new();
    assert_eq!(world.answers("ketua", "uji:Z.1", "A"), unknown("uji:Z.1"));
    assert_eq!(world.answers("ketua", TIM, "A"), no_answer(TIM));
    assert_eq!(world.answers("ketua", TIM, " ya "), Ok(Ruling::Taken));
    assert_eq!(
        world.answers("ketua", TIM, ""),
        Ok(Ruling::Taken),
        "an answer is taken back"
    );
    assert_eq!(
        world.take("ketua", evidence("b", &["uji:Z.1"])),
        unknown("uji:Z.1")
    );
    let comment = command::comment(
        id("k"),
        office(),
        cycle(),
        Some("uji:Z.1"),
        None,
        "Apa ini?",
    );
    assert_eq!(world.take("ketua", comment), unknown("uji:Z.1"));
}

#[test]
fn ids_follow_from_what_a_record_is() {
    let mut world = World::new();
    let wrong = rejected(Rejection::WrongId);
    let of = |item: &str| RecordId::answer(office(), cycle(), item);
    let cases = [
        (
            "any id",
            id("jawaban"),
            vec![set("butir", json!(TIM)), set("nilai", json!("Ya"))],
        ),
        ("another item's", of(SOP), vec![set("butir", json!(TIM))]),
        ("no item", of(TIM), vec![set("nilai", json!("Ya"))]),
    ];
    for (case, id, edits) in cases {
        let draft = write(Kind::Jawaban, id, edits);
        assert_eq!(world.take("ketua", draft), wrong, "{case}");
    }
    world.answers("ketua", TIM, "Ya").unwrap();
    let moved = command::set_field(world.record(of(TIM)), "butir", json!(SOP));
    assert_eq!(
        world.take("ketua", moved),
        wrong,
        "an answer never becomes another item's"
    );
    let file = |id| Draft {
        cycle: None,
        ..write(
            Kind::Berkas,
            id,
            vec![set("digest", json!(page("x").digest))],
        )
    };
    assert_eq!(world.take("sistem", file(id("berkas"))), wrong);
    let right = RecordId::file(office(), &page("x").digest);
    assert_eq!(world.take("sistem", file(right)), Ok(Ruling::Taken));
    let verdict = write(
        Kind::Putusan,
        id("p"),
        vec![set("butir", json!(TIM)), set("lapis", json!("tpi"))],
    );
    assert_eq!(world.take("asesor", verdict), wrong);
}

#[test]
fn a_layer_of_review_that_is_not_known_waits_for_a_newer_build() {
    let layer = RecordId::verdict(office(), cycle(), TIM, "provinsi");
    let edits = vec![set("butir", json!(TIM)), set("lapis", json!("provinsi"))];
    let draft = write(Kind::Putusan, layer, edits);
    assert_eq!(
        World::new().take("asesor", draft),
        waits(Waiting::OlderServer)
    );
}

#[test]
fn parents_must_be_there_and_of_the_right_level() {
    let mut world = World::new();
    let none = rejected(Rejection::NoParent);
    assert_eq!(world.take("anggota", sub("kegiatan")), none, "not there");
    world.take("anggota", activity("manajemen")).unwrap();
    assert_eq!(
        world.take("anggota", indicator("kegiatan")),
        none,
        "wrong level"
    );
    world.take("anggota", sub("kegiatan")).unwrap();
    let orphan = write(
        Kind::Indikator,
        id("yatim"),
        vec![set("judul", json!("SK"))],
    );
    assert_eq!(world.take("anggota", orphan), none, "none named");
    let delete = command::delete(world.record(id("sub")));
    world.take("anggota", delete).unwrap();
    assert_eq!(world.take("anggota", indicator("sub")), none, "gone");
    let restore = command::restore(world.record(id("sub")));
    world.take("anggota", restore).unwrap();
    assert_eq!(world.take("anggota", indicator("sub")), Ok(Ruling::Taken));
    // Evidence serves outputs: indikator, nothing else.
    world.take("anggota", evidence("b", &[])).unwrap();
    let bind =
        |world: &World, to: &str| command::bind_output(world.record(id("b")), id(to)).unwrap();
    let (to_sub, to_indicator) = (bind(&world, "sub"), bind(&world, "indikator"));
    assert_eq!(world.take("anggota", to_sub), none);
    assert_eq!(world.take("anggota", to_indicator), Ok(Ruling::Taken));
}

#[test]
fn a_record_stays_what_and_where_it_is() {
    let mut world = planned();
    let elsewhere = rejected(Rejection::WrongRecord);
    let comment = write(
        Kind::Komentar,
        id("kegiatan"),
        vec![set("teks", json!("x"))],
    );
    assert_eq!(world.take("anggota", comment), elsewhere, "another kind");
    let on_board = Draft {
        stream: Stream::board(office()),
        ..activity("manajemen")
    };
    assert_eq!(
        world.take("anggota", on_board),
        elsewhere,
        "work on a board"
    );
    world.grant("anggota", model::directory::Role::Ketua, neighbour(), None);
    let stream = Stream::work(neighbour());
    assert_eq!(
        world.take(
            "anggota",
            Draft {
                stream,
                ..activity("x")
            }
        ),
        elsewhere,
        "elsewhere"
    );
}

#[test]
fn cycles_belong_to_an_office_and_places_must_be_known() {
    let mut world = World::new();
    let wrong = rejected(Rejection::WrongCycle);
    let unknown = waits(Waiting::UnknownPlace);
    let draft = Draft {
        cycle: None,
        ..activity("manajemen")
    };
    assert_eq!(world.take("ketua", draft), wrong, "none");
    let draft = Draft {
        stream: Stream::work(neighbour()),
        ..activity("manajemen")
    };
    assert_eq!(world.take("tetangga", draft), wrong, "another office's");
    let cycle = Some(CycleId::derived(&["hilang"]));
    assert_eq!(
        world.take(
            "ketua",
            Draft {
                cycle,
                ..activity("manajemen")
            }
        ),
        unknown
    );
    let stream = Stream::work(OfficeId::derived(&["hilang"]));
    assert_eq!(
        world.take(
            "ketua",
            Draft {
                stream,
                ..activity("manajemen")
            }
        ),
        unknown
    );
    assert_eq!(world.take("orang hilang", activity("manajemen")), unknown);
}

#[test]
fn a_closed_cycle_takes_late_work_within_its_grace_only() {
    let cases = [
        // state, last day, grace, now, work done, expected
        (
            "buka",
            "2026-12-15",
            None,
            "2026-12-15",
            "2026-12-15",
            Ok(Ruling::Taken),
        ),
        (
            "buka",
            "2026-12-15",
            None,
            "2026-12-16",
            "2026-12-15",
            rejected(Rejection::CycleClosed),
        ),
        (
            "tutup",
            "2026-12-15",
            None,
            "2026-11-24",
            "2026-11-24",
            rejected(Rejection::CycleClosed),
        ),
        (
            "tutup",
            "2026-12-15",
            Some("2026-12-20"),
            "2026-12-18",
            "2026-12-14",
            Ok(Ruling::TakenLate),
        ),
        (
            "tutup",
            "2026-12-15",
            Some("2026-12-20"),
            "2026-12-18",
            "2026-12-16",
            rejected(Rejection::CycleClosed),
        ),
        (
            "tutup",
            "2026-12-15",
            Some("2026-12-20"),
            "2026-12-21",
            "2026-12-14",
            rejected(Rejection::CycleClosed),
        ),
    ];
    for (state, closes, grace, now, done, expected) in cases {
        let mut world = World::new();
        let mut fields = vec![("keadaan", json!(state)), ("tutup", json!(closes))];
        fields.extend(grace.map(|day| ("tenggang", json!(day))));
        world.cycle(&fields);
        let mut op = world.op(person("ketua"), activity("manajemen"));
        (op.at, world.now) = (noon(done), noon(now));
        assert_eq!(
            world.check(&op),
            expected,
            "{state} {closes} {grace:?} {now} {done}"
        );
        op.actor = model::id::PersonId::SISTEM;
        assert_eq!(
            world.check(&op),
            Ok(Ruling::Taken),
            "the server's own ops know no window"
        );
    }
}

#[test]
fn the_last_day_ends_at_the_offices_midnight() {
    let mut world = World::new();
    let op = world.op(person("ketua"), activity("manajemen"));
    // 2026-12-15 23:59 and 24:00 in Trenggalek (UTC+7).
    let midnight = model::time::Zone::Wib.midnight("2026-12-16".parse().unwrap());
    world.now = midnight.plus(-1);
    assert_eq!(world.check(&op), Ok(Ruling::Taken));
    world.now = midnight;
    assert_eq!(world.check(&op), rejected(Rejection::CycleClosed));
}

#[test]
fn boards_and_files_are_the_servers_to_state() {
    let mut world = World::new();
    let board = Draft {
        record: Target {
            kind: Kind::Peran,
            id: id("peran"),
        },
        stream: Stream::board(office()),
        cycle: None,
        body: Body::Write {
            edits: vec![set("peran", json!("ketua"))],
        },
    };
    assert_eq!(
        world.take("admin", board.clone()),
        rejected(Rejection::OnlineOnly)
    );
    assert_eq!(world.take("sistem", board.clone()), Ok(Ruling::Taken));
    let bad = Body::Write {
        edits: vec![set("peran", json!("raja"))],
    };
    assert_eq!(
        world.take("sistem", Draft { body: bad, ..board }),
        bad_value("peran")
    );
    let digest = page("x").digest;
    let file = write(
        Kind::Berkas,
        RecordId::file(office(), &digest),
        vec![
            set("digest", json!(digest)),
            set("keadaan", json!("lengkap")),
        ],
    );
    assert_eq!(world.take("ketua", file), rejected(Rejection::ServerOnly));
}

#[test]
fn limits_have_their_refusals() {
    let mut world = World::new();
    let edits = (0..65)
        .map(|n| add("butir", json!(format!("uji:{n}"))))
        .collect();
    let draft = write(Kind::Bukti, id("b"), edits);
    assert_eq!(world.take("ketua", draft), too_large("EDITS_PER_OP_MAX"));
    let notes = "x".repeat(9_900);
    let waivers = (0..8).map(|n| {
        add(
            "tidak_berlaku",
            json!({"dokumen": n.to_string(), "alasan": notes}),
        )
    });
    let draft = write(Kind::Jawaban, id("b"), waivers.collect());
    assert_eq!(world.take("ketua", draft), too_large("OP_BYTES_MAX"));
    // Fifty pieces of evidence for an item, not one more; those gone or unbound leave room.
    for n in 0..50 {
        world
            .take("ketua", evidence(&format!("bukti {n}"), &[SOP]))
            .unwrap();
    }
    let one_more = evidence("lagi", &[SOP]);
    assert_eq!(
        world.take("ketua", one_more.clone()),
        too_large("EVIDENCE_PER_ITEM_MAX")
    );
    let unbind = command::unbind_item(world.record(id("bukti 7")), SOP).unwrap();
    world.take("ketua", unbind).unwrap();
    assert_eq!(world.take("ketua", one_more), Ok(Ruling::Taken));
    // A stream's cycle is full: nothing new, but what is there can still be written.
    world.full = true;
    assert_eq!(
        world.take("ketua", activity("x")),
        too_large("RECORDS_PER_CYCLE_MAX")
    );
    let edit = command::set_field(world.record(id("lagi")), "judul", json!("Judul"));
    assert_eq!(world.take("ketua", edit), Ok(Ruling::Taken));
    world.full = false;
    // A record that has grown by unsettled conflicts up to its limit.
    let comment = |n: usize| {
        let text = format!("{n} {}", "x".repeat(9_900));
        command::comment(id("panjang"), office(), cycle(), None, None, &text)
    };
    for n in 0..24 {
        world.take("ketua", comment(n)).unwrap();
    }
    let last = (24..30).find_map(|n| world.take("ketua", comment(n)).err());
    assert_eq!(last.map(Err), Some(too_large("RECORD_BYTES_MAX")));
}

#[test]
fn areas_limit_what_may_be_bound_one_by_one() {
    let mut world = planned();
    let other = |area: &str| rejected(Rejection::NotYourArea { area: area.into() });
    assert_eq!(
        world.take("anggota", evidence("b", &[RENCANA, SOP])),
        other("tata")
    );
    world.take("anggota", evidence("b", &[RENCANA])).unwrap();
    // The other team may not touch it, but may let it serve an item of its own; then it may write it.
    let title = Change::of(world.record(id("b")))
        .put("judul", "Notula")
        .draft();
    assert_eq!(
        world.take("anggota-tata", title.clone()),
        other("manajemen")
    );
    let bind = command::bind_item(world.record(id("b")), SOP).unwrap();
    assert_eq!(world.take("anggota", bind.clone()), other("tata"));
    assert_eq!(world.take("anggota-tata", bind), Ok(Ruling::Taken));
    assert_eq!(world.take("anggota-tata", title), Ok(Ruling::Taken));
    let unbind = command::unbind_item(world.record(id("b")), RENCANA).unwrap();
    assert_eq!(world.take("anggota-tata", unbind), other("manajemen"));
    let fulfilment = Fulfilment {
        butir: TIM.into(),
        dokumen: "1".into(),
    };
    let fulfil = command::fulfil(world.record(id("b")), &fulfilment.butir, "1").unwrap();
    assert_eq!(world.take("anggota-tata", fulfil), other("manajemen"));
    // Outputs belong to their kegiatan's area, and so do the levels of the plan.
    let output = command::bind_output(world.record(id("b")), id("indikator")).unwrap();
    assert_eq!(world.take("anggota-tata", output), other("manajemen"));
    let quarter = model::time::Quarter::I;
    let progress = command::progress(world.record(id("indikator")), quarter, None);
    assert_eq!(
        world.take("anggota-tata", progress.clone()),
        other("manajemen")
    );
    assert_eq!(world.take("anggota", progress), Ok(Ruling::Taken));
    let move_away = command::set_field(world.record(id("kegiatan")), "area", json!("tata"));
    assert_eq!(world.take("anggota", move_away.clone()), other("tata"));
    assert_eq!(
        world.take("anggota-tata", move_away.clone()),
        other("manajemen")
    );
    assert_eq!(world.take("ketua", move_away), Ok(Ruling::Taken));
}

#[test]
fn nobody_changes_what_another_said() {
    let mut world = World::new();
    let comment = command::comment(id("k"), office(), cycle(), Some(TIM), None, "Mana SK-nya?");
    world.take("asesor", comment).unwrap();
    let edit = command::edit_comment(world.record(id("k")), "Sudah ada").unwrap();
    assert_eq!(world.take("ketua", edit), rejected(Rejection::NotYourRole));
    let delete = command::delete(world.record(id("k")));
    assert_eq!(
        world.take("ketua", delete.clone()),
        rejected(Rejection::NotYourRole)
    );
    assert_eq!(world.take("asesor", delete), Ok(Ruling::Taken));
}

#[test]
fn a_parent_office_reads_and_comments_but_does_not_answer() {
    let mut world = World::new();
    world.grant("provinsi", model::directory::Role::Ketua, province(), None);
    assert_eq!(
        world.answers("provinsi", TIM, "Ya"),
        rejected(Rejection::NotYourRole)
    );
    let comment = command::comment(id("k"), office(), cycle(), Some(TIM), None, "Baik");
    assert_eq!(world.take("provinsi", comment), Ok(Ruling::Taken));
    assert_eq!(
        world.answers("tetangga", TIM, "Ya"),
        rejected(Rejection::ForeignOffice)
    );
}

#[test]
fn a_newer_vocabulary_waits() {
    let mut world = World::new();
    let op = world.op(person("ketua"), activity("manajemen"));
    let newer = Op { v: op.v + 1, ..op };
    assert_eq!(world.check(&newer), waits(Waiting::OlderServer));
}

#[test]
fn a_deletion_that_comes_before_what_it_deletes_is_taken() {
    let mut world = World::new();
    world.answers("ketua", TIM, "Ya").unwrap();
    let answer = world.answer_record(TIM).unwrap().clone();
    let mut other = World::new();
    assert_eq!(
        other.take("ketua", command::delete(&answer)),
        Ok(Ruling::Taken)
    );
}
