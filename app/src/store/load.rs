//! Reading: everything at the start, chunks and thumbnails one by one.

use model::table::{KeySet, Table};

use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use js_sys::{Reflect, Uint8Array, global};
use model::id::{CaptureId, FileDigest, FileKey, RecordId, hex};
use model::op::Stream;
use model::record::Record;
use model::sync::store::{Capture, Damaged, Entry, Loaded, LocalFile, StoreError};
use model::wire::Cursor;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, Window};

use super::StoredKey;
use super::commit::{SIGN, chunk_key, files_with, rekey};
use super::connection::{Connection, KeyRange, Stores};
use super::schema::keys::{
    CAPTURES, CHUNKS, CURSORS, FILES, INSTRUMENTS, KEYS, META, OUTBOX, SEGMENTS, THUMBS,
};
use super::value::{decode, decode_bytes, unchecked};

/// What a store holds: keys and values in the order of the keys.
type Rows = Vec<(JsValue, JsValue)>;

const LOADED: [&str; 7] = [
    SEGMENTS,
    OUTBOX,
    CURSORS,
    FILES,
    CAPTURES,
    INSTRUMENTS,
    META,
];

/// Everything but chunks and thumbnails, from one transaction. Where a value can't be read, which fails all that is
/// read with it, each is read alone.
pub async fn load(connection: &Connection) -> Result<Loaded, StoreError> {
    let together = connection
        .read(&LOADED, async |stores| {
            let asked = LOADED.map(|store| rows(stores, store));
            let mut all = Vec::with_capacity(LOADED.len());
            // Each is awaited, whatever became of another: its answer comes all the same.
            for rows in asked {
                all.push(match rows {
                    Ok(rows) => rows.await,
                    Err(error) => Err(error),
                });
            }
            all.into_iter().collect::<Result<Vec<_>, _>>()
        })
        .await;
    let rows = match together {
        Err(StoreError::Damaged | StoreError::Other(_)) => alone(connection).await?,
        together => together?,
    };
    let mut rows = rows.into_iter();
    let mut next = || rows.next().unwrap_or_default();
    let mut damaged = Vec::new();
    let (segments, mut strays) = by_key(SEGMENTS, next(), segment_stream);
    let records = records(segments, &mut damaged);
    let mut entries: Vec<Entry> = values(OUTBOX, next(), &mut damaged);
    entries.sort_by_key(|entry| (entry.sequence, entry.op.op().id));
    let (found, more) = by_key(CURSORS, next(), cursor_stream);
    let cursors = cursors(found, &mut damaged);
    strays.extend(more);
    let streams = cursors.iter().map(|(stream, _)| *stream);
    let streams = streams.chain(records.iter().map(|record| record.stream));
    damaged.extend(unplaced(&strays, streams.collect()));
    let (files, moved) = files(next(), &mut damaged);
    rekey(connection, &moved).await?;
    let captures = captures(next(), &mut damaged);
    let instruments = texts(INSTRUMENTS, next(), &mut damaged);
    let meta = texts(META, next(), &mut damaged);
    Ok(Loaded {
        records,
        entries,
        cursors,
        files,
        captures,
        instruments,
        meta,
        damaged,
    })
}

/// Asks for keys and values of a whole store at once; the future awaits the answers.
pub fn rows(
    stores: &Stores<'_>,
    name: &str,
) -> Result<impl Future<Output = Result<Rows, Error>> + use<>, Error> {
    let store = stores.get(name)?;
    let keys = store.get_all_keys::<JsValue>().build()?;
    let values = store.get_all::<JsValue>().build()?;
    Ok(async move {
        let (keys, values) = (keys.await, values.await);
        let keys = keys?.collect::<Result<Vec<_>, _>>()?;
        let values = values?.collect::<Result<Vec<_>, _>>()?;
        Ok(keys.into_iter().zip(values).collect())
    })
}

