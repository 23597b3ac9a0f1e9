//! New versions, kinds of office, and what-if.

use model::instrument::{
    BadKind, Change, Draft, DraftAnswer, Instrument, kind_change, moves, office_kind,
};
use model::reject::Rejection;
use model::rules::Ruling;
use model::score::{ItemState, Sheet, VerdictState, WhatIf, Words, official, standing};
use rust_decimal::Decimal;
use serde_json::json;

use crate::gates::{draft, item, node, times};
use crate::instrument::ZI;
use crate::steps::{evidence, rejected};
use crate::world::{RENCANA, TIM, WORKSHEET, World};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn ids(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

#[test]
fn every_item_of_the_built_in_worksheet_maps_to_itself() {
    let zi = Instrument::parse(ZI).unwrap();
    let moves = moves(&zi, &zi);
    assert_eq!(
        (moves.maps.len(), moves.new.len(), moves.gone.len()),
        (113, 0, 0)
    );
    assert!(
        moves
            .maps
            .iter()
            .all(|m| m.from == m.to && m.change == Change::Same)
    );
}

#[test]
fn a_new_version_says_what_maps_what_is_new_and_what_falls_away() {
    let old = Instrument::parse(WORKSHEET).unwrap();
    let mut draft = Draft::of(&old);
    draft.version = 2;
    let one = &mut draft.nodes[0].nodes[0].items;
    // A.1: a is reworded, b gets another answer type, c moves to A.2 as b; d is new. B.b falls away.
    one[0].title = "Tim bekerja".to_owned();
    one[1].answer = DraftAnswer::abcd();
    let mut moved = one.remove(2);
    moved.code = "b".to_owned();
    one.push(item("d", DraftAnswer::abc(), vec![]));
    draft.nodes[0].nodes[1].items.push(moved);
    draft.nodes[1].items.remove(1);
    draft.becomes = [("uji:A.1.c".to_owned(), Some("A.2.b".to_owned()))].into();
    let new = draft.instrument().unwrap();
    let moves = moves(&old, &new);
    let told: Vec<(&str, &str, Change)> = moves
        .maps
        .iter()
        .map(|m| (m.from.as_str(), m.to.as_str(), m.change))
        .collect();
    let expected = [
        ("uji:A.1.a", "uji:A.1.a", Change::Reworded),
        ("uji:A.1.b", "uji:A.1.b", Change::OtherAnswers),
        ("uji:A.1.c", "uji:A.2.b", Change::Reworded),
        // Its own words are the same, but it shares its component now.
        ("uji:A.2.a", "uji:A.2.a", Change::Reworded),
        ("uji:B.a", "uji:B.a", Change::Same),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        (ids(&moves.new), ids(&moves.gone)),
        (vec!["uji:A.1.d"], vec!["uji:B.b"])
    );
    assert_eq!(moves.of("uji:A.1.c"), Some("uji:A.2.b"));
    // No answer is lost: each old item maps or is named as falling away, and none maps onto another.
    assert_eq!(moves.maps.len() + moves.gone.len(), old.items().count());
    let mut targets: Vec<&str> = moves.maps.iter().map(|m| m.to.as_str()).collect();
    targets.dedup();
    assert_eq!(targets.len(), moves.maps.len());
}

#[test]
fn two_that_become_one_never_overwrite_each_other() {
    let old = Instrument::parse(WORKSHEET).unwrap();
    let mut draft = Draft::of(&old);
    draft.becomes = [
        ("uji:A.1.b".to_owned(), Some("A.1.a".to_owned())),
        ("uji:B.b".to_owned(), None),
    ]
    .into();
    let moves = moves(&old, &draft.instrument().unwrap());
    // b is named, so it comes before a, which only has the same place; B.b falls away by name.
    assert_eq!(moves.of("uji:A.1.b"), Some("uji:A.1.a"));
    assert_eq!(ids(&moves.gone), ["uji:A.1.a", "uji:B.b"]);
    assert_eq!(ids(&moves.new), ["uji:A.1.b", "uji:B.b"]);
}

#[test]
fn a_worksheet_is_cut_to_a_kind_of_office() {
    let mut only = item("b", DraftAnswer::abc(), vec![]);
    only.applies_to = vec!["provinsi".to_owned()];
    let items = vec![
        item("a", DraftAnswer::abc(), vec![times("A.1.b")]),
        only.clone(),
    ];
    let mut alone = node("2", "30", vec![only]);
    alone.items[0].code = "-".to_owned();
    let mut whole = node("A", "100", vec![]);
    whole.nodes = vec![
        node("1", "60", items),
        alone,
        node("3", "10", vec![item("-", DraftAnswer::abc(), vec![])]),
    ];
    let all = draft(vec![whole]).instrument().unwrap();
    assert_eq!(all.kinds(), ["provinsi"]);
    let sheet: Sheet = [
        ("g:A.1.a".to_owned(), Some(d("0.5"))),
        ("g:A.3.#1".to_owned(), Some(d("1"))),
    ]
    .into();
    // At a province A.1.a waits for A.1.b: 10 of 100 points are covered.
    let province = all.for_kind("provinsi").unwrap();
    let of = official(&province, &sheet);
    assert_eq!((of.index, of.coverage), (d("10"), d("0.1")));
    // In a regency there is no A.1.b to wait for, and no A.2: 0.5 × 60 + 10, of 70.
    let regency = all.for_kind("kabupaten").unwrap();
    let of = official(&regency, &sheet);
    assert_eq!((of.index, of.coverage), (d("40"), Decimal::ONE));
    assert_eq!(regency.root().weight, d("70"));
    assert_eq!(
        regency.item_by_path("A.1.a").map(|item| item.share),
        Some(d("60"))
    );
    assert!(regency.node("A.2").is_none());
    assert_eq!(regency.digest, all.digest);
    let state = |_: &model::instrument::Item| ItemState::default();
    assert_eq!(standing(&regency, &state).total().weight, d("70"));
    // What is written from it is the part as well: lines and their paths agree, no gate names what left.
    let cut = Draft::of(&regency);
    assert_eq!(cut.instrument().unwrap().nodes().count(), 3);
    let lines: Vec<String> = (cut.outline().0.into_iter())
        .map(|line| line.path)
        .collect();
    assert_eq!(lines, ["A", "A.1", "A.1.a", "A.3", "A.3.#1"]);
    // A line that is named by its place keeps its name where others before it left.
    let line = |kinds: &[&str]| {
        let mut line = item("-", DraftAnswer::abc(), vec![]);
        line.applies_to = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        line
    };
    let nameless = vec![line(&[]), line(&["provinsi"]), line(&[])];
    let nameless = draft(vec![node("A", "9", nameless)]).instrument().unwrap();
    let part = nameless.for_kind("kabupaten").unwrap();
    let kept: Vec<&str> = part.items().map(|item| item.path.as_str()).collect();
    assert_eq!(kept, ["A.#1", "A.#3"]);
    let written = Draft::of(&part).instrument().unwrap();
    let written: Vec<&str> = written.items().map(|item| item.path.as_str()).collect();
    assert_eq!(written, kept);
    // People write kinds as they like; an office whose kind nobody has said gets all that is printed.
    assert_eq!(all.for_kind(" Kabupaten ").unwrap(), regency);
    assert_eq!(all.for_kind("PROVINSI").unwrap(), all);
    assert_eq!(all.for_kind("").unwrap(), all);
    for kind in ["kabupaten", "provinsi", ""] {
        let part = all.for_kind(kind).unwrap();
        for item in all.items() {
            let stays = part.item(&item.id).is_some();
            assert_eq!(all.applies(item, kind), stays, "{} {kind}", item.id);
        }
        assert_eq!(all.is_whole_for(kind), part == all);
    }
    // A worksheet without kinds is for everyone.
    let plain = Instrument::parse(WORKSHEET).unwrap();
    assert_eq!(plain.for_kind("kabupaten").unwrap(), plain);
}

#[test]
fn an_item_for_other_kinds_of_office_is_none_of_this_one() {
    let all = WORKSHEET.replace(r#""format": 1"#, r#""format": 2"#);
    let code = r#""code": "b", "title": "Rencana ada""#;
    assert!(all.contains(code));
    let only = all.replace(code, &format!(r#"{code}, "applies_to": ["provinsi"]"#));
    let mut world = World::new();
    world.instrument = Instrument::parse(&only).unwrap();
    world.cycle(&[("keadaan", json!("buka")), ("tutup", json!("2026-12-15"))]);
    world.sort("kabupaten");
    let none = rejected(Rejection::UnknownItem {
        item: RENCANA.to_owned(),
    });
    assert_eq!(world.answers("anggota", RENCANA, "A"), none);
    assert_eq!(world.take("anggota", evidence("foto", &[RENCANA])), none);
    assert_eq!(world.answers("anggota", TIM, "Ya"), Ok(Ruling::Taken));
    // Of that kind, or of none that anybody has said, it is asked.
    for sort in ["Provinsi", ""] {
        world.sort(sort);
        assert_eq!(world.answers("anggota", RENCANA, "A"), Ok(Ruling::Taken));
    }
}

#[test]
fn answers_are_tried_without_touching_anything() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let state = |item: &model::instrument::Item| match item.path.as_str() {
        "A.2.a" => ItemState {
            claimed: Some(d("0.33")),
            answer: Some("C".to_owned()),
            evidenced: true,
            verdict: VerdictState::Fresh {
                value: d("0.33"),
                answer: None,
            },
            ..ItemState::default()
        },
        _ => ItemState::default(),
    };
    let now = standing(&instrument, &state);
    let mut what_if = WhatIf::new(&instrument, &now);
    what_if.answer("uji:A.2.a", Some("a")).unwrap();
    what_if.answer("uji:B.a", Some("3,6")).unwrap();
    what_if.answer("uji:B.b", Some("A")).unwrap();
    what_if.forget("uji:B.b");
    assert!(what_if.answer("uji:B.a", Some("9")).is_err());
    let of = what_if.compare();
    // Official: 0.33 × 40 = 13.2; then 40 + 3.6 ÷ 4 × 15 = 53.5. Proven: the verdict was on C, so A is
    // evidenced; the survey is only claimed.
    assert_eq!(of.index, [d("13.2"), d("53.5")]);
    assert_eq!(of.counted, [d("13.2"), d("40")]);
    assert_eq!(of.claimed, [d("13.2"), d("53.5")]);
    assert_eq!(now, standing(&instrument, &state), "nothing is touched");
    let words = Words {
        heading: "Coba",
        index: "Indeks",
        counted: "Terbukti",
        claimed: "Diklaim",
        unanswered: "kosong",
    };
    let text = "Coba\nLKE Uji\nIndeks: 13,20 → 53,50 (+40,30)\nTerbukti: 13,20 → 40,00 (+26,80)\n\
        Diklaim: 13,20 → 53,50 (+40,30)\nA Pengungkit: 13,20 → 40,00 (+26,80)\n\
        B Hasil: 0,00 → 13,50 (+13,50)\nA.2.a: C → A (SOP dipakai)\nB.a: kosong → 3,6 (Survei)\n";
    assert_eq!(what_if.text(&words), text);
}

/// Every worksheet begins with A, I, 1: what merely stands at the same place of another one isn't answered by it.
#[test]
fn an_answer_never_goes_to_another_question_of_another_worksheet() {
    let zi = Instrument::parse(ZI).unwrap();
    let rb = include_str!("../../../server/instruments/lke-rb-26-2020.json");
    let rb = Instrument::parse(rb).unwrap();
    for (from, to) in [(&zi, &rb), (&rb, &zi)] {
        let all = moves(from, to);
        for one in &all.maps {
            let (old, new) = (from.item(&one.from).unwrap(), to.item(&one.to).unwrap());
            assert_eq!(old.title, new.title);
        }
        assert!(all.maps.len() * 10 < from.items().count(), "{all:?}");
    }
    // The same worksheet under another name and in other words is it still.
    let mut own = Draft::of(&zi);
    own.family = "lke-kami".to_owned();
    own.nodes[0].nodes[0].nodes[0].nodes[0].items[0].title = "Tim sudah ada".to_owned();
    let own = own.instrument().unwrap();
    let all = moves(&zi, &own);
    assert_eq!((all.maps.len(), all.gone.len()), (113, 0));
}

#[test]
fn another_kind_says_what_comes_and_what_goes() {
    let of = |code: &str, kinds: &[&str]| {
        let mut item = item(code, DraftAnswer::abc(), vec![]);
        item.applies_to = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        item
    };
    let mut theirs = node("B", "40", vec![of("a", &[])]);
    theirs.applies_to = vec!["provinsi".to_owned()];
    let items = vec![of("a", &[]), of("b", &["kabupaten"])];
    let all = draft(vec![node("A", "60", items), theirs])
        .instrument()
        .unwrap();
    let told = kind_change(&all, "Kabupaten", "provinsi").unwrap();
    assert_eq!(
        (told.comes, told.goes),
        (vec!["g:B.a".into()], vec!["g:A.b".into()])
    );
    assert_eq!(told.weight, [d("60"), d("100")]);
    // As they are written elsewhere; nonsense is refused.
    assert_eq!(
        office_kind("  PROVINSI ", &all.kinds()),
        Ok("provinsi".to_owned())
    );
    assert_eq!(office_kind("Kota", &all.kinds()), Ok("Kota".to_owned()));
    assert_eq!(office_kind("   ", &all.kinds()), Ok(String::new()));
    for nonsense in ["12", "?", "<b>", "kabupaten; kota", &"a".repeat(41)] {
        assert_eq!(office_kind(nonsense, &[]), Err(BadKind), "{nonsense}");
    }
}
