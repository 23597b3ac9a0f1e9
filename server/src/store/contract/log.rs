//! Ops and records.

use model::id::{DeviceId, OpId, PersonId, RecordId, sha256_hex};
use model::op::Stream;
use model::time::Millis;

use super::{commit, cycle, office, op, work};
use crate::store::log::{Commit, CommitError, Extent, Held, Wanted};
use crate::store::{Store, chain};

fn all() -> Extent {
    Extent {
        cycles: None,
        after: 0,
        records_max: 100,
        bytes_max: 1_000_000,
    }
}

pub(super) async fn a_commit_is_numbered_chained_and_found(store: &dyn Store) {
    let ops = [op("a", "satu", work()), op("b", "dua", work())];
    store.commit(commit(0, 0, &ops)).await.unwrap();
    let log = store.log(work(), 0, 10).await.unwrap();
    let numbers: Vec<u64> = log.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 2]);
    let first = chain::link(&chain::root(work()), &ops[0].digest());
    assert_eq!(log[0].chain, first);
    assert_eq!(log[1].chain, chain::link(&first, &ops[1].digest()));
    assert_eq!(log[1].bytes, ops[1].raw().get());
    assert_eq!(log[1].effective, Millis(5));
    assert_eq!(store.log(work(), 1, 10).await.unwrap().len(), 1);
    assert_eq!(store.heads(&[work()]).await.unwrap()[&work()], 2);
    let id = RecordId::derived(&["satu"]);
    assert_eq!(store.records(&[id]).await.unwrap()[0].number, 1);
    assert_eq!(store.history(id).await.unwrap(), log[..1]);
    assert_eq!(store.record_count(work(), cycle()).await.unwrap(), 2);
    assert_eq!(store.records_of(work(), cycle()).await.unwrap().len(), 2);
    let digest = sha256_hex(b"dua");
    let naming = store.naming(office(), &digest).await.unwrap();
    assert_eq!(naming[0].id, RecordId::derived(&["dua"]));
    let elsewhere = model::id::OfficeId::derived(&["lain"]);
    assert!(store.naming(elsewhere, &digest).await.unwrap().is_empty());
}

pub(super) async fn a_commit_that_fails_in_its_second_op_leaves_nothing_of_its_first(
    store: &dyn Store,
) {
    store
        .commit(commit(0, 0, &[op("a", "satu", work())]))
        .await
        .unwrap();
    // The second op's id is in the log already: it can't be written, and the first one goes with it.
    let failing = [op("b", "dua", work()), op("a", "tiga", work())];
    let failed = store.commit(commit(1, 0, &failing)).await;
    assert!(matches!(failed, Err(CommitError::Store(_))), "{failed:?}");
    assert_eq!(store.log(work(), 0, 10).await.unwrap().len(), 1);
    let id = RecordId::derived(&["dua"]);
    assert!(store.records(&[id]).await.unwrap().is_empty());
    let digest = sha256_hex(b"dua");
    assert!(store.naming(office(), &digest).await.unwrap().is_empty());
    // And the stream goes on.
    store
        .commit(commit(1, 0, &[op("c", "empat", work())]))
        .await
        .unwrap();
}

