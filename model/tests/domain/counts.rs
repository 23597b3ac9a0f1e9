//! Counts of a percentage: typed row by row, merged row by row, scored where no percentage is typed.

use model::command;
use model::instrument::{Instrument, RowsProblem};
use model::reject::Rejection;
use model::rules::Refusal;
use model::score::ItemState;
use model::view::{Answer, RowsSay, rows_say, worksheet};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::{RENCANA, WORKSHEET, World, cycle, office};

const TARGET: &str = "uji:A.1.c";

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The world's percentage, with a whole and a part.
fn world() -> World {
    let rows = r#""type": "persen", "rows": [
        { "code": "1", "title": "Sasaran", "role": "seluruh" },
        { "code": "2", "title": "Tercapai", "role": "bagian" } ]"#;
    let text = WORKSHEET.replace(r#""type": "persen""#, rows);
    let mut world = World::new();
    world.instrument = Instrument::parse(&text).unwrap();
    // The cycle names the worksheet that it uses: a world that begins with this one.
    world.cycle(&[("keadaan", json!("buka")), ("tutup", json!("2026-12-15"))]);
    world
}

fn draft(world: &World, item: &str, row: &str, value: Option<&str>) -> model::op::Draft {
    let present = world.answer_record(item);
    command::count(office(), cycle(), item, present, row, value.map(d))
}

fn types(world: &mut World, row: &str, value: Option<&str>) {
    let draft = draft(world, TARGET, row, value);
    world.take("anggota", draft).unwrap();
}

fn state(world: &World) -> ItemState {
    worksheet(world.records.values()).state(world.item(TARGET), &|_| false)
}

fn says(world: &World) -> Option<RowsSay> {
    rows_say(world.item(TARGET), world.answer_record(TARGET)?)
}

#[test]
fn counts_make_the_answer_where_no_percentage_is_typed() {
    let mut world = world();
    types(&mut world, "1", Some("8"));
    assert_eq!(says(&world), Some(RowsSay::Problem(RowsProblem::NoPart)));
    assert_eq!(state(&world).claimed, None);
    types(&mut world, "2", Some("7"));
    // 7 ÷ 8.
    assert_eq!(says(&world), Some(RowsSay::Value(d("0.875"))));
    assert_eq!(state(&world).claimed, Some(d("0.875")));
    let answer = Answer::read(world.answer_record(TARGET).unwrap()).unwrap();
    assert_eq!(answer.rows.get("2"), Some(&d("7")));
    types(&mut world, "1", Some("0"));
    assert_eq!(says(&world), Some(RowsSay::Problem(RowsProblem::ZeroWhole)));
    assert_eq!(state(&world).claimed, None, "nothing is divided by nothing");
    types(&mut world, "1", None);
    assert_eq!(says(&world), Some(RowsSay::Problem(RowsProblem::NoWhole)));
}

#[test]
fn a_typed_percentage_wins_and_its_counts_check_it() {
    let mut world = world();
    world.answers("anggota", TARGET, "92,35").unwrap();
    assert_eq!(says(&world), None);
    types(&mut world, "1", Some("8"));
    types(&mut world, "2", Some("8"));
    assert_eq!(state(&world).claimed, Some(d("0.9235")));
    assert_eq!(says(&world), Some(RowsSay::Differ(d("1"))));
    world.answers("anggota", TARGET, "99,5 %").unwrap();
    assert_eq!(says(&world), Some(RowsSay::Agree), "0.005 is within");
}

#[test]
fn two_rows_never_stand_in_each_others_way_and_one_in_conflict_scores_lowest() {
    let mut world = world();
    let (whole, part) = (
        draft(&world, TARGET, "1", Some("10")),
        draft(&world, TARGET, "2", Some("5")),
    );
    let other = draft(&world, TARGET, "2", Some("4"));
    world.take("anggota", whole).unwrap();
    world.take("anggota", part).unwrap();
    assert!(!state(&world).conflict);
    assert_eq!(state(&world).claimed, Some(d("0.5")));
    world.take("anggota", other).unwrap();
    assert!(state(&world).conflict);
    assert_eq!(state(&world).claimed, Some(d("0.4")));
    types(&mut world, "2", Some("5"));
    assert!(!state(&world).conflict);
    assert_eq!(state(&world).claimed, Some(d("0.5")));
}

#[test]
fn only_rows_of_the_item_can_be_typed_and_none_below_zero() {
    let mut world = world();
    let bad = |field: &str| {
        let field = field.to_owned();
        Err(Refusal::from(Rejection::BadValue { field }))
    };
    for (item, row, value) in [(TARGET, "3", "1"), (RENCANA, "1", "1"), (TARGET, "1", "-1")] {
        let draft = draft(&world, item, row, Some(value));
        assert_eq!(
            world.take("anggota", draft).map(|_| ()),
            bad(&format!("baris.{row}"))
        );
    }
}
