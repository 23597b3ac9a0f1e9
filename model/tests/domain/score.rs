//! Scores: worked by hand, and their properties.

use std::collections::BTreeMap;

use model::instrument::{Instrument, Item, Subject};
use model::score::{
    ItemState, Seal, Sheet, Standing, StepKind, Unanswered, VerdictState, awards, best_next,
    display, official, shown_parts, standing,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::instrument::ZI;
use crate::world::WORKSHEET;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn claimed(value: &str, evidenced: bool) -> ItemState {
    ItemState {
        claimed: Some(d(value)),
        evidenced,
        ..ItemState::default()
    }
}

fn judged(value: &str, verdict: VerdictState) -> ItemState {
    ItemState {
        verdict,
        ..claimed(value, true)
    }
}

fn states(of: &[(&str, ItemState)]) -> impl Fn(&Item) -> ItemState + use<> {
    let states: BTreeMap<String, ItemState> = of
        .iter()
        .map(|(id, state)| (format!("uji:{id}"), state.clone()))
        .collect();
    move |item| states.get(&item.id).cloned().unwrap_or_default()
}

#[test]
fn a_standing_is_worked_by_hand() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let state = states(&[
        (
            "A.1.a",
            judged(
                "1",
                VerdictState::Fresh {
                    value: d("1"),
                    answer: None,
                },
            ),
        ),
        ("A.1.b", claimed("0.5", true)),
        ("A.1.c", claimed("0.9", false)),
        (
            "A.2.a",
            judged(
                "0.67",
                VerdictState::Fresh {
                    value: d("0.33"),
                    answer: None,
                },
            ),
        ),
        ("B.a", claimed("0.9", false)),
        // B.b is unanswered.
    ]);
    let all = standing(&instrument, &state);
    // A.1: mean of three × 40. Verified 1/3 × 40, evidenced 0.5/3 × 40, claimed 0.9/3 × 40.
    let a1 = all.node("A.1");
    assert_eq!(
        a1.parts().map(|p| p.round_dp(6)),
        [d("13.333333"), d("6.666667"), d("12"), d("8"),]
    );
    // A.2: the assessor's 0.33 × 40 = 13.2; the claim above it, 0.34 × 40, is said but not proven.
    assert_eq!(
        all.node("A.2").parts(),
        [d("13.2"), d("0"), d("13.6"), d("13.2")]
    );
    // B: 0.9 × 15 claimed; 5 unanswered.
    assert_eq!(all.node("B").parts(), [d("0"), d("0"), d("13.5"), d("6.5")]);
    assert_eq!(display(all.total().counted()), "33,20");
    assert_eq!(all.area("manajemen"), a1);
    assert_eq!(all.total().weight, d("100"));
    assert_eq!(all.item("uji:A.2.a").verified, d("13.2"));
}

#[test]
fn a_returned_item_counts_nothing_and_a_stale_one_as_if_nobody_had_judged() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let of = |verdict| {
        let state = states(&[("A.2.a", judged("1", verdict))]);
        standing(&instrument, &state).node("A.2").parts()
    };
    let zero = Decimal::ZERO;
    assert_eq!(of(VerdictState::Returned), [zero, zero, d("40"), zero]);
    assert_eq!(of(VerdictState::Stale), [zero, d("40"), zero, zero]);
    assert_eq!(of(VerdictState::Disputed), [zero, d("40"), zero, zero]);
    let above = VerdictState::Fresh {
        value: d("1"),
        answer: None,
    };
    let state = states(&[("A.2.a", judged("0.33", above))]);
    let parts = standing(&instrument, &state).node("A.2").parts();
    assert_eq!(
        parts,
        [d("40"), zero, zero, zero],
        "an assessor may also lift"
    );
}

