//! What a device may rely on: safe ops, bytes kept until they are, comparisons.

use std::collections::BTreeMap;

use super::world::{Fault, naming, now_or_never, office, record_id, work};
use super::{Phone, World};
use crate::id::{Epoch, RecordId};
use crate::op::Stream;
use crate::record::Record;
use crate::reject::Rejection;
use crate::schema::Kind;
use crate::sync::engine::{Compared, Drift};
use crate::sync::node::ActError;
use crate::sync::safe::Freeable;
use crate::sync::store::{Change, EntryState, FileState, Tx};
use crate::time::Millis;
use crate::wire::Outcome;

fn name_safe(world: &World, place: bool, number: u64) {
    let numbers = BTreeMap::from([(work(), number)]);
    world.server.borrow_mut().safe = Some((place, numbers));
}

fn drifts(phone: &Phone) -> Vec<Drift> {
    let replica = phone.node.replica();
    replica.drifts().map(|(_, drift)| drift).collect()
}

fn compare(phone: &Phone) {
    now_or_never(phone.node.reconcile()).unwrap().unwrap();
    assert_eq!(phone.node.replica().compared(), Some(Compared::Asked));
    phone.sync();
}

#[test]
fn an_accepted_op_is_kept_until_it_is_safe() {
    let world = World::new();
    let siti = world.phone("siti");
    let first = siti.title("a", "satu");
    let second = siti.title("b", "dua");
    siti.sync();
    let number = |op| match siti.state(op) {
        Some(EntryState::Confirmed { number }) => number,
        other => panic!("{other:?}"),
    };
    assert_eq!((number(first), number(second)), (1, 2));
    name_safe(&world, true, 1);
    siti.sync();
    assert_eq!(siti.state(first), None, "forgotten");
    assert_eq!(number(second), 2, "kept");
    assert_eq!(siti.shown("a").as_deref(), Some("satu"));
    // Later ops still find their place behind it.
    let third = siti.title("a", "tiga");
    siti.sync();
    assert_eq!(siti.shown("a").as_deref(), Some("tiga"));
    assert_eq!(number(third), 3);
}

#[test]
fn bytes_stay_until_the_word_about_them_is_safe() {
    let world = World::new();
    let siti = world.phone("siti");
    name_safe(&world, true, 0);
    let (file, op) = siti.photograph("a", b"sebuah foto");
    siti.sync();
    siti.sync();
    // Number 1 is the evidence, number 2 the word of `sistem` that the file is complete.
    name_safe(&world, true, 1);
    siti.sync();
    let freeable = || {
        let replica = siti.node.replica();
        replica.freeable(replica.file(&file.key()).unwrap())
    };
    assert_eq!(freeable(), Freeable::No);
    let refused = now_or_never(siti.node.free_file(&file.key())).unwrap();
    assert_eq!(refused, Err(ActError::StandsOtherwise));
    assert!(siti.state(op).is_some(), "the op would bring an address");
    name_safe(&world, true, 2);
    siti.sync();
    assert_eq!(freeable(), Freeable::Safe);
    assert_eq!(siti.state(op), None);
    now_or_never(siti.node.free_file(&file.key()))
        .unwrap()
        .unwrap();
    // Signed out, nothing of it is left.
    now_or_never(siti.node.forget_pulled()).unwrap().unwrap();
    assert_eq!(siti.node.replica().files().count(), 0);
    assert_eq!(siti.node.replica().entries().count(), 0);
}

#[test]
fn without_a_place_bytes_are_freed_knowingly() {
    let world = World::new();
    let siti = world.phone("siti");
    name_safe(&world, false, 0);
    let (file, op) = siti.photograph("a", b"sebuah foto");
    siti.sync();
    siti.sync();
    {
        let replica = siti.node.replica();
        let file = replica.file(&file.key()).unwrap();
        assert_eq!(replica.has_backup_place(), Some(false));
        assert_eq!(replica.freeable(file), Freeable::Knowingly);
    }
    now_or_never(siti.node.forget_pulled()).unwrap().unwrap();
    assert!(
        siti.state(op).is_some(),
        "what isn't safe outlasts a sign-out"
    );
    assert!(siti.node.replica().file(&file.key()).is_some());
}

#[test]
fn a_restored_server_gets_back_what_no_two_backups_held() {
    let world = World::new();
    let siti = world.phone("siti");
    name_safe(&world, true, 0);
    let old = siti.title("lama", "lama");
    siti.sync();
    name_safe(&world, true, 1);
    siti.sync();
    assert_eq!(siti.state(old), None);
    let backup = {
        let server = world.server.borrow();
        (
            server.log.clone(),
            server.numbers.clone(),
            server.records.clone(),
        )
    };
    let (file, op) = siti.photograph("a", b"sebuah foto");
    siti.sync();
    siti.sync();
    assert!(matches!(
        siti.state(op),
        Some(EntryState::Confirmed { number: 2 })
    ));
    {
        let mut server = world.server.borrow_mut();
        (server.log, server.numbers, server.records) = backup;
        server.epoch = Epoch::derived(&["epoch", "2"]);
        server.complete.clear();
        server.uploads.clear();
        server.safe = Some((true, BTreeMap::new()));
    }
    siti.sync();
    siti.sync();
    let server = world.server.borrow();
    assert_eq!(
        server.log.len(),
        2,
        "the safe op was there, the other came again"
    );
    let bytes = server.complete.get(&(office(), file.digest.clone()));
    assert_eq!(bytes.map(Vec::as_slice), Some(b"sebuah foto".as_slice()));
    assert_eq!(siti.shown("lama").as_deref(), Some("lama"));
    assert_eq!(
        siti.node.replica().safe_number(work()),
        0,
        "another database"
    );
    let state = siti.node.replica().file(&file.key()).unwrap().state.clone();
    assert_eq!(state, FileState::OnServer);
}

