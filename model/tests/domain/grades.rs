//! Grades: edited, checked, and given.

use model::instrument::{Draft, DraftAnswer, check};
use rust_decimal::Decimal;

use crate::gates::{draft, item, node};

fn worksheet() -> Draft {
    draft(vec![node(
        "A",
        "100",
        vec![item("a", DraftAnswer::abc(), vec![])],
    )])
}

/// The grades of some indices.
fn given(draft: &Draft, indices: &[&str]) -> Vec<String> {
    let instrument = draft.instrument().unwrap();
    let grade = |index: &&str| {
        let index = Decimal::from_str_exact(index).unwrap();
        instrument.grade(index).unwrap_or("-").to_owned()
    };
    indices.iter().map(grade).collect()
}

#[test]
fn a_changed_table_is_the_worksheets_own() {
    let mut own = worksheet();
    assert_eq!(given(&own, &["90", "90.01", "0"]), ["A", "AA", "D"]);
    assert_eq!(own.grades, None);
    own.grade_above(0, "92.5");
    assert!(own.add_grade(" A+ ", "85"));
    assert!(!own.add_grade("aa", "1") && !own.add_grade(" ", "1"));
    own.remove_grade(6);
    // D is gone: C takes the rest.
    assert_eq!(
        given(&own, &["92.5", "85.1", "85", "0"]),
        ["A+", "A+", "A", "C"]
    );
    own.grade_above(0, "banyak");
    let told: Vec<String> = check(&own).iter().map(|one| one.kind.to_string()).collect();
    assert!(told.len() == 1 && told[0].contains("banyak"), "{told:?}");
    own.grade_above(0, "92.5");
    own.grade_at(0, true);
    assert_eq!(given(&own, &["92.5", "92.4"]), ["AA", "A+"]);
    // What isn't there changes nothing.
    let before = own.clone();
    own.grade_above(9, "1");
    own.remove_grade(9);
    assert_eq!(own, before);
    own.grades = None;
    assert_eq!(given(&own, &["90.01"]), ["AA"]);
}

#[test]
fn where_awards_take_their_place_there_are_none_until_one_is_added() {
    let mut zone = worksheet();
    zone.add_award("WBK");
    assert_eq!(zone.grades_given(), []);
    assert!(zone.add_grade("Baik", "50"));
    assert_eq!(given(&zone, &["51"]), ["Baik"]);
}
