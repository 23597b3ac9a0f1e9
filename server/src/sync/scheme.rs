//! How a device signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

/// A way to sign; passed in, so that a simulator isn't busy with curves.
pub trait Scheme: Send + Sync {
    /// Whether `signature` is one over `bytes` by the holder of `key`, as it was registered.
    fn fits(&self, key: &str, bytes: &[u8], signature: &[u8]) -> bool;
}

/// ECDSA P-256 with SHA-256, 64 bytes r‖s (DESIGN §2, "Who speaks").
#[derive(Clone, Copy, Debug, Default)]
pub struct P256;

impl Scheme for P256 {
    fn fits(&self, key: &str, bytes: &[u8], signature: &[u8]) -> bool {
        key_of(key)
            .zip(Signature::from_slice(signature).ok())
            .is_some_and(|(key, signature)| key.verify(bytes, &signature).is_ok())
    }
}

/// A device's public key, as it was registered.
pub(crate) fn key_of(text: &str) -> Option<VerifyingKey> {
    let point = URL_SAFE_NO_PAD.decode(text).ok()?;
    VerifyingKey::from_sec1_bytes(&point).ok()
}
