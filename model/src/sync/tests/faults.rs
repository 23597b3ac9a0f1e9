//! The network, the server and the disk at their worst.

use std::cell::Cell;

use super::World;
use super::server::problem;
use super::world::{Fault, now_or_never, record_id, work};
use crate::id::{Epoch, PersonId};
use crate::reject::Rejection;
use crate::sync::node::SubmitError;
use crate::sync::platform::{Platform as _, Response, SignError, Wake};
use crate::sync::replica::Attention;
use crate::sync::store::{EntryState, StoreError, meta};
use crate::sync::{Reach, SyncLine};
use crate::wire::{EPOCH_HEADER, ProblemCode};

fn confirmed(state: Option<EntryState>) -> bool {
    matches!(state, Some(EntryState::Confirmed { .. }))
}

/// An answer that bears the mark of our server.
pub(super) fn ours(mut answer: Response) -> Response {
    let epoch = (EPOCH_HEADER.to_owned(), Epoch::derived(&["a"]).to_string());
    answer.headers.push(epoch);
    answer
}

#[test]
fn a_reply_lost_after_the_commit_applies_once() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    let lost = Cell::new(false);
    siti.lose(move |_| (!lost.replace(true)).then_some(Fault::LoseReply));
    siti.sync();
    assert_eq!(world.server.borrow().log.len(), 1);
    assert_eq!(world.server.borrow().pushes.len(), 2, "it was sent twice");
    assert!(confirmed(siti.state(op)));
    let record = siti.server_record("a").unwrap();
    assert_eq!(siti.node.replica().record(record_id("a")), Some(&record));
}

#[test]
fn a_captive_portal_is_no_server() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    let body = b"<html>Selamat datang di WiFi gratis".to_vec();
    for status in [200, 204, 302, 400, 401, 403, 409, 413, 500, 511] {
        let portal = Response {
            status,
            headers: Vec::new(),
            body: body.clone(),
        };
        siti.lose(move |_| Some(Fault::Answer(portal.clone())));
        siti.bench().wake(Wake::Online);
        siti.sync_for(5_000);
        assert_eq!(siti.state(op), Some(EntryState::Sent), "status {status}");
        assert!(!matches!(siti.line(), SyncLine::AllSent { .. }));
    }
    siti.lose(|_| None);
    siti.sync();
    assert!(confirmed(siti.state(op)));
}

#[test]
fn a_batch_that_fails_is_halved_until_the_op_that_fails_is_alone() {
    for (status, refused) in [
        (400, Rejection::Malformed),
        (
            413,
            Rejection::TooLarge {
                limit: "PUSH_BYTES_MAX".to_owned(),
            },
        ),
    ] {
        let world = World::new();
        world.server.borrow_mut().poison = Some(("racun".to_owned(), status));
        let siti = world.phone("siti");
        let mut ops = Vec::new();
        for n in 0..40 {
            let text = if n == 17 { "racun" } else { "isi" };
            ops.push(siti.title(&format!("r{n}"), text));
        }
        siti.sync();
        for (n, op) in ops.iter().enumerate() {
            if n == 17 {
                let rejection = refused.clone();
                assert_eq!(siti.state(*op), Some(EntryState::Rejected { rejection }));
            } else {
                assert!(confirmed(siti.state(*op)), "op {n}");
            }
        }
        let pushes = world.server.borrow().pushes.clone();
        assert!(pushes.len() < 25, "{pushes:?}");
    }
}

#[test]
fn retry_after_is_kept_whatever_wakes_the_loop() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    let mut busy = problem(503, ProblemCode::Unavailable);
    busy.headers
        .push(("retry-after".to_owned(), "90".to_owned()));
    let first = Cell::new(true);
    siti.lose(move |_| first.replace(false).then(|| Fault::Answer(busy.clone())));
    siti.sync_for(80_000);
    siti.title("b", "lagi");
    for why in [Wake::Online, Wake::Asked, Wake::SignedIn] {
        siti.bench().wake(why);
        siti.sync_for(1_000);
    }
    assert_eq!(siti.bench().requests.borrow().len(), 1);
    let trouble = |waiting| SyncLine::ServerTrouble {
        waiting,
        is_full: false,
    };
    assert_eq!(siti.line(), trouble(2));
    siti.sync();
    assert!(confirmed(siti.state(op)));
}

