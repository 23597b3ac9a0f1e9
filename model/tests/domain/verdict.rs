//! Verdicts: fresh exactly as long as what they judged stands.

use model::command::{self, Capture, EvidenceFacts, Judgement};
use model::reject::Rejection;
use model::rules::{Refusal, Ruling};
use model::schema::{Decision, Fulfilment};
use model::score::{ItemState, VerdictState};
use model::view::worksheet;
use rust_decimal::Decimal;

use crate::world::{RENCANA, SOP, TIM, World, cycle, file, id, office, page};

fn judgement(decision: Decision, value: Option<&str>) -> Judgement {
    Judgement {
        decision,
        value: value.map(str::to_owned),
        note: String::new(),
    }
}

fn judge(
    world: &mut World,
    name: &str,
    item: &str,
    judgement: &Judgement,
) -> Result<Ruling, Refusal> {
    let item = world.item(item).clone();
    let verdict = model::id::RecordId::verdict(office(), cycle(), &item.id, "tpi");
    let draft = command::judge(
        office(),
        cycle(),
        &item,
        world.records.get(&verdict),
        world.answer_record(&item.id),
        &world.evidence(&item.id),
        judgement,
    );
    world.take(name, draft)
}

fn state(world: &World, item: &str) -> ItemState {
    let whole = |digest: &_| *digest == file("foto");
    worksheet(world.records.values()).state(world.item(item), &whole)
}

/// An item answered by the area's team, with a photo that is complete on the server.
fn answered() -> World {
    let mut world = World::new();
    world.answers("anggota", RENCANA, "A").unwrap();
    let capture = Capture {
        items: vec![RENCANA.into()],
        pages: vec![page("foto")],
        ..Capture::default()
    };
    for draft in command::capture(id("bukti"), office(), cycle(), &capture) {
        world.take("anggota", draft).unwrap();
    }
    world.complete("foto");
    world
}

#[test]
fn a_verdict_is_fresh_until_the_answer_changes_and_again_when_judged_anew() {
    let mut world = answered();
    judge(
        &mut world,
        "asesor",
        RENCANA,
        &judgement(Decision::Terima, None),
    )
    .unwrap();
    assert_eq!(
        state(&world, RENCANA).verdict,
        VerdictState::Fresh {
            value: Decimal::ONE,
            answer: Some("A".into()),
        }
    );
    world.answers("anggota", RENCANA, "B").unwrap();
    assert_eq!(state(&world, RENCANA).verdict, VerdictState::Stale);
    judge(
        &mut world,
        "asesor",
        RENCANA,
        &judgement(Decision::Sesuaikan, Some("C")),
    )
    .unwrap();
    assert_eq!(
        state(&world, RENCANA).verdict,
        VerdictState::Fresh {
            value: Decimal::ZERO,
            answer: Some("C".into()),
        }
    );
}

#[test]
fn a_verdict_is_stale_once_evidence_comes_goes_or_changes() {
    type Act = fn(&mut World);
    let acts: [(&str, Act); 4] = [
        ("changed", |world| {
            let facts = EvidenceFacts {
                title: "Lain".into(),
                ..EvidenceFacts::default()
            };
            let draft = command::edit_evidence(world.record(id("bukti")), &facts).unwrap();
            world.take("anggota", draft).unwrap();
        }),
        ("unbound", |world| {
            let draft = command::unbind_item(world.record(id("bukti")), RENCANA).unwrap();
            world.take("anggota", draft).unwrap();
        }),
        ("deleted", |world| {
            let draft = command::delete(world.record(id("bukti")));
            world.take("anggota", draft).unwrap();
        }),
        ("another", |world| {
            let capture = Capture {
                items: vec![RENCANA.into()],
                ..Capture::default()
            };
            let draft = command::capture(id("lain"), office(), cycle(), &capture).remove(0);
            world.take("anggota", draft).unwrap();
        }),
    ];
    for (what, act) in acts {
        let mut world = answered();
        judge(
            &mut world,
            "asesor",
            RENCANA,
            &judgement(Decision::Kembalikan, None),
        )
        .unwrap();
        assert_eq!(state(&world, RENCANA).verdict, VerdictState::Returned);
        act(&mut world);
        assert_eq!(
            state(&world, RENCANA).verdict,
            VerdictState::Stale,
            "{what}"
        );
    }
}

#[test]
fn a_verdict_on_another_definition_is_stale() {
    let mut world = answered();
    judge(
        &mut world,
        "asesor",
        RENCANA,
        &judgement(Decision::Terima, None),
    )
    .unwrap();
    let changed = crate::world::WORKSHEET.replace("Rencana ada", "Rencana tertulis");
    world.instrument = model::instrument::Instrument::parse(&changed).unwrap();
    assert_eq!(state(&world, RENCANA).verdict, VerdictState::Stale);
}

#[test]
fn two_verdicts_that_differ_verify_nothing() {
    let mut world = answered();
    let item = world.item(RENCANA).clone();
    for (name, decision) in [
        ("asesor", Decision::Terima),
        ("asesor-semua", Decision::Kembalikan),
    ] {
        // Neither sees the other's.
        let draft = command::judge(
            office(),
            cycle(),
            &item,
            None,
            world.answer_record(RENCANA),
            &world.evidence(RENCANA),
            &judgement(decision, None),
        );
        world.take(name, draft).unwrap();
    }
    assert_eq!(state(&world, RENCANA).verdict, VerdictState::Disputed);
    judge(
        &mut world,
        "asesor",
        RENCANA,
        &judgement(Decision::Terima, None),
    )
    .unwrap();
    assert_eq!(
        state(&world, RENCANA).verdict,
        VerdictState::Fresh {
            value: Decimal::ONE,
            answer: Some("A".into()),
        }
    );
}