/// The same of all stores, value by value; in the place of one that can't be read stands none, which fits no checksum.
async fn alone(connection: &Connection) -> Result<Vec<Rows>, StoreError> {
    let mut all = Vec::with_capacity(LOADED.len());
    for store in LOADED {
        let keys = connection
            .read(&[store], async |stores| {
                let keys = stores.get(store)?.get_all_keys::<JsValue>().build()?;
                keys.await?.collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let mut found = Rows::new();
        for key in keys {
            match get(connection, store, key.clone()).await {
                // Another tab has taken it away meanwhile.
                Ok(None) => {}
                Ok(Some(value)) => found.push((key, value)),
                Err(StoreError::Damaged | StoreError::Other(_)) => {
                    found.push((key, JsValue::UNDEFINED));
                }
                Err(error) => return Err(error),
            }
        }
        all.push(found);
    }
    Ok(all)
}

/// Records of all segments: of several states of one record, the highest number wins.
pub fn records(rows: Rows, damaged: &mut Vec<Damaged>) -> Vec<Record> {
    let mut newest: Table<RecordId, Record> = Table::new();
    for (key, value) in rows {
        let Some(segment) = decode::<Vec<Record>>(&value) else {
            damaged.push(Damaged {
                place: place(SEGMENTS, &key),
                pullable: segment_stream(&key),
            });
            continue;
        };
        for record in segment {
            let held = newest.get(&record.id);
            if held.is_none_or(|held| held.number < record.number) {
                newest.insert(record.id, record);
            }
        }
    }
    newest.into_values().collect()
}

/// The stream that a segment's key begins with.
pub fn segment_stream(key: &JsValue) -> Option<Stream> {
    key.as_string()?.split_once('|')?.0.parse().ok()
}

/// The stream that a cursor's key is.
pub fn cursor_stream(key: &JsValue) -> Option<Stream> {
    key.as_string()?.parse().ok()
}

/// Rows whose keys name a stream; and where the others lie.
fn by_key(
    store: &str,
    rows: Rows,
    stream: impl Fn(&JsValue) -> Option<Stream>,
) -> (Rows, Vec<String>) {
    let (found, strays): (Rows, Rows) =
        rows.into_iter().partition(|(key, _)| stream(key).is_some());
    let strays = strays.iter().map(|(key, _)| place(store, key));
    (found, strays.collect())
}

/// What lies under a key that names no stream was a copy of the server's, of any of the streams: nobody knows which
/// one lacks it, so each counts as damaged. [`super::fold`] takes it away.
fn unplaced(strays: &[String], streams: KeySet<Stream>) -> Vec<Damaged> {
    let of_each = |stream: &Stream| {
        let pullable = Some(*stream);
        strays.iter().map(move |place| Damaged {
            place: place.clone(),
            pullable,
        })
    };
    streams.iter().flat_map(of_each).collect()
}

fn place(store: &str, key: &JsValue) -> String {
    format!("{store}/{}", key.as_string().unwrap_or_default())
}

fn only_here(store: &str, key: &JsValue) -> Damaged {
    Damaged {
        place: place(store, key),
        pullable: None,
    }
}

fn values<T: DeserializeOwned>(store: &str, rows: Rows, damaged: &mut Vec<Damaged>) -> Vec<T> {
    let mut values = Vec::with_capacity(rows.len());
    for (key, value) in rows {
        match decode(&value) {
            Some(value) => values.push(value),
            None => damaged.push(only_here(store, &key)),
        }
    }
    values
}

/// Files, and of those the ones that an older build kept under their digest alone. Where both are here the
/// older build wrote last: this one would have moved it.
fn files(rows: Rows, damaged: &mut Vec<Damaged>) -> (Vec<LocalFile>, Vec<LocalFile>) {
    let (of_office, of_digest): (Rows, Rows) = rows.into_iter().partition(|(key, _)| {
        let key = key.as_string();
        key.is_some_and(|key| key.contains(':'))
    });
    let moved: Vec<LocalFile> = values(FILES, of_digest, damaged);
    let kept = values::<LocalFile>(FILES, of_office, damaged).into_iter();
    let files: Table<FileKey, LocalFile> = kept
        .chain(moved.iter().cloned())
        .map(|file| (file.key(), file))
        .collect();
    (files.into_values().collect(), moved)
}

fn texts(store: &str, rows: Rows, damaged: &mut Vec<Damaged>) -> Vec<(String, String)> {
    let mut texts = Vec::with_capacity(rows.len());
    for (key, value) in rows {
        let text = value.as_string();
        let text = text.as_deref().and_then(unchecked).map(ToOwned::to_owned);
        match (key.as_string(), text) {
            (Some(name), Some(text)) => texts.push((name, text)),
            _ => damaged.push(only_here(store, &key)),
        }
    }
    texts
}

/// A damaged cursor is as good as none: its stream is pulled from nothing.
fn cursors(rows: Rows, damaged: &mut Vec<Damaged>) -> Vec<(Stream, Cursor)> {
    let mut cursors = Vec::with_capacity(rows.len());
    for (key, value) in rows {
        let stream = cursor_stream(&key);
        let text = value.as_string();
        let text = text.as_deref().and_then(unchecked);
        match (stream, text) {
            (Some(stream), Some(text)) => cursors.push((stream, Cursor(text.to_owned()))),
            (pullable, _) => damaged.push(Damaged {
                place: place(CURSORS, &key),
                pullable,
            }),
        }
    }
    cursors
}

fn captures(rows: Rows, damaged: &mut Vec<Damaged>) -> Vec<Capture> {
    let mut captures = Vec::with_capacity(rows.len());
    for (key, value) in rows {
        let id: Option<CaptureId> = key.as_string().and_then(|key| key.parse().ok());
        match (id, decode::<Option<LocalFile>>(&value)) {
            (Some(id), Some(file)) => captures.push(Capture { id, file }),
            _ => damaged.push(only_here(CAPTURES, &key)),
        }
    }
    captures
}

/// One value by its key.
async fn get(
    connection: &Connection,
    store: &str,
    key: JsValue,
) -> Result<Option<JsValue>, StoreError> {
    connection
        .read(&[store], async |stores| {
            let key = KeyRange::Only(key.clone());
            stores
                .get(store)?
                .get::<JsValue, JsValue, _>(key)
                .build()?
                .await
        })
        .await
        .map(|found| found.filter(|value| !value.is_undefined()))
}

/// The entry of a file.
pub async fn file(connection: &Connection, key: &FileKey) -> Result<Option<LocalFile>, StoreError> {
    let found = get(connection, FILES, key.to_string().into()).await?;
    Ok(found.as_ref().and_then(decode))
}

/// Keys of the files with a digest, of whatever office.
pub async fn keys_with(
    connection: &Connection,
    digest: &FileDigest,
) -> Result<Vec<String>, StoreError> {
    connection
        .read(&[FILES], async |stores| {
            let store = stores.get(FILES)?;
            let keys = store.get_all_keys::<JsValue>();
            let keys = keys.with_query::<JsValue, _>(files_with(digest));
            let keys = keys.build()?.await?.collect::<Result<Vec<_>, _>>()?;
            Ok(keys.iter().filter_map(JsValue::as_string).collect())
        })
        .await
}

/// Whether a capture is listed: no file names it yet.
pub async fn is_listed(connection: &Connection, capture: CaptureId) -> Result<bool, StoreError> {
    let found = get(connection, CAPTURES, capture.to_string().into()).await?;
    Ok(found.is_some())
}

/// Whether the bytes of a capture lie here, whether or not a file names it yet.
pub async fn has_bytes(connection: &Connection, capture: CaptureId) -> Result<bool, StoreError> {
    let listed = is_listed(connection, capture).await?;
    Ok(listed || chunk(connection, capture, 0).await?.is_some())
}

/// One chunk.
pub async fn chunk(
    connection: &Connection,
    capture: CaptureId,
    index: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = get(connection, CHUNKS, chunk_key(capture, index)).await?;
    found.as_ref().map(decode_bytes).transpose()
}

/// A small picture.
pub async fn thumb(
    connection: &Connection,
    digest: &FileDigest,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = get(connection, THUMBS, digest.as_str().into()).await?;
    found.as_ref().map(decode_bytes).transpose()
}

/// A small value.
pub async fn meta(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let Some(found) = get(connection, META, name.into()).await? else {
        return Ok(None);
    };
    let text = found.as_string();
    let text = text.as_deref().and_then(unchecked);
    text.map(|text| Some(text.to_owned()))
        .ok_or(StoreError::Damaged)
}

/// The key pair. It is a dictionary, without a class of its own to check; its halves have one.
pub async fn key(connection: &Connection) -> Result<StoredKey, StoreError> {
    let found = match get(connection, KEYS, SIGN.into()).await {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(StoredKey::Missing),
        Err(StoreError::Damaged) => return Ok(StoredKey::Unreadable),
        Err(error) => return Err(error),
    };
    let is_half = |name: &str| {
        let half = Reflect::get(&found, &name.into());
        half.is_ok_and(|half| half.is_instance_of::<CryptoKey>())
    };
    if is_half("privateKey") && is_half("publicKey") {
        Ok(StoredKey::Pair(found.unchecked_into()))
    } else {
        Ok(StoredKey::Unreadable)
    }
}

/// The digest of what the chunks of a file add up to, read back from the disk and hashed by the browser
/// off the main thread.
pub async fn digest(connection: &Connection, file: &LocalFile) -> Result<FileDigest, StoreError> {
    let size = u32::try_from(file.size).map_err(|_| StoreError::Damaged)?;
    let whole = Uint8Array::new_with_length(size);
    let mut at = 0_u32;
    for index in 0..file.chunks {
        let bytes = chunk(connection, file.capture, index).await?;
        let bytes = bytes.ok_or(StoreError::Damaged)?;
        let len = u32::try_from(bytes.len()).map_err(|_| StoreError::Damaged)?;
        if at.checked_add(len).is_none_or(|end| end > size) {
            return Err(StoreError::Damaged);
        }
        whole.subarray(at, at + len).copy_from(&bytes);
        at += len;
    }
    if at != size {
        return Err(StoreError::Damaged);
    }
    let failed = |error: JsValue| StoreError::Other(format!("{error:?}"));
    let window: Window = global().unchecked_into();
    let subtle = window.crypto().map_err(failed)?.subtle();
    let promise = subtle
        .digest_with_str_and_buffer_source("SHA-256", &whole)
        .map_err(failed)?;
    let hash = JsFuture::from(promise).await.map_err(failed)?;
    let text = hex(&Uint8Array::new(&hash).to_vec());
    FileDigest::try_from(text).map_err(|_| StoreError::Damaged)
}