#[test]
fn a_store_that_fails_hides_nothing_of_a_server_that_does() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "isi");
    siti.lose(|_| {
        let busy = problem(503, ProblemCode::Unavailable);
        Some(Fault::Answer(ours(busy)))
    });
    siti.sync_for(0);
    let trouble = |waiting| SyncLine::ServerTrouble {
        waiting,
        is_full: false,
    };
    assert_eq!(siti.line(), trouble(1));
    // The statement is kept; what the loop then writes of it isn't.
    siti.store().fail(2, StoreError::Closing);
    siti.title("b", "lagi");
    siti.sync_for(0);
    assert_eq!(siti.line(), trouble(2));
}

#[test]
fn pauses_grow_and_a_wake_ends_them() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "isi");
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.sync_for(200_000);
    let tries = siti.bench().requests.borrow().len();
    assert!((6..=12).contains(&tries), "{tries} tries in 200 s");
    siti.bench().wake(Wake::Online);
    siti.sync_for(0);
    assert_eq!(siti.bench().requests.borrow().len(), tries + 1);
    // It believes to be connected, and nothing gets through: that is said.
    let here = |reach| SyncLine::StoredHere { waiting: 1, reach };
    assert_eq!(siti.line(), here(Reach::NoAnswer));
    siti.bench().online.set(false);
    assert_eq!(siti.line(), here(Reach::NoSignal));
    siti.bench().online.set(true);
    siti.lose(|_| None);
    siti.sync_for(400_000);
    let heard = |line| {
        matches!(
            line,
            SyncLine::AllSent {
                reach: Reach::Open,
                ..
            }
        )
    };
    assert!(heard(siti.line()), "{:?}", siti.line());
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.sync_for(400_000);
    let unheard = |line| {
        matches!(
            line,
            SyncLine::AllSent {
                reach: Reach::NoAnswer,
                ..
            }
        )
    };
    assert!(unheard(siti.line()), "{:?}", siti.line());
}

#[test]
fn only_our_servers_own_trouble_is_its_trouble() {
    let portal = Response::new(200, b"<html>Masuk ke Wi-Fi".to_vec(), |_| None);
    let proxy = Response::new(502, b"Bad Gateway".to_vec(), |_| None);
    let full = ours(problem(507, ProblemCode::DiskFull));
    let failing = ours(problem(500, ProblemCode::Internal));
    let (waiting, reach) = (1, Reach::NoAnswer);
    let trouble = |is_full| SyncLine::ServerTrouble { waiting, is_full };
    for (answer, line) in [
        (portal, SyncLine::StoredHere { waiting, reach }),
        (proxy, SyncLine::StoredHere { waiting, reach }),
        (failing, trouble(false)),
        (full, trouble(true)),
    ] {
        let world = World::new();
        let siti = world.phone("siti");
        siti.title("a", "isi");
        siti.lose(move |_| Some(Fault::Answer(answer.clone())));
        siti.sync_for(10_000);
        assert_eq!(siti.line(), line);
    }
}

#[test]
fn signed_out_sends_and_reads_nothing() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    agus.title("b", "dari Agus");
    agus.sync();
    world.server.borrow_mut().session = None;
    let op = siti.title("a", "isi");
    siti.sync();
    assert!(matches!(siti.state(op), Some(EntryState::Accepted { .. })));
    assert!(matches!(
        siti.line(),
        SyncLine::SignedOut { waiting: 0, .. }
    ));
    let later = siti.title("c", "isi");
    siti.sync();
    assert!(matches!(
        siti.state(later),
        Some(EntryState::Accepted { .. })
    ));
    assert_eq!(siti.shown("b"), None);
    world.server.borrow_mut().session = Some(super::world::person());
    siti.bench().wake(Wake::SignedIn);
    siti.sync_for(200_000);
    assert_eq!(siti.shown("b").as_deref(), Some("dari Agus"));
    assert!(confirmed(siti.state(op)));
}

#[test]
fn another_persons_session_locks_reading_and_the_queue_goes_on() {
    let world = World::new();
    let siti = world.phone("siti");
    world.server.borrow_mut().session = Some(PersonId::derived(&["rina"]));
    let op = siti.title("a", "isi");
    siti.sync();
    assert_eq!(siti.line(), SyncLine::OtherPerson);
    assert!(matches!(siti.state(op), Some(EntryState::Accepted { .. })));
}

