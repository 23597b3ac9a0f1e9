//! What is proof for others can't be taken from them: binding one's own item to a colleague's evidence makes
//! nobody its master, and opens nothing.

use model::command::{self, Capture, EvidenceFacts, TaskFacts};
use model::record::Record;
use model::reject::Rejection;

use crate::steps::{evidence, rejected};
use crate::world::{RENCANA, SOP, World, cycle, id, office, page, person};

/// A piece of "manajemen", of two pages, to which the other area's team bound its own item.
fn shared(restricted: bool) -> World {
    let mut world = World::new();
    let capture = Capture {
        facts: EvidenceFacts {
            title: "SK".into(),
            restricted,
            ..EvidenceFacts::default()
        },
        items: vec![RENCANA.to_owned()],
        pages: vec![page("satu"), page("dua")],
        ..Capture::default()
    };
    for draft in command::capture(id("sk"), office(), cycle(), &capture) {
        world.take("anggota", draft).unwrap();
    }
    world
}

fn sk(world: &World) -> Record {
    world.record(id("sk")).clone()
}

fn facts(title: &str, restricted: bool) -> EvidenceFacts {
    EvidenceFacts {
        title: title.into(),
        restricted,
        ..EvidenceFacts::default()
    }
}

#[test]
fn who_binds_a_piece_takes_nothing_of_it_from_others() {
    let mut world = shared(false);
    let bind = command::bind_item(&sk(&world), SOP).unwrap();
    world.take("anggota-tata", bind).unwrap();
    let piece = sk(&world);
    let page = command::remove_page(&piece, &page("satu").digest).unwrap();
    let hide = command::edit_evidence(&piece, &facts("SK", true)).unwrap();
    for draft in [command::delete(&piece), page, hide] {
        let foreign = rejected(Rejection::NotYourArea {
            area: "manajemen".into(),
        });
        assert_eq!(world.take("anggota-tata", draft.clone()), foreign);
        // Nor the first team, now that it is the other's proof as well.
        let foreign = rejected(Rejection::NotYourArea {
            area: "tata".into(),
        });
        assert_eq!(world.take("anggota", draft), foreign);
    }
    // What takes nothing away is open to both, and all of it to who leads.
    let title = command::edit_evidence(&piece, &facts("SK Tim", false)).unwrap();
    world.take("anggota-tata", title).unwrap();
    world.take("ketua", command::delete(&sk(&world))).unwrap();
}

#[test]
fn a_piece_of_one_area_stays_its_team_s() {
    let mut world = shared(false);
    let piece = sk(&world);
    let page = command::remove_page(&piece, &page("satu").digest).unwrap();
    world.take("anggota", page).unwrap();
    let unbind = command::unbind_item(&sk(&world), RENCANA).unwrap();
    world.take("anggota", unbind).unwrap();
    world.take("anggota", command::delete(&sk(&world))).unwrap();
}

#[test]
fn binding_what_is_restricted_opens_nothing() {
    let mut world = shared(true);
    let foreign = rejected(Rejection::NotYourArea {
        area: "manajemen".into(),
    });
    let bind = command::bind_item(&sk(&world), SOP).unwrap();
    assert_eq!(world.take("anggota-tata", bind.clone()), foreign);
    assert!(!world.may_open(&sk(&world), person("anggota-tata")));
    // Who leads may share it.
    world.take("ketua", bind).unwrap();
    assert!(world.may_open(&sk(&world), person("anggota-tata")));
}

#[test]
fn a_task_is_for_its_area_its_giver_and_who_has_it() {
    let mut world = World::new();
    let give = |name: &str, item: Option<&str>, to: Option<&str>| {
        let facts = TaskFacts {
            title: "Unggah".into(),
            item: item.map(str::to_owned),
            to: to.map(person),
            ..TaskFacts::default()
        };
        command::new_task(id(name), office(), cycle(), &facts)
    };
    let foreign = |area: &str| rejected(Rejection::NotYourArea { area: area.into() });
    assert_eq!(
        world.take("anggota-tata", give("a", Some(RENCANA), None)),
        foreign("manajemen")
    );
    world.take("ketua", give("b", Some(RENCANA), None)).unwrap();
    let tick = |world: &World, name: &str| command::tick_task(world.record(id(name)), true);
    for draft in [
        tick(&world, "b"),
        command::delete(world.record(id("b"))),
        give("b", None, Some("anggota-tata")),
    ] {
        assert_eq!(world.take("anggota-tata", draft), foreign("manajemen"));
    }
    let ticked = tick(&world, "b");
    world.take("anggota", ticked).unwrap();
    // Who has it ticks it off, whatever its area.
    let to = Some("anggota-tata");
    world.take("ketua", give("c", Some(RENCANA), to)).unwrap();
    let ticked = tick(&world, "c");
    world.take("anggota-tata", ticked).unwrap();
    // One of no area is its giver's and its holder's, and theirs who work in all.
    world.take("anggota", give("d", None, None)).unwrap();
    let ticked = tick(&world, "d");
    assert!(world.take("anggota-tata", ticked.clone()).is_err());
    world.take("anggota", ticked).unwrap();
    let deleted = command::delete(world.record(id("d")));
    world.take("ketua", deleted).unwrap();
}

#[test]
fn evidence_that_serves_nothing_yet_may_be_bound_by_any_team() {
    let mut world = World::new();
    world.take("anggota", evidence("bukti", &[])).unwrap();
    let bind = command::bind_item(world.record(id("bukti")), SOP).unwrap();
    world.take("anggota-tata", bind).unwrap();
}
