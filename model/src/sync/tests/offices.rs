//! The same bytes of two offices are two files: each is sent, freed and refused for itself.

use super::World;
use super::world::{naming, now_or_never, office};
use crate::id::{Epoch, OfficeId, OpId};
use crate::op::Stream;
use crate::sync::store::{EntryState, FileState, LocalFile};

fn other() -> OfficeId {
    OfficeId::derived(&["kantor lain"])
}

fn state(phone: &super::Phone, file: &LocalFile) -> Option<FileState> {
    phone
        .node
        .replica()
        .file(&file.key())
        .map(|f| f.state.clone())
}

/// The same banner, photographed for the other office.
fn elsewhere(phone: &super::Phone) -> (LocalFile, OpId) {
    let capture = phone.node.capture(other(), "image/jpeg", "b.jpg", b"foto");
    let file = now_or_never(capture).unwrap().unwrap();
    let (mut draft, attached) = naming(&file, "foto lain");
    draft.stream = Stream::work(other());
    let ids = phone.submit(vec![draft], attached).unwrap();
    (file, ids[0])
}

#[test]
fn the_same_bytes_wait_for_two_offices_at_once() {
    let world = World::new();
    let siti = world.phone("siti");
    world
        .server
        .borrow_mut()
        .streams
        .insert(Stream::work(other()));
    // Nothing was sent yet: both offices' copies are only here.
    let (first, _) = siti.photograph("foto", b"foto");
    let (second, _) = elsewhere(&siti);
    assert_eq!(first.digest, second.digest);
    assert_ne!(first.capture, second.capture, "each has its own bytes");
    // Two ops and two files.
    assert_eq!(siti.node.replica().waiting(), 4);
    siti.sync();
    for file in [&first, &second] {
        assert_eq!(state(&siti, file), Some(FileState::OnServer));
        let server = world.server.borrow();
        let there = server.complete.get(&(file.office, file.digest.clone()));
        assert_eq!(there.map(Vec::as_slice), Some(b"foto".as_slice()));
    }
    assert_eq!(siti.node.replica().waiting(), 0);
    // Freeing one leaves the other's bytes.
    now_or_never(siti.node.free_file(&first.key()))
        .unwrap()
        .unwrap();
    assert_eq!(state(&siti, &first), Some(FileState::Freed));
    let held = now_or_never(siti.node.bytes(&second)).unwrap();
    assert_eq!(held.unwrap().as_deref(), Some(b"foto".as_slice()));
}

#[test]
fn the_same_bytes_of_another_office_are_another_file() {
    let world = World::new();
    let siti = world.phone("siti");
    let other = other();
    world
        .server
        .borrow_mut()
        .streams
        .insert(Stream::work(other));
    let (first, op) = siti.photograph("foto", b"foto");
    siti.sync();
    now_or_never(siti.node.free_file(&first.key()))
        .unwrap()
        .unwrap();
    let (second, _) = elsewhere(&siti);
    assert_eq!((second.office, &second.digest), (other, &first.digest));
    siti.sync();
    let there = || -> Vec<_> {
        let server = world.server.borrow();
        server.complete.keys().map(|(office, _)| *office).collect()
    };
    assert_eq!(there().len(), 2);
    // The server forgets the first, and asks for it when its op comes again.
    {
        let mut server = world.server.borrow_mut();
        server.epoch = Epoch::derived(&["epoch", "2"]);
        server.complete.retain(|(office, _), _| *office == other);
        server.records.retain(|_, r| r.stream.office == other);
        server.numbers.remove(&Stream::work(office()));
        server.log.retain(|(id, _, _)| *id != op);
    }
    siti.sync();
    assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    assert_eq!(state(&siti, &first), Some(FileState::Freed));
    assert_eq!(state(&siti, &second), Some(FileState::OnServer));
    assert_eq!(there(), [other], "the first was freed knowingly");
}
