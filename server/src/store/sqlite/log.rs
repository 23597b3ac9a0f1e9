//! Ops and records in SQLite.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, RecordId};
use model::op::{Stream, StreamKind};
use model::record::Record;
use serde_json::value::RawValue;
use sqlx::{Row as _, Sqlite, SqliteConnection, Transaction, sqlite::SqliteRow};

use super::uploads::settle;
use super::{SqliteStore, count, failed, list, moment, parsed, stored};
use crate::store::log::{
    Commit, CommitError, Context, Extent, Held, Keys, Known, Log, LogRow, Rows, Wanted, decode,
    encode,
};
use crate::store::uploads::FileState;
use crate::store::{StoreError, chain};

#[async_trait]
impl Log for SqliteStore {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    async fn context(&self, stream: Stream, wanted: &Wanted) -> Result<Context, StoreError> {
        let mut tx = self.read().await?;
        let (head, _) = head_of(&mut tx, stream).await?;
        let board_version = board_version(&mut tx).await?;
        let known = known(&mut tx, &wanted.ops).await?;
        let evidence = serving(&mut tx, &wanted.evidence).await?;
        let mut ids: BTreeSet<RecordId> = wanted.records.iter().copied().collect();
        ids.extend(evidence.values().flatten());
        let ids: Vec<RecordId> = ids.into_iter().collect();
        let records = by_ids(&mut tx, &ids).await?;
        Ok(Context {
            head,
            board_version,
            known,
            records: records.into_iter().map(|r| (r.id, r)).collect(),
            evidence,
        })
    }

    async fn commit_all(&self, commits: Vec<Commit>) -> Result<(), CommitError> {
        let mut tx = self.write().await?;
        let mut version = board_version(&mut tx).await?;
        if commits.iter().any(|commit| commit.board_version != version) {
            return Err(CommitError::Moved);
        }
        for commit in &commits {
            let (head, link) = head_of(&mut tx, commit.stream).await?;
            if head != commit.head {
                return Err(CommitError::Moved);
            }
            if commit.ops.is_empty() {
                continue;
            }
            let mut board = None;
            if commit.stream.kind == StreamKind::Board {
                version = raise_board_version(&mut tx, version).await?;
                board = Some(version);
            }
            put_ops(&mut tx, commit, link).await?;
            for record in &commit.records {
                put_record(&mut tx, record, board).await?;
            }
        }
        tx.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn heads(&self, streams: &[Stream]) -> Result<HashMap<Stream, u64>, StoreError> {
        let rows = sqlx::query(
            "SELECT name, head FROM stream WHERE name IN (SELECT value FROM json_each(?1))",
        )
        .bind(list(streams))
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        rows.iter()
            .map(|row| Ok((parsed(row.get("name"))?, count(row.get("head"))?)))
            .collect()
    }

    async fn page(&self, stream: Stream, extent: &Extent) -> Result<Rows, StoreError> {
        let mut tx = self.read().await?;
        let (head, _) = head_of(&mut tx, stream).await?;
        let limit = i64::try_from(extent.records_max.saturating_add(1)).unwrap_or(i64::MAX);
        let rows = sqlx::query(
            "SELECT number, json FROM record
             WHERE stream = ?1 AND number > ?2
               AND (?3 IS NULL OR cycle IS NULL OR cycle IN (SELECT value FROM json_each(?3)))
             ORDER BY number LIMIT ?4",
        )
        .bind(stream.to_string())
        .bind(stored(extent.after)?)
        .bind(extent.cycles.as_deref().map(list))
        .bind(limit)
        .fetch_all(&mut *tx)
        .await
        .map_err(failed)?;
        let mut answer = Rows {
            head,
            ..Rows::default()
        };
        let mut bytes = 0;
        for row in rows {
            let json: String = row.get("json");
            bytes += json.len();
            let is_full = answer.records.len() == extent.records_max || bytes > extent.bytes_max;
            if is_full && !answer.records.is_empty() {
                answer.more = true;
                break;
            }
            let raw = RawValue::from_string(json)
                .map_err(|e| StoreError::Damaged(format!("a record: {e}")))?;
            answer.records.push((count(row.get("number"))?, raw));
        }
        Ok(answer)
    }

    async fn board_records(&self, after: u64) -> Result<(u64, Vec<Record>), StoreError> {
        // One query is one moment, without a transaction around it: every request begins with this.
        let rows = sqlx::query(
            "SELECT (SELECT value FROM meta WHERE name = 'board_version') AS version, json
             FROM (SELECT 1) LEFT JOIN record ON board > ?1",
        )
        .bind(stored(after)?)
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        let version = rows.first().and_then(|row| row.get("version"));
        let version = version.map_or(Ok(0), |text: String| parsed(&text))?;
        let records = rows.iter().filter_map(|row| row.get("json"));
        let records = records.map(|json: String| decode(&json));
        Ok((version, records.collect::<Result<_, _>>()?))
    }

    async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
        let mut connection = self.reader.acquire().await.map_err(failed)?;
        by_ids(&mut connection, ids).await
    }

