//! Uploads.

use std::cell::Cell;
use std::rc::Rc;

use super::World;
use super::server::{problem, tus_problem};
use super::world::{Fault, naming, now_or_never, office};
use crate::limits::CHUNK_BYTES;
use crate::reject::{Rejection, Waiting};
use crate::sync::node::{ActError, CaptureError, SubmitError};
use crate::sync::platform::{Platform as _, Response, Wake};
use crate::sync::replica::Attention;
use crate::sync::sending::Sending;
use crate::sync::store::{
    Change, DAMAGED_HERE, DeviceStore as _, EntryState, FileState, LocalFile, MISSING_HERE,
    STOPPED_HERE, StoreError, Tx, meta,
};
use crate::sync::{Reach, SyncLine};
use crate::wire::{Outcome, ProblemCode};

fn state(phone: &super::Phone, file: &LocalFile) -> Option<FileState> {
    phone
        .node
        .replica()
        .file(&file.key())
        .map(|f| f.state.clone())
}

fn bytes(len: usize, salt: u8) -> Vec<u8> {
    (0..len).map(|n| (n % 251) as u8 ^ salt).collect()
}

#[test]
fn a_file_goes_after_text_small_ones_first_in_pieces() {
    let world = World::new();
    let siti = world.phone("siti");
    let large = bytes(2 * CHUNK_BYTES + 17, 1);
    let (large_file, _) = siti.photograph("besar", &large);
    let (small_file, _) = siti.photograph("kecil", b"kecil");
    assert_eq!(siti.node.replica().waiting(), 4);
    siti.sync();
    for (file, bytes) in [(&large_file, large.as_slice()), (&small_file, b"kecil")] {
        assert_eq!(state(&siti, file), Some(FileState::OnServer));
        let server = world.server.borrow();
        let complete = server.complete.get(&(office(), file.digest.clone()));
        assert!(complete.is_some_and(|there| there == bytes));
    }
    let requests = siti.bench().requests.borrow().clone();
    let first = |text: &str| {
        requests
            .iter()
            .position(|line| line.contains(text))
            .unwrap()
    };
    assert!(first("push") < first("pull") && first("pull") < first("PATCH"));
    let patches = requests.iter().filter(|line| line.starts_with("PATCH"));
    assert_eq!(
        patches.count(),
        4,
        "three pieces of the large one, after the small one"
    );
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
}

#[test]
fn files_wait_for_their_persons_word_or_for_a_connection_that_costs_nothing() {
    let world = World::new();
    let siti = world.phone("siti");
    let choose = |sending: Sending| {
        let kept = siti.node.put_meta(meta::SENDING, sending.word());
        now_or_never(kept).unwrap().unwrap();
    };
    let (large, _) = siti.photograph("besar", &bytes(CHUNK_BYTES + 1, 1));
    let (small, text) = siti.photograph("kecil", b"kecil");
    let states = || [&large, &small].map(|file| state(&siti, file).unwrap());
    choose(Sending::Paused);
    siti.sync();
    assert!(
        matches!(siti.state(text), Some(EntryState::Confirmed { .. })),
        "words go"
    );
    assert_eq!(states(), [FileState::Local, FileState::Local]);
    assert_eq!(
        siti.line(),
        SyncLine::KeptBack {
            waiting: 2,
            paused: true
        },
        "nothing is said to be on its way, nor to go by itself"
    );
    choose(Sending::Spare);
    siti.bench().metered.set(true);
    siti.sync();
    assert_eq!(states(), [FileState::Local, FileState::OnServer]);
    let (waiting, paused) = (1, false);
    assert_eq!(siti.line(), SyncLine::KeptBack { waiting, paused });
    // A word that waits as well goes by itself.
    siti.lose(|_| Some(Fault::LoseRequest));
    siti.title("a", "isi");
    siti.sync_for(1_000);
    assert!(matches!(siti.line(), SyncLine::StoredHere { .. }));
    siti.lose(|_| None);
    siti.bench().metered.set(false);
    siti.sync();
    assert_eq!(states(), [FileState::OnServer, FileState::OnServer]);
    assert_eq!(
        Sending::of("nanti"),
        Sending::Always,
        "a newer build's word"
    );
}

