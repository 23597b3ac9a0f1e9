//! The sync line tells the truth at every moment.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::World;
use super::faults::ours;
use super::server::problem;
use super::world::{Fault, now_or_never, person, set};
use crate::limits::CHUNK_BYTES;
use crate::op::Draft;
use crate::reject::{Rejection, Waiting};
use crate::sync::engine::{Engine, SignIn};
use crate::sync::node::{Identity, Node, SubmitError};
use crate::sync::platform::{Platform as _, SignError, Wake};
use crate::sync::store::{EntryState, meta};
use crate::sync::{Reach, SyncLine};
use crate::time::Millis;
use crate::wire::{DeviceReport, Outcome, ProblemCode};

#[test]
fn all_sent_is_said_only_if_it_is() {
    let world = World::new();
    let siti = world.phone("siti");
    let lines = Rc::new(RefCell::new(Vec::new()));
    let (seen, node) = (Rc::clone(&lines), Rc::downgrade(&siti.node));
    siti.node.subscribe(move |_| {
        let node = node.upgrade().unwrap();
        let line = node.line();
        let waiting = node.replica().waiting();
        if matches!(line, SyncLine::AllSent { .. }) {
            assert_eq!(waiting, 0);
        }
        if let SyncLine::Sending { done, total } = line {
            assert_eq!(total, done + waiting);
        }
        seen.borrow_mut().push(line);
    });
    for n in 0..4 {
        siti.title(&format!("r{n}"), "isi");
    }
    siti.photograph("foto", &[1; 5000]);
    siti.sync();
    let lines = lines.borrow();
    assert!(lines.contains(&SyncLine::StoredHere {
        waiting: 1,
        reach: Reach::Open,
    }));
    let sending = |line: &&SyncLine| matches!(line, SyncLine::Sending { .. });
    assert!(lines.iter().find(sending).is_some(), "{lines:?}");
    let all_files_left = SyncLine::Sending { done: 5, total: 6 };
    assert!(lines.contains(&all_files_left), "{lines:?}");
    assert!(matches!(
        lines.last(),
        Some(SyncLine::AllSent { at: Some(_), .. })
    ));
    // Remembered over a restart, also without network.
    let again = siti.killed();
    assert!(matches!(
        again.line(),
        SyncLine::AllSent { at: Some(_), .. }
    ));
}

#[test]
fn a_new_phone_without_network_has_nothing_to_send() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.bench().online.set(false);
    siti.sync_for(10_000);
    let reach = Reach::NoSignal;
    assert_eq!(siti.line(), SyncLine::AllSent { at: None, reach });
}

#[test]
fn a_revoked_device_says_that_an_admin_is_needed_whether_or_not_it_may_read() {
    let world = World::new();
    let siti = world.phone("siti");
    let waits = |waiting: Waiting| {
        world.server.borrow_mut().ruler = Box::new(move |_| Some(Outcome::Waits { waiting }));
        siti.bench().wake(Wake::Online);
        siti.sync_for(10_000);
        siti.line()
    };
    siti.title("a", "isi");
    let waiting = 1;
    for why in [Waiting::OlderServer, Waiting::UnknownPlace] {
        assert_eq!(waits(why), SyncLine::AtServersWord { waiting, why });
    }
    assert_eq!(waits(Waiting::HeldDevice), SyncLine::Revoked { waiting });
    assert_eq!(siti.node.wants_sign_in(), None);
    world.server.borrow_mut().session = None;
    let told = Rc::new(Cell::new(false));
    let (seen, node) = (Rc::clone(&told), Rc::downgrade(&siti.node));
    siti.node
        .subscribe(move |_| seen.set(node.upgrade().unwrap().wants_sign_in().is_some()));
    assert_eq!(waits(Waiting::HeldDevice), SyncLine::Revoked { waiting });
    assert_eq!(siti.node.wants_sign_in(), Some(SignIn::ToRead));
    assert!(told.get(), "though the line says the same");
    // What doesn't wait at the server's word waits for a signal.
    world.server.borrow_mut().session = Some(person());
    siti.bench().wake(Wake::SignedIn);
    waits(Waiting::OlderServer);
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.title("b", "isi");
    siti.sync_for(1_000);
    let (waiting, reach) = (2, Reach::NoAnswer);
    assert_eq!(siti.line(), SyncLine::StoredHere { waiting, reach });
}

