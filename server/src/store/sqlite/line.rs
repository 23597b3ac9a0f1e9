//! Connections to the database file that stay open. SQLite runs on a thread of its own behind each, so
//! every word to it is a switch of threads and back. A pool says a word more whenever a connection comes
//! back to it, from a task of its own, to hear whether it is alive: most of what a small query costs. One
//! to a file of one's own doesn't break, and what was begun on it and left is undone before the next word.
//! Only if its thread ever ended by a panic it is dead: from then on each is asked once, and replaced.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::failed;
use crate::store::StoreError;

/// How long a connection is waited for: longer than SQLite itself waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often this process met a dead connection, of whatever database.
static DEATHS: AtomicUsize = AtomicUsize::new(0);

/// Notes that a connection was found dead: the call that met it fails, the next one finds another.
pub(super) fn found_dead() {
    DEATHS.fetch_add(1, Ordering::Relaxed);
}

/// Connections of one kind, each opened when it is first needed.
#[derive(Debug)]
pub(super) struct Lines {
    options: SqliteConnectOptions,
    lines: Vec<Mutex<Option<Open>>>,
    /// Whose turn it is to be waited for when all are busy.
    turn: AtomicUsize,
    /// How long one is waited for.
    pub(super) patience: Duration,
}

/// An open connection.
#[derive(Debug)]
struct Open {
    connection: SqliteConnection,
    /// The [`DEATHS`] when it was last known to live.
    lived: usize,
}

/// A connection in use.
pub(super) type Line<'a> = MappedMutexGuard<'a, SqliteConnection>;

impl Lines {
    /// So many connections at most, of which the first is open.
    pub(super) fn new(first: SqliteConnection, options: SqliteConnectOptions, max: usize) -> Self {
        let first = Open {
            connection: first,
            lived: DEATHS.load(Ordering::Relaxed),
        };
        let others = (1..max).map(|_| None);
        let lines = std::iter::once(Some(first)).chain(others);
        Self {
            options,
            lines: lines.map(Mutex::new).collect(),
            turn: AtomicUsize::new(0),
            patience: PATIENCE,
        }
    }

    /// A connection, as soon as there is one.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if others have them all for too long; or when it can't be opened.
    pub(super) async fn line(&self) -> Result<Line<'_>, StoreError> {
        let mut line = match self.lines.iter().find_map(|line| line.try_lock().ok()) {
            Some(free) => free,
            None => {
                let turn = self.turn.fetch_add(1, Ordering::Relaxed);
                let next = self.lines[turn % self.lines.len()].lock();
                let waited = tokio::time::timeout(self.patience, next).await;
                waited.map_err(|_| StoreError::Busy)?
            }
        };
        let deaths = DEATHS.load(Ordering::Relaxed);
        if let Some(open) = line.as_mut().filter(|open| open.lived != deaths) {
            open.lived = deaths;
            // A question that came while its thread was ending is never answered.
            let answer = tokio::time::timeout(self.patience, open.connection.ping()).await;
            if !matches!(answer, Ok(Ok(()))) {
                // Let go before another is opened: what was begun on it holds the database.
                *line = None;
                tracing::error!("A connection to the database had died, and is replaced");
            }
        }
        if line.is_none() {
            let connection = self.options.connect().await.map_err(failed)?;
            let lived = deaths;
            *line = Some(Open { connection, lived });
        }
        let closed = |_| StoreError::Other("the connection is closed".to_owned());
        MutexGuard::try_map(line, |line| Some(&mut line.as_mut()?.connection)).map_err(closed)
    }

    /// Closes all of them.
    pub(super) async fn close(&self) {
        for line in &self.lines {
            if let Some(open) = line.lock().await.take()
                && let Err(error) = open.connection.close().await
            {
                tracing::warn!(%error, "A connection to the database didn't close: {error}");
            }
        }
    }
}
