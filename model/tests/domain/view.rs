//! Views and commands together: what was stated is what is read.

use model::command::{
    self, ActivityFacts, Capture, EvidenceFacts, IndicatorFacts, SubActivityFacts, TaskFacts,
};
use model::op::{Body, Draft};
use model::schema::Fulfilment;
use model::time::Quarter;
use model::view::{
    Activity, Answer, Comment, Evidence, FileStatus, Indicator, Origin, Task, complete_files, plan,
    said,
};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::{RENCANA, SOP, TIM, World, cycle, day, file, id, office, page, person};

fn number(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn edits(draft: &Draft) -> usize {
    match &draft.body {
        Body::Write { edits } => edits.len(),
        _ => 0,
    }
}

#[test]
fn the_plan_is_a_tree_in_order() {
    let mut world = World::new();
    let activity = |title: &str, order: &str| ActivityFacts {
        title: title.into(),
        order: order.into(),
        area: Some("manajemen".into()),
        executors: vec![person("ketua"), person("anggota")],
        due: Some(day("2026-06-30")),
        ..ActivityFacts::default()
    };
    let sub = |of: &str| SubActivityFacts {
        activity: Some(id(of)),
        title: "Rapat".into(),
        ..SubActivityFacts::default()
    };
    let facts = IndicatorFacts {
        sub: Some(id("sub")),
        title: "SK terbit".into(),
        output: Some("SK".into()),
        unit: Some("dokumen".into()),
        due: Some(day("2026-03-31")),
        targets: [number("1"), None, number("2.5"), None],
        ..IndicatorFacts::default()
    };
    for draft in [
        command::new_activity(id("kedua"), office(), cycle(), &activity("Kedua", "b")),
        command::new_activity(id("pertama"), office(), cycle(), &activity("Pertama", "a")),
        command::new_sub(id("sub"), office(), cycle(), &sub("pertama")),
        command::new_sub(id("lepas"), office(), cycle(), &sub("kedua")),
        command::new_indicator(id("indikator"), office(), cycle(), &facts),
    ] {
        world.take("ketua", draft).unwrap();
    }
    let draft = command::progress(world.record(id("indikator")), Quarter::III, number("0.5"));
    world.take("anggota", draft).unwrap();
    let tree = plan(world.records.values());
    let titles: Vec<&str> = tree.activities.iter().map(|a| a.title.as_str()).collect();
    assert_eq!(titles, ["Pertama", "Kedua"]);
    assert_eq!(
        ActivityFacts::from(&tree.activities[0]),
        activity("Pertama", "a")
    );
    let indicator = &tree.activities[0].subs[0].indicators[0];
    assert_eq!(IndicatorFacts::from(indicator), facts);
    assert_eq!(indicator.actual(Quarter::III), number("0.5"));
    assert_eq!(
        indicator.year(),
        ("3.5".parse().unwrap(), "0.5".parse().unwrap())
    );
    assert_eq!(indicator.quarter(), Some(Quarter::I));
    assert_eq!(indicator.days_late(day("2026-04-04")), Some(4));
    assert_eq!(indicator.days_late(day("2026-03-31")), None);
    // Done is never late; moved is found under its new parent; what lost its parent isn't lost.
    let record = world.record(id("indikator")).clone();
    world
        .take("anggota", command::done(&record, Some(day("2026-04-02"))))
        .unwrap();
    let done = Indicator::read(world.record(id("indikator"))).unwrap();
    assert_eq!(done.days_late(day("2026-12-31")), None);
    let draft = command::delete(world.record(id("kedua")));
    world.take("ketua", draft).unwrap();
    let tree = plan(world.records.values());
    assert_eq!(tree.activities.len(), 1);
    assert_eq!(
        tree.stray_subs.iter().map(|s| s.id).collect::<Vec<_>>(),
        [id("lepas")]
    );
}

#[test]
fn an_edit_states_only_what_changes() {
    let mut world = World::new();
    let facts = ActivityFacts {
        title: "Rapat".into(),
        area: Some("manajemen".into()),
        executors: vec![person("a"), person("b")],
        ..ActivityFacts::default()
    };
    let draft = command::new_activity(id("k"), office(), cycle(), &facts);
    world.take("ketua", draft).unwrap();
    assert_eq!(command::edit_activity(world.record(id("k")), &facts), None);
    let changed = ActivityFacts {
        area: None,
        executors: vec![person("b"), person("c")],
        ..facts
    };
    let draft = command::edit_activity(world.record(id("k")), &changed).unwrap();
    assert_eq!(
        edits(&draft),
        3,
        "the area emptied, one person less, one more"
    );
    world.take("ketua", draft).unwrap();
    let read = Activity::read(world.record(id("k"))).unwrap();
    assert_eq!(ActivityFacts::from(&read), changed);
}

#[test]
fn evidence_is_read_as_it_was_captured() {
    let mut world = World::new();
    let capture = Capture {
        facts: EvidenceFacts {
            title: " SK Tim RB ".into(),
            kind: Some("sk".into()),
            number: Some("12/2026".into()),
            date: Some(day("2026-01-15")),
            restricted: true,
            ..EvidenceFacts::default()
        },
        items: vec![RENCANA.into(), TIM.into()],
        fulfils: vec![Fulfilment {
            butir: TIM.into(),
            dokumen: "1".into(),
        }],
        pages: vec![page("2"), page("1")],
        origin: Some(Origin {
            cara: Some("kamera".into()),
            ..Origin::default()
        }),
        ..Capture::default()
    };
    for draft in command::capture(id("b"), office(), cycle(), &capture) {
        world.take("anggota", draft).unwrap();
    }
    let read = Evidence::read(world.record(id("b"))).unwrap();
    assert_eq!(read.title, "SK Tim RB");
    assert_eq!(read.items, [RENCANA, TIM]);
    assert_eq!(read.documents_of(TIM), ["1"]);
    assert_eq!(
        read.pages,
        [page("1"), page("2")],
        "in the order of their keys"
    );
    assert_eq!((read.by, read.restricted), (Some(person("anggota")), true));
    assert_eq!(read.origin, capture.origin);
    assert!(!read.is_complete(&|digest| *digest == file("1")));
    assert!(read.is_complete(&|_| true));
    world.complete("1");
    assert_eq!(complete_files(world.records.values()), [file("1")].into());
    let status = world.records.values().find_map(FileStatus::read).unwrap();
    assert!(status.is_complete());
}

#[test]
fn a_scan_of_many_pages_becomes_several_ops_that_are_all_taken() {
    let mut world = World::new();
    let pages = (0..100).map(|n| page(&format!("{n:03}"))).collect();
    let capture = Capture {
        pages,
        items: vec![RENCANA.into()],
        ..Capture::default()
    };
    let drafts = command::capture(id("b"), office(), cycle(), &capture);
    assert_eq!(drafts.len(), 2);
    for draft in drafts {
        world.take("anggota", draft).unwrap();
    }
    assert_eq!(
        Evidence::read(world.record(id("b"))).unwrap().pages.len(),
        100
    );
}

#[test]
fn a_conflict_shows_both_and_is_settled_by_naming_both() {
    let mut world = World::new();
    for (name, value) in [("anggota", "A"), ("ketua", "B")] {
        let draft = command::answer(office(), cycle(), RENCANA, None, Some(value));
        world.take(name, draft).unwrap();
    }
    let record = world.answer_record(RENCANA).unwrap().clone();
    let read = Answer::read(&record).unwrap();
    assert_eq!(
        read.conflicts,
        ["nilai"],
        "that both named the item is no conflict"
    );
    let values: Vec<_> = said(&record, "nilai")
        .into_iter()
        .map(|s| s.value.unwrap())
        .collect();
    assert_eq!(values, ["A", "B"]);
    world
        .take("anggota", command::settle(&record, "nilai", json!("A")))
        .unwrap();
    let read = Answer::read(world.answer_record(RENCANA).unwrap()).unwrap();
    assert_eq!(
        (read.value.as_deref(), read.conflicts.len()),
        (Some("A"), 0)
    );
}

#[test]
fn a_waiver_has_one_reason() {
    let mut world = World::new();
    for reason in ["Belum perlu", "Tidak ada rapat", "Tidak ada rapat"] {
        let present = world.answer_record(TIM).cloned();
        let draft = command::waive(office(), cycle(), TIM, present.as_ref(), "2", reason);
        // The same reason again would state nothing; a page doesn't offer it.
        if edits(&draft) > 0 {
            world.take("anggota", draft).unwrap();
        }
    }
    let answer = Answer::read(world.answer_record(TIM).unwrap()).unwrap();
    assert_eq!(answer.waivers.len(), 1);
    assert_eq!(
        answer.waiver("2").map(|w| w.alasan.as_str()),
        Some("Tidak ada rapat")
    );
    assert_eq!(answer.waiver("1"), None);
}

#[test]
fn talk_and_tasks_are_read_as_they_were_said() {
    let mut world = World::new();
    let draft = command::comment(id("k"), office(), cycle(), Some(SOP), None, " Sudah bagus ");
    world.take("asesor-semua", draft).unwrap();
    let comment = Comment::read(world.record(id("k"))).unwrap();
    assert_eq!(comment.text, "Sudah bagus");
    assert_eq!(
        (comment.item.as_deref(), comment.by),
        (Some(SOP), Some(person("asesor-semua")))
    );
    let facts = TaskFacts {
        title: "Unggah SK".into(),
        to: Some(person("anggota")),
        due: Some(day("2026-11-20")),
        item: Some(TIM.into()),
    };
    world
        .take(
            "ketua",
            command::new_task(id("t"), office(), cycle(), &facts),
        )
        .unwrap();
    let task = Task::read(world.record(id("t"))).unwrap();
    assert_eq!(task.days_late(day("2026-11-24")), Some(4));
    let draft = command::tick_task(world.record(id("t")), true);
    world.take("anggota", draft).unwrap();
    let task = Task::read(world.record(id("t"))).unwrap();
    assert!(task.done);
    assert_eq!(task.days_late(day("2026-11-24")), None);
}