pub(super) async fn changes_of_several_streams_are_taken_together_or_not_at_all(store: &dyn Store) {
    let board = Stream::board(office());
    let person = || commit(0, 0, &[op("a", "orang", board)]);
    let untouched = async || {
        let heads = store.heads(&[work(), board]).await.unwrap();
        let (version, _) = store.board_records(0).await.unwrap();
        (heads.len(), version)
    };
    // The board's change could be written; the work's head is another, or its op is in the log already.
    let late = commit(3, 0, &[op("b", "dua", work())]);
    let refused = store.commit_all(vec![person(), late]).await;
    assert_eq!(refused, Err(CommitError::Moved));
    assert_eq!(untouched().await, (0, 0));
    let twice = commit(0, 0, &[op("a", "dua", work())]);
    let failed = store.commit_all(vec![person(), twice]).await;
    assert!(matches!(failed, Err(CommitError::Store(_))), "{failed:?}");
    assert_eq!(untouched().await, (0, 0));
    let empty = |head: u64| Commit {
        head,
        ops: Vec::new(),
        records: Vec::new(),
        ..commit(0, 0, &[op("c", "tiga", work())])
    };
    // A stream may only be held to its head.
    let held = store.commit_all(vec![person(), empty(1)]).await;
    assert_eq!(held, Err(CommitError::Moved));
    assert_eq!(untouched().await, (0, 0));
    // Both saw the board as it was before either.
    let both = vec![person(), commit(0, 0, &[op("b", "dua", work())])];
    store.commit_all(both).await.unwrap();
    assert_eq!(untouched().await, (2, 1));
    let more = commit(1, 1, &[op("d", "orang", board)]);
    let held = Commit {
        board_version: 1,
        ..empty(1)
    };
    store.commit_all(vec![more, held]).await.unwrap();
    assert_eq!(store.heads(&[work()]).await.unwrap()[&work()], 1);
}

pub(super) async fn a_commit_at_an_old_head_changes_nothing(store: &dyn Store) {
    store
        .commit(commit(0, 0, &[op("a", "satu", work())]))
        .await
        .unwrap();
    let old = store.commit(commit(0, 0, &[op("b", "dua", work())])).await;
    assert_eq!(old, Err(CommitError::Moved));
    let other_board = store.commit(commit(1, 7, &[op("b", "dua", work())])).await;
    assert_eq!(other_board, Err(CommitError::Moved));
    assert_eq!(store.heads(&[work()]).await.unwrap()[&work()], 1);
}

pub(super) async fn a_board_raises_the_version_for_everybody(store: &dyn Store) {
    let board = Stream::board(office());
    assert_eq!(store.board_records(0).await.unwrap().0, 0);
    store
        .commit(commit(0, 0, &[op("a", "orang", board)]))
        .await
        .unwrap();
    let (version, changed) = store.board_records(0).await.unwrap();
    assert_eq!((version, changed.len()), (1, 1));
    assert!(store.board_records(1).await.unwrap().1.is_empty());
    // A decision that saw the boards before must be made again, in any stream.
    let stale = store.commit(commit(0, 0, &[op("b", "dua", work())])).await;
    assert_eq!(stale, Err(CommitError::Moved));
    store
        .commit(commit(0, 1, &[op("b", "dua", work())]))
        .await
        .unwrap();
    assert_eq!(store.board_records(0).await.unwrap().1.len(), 1);
}

pub(super) async fn a_context_shows_what_was_asked_for(store: &dyn Store) {
    let ops = [op("a", "satu", work()), op("b", "dua", work())];
    store.commit(commit(0, 0, &ops)).await.unwrap();
    let item = (cycle(), "b1".to_owned());
    let wanted = Wanted {
        ops: vec![OpId::derived(&["b"]), OpId::derived(&["z"])],
        records: vec![RecordId::derived(&["tidak ada"])],
        evidence: vec![item.clone(), (cycle(), "b2".to_owned())],
    };
    let context = store.context(work(), &wanted).await.unwrap();
    assert_eq!((context.head, context.board_version), (2, 0));
    assert_eq!(context.known.len(), 1);
    let known = &context.known[&OpId::derived(&["b"])];
    assert_eq!((known.stream, known.number), (work(), 2));
    assert_eq!(known.digest, ops[1].digest());
    let mut serving = context.evidence[&item].clone();
    serving.sort();
    let mut both = vec![RecordId::derived(&["satu"]), RecordId::derived(&["dua"])];
    both.sort();
    assert_eq!(serving, both);
    assert_eq!(context.records.len(), 2);
    // An op is known whatever stream is asked about.
    let other = Stream::work(model::id::OfficeId::derived(&["lain"]));
    let context = store.context(other, &wanted).await.unwrap();
    assert_eq!((context.head, context.known.len()), (0, 1));
}

