//! Bytes that are shown: blob addresses, each made once and kept for as long as the page lives.

use model::table::KeySet;
use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use model::id::FileDigest;
use model::sync::Platform as _;
use model::sync::store::DeviceStore as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::Engine;

/// Addresses of thumbnails by the file's digest; none while it loads, or if there is none.
#[derive(Default)]
pub struct Shown {
    thumbs: RefCell<HashMap<FileDigest, ArcRwSignal<Option<String>>>>,
    /// Files without a thumbnail, as far as was seen.
    missing: RefCell<KeySet<FileDigest>>,
}

impl Shown {
    /// Files changed: a thumbnail that was missing may be there now.
    pub fn look_again(&self) {
        let mut thumbs = self.thumbs.borrow_mut();
        for digest in std::mem::take(&mut *self.missing.borrow_mut()) {
            thumbs.remove(&digest);
        }
    }
}

/// Types that a browser shows without running anything in them. Whatever else evidence says that it is,
/// it opens as a download: a blob address has our own origin.
const SHOWN: [&str; 6] = [
    "application/pdf",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/plain",
];

/// A blob address of `bytes`.
pub fn address(bytes: &[u8], media: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    let known = SHOWN.contains(&media);
    options.set_type(if known {
        media
    } else {
        "application/octet-stream"
    });
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

impl Engine {
    /// The small picture of a file as an address for `<img>` (tracked); nothing while it loads, or if
    /// this device has none.
    #[must_use]
    pub fn thumb(self, digest: &FileDigest) -> Option<String> {
        let known = self.0.shown.thumbs.borrow().get(digest).cloned();
        if let Some(known) = known {
            return known.get();
        }
        let signal = ArcRwSignal::new(None);
        let mut thumbs = self.0.shown.thumbs.borrow_mut();
        thumbs.insert(digest.clone(), signal.clone());
        drop(thumbs);
        let (digest, loading) = (digest.clone(), signal.clone());
        spawn_local(async move {
            let Some(node) = self.node() else {
                return;
            };
            // One that can't be read is shown as a file without a picture.
            let thumb = node.platform().store().thumb(&digest).await.ok().flatten();
            match thumb.and_then(|jpeg| address(&jpeg, "image/jpeg")) {
                Some(address) => loading.set(Some(address)),
                // It stays in the map, so that drawing again doesn't ask the store again.
                None => {
                    self.0.shown.missing.borrow_mut().insert(digest);
                }
            }
        });
        signal.get()
    }
}