#[test]
fn nothing_is_read_without_a_key_while_the_server_may_have_what_waits() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.sync();
    siti.title("a", "isi");
    siti.lose(|_| Some(Fault::LoseReply));
    siti.sync_for(1_000);
    assert!(siti.server_record("a").is_some());
    // The power goes, and with it all that said that it was sent; the key with it.
    let siti = siti.power_cut();
    let why = SignError::Failed("unreadable".to_owned());
    *siti.bench().signs.borrow_mut() = Err(why.clone());
    siti.node.cannot_sign(&why);
    siti.sync_for(60_000);
    let read = |phone: &super::Phone| {
        let replica = phone.node.replica();
        replica.confirmed(record_id("a")).is_some()
    };
    assert!(!read(&siti));
    assert_eq!(siti.line(), SyncLine::BadKey { waiting: 1 });
    *siti.bench().signs.borrow_mut() = Ok(());
    siti.bench().wake(Wake::SignedIn);
    siti.sync();
    assert!(read(&siti));
    assert_eq!(siti.node.replica().waiting(), 0);
}

#[test]
fn a_refused_signature_keeps_everything_until_the_person_signs_in() {
    let world = World::new();
    let siti = world.phone("siti");
    world.server.borrow_mut().signature_ok = false;
    let op = siti.title("a", "isi");
    siti.sync();
    assert_eq!(siti.line(), SyncLine::NeedsSignIn { waiting: 1 });
    world.server.borrow_mut().signature_ok = true;
    *siti.bench().signs.borrow_mut() = Err(SignError::NoKey);
    siti.bench().wake(Wake::SignedIn);
    siti.sync_for(1_000);
    assert_eq!(siti.line(), SyncLine::NeedsSignIn { waiting: 1 }, "no key");
    let damaged = SignError::Failed("no key pair".to_owned());
    *siti.bench().signs.borrow_mut() = Err(damaged);
    siti.bench().wake(Wake::SignedIn);
    siti.sync_for(1_000);
    assert_eq!(siti.line(), SyncLine::BadKey { waiting: 1 }, "and says so");
    *siti.bench().signs.borrow_mut() = Ok(());
    siti.bench().wake(Wake::SignedIn);
    siti.sync_for(1_000);
    assert!(confirmed(siti.state(op)));
}

#[test]
fn a_refusal_that_names_another_epoch_is_enough_to_send_again_what_was_lost() {
    let world = World::new();
    let siti = world.phone("siti");
    let lost = siti.title("baru", "setelah cadangan");
    siti.sync();
    let epoch = Epoch::derived(&["epoch", "2"]);
    {
        let mut server = world.server.borrow_mut();
        server.epoch = epoch;
        server.log.clear();
        server.records.clear();
        server.numbers.clear();
    }
    // Nobody is signed in there; her signature holds. A portal that refuses names no epoch, and moves nothing.
    let refusal = |named: Option<Epoch>| {
        let mut refusal = problem(401, ProblemCode::SignedOut);
        let named = named.map(|epoch| (EPOCH_HEADER.to_owned(), epoch.to_string()));
        refusal.headers.extend(named);
        refusal
    };
    for (named, waits) in [(None, false), (Some(epoch), true)] {
        let refusal = refusal(named);
        siti.lose(move |request| {
            let pulls = request.path.ends_with("/pull");
            pulls.then(|| Fault::Answer(refusal.clone()))
        });
        siti.node.platform().wake(Wake::SignedIn);
        siti.sync();
        assert_eq!(
            world.server.borrow().log.len(),
            usize::from(waits),
            "{named:?}"
        );
        assert_eq!(siti.shown("baru").as_deref(), Some("setelah cadangan"));
    }
    assert!(matches!(
        siti.line(),
        SyncLine::SignedOut { waiting: 0, .. }
    ));
    siti.lose(|_| None);
    siti.node.platform().wake(Wake::SignedIn);
    siti.sync();
    assert!(confirmed(siti.state(lost)));
}

