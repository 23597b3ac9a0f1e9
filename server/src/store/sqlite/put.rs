//! Writing ops and records to SQLite, many rows by one word to its thread.

use model::record::Record;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::uploads::settle;
use super::{failed, stored};
use crate::store::log::{Commit, Keys, encode};
use crate::store::uploads::FileState;
use crate::store::{StoreError, chain};

/// Rows that one statement writes.
const ROWS_MAX: usize = 100;

/// Writes the ops of a commit, each linked to the one before it, and the stream's new head.
pub(super) async fn put_ops(
    connection: &mut SqliteConnection,
    commit: &Commit,
    mut link: String,
) -> Result<(), StoreError> {
    let stream = commit.stream.to_string();
    let head = commit.head + commit.ops.len() as u64;
    let mut links = Vec::with_capacity(commit.ops.len());
    for op in &commit.ops {
        link = chain::link(&link, &op.digest);
        links.push(link.clone());
    }
    sqlx::query(
        "INSERT INTO stream (name, head, chain) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET head = excluded.head, chain = excluded.chain",
    )
    .bind(&stream)
    .bind(stored(head)?)
    .bind(&link)
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let numbers = (commit.head + 1..=head).map(stored);
    let numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
    let rows: Vec<_> = numbers.iter().zip(&commit.ops).zip(&links).collect();
    for rows in rows.chunks(ROWS_MAX) {
        let mut query = QueryBuilder::new(
            "INSERT INTO op
             (stream, number, id, record, digest, chain, effective, late, received, bytes) ",
        );
        query.push_values(rows, |mut row, ((number, op), link)| {
            row.push_bind(&stream)
                .push_bind(*number)
                .push_bind(op.id.to_string())
                .push_bind(op.record.to_string())
                .push_bind(&op.digest)
                .push_bind(*link)
                .push_bind(op.effective.0)
                .push_bind(op.late)
                .push_bind(commit.received.0)
                .push_bind(&op.bytes);
        });
        put(connection, query, rows.len()).await?;
    }
    Ok(())
}

/// Writes records, and by what they are found.
pub(super) async fn put_records(
    connection: &mut SqliteConnection,
    records: &[Record],
    board: Option<u64>,
) -> Result<(), StoreError> {
    let board = board.map(stored).transpose()?;
    let row = |record: &Record| Ok((stored(record.number)?, encode(record)?));
    let rows: Vec<(i64, String)> = records.iter().map(row).collect::<Result<_, StoreError>>()?;
    let rows: Vec<_> = records.iter().zip(rows).collect();
    for rows in rows.chunks(ROWS_MAX) {
        let mut query =
            QueryBuilder::new("INSERT INTO record (id, kind, stream, cycle, number, board, json) ");
        query.push_values(rows, |mut row, (record, (number, json))| {
            row.push_bind(record.id.to_string())
                .push_bind(record.kind.name())
                .push_bind(record.stream.to_string())
                .push_bind(record.cycle.map(|cycle| cycle.to_string()))
                .push_bind(*number)
                .push_bind(board)
                .push_bind(json);
        });
        query.push(
            " ON CONFLICT (id) DO UPDATE
             SET number = excluded.number, board = excluded.board, json = excluded.json",
        );
        put(connection, query, rows.len()).await?;
    }
    let (mut items, mut files) = (Vec::new(), Vec::new());
    for record in records {
        if let Some((digest, said)) = FileState::said(record) {
            settle(&mut *connection, record.stream.office, &digest, &said).await?;
        }
        let (keys, id) = (Keys::of(record), record.id.to_string());
        if let Some(cycle) = record.cycle {
            let of = keys.items.into_iter();
            items.extend(of.map(|item| [cycle.to_string(), item, id.clone()]));
        }
        let office = record.stream.office.to_string();
        let of = keys.files.into_iter();
        files.extend(of.map(|digest| [office.clone(), digest, id.clone()]));
    }
    put_keys(connection, "record_item", &items).await?;
    put_keys(connection, "record_file", &files).await
}

/// By what records are found besides their ids.
async fn put_keys(
    connection: &mut SqliteConnection,
    table: &str,
    keys: &[[String; 3]],
) -> Result<(), StoreError> {
    for keys in keys.chunks(ROWS_MAX) {
        let mut query = QueryBuilder::new(format!("INSERT INTO {table} "));
        query.push_values(keys, |mut row, key| {
            for part in key {
                row.push_bind(part);
            }
        });
        query.push(" ON CONFLICT DO NOTHING");
        put(connection, query, keys.len()).await?;
    }
    Ok(())
}

/// Writes so many rows by one word to SQLite's thread. Only a statement that comes again is kept.
async fn put(
    connection: &mut SqliteConnection,
    mut query: QueryBuilder<Sqlite>,
    rows: usize,
) -> Result<(), StoreError> {
    let query = query.build().persistent(rows == 1 || rows == ROWS_MAX);
    query.execute(connection).await.map_err(failed)?;
    Ok(())
}
