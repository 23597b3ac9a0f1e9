//! The order of work, dependence, and what two phones make of each other's facts.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::json;

use super::World;
use super::server::problem;
use super::world::{Fault, Phone, cycle, draft, now_or_never, office, record_id, set, work};
use crate::limits::PUSH_OPS_MAX;
use crate::op::{Body, Draft, Edit, Stream, Target};
use crate::reject::{Rejection, Waiting};
use crate::schema::Kind;
use crate::sync::node::{ActError, Attached};
use crate::sync::platform::{Platform as _, Wake};
use crate::sync::store::{EntryState, StoreError};
use crate::sync::{Reach, SyncLine};
use crate::time::Millis;
use crate::wire::{Outcome, ProblemCode};

#[test]
fn a_page_that_comes_after_what_it_goes_on_from_was_dropped_leaves_no_hole() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    agus.title("a", "sebelum");
    agus.sync();
    siti.sync();
    agus.title("b", "sesudah");
    agus.sync();
    // She signs out while her phone waits for what is new.
    let node = Rc::downgrade(&siti.node);
    siti.lose(move |request| {
        if request.path.ends_with("/pull")
            && let Some(node) = node.upgrade()
        {
            now_or_never(node.forget_pulled()).unwrap().unwrap();
        }
        None
    });
    siti.run_for(0);
    siti.bench().wake(Wake::Online);
    siti.run_for(1_000);
    siti.lose(|_| None);
    let siti = siti.killed();
    siti.sync();
    for name in ["a", "b"] {
        assert_eq!(
            siti.node.replica().record(record_id(name)),
            world.server.borrow().records.get(&record_id(name))
        );
    }
}

#[test]
fn what_one_phone_states_another_shows() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    let op = siti.title("notula", "Notula rapat");
    assert_eq!(siti.shown("notula").as_deref(), Some("Notula rapat"));
    assert!(siti.node.replica().is_unsent(record_id("notula")));
    siti.sync();
    assert_eq!(siti.state(op), Some(EntryState::Confirmed { number: 1 }));
    assert!(!siti.node.replica().is_unsent(record_id("notula")));
    agus.sync();
    assert_eq!(agus.shown("notula").as_deref(), Some("Notula rapat"));
    assert!(agus.node.replica().caught_up(work()));
    assert!(agus.node.replica().caught_up(Stream::board(office())));
}

/// How many pieces of evidence a phone holds.
fn count(phone: &Phone) -> usize {
    let replica = phone.node.replica();
    replica.of_kind(&Kind::Bukti, Some(cycle())).count()
}

#[test]
fn many_records_come_page_by_page() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    for n in 0..20 {
        siti.title(&format!("r{n}"), "isi");
    }
    siti.sync();
    assert_eq!(world.server.borrow().pushes, [20], "one push for all");
    agus.sync();
    assert_eq!(
        agus.node
            .replica()
            .of_kind(&Kind::Bukti, Some(super::world::cycle()))
            .count(),
        20
    );
    assert!(agus.killed().node.replica().caught_up(work()));
}