#[test]
fn an_upload_goes_on_from_the_last_confirmed_byte() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("besar", &bytes(3 * CHUNK_BYTES, 1));
    let patches = Cell::new(0);
    siti.lose(move |request| {
        if request.method.name() != "PATCH" {
            return None;
        }
        patches.set(patches.get() + 1);
        // The second piece arrives, its answer doesn't; then the network is gone.
        match patches.get() {
            1 => None,
            2 => Some(Fault::LoseReply),
            _ => Some(Fault::LoseRequest),
        }
    });
    siti.sync_for(1_000);
    let sent = siti.node.replica().file(&file.key()).map(|f| f.sent);
    assert_eq!(sent, Some(2 * CHUNK_BYTES as u64), "it asked how far it is");
    let again = siti.killed();
    again.sync();
    assert_eq!(state(&again, &file), Some(FileState::OnServer));
    let requests = again.bench().requests.borrow();
    assert!(requests.iter().any(|line| line.starts_with("HEAD")));
}

#[test]
fn a_lost_address_is_asked_for_by_sending_the_op_again() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, op) = siti.photograph("foto", b"foto");
    siti.lose(|request| (request.method.name() == "HEAD").then_some(Fault::LoseRequest));
    siti.sync_for(1_000);
    assert_eq!(state(&siti, &file), Some(FileState::Local));
    world.server.borrow_mut().uploads.clear();
    siti.lose(|_| None);
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
    assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    assert_eq!(world.server.borrow().log.len(), 1);
}

#[test]
fn a_file_that_cannot_be_sent_says_what_stands_in_its_way_and_no_longer() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"foto");
    let uploads = |answer: Response| {
        siti.lose(move |request| {
            let upload = request.path.contains("upload");
            upload.then(|| Fault::Answer(answer.clone()))
        });
        siti.bench().wake(Wake::Online);
        siti.sync_for(1_000);
        siti.line()
    };
    let waiting = 1;
    let full = uploads(tus_problem(507, ProblemCode::DiskFull));
    let is_full = true;
    assert_eq!(full, SyncLine::ServerTrouble { waiting, is_full });
    let failing = uploads(tus_problem(500, ProblemCode::Internal));
    let is_full = false;
    assert_eq!(failing, SyncLine::ServerTrouble { waiting, is_full });
    // A portal answers as nobody of ours does.
    let reach = Reach::NoAnswer;
    let portal = uploads(problem(403, ProblemCode::Forbidden));
    assert_eq!(portal, SyncLine::StoredHere { waiting, reach });
    // Held back by its person, it waits for nothing else.
    let pause = |word| now_or_never(siti.node.put_meta(meta::SENDING, word)).unwrap();
    pause(Sending::Paused.word()).unwrap();
    assert!(matches!(siti.line(), SyncLine::KeptBack { .. }));
    pause("").unwrap();
    // Let go, it says nothing of what waits for another reason.
    uploads(tus_problem(507, ProblemCode::DiskFull));
    let go = |gone| now_or_never(siti.node.let_file_go(&file.key(), gone)).unwrap();
    go(true).unwrap();
    let why = Waiting::OlderServer;
    let waits = move |waiting| Some(Outcome::Waits { waiting });
    world.server.borrow_mut().ruler = Box::new(move |_| waits(why));
    siti.title("menunggu", "isi");
    siti.sync_for(1_000);
    assert_eq!(siti.line(), SyncLine::AtServersWord { waiting, why });
    world.server.borrow_mut().ruler = Box::new(|_| None);
    go(false).unwrap();
    siti.lose(|_| None);
    siti.bench().wake(Wake::Online);
    siti.sync();
    assert!(matches!(
        siti.line(),
        SyncLine::AllSent {
            reach: Reach::Open,
            ..
        }
    ));
}

