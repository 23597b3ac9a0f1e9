//! Refusals of form: fields, values, ids, items, answers and limits.

use model::command;
use model::id::RecordId;
use model::limits::{RECORDS_FOR_WORK, RECORDS_PER_CYCLE_MAX};
use model::op::{Draft, Edit, Op};
use model::reject::{Rejection, Waiting};
use model::rules::{Refusal, Ruling};
use model::schema::Kind;
use serde_json::{Value, json};

use crate::steps::{
    activity, add, bad_edit, bad_value, evidence, rejected, too_large, waits, write,
};
use crate::world::{SOP, TIM, World, cycle, id, office, page, person, set};

#[test]
fn what_each_field_may_hold() {
    let answer = RecordId::answer(office(), cycle(), TIM);
    let long = "x".repeat(10_001);
    type Case = (
        &'static str,
        Kind,
        RecordId,
        Vec<Edit>,
        Result<Ruling, Refusal>,
    );
    let cases: Vec<Case> = vec![
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
    world.held = RECORDS_PER_CYCLE_MAX;
    assert_eq!(
        world.take("ketua", activity("x")),
        too_large("RECORDS_PER_CYCLE_MAX")
    );
    let edit = command::set_field(world.record(id("lagi")), "judul", json!("Judul"));
    assert_eq!(world.take("ketua", edit), Ok(Ruling::Taken));
    // Before that, talk stops: it can't shut out work.
    world.held = RECORDS_PER_CYCLE_MAX - RECORDS_FOR_WORK;
    let talk = |name: &str| command::comment(id(name), office(), cycle(), None, None, "Baik");
    assert_eq!(
        world.take("ketua", talk("bicara")),
        too_large("RECORDS_PER_CYCLE_MAX")
    );
    world.take("ketua", activity("manajemen")).unwrap();
    world.held -= 1;
    world.take("ketua", talk("bicara")).unwrap();
    world.held = 0;
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
fn a_newer_vocabulary_waits() {
    let mut world = World::new();
    let op = world.op(person("ketua"), activity("manajemen"));
    let newer = Op { v: op.v + 1, ..op };
    assert_eq!(world.check(&newer), waits(Waiting::OlderServer));
}

#[test]
fn verdicts_say_what_they_are_about_and_only_their_givers_withdraw_them() {
    let mut world = World::new();
    let verdict = RecordId::verdict(office(), cycle(), TIM, "tpi");
    let returned = json!({"hasil": "kembalikan", "menilai": [], "definisi": ""});
    let whole = vec![
        set("butir", json!(TIM)),
        set("lapis", json!("tpi")),
        set("putusan", returned.clone()),
    ];
    let taken = write(Kind::Putusan, verdict, whole);
    assert_eq!(world.take("asesor", taken), Ok(Ruling::Taken));
    let part = write(Kind::Putusan, verdict, vec![set("putusan", returned)]);
    assert_eq!(world.take("asesor", part), rejected(Rejection::WrongId));
    let withdraw = command::delete(world.record(verdict));
    let refused = rejected(Rejection::NotYourRole);
    assert_eq!(world.take("asesor-semua", withdraw.clone()), refused);
    assert_eq!(world.take("asesor", withdraw), Ok(Ruling::Taken));
}
