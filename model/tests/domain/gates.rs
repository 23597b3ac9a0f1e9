//! Gates, multiplier indicators and the newer answer types: worked by hand.

use std::collections::BTreeMap;

use model::instrument::{
    Draft, DraftAnswer, DraftGate, DraftItem, DraftNode, Instrument, InstrumentError,
    draft::DraftPoints,
};
use model::score::{
    ItemState, Sheet, Standings, StepKind, VerdictState, answers_add, best_next, display, next_of,
    official, standing, together,
};
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn times(path: &str) -> DraftGate {
    DraftGate::Times(path.to_owned())
}

pub fn zero_if(item: &str, answer: &str) -> DraftGate {
    DraftGate::ZeroIf {
        item: item.to_owned(),
        answer: answer.to_owned(),
    }
}

pub fn item(code: &str, answer: DraftAnswer, gates: Vec<DraftGate>) -> DraftItem {
    DraftItem {
        code: code.to_owned(),
        title: code.to_owned(),
        answer,
        gates,
        ..DraftItem::default()
    }
}

pub fn node(code: &str, weight: &str, items: Vec<DraftItem>) -> DraftNode {
    DraftNode {
        code: code.to_owned(),
        title: code.to_owned(),
        weight: Some(weight.to_owned()),
        items,
        ..DraftNode::default()
    }
}

pub fn draft(nodes: Vec<DraftNode>) -> Draft {
    Draft {
        family: "g".to_owned(),
        version: 1,
        title: "Gerbang".to_owned(),
        nodes,
        ..Draft::default()
    }
}

fn sheet(of: &[(&str, &str)]) -> Sheet {
    of.iter()
        .map(|(path, value)| (format!("g:{path}"), Some(d(value))))
        .collect()
}

/// A: b is multiplied by a, c by b, d is 0 if a is Tidak.
fn chain() -> Instrument {
    // c stands before what it depends on: the order of dependence isn't that of the worksheet.
    let items = vec![
        item("c", DraftAnswer::abcde(), vec![times("A.b")]),
        item("b", DraftAnswer::abc(), vec![times("A.a")]),
        item("a", DraftAnswer::ya_tidak(), vec![]),
        item("d", DraftAnswer::abc(), vec![zero_if("A.a", "tidak")]),
    ];
    draft(vec![node("A", "100", items)]).instrument().unwrap()
}

fn index(instrument: &Instrument, of: &[(&str, &str)]) -> Decimal {
    official(instrument, &sheet(of)).index
}

#[test]
fn gates_follow_dependence_on_values_after_their_own_gates() {
    let i = chain();
    // a 1; b 0.5 × 1; c 0.75 × 0.5 = 0.375; d 1: (1 + 0.5 + 0.375 + 1) ÷ 4 × 100.
    let all = [("A.a", "1"), ("A.b", "0.5"), ("A.c", "0.75"), ("A.d", "1")];
    assert_eq!(index(&i, &all), d("71.875"));
    // a Tidak: b, c and d are 0, and answered all the same.
    let none = [("A.a", "0"), ("A.b", "0.5"), ("A.c", "0.75"), ("A.d", "1")];
    let of = official(&i, &sheet(&none));
    assert_eq!((of.index, of.coverage), (Decimal::ZERO, Decimal::ONE));
    assert_eq!(of.nodes[0].answered, 4);
}

#[test]
fn an_unanswered_gating_item_leaves_the_gated_ones_unanswered() {
    let i = chain();
    // Without a: b waits for a, c for b, d for a. Nothing is answered.
    let of = official(&i, &sheet(&[("A.b", "0.5"), ("A.c", "0.75"), ("A.d", "1")]));
    assert_eq!(
        (of.index, of.coverage, of.grade),
        (Decimal::ZERO, Decimal::ZERO, None)
    );
    // Without b: c waits for b alone. (1 + 1) ÷ 2 × 100, half covered.
    let of = official(&i, &sheet(&[("A.a", "1"), ("A.c", "0.75"), ("A.d", "1")]));
    assert_eq!((of.index, of.coverage), (d("100"), d("0.5")));
    // A zero drops what is answered; what isn't stays unanswered: a, b of four.
    let of = official(&i, &sheet(&[("A.a", "0"), ("A.b", "1")]));
    assert_eq!((of.index, of.coverage), (Decimal::ZERO, d("0.5")));
}

