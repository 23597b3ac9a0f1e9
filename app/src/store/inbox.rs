//! Files that other apps shared with Bukti: the service worker puts them into a database of their own
//! (`sw.js`, "Bagikan ke Bukti"), where they wait until the person keeps them as evidence or not.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::{Array, Reflect};
use model::sync::store::StoreError;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, File};

use super::value::{failed, open_failed};

/// The service worker's database and its stores.
const INBOX: &str = "bukti-bagikan";
const ENTRIES: &str = "kotak";
const PARTS: &str = "bagian";

/// What was shared at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Its key.
    pub id: String,
    /// The other app's title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Its address.
    pub url: String,
    /// Its files.
    pub files: Vec<SharedFile>,
}

/// One shared file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    /// Its name.
    pub name: String,
    /// Its media type, as the other app says.
    pub media: String,
    /// Parts of 1 MiB; none if it was too large to be kept.
    pub parts: u32,
}

fn text(value: &JsValue, name: &str) -> String {
    let found = Reflect::get(value, &name.into()).ok();
    found
        .and_then(|found| found.as_string())
        .unwrap_or_default()
}

fn number(value: &JsValue, name: &str) -> u32 {
    let found = Reflect::get(value, &name.into()).ok();
    // A count of parts of at most 100 MiB.
    found.and_then(|found| found.as_f64()).unwrap_or(0.0) as u32
}

/// Opens the inbox as it stands; it is the service worker's to make.
async fn open() -> Result<Database, StoreError> {
    Database::open(INBOX).await.map_err(open_failed)
}

fn has_stores(database: &Database) -> bool {
    let names: Vec<String> = database.object_store_names().collect();
    names.iter().any(|name| name == ENTRIES) && names.iter().any(|name| name == PARTS)
}

/// What was shared under that key; nothing if it isn't there any more.
///
/// # Errors
/// Whatever the store meets.
pub async fn read(id: &str) -> Result<Option<Shared>, StoreError> {
    let database = open().await?;
    let found = async {
        if !has_stores(&database) {
            return Ok(None);
        }
        let transaction = database.transaction([ENTRIES]).build()?;
        let store = transaction.object_store(ENTRIES)?;
        let entry: Option<JsValue> = store.get(JsValue::from_str(id)).primitive()?.await?;
        Ok::<_, Error>(entry)
    };
    let found = found.await.map_err(failed);
    database.close();
    Ok(found?.map(|entry| {
        let files = Reflect::get(&entry, &"files".into()).ok();
        let files = files
            .and_then(|files| files.dyn_into::<Array>().ok())
            .unwrap_or_default();
        let file = |file: JsValue| SharedFile {
            name: text(&file, "name"),
            media: text(&file, "type"),
            parts: number(&file, "parts"),
        };
        Shared {
            id: id.to_owned(),
            title: text(&entry, "title"),
            text: text(&entry, "text"),
            url: text(&entry, "url"),
            files: files.iter().map(file).collect(),
        }
    }))
}

/// The shared files whole, to be captured like any others.
///
/// # Errors
/// [`StoreError::Damaged`] if a part is missing, else whatever the store meets.
pub async fn files(shared: &Shared) -> Result<Vec<File>, StoreError> {
    let database = open().await?;
    let mut files = Vec::new();
    let mut outcome = Ok(());
    for (index, file) in shared
        .files
        .iter()
        .enumerate()
        .filter(|(_, file)| file.parts > 0)
    {
        match whole(&database, &shared.id, index, file).await {
            Ok(file) => files.push(file),
            Err(error) => outcome = Err(error),
        }
    }
    database.close();
    outcome.map(|()| files)
}

async fn whole(
    database: &Database,
    id: &str,
    index: usize,
    file: &SharedFile,
) -> Result<File, StoreError> {
    let parts = Array::new();
    for part in 0..file.parts {
        let key = Array::of3(
            &JsValue::from_str(id),
            &JsValue::from(u32::try_from(index).unwrap_or(u32::MAX)),
            &JsValue::from(part),
        );
        let found = async {
            let transaction = database.transaction([PARTS]).build()?;
            let store = transaction.object_store(PARTS)?;
            let key: JsValue = key.into();
            let bytes: Option<JsValue> = store.get(key).primitive()?.await?;
            Ok::<_, Error>(bytes)
        };
        let bytes = found.await.map_err(failed)?.ok_or(StoreError::Damaged)?;
        parts.push(&bytes);
    }
    let options = BlobPropertyBag::new();
    options.set_type(&file.media);
    let strange = |_| StoreError::Damaged;
    let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &options);
    let blob = blob.map_err(strange)?;
    let bits = Array::of1(&blob);
    // The worker looks at the content, and the name is what people know it by: a type isn't needed.
    File::new_with_blob_sequence(&bits, &file.name).map_err(strange)
}

/// Takes it out of the inbox: it was kept as evidence, or the person doesn't want it.
///
/// # Errors
/// Whatever the store meets; it is then offered again.
pub async fn remove(shared: &Shared) -> Result<(), StoreError> {
    let database = open().await?;
    let work = async {
        let transaction = database
            .transaction([ENTRIES, PARTS])
            .with_mode(TransactionMode::Readwrite)
            .build()?;
        let entries = transaction.object_store(ENTRIES)?;
        let parts = transaction.object_store(PARTS)?;
        entries
            .delete(JsValue::from_str(&shared.id))
            .primitive()?
            .await?;
        for (index, file) in shared.files.iter().enumerate() {
            for part in 0..file.parts {
                let key = Array::of3(
                    &JsValue::from_str(&shared.id),
                    &JsValue::from(u32::try_from(index).unwrap_or(u32::MAX)),
                    &JsValue::from(part),
                );
                let key: JsValue = key.into();
                parts.delete(key).primitive()?.await?;
            }
        }
        transaction.commit().await
    };
    let outcome = work.await.map_err(failed);
    database.close();
    outcome
}