#[test]
fn the_file_that_goes_is_the_one_that_is_named() {
    let world = World::new();
    let siti = world.phone("siti");
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (told, node) = (Rc::clone(&seen), Rc::downgrade(&siti.node));
    siti.node.subscribe(move |_| {
        let node = node.upgrade().unwrap();
        if matches!(node.line(), SyncLine::Sending { .. }) {
            let file = node.under_way().map(|file| (file.size, file.sent));
            told.borrow_mut().push(file);
        }
    });
    siti.photograph("besar", &[1; 3 * CHUNK_BYTES]);
    siti.photograph("kecil", b"kecil");
    siti.sync();
    let seen = seen.borrow();
    assert_eq!(seen[0], None, "words go first");
    let mut seen: Vec<_> = seen.iter().copied().flatten().collect();
    seen.dedup();
    let piece = CHUNK_BYTES as u64;
    let large = |n| (3 * piece, n * piece);
    assert_eq!(
        seen,
        [(5, 0), large(0), large(1), large(2)],
        "the small one, then the large one piece by piece"
    );
    assert!(siti.node.under_way().is_none());
}

#[test]
fn an_emptied_store_is_said_until_its_person_has_read_so_whatever_happens_meanwhile() {
    let world = World::new();
    let siti = world.phone("siti");
    let found = |phone: &super::Phone| now_or_never(phone.node.found_emptied()).unwrap();
    found(&siti).unwrap();
    assert_eq!(siti.line(), SyncLine::Emptied { waiting: 0 });
    assert!(siti.node.replica().report(&[]).is_none());
    siti.node.cannot_sign(&SignError::NoKey);
    assert_eq!(siti.line(), SyncLine::Emptied { waiting: 0 });
    assert_eq!(siti.node.wants_sign_in(), Some(SignIn::ToSend));
    // A sign-in makes a key, the power goes: nothing else would tell of it.
    let siti = siti.power_cut();
    siti.sync();
    assert_eq!(siti.line(), SyncLine::Emptied { waiting: 0 });
    now_or_never(siti.node.dismiss_emptied()).unwrap().unwrap();
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
    // Nobody could ask yet what was lost: what the server had heard stays, and once it is known it is said.
    assert!(siti.node.replica().report(&[]).is_none());
    let report = DeviceReport {
        waiting: 1,
        ..DeviceReport::default()
    };
    let heard = |heard| now_or_never(siti.node.heard_of_emptied(heard)).unwrap();
    heard(Some((report, Millis(1)))).unwrap();
    assert_eq!(siti.line(), SyncLine::Emptied { waiting: 0 });
    now_or_never(siti.node.dismiss_emptied()).unwrap().unwrap();
    assert!(siti.node.replica().report(&[]).is_some());
    // By now the device itself has told that nothing waits: that isn't what was lost.
    heard(Some((DeviceReport::default(), Millis(2)))).unwrap();
    let known = siti.node.replica().emptied_once().unwrap();
    assert!(known.lost_some() && !siti.node.replica().is_emptied());
    // Read, and only not signed in yet: it isn't said again.
    found(&siti).unwrap();
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
    // A note that can't be read still says so.
    let spoiled = siti.node.put_meta(meta::EMPTIED, "{");
    now_or_never(spoiled).unwrap().unwrap();
    assert_eq!(siti.line(), SyncLine::Emptied { waiting: 0 });
}

