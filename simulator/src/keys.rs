//! How simulated devices sign: a keyed hash, or the real curve.

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::DeviceId;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use server::sync::scheme::{P256, Scheme};
use sha2::{Digest as _, Sha256};

/// The scheme of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// SHA-256 over key and bytes: quick.
    Hash,
    /// ECDSA P-256.
    Real,
}

fn secret(device: DeviceId) -> [u8; 32] {
    Sha256::digest(device.to_string().as_bytes()).into()
}

/// A key whose scalar is a hash; practically every hash is one. Made once on a thread: that takes as long
/// as to sign.
fn signing(device: DeviceId) -> Option<SigningKey> {
    thread_local! {
        static MADE: RefCell<BTreeMap<DeviceId, Option<SigningKey>>> = RefCell::default();
    }
    MADE.with_borrow_mut(|made| {
        let key = || SigningKey::from_slice(&secret(device)).ok();
        made.entry(device).or_insert_with(key).clone()
    })
}

fn keyed(key: &str, bytes: &[u8]) -> [u8; 64] {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update(bytes);
    let half = hash.finalize();
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&half);
    signature[32..].copy_from_slice(&half);
    signature
}

impl Keys {
    /// What a device registers.
    pub(crate) fn public(self, device: DeviceId) -> String {
        let real = (self == Self::Real).then(|| signing(device)).flatten();
        real.map_or_else(
            || device.to_string(),
            |key| {
                let point = key.verifying_key().to_encoded_point(false);
                URL_SAFE_NO_PAD.encode(point.as_bytes())
            },
        )
    }

    pub(crate) fn sign(self, device: DeviceId, bytes: &[u8]) -> [u8; 64] {
        let real = (self == Self::Real).then(|| signing(device)).flatten();
        real.map_or_else(
            || keyed(&device.to_string(), bytes),
            |key| {
                let signature: Signature = key.sign(bytes);
                signature.to_bytes().into()
            },
        )
    }
}

impl Scheme for Keys {
    fn fits(&self, key: &str, bytes: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Real => P256.fits(key, bytes, signature),
            Self::Hash => keyed(key, bytes) == signature,
        }
    }
}
