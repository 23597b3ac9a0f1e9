//! Copies of a database, while it is written or at rest.

use std::path::Path;

use model::id::{Epoch, FileDigest, OfficeId};
use model::op::Stream;
use model::wire::Link;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};

use super::{BUSY_TIMEOUT, count, failed, opening, parsed, refuse_foreign};
use crate::store::StoreError;

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its epoch.
    pub epoch: Epoch,
    /// Every stream with its head.
    pub streams: Vec<(Stream, Link)>,
    /// Every complete file with its size in bytes.
    pub files: Vec<(OfficeId, FileDigest, u64)>,
}

/// Copies the database at `from` to `to`, which isn't there yet: one moment of it, while others go on
/// reading and writing. Durable when it returns.
///
/// # Errors
/// [`StoreError`]; what was written of the copy is worth nothing then.
pub async fn copy(from: &Path, to: &Path) -> Result<Copied, StoreError> {
    let name = from.display().to_string();
    refuse_foreign(from, &name).await?;
    let mut source = SqliteConnectOptions::new()
        .filename(from)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await
        .map_err(|e| opening(e, &name))?;
    sqlx::query("VACUUM INTO ?1")
        .bind(to.display().to_string())
        .execute(&mut source)
        .await
        .map_err(failed)?;
    source.close().await.map_err(failed)?;
    look(to).await
}

/// What the copy at `path` holds; nothing of it is changed.
///
/// # Errors
/// [`StoreError`].
pub async fn look(path: &Path) -> Result<Copied, StoreError> {
    let name = path.display().to_string();
    refuse_foreign(path, &name).await?;
    let mut copy = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true)
        .connect()
        .await
        .map_err(|e| opening(e, &name))?;
    let held = held(&mut copy).await?;
    copy.close().await.map_err(failed)?;
    Ok(held)
}

async fn held(copy: &mut SqliteConnection) -> Result<Copied, StoreError> {
    let epoch: String = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
        .fetch_one(&mut *copy)
        .await
        .map_err(failed)?;
    let streams = sqlx::query("SELECT name, head, chain FROM stream ORDER BY name")
        .fetch_all(&mut *copy)
        .await
        .map_err(failed)?;
    let files = sqlx::query(
        "SELECT office, digest, size FROM file WHERE state = 'complete' ORDER BY office, digest",
    )
    .fetch_all(&mut *copy)
    .await
    .map_err(failed)?;
    Ok(Copied {
        epoch: parsed(&epoch)?,
        streams: streams
            .iter()
            .map(|row| {
                let link = Link {
                    number: count(row.get("head"))?,
                    chain: row.get("chain"),
                };
                Ok((parsed(row.get("name"))?, link))
            })
            .collect::<Result<_, StoreError>>()?,
        files: files
            .iter()
            .map(|row| {
                let digest = FileDigest::try_from(row.get::<String, _>("digest"))
                    .map_err(|e| StoreError::Damaged(e.to_string()))?;
                Ok((parsed(row.get("office"))?, digest, count(row.get("size"))?))
            })
            .collect::<Result<_, StoreError>>()?,
    })
}

/// Makes the copy at `path` a database that goes on from there: another epoch, nobody signed in (who was
/// signed out or lost a phone since mustn't come back in), no upload addresses, no half-sent files.
///
/// # Errors
/// [`StoreError`].
pub async fn renew(path: &Path, epoch: Epoch) -> Result<(), StoreError> {
    let name = path.display().to_string();
    let mut copy = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .map_err(|e| opening(e, &name))?;
    let mut tx = copy.begin().await.map_err(failed)?;
    sqlx::query("UPDATE meta SET value = ?1 WHERE name = 'epoch'")
        .bind(epoch.to_string())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
    for text in [
        "DELETE FROM session",
        "DELETE FROM link",
        "DELETE FROM tries",
        "DELETE FROM address",
        "UPDATE file SET offset = 0, parts = 0 WHERE state = 'waiting'",
    ] {
        sqlx::query(text).execute(&mut *tx).await.map_err(failed)?;
    }
    tx.commit().await.map_err(failed)?;
    copy.close().await.map_err(failed)
}