#[test]
fn nobody_judges_what_they_ever_wrote() {
    let mut world = answered();
    // The assessor was a team member before, and wrote: once the answer, elsewhere a piece of evidence
    // that serves the item no more.
    world.grant("dulu", model::directory::Role::Anggota, office(), None);
    world.grant("dulu", model::directory::Role::Asesor, office(), None);
    world.answers("dulu", SOP, "A").unwrap();
    let note = EvidenceFacts {
        note: Some("SOP".into()),
        ..EvidenceFacts::default()
    };
    let capture = Capture {
        facts: note,
        items: vec![TIM.into()],
        ..Capture::default()
    };
    world
        .take(
            "dulu",
            command::capture(id("lama"), office(), cycle(), &capture).remove(0),
        )
        .unwrap();
    let draft = command::unbind_item(world.record(id("lama")), TIM).unwrap();
    world.take("anggota", draft).unwrap();
    let own = Err(Refusal::Rejected(Rejection::OwnWork));
    let returned = judgement(Decision::Kembalikan, None);
    assert_eq!(judge(&mut world, "dulu", SOP, &returned), own);
    assert_eq!(judge(&mut world, "dulu", TIM, &returned), own);
    assert_eq!(
        judge(&mut world, "dulu", RENCANA, &returned),
        Ok(Ruling::Taken)
    );
}

#[test]
fn what_is_in_conflict_or_incomplete_cannot_be_judged() {
    let refused = Err(Refusal::Rejected(Rejection::NotJudgeable));
    let accept = judgement(Decision::Terima, None);
    let mut world = World::new();
    assert_eq!(
        judge(&mut world, "asesor", RENCANA, &accept),
        refused,
        "unanswered"
    );
    // A file that isn't complete on the server.
    world.answers("anggota", RENCANA, "A").unwrap();
    let capture = Capture {
        items: vec![RENCANA.into()],
        pages: vec![page("foto")],
        ..Capture::default()
    };
    let draft = command::capture(id("bukti"), office(), cycle(), &capture).remove(0);
    world.take("anggota", draft).unwrap();
    assert_eq!(
        judge(&mut world, "asesor", RENCANA, &accept),
        refused,
        "incomplete"
    );
    world.complete("foto");
    assert_eq!(
        judge(&mut world, "asesor", RENCANA, &accept),
        Ok(Ruling::Taken)
    );
    // Two answers, neither having seen the other.
    let draft = command::answer(office(), cycle(), RENCANA, None, Some("C"));
    world.take("ketua", draft).unwrap();
    assert!(state(&world, RENCANA).conflict);
    assert_eq!(
        state(&world, RENCANA).claimed,
        Some(Decimal::ZERO),
        "the lowest counts"
    );
    assert_eq!(
        judge(&mut world, "asesor", RENCANA, &accept),
        refused,
        "conflict"
    );
}

#[test]
fn an_item_is_evidenced_when_each_document_is_fulfilled_or_waived() {
    let mut world = World::new();
    world.answers("anggota", TIM, "Ya").unwrap();
    let capture = Capture {
        fulfils: vec![Fulfilment {
            butir: TIM.into(),
            dokumen: "1".into(),
        }],
        pages: vec![page("foto"), page("foto-2")],
        ..Capture::default()
    };
    let draft = command::capture(id("bukti"), office(), cycle(), &capture).remove(0);
    world.take("anggota", draft).unwrap();
    assert_eq!(
        state(&world, TIM).missing,
        ["1", "2"],
        "one of its files isn't there yet"
    );
    let draft = command::remove_page(world.record(id("bukti")), &file("foto-2")).unwrap();
    world.take("anggota", draft).unwrap();
    assert_eq!(state(&world, TIM).missing, ["2"]);
    assert!(!state(&world, TIM).evidenced);
    let answer = world.answer_record(TIM).cloned();
    let draft = command::waive(office(), cycle(), TIM, answer.as_ref(), "2", "Tidak rapat");
    world.take("anggota", draft).unwrap();
    assert!(state(&world, TIM).evidenced);
    let draft = command::unwaive(world.answer_record(TIM).unwrap(), "2").unwrap();
    world.take("anggota", draft).unwrap();
    assert!(!state(&world, TIM).evidenced);
    // An item without listed documents needs any one piece; a link or a note is complete by itself.
    world.answers("anggota", RENCANA, "A").unwrap();
    assert!(!state(&world, RENCANA).evidenced);
    let facts = EvidenceFacts {
        link: Some("https://kpu.go.id".into()),
        ..EvidenceFacts::default()
    };
    let capture = Capture {
        facts,
        items: vec![RENCANA.into()],
        ..Capture::default()
    };
    let draft = command::capture(id("tautan"), office(), cycle(), &capture).remove(0);
    world.take("anggota", draft).unwrap();
    assert!(state(&world, RENCANA).evidenced);
    // Deleting it takes that back; taking the deletion back gives it again.
    let draft = command::delete(world.record(id("tautan")));
    world.take("anggota", draft).unwrap();
    assert!(!state(&world, RENCANA).evidenced);
    let draft = command::restore(world.record(id("tautan")));
    world.take("anggota", draft).unwrap();
    assert!(state(&world, RENCANA).evidenced);
}
