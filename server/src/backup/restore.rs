//! Makes a data folder out of a backup.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model::id::Epoch;

use super::manifest::{Manifest, name};
use super::{BackupError, DATABASE, FILES, at, disk, hold_alone, off_thread};
use crate::clock::{Ambient, Random};
use crate::files::FolderFiles;
use crate::key::KEY_FILE;
use crate::store::sqlite::{SqliteStore, copy};
use crate::verify::{Findings, walk};

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The backup.
    pub manifest: Manifest,
    /// The epoch that the database has from now on: devices see by it that the server went back in time.
    pub epoch: Epoch,
    /// What the copy was found to hold.
    pub findings: Findings,
    /// Where the folder that was there before lies now.
    pub aside: Option<PathBuf>,
}

/// Restores a backup to the data folder `data`, which is empty or isn't there; or is kept under another
/// name, if that is wanted. Everything is copied and proven beside it first: while anything is amiss,
/// what is there stays as it is.
///
/// # Errors
/// [`BackupError`].
pub async fn restore(
    backup: &Path,
    data: &Path,
    move_aside: bool,
    ambient: &dyn Ambient,
) -> Result<Restored, BackupError> {
    let holds = holds_something(data)?;
    if holds && !move_aside {
        let path = data.to_owned();
        return Err(BackupError::NotEmpty { path });
    }
    // Held to the end: no server begins to answer from a folder that is about to move.
    let lock = if holds { Some(hold_alone(data)?) } else { None };
    let now = ambient.now();
    let beside = |suffix: &str| {
        let own = data.file_name().unwrap_or_default().to_string_lossy();
        data.with_file_name(format!("{own}.{suffix}-{}", name(now)))
    };
    let fresh = beside("baru");
    let aside = holds.then(|| beside("lama"));
    let restored = into(backup, data, &fresh, aside, ambient).await;
    if restored.is_err() && fresh.exists() {
        let removed = off_thread(move || std::fs::remove_dir_all(&fresh).map_err(at(&fresh))).await;
        if let Err(error) = removed {
            tracing::warn!(%error, "The copy that couldn't be proven can't be removed: {error}");
        }
    }
    drop(lock);
    restored
}

/// Restores by way of the folder `fresh`; what is in `data` goes to `aside`, if it is kept.
async fn into(
    backup: &Path,
    data: &Path,
    fresh: &Path,
    aside: Option<PathBuf>,
    ambient: &dyn Ambient,
) -> Result<Restored, BackupError> {
    let (from, to) = (backup.to_owned(), fresh.to_owned());
    let manifest = off_thread(move || copy_all(&from, &to)).await?;
    let epoch = Epoch::new(ambient.now(), &mut Random(ambient));
    copy::renew(&fresh.join(DATABASE), epoch).await?;
    let findings = prove(fresh, &manifest, ambient).await?;
    let (fresh, to, moved) = (fresh.to_owned(), data.to_owned(), aside.clone());
    off_thread(move || take_place(&fresh, &to, moved.as_deref())).await?;
    Ok(Restored {
        manifest,
        epoch,
        findings,
        aside,
    })
}

/// Puts a folder in the place of another, which goes aside or is empty; where that fails, it stands there again.
fn take_place(fresh: &Path, data: &Path, aside: Option<&Path>) -> Result<(), BackupError> {
    if let Some(aside) = aside {
        std::fs::rename(data, aside).map_err(at(data))?;
    } else if data.exists() {
        std::fs::remove_dir(data).map_err(at(data))?;
    }
    if let Err(error) = std::fs::rename(fresh, data) {
        if let Some(aside) = aside {
            std::fs::rename(aside, data).map_err(at(aside))?;
        }
        return Err(at(data)(error));
    }
    match data.parent() {
        Some(above) if !above.as_os_str().is_empty() => disk::sync_folder(above),
        _ => disk::sync_folder(Path::new(".")),
    }
}

fn holds_something(data: &Path) -> Result<bool, BackupError> {
    match std::fs::read_dir(data) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(at(data)(error)),
    }
}

/// Copies everything, and compares it with the manifest on the way.
fn copy_all(backup: &Path, to: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    disk::make_folder(to)?;
    let database = backup.join(DATABASE);
    let copied = to.join(DATABASE);
    if disk::copy(&database, &copied)? != manifest.database {
        return Err(BackupError::Wrong { path: database });
    }
    // SQLite gives the files beside it the same mode.
    disk::set_mode(&copied, disk::OWN_FILE)?;
    let mut folders = BTreeSet::from([to.to_owned()]);
    for file in &manifest.files {
        let (source, target) = (file.path(backup), file.path(to));
        if let Some(above) = target.parent() {
            disk::make_folder(above)?;
        }
        for above in target
            .ancestors()
            .skip(1)
            .take_while(|at| at.starts_with(to))
        {
            folders.insert(above.to_owned());
        }
        let part = disk::copy(&source, &target)?;
        if !file.is(&part) {
            return Err(BackupError::Wrong { path: source });
        }
    }
    let key = backup.join(KEY_FILE);
    if key.is_file() {
        let target = to.join(KEY_FILE);
        let part = disk::copy(&key, &target)?;
        if manifest.key.as_ref().is_some_and(|named| *named != part) {
            return Err(BackupError::Wrong { path: key });
        }
        disk::set_mode(&target, disk::OWN_FILE)?;
    } else if manifest.key.is_some() {
        return Err(BackupError::Wrong { path: key });
    }
    for folder in folders.iter().rev() {
        disk::sync_folder(folder)?;
    }
    Ok(manifest)
}

/// Walks the restored copy, and compares its streams with the manifest.
async fn prove(
    fresh: &Path,
    manifest: &Manifest,
    ambient: &dyn Ambient,
) -> Result<Findings, BackupError> {
    let store = SqliteStore::open(&fresh.join(DATABASE), ambient).await?;
    let files = FolderFiles::open(&fresh.join(FILES))?;
    let findings = walk(&store, &files).await;
    let streams = crate::store::Audit::streams(&store).await;
    store.close().await;
    let findings = findings?;
    let lost = manifest.missing.len();
    // What the backup says it lacks is no news.
    if findings.wrong.len() > lost {
        let first = findings.wrong.first().map(ToString::to_string);
        return Err(BackupError::NotWhole(first.unwrap_or_default()));
    }
    if streams? != manifest.streams {
        let why = "its streams aren't those of the manifest".to_owned();
        return Err(BackupError::NotWhole(why));
    }
    Ok(findings)
}