#[test]
fn the_next_page_is_asked_for_while_one_is_stored() {
    let world = World::new();
    let siti = world.phone("siti");
    for n in 0..8 {
        siti.title(&format!("r{n}"), "isi");
    }
    siti.sync();
    let pulls = |phone: &Phone| {
        let requests = phone.bench().requests.borrow();
        let pulls = requests.iter().filter(|line| line.ends_with("/pull"));
        pulls.count()
    };
    // Wherever the disk stands still, the network has gone on by at most one page.
    let mut asked_ahead = 0;
    for point in 1..40 {
        let agus = world.phone(&format!("agus{point}"));
        agus.store().stop(point);
        agus.run_for(200_000);
        let (held, pulls) = (count(&agus), pulls(&agus));
        if pulls > 1 && held == 0 {
            asked_ahead += 1;
        }
        assert!(held >= 8 || pulls <= held / 3 + 2, "{held} {pulls}");
        // What was asked for ahead and never stored comes again.
        let again = agus.killed();
        again.sync();
        assert_eq!(count(&again), 8);
    }
    assert!(asked_ahead > 0);
    // A page that couldn't be stored is asked for again, and so is what follows on it.
    for call in 1..20 {
        let rini = world.phone(&format!("rini{call}"));
        rini.store().fail(call, StoreError::Full);
        rini.run_for(200_000);
        rini.sync();
        assert_eq!(count(&rini), 8, "{call}");
    }
    // That the server was in trouble by then is known, though nobody waits for that answer any more.
    for call in 1..20 {
        let maya = world.phone(&format!("maya{call}"));
        let answered = Cell::new(0);
        maya.lose(move |request| {
            let nth = answered.replace(answered.get() + u32::from(request.path.ends_with("/pull")));
            (nth > 0).then(|| Fault::Answer(problem(500, ProblemCode::Internal)))
        });
        maya.store().fail(call, StoreError::Closing);
        maya.run_for(500);
        let reach = Reach::Open;
        let is_open = matches!(maya.line(), SyncLine::AllSent { reach: of, .. } if of == reach);
        assert!(pulls(&maya) < 2 || !is_open, "{call}");
    }
}

#[test]
fn two_edits_unseen_by_each_other_are_a_conflict_on_both_phones() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    siti.title("notula", "awal");
    siti.sync();
    agus.sync();
    siti.title("notula", "dari Siti");
    world.now.set(world.now.get() + 1000);
    agus.title("notula", "dari Agus");
    for phone in [&agus, &siti, &agus] {
        phone.sync();
    }
    for phone in [&siti, &agus] {
        let replica = phone.node.replica();
        let record = replica.record(record_id("notula")).unwrap();
        assert_eq!(record.conflicts(), ["judul"]);
        assert_eq!(record.text("judul"), Some("dari Agus"));
        assert_eq!(record, &phone.server_record("notula").unwrap());
    }
}

#[test]
fn an_op_goes_with_what_it_names() {
    let world = World::new();
    let siti = world.phone("siti");
    let first = siti.title("a", "satu");
    let second = siti.title("a", "dua");
    let other = siti.title("b", "lain");
    siti.sync();
    assert_eq!(world.server.borrow().pushes, [3]);
    for op in [first, second, other] {
        assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    }
}

#[test]
fn what_depends_on_a_refused_op_is_held_and_never_taken() {
    let world = World::new();
    let refused = Outcome::Rejected {
        rejection: Rejection::NotYourRole,
    };
    world.server.borrow_mut().ruler = Box::new(move |op| {
        let creates = op.record.id == record_id("kegiatan");
        (creates && op.creates()).then(|| refused.clone())
    });
    let siti = world.phone("siti");
    let kind = Kind::Kegiatan;
    let edits = vec![set("judul", json!("Bentuk tim"), Vec::new())];
    let drafts = vec![draft(kind.clone(), "kegiatan", edits)];
    let cause = siti.submit(drafts, Attached::default()).unwrap()[0];
    // One writes the same record, one names the record as its parent, one names the op, and one names
    // the record that the second would have made.
    let edits = vec![set("area", json!("I"), Vec::new())];
    let same = draft(kind, "kegiatan", edits);
    let edits = vec![set("kegiatan", json!(record_id("kegiatan")), Vec::new())];
    let below = draft(Kind::SubKegiatan, "sub", edits);
    let delete = Draft {
        body: Body::Delete { names: vec![cause] },
        record: Target {
            kind: Kind::Kegiatan,
            id: record_id("kegiatan"),
        },
        ..below.clone()
    };
    let edits = vec![set("sub_kegiatan", json!(record_id("sub")), Vec::new())];
    let deepest = draft(Kind::Indikator, "indikator", edits);
    let drafts = vec![same, below, delete, deepest];
    let dependents = siti.submit(drafts, Attached::default()).unwrap();
    let free = siti.title("bukti", "tak bergantung");
    siti.sync();
    assert!(matches!(
        siti.state(cause),
        Some(EntryState::Rejected { .. })
    ));
    for op in &dependents {
        assert_eq!(siti.state(*op), Some(EntryState::Held { by: cause }));
        assert!(!world.server.borrow().seen.contains(op), "held, not taken");
    }
    assert!(matches!(
        siti.state(free),
        Some(EntryState::Confirmed { .. })
    ));
    assert!(
        siti.node.replica().record(record_id("sub")).is_none(),
        "not shown"
    );
    assert_eq!(siti.node.replica().attention().total(), 5);
    // What is stated on top of it later is held as well.
    let edits = vec![set("tentang", json!(record_id("sub")), Vec::new())];
    let drafts = vec![draft(Kind::Komentar, "komentar", edits)];
    let later = siti.submit(drafts, Attached::default()).unwrap()[0];
    siti.sync();
    assert_eq!(siti.state(later), Some(EntryState::Held { by: cause }));
    // Once the reason is gone, one retry sends them all.
    world.server.borrow_mut().ruler = Box::new(|_| None);
    super::world::now_or_never(siti.node.retry(dependents[3]))
        .unwrap()
        .unwrap();
    siti.sync();
    for op in dependents.into_iter().chain([cause, later]) {
        assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    }
}

