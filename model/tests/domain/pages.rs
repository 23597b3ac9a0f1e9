//! The pages of a piece of evidence: added, replaced, put in order, taken out.

use model::command::{self, Capture};
use model::op::Draft;
use model::record::Record;
use model::schema::Page;
use model::view::pages_of;

use crate::world::{World, cycle, file, id, office, page};

const PIECE: &str = "daftar hadir";

/// One piece of two pages, `a` and `b`, and the world that it is in.
fn piece() -> World {
    let mut world = World::new();
    let capture = Capture {
        pages: vec![page("a"), page("b")],
        ..Capture::default()
    };
    let draft = command::capture(id(PIECE), office(), cycle(), &capture).remove(0);
    world.take("anggota", draft).unwrap();
    world
}

fn names(world: &World) -> Vec<String> {
    let pages = pages_of(world.record(id(PIECE))).into_iter();
    pages.map(|page| page.name).collect()
}

fn change(world: &mut World, make: impl Fn(&Record) -> Option<Draft>) {
    let draft = make(world.record(id(PIECE))).unwrap();
    world.take("anggota", draft).unwrap();
}

/// As the device makes it for a page that is added.
fn added(name: &str) -> Page {
    Page {
        order: command::next_page(id(name)),
        ..page(name)
    }
}

#[test]
fn a_page_that_is_added_comes_last_also_after_they_were_put_in_order() {
    let mut world = piece();
    change(&mut world, |piece| command::add_pages(piece, &[added("c")]));
    assert_eq!(names(&world), ["a.jpg", "b.jpg", "c.jpg"]);
    let order = [file("c"), file("a")];
    change(&mut world, |piece| command::arrange_pages(piece, &order));
    assert_eq!(
        names(&world),
        ["c.jpg", "a.jpg", "b.jpg"],
        "the unnamed one follows"
    );
    change(&mut world, |piece| command::add_pages(piece, &[added("d")]));
    assert_eq!(names(&world), ["c.jpg", "a.jpg", "b.jpg", "d.jpg"]);
}

#[test]
fn bytes_that_it_holds_are_not_added_again() {
    let world = piece();
    let again = Page {
        name: "lagi.jpg".into(),
        ..added("a")
    };
    assert_eq!(command::add_pages(world.record(id(PIECE)), &[again]), None);
}

#[test]
fn a_page_takes_anothers_place_and_gives_it_back() {
    let mut world = piece();
    change(&mut world, |piece| {
        command::replace_page(piece, &file("a"), &added("c"))
    });
    assert_eq!(names(&world), ["c.jpg", "b.jpg"]);
    change(&mut world, |piece| {
        command::replace_page(piece, &file("c"), &page("a"))
    });
    assert_eq!(names(&world), ["a.jpg", "b.jpg"]);
    // By one that stands already: it stands once, in the new place.
    change(&mut world, |piece| {
        command::replace_page(piece, &file("a"), &page("b"))
    });
    assert_eq!(names(&world), ["b.jpg"]);
    let piece = world.record(id(PIECE));
    assert_eq!(command::replace_page(piece, &file("a"), &page("c")), None);
}

#[test]
fn one_that_is_taken_out_comes_back_to_its_place() {
    let mut world = piece();
    change(&mut world, |piece| command::remove_page(piece, &file("a")));
    assert_eq!(names(&world), ["b.jpg"]);
    change(&mut world, |piece| command::add_pages(piece, &[page("a")]));
    assert_eq!(names(&world), ["a.jpg", "b.jpg"]);
}

#[test]
fn a_page_that_two_people_moved_at_once_is_there_once() {
    let mut world = piece();
    let seen = world.record(id(PIECE)).clone();
    let moves = [[file("b"), file("a")], [file("a"), file("b")]];
    for order in &moves {
        // Both saw the same pages.
        let draft = command::arrange_pages(&seen, order).unwrap();
        world.take("anggota", draft).unwrap();
    }
    assert_eq!(names(&world).len(), 2);
}
