//! Ops and records in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, RecordId};
use model::op::{Stream, StreamKind};
use model::record::Record;
use model::time::Millis;
use serde_json::value::RawValue;
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::put::{put_ops, put_records};
use super::{SqliteStore, begin, count, failed, list, moment, parsed, stored};
use crate::store::log::{
    Commit, CommitError, Context, Extent, Held, Known, Log, LogRow, Rows, Wanted, decode,
};
use crate::store::{StoreError, chain};

#[async_trait]
impl Log for SqliteStore {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    async fn context(&self, stream: Stream, wanted: &Wanted) -> Result<Context, StoreError> {
        // One query is one moment, and one word to SQLite's thread: every push begins with this.
        let rows = sqlx::query(
            "WITH serving AS (
               SELECT DISTINCT i.cycle, i.item, i.record FROM json_each(?4) AS wanted
               JOIN record_item AS i ON i.cycle = json_extract(wanted.value, '$[0]')
                 AND i.item = json_extract(wanted.value, '$[1]'))
             SELECT 'head' AS what, NULL AS id, NULL AS place, head AS number, NULL AS text
             FROM stream WHERE name = ?1
             UNION ALL SELECT 'version', NULL, NULL, NULL, value
             FROM meta WHERE name = 'board_version'
             UNION ALL SELECT 'op', id, stream, number, digest
             FROM op WHERE id IN (SELECT value FROM json_each(?2))
             UNION ALL SELECT 'serving', record, cycle, NULL, item FROM serving
             UNION ALL SELECT 'record', NULL, NULL, NULL, json
             FROM record WHERE id IN (SELECT value FROM json_each(?3) UNION SELECT record FROM serving)",
        )
        .bind(stream.to_string())
        .bind(list(&wanted.ops))
        .bind(list(&wanted.records))
        .bind(serde_json::json!(wanted.evidence).to_string())
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        let evidence = wanted.evidence.iter();
        let mut context = Context {
            evidence: evidence.map(|key| (key.clone(), Vec::new())).collect(),
            ..Context::default()
        };
        for row in rows {
            match row.get("what") {
                "head" => context.head = count(row.get("number"))?,
                "version" => context.board_version = parsed(row.get("text"))?,
                "op" => {
                    let known = Known {
                        stream: parsed(row.get("place"))?,
                        number: count(row.get("number"))?,
                        digest: row.get("text"),
                    };
                    context.known.insert(parsed(row.get("id"))?, known);
                }
                "serving" => {
                    let key = (parsed(row.get("place"))?, row.get("text"));
                    let record = parsed(row.get("id"))?;
                    context.evidence.entry(key).or_default().push(record);
                }
                _ => {
                    let record = decode(row.get("text"))?;
                    context.records.insert(record.id, record);
                }
            }
        }
        Ok(context)
    }

    async fn commit_all(&self, commits: Vec<Commit>) -> Result<(), CommitError> {
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
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
            put_records(&mut tx, &commit.records, board).await?;
        }
        tx.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn heads(&self, streams: &[Stream]) -> Result<HashMap<Stream, u64>, StoreError> {
        let rows = sqlx::query(
            "SELECT name, head FROM stream WHERE name IN (SELECT value FROM json_each(?1))",
        )
        .bind(list(streams))
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter()
            .map(|row| Ok((parsed(row.get("name"))?, count(row.get("head"))?)))
            .collect()
    }

    async fn page(&self, stream: Stream, extent: &Extent) -> Result<Rows, StoreError> {
        let limit = i64::try_from(extent.records_max.saturating_add(1)).unwrap_or(i64::MAX);
        let rows = sqlx::query(
            "SELECT head AS number, NULL AS json FROM stream WHERE name = ?1
             UNION ALL SELECT number, json FROM (
               SELECT number, json FROM record
               WHERE stream = ?1 AND number > ?2
                 AND (?3 IS NULL OR cycle IS NULL OR cycle IN (SELECT value FROM json_each(?3)))
               ORDER BY number LIMIT ?4)",
        )
        .bind(stream.to_string())
        .bind(stored(extent.after)?)
        .bind(extent.cycles.as_deref().map(list))
        .bind(limit)
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        let mut answer = Rows::default();
        let mut bytes = 0;
        for row in rows {
            let number = count(row.get("number"))?;
            let Some(json): Option<String> = row.get("json") else {
                answer.head = number;
                continue;
            };
            bytes += json.len();
            let is_full = answer.records.len() == extent.records_max || bytes > extent.bytes_max;
            if is_full && !answer.records.is_empty() {
                answer.more = true;
                break;
            }
            let raw = RawValue::from_string(json)
                .map_err(|e| StoreError::Damaged(format!("a record: {e}")))?;
            answer.records.push((number, raw));
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
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        let version = rows.first().and_then(|row| row.get("version"));
        let version = version.map_or(Ok(0), |text: String| parsed(&text))?;
        let records = rows.iter().filter_map(|row| row.get("json"));
        let records = records.map(|json: String| decode(&json));
        Ok((version, records.collect::<Result<_, _>>()?))
    }

    async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StoreError> {
        by_ids(&mut *self.reader.line().await?, ids).await
    }

    async fn records_of(&self, stream: Stream, cycle: CycleId) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT json FROM record WHERE stream = ?1 AND (cycle = ?2 OR cycle IS NULL)",
        )
        .bind(stream.to_string())
        .bind(cycle.to_string())
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter().map(|json| decode(json)).collect()
    }

    async fn record_count(&self, stream: Stream, cycle: CycleId) -> Result<u64, StoreError> {
        let number: i64 =
            sqlx::query_scalar("SELECT count(*) FROM record WHERE stream = ?1 AND cycle = ?2")
                .bind(stream.to_string())
                .bind(cycle.to_string())
                .fetch_one(&mut *self.reader.line().await?)
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
        .fetch_all(&mut *self.reader.line().await?)
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
        .fetch_all(&mut *self.reader.line().await?)
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
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter().map(log_row).collect()
    }

    async fn hold(&self, ops: &[Held], bytes_max: usize) -> Result<Vec<OpId>, StoreError> {
        let bytes_max = i64::try_from(bytes_max).unwrap_or(i64::MAX);
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
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
            .fetch_all(&mut *self.reader.line().await?)
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

    async fn held_counts(&self) -> Result<HashMap<DeviceId, (u32, Millis)>, StoreError> {
        let rows = sqlx::query(
            "SELECT device, COUNT(*) AS count, MIN(received) AS first FROM held GROUP BY device",
        )
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter()
            .map(|row| {
                let count = u32::try_from(row.get::<i64, _>("count")).unwrap_or(u32::MAX);
                Ok((
                    parsed(row.get("device"))?,
                    (count, moment(row.get("first"))),
                ))
            })
            .collect()
    }

    async fn release(&self, ops: &[OpId]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM held WHERE id IN (SELECT value FROM json_each(?1))")
            .bind(list(ops))
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn put_document(&self, digest: &str, text: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO document (digest, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(digest)
            .bind(text)
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn document(&self, digest: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT text FROM document WHERE digest = ?1")
            .bind(digest)
            .fetch_optional(&mut *self.reader.line().await?)
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
    connection: &mut SqliteConnection,
    version: u64,
) -> Result<u64, StoreError> {
    let next = version + 1;
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES ('board_version', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(next.to_string())
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    Ok(next)
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