#[test]
fn a_long_day_on_one_answer_is_one_push() {
    let world = World::new();
    let siti = world.phone("siti");
    for n in 0..100 {
        siti.title("a", &format!("versi {n}"));
    }
    siti.sync();
    assert_eq!(world.server.borrow().pushes, [100]);
    assert_eq!(siti.node.replica().waiting(), 0);
    assert_eq!(siti.shown("a").as_deref(), Some("versi 99"));
}

#[test]
fn what_was_sent_with_a_refused_op_goes_back_when_the_push_had_to_be_halved() {
    let world = World::new();
    {
        let mut server = world.server.borrow_mut();
        server.poison = Some(("racun".to_owned(), 413));
        server.ruler = Box::new(|op| {
            let rejection = Rejection::CycleClosed;
            op.creates().then_some(Outcome::Rejected { rejection })
        });
    }
    let siti = world.phone("siti");
    let cause = siti.title("a", "isi");
    let other = siti.title("b", "lain");
    let follows = siti.title("a", "racun");
    let last = siti.title("a", "lagi");
    siti.sync();
    for op in [cause, other] {
        assert!(matches!(siti.state(op), Some(EntryState::Rejected { .. })));
    }
    for op in [follows, last] {
        assert_eq!(siti.state(op), Some(EntryState::Held { by: cause }));
        assert!(!world.server.borrow().seen.contains(&op));
    }
}

#[test]
fn what_was_sent_with_held_work_waits_with_it_when_the_push_had_to_be_halved() {
    let world = World::new();
    let waiting = Waiting::HeldDevice;
    world.server.borrow_mut().ruler = Box::new(move |_| Some(Outcome::Waits { waiting }));
    let siti = world.phone("siti");
    let ops = [siti.title("a", "satu"), siti.title("a", "dua")];
    // The server holds both, and nobody hears of it; then a push of half of them is heard of.
    let pushes = Cell::new(0);
    siti.lose(move |_| match pushes.replace(pushes.get() + 1) {
        0 => Some(Fault::LoseReply),
        1 => Some(Fault::Answer(problem(413, ProblemCode::TooLarge))),
        _ => None,
    });
    siti.sync();
    assert_eq!(world.server.borrow().pushes, [2, 1]);
    for op in ops {
        assert_eq!(siti.state(op), Some(EntryState::Waits { waiting }));
    }
    // Somebody admits both before the device asks again. It reads that with other news, and asks for both
    // at once.
    for op in ops {
        let replica = siti.node.replica();
        let mut server = world.server.borrow_mut();
        server.ruler = Box::new(|_| None);
        server.take(&replica.entry(op).unwrap().op, 0, Millis(world.now.get()));
    }
    siti.title("b", "lain");
    siti.sync_for(10_000);
    for op in ops {
        assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    }
}