#[test]
fn an_address_that_never_works_is_not_asked_for_without_end() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.photograph("foto", b"foto");
    let gone = tus_problem(404, ProblemCode::NotFound);
    siti.lose(move |request| {
        let upload = request.path.contains("upload");
        upload.then(|| Fault::Answer(gone.clone()))
    });
    siti.sync();
    assert!(siti.bench().requests.borrow().len() < 20);
    assert!(!matches!(siti.line(), SyncLine::AllSent { .. }));
}

#[test]
fn a_file_that_the_server_refuses_is_told_and_not_sent_again() {
    let world = World::new();
    world.server.borrow_mut().file_refusal = Some(422);
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"<html>");
    siti.sync_for(1_000);
    let refused = |reason: &str| {
        let reason = reason.to_owned();
        Some(FileState::Refused { reason })
    };
    assert_eq!(state(&siti, &file), refused("refused"));
    siti.sync();
    // `sistem` says why.
    let needs_file = SyncLine::NeedsAttention(Attention {
        files: 1,
        ..Attention::default()
    });
    assert_eq!(state(&siti, &file), refused("html"));
    assert_eq!(siti.line(), needs_file);
    let patches = siti
        .bench()
        .requests
        .borrow()
        .iter()
        .filter(|l| l.starts_with("PATCH"))
        .count();
    assert_eq!(patches, 1);
    // Let go, it asks for nobody any more; taken back, it does.
    let let_go = |gone| now_or_never(siti.node.let_file_go(&file.key(), gone)).unwrap();
    let_go(true).unwrap();
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
    let_go(false).unwrap();
    assert_eq!(siti.line(), needs_file);
    let_go(true).unwrap();
    // Once the server takes it (its rules changed, say), its person may send it again.
    {
        let mut server = world.server.borrow_mut();
        server.file_refusal = None;
        let told = crate::id::RecordId::file(office(), &file.digest);
        server.records.remove(&told);
        server.uploads.clear();
    }
    now_or_never(siti.node.retry_file(&file.key()))
        .unwrap()
        .unwrap();
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
    let again = now_or_never(siti.node.retry_file(&file.key())).unwrap();
    assert_eq!(again, Err(ActError::StandsOtherwise));
}

#[test]
fn a_file_stays_with_its_refused_evidence_and_goes_with_it() {
    let world = World::new();
    let refuses = Rc::new(Cell::new(true));
    let refusing = Rc::clone(&refuses);
    world.server.borrow_mut().ruler = Box::new(move |_| {
        let rejection = Rejection::CycleClosed;
        refusing.get().then_some(Outcome::Rejected { rejection })
    });
    let siti = world.phone("siti");
    let (file, op) = siti.photograph("foto", b"foto");
    assert_eq!(siti.node.replica().waiting(), 2);
    siti.sync();
    // The evidence needs its person; its file is told with it, and waits for no signal.
    let needs_op = SyncLine::NeedsAttention(Attention {
        ops: 1,
        ..Attention::default()
    });
    assert_eq!(siti.line(), needs_op);
    let later = crate::time::Millis(i64::MAX);
    let quiet = |phone: &super::Phone| {
        let replica = phone.node.replica();
        let report = replica.report(&[]).unwrap();
        (replica.waiting(), report.waiting, replica.overdue(later))
    };
    assert_eq!(quiet(&siti), (0, 0, None));
    let before = now_or_never(siti.node.discard(op)).unwrap().unwrap();
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
    assert_eq!(quiet(&siti), (0, 0, None));
    now_or_never(siti.node.take_back(op, before))
        .unwrap()
        .unwrap();
    assert_eq!(siti.line(), needs_op);
    // Once the evidence may go, so may its file.
    refuses.set(false);
    now_or_never(siti.node.retry(op)).unwrap().unwrap();
    assert_eq!(siti.node.replica().waiting(), 2);
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
}

