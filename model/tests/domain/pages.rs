//! The pages of a piece of evidence: added, replaced, put in order, taken out.

use model::command::{self, Capture};
use model::op::{Body, Draft, Edit};
use model::record::Record;
use model::schema::Page;
use model::view::pages_of;

use crate::world::{World, cycle, file, id, office, page, person};

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
    change(&mut world, |piece| {
        command::arrange_pages(piece, &order).pop()
    });
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
        command::replace_page(piece, &file("a"), &added("c")).pop()
    });
    assert_eq!(names(&world), ["c.jpg", "b.jpg"]);
    change(&mut world, |piece| {
        command::replace_page(piece, &file("c"), &page("a")).pop()
    });
    assert_eq!(names(&world), ["a.jpg", "b.jpg"]);
    // By one that stands already: nothing is lost for it.
    let piece = world.record(id(PIECE));
    assert!(command::replace_page(piece, &file("a"), &page("b")).is_empty());
    assert!(command::replace_page(piece, &file("x"), &page("c")).is_empty());
}

#[test]
fn what_a_newer_build_said_of_a_page_stays() {
    let mut world = piece();
    let mut newer = serde_json::to_value(page("c")).unwrap();
    newer["putar"] = serde_json::json!(90);
    let unknown = serde_json::json!({ "halaman": "dari masa depan" });
    for value in [&newer, &unknown] {
        let edit = Edit::Add {
            field: "halaman".into(),
            value: value.clone(),
        };
        let draft = Draft {
            body: Body::Write { edits: vec![edit] },
            ..command::delete(world.record(id(PIECE)))
        };
        // As a newer server takes it: this build's rules don't know it.
        let op = world.op(person("anggota"), draft);
        world.apply(&op);
    }
    let order = [file("c"), file("a"), file("b")];
    change(&mut world, |piece| {
        command::arrange_pages(piece, &order).pop()
    });
    assert_eq!(names(&world), ["c.jpg", "a.jpg", "b.jpg"]);
    let members = world.record(id(PIECE)).members("halaman");
    assert!(members.iter().any(|value| value["putar"] == 90));
    assert!(members.contains(&&unknown));
}

#[test]
fn many_pages_are_put_in_order_by_several_ops() {
    let mut world = piece();
    let many: Vec<Page> = (0..40).map(|n| added(&format!("p{n:02}"))).collect();
    for page in &many {
        let one = std::slice::from_ref(page);
        change(&mut world, |piece| command::add_pages(piece, one));
    }
    let mut order: Vec<_> = many.iter().map(|page| page.digest.clone()).collect();
    order.reverse();
    let drafts = command::arrange_pages(world.record(id(PIECE)), &order);
    assert!(drafts.len() > 1);
    for draft in drafts {
        world.take("anggota", draft).unwrap();
    }
    assert_eq!(names(&world)[..2], ["p39.jpg", "p38.jpg"]);
    assert_eq!(names(&world).len(), 42);
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
        for draft in command::arrange_pages(&seen, order) {
            world.take("anggota", draft).unwrap();
        }
    }
    assert_eq!(names(&world).len(), 2);
}
