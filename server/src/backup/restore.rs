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
    let (from, to) = (backup.to_owned(), fresh.clone());
    let manifest = off_thread(move || copy_all(&from, &to)).await?;
    let epoch = Epoch::new(now, &mut Random(ambient));
    copy::renew(&fresh.join(DATABASE), epoch).await?;
    let findings = prove(&fresh, &manifest, ambient).await?;
    let aside = holds.then(|| beside("lama"));
    let (to, moved) = (data.to_owned(), aside.clone());
    off_thread(move || {
        if let Some(moved) = &moved {
            std::fs::rename(&to, moved).map_err(at(&to))?;
        } else if to.exists() {
            std::fs::remove_dir(&to).map_err(at(&to))?;
        }
        std::fs::rename(&fresh, &to).map_err(at(&to))?;
        match to.parent() {
            Some(above) if !above.as_os_str().is_empty() => disk::sync_folder(above),
            _ => disk::sync_folder(Path::new(".")),
        }
    })
    .await?;
    drop(lock);
    Ok(Restored {
        manifest,
        epoch,
        findings,
        aside,
    })
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
    if disk::copy(&database, &to.join(DATABASE))? != manifest.database {
        return Err(BackupError::Wrong { path: database });
    }
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
        if part.digest != file.digest.as_str() || part.size != file.size {
            return Err(BackupError::Wrong { path: source });
        }
    }
    let key = backup.join(KEY_FILE);
    if key.is_file() {
        let target = to.join(KEY_FILE);
        disk::copy(&key, &target)?;
        let permissions = std::fs::metadata(&key).map_err(at(&key))?.permissions();
        std::fs::set_permissions(&target, permissions).map_err(at(&target))?;
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