#[test]
fn thirds_neither_break_a_minimum_nor_make_a_grade() {
    let worksheet = |weight: &str, judged: &str| {
        let text = format!(
            r#"{{"format": 1, "family": "u", "version": 1, "title": "U", {judged}, "nodes": [
                {{"code": "A", "title": "A", "weight": "{weight}", "items": [
                    {{"code": "a", "title": "a", "answer": {{"type": "ya_tidak"}}}},
                    {{"code": "b", "title": "b", "answer": {{"type": "ya_tidak"}}}},
                    {{"code": "c", "title": "c", "answer": {{"type": "ya_tidak"}}}}]}}]}}"#
        );
        Instrument::parse(&text).unwrap()
    };
    let of = |instrument: &Instrument, values: [&str; 3]| {
        let ids = ["u:A.a", "u:A.b", "u:A.c"];
        let sheet = ids.into_iter().zip(values);
        let sheet = sheet.map(|(id, value)| (id.to_owned(), Some(d(value))));
        official(instrument, &sheet.collect())
    };
    // 1 ÷ 3 × 6 is 2, though 28 digits come to a little less.
    let award = r#""thresholds": [{"name": "WBK", "minimums": [{"path": "A", "min": "2"}]}]"#;
    let instrument = worksheet("6", award);
    let third = of(&instrument, ["1", "0", "0"]);
    assert!(third.index < d("2"));
    let met = &third.awards[0].1[0];
    assert_eq!((met.is_met(), met.missing()), (true, Decimal::ZERO));
    assert!(!of(&instrument, ["0.9", "0", "0"]).awards[0].1[0].is_met());
    // 2 ÷ 3 × 90 is 60, which isn't above 60, though they come to a little more.
    let two = of(&worksheet("90", r#""source": """#), ["1", "1", "0"]);
    assert!(two.index > d("60"));
    assert_eq!(two.grade.as_deref(), Some("CC"));
}

#[test]
fn the_official_index_leaves_unanswered_out_and_tells_its_coverage() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let sheet: Sheet = [
        ("uji:A.1.a", "1"),
        ("uji:A.1.b", "0.5"),
        ("uji:B.b", "0.75"),
    ]
    .map(|(id, value)| (id.to_owned(), Some(d(value))))
    .into();
    let left_out = official(&instrument, &sheet);
    // A.1: (1 + 0.5) ÷ 2 × 40 = 30; B: 0.75 × 5 = 3.75. A.2 has no answer: 0.
    assert_eq!(left_out.index, d("33.75"));
    assert_eq!(left_out.node("A.2"), Decimal::ZERO);
    // Answered: two thirds of 40, and 5, of 100.
    assert_eq!(left_out.coverage.round_dp(8), d("0.31666667"));
    let policy = WORKSHEET.replace(r#""version": 1"#, r#""version": 1, "unanswered": "zero""#);
    let strict = Instrument::parse(&policy).unwrap();
    let zero = official(&strict, &sheet);
    // A.1: 1.5 ÷ 3 × 40 = 20.
    assert_eq!(zero.index, d("23.75"));
    let empty = official(&instrument, &Sheet::new());
    assert_eq!(
        (empty.index, empty.coverage),
        (Decimal::ZERO, Decimal::ZERO)
    );
    let full: Sheet = instrument
        .items()
        .map(|i| (i.id.clone(), Some(Decimal::ONE)))
        .collect();
    let full = official(&instrument, &full);
    assert_eq!((full.index, full.coverage), (d("100"), Decimal::ONE));
}

#[test]
fn awards_say_what_is_missing() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let state = states(&[
        ("A.2.a", claimed("0.67", true)),
        ("B.a", claimed("1", true)),
    ]);
    let all = standing(&instrument, &state);
    let points = |subject: &Subject| match subject {
        Subject::Path(path) if path.is_empty() => all.total().counted(),
        Subject::Path(path) => match instrument.item_by_path(path) {
            Some(item) => all.item(&item.id).counted(),
            None => all.node(path).counted(),
        },
        Subject::Area(area) => all.area(area).counted(),
        Subject::Unsettled(_) => Decimal::ZERO,
    };
    let (name, met) = awards(&instrument, &points).remove(0);
    assert_eq!(name, "WBK");
    let missing: Vec<String> = met.iter().map(|m| display(m.missing())).collect();
    // The whole: 26.8 + 15 of 75; tata: 26.8 of 30; B.a: 15 of 15.
    assert_eq!(missing, ["33,20", "3,20", "0,00"]);
    assert_eq!(
        met.iter().map(|m| m.is_met()).collect::<Vec<_>>(),
        [false, false, true]
    );
}