#[test]
fn another_epoch_means_from_nothing_and_everything_again() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    let old = siti.title("lama", "ikut cadangan");
    siti.sync();
    agus.sync();
    let lost = siti.title("baru", "setelah cadangan");
    siti.sync();
    // The server is restored from a backup made before the second op.
    {
        let mut server = world.server.borrow_mut();
        server.epoch = Epoch::derived(&["epoch", "2"]);
        server.log.retain(|(op, _, _)| *op != lost);
        server.records.remove(&record_id("baru"));
        server.numbers.insert(work(), 1);
    }
    let unsent = siti.title("lagi", "belum dikirim");
    siti.sync();
    for op in [old, lost, unsent] {
        assert!(confirmed(siti.state(op)));
    }
    assert_eq!(world.server.borrow().log.len(), 3, "each once");
    assert_eq!(
        siti.node.replica().epoch(),
        Some(Epoch::derived(&["epoch", "2"]))
    );
    agus.sync();
    for phone in [&siti, &agus, &siti.killed()] {
        assert_eq!(phone.shown("baru").as_deref(), Some("setelah cadangan"));
        assert_eq!(
            phone
                .node
                .replica()
                .of_kind(&crate::schema::Kind::Bukti, Some(super::world::cycle()))
                .count(),
            3
        );
    }
}

#[test]
fn a_cursor_above_the_head_returns_what_the_stream_lost() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    siti.sync();
    {
        // Restored without a new epoch: a mistake, but nothing may be lost by it.
        let mut server = world.server.borrow_mut();
        server.log.clear();
        server.records.clear();
        server.numbers.clear();
    }
    siti.sync();
    assert!(confirmed(siti.state(op)));
    assert_eq!(world.server.borrow().log.len(), 1);
    assert_eq!(siti.shown("a").as_deref(), Some("isi"));
}

#[test]
fn a_file_that_a_copied_back_server_forgot_is_sent_again() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("a", b"sebuah foto");
    siti.sync();
    siti.sync();
    {
        // Copied back under its epoch to when it had the op and not yet the file.
        let mut server = world.server.borrow_mut();
        let told = crate::id::RecordId::file(file.office, &file.digest);
        server.records.remove(&told);
        server.numbers.insert(work(), 1);
        server.complete.clear();
        server.uploads.clear();
    }
    siti.sync();
    siti.sync();
    let bytes = world.server.borrow().complete.values().next().cloned();
    assert_eq!(bytes.as_deref(), Some(b"sebuah foto".as_slice()));
    let state = siti.node.replica().file(&file.key()).unwrap().state.clone();
    assert_eq!(state, crate::sync::store::FileState::OnServer);
}

#[test]
fn a_stream_read_anew_shows_ones_own_facts_all_the_while() {
    let world = World::new();
    let siti = world.phone("siti");
    for n in 0..12 {
        siti.title(&format!("r{n}"), "isi");
    }
    siti.sync();
    let pushed = world.server.borrow().pushes.len();
    // The server doesn't take the cursor any more (another cycle came, say), but has everything.
    world.server.borrow_mut().forget_cursors = true;
    let (seen, node) = (
        std::rc::Rc::new(Cell::new(0)),
        std::rc::Rc::downgrade(&siti.node),
    );
    let told = std::rc::Rc::clone(&seen);
    siti.node.subscribe(move |_| {
        let node = node.upgrade().unwrap();
        let replica = node.replica();
        for n in 0..12 {
            let record = replica.record(record_id(&format!("r{n}"))).unwrap();
            assert_eq!(record.text("judul"), Some("isi"));
        }
        told.set(told.get() + usize::from(!replica.caught_up(work())));
    });
    siti.sync();
    assert!(seen.get() > 0, "it was read anew, page by page");
    assert!(siti.node.replica().caught_up(work()));
    let server = world.server.borrow();
    assert_eq!(
        server.pushes[pushed..],
        [9],
        "what the first page didn't show was sent again, once"
    );
    let all = siti
        .node
        .replica()
        .entries()
        .all(|e| confirmed(Some(e.state.clone())));
    assert!(all);
}