fn standings(instrument: &Instrument, of: &[(&str, ItemState)]) -> Standings {
    let states: BTreeMap<String, ItemState> = of
        .iter()
        .map(|(path, s)| (format!("g:{path}"), s.clone()))
        .collect();
    standing(instrument, &|item| {
        states.get(&item.id).cloned().unwrap_or_default()
    })
}

fn said(value: &str, evidenced: bool, verdict: Option<&str>) -> ItemState {
    ItemState {
        claimed: Some(d(value)),
        evidenced,
        verdict: verdict.map_or(VerdictState::None, |v| VerdictState::Fresh {
            value: d(v),
            answer: None,
        }),
        ..ItemState::default()
    }
}

#[test]
fn every_sheet_has_its_own_gates() {
    let i = chain();
    let all = standings(
        &i,
        &[
            // Verified, but as Tidak; claimed as Ya.
            ("A.a", said("1", true, Some("1"))),
            ("A.b", said("0.5", true, None)),
            ("A.c", said("0.75", true, Some("1"))),
            ("A.d", said("1", false, None)),
        ],
    );
    // Verified: a 1 × 25; b isn't verified, so c is 0 there though its own verdict is fresh.
    // Evidenced: b 0.5, c the assessor's 1 × 0.5: (1 + 0.5 + 0.5) × 25. Claimed: c 0.75 × 0.5 is less
    // than proven; d 1: (1 + 0.5 + 0.5 + 1) × 25.
    assert_eq!(all.total().parts(), [d("25"), d("25"), d("25"), d("25")]);
    let lowered = standings(
        &i,
        &[
            ("A.a", said("1", true, Some("0"))),
            ("A.b", said("0.5", true, None)),
            ("A.d", said("1", true, Some("1"))),
        ],
    );
    // The assessor says Tidak: proven is nothing; the claims behind it stay claims: a 1, b 0.5, d 1.
    assert_eq!(
        lowered.total().parts(),
        [d("0"), d("0"), d("62.5"), d("37.5")]
    );
}

#[test]
fn what_an_answer_adds_is_what_a_step_to_it_gains() {
    // a gates b (×) by 0.5 steps; each shares 50 points.
    let items = vec![
        item("a", DraftAnswer::abc(), vec![]),
        item("b", DraftAnswer::abc(), vec![times("A.a")]),
    ];
    let i = draft(vec![node("A", "100", items)]).instrument().unwrap();
    let adds = |of: &[(&str, ItemState)], id: &str| -> Vec<String> {
        let all = standings(&i, of);
        let told = answers_add(&i, &all, id).into_iter();
        told.map(|(answer, points)| format!("{answer} {}", points.normalize()))
            .collect()
    };
    let b = || ("A.b", said("1", true, None));
    let a = |value| ("A.a", said(value, true, None));
    // Behind a gate that nobody answered nothing adds anything; behind a half open one, half.
    assert_eq!(adds(&[b()], "g:A.b"), ["A 0", "B 0", "C 0"]);
    assert_eq!(adds(&[a("0.5")], "g:A.b"), ["A 25", "B 12.5", "C 0"]);
    // The gate itself brings what waits behind it.
    assert_eq!(adds(&[b()], "g:A.a"), ["A 100", "B 50", "C 0"]);
    // Claimed and proven as B, a step to A gains the difference.
    let all = standings(&i, &[a("0.5"), b()]);
    let steps = next_of(&i, &all, "g:A.a");
    let better = steps.iter().find(|step| step.kind != StepKind::Evidence);
    assert_eq!(better.unwrap().gain, d("50"));
    assert_eq!(answers_add(&i, &all, "g:A.x"), []);
}

