//! Properties of scores, over random instruments and answers.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::selfcheck::{Random, case, draft, selfcheck, state};
use super::*;
use crate::instrument::{Draft, DraftGate, DraftItem, DraftNode, Instrument, Item};

fn states_of(all: &Standings) -> impl Fn(&Item) -> ItemState + '_ {
    |item| all.state(&item.id).cloned().unwrap_or_default()
}

fn each_item(nodes: &mut [DraftNode], change: &mut dyn FnMut(&mut DraftItem)) {
    for node in nodes {
        each_item(&mut node.nodes, change);
        node.items.iter_mut().for_each(&mut *change);
    }
}

fn each_node(nodes: &mut [DraftNode], change: &mut dyn FnMut(&mut DraftNode)) {
    for node in nodes {
        change(node);
        each_node(&mut node.nodes, change);
    }
}

fn doubled(weight: &mut Option<String>) {
    if let Some(text) = weight {
        *text = (text.parse::<Decimal>().unwrap() * Decimal::TWO).to_string();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn kept_standings_equal_a_full_recomputation_after_every_change(seed: u64) {
        let (instrument, mut all) = case(seed).unwrap();
        let mut random = Random(seed.rotate_left(7));
        let ids: Vec<String> = instrument.items().map(|item| item.id.clone()).collect();
        for _ in 0..12 {
            let which = &ids[random.below(u32::try_from(ids.len()).unwrap()) as usize];
            all.update(&instrument, which, state(&mut random));
            prop_assert_eq!(&all, &standing(&instrument, &states_of(&all)));
        }
    }

    #[test]
    fn parts_fill_their_weight_and_none_is_negative(seed: u64) {
        let (instrument, all) = case(seed).unwrap();
        for node in instrument.nodes() {
            let of = all.node(&node.path);
            prop_assert_eq!(of.parts().iter().sum::<Decimal>(), of.weight);
            prop_assert!(of.parts().iter().all(|part| *part >= Decimal::ZERO), "{:?}", of);
        }
    }

    #[test]
    fn scaling_weights_scales_the_index(seed: u64) {
        let (one, all) = case(seed).unwrap();
        let mut twice = draft(seed);
        each_node(&mut twice.nodes, &mut |node| doubled(&mut node.weight));
        each_item(&mut twice.nodes, &mut |item| doubled(&mut item.weight));
        let two = twice.instrument().unwrap();
        let (one, two) = (official(&one, &all.claims()), official(&two, &all.claims()));
        let close = |a: Decimal, b: Decimal| (a - b).abs() < Decimal::new(1, 18);
        prop_assert!(close(one.index * Decimal::TWO, two.index), "{} {}", one.index, two.index);
        prop_assert!(close(one.coverage, two.coverage));
        prop_assert!(one.coverage <= Decimal::ONE);
    }

    #[test]
    fn an_unanswered_worksheet_has_no_coverage_and_no_grade(seed: u64) {
        let instrument = draft(seed).instrument().unwrap();
        prop_assert!(!instrument.grades.is_empty());
        let empty = official(&instrument, &Sheet::new());
        prop_assert_eq!(empty.coverage, Decimal::ZERO);
        prop_assert_eq!(empty.index, Decimal::ZERO);
        prop_assert_eq!(empty.grade, None);
        prop_assert!(empty.nodes.iter().all(|node| node.answered == 0 && node.value.is_zero()));
    }

    #[test]
    fn a_multiplying_gate_never_raises(seed: u64) {
        // Unanswered counts 0: where it is left out, an item that a gate leaves unanswered leaves the mean.
        let strict = |mut draft: Draft| {
            draft.unanswered = Unanswered::Zero;
            draft
        };
        let with = strict(draft(seed));
        let mut without = with.clone();
        let times = |gate: &DraftGate| matches!(gate, DraftGate::Times(_));
        each_item(&mut without.nodes, &mut |item| item.gates.retain(|gate| !times(gate)));
        each_node(&mut without.nodes, &mut |node| node.gates.retain(|gate| !times(gate)));
        let (with, without) = (with.instrument().unwrap(), without.instrument().unwrap());
        let (_, all) = case(seed).unwrap();
        let index = |i: &Instrument| official(i, &all.claims()).index;
        prop_assert!(index(&with) <= index(&without) + Decimal::new(1, 18));
        let counted = |i: &Instrument| standing(i, &states_of(&all)).total().counted();
        prop_assert!(counted(&with) <= counted(&without) + Decimal::new(1, 18));
    }

    #[test]
    fn a_draft_and_its_document_are_one(seed: u64) {
        let draft = draft(seed);
        let text = draft.to_json().unwrap();
        let instrument = Instrument::parse(&text).unwrap();
        let back = Draft::of(&instrument);
        prop_assert_eq!(Draft { format: back.format, ..draft }, back.clone());
        prop_assert_eq!(back.to_json().unwrap(), text);
    }
}

#[test]
fn the_same_seeds_give_the_same_decimals() {
    // The browser's tests compare their wasm with the same digest.
    assert_eq!(selfcheck(SELFCHECK_SEEDS).unwrap(), SELFCHECK_DIGEST);
}
