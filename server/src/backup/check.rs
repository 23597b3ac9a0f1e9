//! Whether a backup is whole.

use std::path::Path;

use super::manifest::Manifest;
use super::{BackupError, DATABASE, disk};

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
        let is_it = match disk::read(&path) {
            Ok(part) => part.digest == file.digest.as_str() && part.size == file.size,
            Err(_) => false,
        };
        if !is_it {
            return Err(BackupError::Wrong { path });
        }
    }
    Ok(manifest)
}
