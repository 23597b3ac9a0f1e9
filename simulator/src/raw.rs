//! What lies under the server's store: memory, or SQLite in a folder of its own. Copies of it are what
//! backups are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use model::id::Epoch;
use model::time::Millis;
use server::clock::Seeded;
use server::store::Store;
use server::store::memory::MemoryStore;
use server::store::sqlite::SqliteStore;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;
use tokio::runtime::{Handle, Runtime};

/// A store and what it needs.
pub(crate) enum Raw {
    Memory(Arc<MemoryStore>),
    Sqlite(Sqlite),
}

/// A database in a folder that goes with the run.
pub(crate) struct Sqlite {
    store: Arc<SqliteStore>,
    path: PathBuf,
    shared: Arc<Shared>,
}

struct Shared {
    folder: TempDir,
    runtime: Runtime,
}

/// A copy that nobody has opened.
pub(crate) enum Copied {
    Memory(Box<MemoryStore>),
    Sqlite(PathBuf, Epoch),
}

impl Raw {
    /// An empty store.
    pub(crate) fn new(epoch: Epoch, on_sqlite: bool) -> anyhow::Result<Self> {
        if !on_sqlite {
            return Ok(Self::Memory(Arc::new(MemoryStore::new(epoch))));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let folder = folder()?;
        let path = folder.path().join("0.db");
        let shared = Arc::new(Shared { folder, runtime });
        let made = open(&shared, &path)?;
        shared.block_on(made.close());
        shared.set_epoch(&path, epoch)?;
        let store = open(&shared, &path)?;
        Ok(Self::Sqlite(Sqlite {
            store,
            path,
            shared,
        }))
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Memory(store) => Arc::clone(store) as Arc<dyn Store>,
            Self::Sqlite(sqlite) => Arc::clone(&sqlite.store) as Arc<dyn Store>,
        }
    }

    /// Whose threads must be waited for.
    pub(crate) fn handle(&self) -> Option<Handle> {
        match self {
            Self::Memory(_) => None,
            Self::Sqlite(sqlite) => Some(sqlite.shared.runtime.handle().clone()),
        }
    }

    /// Carries a call out, whatever it takes.
    pub(crate) fn block_on<T>(&self, call: impl Future<Output = T>) -> T {
        let handle = self.handle();
        let _guard = handle.as_ref().map(Handle::enter);
        futures::executor::block_on(call)
    }

    /// A copy, taken while the store is in use. `number` names it.
    pub(crate) fn copy(&self, number: usize) -> anyhow::Result<Copied> {
        match self {
            Self::Memory(store) => {
                let epoch = server::store::Log::epoch(&**store);
                Ok(Copied::Memory(Box::new(store.copy(epoch))))
            }
            Self::Sqlite(sqlite) => {
                let path = sqlite
                    .shared
                    .folder
                    .path()
                    .join(format!("backup-{number}.db"));
                copy_database(&sqlite.path, &path)?;
                Ok(Copied::Sqlite(
                    path,
                    server::store::Log::epoch(&*sqlite.store),
                ))
            }
        }
    }

    /// Opens a copy in this store's place; without an epoch it keeps its own.
    pub(crate) fn replaced(
        &self,
        copied: &Copied,
        epoch: Option<Epoch>,
        number: usize,
    ) -> anyhow::Result<Self> {
        match (self, copied) {
            (Self::Sqlite(sqlite), Copied::Sqlite(from, kept)) => {
                sqlite.shared.block_on(sqlite.store.close());
                let path = sqlite
                    .shared
                    .folder
                    .path()
                    .join(format!("restored-{number}.db"));
                copy_database(from, &path)?;
                sqlite.shared.set_epoch(&path, epoch.unwrap_or(*kept))?;
                let store = open(&sqlite.shared, &path)?;
                let shared = Arc::clone(&sqlite.shared);
                Ok(Self::Sqlite(Sqlite {
                    store,
                    path,
                    shared,
                }))
            }
            (_, Copied::Memory(copy)) => {
                let epoch = epoch.unwrap_or_else(|| server::store::Log::epoch(&**copy));
                Ok(Self::Memory(Arc::new(copy.copy(epoch))))
            }
            (Self::Memory(_), Copied::Sqlite(..)) => anyhow::bail!("a copy of another store"),
        }
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.shared.block_on(self.store.close());
    }
}

impl Shared {
    fn block_on<T>(&self, call: impl Future<Output = T>) -> T {
        let _guard = self.runtime.enter();
        futures::executor::block_on(call)
    }

    fn set_epoch(&self, path: &Path, epoch: Epoch) -> anyhow::Result<()> {
        self.execute(
            path,
            "UPDATE meta SET value = ?1 WHERE name = 'epoch'",
            &epoch.to_string(),
        )
    }

    fn execute(&self, path: &Path, sql: &'static str, value: &str) -> anyhow::Result<()> {
        self.block_on(async {
            let mut connection = SqliteConnectOptions::new().filename(path).connect().await?;
            sqlx::query(sql)
                .bind(value)
                .execute(&mut connection)
                .await?;
            connection.close().await
        })
        .with_context(|| sql)
    }
}

/// Copies a database in which nothing happens at the moment: every call to it is carried out at one.
fn copy_database(from: &Path, to: &Path) -> std::io::Result<()> {
    let log_of = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    std::fs::copy(from, to)?;
    if log_of(from).exists() {
        std::fs::copy(log_of(from), log_of(to))?;
    }
    Ok(())
}

/// A folder in memory where there is one: no power is cut here, and syncing a disk takes longer than the
/// rest of a run.
fn folder() -> std::io::Result<TempDir> {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir())
}

fn open(shared: &Shared, path: &Path) -> anyhow::Result<Arc<SqliteStore>> {
    let ambient = Seeded::new("simulator", Millis(0));
    let store = shared.block_on(SqliteStore::open(path, &ambient))?;
    Ok(Arc::new(store))
}