#[test]
fn what_follows_on_admitted_work_is_asked_about_before_anything_is_read() {
    let waiting = Waiting::HeldDevice;
    // Wherever the store is full once after the start.
    for call in 1..6 {
        let world = World::new();
        world.server.borrow_mut().ruler = Box::new(move |_| Some(Outcome::Waits { waiting }));
        let (siti, agus) = (world.phone("siti"), world.phone("agus"));
        let first = siti.title("a", "satu");
        siti.sync();
        assert_eq!(siti.state(first), Some(EntryState::Waits { waiting }));
        let second = siti.title("a", "dua");
        // Somebody admits this device's work, and both are sent and taken; the power goes before the phone
        // hears of it, and with it all that said that they were sent.
        world.server.borrow_mut().ruler = Box::new(|_| None);
        siti.lose(|_| Some(Fault::LoseReply));
        siti.bench().wake(Wake::Online);
        siti.sync_for(30_000);
        assert_eq!(world.server.borrow().log.len(), 2);
        let siti = siti.power_cut();
        assert_eq!(siti.state(first), Some(EntryState::Waits { waiting }));
        assert_eq!(siti.state(second), Some(EntryState::Pending));
        agus.sync();
        agus.title("a", "tiga");
        agus.sync();
        siti.store().fail(call, StoreError::Full);
        siti.sync_for(100_000);
        // Before both were answered, the first page would have shown a conflict that there isn't.
        assert_eq!(siti.shown("a").as_deref(), Some("tiga"), "{call}");
        let replica = siti.node.replica();
        let record = replica.record(record_id("a")).unwrap();
        assert!(record.conflicts().is_empty(), "{call}");
        for op in [first, second] {
            let state = siti.state(op);
            assert!(matches!(state, Some(EntryState::Confirmed { .. })));
        }
    }
}

#[test]
fn all_that_waits_is_asked_however_many_pushes_that_takes() {
    let world = World::new();
    let waiting = Waiting::HeldDevice;
    world.server.borrow_mut().ruler = Box::new(move |_| Some(Outcome::Waits { waiting }));
    let siti = world.phone("siti");
    for n in 0..=PUSH_OPS_MAX {
        siti.title(&format!("r{n}"), "isi");
    }
    siti.sync_for(10_000);
    let pushes = world.server.borrow().pushes.clone();
    assert_eq!(pushes, [PUSH_OPS_MAX, 1]);
    // Asked again, and again told to wait: nothing is left out, and nothing asked twice.
    siti.sync_for(301_000);
    let pushes = world.server.borrow().pushes.clone();
    assert_eq!(pushes, [PUSH_OPS_MAX, 1, PUSH_OPS_MAX, 1]);
    let replica = siti.node.replica();
    let waits = |state: &EntryState| *state == EntryState::Waits { waiting };
    assert!(replica.entries().all(|entry| waits(&entry.state)));
}

