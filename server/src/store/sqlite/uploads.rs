//! Files and upload addresses in SQLite.

use async_trait::async_trait;
use model::id::{FileDigest, OfficeId};
use model::time::Millis;
use sqlx::{Row as _, SqliteExecutor, sqlite::SqliteRow};

use super::{SqliteStore, begin, count, failed, moment, parsed, stored};
use crate::store::StoreError;
use crate::store::uploads::{Address, AdvanceError, File, FileState, Uploads};

#[async_trait]
impl Uploads for SqliteStore {
    async fn file(
        &self,
        office: OfficeId,
        digest: &FileDigest,
    ) -> Result<Option<File>, StoreError> {
        let row = sqlx::query("SELECT * FROM file WHERE office = ?1 AND digest = ?2")
            .bind(office.to_string())
            .bind(digest.as_str())
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        row.map(|row| file_of(&row, office, digest.clone()))
            .transpose()
    }

    async fn expect_file(&self, file: &File, address: &Address) -> Result<(), StoreError> {
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
        let known = sqlx::query("SELECT * FROM file WHERE office = ?1 AND digest = ?2")
            .bind(file.office.to_string())
            .bind(file.digest.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?;
        let known = known
            .map(|row| file_of(&row, file.office, file.digest.clone()))
            .transpose()?;
        if known.is_none_or(|known| known.gives_way(file)) {
            sqlx::query(
                "INSERT INTO file (office, digest, size, media, offset, parts, state)
                 VALUES (?1, ?2, ?3, ?4, 0, 0, 'waiting')
                 ON CONFLICT (office, digest) DO UPDATE
                 SET size = excluded.size, media = excluded.media, offset = 0, parts = 0,
                     state = 'waiting', reason = NULL",
            )
            .bind(file.office.to_string())
            .bind(file.digest.as_str())
            .bind(stored(file.size)?)
            .bind(&file.media)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        sqlx::query("INSERT INTO address (token, office, digest, expires) VALUES (?1, ?2, ?3, ?4)")
            .bind(&address.token)
            .bind(address.office.to_string())
            .bind(address.digest.as_str())
            .bind(address.expires.0)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn address(&self, token: &str) -> Result<Option<Address>, StoreError> {
        let row = sqlx::query("SELECT office, digest, expires FROM address WHERE token = ?1")
            .bind(token)
            .fetch_optional(&mut *self.reader.line().await?)
            .await
            .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let digest: String = row.get("digest");
        Ok(Some(Address {
            token: token.to_owned(),
            office: parsed(row.get("office"))?,
            digest: FileDigest::try_from(digest).map_err(|e| StoreError::Damaged(e.to_string()))?,
            expires: moment(row.get("expires")),
        }))
    }

    async fn advance(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        from: u64,
        to: u64,
    ) -> Result<(), AdvanceError> {
        let done = sqlx::query(
            "UPDATE file SET offset = ?4, parts = parts + 1
             WHERE office = ?1 AND digest = ?2 AND offset = ?3 AND state = 'waiting'",
        )
        .bind(office.to_string())
        .bind(digest.as_str())
        .bind(stored(from)?)
        .bind(stored(to)?)
        .execute(&mut *self.writer.line().await?)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(AdvanceError::Moved)
        }
    }

    async fn settle(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        state: &FileState,
    ) -> Result<(), StoreError> {
        settle(&mut *self.writer.line().await?, office, digest, state).await
    }

    async fn drop_address(&self, token: &str) -> Result<bool, StoreError> {
        let mut line = self.writer.line().await?;
        let mut tx = begin(&mut line).await?;
        let others: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM address a JOIN address b
                 ON a.office = b.office AND a.digest = b.digest
             WHERE a.token = ?1 AND b.token <> ?1)",
        )
        .bind(token)
        .fetch_one(&mut *tx)
        .await
        .map_err(failed)?;
        sqlx::query("DELETE FROM address WHERE token = ?1")
            .bind(token)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(others)
    }

    async fn sweep_addresses(&self, now: Millis) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM address WHERE expires < ?1")
            .bind(now.0)
            .execute(&mut *self.writer.line().await?)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

/// Says where a file stands, if some evidence named it.
pub(super) async fn settle(
    executor: impl SqliteExecutor<'_>,
    office: OfficeId,
    digest: &FileDigest,
    state: &FileState,
) -> Result<(), StoreError> {
    let (word, reason) = match state {
        FileState::Waiting => ("waiting", None),
        FileState::Complete => ("complete", None),
        FileState::Refused { reason } => ("refused", Some(reason)),
    };
    sqlx::query(
        "UPDATE file SET state = ?3, reason = ?4,
             offset = iif(?3 = 'waiting', 0, offset), parts = iif(?3 = 'waiting', 0, parts)
         WHERE office = ?1 AND digest = ?2",
    )
    .bind(office.to_string())
    .bind(digest.as_str())
    .bind(word)
    .bind(reason)
    .execute(executor)
    .await
    .map_err(failed)?;
    Ok(())
}

/// A row of `file`.
pub(super) fn file_of(
    row: &SqliteRow,
    office: OfficeId,
    digest: FileDigest,
) -> Result<File, StoreError> {
    let reason: Option<String> = row.get("reason");
    let state = match row.get("state") {
        "complete" => FileState::Complete,
        "refused" => FileState::Refused {
            reason: reason.unwrap_or_default(),
        },
        _ => FileState::Waiting,
    };
    let parts: i64 = row.get("parts");
    Ok(File {
        office,
        digest,
        size: count(row.get("size"))?,
        media: row.get("media"),
        offset: count(row.get("offset"))?,
        parts: u32::try_from(parts).map_err(|e| StoreError::Damaged(e.to_string()))?,
        state,
    })
}