#[test]
fn a_file_that_waits_can_be_stopped_and_goes_on_where_it_stopped() {
    let world = World::new();
    let siti = world.phone("siti");
    let large = bytes(2 * CHUNK_BYTES, 3);
    let (file, op) = siti.photograph("besar", &large);
    let stop = |phone: &super::Phone, gone| {
        now_or_never(phone.node.let_file_go(&file.key(), gone)).unwrap()
    };
    // Stopped before its op was sent: only the text goes. The address that its answer brings is kept.
    stop(&siti, true).unwrap();
    siti.sync();
    assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    let stopped = FileState::Refused {
        reason: STOPPED_HERE.to_owned(),
    };
    assert_eq!(state(&siti, &file), Some(stopped.clone()));
    assert!(matches!(siti.line(), SyncLine::AllSent { .. }));
    let patches = |phone: &super::Phone| {
        let requests = phone.bench().requests.borrow();
        requests.iter().filter(|l| l.starts_with("PATCH")).count()
    };
    assert_eq!(patches(&siti), 0);
    // Taken back it goes on; stopped in the middle, what the server has stays there, also after a start.
    stop(&siti, false).unwrap();
    siti.lose(move |request| {
        let later = request.headers.iter().any(|(name, value)| {
            name == "upload-offset" && value.parse::<usize>().unwrap() >= CHUNK_BYTES
        });
        (request.method.name() == "PATCH" && later).then_some(Fault::LoseRequest)
    });
    siti.sync_for(60_000);
    // Asked for anew it gets another address, and still doesn't get through.
    let address = || {
        siti.node
            .replica()
            .file(&file.key())
            .unwrap()
            .address
            .clone()
    };
    assert!(address().is_some());
    now_or_never(siti.node.retry_file(&file.key()))
        .unwrap()
        .unwrap();
    assert_eq!(address(), None);
    siti.sync_for(60_000);
    assert!(address().is_some());
    stop(&siti, true).unwrap();
    let again = siti.killed();
    assert_eq!(state(&again, &file), Some(stopped));
    again.sync();
    assert_eq!(patches(&again), 0);
    stop(&again, false).unwrap();
    again.sync();
    assert_eq!(state(&again, &file), Some(FileState::OnServer));
    assert_eq!(patches(&again), 1, "the first half was there");
    assert_eq!(stop(&again, true), Err(ActError::StandsOtherwise));
    let server = world.server.borrow();
    let there = server.complete.get(&(office(), file.digest.clone()));
    assert!(there.is_some_and(|there| *there == large));
}

#[test]
fn an_answer_lost_after_a_refusal_is_heard_by_asking() {
    let world = World::new();
    world.server.borrow_mut().file_refusal = Some(422);
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"<html>");
    siti.lose(|request| (request.method.name() == "PATCH").then_some(Fault::LoseReply));
    siti.sync_for(60_000);
    let reason = "refused".to_owned();
    assert_eq!(state(&siti, &file), Some(FileState::Refused { reason }));
}

#[test]
fn text_never_waits_for_a_file() {
    // Every upload fails, by the network or by the server, for good.
    for by_network in [true, false] {
        let world = World::new();
        let siti = world.phone("siti");
        siti.photograph("foto", b"foto");
        let broken = problem(500, ProblemCode::Internal);
        siti.lose(move |request| {
            let upload = request.path.contains("upload");
            upload.then(|| match by_network {
                true => Fault::LoseRequest,
                false => Fault::Answer(broken.clone()),
            })
        });
        siti.sync();
        let op = siti.title("a", "isi");
        siti.sync_for(0);
        assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
        assert!(siti.bench().requests.borrow().len() < 40, "and it pauses");
    }
}