#[test]
fn the_best_next_step_is_the_largest_gain() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let state = states(&[
        ("A.1.a", claimed("1", false)),
        ("A.1.b", claimed("1", true)),
        ("A.2.a", claimed("0.67", false)),
        (
            "B.a",
            judged(
                "1",
                VerdictState::Fresh {
                    value: d("0.5"),
                    answer: None,
                },
            ),
        ),
        ("B.b", judged("0.25", VerdictState::Returned)),
    ]);
    let steps = best_next(&instrument, &standing(&instrument, &state));
    let told: Vec<String> = steps
        .iter()
        .map(|step| match &step.kind {
            StepKind::Evidence => format!("{} bukti {}", step.item, display(step.gain)),
            StepKind::Answer { answer, .. } => {
                format!("{} {answer} {}", step.item, display(step.gain))
            }
        })
        .collect();
    // Proven, A.2.a is worth 0.67 × 40; its next better answer A 1 × 40. A.1.a: 1 × 40 ÷ 3, as the percentage
    // A.1.c that nobody typed. B.a stands at 2 of 4; 3 adds 0.25 × 15. B.b is worth 0.25 × 5 once it is mended;
    // its next better answer C 0.5 × 5. What is evidenced or judged at its best gains nothing.
    let expected = [
        "uji:A.2.a A 40,00",
        "uji:A.2.a bukti 26,80",
        "uji:A.1.a bukti 13,33",
        "uji:A.1.c 100% 13,33",
        "uji:B.a 3 3,75",
        "uji:B.b C 2,50",
        "uji:B.b bukti 1,25",
    ];
    assert_eq!(told, expected);
}

#[test]
fn numbers_are_shown_half_up_with_a_comma() {
    for (number, shown) in [
        ("70.945", "70,95"),
        ("70.944999", "70,94"),
        ("0.005", "0,01"),
        ("5", "5,00"),
    ] {
        assert_eq!(display(d(number)), shown);
    }
}

#[test]
fn shown_parts_give_the_remainder_to_what_is_missing() {
    let third = d("13.3333333333");
    let standing = Standing {
        verified: third,
        evidenced_only: third,
        claimed_only: third,
        missing: d("40") - third - third - third,
        weight: d("40"),
    };
    assert_eq!(
        shown_parts(&standing),
        [d("13.33"), d("13.33"), d("13.33"), d("0.01")]
    );
    // Two halves that both round up take it from the largest instead of showing a negative rest.
    let standing = Standing {
        verified: d("0.125"),
        evidenced_only: d("0.125"),
        claimed_only: Decimal::ZERO,
        missing: Decimal::ZERO,
        weight: d("0.25"),
    };
    let shown = shown_parts(&standing);
    assert_eq!(shown.iter().sum::<Decimal>(), d("0.25"));
    assert!(shown.iter().all(|part| *part >= Decimal::ZERO));
}

#[test]
fn seals_tell_the_state() {
    let fresh = |value: &str| VerdictState::Fresh {
        value: d(value),
        answer: None,
    };
    for (state, seal) in [
        (ItemState::default(), Seal::Missing),
        (claimed("1", false), Seal::Claimed),
        (claimed("1", true), Seal::Evidenced),
        (judged("1", fresh("1")), Seal::Verified),
        (judged("1", fresh("0.5")), Seal::Adjusted),
        (judged("1", VerdictState::Returned), Seal::Returned),
        (judged("1", VerdictState::Stale), Seal::Stale),
    ] {
        assert_eq!(state.seal(), seal);
    }
}