#[test]
fn a_change_recomputes_what_it_gates_and_what_lies_above_only() {
    let other = node("B", "50", vec![item("a", DraftAnswer::abc(), vec![])]);
    let items = vec![
        item("a", DraftAnswer::ya_tidak(), vec![]),
        item("b", DraftAnswer::abc(), vec![times("A.a")]),
        item("c", DraftAnswer::abc(), vec![]),
    ];
    let i = draft(vec![node("A", "50", items), other])
        .instrument()
        .unwrap();
    let mut all = standings(&i, &[("A.b", said("1", true, None))]);
    // a, b, A, the whole; then c, A, the whole; a change that changes nothing looks at a's followers.
    assert_eq!(all.update(&i, "g:A.a", said("1", true, None)), 4);
    assert_eq!(all.update(&i, "g:A.c", said("1", true, None)), 3);
    assert_eq!(all.update(&i, "g:A.z", said("1", true, None)), 0);
    assert_eq!(all.total().counted(), d("50"));
}

#[test]
fn a_multiplier_indicator_multiplies_by_a_share() {
    let mut first = node("1", "10", vec![item("a", DraftAnswer::nilai("4"), vec![])]);
    first.gates = vec![times("2")];
    let second = node("2", "5", vec![item("a", DraftAnswer::nilai("100"), vec![])]);
    let i = draft(vec![first, second]).instrument().unwrap();
    // 1: 3 ÷ 4 × 10 = 7.5 points × (4 ÷ 5) = 6; 2: 80 ÷ 100 × 5 = 4.
    let of = official(&i, &sheet(&[("1.a", "0.75"), ("2.a", "0.8")]));
    assert_eq!(
        (of.node("1"), of.node("2"), of.index),
        (d("6"), d("4"), d("10"))
    );
    // Nothing to multiply by: unanswered, no points.
    assert_eq!(index(&i, &[("1.a", "0.75")]), Decimal::ZERO);
    let all = standings(
        &i,
        &[
            ("1.a", said("0.75", true, None)),
            ("2.a", said("0.8", false, None)),
        ],
    );
    // The multiplier is only claimed: so are the points that it multiplies. 6 + 4 of 15.
    assert_eq!(all.total().parts(), [d("0"), d("0"), d("10"), d("5")]);
}

#[test]
fn circles_and_gates_on_nothing_are_refused() {
    let circle = |a, b| {
        let items = vec![
            item("a", DraftAnswer::abc(), a),
            item("b", DraftAnswer::ya_tidak(), b),
        ];
        draft(vec![node("A", "1", items)]).instrument().unwrap_err()
    };
    let error = circle(vec![times("A.b")], vec![zero_if("A.a", "C")]);
    let InstrumentError::GateCycle { paths } = error else {
        panic!("{error}");
    };
    assert_eq!(paths, ["A.a", "A.b", "A.a"]);
    // An item that waits for the node that it stands in.
    let error = circle(vec![times("A")], vec![]);
    assert!(
        matches!(error, InstrumentError::GateCycle { .. }),
        "{error}"
    );
    let (path, gate) = ("A.a".to_owned(), "A.z".to_owned());
    assert_eq!(
        circle(vec![times("A.z")], vec![]),
        InstrumentError::Gate { path, gate }
    );
    let error = circle(vec![zero_if("A.b", "D")], vec![]);
    assert!(
        matches!(error, InstrumentError::GateAnswer { .. }),
        "{error}"
    );
}

