//! Opening a data folder and serving it.

mod connections;
mod tls;

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::backup::{self, BackupError};
use crate::clock::{Ambient, System};
use crate::files::{FileError, FileStore, FolderFiles};
use crate::http::site::{Site, SiteError};
use crate::intake::{Intake, Senders};
use crate::key::{KeyError, ServerKey};
use crate::passwords::{PasswordError, Passwords};
use crate::rollup::Sums;
use crate::signin::Door;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, StoreError};
use crate::sync::Ledger;

use connections::Patience;
pub use tls::TlsError;

/// How long others are waited for.
const PATIENCE: Patience = Patience {
    head: Duration::from_secs(60),
    stop: Duration::from_secs(20),
};
/// How often what is over is swept: sessions, addresses.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// What a server is opened with.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The data folder: database, files, kept builds.
    pub data: PathBuf,
    /// The built site; without it only the API answers.
    pub site: Option<PathBuf>,
    /// The address under which people reach the server, if a proxy stands before it.
    pub public_url: Option<String>,
    /// Certificate chain and key, as PEM files: the server speaks TLS itself.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Serve the kill switch in the service worker's place.
    pub worker_off: bool,
    /// Where a backup a day goes that makes things safe; else into the data folder, which doesn't.
    pub backup_to: Option<PathBuf>,
    /// So many backups are kept; with 0 none are made.
    pub backup_keep: usize,
    /// Past so many pages of the database the disk counts as full.
    pub pages_max: Option<u32>,
}

/// Why a server doesn't open or run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder can't be made or written.
    #[error(
        "{path} can't be written ({source}): name another data folder, or give this user the right"
    )]
    Data {
        /// The folder.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The database can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of files can't be opened.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The site can't be served.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The server's key can't be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The data folder is being restored, or the place for backups can't be used.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Passwords can't be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The address can't be listened on.
    #[error(
        "{addr} can't be listened on ({source}): is another server running there? Choose another --addr"
    )]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// The system's words.
        source: std::io::Error,
    },
    /// The certificate or its key can't be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// An open data folder, and all that answers from it.
#[derive(Debug)]
pub struct App {
    ledger: Ledger,
    passwords: Passwords,
    files: Arc<dyn FileStore>,
    senders: Senders,
    sums: Sums,
    site: Site,
    config: Config,
}

impl App {
    /// Opens a data folder; makes it if it is new.
    ///
    /// # Errors
    /// [`ServeError`]; a folder that isn't ours is left as it is.
    pub async fn open(config: Config) -> Result<Arc<Self>, ServeError> {
        Self::open_at(config, Arc::new(System)).await
    }

    /// [`Self::open`] with a clock and randomness of the caller's.
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn open_at(
        config: Config,
        ambient: Arc<dyn Ambient>,
    ) -> Result<Arc<Self>, ServeError> {
        outlive_full_files();
        let data = &config.data;
        let mut folder = tokio::fs::DirBuilder::new();
        folder.recursive(true);
        // What is in it is nobody else's on this machine.
        #[cfg(unix)]
        folder.mode(0o700);
        let made = folder.create(data).await;
        made.map_err(|source| ServeError::Data {
            path: data.clone(),
            source,
        })?;
        let path = database_of(data);
        let store = SqliteStore::open_limited(&path, &*ambient, config.pages_max).await?;
        let files = FolderFiles::open(&data.join("files"))?;
        let key = ServerKey::open(data, &*ambient)?;
        let ledger = Ledger::new(Arc::new(store), Arc::clone(&ambient)).signing(key);
        // Before anybody is answered: without a place, devices would offer to free what isn't safe.
        if let Some(place) = &config.backup_to {
            backup::name_safe(&ledger, place).await;
        }
        Self::with(config, ledger, Arc::new(files), &*ambient)
    }

