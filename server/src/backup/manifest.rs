//! What a backup says of itself, and how it is named.

use std::path::{Path, PathBuf};

use model::id::{Epoch, FileDigest, OfficeId};
use model::op::Stream;
use model::time::{Date, Millis};
use model::wire::Link;
use serde::{Deserialize, Serialize};

use super::{BackupError, DATABASE, FILES, disk};
use crate::files::{FileName, relative};

/// The manifest's name in a backup.
pub const MANIFEST: &str = "manifest.json";
/// What this build writes and reads.
const FORMAT: u32 = 1;
/// What the names of backups begin with.
const PREFIX: &str = "bukti-";
/// What the names of drafts end with, and of backups that are being removed.
const DRAFT: &str = ".sedang";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this document.
    pub format: u32,
    /// When the backup was begun: it holds everything that was accepted before.
    pub made: Millis,
    /// The database's epoch.
    pub epoch: Epoch,
    /// The database.
    pub database: Part,
    /// The server's key, by which receipts are proven; backups of older builds don't name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Part>,
    /// Every stream with its head.
    pub streams: Vec<(Stream, Link)>,
    /// Every file.
    pub files: Vec<FilePart>,
    /// Files that should be here and aren't, because the server's own copy is lost or damaged.
    pub missing: Vec<FilePart>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file of an office.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FilePart {
    /// Whose.
    pub office: OfficeId,
    /// SHA-256 of its bytes.
    pub digest: FileDigest,
    /// Its size in bytes.
    pub size: u64,
}

impl FilePart {
    /// Whether these are its bytes.
    pub(super) fn is(&self, part: &Part) -> bool {
        part.digest == self.digest.as_str() && part.size == self.size
    }

    /// Where it lies below a backup or a data folder.
    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        let name = FileName {
            office: self.office,
            digest: self.digest.clone(),
        };
        folder.join(FILES).join(relative(&name))
    }
}

impl Manifest {
    /// An empty one of this build's format.
    #[must_use]
    pub fn new(made: Millis, epoch: Epoch, database: Part) -> Self {
        Self {
            format: FORMAT,
            made,
            epoch,
            database,
            key: None,
            streams: Vec::new(),
            files: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// The manifest of a backup that looks complete: the database is there in its whole size.
    ///
    /// # Errors
    /// [`BackupError::NotOne`].
    pub fn read(backup: &Path) -> Result<Self, BackupError> {
        let not_one = |why: String| BackupError::NotOne {
            path: backup.to_owned(),
            why,
        };
        let text = std::fs::read(backup.join(MANIFEST)).map_err(|e| not_one(e.to_string()))?;
        let manifest: Self =
            serde_json::from_slice(&text).map_err(|e| not_one(format!("{MANIFEST}: {e}")))?;
        if manifest.format != FORMAT {
            let format = manifest.format;
            return Err(not_one(format!("format {format} is of another version")));
        }
        let size = std::fs::metadata(backup.join(DATABASE)).map(|meta| meta.len());
        if size.ok() != Some(manifest.database.size) {
            return Err(not_one("its database is cut off".to_owned()));
        }
        Ok(manifest)
    }

    /// Whether every file that it names is there in its whole size. What the bytes say only [`super::check()`] reads.
    pub(super) fn has_its_files(&self, backup: &Path) -> bool {
        let there = |file: &FilePart| {
            let found = std::fs::metadata(file.path(backup));
            found.is_ok_and(|found| found.len() == file.size)
        };
        self.files.iter().all(there)
    }

    /// Writes it, durably.
    pub(super) fn write(&self, backup: &Path) -> Result<(), BackupError> {
        let path = backup.join(MANIFEST);
        // Nothing in it is what JSON can't hold.
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        disk::write(&path, &text)
    }
}

/// The name of a backup begun at a moment: they sort by time.
pub(super) fn name(moment: Millis) -> String {
    let date = Date::from_days(moment.0.div_euclid(Millis::DAY));
    let millis = moment.0.rem_euclid(Millis::DAY);
    let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
    let (second, rest) = (millis / 1000 % 60, millis % 1000);
    format!(
        "{PREFIX}{:04}{:02}{:02}T{hour:02}{minute:02}{second:02}{rest:03}Z",
        date.year, date.month, date.day
    )
}

/// The name under which it lies until it is complete.
pub(super) fn draft(name: &str) -> String {
    format!(".{name}{DRAFT}")
}

/// Whether a folder has a backup's name.
pub(super) fn is_backup(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// The name of the backup that a draft would have become.
pub(super) fn of_draft(name: &str) -> Option<&str> {
    let name = name.strip_prefix('.')?.strip_suffix(DRAFT)?;
    is_backup(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_moments_and_sort() {
        // 1,795,526,661 s after 1970 is 24 November 2026, 13:24:21 UTC.
        let moment = Millis(1_795_526_661_042);
        assert_eq!(name(moment), "bukti-20261124T132421042Z");
        assert!(name(moment) < name(moment.plus(1)));
        let draft = draft(&name(moment));
        assert_eq!(of_draft(&draft), Some(name(moment).as_str()));
        assert!(!is_backup(&draft));
    }
}
