//! Gates that wait for an answer among others of equal worth.

use model::instrument::{DraftAnswer, DraftItem, Instrument, draft::DraftPoints};
use model::score::{ItemState, Seal, Sheet, VerdictState, WhatIf, official, standing};
use rust_decimal::Decimal;

use crate::gates::{draft, item, node, zero_if};

/// An opinion of two labels without points, and an item that one of them drops to 0.
fn opinion() -> Instrument {
    let points = |(answer, points): (&str, &str)| DraftPoints {
        answer: answer.to_owned(),
        points: points.to_owned(),
    };
    let table = [("WTP", "3"), ("TW", "0"), ("TMP", "0")].map(points);
    let items: Vec<DraftItem> = vec![
        item("a", DraftAnswer::lookup(table.into()), vec![]),
        item("b", DraftAnswer::ya_tidak(), vec![zero_if("A.a", "TMP")]),
    ];
    draft(vec![node("A", "100", items)]).instrument().unwrap()
}

fn index(instrument: &Instrument, opinion: Option<&str>) -> Decimal {
    let mut sheet = Sheet::new();
    let answer = opinion.map(str::to_owned);
    sheet.put("g:A.a".into(), Some(Decimal::ZERO), answer);
    sheet.put("g:A.b".into(), Some(Decimal::ONE), Some("Ya".into()));
    official(instrument, &sheet).index
}

#[test]
fn a_gate_tells_its_answer_from_another_of_equal_worth() {
    let i = opinion();
    // TW: (0 + 1) ÷ 2 × 100. TMP: both are 0. Where the answer isn't known, its worth decides: 0.
    assert_eq!(index(&i, Some("TW")), Decimal::from(50));
    assert_eq!(index(&i, Some(" tmp ")), Decimal::ZERO);
    assert_eq!(index(&i, None), Decimal::ZERO);
}

#[test]
fn a_standing_and_what_is_tried_tell_it_too() {
    let i = opinion();
    let said = |answer: &str, value: Decimal| ItemState {
        claimed: Some(value),
        answer: Some(answer.to_owned()),
        evidenced: true,
        ..ItemState::default()
    };
    let of = |opinion: ItemState| {
        standing(&i, &|item| match item.path.as_str() {
            "A.a" => opinion.clone(),
            _ => said("Ya", Decimal::ONE),
        })
    };
    let none = Decimal::ZERO;
    let open = of(said("TW", none));
    assert_eq!(open.total().counted(), Decimal::from(50));
    assert_eq!(official(&i, &open.claims()).index, Decimal::from(50));
    assert_eq!(of(said("TMP", none)).total().counted(), none);
    // Two people differ: what shows is one of two, and the lowest counts.
    let differ = ItemState {
        conflict: true,
        ..said("TW", none)
    };
    assert_eq!(of(differ).total().counted(), none);
    // An assessor set one of the two: on the verified sheet its name decides, whatever the unit says.
    let judged = |unit: &str, value: Decimal, answer: Option<&str>| ItemState {
        verdict: VerdictState::Fresh {
            value: none,
            answer: answer.map(str::to_owned),
        },
        ..said(unit, value)
    };
    let to = |answer| judged("WTP", Decimal::ONE, answer);
    assert_eq!(of(to(Some("TMP"))).total().counted(), none);
    assert_eq!(of(to(Some("TW"))).total().counted(), Decimal::from(50));
    assert_eq!(of(to(None)).total().counted(), none);
    let open_there = judged("TMP", none, Some("TW"));
    assert_eq!(of(open_there.clone()).total().counted(), Decimal::from(50));
    // Another answer of the same worth is an adjustment as well.
    assert_eq!(open_there.seal(), Seal::Adjusted);
    assert_eq!(judged("tw", none, Some("TW")).seal(), Seal::Verified);
    // The same worth, another answer: what waits for it is computed again.
    let mut tried = WhatIf::new(&i, &open);
    tried.answer("g:A.a", Some("TMP")).unwrap();
    assert_eq!(tried.compare().index, [Decimal::from(50), none]);
    assert_eq!(tried.standings().total().counted(), none);
}
