//! Bytes first, then the fact: a file goes through the photo worker, is kept in chunks and sealed, and
//! only then does an op name it.

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use model::id::{CaptureId, FileKey, OfficeId, RecordId};
use model::limits::CHUNK_BYTES;
use model::op::Draft;
use model::schema::Page;
use model::sync::node::SubmitError;
use model::sync::store::{DeviceStore as _, FileState, LocalFile, StoreError};
use model::sync::{Attached, Replica};
use model::view::Origin;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, FilePropertyBag, Url};

use super::files::download;
use super::submit::once;
use super::worker::{Prepared, WORKER_SHARE};
use super::{BrowserNode, Engine, Said};
use crate::platform::{clock, random, sleep};

/// Files to be captured, each as a piece of evidence of its own.
pub struct Order {
    /// As an input or the camera gave them. They are read at once: iOS loses what is kept of them.
    pub files: Vec<File>,
    /// How they came: `kamera`, `galeri`, `berkas`, `dibagikan`.
    pub way: &'static str,
    /// Whose they are: another office may be looked at before the last one is kept.
    pub office: OfficeId,
}

/// A file of an order.
#[derive(Clone)]
pub(super) struct Piece {
    file: File,
    way: &'static str,
    office: OfficeId,
    make: Make,
    /// A picture as it is to be kept, once it is prepared: it stays in memory until it is, because a camera's file may
    /// be gone by the next try.
    picture: Rc<OnceCell<Prepared>>,
}

/// How a kept file becomes ops.
pub(super) type Make = Rc<dyn Fn(&Replica, Captured) -> Vec<Draft>>;

/// A file whose bytes are kept: what the op names.
#[derive(Clone, Debug, PartialEq)]
pub struct Captured {
    /// A new name for the piece of evidence.
    pub id: RecordId,
    /// The file as a page of it.
    pub page: Page,
    /// How it came, as the device states it.
    pub origin: Origin,
}

/// A file being captured, to be shown while it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    /// Its name in the list.
    pub key: u64,
    /// The file's name.
    pub name: String,
    /// From 0 to 1.
    pub progress: f64,
    /// Why it wasn't kept; it stays in the list until [`Engine::drop_hand`].
    pub trouble: Option<HandTrouble>,
}

/// Why a file wasn't kept. The file is still where it came from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandTrouble {
    /// The worker won't or can't: its code (`kosong`, `terlalu_besar`, `tak_terbaca`,
    /// `gambar_tak_terbaca`, `isi_lain`, `jenis_ditolak`, `memori`).
    #[error("the file can't be taken: {0}")]
    Worker(String),
    /// The device couldn't keep the bytes: free room, then take it again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules won't have the op.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}

impl HandTrouble {
    /// Whether another try may end otherwise: what the file itself is doesn't change.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Worker(code) => matches!(code.as_str(), "memori" | "tak_terbaca"),
            Self::Store(_) | Self::Submit(SubmitError::Store(_)) => true,
            Self::Submit(_) => false,
        }
    }
}

impl Engine {
    /// Captures files, one after the other; each becomes ops by `make` and is kept with them. Progress
    /// and trouble show in [`Engine::hands`], the toast says when all are kept, and how many. A file of
    /// which `make` makes nothing (what it was for is gone, or holds it) isn't kept.
    pub fn capture(
        self,
        order: Order,
        make: impl Fn(&Replica, Captured) -> Vec<Draft> + 'static,
        said: impl FnOnce(usize) -> Said + 'static,
    ) {
        let hands: Vec<(u64, File)> = order
            .files
            .into_iter()
            .map(|file| (self.0.worker.key(), file))
            .collect();
        self.0.hands.update(|list| {
            list.extend(hands.iter().map(|(key, file)| Hand {
                key: *key,
                name: file.name(),
                progress: 0.0,
                trouble: None,
            }));
        });
        self.tell_memory();
        let (way, office) = (order.way, order.office);
        let make: Make = Rc::new(make);
        spawn_local(async move {
            let capture = self.works().await.capture;
            let mut kept = 0_usize;
            for (key, file) in hands {
                let make = Rc::clone(&make);
                let piece = Piece {
                    file,
                    way,
                    office,
                    make,
                    picture: Rc::default(),
                };
                match capture(self, key, piece.clone()).await {
                    Ok(became) => {
                        kept += usize::from(became);
                        self.drop_hand(key);
                    }
                    Err(trouble) => self.fail_hand(key, piece, trouble),
                }
            }
            if kept > 0 {
                self.tell(Ok(()), said(kept), None);
                self.persist().await;
            }
        });
    }

