//! Refusals of content: parents, places, cycles, and whose area it is.

use model::command::{self, Change};
use model::id::{CycleId, OfficeId, PersonId, RecordId};
use model::op::{Body, Draft, OnBehalf, Op, Stream, Target};
use model::reject::{Rejection, Waiting};
use model::rules::Ruling;
use model::schema::{Fulfilment, Kind};
use serde_json::json;

use crate::steps::{
    activity, bad_value, evidence, indicator, planned, rejected, sub, waits, write,
};
use crate::world::{
    RENCANA, SOP, TIM, World, cycle, id, neighbour, noon, office, page, person, province, set,
};

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
    let text = vec![set("teks", json!("x"))];
    let comment = write(Kind::Komentar, id("kegiatan"), text);
    assert_eq!(world.take("anggota", comment), elsewhere, "another kind");
    let in_stream = |stream| Draft {
        stream,
        ..activity("manajemen")
    };
    let board = Stream::board(office());
    let fresh = World::new().take("anggota", in_stream(board));
    assert_eq!(fresh, elsewhere, "work on a board");
    let name = vec![set("nama", json!("Kantor"))];
    let in_work = write(Kind::Kantor, office().into(), name);
    assert_eq!(
        world.take("sistem", in_work),
        elsewhere,
        "a board's record in the work"
    );
    world.grant("anggota", model::directory::Role::Ketua, neighbour(), None);
    let work = Stream::work(neighbour());
    assert_eq!(
        world.take("anggota", in_stream(work)),
        elsewhere,
        "another office's"
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

#[test]
fn only_the_server_speaks_for_others_with_their_rights_and_they_have_written() {
    let mut world = World::new();
    let draft = || command::answer(office(), cycle(), TIM, None, Some("Ya"));
    let behalf = |name: &str| OnBehalf {
        person: person(name),
        act: "impor 1".into(),
    };
    let mut speak = |actor: PersonId, name: &str| Op {
        on_behalf: Some(behalf(name)),
        ..world.op(actor, draft())
    };
    let by_chair = speak(person("ketua"), "anggota");
    let for_assessor = speak(PersonId::SISTEM, "asesor");
    let taken = speak(PersonId::SISTEM, "anggota");
    assert_eq!(world.check(&by_chair), rejected(Rejection::ServerOnly));
    assert_eq!(world.check(&for_assessor), rejected(Rejection::NotYourRole));
    assert_eq!(world.check(&taken), Ok(Ruling::Taken));
    world.apply(&taken);
    let record = world.answer_record(TIM).unwrap();
    assert_eq!(
        record.writers.iter().collect::<Vec<_>>(),
        [&person("anggota")]
    );
    assert_eq!(record.shown("nilai").unwrap().by, person("anggota"));
}

#[test]
fn a_comment_says_something_and_goes_on_doing_so() {
    let mut world = World::new();
    let say = |text: &str| command::comment(id("k"), office(), cycle(), Some(TIM), None, text);
    assert_eq!(world.take("asesor", say(" \n ")), bad_value("teks"));
    assert_eq!(world.take("asesor", say("Baik")), Ok(Ruling::Taken));
    let record = world.record(id("k")).clone();
    let blank = command::edit_comment(&record, " ").unwrap();
    assert_eq!(world.take("asesor", blank), bad_value("teks"));
    let gone = command::delete(&record);
    assert_eq!(world.take("asesor", gone), Ok(Ruling::Taken));
}
