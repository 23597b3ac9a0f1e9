//! What only a file can go wrong with.

use std::sync::Arc;

use futures::FutureExt as _;

use super::*;
use crate::clock::Seeded;
use crate::store::{Accounts as _, Log as _};

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
    .execute(&mut *store.writer.line().await.unwrap())
    .await
    .unwrap();
    store.close().await;
    let refused = SqliteStore::open(&path, &*clock("x")).await;
    assert!(
        matches!(refused, Err(StoreError::Newer { .. })),
        "{refused:?}"
    );
}

/// Earlier versions said that a file is complete before they settled its row, and may have stopped between.
#[tokio::test]
async fn a_file_that_was_said_to_be_complete_is_no_longer_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let store = SqliteStore::open(&path, &*clock("x")).await.unwrap();
    // As the database was before this migration.
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 3")
        .execute(&mut *store.writer.line().await.unwrap())
        .await
        .unwrap();
    let office = uuid::Uuid::nil();
    let stream = format!("work:{office}");
    sqlx::query("INSERT INTO stream VALUES (?1, 3, '')")
        .bind(&stream)
        .execute(&mut *store.writer.line().await.unwrap())
        .await
        .unwrap();
    // Its digest, how many of its ten bytes came, and the last that a record says of it.
    let files = [
        ("a", 10, "lengkap"),
        ("b", 10, "ditolak"),
        ("c", 0, "lengkap"),
        ("d", 10, ""),
    ];
    for (number, (digest, offset, said)) in (1..).zip(files) {
        sqlx::query("INSERT INTO file VALUES (?1, ?2, 10, 'x/x', ?3, 1, 'waiting', NULL)")
            .bind(office.to_string())
            .bind(digest)
            .bind(offset)
            .execute(&mut *store.writer.line().await.unwrap())
            .await
            .unwrap();
        if said.is_empty() {
            continue;
        }
        let writes = |values: &[&str]| {
            let writes = values
                .iter()
                .map(|value| serde_json::json!({ "value": value }));
            serde_json::json!({ "writes": writes.collect::<Vec<_>>() })
        };
        let fields = serde_json::json!({
            "digest": writes(&[digest]),
            "keadaan": writes(&["ditolak", said]),
        });
        sqlx::query("INSERT INTO record VALUES (?1, 'berkas', ?2, NULL, ?3, NULL, ?4)")
            .bind(format!("record {digest}"))
            .bind(&stream)
            .bind(number)
            .bind(serde_json::json!({ "fields": fields }).to_string())
            .execute(&mut *store.writer.line().await.unwrap())
            .await
            .unwrap();
    }
    store.close().await;
    let store = SqliteStore::open(&path, &*clock("x")).await.unwrap();
    let states: Vec<(String, String)> =
        sqlx::query_as("SELECT digest, state FROM file ORDER BY digest")
            .fetch_all(&mut *store.reader.line().await.unwrap())
            .await
            .unwrap();
    let states: Vec<&str> = states.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!(states, ["complete", "waiting", "waiting", "waiting"]);
}

/// Ends the thread behind a connection, as a panic there does: it gives up when a second transaction is begun in the
/// midst of one, and nobody waits for the answer. What is asked while it ends is never answered.
async fn kill(connection: &mut SqliteConnection) {
    const PATIENCE: Duration = Duration::from_millis(100);
    const BEGIN: &str = "BEGIN IMMEDIATE";
    loop {
        if let Ok(Ok(begun)) = tokio::time::timeout(PATIENCE, connection.begin_with(BEGIN)).await {
            std::mem::forget(begun);
        }
        drop(connection.begin_with(BEGIN).now_or_never());
        if let Ok(Err(_)) = tokio::time::timeout(PATIENCE, connection.ping()).await {
            return;
        }
    }
}

#[tokio::test]
async fn a_connection_that_died_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let store = SqliteStore::open(&path, &*clock("x")).await.unwrap();
    let note = async || store.put_link("kunci", Millis(1)).await;
    note().await.unwrap();
    kill(&mut store.writer.line().await.unwrap()).await;
    // The call that meets it fails.
    let met = note().await;
    assert!(matches!(met, Err(StoreError::Other(_))), "{met:?}");
    note().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn who_waits_too_long_for_a_connection_is_told_that_it_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bukti.db");
    let mut store = SqliteStore::open(&path, &*clock("x")).await.unwrap();
    store.writer.patience = Duration::from_millis(10);
    let held = store.writer.line().await.unwrap();
    let refused = store.writer.line().await;
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    drop(held);
    assert!(store.writer.line().await.is_ok());
}
