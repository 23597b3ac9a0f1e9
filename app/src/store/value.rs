//! Stored values with their checksums, and the browser's errors in the words of the domain.

use indexed_db_futures::error::{DomException, Error, OpenDbError};
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use model::sync::store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use xxhash_rust::xxh32::xxh32;

/// XXH32 with the seed 0: it finds a torn or rotten value; it is no defence against a person. It takes
/// four bytes at a step: every start of the app sums up all that the device holds.
pub fn sum(bytes: &[u8]) -> u32 {
    xxh32(bytes, 0)
}

/// Text with its checksum before it: eight hexadecimal digits and a space.
pub fn checked(text: &str) -> String {
    format!("{:08x} {text}", sum(text.as_bytes()))
}

/// The text of a checked value; nothing if the checksum doesn't fit.
pub fn unchecked(value: &str) -> Option<&str> {
    let (said, text) = (value.get(..8)?, value.get(9..)?);
    let said = u32::from_str_radix(said, 16).ok()?;
    (sum(text.as_bytes()) == said).then_some(text)
}

/// A value as checked JSON.
pub fn encode<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let text = serde_json::to_string(value).map_err(|e| StoreError::Other(e.to_string()))?;
    Ok(checked(&text))
}

/// A checked value read back; nothing if the checksum doesn't fit or it is no `T`.
pub fn decode<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    let text = value.as_string()?;
    serde_json::from_str(unchecked(&text)?).ok()
}

/// Bytes as `{bytes: ArrayBuffer, sum}`: iOS loses Blobs, so the buffer itself is kept.
pub fn encode_bytes(bytes: &[u8]) -> JsValue {
    let object = js_sys::Object::new();
    let buffer = Uint8Array::from(bytes).buffer();
    // Setting a property of a fresh object can't fail.
    let _ = Reflect::set(&object, &"bytes".into(), &buffer);
    let _ = Reflect::set(&object, &"sum".into(), &f64::from(sum(bytes)).into());
    object.into()
}

/// Bytes read back.
///
/// # Errors
/// [`StoreError::Damaged`] if the checksum doesn't fit.
pub fn decode_bytes(value: &JsValue) -> Result<Vec<u8>, StoreError> {
    let get = |name: &str| Reflect::get(value, &name.into()).ok();
    let buffer: ArrayBuffer = get("bytes")
        .and_then(|bytes| bytes.dyn_into().ok())
        .ok_or(StoreError::Damaged)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let said = get("sum").and_then(|sum| sum.as_f64());
    if said == Some(f64::from(sum(&bytes))) {
        Ok(bytes)
    } else {
        Err(StoreError::Damaged)
    }
}

/// The browser's error in the words of the domain.
pub fn failed(error: Error) -> StoreError {
    match error {
        Error::DomException(exception) => of_exception(exception),
        other => StoreError::Other(other.to_string()),
    }
}

/// The same, of an attempt to open: nothing can be closing yet, so an unknown error means that what lies on the disk
/// can't be read.
pub fn open_failed(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(Error::DomException(exception)) if exception.name() == "UnknownError" => {
            StoreError::Other(exception.message())
        }
        OpenDbError::Base(error) => failed(error),
        other => StoreError::Other(other.to_string()),
    }
}

fn of_exception(exception: DomException) -> StoreError {
    let exception = web_sys::DomException::from(exception);
    match exception.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        // A connection that was closed, by us or by the browser; WebKit loses them under an unknown name.
        "InvalidStateError" | "UnknownError" => StoreError::Closing,
        "VersionError" => StoreError::Newer,
        // Chromium keeps large values as files beside the database: one is missing, or isn't what it was.
        "NotReadableError" | "DataError" => StoreError::Damaged,
        name => StoreError::Other(format!("{name}: {}", exception.message())),
    }
}