    async fn records_of(&self, stream: Stream, cycle: CycleId) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT json FROM record WHERE stream = ?1 AND (cycle = ?2 OR cycle IS NULL)",
        )
        .bind(stream.to_string())
        .bind(cycle.to_string())
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        rows.iter().map(|json| decode(json)).collect()
    }

    async fn record_count(&self, stream: Stream, cycle: CycleId) -> Result<u64, StoreError> {
        let number: i64 =
            sqlx::query_scalar("SELECT count(*) FROM record WHERE stream = ?1 AND cycle = ?2")
                .bind(stream.to_string())
                .bind(cycle.to_string())
                .fetch_one(&self.reader)
                .await
                .map_err(failed)?;
        count(number)
    }

    async fn naming(&self, office: OfficeId, digest: &str) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT json FROM record_file JOIN record ON record.id = record_file.record
             WHERE office = ?1 AND digest = ?2",
        )
        .bind(office.to_string())
        .bind(digest)
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        rows.iter().map(|json| decode(json)).collect()
    }

    async fn history(&self, record: RecordId) -> Result<Vec<LogRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT number, id, record, digest, chain, effective, bytes FROM op
             WHERE record = ?1 ORDER BY number",
        )
        .bind(record.to_string())
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        rows.iter().map(log_row).collect()
    }

    async fn log(&self, stream: Stream, after: u64, max: usize) -> Result<Vec<LogRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT number, id, record, digest, chain, effective, bytes FROM op
             WHERE stream = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        )
        .bind(stream.to_string())
        .bind(stored(after)?)
        .bind(i64::try_from(max).unwrap_or(i64::MAX))
        .fetch_all(&self.reader)
        .await
        .map_err(failed)?;
        rows.iter().map(log_row).collect()
    }

    async fn hold(&self, ops: &[Held], bytes_max: usize) -> Result<Vec<OpId>, StoreError> {
        let bytes_max = i64::try_from(bytes_max).unwrap_or(i64::MAX);
        let mut tx = self.write().await?;
        let mut over = Vec::new();
        for op in ops {
            let known: bool =
                sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM held WHERE id = ?1)")
                    .bind(op.id.to_string())
                    .fetch_one(&mut *tx)
                    .await
                    .map_err(failed)?;
            if known {
                continue;
            }
            let done = sqlx::query(
                "INSERT INTO held (id, device, person, bytes, offset_ms, received)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6
                 WHERE (SELECT COALESCE(SUM(OCTET_LENGTH(bytes)), 0) FROM held WHERE device = ?2)
                     + OCTET_LENGTH(?4) <= ?7",
            )
            .bind(op.id.to_string())
            .bind(op.device.to_string())
            .bind(op.person.to_string())
            .bind(&op.bytes)
            .bind(op.offset_ms)
            .bind(op.received.0)
            .bind(bytes_max)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
            if done.rows_affected() == 0 {
                over.push(op.id);
            }
        }
        tx.commit().await.map_err(failed)?;
        Ok(over)
    }

    async fn held(&self, device: DeviceId) -> Result<Vec<Held>, StoreError> {
        let rows = sqlx::query("SELECT * FROM held WHERE device = ?1 ORDER BY place")
            .bind(device.to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed)?;
        rows.iter()
            .map(|row| {
                Ok(Held {
                    id: parsed(row.get("id"))?,
                    device,
                    person: parsed(row.get("person"))?,
                    bytes: row.get("bytes"),
                    offset_ms: row.get("offset_ms"),
                    received: moment(row.get("received")),
                })
            })
            .collect()
    }

    async fn release(&self, ops: &[OpId]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM held WHERE id IN (SELECT value FROM json_each(?1))")
            .bind(list(ops))
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn put_document(&self, digest: &str, text: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO document (digest, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(digest)
            .bind(text)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn document(&self, digest: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT text FROM document WHERE digest = ?1")
            .bind(digest)
            .fetch_optional(&self.reader)
            .await
            .map_err(failed)
    }
}

/// A stream's last number and link.
async fn head_of(
    connection: &mut SqliteConnection,
    stream: Stream,
) -> Result<(u64, String), StoreError> {
    let row = sqlx::query("SELECT head, chain FROM stream WHERE name = ?1")
        .bind(stream.to_string())
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    row.map_or_else(
        || Ok((0, chain::root(stream))),
        |row| Ok((count(row.get("head"))?, row.get("chain"))),
    )
}

async fn board_version(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar("SELECT value FROM meta WHERE name = 'board_version'")
            .fetch_optional(connection)
            .await
            .map_err(failed)?;
    text.map_or(Ok(0), |text| parsed(&text))
}

async fn raise_board_version(
    tx: &mut Transaction<'static, Sqlite>,
    version: u64,
) -> Result<u64, StoreError> {
    let next = version + 1;
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES ('board_version', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(next.to_string())
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    Ok(next)
}

async fn known(
    connection: &mut SqliteConnection,
    ops: &[OpId],
) -> Result<HashMap<OpId, Known>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, stream, number, digest FROM op
         WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(list(ops))
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    rows.iter()
        .map(|row| {
            let known = Known {
                stream: parsed(row.get("stream"))?,
                number: count(row.get("number"))?,
                digest: row.get("digest"),
            };
            Ok((parsed(row.get("id"))?, known))
        })
        .collect()
}

/// The evidence of these items, in one query however many they are.
async fn serving(
    connection: &mut SqliteConnection,
    items: &[(CycleId, String)],
) -> Result<HashMap<(CycleId, String), Vec<RecordId>>, StoreError> {
    let mut serving: HashMap<_, Vec<RecordId>> =
        items.iter().map(|key| (key.clone(), Vec::new())).collect();
    if items.is_empty() {
        return Ok(serving);
    }
    let rows = sqlx::query(
        "SELECT DISTINCT i.cycle, i.item, i.record FROM json_each(?1) AS wanted
         JOIN record_item AS i ON i.cycle = json_extract(wanted.value, '$[0]')
           AND i.item = json_extract(wanted.value, '$[1]')",
    )
    .bind(serde_json::json!(items).to_string())
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    for row in rows {
        let key = (parsed(row.get("cycle"))?, row.get("item"));
        let record = parsed(row.get("record"))?;
        serving.entry(key).or_default().push(record);
    }
    Ok(serving)
}

async fn by_ids(
    connection: &mut SqliteConnection,
    ids: &[RecordId],
) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT json FROM record WHERE id IN (SELECT value FROM json_each(?1))")
            .bind(list(ids))
            .fetch_all(connection)
            .await
            .map_err(failed)?;
    rows.iter().map(|json| decode(json)).collect()
}

async fn put_ops(
    tx: &mut Transaction<'static, Sqlite>,
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
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    for ((number, op), link) in (commit.head + 1..).zip(&commit.ops).zip(&links) {
        sqlx::query(
            "INSERT INTO op
             (stream, number, id, record, digest, chain, effective, late, received, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .bind(&stream)
        .bind(stored(number)?)
        .bind(op.id.to_string())
        .bind(op.record.to_string())
        .bind(&op.digest)
        .bind(link)
        .bind(op.effective.0)
        .bind(op.late)
        .bind(commit.received.0)
        .bind(&op.bytes)
        .execute(&mut **tx)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

async fn put_record(
    tx: &mut Transaction<'static, Sqlite>,
    record: &Record,
    board: Option<u64>,
) -> Result<(), StoreError> {
    let id = record.id.to_string();
    sqlx::query(
        "INSERT INTO record (id, kind, stream, cycle, number, board, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE
         SET number = excluded.number, board = excluded.board, json = excluded.json",
    )
    .bind(&id)
    .bind(record.kind.name())
    .bind(record.stream.to_string())
    .bind(record.cycle.map(|cycle| cycle.to_string()))
    .bind(stored(record.number)?)
    .bind(board.map(stored).transpose()?)
    .bind(encode(record)?)
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    if let Some((digest, said)) = FileState::said(record) {
        settle(&mut **tx, record.stream.office, &digest, &said).await?;
    }
    let keys = Keys::of(record);
    if let Some(cycle) = record.cycle {
        for item in &keys.items {
            sqlx::query("INSERT INTO record_item VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .bind(cycle.to_string())
                .bind(item)
                .bind(&id)
                .execute(&mut **tx)
                .await
                .map_err(failed)?;
        }
    }
    for digest in &keys.files {
        sqlx::query("INSERT INTO record_file VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            .bind(record.stream.office.to_string())
            .bind(digest)
            .bind(&id)
            .execute(&mut **tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

fn log_row(row: &SqliteRow) -> Result<LogRow, StoreError> {
    Ok(LogRow {
        number: count(row.get("number"))?,
        id: parsed(row.get("id"))?,
        record: parsed(row.get("record"))?,
        digest: row.get("digest"),
        chain: row.get("chain"),
        effective: moment(row.get("effective")),
        bytes: row.get::<Option<String>, _>("bytes").unwrap_or_default(),
    })
}
