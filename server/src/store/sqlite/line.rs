//! Connections to the database file that stay open. SQLite runs on a thread of its own behind each, so
//! every word to it is a switch of threads and back. A pool says a word more whenever a connection comes
//! back to it, from a task of its own, to hear whether it is alive: most of what a small query costs. One
//! to a file of one's own doesn't break, and what was begun on it and left is undone before the next word.

use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::failed;
use crate::store::StoreError;

/// Connections of one kind, each opened when it is first needed.
#[derive(Debug)]
pub(super) struct Lines {
    options: SqliteConnectOptions,
    lines: Vec<Mutex<Option<SqliteConnection>>>,
    /// Whose turn it is to be waited for when all are busy.
    turn: AtomicUsize,
}

/// A connection in use.
pub(super) type Line<'a> = MappedMutexGuard<'a, SqliteConnection>;

impl Lines {
    /// So many connections at most, of which the first is open.
    pub(super) fn new(first: SqliteConnection, options: SqliteConnectOptions, max: usize) -> Self {
        let others = (1..max).map(|_| None);
        let lines = std::iter::once(Some(first)).chain(others);
        Self {
            options,
            lines: lines.map(Mutex::new).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    /// A connection, as soon as there is one.
    ///
    /// # Errors
    /// When it can't be opened.
    pub(super) async fn line(&self) -> Result<Line<'_>, StoreError> {
        let mut line = match self.lines.iter().find_map(|line| line.try_lock().ok()) {
            Some(free) => free,
            None => {
                let turn = self.turn.fetch_add(1, Ordering::Relaxed);
                self.lines[turn % self.lines.len()].lock().await
            }
        };
        if line.is_none() {
            *line = Some(self.options.connect().await.map_err(failed)?);
        }
        let closed = |_| StoreError::Other("the connection is closed".to_owned());
        MutexGuard::try_map(line, Option::as_mut).map_err(closed)
    }

    /// Closes all of them.
    pub(super) async fn close(&self) {
        for line in &self.lines {
            if let Some(connection) = line.lock().await.take()
                && let Err(error) = connection.close().await
            {
                tracing::warn!(%error, "A connection to the database didn't close: {error}");
            }
        }
    }
}