#[test]
fn a_locked_upload_waits_and_others_go_on() {
    let world = World::new();
    let siti = world.phone("siti");
    let (locked, _) = siti.photograph("a", b"a");
    let (free, _) = siti.photograph("lebih besar", b"lebih besar");
    let first = Cell::new(true);
    siti.lose(move |request| {
        let lock = request.method.name() == "HEAD" && first.replace(false);
        lock.then(|| Fault::Answer(tus_problem(423, ProblemCode::Locked)))
    });
    siti.sync_for(100);
    assert_eq!(state(&siti, &locked), Some(FileState::Local));
    assert_eq!(state(&siti, &free), Some(FileState::OnServer));
    siti.sync();
    assert_eq!(state(&siti, &locked), Some(FileState::OnServer));
}

#[test]
fn a_file_that_another_device_sent_is_known_to_be_there() {
    let world = World::new();
    let (siti, agus) = (world.phone("siti"), world.phone("agus"));
    agus.photograph("dari agus", b"sama");
    agus.sync();
    let (file, _) = siti.photograph("dari siti", b"sama");
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
    let requests = siti.bench().requests.borrow();
    assert!(
        !requests.iter().any(|line| line.contains("upload")),
        "one upload for each digest"
    );
}

#[test]
fn after_a_restore_without_the_file_it_is_sent_again() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"foto");
    siti.sync();
    {
        let mut server = world.server.borrow_mut();
        server.epoch = crate::id::Epoch::derived(&["epoch", "2"]);
        server.log.clear();
        server.records.clear();
        server.numbers.clear();
        server.uploads.clear();
        server.complete.clear();
    }
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
    assert_eq!(world.server.borrow().complete.len(), 1);
}

#[test]
fn bytes_that_are_lost_here_are_told() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"foto");
    let lost = Tx::strict(vec![
        Change::FreeFile(file.key()),
        Change::PutFile(file.clone()),
    ]);
    let lost = siti.store().commit(&lost);
    now_or_never(lost).unwrap().unwrap();
    siti.sync();
    let reason = MISSING_HERE.to_owned();
    assert_eq!(state(&siti, &file), Some(FileState::Refused { reason }));
}

#[test]
fn bytes_that_are_damaged_here_are_told_and_hold_nothing_up() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"foto");
    let (other, _) = siti.photograph("lain", b"lain");
    assert!(siti.store().damage(&format!("chunks/{}", file.capture)));
    siti.sync();
    let reason = DAMAGED_HERE.to_owned();
    assert_eq!(state(&siti, &file), Some(FileState::Refused { reason }));
    assert_eq!(state(&siti, &other), Some(FileState::OnServer));
    // Captured once more, it is sent.
    siti.photograph("foto lagi", b"foto");
    siti.sync();
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
}

#[test]
fn only_what_the_server_has_is_freed() {
    let world = World::new();
    let siti = world.phone("siti");
    let (file, _) = siti.photograph("foto", b"foto");
    let free = || now_or_never(siti.node.free_file(&file.key())).unwrap();
    assert_eq!(free(), Err(ActError::StandsOtherwise));
    siti.sync();
    assert_eq!(free(), Ok(()));
    assert_eq!(state(&siti, &file), Some(FileState::Freed));
    assert_eq!(now_or_never(siti.node.bytes(&file)), Some(Ok(None)));
    // Captured anew, the bytes are here again.
    let (again, _) = siti.photograph("foto lagi", b"foto");
    assert_eq!(
        now_or_never(siti.node.bytes(&again)),
        Some(Ok(Some(b"foto".to_vec())))
    );
}

#[test]
fn the_same_bytes_are_kept_once() {
    let world = World::new();
    let siti = world.phone("siti");
    let (first, _) = siti.photograph("satu", b"sama");
    let (second, _) = siti.photograph("dua", b"sama");
    assert_eq!(first.capture, second.capture);
    siti.sync();
    let patches = siti
        .bench()
        .requests
        .borrow()
        .iter()
        .filter(|l| l.starts_with("PATCH"))
        .count();
    assert_eq!(patches, 1);
    assert!(siti.killed().node.replica().captures().is_empty());
}

