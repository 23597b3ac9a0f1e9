//! Writing: a domain transaction becomes a list of puts and deletions, issued all at once.

use js_sys::Array;
use model::id::{CaptureId, CycleId, FileDigest};
use model::op::Stream;
use model::record::Record;
use model::sync::store::{Change, FileState, LocalFile, StoreError, Tx};
use wasm_bindgen::JsValue;
use web_sys::CryptoKeyPair;

use super::connection::{Connection, Durability, KeyRange};
use super::load;
use super::schema::keys::{
    CAPTURES, CHUNKS, CURSORS, FILES, INSTRUMENTS, KEYS, META, OUTBOX, SEGMENTS, THUMBS,
};
use super::value::{checked, encode, encode_bytes};
use crate::platform::random;

/// Key of the key pair in its store.
pub const SIGN: &str = "sign";
/// Sorts after every key that begins with the text before it.
const LAST: &str = "\u{ffff}";

/// One thing that a transaction does.
enum Step {
    Put(&'static str, JsValue, JsValue),
    Delete(&'static str, KeyRange<JsValue>),
}

impl Step {
    fn store(&self) -> &'static str {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) => store,
        }
    }

    fn remove(store: &'static str, key: impl Into<JsValue>) -> Self {
        Self::Delete(store, KeyRange::Only(key.into()))
    }
}

/// All changes or none.
pub async fn commit(connection: &Connection, tx: &Tx) -> Result<(), StoreError> {
    let mut steps = Vec::new();
    for change in &tx.changes {
        plan(connection, change, &mut steps).await?;
    }
    let durability = if tx.strict {
        Durability::Strict
    } else {
        Durability::Relaxed
    };
    run(connection, durability, &steps).await
}

async fn run(
    connection: &Connection,
    durability: Durability,
    steps: &[Step],
) -> Result<(), StoreError> {
    let mut stores: Vec<&str> = steps.iter().map(Step::store).collect();
    stores.sort_unstable();
    stores.dedup();
    if stores.is_empty() {
        return Ok(());
    }
    connection
        .write(&stores, durability, async |stores| {
            for step in steps {
                match step {
                    Step::Put(store, key, value) => stores.put(store, key, value)?,
                    Step::Delete(store, keys) => stores.delete(store, keys.clone())?,
                }
            }
            Ok(())
        })
        .await
}

/// What a change does. Everything is computed here, before the transaction begins.
async fn plan(
    connection: &Connection,
    change: &Change,
    steps: &mut Vec<Step>,
) -> Result<(), StoreError> {
    match change {
        Change::PutEntry(entry) => {
            let key = entry.op.op().id.to_string();
            steps.push(put(OUTBOX, &key, &encode(entry)?));
        }
        Change::RemoveEntry(op) => steps.push(Step::remove(OUTBOX, op.to_string())),
        Change::PutRecords(stream, records) => put_records(*stream, records, steps)?,
        Change::SetCursor(stream, cursor) => {
            steps.push(put(CURSORS, &stream.to_string(), &checked(&cursor.0)));
        }
        Change::DropStream(stream) => {
            steps.push(Step::Delete(SEGMENTS, segments_of(*stream)));
            steps.push(Step::remove(CURSORS, stream.to_string()));
        }
        Change::PutFile(file) | Change::NameFile(file) => {
            let is_new = matches!(change, Change::NameFile(_));
            if is_new && !load::has_bytes(connection, file.capture).await? {
                return Err(StoreError::Closing);
            }
            steps.push(put(FILES, &file.key().to_string(), &encode(file)?));
            steps.push(Step::remove(CAPTURES, file.capture.to_string()));
        }
        Change::RemoveFile(key) => {
            if let Some(file) = load::file(connection, key).await? {
                steps.push(Step::Delete(CHUNKS, chunks_of(file.capture)));
            }
            steps.push(Step::remove(FILES, key.to_string()));
            // Another office's file of the same bytes shows the same picture.
            let others = load::keys_with(connection, &key.digest).await?;
            if others.iter().all(|other| removes(steps, FILES, other)) {
                steps.push(Step::remove(THUMBS, key.digest.as_str()));
            }
        }
        Change::FreeFile(key) => {
            if let Some(mut file) = load::file(connection, key).await? {
                steps.push(Step::Delete(CHUNKS, chunks_of(file.capture)));
                file.state = FileState::Freed;
                steps.push(put(FILES, &key.to_string(), &encode(&file)?));
            }
        }
        Change::RemoveCapture(capture) => {
            // One that a file names isn't listed any more, and its chunks are the file's.
            if load::is_listed(connection, *capture).await? {
                steps.push(Step::Delete(CHUNKS, chunks_of(*capture)));
                steps.push(Step::remove(CAPTURES, capture.to_string()));
            }
        }
        Change::PutThumb(digest, bytes) => {
            let key = digest.as_str().into();
            steps.push(Step::Put(THUMBS, key, encode_bytes(bytes)));
        }
        Change::PutInstrument(digest, text) => {
            steps.push(put(INSTRUMENTS, digest, &checked(text)));
        }
        Change::PutMeta(name, value) if value.is_empty() => {
            steps.push(Step::remove(META, name.as_str()))
        }
        Change::PutMeta(name, value) => steps.push(put(META, name, &checked(value))),
    }
    Ok(())
}