#[test]
fn bytes_that_a_copy_by_hand_lacks_come_again_though_the_last_op_that_names_them_is_refused() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, first) = siti.photograph("a", b"sebuah foto");
    siti.sync();
    siti.sync();
    let told = RecordId::file(office(), &file.digest);
    let backup = {
        let server = world.server.borrow();
        let mut records = server.records.clone();
        records.remove(&told);
        (server.log.clone(), server.numbers.clone(), records)
    };
    let (draft, attached) = naming(&file, "b");
    let second = siti.submit(vec![draft], attached).unwrap()[0];
    siti.sync();
    assert!(matches!(
        siti.state(second),
        Some(EntryState::Confirmed { .. })
    ));
    // Under its old epoch, to a time before the second op and the bytes; meanwhile the cycle was closed.
    {
        let mut server = world.server.borrow_mut();
        (server.log, server.numbers, server.records) = backup;
        server.complete.clear();
        server.uploads.clear();
        server.ruler = Box::new(move |op| {
            let rejection = Rejection::CycleClosed;
            (op.id == second).then_some(Outcome::Rejected { rejection })
        });
    }
    siti.sync();
    siti.sync();
    let refused = siti.state(second);
    assert!(
        matches!(refused, Some(EntryState::Rejected { .. })),
        "{refused:?}"
    );
    assert!(matches!(
        siti.state(first),
        Some(EntryState::Confirmed { .. })
    ));
    let server = world.server.borrow();
    let bytes = server.complete.get(&(office(), file.digest.clone()));
    assert_eq!(bytes.map(Vec::as_slice), Some(b"sebuah foto".as_slice()));
}

#[test]
fn a_stream_that_comes_back_gets_back_what_a_copy_by_hand_lacked() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "satu");
    siti.sync();
    assert_eq!(siti.state(op), Some(EntryState::Confirmed { number: 1 }));
    // The server is copied back, under its old epoch, to a time before the op and before Siti's role.
    {
        let mut server = world.server.borrow_mut();
        server.streams.clear();
        (server.log, server.numbers, server.records) = Default::default();
    }
    siti.sync();
    assert!(siti.node.replica().pulled_streams().is_empty());
    // She gets her role again, and somebody has written about the same thing.
    let streams = [Stream::board(office()), work()];
    world.server.borrow_mut().streams.extend(streams);
    let rina = world.phone("rina");
    rina.title("a", "lain");
    rina.title("a", "lagi");
    rina.sync();
    siti.sync();
    assert_eq!(siti.state(op), Some(EntryState::Confirmed { number: 3 }));
    assert!(siti.server_record("a").unwrap().holds(op));
    let sent = world.server.borrow().pushes.len();
    siti.sync();
    assert_eq!(world.server.borrow().pushes.len(), sent, "once is enough");
}

#[test]
fn a_stream_that_others_filled_after_a_copy_by_hand_gets_back_what_it_lacked() {
    let world = World::new();
    let siti = world.phone("siti");
    let ops = ["a", "b", "c"].map(|name| siti.title(name, name));
    siti.sync();
    {
        let mut server = world.server.borrow_mut();
        (server.log, server.numbers, server.records) = Default::default();
    }
    // The number that Siti's op about it had is another's now, and her cursor is still above the head.
    let rina = world.phone("rina");
    rina.title("a", "lain");
    rina.sync();
    siti.sync();
    for (name, op) in ["a", "b", "c"].into_iter().zip(ops) {
        assert!(siti.server_record(name).unwrap().holds(op), "{name}");
        let state = siti.state(op);
        assert!(
            matches!(state, Some(EntryState::Confirmed { .. })),
            "{state:?}"
        );
    }
}

#[test]
fn what_somebody_superseded_doesnt_come_back_while_it_is_asked_for() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    let op = siti.title("a", "satu");
    for phone in [&siti, &agus] {
        phone.sync();
    }
    agus.title("a", "dua");
    for phone in [&agus, &siti] {
        phone.sync();
    }
    // The stream is read from nothing, and pushes don't get through.
    world.server.borrow_mut().forget_cursors = true;
    siti.lose(|request| request.path.ends_with("push").then_some(Fault::LoseRequest));
    siti.sync_for(400_000);
    let again = siti.killed();
    for phone in [&siti, &again] {
        assert_eq!(phone.state(op), Some(EntryState::Sent), "asked for");
        let replica = phone.node.replica();
        let record = replica.record(record_id("a")).unwrap();
        assert_eq!(record.text("judul"), Some("dua"));
        assert!(record.conflicts().is_empty(), "{record:?}");
    }
    again.sync();
    assert_eq!(again.state(op), Some(EntryState::Confirmed { number: 1 }));
}