#[test]
fn lookups_and_targets_have_their_values() {
    let points = |of: &[(&str, &str)]| {
        let one = |(answer, points): &(&str, &str)| DraftPoints {
            answer: (*answer).to_owned(),
            points: (*points).to_owned(),
        };
        DraftAnswer::lookup(of.iter().map(one).collect())
    };
    let table = points(&[
        ("WDP", "2"),
        ("WTP", "3"),
        ("WTP - DPP", "2.5"),
        ("TMP", "0"),
    ]);
    let items = vec![
        item("a", table, vec![]),
        item("b", DraftAnswer::angka("8"), vec![]),
        item("c", DraftAnswer::unknown("Ya/Tidak/Ragu"), vec![]),
    ];
    let i = draft(vec![node("A", "9", items)]).instrument().unwrap();
    let value = |path: &str, answer: &str| i.item_by_path(path).unwrap().answer.value_of(answer);
    assert_eq!(value("A.a", "wtp"), Some(Decimal::ONE));
    assert_eq!(value("A.a", " WTP  -  dpp"), Some(d("2.5") / d("3")));
    assert_eq!(value("A.a", "TMP"), Some(Decimal::ZERO));
    assert_eq!(value("A.a", "2.5"), None);
    let options = i.item_by_path("A.a").unwrap().answer.options();
    assert_eq!(options.first().map(|(answer, _)| *answer), Some("WTP"));
    // 6 ÷ 8; more than the target earns no more.
    assert_eq!(value("A.b", "6"), Some(d("0.75")));
    assert_eq!(value("A.b", "9,5"), Some(Decimal::ONE));
    assert_eq!(value("A.c", "Ya"), None);
    for broken in [
        points(&[("X", "0")]),
        points(&[]),
        points(&[("X", "1"), ("x", "2")]),
    ] {
        let draft = draft(vec![node("A", "1", vec![item("a", broken, vec![])])]);
        assert!(matches!(
            draft.instrument(),
            Err(InstrumentError::AnswerType { .. })
        ));
    }
}

#[test]
fn the_best_next_step_counts_what_waits_behind_a_gate() {
    let i = chain();
    let all = standings(
        &i,
        &[
            ("A.a", said("1", false, None)),
            ("A.b", said("1", true, None)),
            ("A.c", said("0.5", true, None)),
        ],
    );
    let steps = best_next(&i, &all);
    // Proof of a counts a itself, b and half of c behind it: (1 + 1 + 0.5) × 25.
    assert_eq!(
        (steps[0].item.as_str(), &steps[0].kind),
        ("g:A.a", &StepKind::Evidence)
    );
    assert_eq!(display(steps[0].gain), "62,50");
    // Behind a closed gate nothing else gains.
    assert_eq!(steps.len(), 1);
}

#[test]
fn the_steps_of_one_item_are_those_of_the_whole() {
    let i = chain();
    let all = standings(
        &i,
        &[
            ("A.a", said("1", false, None)),
            ("A.b", said("0.5", true, None)),
            ("A.c", said("0.5", false, None)),
        ],
    );
    let steps = best_next(&i, &all);
    for item in i.items() {
        let own: Vec<_> = (steps.iter())
            .filter(|step| step.item == item.id)
            .cloned()
            .collect();
        assert_eq!(next_of(&i, &all, &item.id), own, "{}", item.id);
    }
    // Proof of a: (1 + 0.5) × 25. Proof of c adds nothing while a isn't proven: 0 × 0.5.
    assert_eq!(display(next_of(&i, &all, "g:A.a")[0].gain), "37,50");
    assert_eq!(next_of(&i, &all, "g:A.c"), []);
    assert_eq!(next_of(&i, &all, "g:A.z"), []);
}

#[test]
fn steps_done_together_open_gates_for_each_other() {
    let items = vec![
        item("a", DraftAnswer::abc(), vec![]),
        item("b", DraftAnswer::abc(), vec![times("A.a")]),
    ];
    let i = draft(vec![node("A", "100", items)]).instrument().unwrap();
    let mut a = said("0.5", true, None);
    let all = standings(&i, &[("A.a", a.clone()), ("A.b", said("1", false, None))]);
    // Now 0.5 × 50. Proof of b adds 1 × 0.5 × 50; an A for a adds 0.5 × 50, b being unproven.
    let steps = best_next(&i, &all);
    let gains: Vec<String> = steps.iter().map(|step| display(step.gain)).collect();
    assert_eq!(gains, ["25,00", "25,00"]);
    // Both: all of 100, not 25 + 25 + 25.
    assert_eq!(together(&i, &all, &steps), d("100"));
    assert_eq!(together(&i, &all, &[]), d("25"));
    // A step that was done meanwhile adds nothing again.
    a.claimed = Some(Decimal::ONE);
    let later = standings(&i, &[("A.a", a), ("A.b", said("1", false, None))]);
    assert_eq!(together(&i, &later, &steps), d("100"));
}
