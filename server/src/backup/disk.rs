//! Writing so that it stays written.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use model::id::hex;
use sha2::{Digest as _, Sha256};

use super::manifest::Part;
use super::{BackupError, at};

/// Modes by which nobody else on the machine reads what a backup or a data folder holds: the key, and the
/// hashes of passwords.
pub(super) const OWN_FOLDER: u32 = 0o700;
pub(super) const OWN_FILE: u32 = 0o600;

/// How much is read at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// Makes a folder that only its owner reads, with those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), BackupError> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, OWN_FOLDER);
    folder.create(path).map_err(at(path))
}

/// Gives a file or folder a mode, where there are modes.
#[cfg(unix)]
pub(super) fn set_mode(path: &Path, mode: u32) -> Result<(), BackupError> {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).map_err(at(path))
}

#[cfg(not(unix))]
pub(super) fn set_mode(_: &Path, _: u32) -> Result<(), BackupError> {
    Ok(())
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), BackupError> {
    // Other systems have no such thing.
    if cfg!(unix) {
        let folder = File::open(path).map_err(at(path))?;
        folder.sync_all().map_err(at(path))?;
    }
    Ok(())
}

/// Makes a file's bytes durable.
pub(super) fn sync_file(path: &Path) -> Result<(), BackupError> {
    let file = File::open(path).map_err(at(path))?;
    file.sync_all().map_err(at(path))
}

/// Writes a file, durably.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let mut file = File::create(path).map_err(at(path))?;
    file.write_all(bytes).map_err(at(path))?;
    file.sync_all().map_err(at(path))
}

/// The digest and size of a file.
pub(super) fn read(path: &Path) -> Result<Part, BackupError> {
    pass(path, |_| Ok(()))
}

/// Copies a file, durably; answers what was read.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Part, BackupError> {
    let mut file = File::create(to).map_err(at(to))?;
    let part = pass(from, |bytes| file.write_all(bytes).map_err(at(to)))?;
    file.sync_all().map_err(at(to))?;
    Ok(part)
}

fn pass(
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<Part, BackupError> {
    let mut file = File::open(path).map_err(at(path))?;
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut hash = Sha256::new();
    let mut size = 0;
    loop {
        let count = file.read(&mut buffer).map_err(at(path))?;
        if count == 0 {
            break;
        }
        let bytes = buffer.get(..count).unwrap_or_default();
        hash.update(bytes);
        size += bytes.len() as u64;
        each(bytes)?;
    }
    let digest = hex(&hash.finalize());
    Ok(Part { digest, size })
}