    /// What is being captured, and what wasn't kept (tracked).
    #[must_use]
    pub fn hands(self) -> Vec<Hand> {
        self.0.hands.get()
    }

    fn fail_hand(self, key: u64, failed: Piece, trouble: HandTrouble) {
        self.0.failed.borrow_mut().insert(key, failed);
        self.change_hand(key, |hand| hand.trouble = Some(trouble));
        self.badge_soon();
    }

    /// Tries once more to keep a file that wasn't kept; the toast says when it is.
    pub fn retry_hand(self, key: u64, said: Said) {
        let Some(failed) = self.0.failed.borrow_mut().remove(&key) else {
            return;
        };
        self.change_hand(key, |hand| {
            hand.trouble = None;
            hand.progress = 0.0;
        });
        spawn_local(async move {
            let capture = self.works().await.capture;
            match capture(self, key, failed.clone()).await {
                Ok(became) => {
                    self.drop_hand(key);
                    if became {
                        self.tell(Ok(()), said, None);
                    }
                }
                Err(trouble) => self.fail_hand(key, failed, trouble),
            }
        });
    }

    /// Gives a file that wasn't kept as a download, so that it isn't lost. Says whether the browser could.
    pub fn export_hand(self, key: u64) -> bool {
        let Some(file) = self.failed_file(key) else {
            return false;
        };
        let Ok(address) = Url::create_object_url_with_blob(&file) else {
            return false;
        };
        download(&address, &file.name());
        true
    }

    /// A file that wasn't kept: a picture as it would be kept, anything else as it came.
    #[must_use]
    pub fn failed_file(self, key: u64) -> Option<File> {
        let failed = self.0.failed.borrow();
        let piece = failed.get(&key)?;
        let Some(picture) = piece.picture.get() else {
            return Some(piece.file.clone());
        };
        let options = FilePropertyBag::new();
        options.set_type(&picture.media);
        let (bits, name) = (
            Array::of1(&picture.bytes),
            name_of(&piece.file.name(), &picture.media),
        );
        File::new_with_u8_array_sequence_and_options(&bits, &name, &options).ok()
    }

    /// Takes a file out of the list.
    pub fn drop_hand(self, key: u64) {
        self.0.failed.borrow_mut().remove(&key);
        self.badge_soon();
        self.0
            .hands
            .update(|hands| hands.retain(|hand| hand.key != key));
        self.tell_memory();
    }

    /// Lets a file go that wasn't kept, with a way back.
    pub fn let_go_hand(self, key: u64, said: String) {
        let piece = self.0.failed.borrow().get(&key).cloned();
        let hand = self.0.hands.with_untracked(|hands| {
            let mut all = hands.iter();
            all.find(|hand| hand.key == key).cloned()
        });
        self.drop_hand(key);
        // A task belongs to no component: the way back outlives the row that it was asked in.
        spawn_local(async move {
            let back = piece.zip(hand).map(|(piece, hand)| {
                let back = once(move || {
                    self.0.failed.borrow_mut().insert(key, piece);
                    self.0.hands.update(|hands| hands.push(hand));
                    self.tell_memory();
                    self.badge_soon();
                });
                back.into()
            });
            self.toasts().show(said, back);
        });
    }

    fn change_hand(self, key: u64, change: impl FnOnce(&mut Hand)) {
        self.0.hands.update(|hands| {
            if let Some(hand) = hands.iter_mut().find(|hand| hand.key == key) {
                change(hand);
            }
        });
    }

