//! A device that stops at any await, and starts again.

use super::world::{Fault, now_or_never, record_id, work};
use super::{Phone, World};
use crate::id::Epoch;
use crate::sync::SyncLine;
use crate::sync::platform::{Platform as _, Wake};

/// States three things and a file, syncing in between, until the device stops (or not).
fn scenario(phone: &Phone) {
    let stated = async {
        let node = &phone.node;
        let file = node
            .capture(super::world::office(), "image/jpeg", "a.jpg", &[7; 3000])
            .await
            .ok()?;
        let (draft, attached) = super::world::naming(&file, "foto");
        node.submit(vec![draft], attached).await.ok()?;
        for text in ["satu", "dua"] {
            let seen = node
                .replica()
                .record(record_id("a"))
                .map(|r| r.base("judul"));
            let edits = vec![super::world::set(
                "judul",
                text.into(),
                seen.unwrap_or_default(),
            )];
            let draft = super::world::draft(crate::schema::Kind::Bukti, "a", edits);
            node.submit(vec![draft], super::world::nothing())
                .await
                .ok()?;
        }
        Some(())
    };
    if now_or_never(stated).is_some() {
        phone.bench().wake(Wake::Online);
        phone.run_for(200_000);
    }
}

/// After the faults: everything that was said to be kept is on the server, once, and shown.
fn settles(world: &World, phone: &Phone, kept: &[crate::id::OpId], n: u64) {
    phone.sync();
    phone.sync();
    let server = world.server.borrow();
    for op in kept {
        let times = server.log.iter().filter(|(id, _, _)| id == op).count();
        assert_eq!(times, 1, "stop {n}: op {op}");
    }
    let names: std::collections::BTreeSet<_> = server.log.iter().map(|(id, _, _)| id).collect();
    assert_eq!(names.len(), server.log.len(), "stop {n}: applied once");
    assert!(
        matches!(phone.line(), SyncLine::AllSent { .. }),
        "stop {n}: {:?}",
        phone.line()
    );
    for name in ["a", "foto"] {
        let replica = phone.node.replica();
        assert_eq!(
            replica.record(record_id(name)),
            server.records.get(&record_id(name)),
            "stop {n}"
        );
    }
    for file in phone.node.replica().files() {
        let key = (file.office, file.digest.clone());
        assert_eq!(
            server.complete.get(&key).map(Vec::len),
            Some(3000),
            "stop {n}"
        );
    }
}

/// Ops that the node said were kept: those that it shows at the moment at which it stops.
fn said(phone: &Phone) -> Vec<crate::id::OpId> {
    let replica = phone.node.replica();
    replica.entries().map(|entry| entry.op.op().id).collect()
}

#[test]
fn whatever_await_of_the_store_it_stops_at_nothing_is_lost() {
    let whole = World::new().phone("siti");
    let begun = whole.store().points();
    scenario(&whole);
    let points = whole.store().points() - begun;
    assert!(points > 20, "{points}");
    for n in 1..=points {
        let world = World::new();
        let phone = world.phone("siti");
        phone.store().stop(n);
        scenario(&phone);
        settles(&world, &phone.killed(), &said(&phone), n);
    }
}

#[test]
fn whatever_await_of_the_store_the_power_is_cut_at_nothing_is_lost() {
    let whole = World::new().phone("siti");
    let begun = whole.store().points();
    scenario(&whole);
    let points = whole.store().points() - begun;
    for n in 1..=points {
        let world = World::new();
        let phone = world.phone("siti");
        phone.store().stop(n);
        scenario(&phone);
        settles(&world, &phone.power_cut(), &said(&phone), n);
    }
}

#[test]
fn whatever_await_of_the_network_it_stops_at_nothing_is_lost() {
    let whole = World::new().phone("siti");
    scenario(&whole);
    let points = whole.network_points();
    assert!(points > 10, "{points}");
    for n in 1..=points {
        let world = World::new();
        let phone = world.phone("siti");
        phone.stop_network(n);
        scenario(&phone);
        settles(&world, &phone.killed(), &said(&phone), n);
        // And if the power goes with it.
        let world = World::new();
        let phone = world.phone("siti");
        phone.stop_network(n);
        scenario(&phone);
        settles(&world, &phone.power_cut(), &said(&phone), n);
    }
}

#[test]
fn whatever_request_is_lost_on_either_way_nothing_is_lost() {
    let whole = World::new().phone("siti");
    scenario(&whole);
    let requests = whole.bench().requests.borrow().len();
    for n in 0..requests {
        for fault in [Fault::LoseRequest, Fault::LoseReply] {
            let world = World::new();
            let phone = world.phone("siti");
            let mut left = n;
            phone.lose(move |_| {
                let now = left == 0;
                left = left.wrapping_sub(1);
                now.then(|| fault.clone())
            });
            scenario(&phone);
            settles(&world, &phone, &said(&phone), n as u64);
        }
    }
}

#[test]
fn a_stream_that_was_dropped_never_comes_back_under_another_epoch() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "isi");
    siti.sync();
    // The disk has all of it by now.
    let siti = siti.killed();
    world.server.borrow_mut().streams.remove(&work());
    siti.sync();
    assert!(siti.node.replica().confirmed(record_id("a")).is_none());
    world.server.borrow_mut().epoch = Epoch::derived(&["epoch", "2"]);
    siti.sync();
    let siti = siti.power_cut();
    assert!(siti.node.replica().confirmed(record_id("a")).is_none());
    assert!(!siti.node.replica().pulled_streams().contains(&work()));
}
