//! What only a file can go wrong with.

use std::sync::Arc;

use super::*;
use crate::clock::Seeded;
use crate::store::Log as _;

fn clock(name: &str) -> Arc<Seeded> {
    Arc::new(Seeded::new(name, Millis(0)))
}

#[tokio::test]
async fn an_epoch_stays_with_its_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let first = SqliteStore::open(&path, &*clock("satu")).await.unwrap();
    let epoch = first.epoch();
    first.close().await;
    let again = SqliteStore::open(&path, &*clock("dua")).await.unwrap();
    assert_eq!(again.epoch(), epoch);
    let other = folder.path().join("lain.db");
    let other = SqliteStore::open(&other, &*clock("dua")).await.unwrap();
    assert_ne!(other.epoch(), epoch);
}

#[tokio::test]
async fn a_database_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let mut theirs = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    sqlx::query("CREATE TABLE catatan (isi TEXT)")
        .execute(&mut theirs)
        .await
        .unwrap();
    theirs.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = SqliteStore::open(&path, &*clock("x")).await;
    assert!(matches!(refused, Err(StoreError::NotOurs { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let text = folder.path().join("teks.db");
    std::fs::write(
        &text,
        "ini bukan basis data, tetapi cukup panjang untuk dibaca".repeat(40),
    )
    .unwrap();
    let refused = SqliteStore::open(&text, &*clock("x")).await;
    assert!(matches!(refused, Err(StoreError::NotOurs { .. })));
}

#[tokio::test]
async fn a_newer_database_is_refused_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let store = SqliteStore::open(&path, &*clock("x")).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'dari masa depan', 1, x'00', 0)",
    )
    .execute(&store.writer)
    .await
    .unwrap();
    store.close().await;
    let refused = SqliteStore::open(&path, &*clock("x")).await;
    assert!(
        matches!(refused, Err(StoreError::Newer { .. })),
        "{refused:?}"
    );
}
