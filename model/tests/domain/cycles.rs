//! Which cycle an office works in, and which a device holds.

use serde_json::json;

use crate::world::{World, cycle, day, office};

#[test]
fn a_cycle_that_begins_later_takes_nothing_from_the_one_at_work() {
    let mut world = World::bare();
    let next = [("keadaan", json!("buka")), ("mulai", json!("2027-01-01"))];
    let next = world.cycle_of_year("2027", &next);
    let at = |world: &World, date: &str| {
        let at_work = world.directory.cycle_at_work(office(), day(date));
        at_work.map(|cycle| cycle.id)
    };
    assert_eq!(at(&world, "2026-12-31"), Some(cycle()));
    assert_eq!(at(&world, "2027-01-01"), Some(next));
    // Where only a later one is open, the office works in that.
    world.cycle(&[("keadaan", json!("tutup"))]);
    assert_eq!(at(&world, "2026-12-31"), Some(next));
    // Where none is, the latest stays to be looked at.
    world.cycle_of_year("2027", &[("keadaan", json!("tutup"))]);
    assert_eq!(at(&world, "2026-12-31"), Some(next));
}

#[test]
fn a_device_holds_the_open_cycles_and_the_last_closed_one() {
    let mut world = World::bare();
    let open = [("keadaan", json!("buka"))];
    let closed = [("keadaan", json!("tutup"))];
    let both = world.cycle_of_year("2025", &open);
    let last = world.cycle_of_year("2024", &closed);
    world.cycle_of_year("2023", &closed);
    let held = world.directory.held_cycles(office()).into_iter();
    let held: Vec<_> = held.map(|cycle| cycle.id).collect();
    assert_eq!(held, [cycle(), both, last]);
}
