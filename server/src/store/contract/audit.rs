//! Chains, numbers and files.

use model::id::{FileDigest, RecordId};
use model::op::Stream;
use model::time::Millis;
use model::wire::Link;

use super::{commit, cycle, office, op, work};
use crate::store::uploads::{Address, File, FileState};
use crate::store::{Store, chain};

pub(super) async fn heads_links_and_numbers_are_those_of_the_log(store: &dyn Store) {
    let root = chain::root(work());
    let (number, chain) = (0, root.clone());
    assert_eq!(store.head(work()).await.unwrap(), Link { number, chain });
    let ops = [op("a", "satu", work()), op("b", "dua", work())];
    store.commit(commit(0, 0, &ops)).await.unwrap();
    let board = Stream::board(office());
    let person = [op("c", "siti", board)];
    store.commit(commit(0, 0, &person)).await.unwrap();
    let first = chain::link(&root, &ops[0].digest());
    let second = chain::link(&first, &ops[1].digest());
    let link = |number, chain: &str| Link {
        number,
        chain: chain.to_owned(),
    };
    assert_eq!(store.head(work()).await.unwrap(), link(2, &second));
    let at = |number| store.link(work(), number);
    assert_eq!(at(1).await.unwrap(), Some(link(1, &first)));
    assert_eq!(at(3).await.unwrap(), None);
    let streams = store.streams().await.unwrap();
    // `board:` sorts before `work:`.
    assert_eq!((streams.len(), streams[0].0), (2, board));
    assert_eq!(streams[1], (work(), link(2, &second)));
    let satu = (RecordId::derived(&["satu"]), 1);
    let dua = (RecordId::derived(&["dua"]), 2);
    let this = [cycle()];
    let numbers = |cycles| store.numbers(work(), cycles);
    assert_eq!(numbers(None).await.unwrap(), [satu, dua]);
    assert_eq!(numbers(Some(&this)).await.unwrap(), [satu, dua]);
    assert_eq!(numbers(Some(&[])).await.unwrap(), []);
    // Records of no cycle are always among them.
    assert_eq!(store.numbers(board, Some(&[])).await.unwrap().len(), 1);
}

pub(super) async fn only_complete_files_are_listed(store: &dyn Store) {
    for name in ["satu", "dua"] {
        let digest = FileDigest::of(name.as_bytes());
        let file = File {
            office: office(),
            digest: digest.clone(),
            size: 4,
            media: "image/jpeg".to_owned(),
            offset: 0,
            parts: 0,
            state: FileState::Waiting,
        };
        let address = Address {
            token: name.to_owned(),
            office: office(),
            digest,
            expires: Millis(9),
        };
        store.expect_file(&file, &address).await.unwrap();
    }
    assert_eq!(store.complete_files().await.unwrap(), []);
    let digest = FileDigest::of(b"satu");
    let settled = store.settle(office(), &digest, &FileState::Complete);
    settled.await.unwrap();
    let files = store.complete_files().await.unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!((&files[0].digest, files[0].size), (&digest, 4));
}
