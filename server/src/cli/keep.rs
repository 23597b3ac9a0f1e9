//! Backups, restores, proofs.

use std::path::{Path, PathBuf};

use model::wire::Receipt;

use super::args::{Backup, Restore, Verify};
use super::failure::Failure;
use super::say::say;
use crate::backup::{self, BackupError};
use crate::clock::System;
use crate::files::FolderFiles;
use crate::key::{KEY_FILE, ServerKey};
use crate::serve::database_of;
use crate::store::sqlite::SqliteStore;
use crate::verify::{Findings, check_receipt, walk};

/// `bukti backup`
///
/// # Errors
/// [`Failure`].
pub async fn make(command: Backup) -> Result<(), Failure> {
    let data = &command.data.data;
    needs_database(data)?;
    let files = FolderFiles::open(&data.join("files")).map_err(BackupError::from)?;
    let made = backup::make(data, &command.place, &files, &System).await?;
    let ops: u64 = made
        .manifest
        .streams
        .iter()
        .map(|(_, head)| head.number)
        .sum();
    say!(
        "Backup made: {} ({ops} ops, {} files).",
        made.path.display(),
        made.manifest.files.len()
    );
    if made.manifest.missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Amiss(format!(
        "{} files are lost or damaged in the data folder, and the backup lacks them: `bukti verify` \
         names them",
        made.manifest.missing.len()
    )))
}

/// `bukti restore`
///
/// # Errors
/// [`Failure`].
pub async fn restore(command: Restore) -> Result<(), Failure> {
    let data = &command.data.data;
    let restored = backup::restore(&command.backup, data, command.move_aside, &System).await?;
    say!(
        "Restored to {}, and proven: {}.",
        data.display(),
        told(&restored.findings)
    );
    if let Some(aside) = &restored.aside {
        say!("What was there before lies in {} now.", aside.display());
    }
    for file in &restored.manifest.missing {
        eprintln!(
            "The backup lacks file {} of office {}.",
            file.digest, file.office
        );
    }
    say!("Everybody signs in again; phones then send again what this backup lacks.");
    Ok(())
}

/// `bukti verify`
///
/// # Errors
/// [`Failure`]; [`Failure::Amiss`] if something is wrong.
pub async fn verify(command: Verify) -> Result<(), Failure> {
    if let Some(backup) = &command.backup {
        let from = backup.clone();
        let manifest = backup::check(&from)?;
        say!(
            "{} is whole: the database and {} files are what its manifest says.",
            backup.display(),
            manifest.files.len()
        );
        return Ok(());
    }
    let data = &command.data.data;
    needs_database(data)?;
    let store = SqliteStore::open(&database_of(data), &System).await?;
    let files = FolderFiles::open(&data.join("files")).map_err(BackupError::from)?;
    if let Some(path) = &command.receipt {
        return receipts(&store, data, path).await;
    }
    let findings = walk(&store, &files).await?;
    for wrong in &findings.wrong {
        eprintln!("{wrong}");
    }
    if findings.wrong.is_empty() {
        say!("Everything is whole: {}.", told(&findings));
        return Ok(());
    }
    Err(Failure::Amiss(format!(
        "{} of them are wrong, of {}: restore a backup beside this folder and compare",
        findings.wrong.len(),
        told(&findings)
    )))
}

async fn receipts(store: &SqliteStore, data: &Path, path: &PathBuf) -> Result<(), Failure> {
    let file = |source| Failure::File {
        path: path.clone(),
        source,
    };
    let text = std::fs::read_to_string(path).map_err(file)?;
    // One, or a list as the app exports it.
    let receipts: Vec<Receipt> = serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str(&text).map(|one| vec![one]))
        .map_err(|e| Failure::Unfit(format!("{} holds no receipt: {e}", path.display())))?;
    if receipts.is_empty() {
        let words = format!("{} holds no receipt", path.display());
        return Err(Failure::Unfit(words));
    }
    let key = ServerKey::read(data).map_err(BackupError::from)?;
    let key = key.ok_or_else(|| {
        let path = data.join(KEY_FILE);
        Failure::Unfit(format!("there is no key {}", path.display()))
    })?;
    let mut ops = 0;
    for receipt in &receipts {
        match check_receipt(store, &key, receipt).await {
            Ok(text) => {
                ops += text
                    .streams
                    .iter()
                    .map(|said| said.ops.len())
                    .sum::<usize>()
            }
            Err(error) => return Err(Failure::Amiss(error.to_string())),
        }
    }
    say!("The receipt holds: {ops} ops stand where it says, and nothing before them was changed.");
    Ok(())
}

fn told(findings: &Findings) -> String {
    let Findings {
        streams,
        ops,
        files,
        bytes,
        ..
    } = findings;
    format!("{streams} streams, {ops} ops, {files} files of {bytes} bytes")
}

/// Nothing is made where nothing is.
fn needs_database(data: &Path) -> Result<(), Failure> {
    if database_of(data).is_file() {
        return Ok(());
    }
    let path = data.to_owned();
    Err(BackupError::NoData { path }.into())
}
