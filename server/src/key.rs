//! The server's key: it signs receipts. It lies in the data folder, readable by nobody else on the
//! machine, and travels with backups, so that receipts stay checkable after a restore.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::hex;
use model::wire::Receipt;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

use crate::clock::Ambient;

/// The key's file in a data folder or a backup: 32 bytes in hexadecimal.
pub const KEY_FILE: &str = "kunci-server";
/// Bytes of a private key.
const KEY_BYTES: usize = 32;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be read or written.
    #[error(
        "the server's key {path} can't be read or written ({source}): give this user the right"
    )]
    File {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The file holds no key.
    #[error(
        "{path} holds no key: put back the one from a backup; without it older receipts can't be checked"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}

/// A key that signs.
pub struct ServerKey(SigningKey);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ServerKey").field(&self.public()).finish()
    }
}

impl ServerKey {
    /// The key of a data folder; made if there is none.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(data: &Path, ambient: &dyn Ambient) -> Result<Self, KeyError> {
        if let Some(key) = Self::read(data)? {
            return Ok(key);
        }
        let key = Self::fresh(ambient);
        let path = data.join(KEY_FILE);
        let failed = |source| KeyError::File {
            path: path.clone(),
            source,
        };
        // Under another name first: two processes may open a new folder at once, and a process may be
        // killed while it writes. Whoever links it first has made the key.
        let mut unique = [0_u8; 8];
        ambient.fill(&mut unique);
        let draft = data.join(format!(".{KEY_FILE}-{}", hex(&unique)));
        write_secret(&draft, hex(&key.0.to_bytes()).as_bytes()).map_err(failed)?;
        let linked = std::fs::hard_link(&draft, &path);
        let made = match linked {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            // A file system without links.
            Err(_) => std::fs::rename(&draft, &path),
        };
        // It is gone if it was renamed.
        let _ = std::fs::remove_file(&draft);
        made.map_err(failed)?;
        Ok(Self::read(data)?.unwrap_or(key))
    }

    /// The key of a data folder or a backup, if there is one.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn read(folder: &Path) -> Result<Option<Self>, KeyError> {
        let path = folder.join(KEY_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeyError::File { path, source }),
        };
        let key = bytes(text.trim()).and_then(|bytes| SigningKey::from_slice(&bytes).ok());
        key.map(|key| Some(Self(key)))
            .ok_or(KeyError::Damaged { path })
    }

    /// A new key.
    #[must_use]
    pub fn fresh(ambient: &dyn Ambient) -> Self {
        loop {
            let mut bytes = [0_u8; KEY_BYTES];
            ambient.fill(&mut bytes);
            // All but about one in 2³² of such numbers are keys.
            if let Ok(key) = SigningKey::from_slice(&bytes) {
                return Self(key);
            }
        }
    }

    /// The public half: the uncompressed point, base64url without padding.
    #[must_use]
    pub fn public(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        URL_SAFE_NO_PAD.encode(point.as_bytes())
    }

    /// Signs a receipt's text.
    #[must_use]
    pub fn sign(&self, text: String) -> Receipt {
        let signature: Signature = self.0.sign(text.as_bytes());
        Receipt {
            signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()),
            text,
        }
    }

    /// Whether this key signed a receipt.
    #[must_use]
    pub fn signed(&self, receipt: &Receipt) -> bool {
        let key: &VerifyingKey = self.0.verifying_key();
        let signature = URL_SAFE_NO_PAD.decode(&receipt.signature).ok();
        let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
        signature.is_some_and(|signature| key.verify(receipt.text.as_bytes(), &signature).is_ok())
    }
}

/// Writes a file that only its owner reads, durably.
fn write_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// 32 bytes from hexadecimal.
fn bytes(text: &str) -> Option<[u8; KEY_BYTES]> {
    let mut bytes = [0_u8; KEY_BYTES];
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seeded;
    use model::time::Millis;

    #[test]
    fn a_key_stays_with_its_folder_and_signs() {
        let folder = tempfile::tempdir().unwrap();
        let ambient = Seeded::new("kunci", Millis(0));
        let key = ServerKey::open(folder.path(), &ambient).unwrap();
        let again = ServerKey::open(folder.path(), &ambient).unwrap();
        assert_eq!(key.public(), again.public());
        let mut receipt = key.sign("isi".to_owned());
        assert!(again.signed(&receipt));
        receipt.text.push('x');
        assert!(!again.signed(&receipt));
        assert!(!ServerKey::fresh(&ambient).signed(&key.sign("isi".to_owned())));
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "no draft is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let meta = std::fs::metadata(folder.path().join(KEY_FILE)).unwrap();
            assert_eq!(meta.permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_said_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY_FILE);
        std::fs::write(&path, "bukan kunci").unwrap();
        let ambient = Seeded::new("kunci", Millis(0));
        let refused = ServerKey::open(folder.path(), &ambient);
        assert!(matches!(refused, Err(KeyError::Damaged { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), b"bukan kunci");
    }
}