#[test]
fn an_op_of_a_cycle_that_is_not_held_is_confirmed_once_its_stream_is_read_to_its_end() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    let closed = |name: &str| world.server.borrow_mut().elsewhere.insert(record_id(name));
    // Nothing else comes of the stream.
    closed("a");
    let alone = siti.title("a", "isi");
    siti.sync();
    assert!(confirmed(siti.state(alone)), "{:?}", siti.state(alone));
    // Something else comes: first with the stream from nothing, then after a cursor.
    for (name, other) in [("b", "x"), ("c", "y")] {
        closed(name);
        agus.title(other, "isi");
        agus.sync();
        let op = siti.title(name, "isi");
        siti.sync();
        assert_eq!(siti.shown(other).as_deref(), Some("isi"));
        assert!(confirmed(siti.state(op)), "{:?}", siti.state(op));
        assert_eq!(siti.shown(name), None, "it left the overlay");
    }
}

#[test]
fn a_device_whose_signature_is_refused_rests() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.sync();
    siti.title("a", "isi");
    siti.lose(|request| {
        let refused = problem(401, ProblemCode::BadSignature);
        let push = request.path.ends_with("push");
        push.then(|| Fault::Answer(refused.clone()))
    });
    let begun = world.now.get();
    siti.sync_for(60_000);
    assert!(
        world.now.get() - begun < 60_000,
        "it rests until it is woken"
    );
}

#[test]
fn a_stream_left_for_the_next_answer_is_not_read_to_its_end() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    siti.title("a", "isi");
    siti.sync();
    // A spent answer: a page that says that more waits, and none for the work.
    let board = crate::op::Stream::board(super::world::office());
    let first = Cell::new(true);
    let spent = serde_json::json!({
        "epoch": world.server.borrow().epoch, "now": world.now.get(), "person": super::world::person(),
        "streams": [board, work()], "instruments": [],
        "pages": [{"stream": board, "records": [], "cursor": "x", "more": true}],
    });
    let spent = Response {
        status: 200,
        headers: Vec::new(),
        body: serde_json::to_vec(&spent).unwrap(),
    };
    agus.lose(move |request| {
        request
            .path
            .ends_with("pull")
            .then(|| match first.replace(false) {
                true => Fault::Answer(spent.clone()),
                false => Fault::LoseRequest,
            })
    });
    agus.sync_for(100);
    assert!(!agus.node.replica().caught_up(work()));
    assert!(!agus.node.replica().caught_up(board));
}

#[test]
fn a_full_device_keeps_nothing_and_says_so() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.store().fail(1, StoreError::Full);
    let edits = vec![super::world::set("judul", "isi".into(), Vec::new())];
    let draft = super::world::draft(crate::schema::Kind::Bukti, "a", edits);
    let outcome = siti.submit(vec![draft], super::world::nothing());
    assert_eq!(outcome, Err(SubmitError::Store(StoreError::Full)));
    assert_eq!(siti.shown("a"), None, "what wasn't kept isn't shown");
    assert_eq!(siti.line(), SyncLine::StorageFull { waiting: 0 });
    siti.title("a", "isi");
    siti.sync();
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
}

#[test]
fn a_store_that_was_full_once_hides_nothing_for_ever() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.sync();
    world.server.borrow_mut().session = None;
    siti.store().fail(1, StoreError::Full);
    let edits = vec![super::world::set("judul", "isi".into(), Vec::new())];
    let draft = super::world::draft(crate::schema::Kind::Bukti, "a", edits);
    let outcome = siti.submit(vec![draft], super::world::nothing());
    assert_eq!(outcome, Err(SubmitError::Store(StoreError::Full)));
    assert_eq!(siti.line(), SyncLine::StorageFull { waiting: 0 });
    // No room yet at the first try of its own either; then there is.
    siti.store().fail(1, StoreError::Full);
    siti.sync();
    assert!(matches!(
        siti.line(),
        SyncLine::SignedOut { waiting: 0, .. }
    ));
}

#[test]
fn a_store_that_fails_while_syncing_is_tried_again() {
    for n in 1..12 {
        let world = World::new();
        let (siti, agus) = (world.phone("siti"), world.phone("agus"));
        for n in 0..5 {
            agus.title(&format!("r{n}"), "isi");
        }
        agus.sync();
        let op = siti.title("a", "isi");
        siti.store().fail(n, StoreError::Closing);
        siti.sync();
        siti.sync();
        assert!(confirmed(siti.state(op)), "call {n}");
        assert_eq!(siti.shown("r4").as_deref(), Some("isi"), "call {n}");
        assert_eq!(world.server.borrow().log.len(), 6, "call {n}");
    }
}

