//! Ops that were refused here and of which the server has a copy all the same.

use super::World;
use super::world::{Fault, draft, nothing, record_id, set};
use crate::op::SealedOp;
use crate::reject::Rejection;
use crate::schema::Kind;
use crate::sync::store::EntryState;
use crate::time::Millis;
use crate::wire::Outcome;

fn confirmed(state: Option<EntryState>) -> bool {
    matches!(state, Some(EntryState::Confirmed { .. }))
}

#[test]
fn a_refused_op_that_was_taken_after_all_counts_and_frees_what_follows_on_it() {
    let world = World::new();
    let siti = world.phone("siti");
    let rejection = Rejection::CycleClosed;
    let refuse = Outcome::Rejected { rejection };
    world.server.borrow_mut().ruler = Box::new(move |_| Some(refuse.clone()));
    let op = siti.title("a", "isi");
    let next = vec![set("judul", "lebih".into(), vec![op])];
    let draft = draft(Kind::Bukti, "a", next);
    let after = siti.submit(vec![draft], nothing()).unwrap()[0];
    siti.sync();
    assert!(matches!(siti.state(after), Some(EntryState::Held { .. })));
    // A copy of the push, long delayed on its way, comes once the cycle is open again.
    {
        let mut server = world.server.borrow_mut();
        server.ruler = Box::new(|_| None);
        let entry = siti.node.replica().entry(op).unwrap().clone();
        server.take(&entry.op, 0, Millis(world.now.get()));
    }
    siti.sync();
    assert!(confirmed(siti.state(op)), "{:?}", siti.state(op));
    assert!(confirmed(siti.state(after)), "{:?}", siti.state(after));
    assert_eq!(siti.shown("a").as_deref(), Some("lebih"));
}

#[test]
fn a_refused_op_under_whose_name_other_bytes_stand_is_asked_for_and_never_called_confirmed() {
    let world = World::new();
    world.server.borrow_mut().poison = Some(("racun".to_owned(), 413));
    let siti = world.phone("siti");
    let op = siti.title("a", "racun");
    siti.sync();
    assert!(matches!(siti.state(op), Some(EntryState::Rejected { .. })));
    // An old copy of it, in other bytes, came to the server from elsewhere.
    {
        let mut server = world.server.borrow_mut();
        server.poison = None;
        let mut other = siti.node.replica().entry(op).unwrap().op.op().clone();
        other.salt.push('0');
        let other = SealedOp::seal(other).unwrap();
        server.take(&other, 0, Millis(world.now.get()));
    }
    siti.sync();
    let rejection = Rejection::SameIdOtherBytes;
    assert_eq!(siti.state(op), Some(EntryState::Rejected { rejection }));
}

#[test]
fn a_held_op_that_the_server_shows_counts_though_what_it_names_stays_refused() {
    let world = World::new();
    let siti = world.phone("siti");
    let rejection = Rejection::CycleClosed;
    let refuse = Outcome::Rejected { rejection };
    world.server.borrow_mut().ruler = Box::new(move |_| Some(refuse.clone()));
    let op = siti.title("a", "isi");
    let next = vec![set("judul", "lebih".into(), vec![op])];
    let draft = draft(Kind::Bukti, "a", next);
    let after = siti.submit(vec![draft], nothing()).unwrap()[0];
    siti.sync();
    {
        let mut server = world.server.borrow_mut();
        server.ruler = Box::new(|_| None);
        let entry = siti.node.replica().entry(after).unwrap().clone();
        server.take(&entry.op, 0, Millis(world.now.get()));
    }
    siti.sync();
    assert!(confirmed(siti.state(after)), "{:?}", siti.state(after));
    assert!(matches!(siti.state(op), Some(EntryState::Rejected { .. })));
}

#[test]
fn a_sent_op_is_answered_first_though_a_refused_one_is_all_that_is_known_of_its_record() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    agus.title("a", "dari Agus");
    agus.sync();
    siti.sync();
    let rejection = Rejection::CycleClosed;
    let refuse = Outcome::Rejected { rejection };
    world.server.borrow_mut().ruler = Box::new(move |_| Some(refuse.clone()));
    siti.title("a", "ditolak");
    siti.sync();
    world.server.borrow_mut().ruler = Box::new(|_| None);
    let op = siti.title("a", "dari Siti");
    siti.lose(|_| Some(Fault::LoseReply));
    siti.sync_for(1_000);
    assert_eq!(siti.state(op), Some(EntryState::Sent));
    // The record is damaged, and its stream to be read from nothing.
    let place = format!("records/{}", record_id("a"));
    assert!(siti.store().damage(&place));
    let siti = siti.killed();
    siti.sync();
    let first = siti.bench().requests.borrow()[0].clone();
    assert!(first.ends_with("push"), "{first}");
    assert!(confirmed(siti.state(op)));
}
