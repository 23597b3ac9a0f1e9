//! Backups: made while the server runs, checked, restored; and what is *safe* because of them
//! (DESIGN §2, "The server may go back in time").
//!
//! A backup is a folder: the database as it stood at one moment, every file that was complete then, the
//! server's key, and last of all a manifest that names them with their digests. It is made under a name
//! that begins with a dot and renamed when all of it is durable: one that was killed half-way leaves
//! nothing that passes for a backup, and the next one removes what it left.
//!
//! | module | does |
//! |---|---|
//! | [`make`](make()) | makes one |
//! | [`manifest`] | what one says of itself |
//! | [`place`] | the backups in a place: which are complete, which are too many, what is safe |
//! | [`daily`](keep) | one a day, by itself |
//! | [`check`](check()) | whether one is whole |
//! | [`restore`](restore()) | makes a data folder out of one |

mod check;
mod daily;
mod disk;
mod make;
pub mod manifest;
pub mod place;
mod restore;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use check::check;
pub use daily::keep;
pub(crate) use daily::name_safe;
pub use make::{Made, make};
pub use manifest::Manifest;
pub use restore::{Restored, restore};

use crate::files::FileError;
use crate::key::KeyError;
use crate::store::StoreError;

/// The database's name in a data folder and in a backup.
pub(crate) const DATABASE: &str = "bukti.db";
/// The folder of files in a data folder and in a backup.
pub(crate) const FILES: &str = "files";
/// Held by a server while it serves a data folder.
const LOCK: &str = ".sedang-dilayani";

/// Why a backup wasn't made, isn't one, or wasn't restored. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A folder or file can't be read or written.
    #[error("{path} can't be read or written ({source}): give this user the right, or make room")]
    Disk {
        /// Which.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// There is no database to back up.
    #[error("{path} holds no database of Bukti: name the data folder with --data")]
    NoData {
        /// The folder.
        path: PathBuf,
    },
    /// It isn't a complete backup.
    #[error("{path} is no complete backup ({why}): name a folder that holds a manifest.json")]
    NotOne {
        /// The folder.
        path: PathBuf,
        /// What is amiss.
        why: String,
    },
    /// Something in the backup isn't what its manifest says.
    #[error("{path} isn't what the backup's manifest says: restore another backup")]
    Wrong {
        /// The file.
        path: PathBuf,
    },
    /// The data folder holds something.
    #[error("{path} isn't empty: say --move-aside to keep it under another name")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A server answers from the data folder.
    #[error("a server answers from {path}: stop it first")]
    Serving {
        /// The folder.
        path: PathBuf,
    },
    /// The restored copy isn't whole.
    #[error("the restored copy isn't whole ({0}): restore another backup")]
    NotWhole(String),
    /// The place for backups lies within the data folder.
    #[error("{path} lies within the data folder, and would be lost with it: name another place")]
    Within {
        /// The place.
        path: PathBuf,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files failed.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The key failed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Says what failed where.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    |source| BackupError::Disk {
        path: path.to_owned(),
        source,
    }
}

/// Holds a data folder while a server answers from it: it isn't moved aside meanwhile. Dropped, it lets
/// go; so it does when the process is killed.
///
/// # Errors
/// [`BackupError::Serving`] while it is being restored, or [`BackupError::Disk`].
pub fn hold(data: &Path) -> Result<std::fs::File, BackupError> {
    let path = data.join(LOCK);
    let file = std::fs::File::create(&path).map_err(at(&path))?;
    match file.try_lock_shared() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(BackupError::Serving {
            path: data.to_owned(),
        }),
        Err(std::fs::TryLockError::Error(source)) => Err(BackupError::Disk { path, source }),
    }
}

/// Holds a data folder that nobody else holds.
fn hold_alone(data: &Path) -> Result<std::fs::File, BackupError> {
    let path = data.join(LOCK);
    let file = std::fs::File::create(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(BackupError::Serving {
            path: data.to_owned(),
        }),
        Err(std::fs::TryLockError::Error(source)) => Err(BackupError::Disk { path, source }),
    }
}

/// Runs work that blocks on a disk away from the threads that answer requests.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(StoreError::Other(error.to_string()).into()),
    }
}
