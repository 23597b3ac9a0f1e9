//! Who may do what, generated from the table: every role × action × place × area, each as an op.

use model::command::{self, ActivityFacts, Capture, EvidenceFacts, Judgement, TaskFacts};
use model::directory::Role;
use model::op::Draft;
use model::reject::Rejection;
use model::rights::{Action, Place, Reach, reach};
use model::rules::{Refusal, Ruling};
use model::schema::Decision;

use crate::world::{RENCANA, SOP, World, cycle, id, neighbour, office, province};

const PLACES: [Place; 3] = [Place::Own, Place::Child, Place::Foreign];

/// An op that is this action, on something of area "manajemen" or "tata".
fn draft(world: &World, action: Action, area: &str) -> Option<Draft> {
    let (office, cycle) = (office(), cycle());
    let item = if area == "manajemen" { RENCANA } else { SOP };
    let items = vec![item.to_owned()];
    Some(match action {
        Action::Plan => {
            let facts = ActivityFacts {
                area: Some(area.to_owned()),
                title: "Rapat".into(),
                ..ActivityFacts::default()
            };
            command::new_activity(id("kegiatan"), office, cycle, &facts)
        }
        Action::Answer => command::answer(office, cycle, item, None, Some("B")),
        Action::Evidence => {
            let capture = Capture {
                items,
                ..Capture::default()
            };
            command::capture(id("bukti"), office, cycle, &capture).remove(0)
        }
        Action::Comment => {
            command::comment(id("komentar"), office, cycle, Some(item), None, "Baik")
        }
        Action::Task => {
            let facts = TaskFacts {
                title: "Unggah".into(),
                ..TaskFacts::default()
            };
            command::new_task(id("tugas"), office, cycle, &facts)
        }
        Action::Judge => {
            let judgement = Judgement {
                decision: Decision::Kembalikan,
                value: None,
                note: "Belum ada bukti".into(),
            };
            let item = world.item(item);
            command::judge(office, cycle, item, None, None, &[], &judgement)
        }
        // Not by ops of a person.
        Action::Read | Action::Open | Action::Administer => return None,
    })
}

#[test]
fn every_cell_of_the_table_holds_for_ops() {
    let mut asked = 0;
    for role in Role::ALL {
        for place in PLACES {
            for mine in [None, Some("manajemen")] {
                let mut world = World::bare();
                let at = match place {
                    Place::Own => office(),
                    Place::Child => province(),
                    Place::Foreign => neighbour(),
                };
                world.grant("seseorang", role, at, mine);
                for action in Action::ALL {
                    for area in ["manajemen", "tata"] {
                        let Some(draft) = draft(&world, action, area) else {
                            continue;
                        };
                        let op = world.op(crate::world::person("seseorang"), draft);
                        // A task belongs to no area, nor does a comment.
                        let areas = !matches!(action, Action::Task | Action::Comment);
                        let other = areas && mine.is_some_and(|mine| mine != area);
                        let expected = match reach(role, action, place) {
                            _ if place == Place::Foreign => Err(Rejection::ForeignOffice),
                            Reach::AllAreas => Ok(()),
                            Reach::OwnArea if !other => Ok(()),
                            Reach::OwnArea => Err(Rejection::NotYourArea { area: area.into() }),
                            Reach::No => Err(Rejection::NotYourRole),
                        };
                        let expected = expected.map(|()| Ruling::Taken).map_err(Refusal::Rejected);
                        let case = format!("{role:?} {action:?} {place:?} {mine:?} on {area}");
                        assert_eq!(world.check(&op), expected, "{case}");
                        asked += 1;
                    }
                }
            }
        }
    }
    assert_eq!(asked, 7 * 3 * 2 * 6 * 2);
}

#[test]
fn the_bytes_of_restricted_evidence_open_as_the_table_says() {
    let mut asked = 0;
    for role in Role::ALL {
        for place in PLACES {
            for mine in [None, Some("manajemen")] {
                for (area, item) in [("manajemen", RENCANA), ("tata", SOP)] {
                    let mut world = World::new();
                    let at = match place {
                        Place::Own => office(),
                        Place::Child => province(),
                        Place::Foreign => neighbour(),
                    };
                    world.grant("seseorang", role, at, mine);
                    let facts = EvidenceFacts {
                        title: "SK".into(),
                        restricted: true,
                        ..EvidenceFacts::default()
                    };
                    let capture = Capture {
                        facts,
                        items: vec![item.to_owned()],
                        ..Capture::default()
                    };
                    for draft in command::capture(id("rahasia"), office(), cycle(), &capture) {
                        world.take("ketua", draft).unwrap();
                    }
                    let record = world.record(id("rahasia"));
                    let who = crate::world::person("seseorang");
                    let expected = match reach(role, Action::Open, place) {
                        Reach::AllAreas => true,
                        Reach::OwnArea => mine.is_none_or(|mine| mine == area),
                        Reach::No => false,
                    };
                    let case = format!("{role:?} {place:?} {mine:?} on {area}");
                    assert_eq!(world.may_open(record, who), expected, "{case}");
                    // Whoever wrote it opens it.
                    assert!(world.may_open(record, crate::world::person("ketua")));
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 7 * 3 * 2 * 2);
}

#[test]
fn a_roll_up_reaches_the_offices_below_a_role_and_no_other() {
    let mut world = World::new();
    for (name, role) in [
        ("admin-provinsi", Role::Admin),
        ("pemantau-provinsi", Role::Pemantau),
    ] {
        world.grant(name, role, province(), None);
    }
    let reached = |name| -> Vec<_> {
        let offices = world.directory.reached(crate::world::person(name));
        offices.map(|office| office.id).collect()
    };
    for name in ["admin-provinsi", "pemantau-provinsi"] {
        let mut below = reached(name);
        below.sort();
        let mut expected = vec![office(), neighbour()];
        expected.sort();
        assert_eq!(below, expected, "{name}");
    }
    assert_eq!(reached("admin"), [], "an office isn't below itself");
    assert_eq!(reached("siapa-saja"), []);
}