#[test]
fn a_tab_that_does_not_sync_says_what_the_one_says_that_does() {
    let world = World::new();
    let leader = world.phone("siti");
    let other = leader.second_tab();
    other.bench().leads.set(false);
    let told = Rc::new(Cell::new(0));
    let seen = Rc::clone(&told);
    other.node.subscribe(move |_| seen.set(seen.get() + 1));
    let pass = || {
        for tx in leader.bench().announced.take() {
            now_or_never(other.node.learn(&tx, true)).unwrap();
        }
        let standing = leader.bench().standing.take();
        standing.map(|standing| other.node.follow(standing))
    };
    // Each thing that only who asks the server can know.
    leader.title("a", "isi");
    world.server.borrow_mut().session = None;
    leader.sync();
    pass().unwrap();
    assert!(matches!(leader.line(), SyncLine::SignedOut { .. }));
    assert_eq!(other.line(), leader.line());
    assert_eq!(other.node.wants_sign_in(), Some(SignIn::ToRead));
    assert!(told.get() > 0);
    *leader.bench().signs.borrow_mut() = Err(SignError::Failed("rusak".to_owned()));
    leader.title("b", "isi");
    leader.sync();
    pass().unwrap();
    assert_eq!(other.line(), SyncLine::BadKey { waiting: 1 });
    assert_eq!(other.line(), leader.line());
    // A sign-in in the other tab is that one's news; the leader hears of it too, and tells what came of it.
    world.server.borrow_mut().session = Some(person());
    *leader.bench().signs.borrow_mut() = Ok(());
    other.bench().wake(Wake::SignedIn);
    other.sync();
    let reach = Reach::Open;
    assert_eq!(other.line(), SyncLine::StoredHere { waiting: 1, reach });
    leader.bench().wake(Wake::SignedIn);
    leader.lose(|_| Some(Fault::LoseRequest));
    leader.sync_for(1_000);
    pass().unwrap();
    let reach = Reach::NoAnswer;
    assert_eq!(other.line(), SyncLine::StoredHere { waiting: 1, reach });
    assert_eq!(pass(), None, "what stands is told once");
    leader.lose(|_| None);
    leader.bench().wake(Wake::Online);
    leader.sync();
    pass().unwrap();
    assert!(matches!(other.line(), SyncLine::AllSent { .. }));
    assert_eq!(other.line(), leader.line());
}

#[test]
fn a_tab_that_takes_the_lead_keeps_what_only_a_person_can_mend_and_finds_out_the_rest() {
    let world = World::new();
    let leader = world.phone("siti");
    let other = leader.second_tab();
    other.bench().leads.set(false);
    leader.title("a", "isi");
    leader.sync();
    world.server.borrow_mut().session = None;
    leader.lose(|_| Some(Fault::LoseRequest));
    leader.title("b", "isi");
    leader.sync_for(1_000);
    now_or_never(other.node.refresh()).unwrap().unwrap();
    let standing = leader.bench().standing.take().unwrap();
    other.node.follow(standing.clone());
    let reach = Reach::NoAnswer;
    assert_eq!(other.line(), SyncLine::StoredHere { waiting: 1, reach });
    other.bench().leads.set(true);
    other.sync();
    assert!(matches!(
        other.line(),
        SyncLine::SignedOut { waiting: 0, .. }
    ));
    // One that leads itself knows better than any other.
    other.node.follow(standing);
    assert!(matches!(
        other.line(),
        SyncLine::SignedOut { waiting: 0, .. }
    ));
}

#[test]
fn what_memory_has_is_kept_anew_in_a_store_that_was_emptied_while_it_was_open() {
    let world = World::new();
    let siti = world.phone("siti");
    let sent = siti.title("a", "terkirim");
    siti.photograph("foto", b"sudah di server");
    siti.sync();
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.bench().online.set(false);
    siti.title("b", "hanya di sini");
    siti.photograph("hilang", b"hanya di sini");
    siti.sync_for(1_000);
    let before = siti.node.replica().next_sequence();
    siti.store().empty();
    now_or_never(siti.node.keep_anew()).unwrap().unwrap();
    // Also for a page that opens anew.
    for phone in [siti.killed(), siti] {
        let kept = |name: &str| phone.shown(name).is_some();
        assert!(kept("b") && phone.state(sent).is_some());
        let replica = phone.node.replica();
        assert_eq!(replica.next_sequence(), before);
        let rescued = replica.emptied().unwrap().rescued.unwrap();
        assert_eq!((rescued.ops, rescued.files_lost), (2, 1));
        assert_eq!(replica.attention().files, 1);
        drop(replica);
        assert_eq!(phone.line(), SyncLine::Emptied { waiting: 2 });
        phone.lose(|_| None);
        phone.bench().online.set(true);
        phone.bench().wake(Wake::Online);
        phone.sync();
        assert_eq!(phone.shown("a").as_deref(), Some("terkirim"), "read again");
        assert_eq!(phone.node.replica().waiting(), 0);
        assert!(phone.server_record("b").is_some());
    }
}

