//! Files and addresses.

use model::id::{FileDigest, RecordId};
use model::op::{Body, Edit, SealedOp, Target};
use model::schema::Kind;
use model::time::Millis;
use serde_json::json;

use super::office;
use crate::store::Store;
use crate::store::uploads::{Address, AdvanceError, File, FileState};

fn digest() -> FileDigest {
    FileDigest::of(b"foto")
}

async fn expect(store: &dyn Store, token: &str, size: u64, expires: i64) {
    let file = File {
        office: office(),
        digest: digest(),
        size,
        media: "image/jpeg".to_owned(),
        offset: 0,
        parts: 0,
        state: FileState::Waiting,
    };
    let address = Address {
        token: token.to_owned(),
        office: office(),
        digest: digest(),
        expires: Millis(expires),
    };
    store.expect_file(&file, &address).await.unwrap();
    assert_eq!(store.address(token).await.unwrap(), Some(address));
}

async fn file(store: &dyn Store) -> File {
    store.file(office(), &digest()).await.unwrap().unwrap()
}

pub(super) async fn progress_is_the_files_not_the_addresss(store: &dyn Store) {
    assert_eq!(store.file(office(), &digest()).await.unwrap(), None);
    assert_eq!(store.address("t1").await.unwrap(), None);
    expect(store, "t1", 9, 100).await;
    // Before the first byte, whoever announces it last is believed about its size.
    expect(store, "t2", 10, 100).await;
    assert_eq!(file(store).await.size, 10);
    store.advance(office(), &digest(), 0, 4).await.unwrap();
    expect(store, "t3", 10, 200).await;
    let stood = file(store).await;
    assert_eq!((stood.size, stood.offset, stood.parts), (10, 4, 1));
    assert_eq!(stood.state, FileState::Waiting);
    // Bytes that came under a wrong size keep nobody from the right one.
    expect(store, "t4", 99, 200).await;
    let anew = file(store).await;
    assert_eq!((anew.size, anew.offset, anew.parts), (99, 0, 0));
}

pub(super) async fn a_part_at_another_offset_moves_nothing(store: &dyn Store) {
    expect(store, "t1", 10, 100).await;
    store.advance(office(), &digest(), 0, 4).await.unwrap();
    let late = store.advance(office(), &digest(), 0, 6).await;
    assert_eq!(late, Err(AdvanceError::Moved));
    let unknown = store.advance(office(), &FileDigest::of(b"x"), 0, 6).await;
    assert_eq!(unknown, Err(AdvanceError::Moved));
    assert_eq!(file(store).await.offset, 4);
}

pub(super) async fn what_was_settled_takes_no_more_bytes(store: &dyn Store) {
    expect(store, "t1", 10, 100).await;
    store.advance(office(), &digest(), 0, 10).await.unwrap();
    let settle = |state: FileState| async move {
        store.settle(office(), &digest(), &state).await.unwrap();
    };
    settle(FileState::Complete).await;
    let more = store.advance(office(), &digest(), 10, 12).await;
    assert_eq!(more, Err(AdvanceError::Moved));
    expect(store, "t2", 10, 100).await;
    assert_eq!(file(store).await.state, FileState::Complete);
    let refused = |reason: &str| FileState::Refused {
        reason: reason.to_owned(),
    };
    settle(refused("tipe")).await;
    expect(store, "t3", 10, 100).await;
    assert_eq!(file(store).await.state, refused("tipe"));
    // Announced otherwise, it may be taken.
    expect(store, "t5", 11, 100).await;
    assert_eq!(file(store).await.state, FileState::Waiting);
    // Wrong bytes say nothing about the right ones: those may come.
    settle(refused("sidik")).await;
    expect(store, "t4", 10, 100).await;
    let file = file(store).await;
    assert_eq!(
        (file.state, file.offset, file.parts),
        (FileState::Waiting, 0, 0)
    );
}

pub(super) async fn a_file_is_settled_by_the_commit_that_says_so(store: &dyn Store) {
    expect(store, "t1", 10, 100).await;
    let say = |name: &str, word: &str| {
        let set = |field: &str, value: serde_json::Value| Edit::Set {
            field: field.to_owned(),
            value,
            base: Vec::new(),
        };
        let mut op = super::op(name, name, super::work()).op().clone();
        op.record = Target {
            kind: Kind::Berkas,
            id: RecordId::derived(&[name]),
        };
        op.body = Body::Write {
            edits: vec![
                set("digest", json!(digest())),
                set("keadaan", json!(word)),
                set("alasan", json!("tipe")),
            ],
        };
        SealedOp::seal(op).unwrap()
    };
    let refused = super::commit(0, 0, &[say("satu", "ditolak")]);
    store.commit(refused).await.unwrap();
    let reason = "tipe".to_owned();
    assert_eq!(file(store).await.state, FileState::Refused { reason });
    let complete = super::commit(1, 0, &[say("dua", "lengkap")]);
    store.commit(complete).await.unwrap();
    assert_eq!(file(store).await.state, FileState::Complete);
    assert_eq!(store.complete_files().await.unwrap().len(), 1);
}

pub(super) async fn addresses_are_swept(store: &dyn Store) {
    expect(store, "lama", 10, 100).await;
    expect(store, "baru", 10, 200).await;
    store.sweep_addresses(Millis(150)).await.unwrap();
    assert_eq!(store.address("lama").await.unwrap(), None);
    assert!(store.address("baru").await.unwrap().is_some());
    assert_eq!(file(store).await.offset, 0);
}

pub(super) async fn an_address_that_is_given_up_is_gone(store: &dyn Store) {
    expect(store, "t1", 10, 100).await;
    expect(store, "t2", 10, 100).await;
    assert!(
        store.drop_address("t1").await.unwrap(),
        "t2 leads there too"
    );
    assert_eq!(store.address("t1").await.unwrap(), None);
    assert!(!store.drop_address("t2").await.unwrap());
    assert!(
        !store.drop_address("t2").await.unwrap(),
        "it is gone already"
    );
    assert_eq!(file(store).await.state, FileState::Waiting);
}