    /// Keeps one file; says whether it became anything.
    pub(super) async fn capture_one(self, key: u64, piece: &Piece) -> Result<bool, HandTrouble> {
        let closing = || HandTrouble::Store(StoreError::Closing);
        let node = self.node().ok_or_else(closing)?;
        let Piece {
            file,
            way,
            office,
            make,
            picture,
        } = piece;
        let progress: Rc<dyn Fn(f64)> =
            Rc::new(move |share| self.change_hand(key, |hand| hand.progress = share));
        let prepared = match picture.get() {
            Some(prepared) => prepared.clone(),
            None => {
                let made = self.0.worker.prepare(key, file, Rc::clone(&progress));
                let made = made.await?;
                if made.media.starts_with("image/") {
                    // It is set by this one only.
                    drop(picture.set(made.clone()));
                }
                made
            }
        };
        breathe().await;
        let name = name_of(&file.name(), &prepared.media);
        let local = write(&node, *office, &name, &prepared, &*progress).await?;
        let captured = Captured {
            id: self.new_record(),
            page: Page {
                digest: local.digest.clone(),
                size: local.size,
                media: local.media.clone(),
                name,
                order: "a".to_owned(),
            },
            origin: Origin {
                cara: Some((*way).to_owned()),
                digest: prepared.original_digest,
                waktu: prepared.taken,
            },
        };
        breathe().await;
        let drafts = self.peek(|device| make(device, captured));
        let is_named = || node.replica().file(&local.key()).is_some();
        if drafts.is_empty() {
            if !is_named() {
                // What is left of it only takes room; where even this fails, a later start sweeps it.
                drop(node.drop_capture(local.capture).await);
            }
            return Ok(false);
        }
        let attached = Attached {
            thumbs: prepared
                .thumb
                .map(|thumb| (local.digest.clone(), thumb))
                .into_iter()
                .collect(),
            files: vec![local.clone()],
            meta: Vec::new(),
        };
        match self.keep(drafts, attached).await {
            Ok(_) => Ok(true),
            Err(error) => {
                // What the rules refuse isn't offered again at the next start.
                if matches!(error, SubmitError::Refused(_)) && !is_named() {
                    drop(node.drop_capture(local.capture).await);
                }
                Err(error.into())
            }
        }
    }

    /// Asks the browser not to throw the store away, once there is something to lose.
    async fn persist(self) {
        if let Ok(promise) = window().navigator().storage().persist() {
            // Whatever it answers, the sync sheet shows what is only here.
            drop(wasm_bindgen_futures::JsFuture::from(promise).await);
        }
    }
}

/// Lets the browser draw and answer touches between two steps.
async fn breathe() {
    // It resolves; a timer has no error.
    drop(sleep(0).await);
}

/// A re-encoded photograph is a JPEG, whatever it was called.
fn name_of(name: &str, media: &str) -> String {
    let is_jpeg = [".jpg", ".jpeg", ".JPG", ".JPEG"]
        .iter()
        .any(|end| name.ends_with(end));
    if media != "image/jpeg" || is_jpeg {
        return name.to_owned();
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.jpg")
}

/// Writes the bytes in chunks and seals them; bytes that the office holds already aren't written again.
async fn write(
    node: &BrowserNode,
    office: OfficeId,
    name: &str,
    prepared: &Prepared,
    progress: &dyn Fn(f64),
) -> Result<LocalFile, StoreError> {
    let key = FileKey::new(office, prepared.digest.clone());
    let held = node.replica().file(&key).cloned();
    if let Some(held) = held
        && matches!(held.state, FileState::Local | FileState::OnServer)
    {
        return Ok(held);
    }
    let capture = CaptureId::new(clock::now(), &mut random::Random);
    let (size, step) = (prepared.bytes.length(), CHUNK_BYTES as u32);
    let chunks = size.div_ceil(step);
    let file = LocalFile {
        digest: prepared.digest.clone(),
        office,
        size: u64::from(size),
        media: prepared.media.clone(),
        name: name.to_owned(),
        capture,
        chunks,
        captured: clock::now(),
        address: None,
        sent: 0,
        state: FileState::Local,
    };
    if let Err(error) = write_chunks(node, &file, &prepared.bytes, progress).await {
        // What was written of it only takes room; where even this fails, a later start sweeps it.
        drop(node.drop_capture(capture).await);
        return Err(error);
    }
    Ok(file)
}

async fn write_chunks(
    node: &BrowserNode,
    file: &LocalFile,
    bytes: &Uint8Array,
    progress: &dyn Fn(f64),
) -> Result<(), StoreError> {
    let store = model::sync::Platform::store(node.platform());
    let (size, step) = (bytes.length(), CHUNK_BYTES as u32);
    for index in 0..file.chunks {
        let from = index * step;
        let chunk = bytes.subarray(from, size.min(from + step)).to_vec();
        store.put_chunk(file.capture, index, &chunk).await?;
        let share = f64::from(index + 1) / f64::from(file.chunks);
        progress(WORKER_SHARE + (1.0 - WORKER_SHARE) * share);
    }
    store.seal(file).await
}
