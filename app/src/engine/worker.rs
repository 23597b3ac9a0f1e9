//! The photo worker: it prepares files off the main thread (its messages: `photo-worker.js`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use model::id::FileDigest;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::capture::HandTrouble;
use crate::platform::page;

/// Share of a capture's progress that the worker takes; writing takes the rest.
pub const WORKER_SHARE: f64 = 0.8;

/// What the worker made of a file.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The bytes to be kept.
    pub bytes: Uint8Array,
    /// Their digest.
    pub digest: FileDigest,
    /// Their media type, by content.
    pub media: String,
    /// A small picture, as JPEG.
    pub thumb: Option<Vec<u8>>,
    /// Digest of the file as it came.
    pub original_digest: Option<String>,
    /// When it was taken, in the camera's words.
    pub taken: Option<String>,
}

type Waiting = HashMap<
    u64,
    (
        oneshot::Sender<Result<Prepared, HandTrouble>>,
        Rc<dyn Fn(f64)>,
    ),
>;

/// The photo worker: one, made with the first file.
#[derive(Default)]
pub struct Line {
    worker: RefCell<Option<Worker>>,
    waiting: Rc<RefCell<Waiting>>,
    keys: Cell<u64>,
}

impl Line {
    /// A name for a file that is to be captured.
    pub fn key(&self) -> u64 {
        self.keys.set(self.keys.get() + 1);
        self.keys.get()
    }

    /// Has the worker prepare a file; `progress` hears how far it is, up to [`WORKER_SHARE`].
    pub async fn prepare(
        &self,
        key: u64,
        file: &File,
        progress: Rc<dyn Fn(f64)>,
    ) -> Result<Prepared, HandTrouble> {
        let (answer, answered) = oneshot::channel();
        self.waiting.borrow_mut().insert(key, (answer, progress));
        if let Err(error) = self.post(key, file) {
            self.waiting.borrow_mut().remove(&key);
            return Err(HandTrouble::Worker(format!("{error:?}")));
        }
        let ended = |_| Err(HandTrouble::Worker("memori".to_owned()));
        answered.await.unwrap_or_else(ended)
    }

    fn post(&self, key: u64, file: &File) -> Result<(), JsValue> {
        let message = Object::new();
        // Keys count files of one page load: far below 2^53.
        Reflect::set(&message, &"id".into(), &(key as f64).into())?;
        Reflect::set(&message, &"file".into(), file)?;
        Reflect::set(&message, &"kind".into(), &"auto".into())?;
        Reflect::set(&message, &"place".into(), &false.into())?;
        self.worker()?.post_message(&message)
    }

    /// Makes the worker ahead, so that the first photograph doesn't wait for it.
    pub fn warm(&self) {
        // What fails now is said when a file is to be captured.
        drop(self.worker());
    }

    fn worker(&self) -> Result<Worker, JsValue> {
        if let Some(worker) = &*self.worker.borrow() {
            return Ok(worker.clone());
        }
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&page::built("photo-worker.js"), &options)?;
        let waiting = Rc::clone(&self.waiting);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(&waiting, &event.data());
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The worker died (out of memory, or it never loaded): what waits for it is told.
        let waiting = Rc::clone(&self.waiting);
        let on_error = Closure::<dyn FnMut()>::new(move || waiting.borrow_mut().clear());
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // The worker lives as long as the page.
        on_message.forget();
        on_error.forget();
        *self.worker.borrow_mut() = Some(worker.clone());
        Ok(worker)
    }
}

fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(value, &name.into()).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

/// A message of the worker: progress, the result, or an error.
fn hear(waiting: &RefCell<Waiting>, data: &JsValue) {
    let Some(key) = get(data, "id")
        .and_then(|id| id.as_f64())
        .map(|id| id as u64)
    else {
        return;
    };
    if let Some(progress) = get(data, "progress").and_then(|progress| progress.as_f64()) {
        let say = waiting.borrow().get(&key).map(|(_, say)| Rc::clone(say));
        if let Some(say) = say {
            say(progress * WORKER_SHARE);
        }
        return;
    }
    let Some((answer, _)) = waiting.borrow_mut().remove(&key) else {
        return;
    };
    let unreadable = || HandTrouble::Worker("tak_terbaca".to_owned());
    let result = match get(data, "error") {
        Some(error) => Err(text(&error, "code").map_or_else(unreadable, HandTrouble::Worker)),
        None => read(data).ok_or_else(unreadable),
    };
    // Whoever asked may have given up.
    drop(answer.send(result));
}

fn read(data: &JsValue) -> Option<Prepared> {
    let buffer = |name| get(data, name).and_then(|found| found.dyn_into::<ArrayBuffer>().ok());
    let bytes: ArrayBuffer = buffer("bytes")?;
    let original = get(data, "original");
    let of_original = |name| text(original.as_ref()?, name);
    Some(Prepared {
        bytes: Uint8Array::new(&bytes),
        digest: FileDigest::try_from(text(data, "digest")?).ok()?,
        media: text(data, "type")?,
        thumb: buffer("thumb").map(|thumb| Uint8Array::new(&thumb).to_vec()),
        original_digest: of_original("digest"),
        taken: of_original("taken"),
    })
}