fn any_state() -> impl Strategy<Value = ItemState> {
    let value = prop_oneof![
        Just(None),
        prop::sample::select(vec!["1", "0.67", "0.33", "0.5", "0.25", "0.9235", "0"])
            .prop_map(Some),
    ];
    (value, any::<bool>(), 0..5_u8, 0..3_usize).prop_map(|(value, evidenced, verdict, other)| {
        let verdict = match verdict {
            0 => VerdictState::Fresh {
                value: d(["1", "0.33", "0"][other]),
                answer: None,
            },
            1 => VerdictState::Returned,
            2 => VerdictState::Stale,
            _ => VerdictState::None,
        };
        let claimed = value.map(d);
        ItemState {
            claimed,
            evidenced,
            verdict,
            ..ItemState::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_add_up_to_weights_and_parents_to_children(
        states in prop::collection::vec(any_state(), 113),
    ) {
        let zi = Instrument::parse(ZI).unwrap();
        let states: BTreeMap<String, ItemState> =
            zi.items().map(|i| i.id.clone()).zip(states).collect();
        let all = standing(&zi, &|item| states[&item.id].clone());
        for node in std::iter::once(zi.root()).chain(zi.nodes()) {
            let of = all.node(&node.path);
            prop_assert_eq!(of.parts().iter().sum::<Decimal>(), of.weight);
            prop_assert_eq!(of.weight, node.weight);
            prop_assert!(of.parts().iter().all(|part| *part >= Decimal::ZERO));
            prop_assert_eq!(shown_parts(&of).iter().sum::<Decimal>(), of.weight.round_dp(2));
            if !node.children.is_empty() {
                let children: Standing = zi.children_of(node).map(|c| all.node(&c.path)).sum();
                prop_assert_eq!(children, of);
            }
        }
        for item in zi.items() {
            let of = all.item(&item.id);
            prop_assert_eq!(of.parts().iter().sum::<Decimal>(), of.weight);
        }
        let areas: Standing = zi.areas().into_iter().map(|area| all.area(area)).sum();
        prop_assert_eq!(areas, all.total());
    }

    #[test]
    fn evidence_never_lowers_a_standing_and_claims_never_count(
        states in prop::collection::vec(any_state(), 113), which in 0..113_usize,
    ) {
        let zi = Instrument::parse(ZI).unwrap();
        let ids: Vec<String> = zi.items().map(|i| i.id.clone()).collect();
        let mut map: BTreeMap<String, ItemState> = ids.iter().cloned().zip(states).collect();
        let count = |map: &BTreeMap<String, ItemState>| {
            standing(&zi, &|item| map[&item.id].clone()).total().counted()
        };
        let one = map.get_mut(&ids[which]).unwrap();
        (one.evidenced, one.verdict, one.claimed) = (false, VerdictState::None, None);
        let unanswered = count(&map);
        map.get_mut(&ids[which]).unwrap().claimed = Some(Decimal::ONE);
        prop_assert_eq!(count(&map), unanswered, "no score without evidence");
        map.get_mut(&ids[which]).unwrap().evidenced = true;
        prop_assert!(count(&map) > unanswered);
    }

    #[test]
    fn with_all_answered_both_policies_agree_and_cover_all(
        values in prop::collection::vec(0..=100_i64, 113),
    ) {
        let zi = Instrument::parse(ZI).unwrap();
        let sheet: Sheet = zi.items().map(|i| i.id.clone())
            .zip(values.iter().map(|n| Some(Decimal::new(*n, 2)))).collect();
        let left_out = official(&zi, &sheet);
        let policy = ZI.replacen(r#""version": 1"#, r#""version": 1, "unanswered": "zero""#, 1);
        let strict = Instrument::parse(&policy).unwrap();
        prop_assert_eq!(strict.unanswered, Unanswered::Zero);
        prop_assert_eq!(&left_out, &official(&strict, &sheet));
        prop_assert_eq!(left_out.coverage, Decimal::ONE);
        prop_assert_eq!(left_out.index, left_out.node("A") + left_out.node("B"));
        // The claimed sheet of a Standing says the same where nothing is judged.
        let all = standing(&zi, &|item| ItemState {
            claimed: sheet.get(&item.id).copied().flatten(), evidenced: true, ..ItemState::default()
        });
        let difference = (all.total().counted() - left_out.index).abs();
        prop_assert!(difference < Decimal::new(1, 18));
    }
}