#[test]
fn damaged_records_are_pulled_again() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.title("a", "isi");
    siti.title("b", "isi");
    siti.sync();
    assert!(siti.store().damage(&format!("records/{}", record_id("a"))));
    let again = siti.killed();
    assert_eq!(again.shown("a"), None);
    // Without a signal the rest stays readable, and it is said that it isn't all.
    assert_eq!(again.shown("b").as_deref(), Some("isi"));
    assert!(!again.node.replica().caught_up(work()));
    let unread = again.node.replica().unread_streams();
    assert_eq!(unread.into_iter().collect::<Vec<_>>(), [work()]);
    let again = again.killed();
    assert_eq!(again.shown("b").as_deref(), Some("isi"));
    again.sync();
    assert!(again.node.replica().unread_streams().is_empty());
    assert_eq!(again.shown("a").as_deref(), Some("isi"));
    assert_eq!(again.shown("b").as_deref(), Some("isi"));
    assert!(again.killed().node.replica().damaged().is_empty());
}

#[test]
fn a_damaged_entry_is_told() {
    let world = World::new();
    let siti = world.phone("siti");
    let op = siti.title("a", "isi");
    assert!(siti.store().damage(&format!("outbox/{op}")));
    let again = siti.killed();
    let damaged = Attention {
        damaged: 1,
        ..Attention::default()
    };
    assert_eq!(again.line(), SyncLine::NeedsAttention(damaged));
    // Let go, it is nobody's business, also after the next start; taken back, it is again.
    let places = [format!("outbox/{op}")];
    let go = |phone: &super::Phone, gone| {
        now_or_never(phone.node.let_damage_go(&places, gone))
            .unwrap()
            .unwrap();
    };
    go(&again, true);
    let again = again.killed();
    assert_eq!(again.node.replica().attention().total(), 0);
    go(&again, false);
    assert_eq!(again.line(), SyncLine::NeedsAttention(damaged));
}

#[test]
fn a_tab_that_does_not_lead_keeps_and_learns_but_sends_nothing() {
    let world = World::new();
    let leader = world.phone("siti");
    let other = leader.second_tab();
    other.bench().leads.set(false);
    let op = other.title("a", "isi");
    other.sync_for(10_000);
    assert!(other.bench().requests.borrow().is_empty());
    // The leader hears of it and sends it; the other tab hears of that.
    let pass = |from: &super::Phone, to: &super::Phone| {
        let told: Vec<_> = from.bench().announced.borrow_mut().drain(..).collect();
        for tx in told {
            let text = serde_json::to_string(&tx).unwrap();
            let tx = serde_json::from_str(&text).unwrap();
            now_or_never(to.node.learn(&tx, from.bench().leads.get())).unwrap();
        }
    };
    pass(&other, &leader);
    assert_eq!(leader.shown("a").as_deref(), Some("isi"));
    leader.sync();
    pass(&leader, &other);
    assert!(confirmed(other.state(op)));
    // A tab that missed it loads anew.
    leader.title("a", "lagi");
    now_or_never(other.node.refresh()).unwrap().unwrap();
    assert_eq!(other.shown("a").as_deref(), Some("lagi"));
}

#[test]
fn a_clock_far_off_wins_nothing_and_is_told() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    siti.bench().ahead.set(70 * 365 * 86_400_000);
    siti.title("a", "dari 2099");
    siti.sync();
    let line = |waiting, reach| SyncLine::ClockWrong {
        offset_ms: -70 * 365 * 86_400_000,
        waiting,
        reach,
    };
    assert_eq!(siti.line(), line(0, Reach::Open));
    agus.sync();
    world.now.set(world.now.get() + 1000);
    agus.title("a", "dari sekarang");
    agus.sync();
    siti.sync();
    assert_eq!(siti.shown("a").as_deref(), Some("dari sekarang"));
    // It keeps nothing back, and isn't blamed for what does.
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.title("b", "tanpa sinyal");
    siti.sync_for(1_000);
    assert_eq!(siti.line(), line(1, Reach::NoAnswer));
    // However far a clock was said to be off.
    now_or_never(
        siti.node
            .put_meta(meta::CLOCK_OFFSET, &i64::MIN.to_string()),
    )
    .unwrap()
    .unwrap();
    assert!(matches!(
        siti.line(),
        SyncLine::ClockWrong {
            offset_ms: i64::MIN,
            ..
        }
    ));
}
