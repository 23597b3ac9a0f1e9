//! Makes a backup while others read and write.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use futures::TryStreamExt as _;
use model::id::hex;
use model::time::Millis;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::manifest::{FilePart, Manifest, draft, name};
use super::{BackupError, DATABASE, at, disk, off_thread, place};
use crate::clock::Ambient;
use crate::files::{FileError, FileName, FileStore};
use crate::key::KEY_FILE;
use crate::store::sqlite::copy;

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

/// Makes a backup of the data folder `data` as a new folder in `place`: the database first, as it stands
/// at one moment, the files after, so that every file that it calls complete is among them.
///
/// # Errors
/// [`BackupError`]; what was written so far doesn't pass for a backup, and is swept by the next.
pub async fn make(
    data: &Path,
    place: &Path,
    files: &dyn FileStore,
    ambient: &dyn Ambient,
) -> Result<Made, BackupError> {
    let database = data.join(DATABASE);
    if !database.is_file() {
        let path = data.to_owned();
        return Err(BackupError::NoData { path });
    }
    let now = ambient.now();
    let entered = place.to_owned();
    // Held to the end: nobody takes what is half-made for a leftover.
    let held = off_thread(move || {
        disk::make_folder(&entered)?;
        Ok(place::enter(&entered, now.plus(-Millis::DAY)))
    })
    .await?;
    let final_name = name(now);
    let path = place.join(&final_name);
    let folder = place.join(draft(&final_name));
    // Two at once, begun in the same millisecond: the second one fails here.
    let made = tokio::fs::create_dir(&folder).await;
    made.map_err(at(&folder))?;
    disk::set_mode(&folder, disk::OWN_FOLDER)?;
    let copied = copy::copy(&database, &folder.join(DATABASE)).await?;
    let into = folder.join(DATABASE);
    let part = off_thread(move || {
        disk::set_mode(&into, disk::OWN_FILE)?;
        disk::sync_file(&into)?;
        disk::read(&into)
    })
    .await?;
    let mut manifest = Manifest::new(now, copied.epoch, part);
    manifest.streams = copied.streams;
    // The last backup has bytes of its own: what two backups hold doesn't lie on one place of a disk.
    let earlier = place.to_owned();
    let earlier = off_thread(move || Ok(place::completed(&earlier).into_iter().nth(1))).await?;
    let mut folders = BTreeSet::from([folder.clone()]);
    for (office, digest, size) in copied.files {
        let file = FilePart {
            office,
            digest,
            size,
        };
        let to = file.path(&folder);
        for above in to
            .ancestors()
            .skip(1)
            .take_while(|at| at.starts_with(&folder))
        {
            folders.insert(above.to_owned());
        }
        if put(&file, &to, earlier.as_ref(), files).await? {
            manifest.files.push(file);
        } else {
            let (office, digest) = (file.office, &file.digest);
            tracing::error!(%office, %digest, "A file is lost or damaged: the backup lacks it");
            manifest.missing.push(file);
        }
    }
    let key = data.join(KEY_FILE);
    let moved = path.clone();
    let above = place.to_owned();
    let manifest = off_thread(move || {
        if key.is_file() {
            manifest.key = Some(disk::copy(&key, &folder.join(KEY_FILE))?);
            disk::set_mode(&folder.join(KEY_FILE), disk::OWN_FILE)?;
        }
        manifest.write(&folder)?;
        for folder in folders.iter().rev() {
            disk::sync_folder(folder)?;
        }
        std::fs::rename(&folder, &moved).map_err(at(&moved))?;
        disk::sync_folder(&above)?;
        Ok(manifest)
    })
    .await?;
    drop(held);
    Ok(Made { path, manifest })
}

/// Brings a file into the backup: by a link to the one in an earlier backup, if it is whole there, or by its
/// bytes. Whether it could be had whole.
async fn put(
    file: &FilePart,
    to: &Path,
    earlier: Option<&(PathBuf, Manifest)>,
    files: &dyn FileStore,
) -> Result<bool, BackupError> {
    if let Some(above) = to.parent() {
        let made = tokio::fs::create_dir_all(above).await;
        made.map_err(at(above))?;
    }
    if let Some((path, manifest)) = earlier
        && manifest.files.binary_search(file).is_ok()
    {
        let from = file.path(path);
        let read = from.clone();
        // Disks forget: what is claimed again is read again.
        let part = off_thread(move || disk::read(&read)).await;
        let whole = part.is_ok_and(|part| file.is(&part));
        // Where links can't be made, the bytes are written.
        if whole && tokio::fs::hard_link(&from, to).await.is_ok() {
            return Ok(true);
        }
    }
    let name = FileName {
        office: file.office,
        digest: file.digest.clone(),
    };
    let mut bytes = match files.read(&name, 0, file.size).await {
        Ok(bytes) => bytes,
        Err(FileError::Missing) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let mut out = tokio::fs::File::create(to).await.map_err(at(to))?;
    let mut hash = Sha256::new();
    loop {
        match bytes.try_next().await {
            Ok(Some(part)) => {
                hash.update(&part);
                out.write_all(&part).await.map_err(at(to))?;
            }
            Ok(None) => break,
            Err(FileError::Full) => return Err(FileError::Full.into()),
            // It can't be read: the others are backed up all the same.
            Err(_) => {
                hash.update(b"unreadable");
                break;
            }
        }
    }
    if hex(&hash.finalize()) != file.digest.as_str() {
        let removed = tokio::fs::remove_file(to).await;
        removed.map_err(at(to))?;
        return Ok(false);
    }
    out.sync_all().await.map_err(at(to))?;
    Ok(true)
}
