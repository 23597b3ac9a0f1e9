//! The backups in a place.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use model::id::Epoch;
use model::mutant::{Mutant, planted};
use model::op::{Stream, StreamKind};
use model::time::Millis;

use super::manifest::{Manifest, draft, is_backup, name, of_draft};
use super::{BackupError, at, disk};

/// At least so many backups are kept: what is safe is contained in two.
pub const KEEP_MIN: usize = 2;

/// Every complete backup in a place, the newest first.
#[must_use]
pub fn completed(place: &Path) -> Vec<(PathBuf, Manifest)> {
    let mut found: Vec<(PathBuf, Manifest)> = names(place)
        .filter(|name| is_backup(name))
        .filter_map(|name| {
            let path = place.join(name);
            let manifest = Manifest::read(&path).ok()?;
            Some((path, manifest))
        })
        .collect();
    found.sort_by_key(|(path, manifest)| std::cmp::Reverse((manifest.made, path.clone())));
    found
}

/// The last number of each stream that two complete backups of this database in a place hold, files
/// included: those that are still there in their whole size.
#[must_use]
pub fn safe(place: &Path, epoch: Epoch) -> HashMap<Stream, u64> {
    let found = completed(place);
    let whole = found
        .iter()
        .filter(|(path, manifest)| manifest.has_its_files(path));
    safe_in(whole.map(|(_, manifest)| manifest), epoch)
}

/// The last number of each stream that two of these backups hold, files included.
#[must_use]
pub fn safe_in<'m>(
    backups: impl Iterator<Item = &'m Manifest>,
    epoch: Epoch,
) -> HashMap<Stream, u64> {
    let mut held: HashMap<Stream, Vec<u64>> = HashMap::new();
    // What was accepted since another backup was restored has numbers of its own.
    for manifest in backups.filter(|manifest| manifest.epoch == epoch) {
        for (stream, head) in &manifest.streams {
            let lacks = manifest.missing.iter();
            let lacks_file = stream.kind == StreamKind::Work
                && lacks.into_iter().any(|file| file.office == stream.office);
            if !lacks_file {
                held.entry(*stream).or_default().push(head.number);
            }
        }
    }
    let second = if planted(Mutant::SafeAfterOne) { 0 } else { 1 };
    held.into_iter()
        .filter_map(|(stream, mut numbers)| {
            numbers.sort_unstable_by_key(|number| std::cmp::Reverse(*number));
            Some((stream, *numbers.get(second)?))
        })
        .collect()
}

/// Removes the oldest complete backups beyond `keep` (and [`KEEP_MIN`]); answers how many.
///
/// # Errors
/// [`BackupError::Disk`]; one that was half removed doesn't pass for a backup any more.
pub fn prune(place: &Path, keep: usize) -> Result<usize, BackupError> {
    let mut removed = 0;
    // What is being removed lies under a draft's name: nobody else sweeps it meanwhile.
    let _held = File::open(place)
        .ok()
        .filter(|folder| folder.lock_shared().is_ok());
    for (path, _) in completed(place).into_iter().skip(keep.max(KEEP_MIN)) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let going = place.join(draft(name));
        std::fs::rename(&path, &going).map_err(at(&path))?;
        disk::sync_folder(place)?;
        std::fs::remove_dir_all(&going).map_err(at(&going))?;
        removed += 1;
    }
    Ok(removed)
}

/// Removes what killed backups have left half-made in a place, and holds the place for one that begins:
/// while somebody holds it, nobody's draft is taken for such a leftover. Dropped, it lets go; so it does when the
/// process is killed. Where folders can't be held (other systems, some network disks) only what was begun
/// before `before` counts as left.
pub(super) fn enter(place: &Path, before: Millis) -> Option<File> {
    let folder = File::open(place).ok();
    match folder.as_ref().map(File::try_lock) {
        Some(Ok(())) => {
            sweep(place, None);
            // It can't fail for a lock that is held; if it did, the next would wait for this backup.
            drop(folder.as_ref().map(File::unlock));
        }
        // Others are at work here.
        Some(Err(TryLockError::WouldBlock)) => {}
        None | Some(Err(TryLockError::Error(_))) => sweep(place, Some(before)),
    }
    // Others may begin as well. Whoever holds the place alone is sweeping it, and soon done.
    folder.filter(|folder| folder.lock_shared().is_ok())
}

/// Removes drafts, or only those begun before a moment. One that can't be removed stays: it doesn't pass for
/// a backup.
fn sweep(place: &Path, before: Option<Millis>) {
    let before = before.map(name);
    for draft in names(place) {
        let begun = of_draft(&draft);
        let is_left =
            begun.is_some_and(|begun| before.as_deref().is_none_or(|before| begun < before));
        if is_left && let Err(error) = std::fs::remove_dir_all(place.join(&draft)) {
            tracing::warn!(%error, "A half-made backup can't be removed: {error}");
        }
    }
}

/// Names in a folder that can be read as text; none if there is no folder.
fn names(place: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(place).ok();
    let entries = entries.into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok())
}
