//! The store on SQLite: embedded, WAL, `synchronous=FULL`, one writer, readers beside it.
//!
//! Every writing transaction begins with `BEGIN IMMEDIATE`: a deferred one that reads before it writes
//! fails at once when another writer was faster, and no timeout helps it.

mod accounts;
mod audit;
pub mod copy;
mod line;
mod log;
mod put;
mod uploads;

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use line::Lines;
use model::id::Epoch;
use model::time::Millis;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, Sqlite, SqliteConnection, Transaction,
};

use super::StoreError;
use crate::clock::{Ambient, Random};

/// What marks a database file as ours ("Bukt" in ASCII).
const APPLICATION_ID: i64 = 0x4275_6b74;
/// How long a writer waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers beside the writer.
const READERS: usize = 4;

/// A database file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Lines,
    reader: Lines,
    epoch: Epoch,
}

impl SqliteStore {
    /// Opens the database at `path`; makes it if there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// [`StoreError::NotOurs`] and [`StoreError::Newer`] leave the file as it is.
    pub async fn open(path: &Path, ambient: &dyn Ambient) -> Result<Self, StoreError> {
        Self::open_limited(path, ambient, None).await
    }

    /// [`Self::open`] with a limit of pages, past which the disk counts as full.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_limited(
        path: &Path,
        ambient: &dyn Ambient,
        pages_max: Option<u32>,
    ) -> Result<Self, StoreError> {
        let name = path.display().to_string();
        refuse_foreign(path, &name).await?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            .optimize_on_close(true, None);
        let writing = match pages_max {
            None => options.clone(),
            Some(pages) => options.clone().pragma("max_page_count", pages.to_string()),
        };
        let mut writer = writing.connect().await.map_err(|e| opening(e, &name))?;
        // `application_id` isn't a parameter anywhere else: it is fixed text.
        writer
            .execute(concat!("PRAGMA application_id = ", 0x4275_6b74))
            .await
            .map_err(|e| opening(e, &name))?;
        sqlx::migrate!("migrations/sqlite")
            .run(&mut writer)
            .await
            .map_err(|e| match e {
                sqlx::migrate::MigrateError::VersionMissing(_)
                | sqlx::migrate::MigrateError::VersionTooNew(..) => {
                    StoreError::Newer { path: name.clone() }
                }
                sqlx::migrate::MigrateError::Execute(e) => failed(e),
                other => StoreError::Other(other.to_string()),
            })?;
        let epoch = epoch(&mut writer, ambient).await?;
        let reading = options.read_only(true).create_if_missing(false);
        let reader = reading.connect().await.map_err(failed)?;
        Ok(Self {
            writer: Lines::new(writer, writing, 1),
            reader: Lines::new(reader, reading, READERS),
            epoch,
        })
    }

    /// Closes the database; what was committed is durable anyway.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// A writing transaction.
async fn begin(line: &mut SqliteConnection) -> Result<Transaction<'_, Sqlite>, StoreError> {
    line.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
}

/// Looks at an existing file without changing a byte of it.
async fn refuse_foreign(path: &Path, name: &str) -> Result<(), StoreError> {
    let is_new = std::fs::metadata(path).map_or(true, |meta| meta.len() == 0);
    if is_new {
        return Ok(());
    }
    let mut look = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await
        .map_err(|e| opening(e, name))?;
    let id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut look)
        .await
        .map_err(|e| opening(e, name))?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_master")
        .fetch_one(&mut look)
        .await
        .map_err(|e| opening(e, name))?;
    look.close().await.map_err(failed)?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        Ok(())
    } else {
        Err(StoreError::NotOurs {
            path: name.to_owned(),
        })
    }
}

/// The database's epoch, made when it is new.
async fn epoch(writer: &mut SqliteConnection, ambient: &dyn Ambient) -> Result<Epoch, StoreError> {
    let fresh = Epoch::new(ambient.now(), &mut Random(ambient)).to_string();
    sqlx::query("INSERT INTO meta (name, value) VALUES ('epoch', ?1) ON CONFLICT DO NOTHING")
        .bind(fresh)
        .execute(&mut *writer)
        .await
        .map_err(failed)?;
    let text: String = sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'")
        .fetch_one(writer)
        .await
        .map_err(failed)?;
    parsed(&text)
}

/// An error of the engine in the words of the contract.
fn failed(error: sqlx::Error) -> StoreError {
    if matches!(error, sqlx::Error::WorkerCrashed) {
        line::found_dead();
    }
    let code = error
        .as_database_error()
        .and_then(|e| e.code())
        .and_then(|code| code.parse::<i32>().ok());
    match code {
        // SQLITE_FULL; SQLITE_IOERR_WRITE and _SHMSIZE, which a limit of the file's size causes.
        Some(13 | 778 | 4874) => StoreError::Full,
        // SQLITE_BUSY and its kinds.
        Some(code) if code & 0xff == 5 => StoreError::Busy,
        // SQLITE_CORRUPT and its kinds.
        Some(code) if code & 0xff == 11 => StoreError::Damaged(error.to_string()),
        _ => StoreError::Other(error.to_string()),
    }
}

/// An error while opening: a file that is no database at all isn't ours.
fn opening(error: sqlx::Error, path: &str) -> StoreError {
    let code = error.as_database_error().and_then(|e| e.code());
    if code.as_deref() == Some("26") {
        StoreError::NotOurs {
            path: path.to_owned(),
        }
    } else {
        failed(error)
    }
}

/// A stored name, digest or the like.
fn parsed<T: FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|e: T::Err| StoreError::Damaged(format!("{text:?}: {e}")))
}

/// A stored number that is never negative.
fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged(format!("a number below 0: {number}")))
}

/// A number as SQL stores it.
fn stored(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Other(format!("too large a number: {number}")))
}

/// A list for `json_each`: SQL with a fixed text for any number of parameters.
fn list<T: ToString>(items: &[T]) -> String {
    serde_json::Value::from(items.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string()
}

/// A moment as SQL stores it.
fn moment(millis: i64) -> Millis {
    Millis(millis)
}

#[cfg(test)]
mod tests;