    /// An app over stores that are open already.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn over(
        config: Config,
        store: Arc<dyn Store>,
        files: Arc<dyn FileStore>,
        ambient: Arc<dyn Ambient>,
    ) -> Result<Arc<Self>, ServeError> {
        let ledger = Ledger::new(store, Arc::clone(&ambient));
        Self::with(config, ledger, files, &*ambient)
    }

    fn with(
        config: Config,
        ledger: Ledger,
        files: Arc<dyn FileStore>,
        ambient: &dyn Ambient,
    ) -> Result<Arc<Self>, ServeError> {
        let site = match &config.site {
            Some(folder) => Site::open(folder, &config.data.join("builds"), ambient.now())?,
            None => Site::default(),
        };
        let passwords = Passwords::new(ambient)?;
        let app = Self::of_parts(ledger, files, passwords);
        Ok(Arc::new(Self {
            site,
            config,
            ..app
        }))
    }

    /// An app that only answers the API, of parts that were made elsewhere.
    #[must_use]
    pub fn of_parts(ledger: Ledger, files: Arc<dyn FileStore>, passwords: Passwords) -> Self {
        Self {
            passwords,
            ledger,
            files,
            senders: Senders::default(),
            sums: Sums::default(),
            site: Site::default(),
            config: Config::default(),
        }
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.config.data
    }

    /// Ops and records.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Signing in.
    #[must_use]
    pub fn door(&self) -> Door<'_> {
        Door {
            ledger: &self.ledger,
            passwords: &self.passwords,
        }
    }

    /// Where the bytes of files lie.
    #[must_use]
    pub fn files(&self) -> &dyn FileStore {
        &*self.files
    }

    /// Bytes of files coming in.
    #[must_use]
    pub fn intake(&self) -> Intake<'_> {
        Intake {
            ledger: &self.ledger,
            files: &*self.files,
            senders: &self.senders,
        }
    }

    /// The current build; empty without a site.
    #[must_use]
    pub fn build(&self) -> &str {
        self.site.build()
    }

    /// What was summed for the roll-up.
    pub(crate) fn sums(&self) -> &Sums {
        &self.sums
    }

    /// The built site.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The address under which people reach the server, if a proxy stands before it.
    pub(crate) fn public_url(&self) -> Option<&str> {
        self.config.public_url.as_deref()
    }

    /// Whether people reach the server by HTTPS.
    pub(crate) fn is_https(&self) -> bool {
        let by_proxy = self.public_url();
        self.config.tls.is_some() || by_proxy.is_some_and(|url| url.starts_with("https://"))
    }

    /// Whether the service worker's kill switch is on.
    pub(crate) fn is_worker_off(&self) -> bool {
        self.config.worker_off
    }

    /// Forgets what is over, now and again.
    async fn sweep(&self) {
        loop {
            let now = self.ledger.ambient().now();
            let store = self.ledger.store();
            let swept = async {
                store.sweep_accounts(now).await?;
                store.sweep_addresses(now).await
            };
            if let Err(error) = swept.await {
                tracing::warn!(%error, "What is over couldn't be swept: {error}");
            }
            tokio::time::sleep(SWEEP_EVERY).await;
        }
    }
}

/// Past a limit of the files' size (`ulimit -f`, a container's) a write would end the process by a
/// signal. Caught, the write fails instead, and is answered as any full disk is.
fn outlive_full_files() {
    #[cfg(unix)]
    {
        use nix::sys::signal::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        // Nobody waits for it: a handler once set stays for the process's life.
        if let Err(error) = signal(SignalKind::from_raw(Signal::SIGXFSZ as i32)) {
            tracing::warn!(%error, "A limit of the files' size would end this process: {error}");
        }
    }
}

/// Where a data folder's database lies.
#[must_use]
pub fn database_of(data: &Path) -> PathBuf {
    data.join(backup::DATABASE)
}

/// A socket that listens, and what answers handshakes on it.
pub struct Listening {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    /// Where.
    pub addr: SocketAddr,
}

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Listening").field(&self.addr).finish()
    }
}

/// Takes an address and reads certificate and key, before anything is promised. Port 0 is any free one.
///
/// # Errors
/// [`ServeError::Listen`], [`ServeError::Tls`].
pub async fn listen(
    addr: SocketAddr,
    tls: Option<&(PathBuf, PathBuf)>,
) -> Result<Listening, ServeError> {
    let tls = tls
        .map(|(cert, key)| tls::acceptor(cert, key))
        .transpose()?;
    let listener = TcpListener::bind(addr)
        .await
        .map_err(|source| ServeError::Listen { addr, source })?;
    let addr = listener
        .local_addr()
        .map_err(|source| ServeError::Listen { addr, source })?;
    Ok(Listening {
        listener,
        tls,
        addr,
    })
}

/// Serves until `stop` resolves; requests that run then may end.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    app: Arc<App>,
    listening: Listening,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let _held = backup::hold(app.data())?;
    let sweeper = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.sweep().await }
    });
    let watcher = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.ledger.live().watch_boards(app.ledger.store()).await }
    });
    let backups = tokio::spawn({
        let app = Arc::clone(&app);
        let (place, keep) = (app.config.backup_to.clone(), app.config.backup_keep);
        async move { backup::keep(app, place, keep).await }
    });
    let stopping_app = Arc::clone(&app);
    let stop = async move {
        stop.await;
        // Who listens for news would be waited for.
        stopping_app.ledger().live().stop();
    };
    let router: Router = crate::http::router(Arc::clone(&app));
    let listener = tls::Listener::new(listening.listener, listening.tls);
    connections::run(router, listener, stop, PATIENCE).await;
    sweeper.abort();
    watcher.abort();
    backups.abort();
    Ok(())
}

/// Resolves when the process is asked to end (Ctrl-C, SIGTERM).
pub async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