#[test]
fn what_a_copy_by_hand_lacks_shows_before_it_is_sent_again() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "satu");
    siti.sync();
    let backup = {
        let server = world.server.borrow();
        (
            server.log.clone(),
            server.numbers.clone(),
            server.records.clone(),
        )
    };
    let op = siti.title("a", "dua");
    siti.sync();
    {
        let mut server = world.server.borrow_mut();
        (server.log, server.numbers, server.records) = backup;
    }
    siti.lose(|request| request.path.ends_with("push").then_some(Fault::LoseRequest));
    siti.sync_for(400_000);
    assert_eq!(siti.state(op), Some(EntryState::Sent));
    assert_eq!(siti.shown("a").as_deref(), Some("dua"));
    siti.lose(|_| None);
    siti.sync();
    assert!(siti.server_record("a").unwrap().holds(op));
}

#[test]
fn a_device_that_drifted_pulls_anew_and_says_so() {
    let world = World::new();
    world.server.borrow_mut().links = Some(BTreeMap::new());
    let siti = world.phone("siti");
    for name in ["a", "b", "c", "d"] {
        siti.title(name, name);
    }
    siti.sync();
    compare(&siti);
    assert_eq!(drifts(&siti), []);
    // The device lacks one record, holds an old one, and one that the server never had.
    let (cursor, mut records) = {
        let replica = siti.node.replica();
        let cursor = replica.cursor(work()).unwrap().clone();
        (
            cursor,
            replica.confirmed_of(work()).cloned().collect::<Vec<_>>(),
        )
    };
    records.retain(|record| record.id != record_id("b"));
    let old = records.iter_mut().find(|r| r.id == record_id("c")).unwrap();
    old.number -= 1;
    let mut alien = Record::new(Kind::Bukti, RecordId::derived(&["x"]), work(), None);
    alien.number = 2;
    records.push(alien);
    let changes = vec![
        Change::DropStream(work()),
        Change::PutRecords(work(), records),
        Change::SetCursor(work(), cursor),
    ];
    now_or_never(siti.node.learn(&Tx::relaxed(changes), true)).unwrap();
    compare(&siti);
    let found = drifts(&siti);
    let [drift] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((drift.missing, drift.differing, drift.surplus), (1, 1, 1));
    assert!(!drift.rewritten);
    for name in ["a", "b", "c", "d"] {
        let ours = siti.node.replica().record(record_id(name)).cloned();
        assert_eq!(ours, siti.server_record(name));
    }
    assert!(
        siti.node
            .replica()
            .record(RecordId::derived(&["x"]))
            .is_none()
    );
}

#[test]
fn a_history_that_was_rewritten_is_seen() {
    let world = World::new();
    world.server.borrow_mut().links = Some(BTreeMap::new());
    let siti = world.phone("siti");
    siti.title("a", "a");
    siti.sync();
    compare(&siti);
    siti.title("b", "b");
    siti.sync();
    let links = BTreeMap::from([(1, "another".to_owned())]);
    world.server.borrow_mut().links = Some(links);
    compare(&siti);
    let found = drifts(&siti);
    assert!(found.iter().any(|drift| drift.rewritten), "{found:?}");
}

#[test]
fn everything_is_compared_once_a_day_and_an_old_server_needs_no_comparison() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "a");
    siti.sync();
    let asked = || {
        let requests = siti.bench().requests.borrow();
        requests
            .iter()
            .filter(|r| r.ends_with("/reconcile"))
            .count()
    };
    assert_eq!(asked(), 0, "what was just pulled from nothing needs none");
    siti.sync_for(25 * 3_600_000);
    assert_eq!(asked(), 1);
    siti.sync_for(22 * 3_600_000);
    assert_eq!(asked(), 1);
    siti.sync_for(2 * 3_600_000);
    assert_eq!(asked(), 2);
    // That isn't called a comparison.
    let compared = siti.node.replica().compared();
    assert!(
        matches!(compared, Some(Compared::Unable(at)) if at.0 > 0),
        "{compared:?}"
    );
}

#[test]
fn a_device_says_what_waits_on_it_and_since_when() {
    let world = World::new();
    let siti = world.phone("siti");
    world.server.borrow_mut().ruler = Box::new(|_| {
        Some(crate::wire::Outcome::Waits {
            waiting: crate::reject::Waiting::UnknownPlace,
        })
    });
    let began = Millis(world.now.get());
    // Its clock is an hour ahead; what it says is by the server's.
    siti.bench().ahead.set(3_600_000);
    siti.title("a", "a");
    siti.sync();
    let report = world.server.borrow().reports.last().copied().flatten();
    let report = report.unwrap();
    assert_eq!((report.waiting, report.attention), (1, 0));
    assert_eq!(report.since, Some(began));
}