#[test]
fn a_refused_op_is_let_go_knowingly_and_once() {
    let world = World::new();
    world.server.borrow_mut().ruler = Box::new(|_| {
        let rejection = Rejection::CycleClosed;
        Some(Outcome::Rejected { rejection })
    });
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    let discard = || super::world::now_or_never(siti.node.discard(op)).unwrap();
    assert_eq!(
        discard(),
        Err(ActError::StandsOtherwise),
        "it isn't refused yet"
    );
    siti.sync();
    let before = EntryState::Rejected {
        rejection: Rejection::CycleClosed,
    };
    assert_eq!(discard(), Ok(before.clone()));
    assert_eq!(siti.state(op), Some(EntryState::Discarded));
    assert_eq!(discard(), Err(ActError::StandsOtherwise));
    // Taken back, once, and only to how it can have stood.
    let back =
        |to: &EntryState| super::world::now_or_never(siti.node.take_back(op, to.clone())).unwrap();
    assert_eq!(back(&EntryState::Pending), Err(ActError::StandsOtherwise));
    assert_eq!(back(&before), Ok(()));
    assert_eq!(siti.state(op), Some(before.clone()));
    assert_eq!(back(&before), Err(ActError::StandsOtherwise));
    assert_eq!(discard(), Ok(before));
    let again = siti.killed();
    assert_eq!(
        again.state(op),
        Some(EntryState::Discarded),
        "kept as a trace"
    );
    // At any later time it may be sent after all.
    world.server.borrow_mut().ruler = Box::new(|_| None);
    again.sync();
    assert_eq!(again.state(op), Some(EntryState::Discarded));
    let retry = || super::world::now_or_never(again.node.retry(op)).unwrap();
    assert_eq!(retry(), Ok(()));
    again.sync();
    assert!(matches!(
        again.state(op),
        Some(EntryState::Confirmed { .. })
    ));
    assert_eq!(retry(), Err(ActError::StandsOtherwise));
}

#[test]
fn what_waits_blocks_only_what_names_it_and_is_asked_again() {
    let world = World::new();
    world.server.borrow_mut().ruler = Box::new(|op| {
        let waiting = Waiting::OlderServer;
        (op.record.id == record_id("a")).then_some(Outcome::Waits { waiting })
    });
    let siti = world.phone("siti");
    let waits = siti.title("a", "satu");
    let names_it = siti.title("a", "dua");
    let free = siti.title("b", "lain");
    siti.sync();
    assert!(matches!(siti.state(waits), Some(EntryState::Waits { .. })));
    assert_eq!(siti.state(names_it), siti.state(waits), "kept out with it");
    assert!(matches!(
        siti.state(free),
        Some(EntryState::Confirmed { .. })
    ));
    assert_eq!(siti.shown("a").as_deref(), Some("dua"), "still shown");
    world.server.borrow_mut().ruler = Box::new(|_| None);
    siti.sync();
    for op in [waits, names_it] {
        assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    }
}

#[test]
fn nothing_is_read_before_every_sent_op_has_its_answer() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "isi");
    // The server takes it, but no push is ever answered.
    siti.lose(|request| request.path.ends_with("push").then_some(Fault::LoseReply));
    siti.sync_for(60_000);
    let requests = siti.bench().requests.borrow().clone();
    assert!(requests.len() > 3, "it tries again and again");
    assert!(
        requests.iter().all(|line| line.ends_with("push")),
        "{requests:?}"
    );
    siti.lose(|_| None);
    siti.sync();
    assert_eq!(world.server.borrow().log.len(), 1, "applied once");
    assert_eq!(siti.node.replica().waiting(), 0);
}

#[test]
fn a_stream_that_is_no_longer_read_goes_and_its_queue_is_told() {
    let world = World::new();
    let siti = world.phone("siti");
    let sent = siti.title("a", "isi");
    siti.sync();
    let edits = vec![Edit::Add {
        field: "butir".to_owned(),
        value: json!("x"),
    }];
    world.server.borrow_mut().streams.remove(&work());
    world.server.borrow_mut().ruler = Box::new(|_| {
        let waiting = Waiting::UnknownPlace;
        Some(Outcome::Waits { waiting })
    });
    let drafts = vec![draft(Kind::Bukti, "a", edits)];
    let unsent = siti.submit(drafts, Attached::default()).unwrap()[0];
    siti.sync();
    let rejection = Rejection::ForeignOffice;
    assert_eq!(siti.state(unsent), Some(EntryState::Rejected { rejection }));
    assert_eq!(siti.state(sent), Some(EntryState::Confirmed { number: 1 }));
    let replica = siti.node.replica();
    assert!(replica.record(record_id("a")).is_none());
    assert!(replica.cursor(work()).is_none() && !replica.caught_up(work()));
}