/// Whether a step already removes the value of a key.
fn removes(steps: &[Step], store: &str, key: &str) -> bool {
    steps.iter().any(|step| match step {
        Step::Delete(of, KeyRange::Only(one)) => {
            *of == store && one.as_string().is_some_and(|one| one == key)
        }
        Step::Put(..) | Step::Delete(..) => false,
    })
}

fn put(store: &'static str, key: &str, value: &str) -> Step {
    Step::Put(store, key.into(), value.into())
}

/// Records become one segment for each cycle among them, whatever their number: a page is one value, and
/// a single change lies beside it until a quiet moment folds it in.
fn put_records(
    stream: Stream,
    records: &[Record],
    steps: &mut Vec<Step>,
) -> Result<(), StoreError> {
    let mut cycles: Vec<Option<CycleId>> = records.iter().map(|record| record.cycle).collect();
    cycles.sort_unstable();
    cycles.dedup();
    for cycle in cycles {
        let of_cycle: Vec<&Record> = records.iter().filter(|r| r.cycle == cycle).collect();
        steps.push(put(
            SEGMENTS,
            &segment_key(stream, cycle),
            &encode(&of_cycle)?,
        ));
    }
    Ok(())
}

/// A new key for a segment: no two are alike, so that nothing is overwritten unread.
pub fn segment_key(stream: Stream, cycle: Option<CycleId>) -> String {
    let cycle = cycle.map(|cycle| cycle.to_string()).unwrap_or_default();
    let mut noise = [0_u8; 8];
    random::fill(&mut noise);
    format!("{stream}|{cycle}|{}", model::id::hex(&noise))
}

/// Keys of every segment of a stream.
pub fn segments_of(stream: Stream) -> KeyRange<JsValue> {
    let prefix = format!("{stream}|");
    let last = format!("{prefix}{LAST}").into();
    KeyRange::Bound(prefix.into(), false, last, false)
}

/// Keys of every chunk of a capture.
pub fn chunks_of(capture: CaptureId) -> KeyRange<JsValue> {
    let (first, last) = (chunk_key(capture, 0), chunk_key(capture, u32::MAX));
    KeyRange::Bound(first, false, last, false)
}

/// Key of a chunk.
pub fn chunk_key(capture: CaptureId, index: u32) -> JsValue {
    Array::of2(&capture.to_string().into(), &index.into()).into()
}

/// One chunk, in a strict transaction of its own. The first one opens the capture.
pub async fn put_chunk(
    connection: &Connection,
    capture: CaptureId,
    index: u32,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let chunk = Step::Put(CHUNKS, chunk_key(capture, index), encode_bytes(bytes));
    let mut steps = vec![chunk];
    if index == 0 {
        let unsealed = encode(&None::<LocalFile>)?;
        steps.push(put(CAPTURES, &capture.to_string(), &unsealed));
    }
    run(connection, Durability::Strict, &steps).await
}

/// Keeps with a capture the file that it adds up to.
pub async fn seal(connection: &Connection, file: &LocalFile) -> Result<(), StoreError> {
    let step = put(CAPTURES, &file.capture.to_string(), &encode(&Some(file))?);
    run(connection, Durability::Strict, &[step]).await
}

/// Files that an older build kept under their digest alone move to their own keys.
pub async fn rekey(connection: &Connection, files: &[LocalFile]) -> Result<(), StoreError> {
    let mut steps = Vec::new();
    for file in files {
        steps.push(put(FILES, &file.key().to_string(), &encode(file)?));
        steps.push(Step::remove(FILES, file.digest.as_str()));
    }
    run(connection, Durability::Strict, &steps).await
}

/// Keys of the files with a digest, whatever their office.
pub fn files_with(digest: &FileDigest) -> KeyRange<JsValue> {
    let prefix = format!("{digest}:");
    let last = format!("{prefix}{LAST}").into();
    KeyRange::Bound(prefix.into(), false, last, false)
}

/// Keeps the key pair: the browser clones it without ever showing its private half.
pub async fn put_key(connection: &Connection, key: &CryptoKeyPair) -> Result<(), StoreError> {
    let step = Step::Put(KEYS, SIGN.into(), JsValue::from(key));
    run(connection, Durability::Strict, &[step]).await
}
