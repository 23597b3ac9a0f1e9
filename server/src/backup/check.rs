//! Whether a backup is whole.

use std::path::Path;

use super::manifest::Manifest;
use super::{BackupError, DATABASE, disk};
use crate::key::KEY_FILE;

/// Reads everything in a backup and compares it with the manifest.
///
/// # Errors
/// [`BackupError::NotOne`], or [`BackupError::Wrong`] for the first file that differs.
pub fn check(backup: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    let database = backup.join(DATABASE);
    if disk::read(&database)? != manifest.database {
        return Err(BackupError::Wrong { path: database });
    }
    for file in &manifest.files {
        let path = file.path(backup);
        if !disk::read(&path).is_ok_and(|part| file.is(&part)) {
            return Err(BackupError::Wrong { path });
        }
    }
    if let Some(key) = &manifest.key {
        let path = backup.join(KEY_FILE);
        if !disk::read(&path).is_ok_and(|part| part == *key) {
            return Err(BackupError::Wrong { path });
        }
    }
    Ok(manifest)
}
