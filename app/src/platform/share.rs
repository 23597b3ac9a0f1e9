//! Giving a text or a file to another app, or a text to the clipboard where the browser can't.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Another app has it, or the person thought better of it: nothing more is to be said.
    Done,
    /// It lies in the clipboard.
    Copied,
    /// The browser refuses both.
    Refused,
}

/// Shares a text. Call it in answer to a press: browsers refuse it otherwise.
pub async fn share(text: &str) -> Shared {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let data = Object::new();
    // Setting a property of a fresh object can't fail.
    let _ = Reflect::set(&data, &"text".into(), &text.into());
    if let Some(sharing) = call(&navigator, "share", &data) {
        // A person who closes the list of apps ends it with an error: that is their answer.
        drop(sharing.await);
        return Shared::Done;
    }
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok();
    let copying = clipboard.and_then(|clipboard| call(&clipboard, "writeText", &text.into()));
    let copied = match copying {
        Some(copying) => copying.await.is_ok(),
        None => false,
    };
    if copied {
        Shared::Copied
    } else {
        Shared::Refused
    }
}

/// Whether the browser can give this file to another app.
pub fn can_share_file(file: &File) -> bool {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let asked = Reflect::get(&navigator, &"canShare".into()).ok();
    let asked = asked.and_then(|method| method.dyn_into::<Function>().ok());
    let answer = asked.and_then(|asked| asked.call1(&navigator, &files(file)).ok());
    answer.and_then(|answer| answer.as_bool()).unwrap_or(false)
}

/// Gives a file to another app. Call it in answer to a press: browsers refuse it otherwise.
pub async fn share_file(file: &File) {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    if let Some(sharing) = call(&navigator, "share", &files(file)) {
        // A person who closes the list of apps ends it with an error: that is their answer.
        drop(sharing.await);
    }
}

fn files(file: &File) -> Object {
    let data = Object::new();
    // Setting a property of a fresh object can't fail.
    let _ = Reflect::set(&data, &"files".into(), &Array::of1(file));
    data
}

/// Calls a method that gives a promise; nothing where the browser has no such method.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Option<JsFuture> {
    let function: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call1(of, argument).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise))
}