#[test]
fn an_unsubscribed_listener_hears_nothing() {
    let world = World::new();
    let siti = world.phone("siti");
    let count = Rc::new(std::cell::Cell::new(0));
    let seen = Rc::clone(&count);
    let subscription = siti.node.subscribe(move |_| seen.set(seen.get() + 1));
    siti.title("a", "satu");
    let heard = count.get();
    assert!(heard > 0);
    siti.node.unsubscribe(subscription);
    siti.title("a", "dua");
    assert_eq!(count.get(), heard);
}

#[test]
fn the_rules_are_asked_before_anything_is_kept() {
    let world = World::new();
    let bench = world.bench_of("siti");
    let identity = Identity {
        person: person(),
        device: crate::id::DeviceId::derived(&["device", "siti"]),
    };
    let check: crate::sync::node::Check = |op, preview, _| {
        // The second draft sees the first.
        match preview.record(op.record.id) {
            None => Ok(()),
            Some(_) => Err(Rejection::WrongRecord),
        }
    };
    let node = Node::open_with(bench, Engine::new(identity), Some(check));
    let node = super::world::now_or_never(node).unwrap().unwrap();
    let draft = |name: &str| -> Draft {
        let edits = vec![set("judul", "isi".into(), Vec::new())];
        super::world::draft(crate::schema::Kind::Bukti, name, edits)
    };
    let submit =
        |drafts| super::world::now_or_never(node.submit(drafts, super::world::nothing())).unwrap();
    let refused = submit(vec![draft("a"), draft("a")]);
    assert_eq!(refused, Err(SubmitError::Refused(Rejection::WrongRecord)));
    assert_eq!(node.replica().entries().count(), 0, "all or nothing");
    assert_eq!(
        submit(vec![draft("a"), draft("b")]).map(|ops| ops.len()),
        Ok(2)
    );
}

#[test]
fn the_queue_of_somebody_who_is_not_signed_in_is_sent_without_reading() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    siti.photograph("foto", b"foto");
    world.server.borrow_mut().session = Some(crate::id::PersonId::derived(&["rina"]));
    let sender = siti.sender();
    sender.sync();
    let state = sender.state(op);
    assert!(
        matches!(state, Some(EntryState::Accepted { .. })),
        "{state:?}"
    );
    let requests = sender.bench().requests.borrow();
    assert!(!requests.iter().any(|line| line.contains("pull")));
    assert_eq!(sender.node.replica().waiting(), 0);
}

#[test]
fn without_a_session_what_waits_is_said_to_go_only_where_it_can() {
    let world = World::new();
    let siti = world.phone("siti");
    world.server.borrow_mut().session = None;
    siti.sync();
    let said = || match siti.line() {
        SyncLine::SignedOut { waiting, reach, .. } => (waiting, reach),
        line => panic!("{line:?}"),
    };
    siti.title("a", "isi");
    assert_eq!(said(), (1, Some(Reach::Open)));
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.sync_for(1_000);
    assert_eq!(said(), (1, Some(Reach::NoAnswer)));
    siti.bench().online.set(false);
    assert_eq!(said(), (1, Some(Reach::NoSignal)));
    siti.bench().online.set(true);
    siti.lose(|_| {
        let full = problem(507, ProblemCode::DiskFull);
        Some(Fault::Answer(ours(full)))
    });
    siti.bench().wake(Wake::Timer);
    siti.sync_for(60_000);
    assert_eq!(said(), (1, None));
}
