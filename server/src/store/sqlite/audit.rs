//! Chains, numbers and files in SQLite.

use async_trait::async_trait;
use model::id::{CycleId, FileDigest, RecordId};
use model::op::Stream;
use model::wire::Link;
use sqlx::{Row as _, sqlite::SqliteRow};

use super::uploads::file_of;
use super::{SqliteStore, count, failed, list, parsed, stored};
use crate::store::audit::Audit;
use crate::store::uploads::File;
use crate::store::{StoreError, chain};

#[async_trait]
impl Audit for SqliteStore {
    async fn streams(&self) -> Result<Vec<(Stream, Link)>, StoreError> {
        // Somebody with the file may have taken a head away; its ops are there all the same.
        let rows = sqlx::query(
            "SELECT name, head AS number, chain FROM stream
             UNION ALL
             SELECT DISTINCT stream, 0, '' FROM op
             WHERE NOT EXISTS (SELECT 1 FROM stream WHERE name = op.stream)
             ORDER BY name",
        )
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter()
            .map(|row| Ok((parsed(row.get("name"))?, link_of(row)?)))
            .collect()
    }

    async fn head(&self, stream: Stream) -> Result<Link, StoreError> {
        let row = sqlx::query("SELECT head AS number, chain FROM stream WHERE name = ?1")
            .bind(stream.to_string())
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        let root = || {
            let (number, chain) = (0, chain::root(stream));
            Ok(Link { number, chain })
        };
        row.as_ref().map_or_else(root, link_of)
    }

    async fn link(&self, stream: Stream, number: u64) -> Result<Option<Link>, StoreError> {
        let row = sqlx::query("SELECT number, chain FROM op WHERE stream = ?1 AND number = ?2")
            .bind(stream.to_string())
            .bind(stored(number)?)
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        row.as_ref().map(link_of).transpose()
    }

    async fn numbers(
        &self,
        stream: Stream,
        cycles: Option<&[CycleId]>,
    ) -> Result<Vec<(RecordId, u64)>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, number FROM record
             WHERE stream = ?1
               AND (?2 IS NULL OR cycle IS NULL OR cycle IN (SELECT value FROM json_each(?2)))
             ORDER BY number",
        )
        .bind(stream.to_string())
        .bind(cycles.map(list))
        .fetch_all(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        rows.iter()
            .map(|row| Ok((parsed(row.get("id"))?, count(row.get("number"))?)))
            .collect()
    }

    async fn misfiled(&self, stream: Stream) -> Result<Option<RecordId>, StoreError> {
        let found: Option<String> = sqlx::query_scalar(
            "SELECT id FROM record
             WHERE stream = ?1
               AND (id IS NOT json_extract(json, '$.id')
                    OR kind IS NOT json_extract(json, '$.kind')
                    OR stream IS NOT json_extract(json, '$.stream')
                    OR cycle IS NOT json_extract(json, '$.cycle'))
             LIMIT 1",
        )
        .bind(stream.to_string())
        .fetch_optional(&mut *self.reader.line().await?)
        .await
        .map_err(failed)?;
        found.as_deref().map(parsed).transpose()
    }

    async fn complete_files(&self) -> Result<Vec<File>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM file WHERE state = 'complete' ORDER BY office, digest")
                .fetch_all(&mut *self.reader.line().await?)
                .await
                .map_err(failed)?;
        let file = |row: &SqliteRow| {
            let digest: String = row.get("digest");
            let digest =
                FileDigest::try_from(digest).map_err(|e| StoreError::Damaged(e.to_string()))?;
            file_of(row, parsed(row.get("office"))?, digest)
        };
        rows.iter().map(file).collect()
    }
}

fn link_of(row: &SqliteRow) -> Result<Link, StoreError> {
    Ok(Link {
        number: count(row.get("number"))?,
        chain: row.get("chain"),
    })
}