pub(super) async fn pages_follow_the_numbers_within_their_limits(store: &dyn Store) {
    let names = ["a", "b", "c", "d"];
    let ops = names.map(|name| op(name, name, work()));
    store.commit(commit(0, 0, &ops)).await.unwrap();
    let numbers = |rows: &crate::store::log::Rows| {
        let numbers = rows.records.iter().map(|row| row.0);
        numbers.collect::<Vec<u64>>()
    };
    let whole = store.page(work(), &all()).await.unwrap();
    assert_eq!(numbers(&whole), [1, 2, 3, 4]);
    assert_eq!((whole.head, whole.more), (4, false));
    let few = Extent {
        after: 1,
        records_max: 2,
        ..all()
    };
    let few = store.page(work(), &few).await.unwrap();
    assert_eq!(numbers(&few), [2, 3]);
    assert_eq!((few.head, few.more), (4, true));
    // However few bytes are allowed, one record always fits.
    let small = Extent {
        bytes_max: 1,
        ..all()
    };
    let small = store.page(work(), &small).await.unwrap();
    assert_eq!((numbers(&small), small.more), (vec![1], true));
    let elsewhere = Extent {
        cycles: Some(Vec::new()),
        ..all()
    };
    let none = store.page(work(), &elsewhere).await.unwrap();
    assert_eq!((none.records.len(), none.head), (0, 4));
}

pub(super) async fn a_record_that_changes_moves_to_its_new_number(store: &dyn Store) {
    let ops = [
        op("a", "satu", work()),
        op("b", "dua", work()),
        op("c", "satu", work()),
    ];
    store.commit(commit(0, 0, &ops)).await.unwrap();
    let page = store.page(work(), &all()).await.unwrap();
    let numbers: Vec<u64> = page.records.iter().map(|row| row.0).collect();
    assert_eq!(numbers, [2, 3]);
    let id = RecordId::derived(&["satu"]);
    let history = store.history(id).await.unwrap();
    let numbers: Vec<u64> = history.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 3]);
}

pub(super) async fn held_ops_wait_in_order(store: &dyn Store) {
    let device = DeviceId::derived(&["hilang"]);
    let held = |name: &str| Held {
        id: OpId::derived(&[name]),
        device,
        person: PersonId::derived(&["siti"]),
        bytes: name.to_owned(),
        offset_ms: -5,
        received: Millis(1),
    };
    let over = store.hold(&[held("z"), held("a")], 2).await.unwrap();
    assert_eq!(over, []);
    let twice = Held {
        bytes: "lain".to_owned(),
        ..held("z")
    };
    // One that is held needs no room; another would, and other devices have their own.
    let over = store.hold(&[twice, held("b")], 2).await.unwrap();
    assert_eq!(over, [OpId::derived(&["b"])]);
    let other = Held {
        device: DeviceId::derived(&["lain"]),
        ..held("c")
    };
    let later = Held {
        received: Millis(7),
        ..other
    };
    assert_eq!(store.hold(&[later], 2).await.unwrap(), []);
    let counts = store.held_counts().await.unwrap();
    let of = |device| counts.get(&device).copied();
    assert_eq!(of(device), Some((2, Millis(1))));
    assert_eq!(of(DeviceId::derived(&["lain"])), Some((1, Millis(7))));
    assert_eq!(counts.len(), 2);
    let kept = store.held(device).await.unwrap();
    assert_eq!(kept, [held("z"), held("a")]);
    store.release(&[OpId::derived(&["z"])]).await.unwrap();
    assert_eq!(store.held(device).await.unwrap(), [held("a")]);
    assert!(
        store
            .held(DeviceId::derived(&["x"]))
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn documents_are_kept_under_their_digest(store: &dyn Store) {
    store.put_document("d", "isi").await.unwrap();
    store.put_document("d", "isi").await.unwrap();
    assert_eq!(store.document("d").await.unwrap().as_deref(), Some("isi"));
    assert_eq!(store.document("e").await.unwrap(), None);
}