#[test]
fn a_capture_that_no_op_names_is_offered_and_swept() {
    let world = World::new();
    let siti = world.phone("siti");
    let capture = siti.node.capture(office(), "image/jpeg", "a.jpg", b"foto");
    let file = now_or_never(capture).unwrap().unwrap();
    let again = siti.killed();
    let offered = again.node.replica().captures().to_vec();
    assert_eq!(offered[0].file.as_ref(), Some(&file));
    now_or_never(again.node.drop_capture(file.capture))
        .unwrap()
        .unwrap();
    assert!(again.killed().node.replica().captures().is_empty());
}

#[test]
fn a_capture_whose_bytes_the_browser_emptied_before_it_was_named_is_not_called_saved() {
    let world = World::new();
    let siti = world.phone("siti");
    let capture = || {
        let captured = siti.node.capture(office(), "image/jpeg", "a.jpg", b"foto");
        now_or_never(captured).unwrap().unwrap()
    };
    let lost = capture();
    siti.store().empty();
    now_or_never(siti.node.keep_anew()).unwrap().unwrap();
    let (draft, attached) = naming(&lost, "foto");
    let outcome = siti.submit(vec![draft], attached);
    assert_eq!(outcome, Err(SubmitError::Store(StoreError::Closing)));
    assert_eq!(siti.node.replica().waiting(), 0);
    assert_eq!(state(&siti, &lost), None);
    // Whoever captured it still has it, and tries again.
    let kept = capture();
    let (draft, attached) = naming(&kept, "foto");
    siti.submit(vec![draft], attached).unwrap();
    siti.sync();
    assert_eq!(state(&siti, &kept), Some(FileState::OnServer));
}

#[test]
fn a_capture_fails_typed() {
    let world = World::new();
    let siti = world.phone("siti");
    let capture =
        |bytes: &[u8]| now_or_never(siti.node.capture(office(), "a", "a", bytes)).unwrap();
    assert_eq!(capture(b""), Err(CaptureError::Empty));
    siti.store().fail(1, StoreError::Full);
    assert_eq!(capture(b"foto"), Err(CaptureError::Store(StoreError::Full)));
}

#[test]
fn slow_pieces_get_smaller_so_that_text_waits_little() {
    let world = World::new();
    let siti = world.phone("siti");
    siti.photograph("besar", &bytes(2 * CHUNK_BYTES, 1));
    let now = std::rc::Rc::clone(&world.now);
    let sizes = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = std::rc::Rc::clone(&sizes);
    siti.lose(move |request| {
        if request.method.name() == "PATCH" {
            seen.borrow_mut().push(request.body.len());
            now.set(now.get() + 10_000);
        }
        None
    });
    siti.sync();
    let sizes = sizes.borrow();
    assert_eq!(sizes[0], CHUNK_BYTES);
    assert!(sizes.windows(2).all(|pair| pair[1] <= pair[0]), "{sizes:?}");
    assert!(sizes[3] <= CHUNK_BYTES / 4, "{sizes:?}");
}

#[test]
fn what_was_let_go_and_taken_after_all_brings_its_bytes() {
    let world = World::new();
    world.server.borrow_mut().ruler = Box::new(|_| {
        let rejection = Rejection::CycleClosed;
        Some(Outcome::Rejected { rejection })
    });
    let siti = world.phone("siti");
    let (file, op) = siti.photograph("foto", b"foto");
    siti.sync();
    now_or_never(siti.node.discard(op)).unwrap().unwrap();
    // The server kept it, and somebody admits it: it takes it without the phone's doing.
    let sealed = siti.node.replica().entry(op).unwrap().op.clone();
    {
        let mut server = world.server.borrow_mut();
        server.ruler = Box::new(|_| None);
        let now = crate::time::Millis(world.now.get());
        server.take(&sealed, 0, now);
    }
    siti.sync();
    assert!(matches!(siti.state(op), Some(EntryState::Confirmed { .. })));
    assert_eq!(state(&siti, &file), Some(FileState::OnServer));
    let server = world.server.borrow();
    let there = server.complete.get(&(office(), file.digest.clone()));
    assert_eq!(there.map(Vec::as_slice), Some(b"foto".as_slice()));
}
