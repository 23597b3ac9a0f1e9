//! The device's key: P-256, made by the browser, its private half never leaves it (DESIGN §2, "Who
//! speaks").

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Array, Object, Reflect, Uint8Array};
use model::sync::platform::SignError;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto, Window};

/// Bytes of a signature r‖s.
const SIGNATURE_BYTES: usize = 64;

fn failed(error: JsValue) -> SignError {
    let message = Reflect::get(&error, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    SignError::Failed(message.unwrap_or_else(|| format!("{error:?}")))
}

/// What is stored in place of a key is none.
pub fn unreadable() -> SignError {
    SignError::Failed("the stored key can't be read".to_owned())
}

fn subtle() -> Result<SubtleCrypto, SignError> {
    let window: Window = js_sys::global().unchecked_into();
    Ok(window.crypto().map_err(failed)?.subtle())
}

fn object(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn part(pair: &CryptoKeyPair, name: &str) -> Result<CryptoKey, SignError> {
    let key = Reflect::get(pair, &name.into()).map_err(failed)?;
    key.dyn_into().map_err(|_| unreadable())
}

/// Makes a new key pair.
///
/// # Errors
/// [`SignError::Failed`] where the browser has no WebCrypto (a page without HTTPS).
pub async fn generate() -> Result<CryptoKeyPair, SignError> {
    let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")]);
    let usages = Array::of2(&"sign".into(), &"verify".into());
    // Not extractable: that holds for the private half, the public one always is.
    let promise = subtle()?
        .generate_key_with_object(&algorithm, false, &usages)
        .map_err(failed)?;
    let pair = JsFuture::from(promise).await.map_err(failed)?;
    // A dictionary of two keys: it has no class of its own to check.
    Ok(pair.unchecked_into())
}

/// The public half as the server wants it: the uncompressed point, base64url without padding.
///
/// # Errors
/// [`SignError`] if the pair is none.
pub async fn public(pair: &CryptoKeyPair) -> Result<String, SignError> {
    let key = part(pair, "publicKey")?;
    let promise = subtle()?.export_key("raw", &key).map_err(failed)?;
    let raw = JsFuture::from(promise).await.map_err(failed)?;
    Ok(URL_SAFE_NO_PAD.encode(Uint8Array::new(&raw).to_vec()))
}

/// Signs the SHA-256 of `bytes`.
///
/// # Errors
/// [`SignError`] if the key doesn't work.
pub async fn sign(pair: &CryptoKeyPair, bytes: &[u8]) -> Result<[u8; SIGNATURE_BYTES], SignError> {
    let key = part(pair, "privateKey")?;
    let algorithm = object(&[("name", "ECDSA"), ("hash", "SHA-256")]);
    let promise = subtle()?
        .sign_with_object_and_u8_array(&algorithm, &key, bytes)
        .map_err(failed)?;
    let signature = JsFuture::from(promise).await.map_err(failed)?;
    let signature = Uint8Array::new(&signature).to_vec();
    let length = signature.len();
    signature
        .try_into()
        .map_err(|_| SignError::Failed(format!("a signature of {length} bytes")))
}
